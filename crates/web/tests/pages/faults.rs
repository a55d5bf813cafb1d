//! Wrong input and ill luck: each is told in clear words at its place, and nothing that was typed is lost.

use crate::site::{APPLICANT, BIRTH, LAN, PAPERS, REQUEST, Site, with};

#[test]
fn a_wrong_number_phone_and_date_are_named_at_their_fields_and_kept() {
    let site = Site::open();
    let lan = site.signed_in(LAN);
    let draft = lan.begin(BIRTH);
    for (field, typed, words) in [
        ("applicant-id_number", "12345", "gồm đúng 12 chữ số"),
        ("applicant-id_number", "099185001234", "không có tỉnh, thành phố nào"),
        ("applicant-phone", "12345", "Số điện thoại chưa đúng"),
        ("applicant-birth_date", "31/2/1985", "Ngày chưa đúng"),
        ("applicant-birth_date", "1/1/2031", "Ngày này chưa đến"),
        ("applicant-email", "lan@", "thư điện tử chưa đúng"),
        ("applicant-name", "", "Hãy nhập họ và tên"),
    ] {
        let mut answers = with(APPLICANT, field, typed);
        if field == "applicant-email" {
            answers.push((field, typed));
        }
        let page = lan.post(&format!("{draft}/applicant"), &answers).wrong_at(field).says(words);
        assert_eq!(page.value(field), typed);
        assert_eq!(page.value("applicant-address"), "Bản Nậm Lúc", "what was right is kept too");
        assert_eq!(lan.get(&format!("{draft}/applicant")).value(field), typed, "and after leaving the page");
    }
}

#[test]
fn a_missing_request_is_named_and_the_rest_kept() {
    let site = Site::open();
    let lan = site.signed_in(LAN);
    let draft = lan.begin(BIRTH);
    let page = lan.post(&format!("{draft}/request"), &with(REQUEST, "details", "")).wrong_at("details");
    assert_eq!(page.value("whom_name"), "Lò Văn Páo");
    lan.post(&format!("{draft}/request"), &with(REQUEST, "whom_name", " ")).wrong_at("whom_name");
}

#[test]
fn a_missing_paper_is_named_and_the_one_that_came_is_kept() {
    let site = Site::open();
    let lan = site.signed_in(LAN);
    let draft = lan.begin(BIRTH);
    let page = lan.upload(&format!("{draft}/documents"), &[("go", "on")], &PAPERS[..1]);
    page.wrong_at("documents-1").says("Còn thiếu giấy tờ").says("to-khai.pdf");
    lan.get(&format!("{draft}/files/01")).is(200).says("%form\n");
}

#[test]
fn a_bad_file_is_refused_by_itself() {
    let site = Site::open();
    let lan = site.signed_in(LAN);
    let too_large = [b"%PDF-1.7 ".as_slice(), &vec![b' '; 21 * 1024 * 1024]].concat();
    for (contents, words) in [
        (b"MZ a program that calls itself a paper".as_slice(), "Loại tệp này không được nhận"),
        (b"", "Tệp rỗng"),
        (&too_large, "Tệp lớn hơn 20 MB"),
    ] {
        let draft = lan.begin(BIRTH);
        let files = [PAPERS[0], ("documents-1", "chung-sinh.pdf", contents)];
        let page = lan.upload(&format!("{draft}/documents"), &[("go", "on")], &files).wrong_at("documents-1");
        page.says(words).says("to-khai.pdf");
    }
}

#[test]
fn a_session_that_ends_while_typing_loses_nothing() {
    let site = Site::open();
    let lan = site.signed_in(LAN);
    let draft = lan.begin(BIRTH);
    lan.get(&format!("{draft}/request")).is(200);
    site.later(3);
    let step = format!("{draft}/request");
    let sent = lan.post(&step, REQUEST).leads_to(&format!("/sign-in?next={step}"));
    lan.get(&sent.to).is(200).says("Những gì vừa nhập vẫn được giữ");
    lan.post("/sign-in/sample", &[("login", LAN), ("next", &step)]).leads_to(&step);
    let page = lan.get(&step).is(200).says("Những gì ông/bà vừa nhập vẫn còn đây");
    assert_eq!(page.value("details"), "Đăng ký khai sinh cho con trai");
    assert_eq!(page.value("whom_name"), "Lò Văn Páo");
}

#[test]
fn a_session_that_ends_while_choosing_files_keeps_the_files() {
    let site = Site::open();
    let lan = site.signed_in(LAN);
    let draft = lan.begin(BIRTH);
    lan.get(&format!("{draft}/documents")).is(200);
    site.later(3);
    let step = format!("{draft}/documents");
    lan.upload(&step, &[("go", "on")], PAPERS).leads_to("/sign-in");
    lan.sign_in(LAN);
    lan.get(&step).is(200).says("to-khai.pdf").says("chung-sinh.pdf");
    lan.get(&format!("{draft}/files/02")).is(200).says("%birth\n");
}

#[test]
fn only_a_draft_opens_the_way_to_the_disk_for_somebody_who_is_not_signed_in() {
    let site = Site::open();
    let somebody = site.browser();
    somebody.get("/track").is(200);
    let page = somebody.upload("/drafts/0123/documents", &[("go", "on")], PAPERS);
    page.is(401);
}

#[test]
fn a_procedure_withdrawn_meanwhile_is_told_and_the_draft_is_kept() {
    let site = Site::open();
    let lan = site.signed_in(LAN);
    let draft = lan.begin(BIRTH);
    lan.fill_in(&draft);
    site.withdraw_procedure(BIRTH);
    let page = lan.post(&format!("{draft}/review"), &[("declare", "yes")]).is(422);
    page.says("vừa bị bãi bỏ")
        .says("vẫn được giữ nguyên")
        .says("Đăng ký khai sinh cho con trai")
        .says("/procedures?q=");
    lan.post(&format!("{draft}/request"), &with(REQUEST, "details", "Viết thêm")).is(422).says("Viết thêm");
    lan.get("/my/dossiers").is(200).says("Đăng ký khai sinh");
    lan.get(&format!("/file/{BIRTH}")).is(422).says("đã bị bãi bỏ");
}

#[test]
fn the_declaration_must_be_made() {
    let site = Site::open();
    let lan = site.signed_in(LAN);
    let draft = lan.begin(BIRTH);
    lan.fill_in(&draft);
    lan.post(&format!("{draft}/review"), &[]).wrong_at("declare");
    lan.get("/my/dossiers").is(200).hides("H35.38-251223-0001");
}

#[test]
fn a_form_from_another_site_changes_nothing() {
    let site = Site::open();
    let lan = site.signed_in(LAN);
    let draft = lan.begin(BIRTH);
    let other = site.browser();
    other.get("/track").is(200);
    // A token of another browser does not fit.
    lan.get("/").is(200);
    let page = other.post(&format!("{draft}/discard"), &[]);
    page.is(401);
    lan.get(&draft).leads_to(&draft);
}

#[test]
fn more_text_than_a_form_can_hold_is_refused() {
    let site = Site::open();
    let lan = site.signed_in(LAN);
    let draft = lan.begin(BIRTH);
    let long = "x".repeat(5000);
    let page = lan.post(&format!("{draft}/request"), &with(REQUEST, "details", &long)).wrong_at("details");
    assert_eq!(page.value("details"), long);
    lan.post(&format!("{draft}/request"), &with(REQUEST, "details", &"x".repeat(70_000))).is(413);
}
