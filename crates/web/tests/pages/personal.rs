//! Personal data: the person's own pages, what officers leave in the read log, break-glass, requests; each door first tried by
//! somebody whom it does not concern.

use crate::site::{
    ADMIN, APPLICANT, BIRTH, Browser, CASE, COUNTER, LAN, LEADER, MINH, PAPERS, PATAN, PATAN_COUNTER, PATAN_LEADER,
    Page, REQUEST, Site,
};
use rules::dossiers::{Assign, Command, Receive};

const REASON: &str = "Kiểm tra theo đơn tố cáo số 5";

/// A dossier of Lan that was received: its papers are in her store.
fn received(site: &Site) -> String {
    let code = site.signed_in(LAN).file();
    site.act(COUNTER, &code, Command::Receive(Receive {}));
    code
}

/// The address of the first document of Lan's store.
fn document(lan: &Browser<'_>) -> String {
    let page = lan.get("/my/documents").is(200);
    let rest = page.text.split("href=\"/my/documents/").nth(1).expect("a document");
    format!("/my/documents/{}", rest.split('"').next().expect("an address"))
}

fn file_of(document: &str) -> &str {
    document.rsplit('/').next().expect("a file")
}

/// Lan's draft of another birth registration, with a paper of her store instead of the second file.
fn reusing<'a>(lan: &Browser<'a>) -> String {
    let draft = lan.begin(BIRTH);
    let page = lan.get(&format!("{draft}/documents")).is(200);
    let select = page.text.split("name=\"reuse-1\"").nth(1).expect("a choice");
    let value = select.split("value=\"").nth(2).and_then(|rest| rest.split('"').next()).expect("a value");
    lan.upload(&format!("{draft}/documents"), &[("reuse-1", value), ("go", "stay")], &PAPERS[..1]).leads_to(&draft);
    lan.post(&format!("{draft}/applicant"), APPLICANT).leads_to(&draft);
    lan.post(&format!("{draft}/request"), REQUEST).leads_to(&draft);
    lan.post(&format!("{draft}/result"), &[("delivery", "online")]).leads_to(&draft);
    draft
}

#[test]
fn nobody_opens_somebody_elses_documents() {
    let site = Site::open();
    let code = received(&site);
    let lan = site.signed_in(LAN);
    let document = document(&lan);
    lan.get(&document).is(200).says("%PDF-1.7");
    let minh = site.signed_in(MINH);
    minh.get(&document).is(404);
    minh.get("/my/documents").is(200).says("Kho chưa có giấy tờ nào").hides(&code);
    // An officer who may see the dossier still has no business in the person's own store.
    site.signed_in(CASE).get(&document).is(404);
    site.browser().get(&document).leads_to("/sign-in");
    // A guessed file of one's own dossier, and a true file of a guessed dossier.
    lan.get(&format!("/my/documents/{code}/00000000-0000-7000-8000-000000000001")).is(404);
    lan.get(&format!("/my/documents/H35.38-251223-0999/{}", file_of(&document))).is(404);
}

#[test]
fn a_number_that_was_only_typed_opens_nobodys_papers() {
    let site = Site::open();
    let code = received(&site);
    let document = document(&site.signed_in(LAN));
    // An administrator types Lan's number as their own, which nobody may, and as that of an officer.
    let admin = site.signed_in(ADMIN);
    let typed = |login: &str, name: &str| {
        admin.fill(&format!("/admin/people/{login}/particulars"), &[("name", name), ("personal_id", "012185001234")])
    };
    typed(ADMIN, "Lò Quản Trị").is(422).wrong_at("personal_id");
    typed(CASE, "Hoàng Thụ Lý").leads_to("/admin/people/");
    let theirs = site.signed_in(CASE);
    theirs.get("/my/documents").is(200).says("Kho chưa có giấy tờ nào").hides(&code);
    theirs.get(&document).is(404);
    // Lan's own stay hers.
    site.signed_in(LAN).get(&document).is(200);
}

#[test]
fn an_officer_is_told_when_somebody_filed_under_anothers_number() {
    let site = Site::open();
    let told = "không có ủy quyền nộp thay";
    let own = site.signed_in(LAN).file();
    let others = site.signed_in(MINH).file();
    let counter = site.signed_in(COUNTER);
    counter.get(&format!("/dossiers/{others}")).is(200).says(told);
    counter.get(&format!("/dossiers/{own}")).is(200).hides(told);
    // What the stranger handed in is not hers, though an officer took it in.
    site.act(COUNTER, &others, Command::Receive(Receive {}));
    site.signed_in(LAN).get("/my/documents").is(200).says("Kho chưa có giấy tờ nào").hides(&others);
}

#[test]
fn documents_are_found_by_words() {
    let site = Site::open();
    received(&site);
    let lan = site.signed_in(LAN);
    lan.get("/my/documents?q=chung+sinh").is(200).says("chung-sinh.pdf").hides("to-khai.pdf");
    lan.get("/my/documents?q=giay+phep+lai+xe").is(200).hides("chung-sinh.pdf");
}

#[test]
fn a_file_of_somebody_else_does_not_get_into_a_draft() {
    let site = Site::open();
    received(&site);
    let document = document(&site.signed_in(LAN));
    let stolen = document.trim_start_matches("/my/documents/");
    let minh = site.signed_in(MINH);
    let draft = minh.begin(BIRTH);
    let sent = [("reuse-1", stolen), ("go", "on")];
    minh.upload(&format!("{draft}/documents"), &sent, &PAPERS[..1]).is(422).says("Còn thiếu giấy tờ");
    minh.get(&format!("{draft}/files/02")).is(404);
}

#[test]
fn a_document_that_was_withdrawn_meanwhile_is_not_filed_and_the_draft_stays() {
    let site = Site::open();
    let code = received(&site);
    let lan = site.signed_in(LAN);
    let draft = reusing(&lan);
    let leader = site.signed_in(LEADER);
    let page = leader.get(&format!("/dossiers/{code}/documents")).is(200);
    let actions = page.text.split("action=\"").filter(|rest| rest.starts_with("/dossiers/"));
    let withdraws: Vec<String> = actions
        .filter_map(|rest| rest.split('"').next())
        .filter(|action| action.ends_with("/withdraw"))
        .map(str::to_owned)
        .collect();
    assert_eq!(withdraws.len(), 2);
    // Neither a case officer nor another commune's leader withdraws it.
    site.signed_in(CASE).post(&withdraws[0], &[("reason", "Sai")]).is(403);
    site.signed_in(PATAN_LEADER).post(&withdraws[0], &[("reason", "Sai")]).is(404);
    for withdraw in &withdraws {
        leader.post(withdraw, &[("reason", "")]).is(422);
        leader.post(withdraw, &[("reason", "Quyết định 12/QĐ-UBND")]).leads_to("/dossiers/");
    }
    let refused = lan.post(&format!("{draft}/review"), &[("declare", "yes")]);
    refused.is(422).says("đã bị thu hồi");
    lan.get(&draft).leads_to(&draft);
    lan.get("/my/documents").is(200).says("Đã thu hồi").says("Quyết định 12/QĐ-UBND");
}

#[test]
fn every_look_of_an_officer_is_seen_by_the_person() {
    let site = Site::open();
    let code = received(&site);
    let lan = site.signed_in(LAN);
    lan.get("/my/data/reads").is(200).says("Chưa có ai xem");
    let file = file_of(&document(&lan)).to_owned();
    let case = site.signed_in(CASE);
    case.get(&format!("/dossiers/{code}")).is(200);
    case.get(&format!("/dossiers/{code}/files/{file}")).is(200);
    case.get(&format!("/dossiers/{code}/proof")).is(200);
    // What was refused was not seen.
    site.signed_in(PATAN).get(&format!("/dossiers/{code}")).is(404);
    site.signed_in(MINH).get(&format!("/dossiers/{code}")).is(404);
    // A counter anywhere looks her up by her number.
    let lookup = [("once", "x"), ("applicant-id_number", "012185001234"), ("go", "lookup")];
    site.signed_in(PATAN_COUNTER).upload(&format!("/intake/{BIRTH}"), &lookup, &[]).is(200);
    // Her own looks are not told.
    lan.get(&format!("/dossiers/{code}")).is(200);
    let page = lan.get("/my/data/reads").is(200).says("Công chức").says("Tệp giấy tờ").says("Quá trình giải quyết");
    let page = page.says("Tra cứu theo số định danh").says("Tiếp nhận, bổ sung hoặc trả kết quả tại quầy");
    // Officers act for their agency.
    page.says("xã Sìn Hồ").hides("Hoàng Thụ Lý").hides("Mở khẩn cấp");
    site.signed_in(MINH).get("/my/data/reads").is(200).says("Chưa có ai xem");
}

#[test]
fn of_several_positions_the_one_at_the_counter_is_told() {
    let site = Site::open();
    let grant = [
        ("agency", "H35"),
        ("role", "clerk"),
        ("title", "Phó Chánh Văn phòng"),
        ("from", "2025-12-15"),
        ("decision", "12/QĐ-UBND"),
        ("reason", "Kiêm nhiệm"),
    ];
    site.signed_in(ADMIN).fill(&format!("/admin/people/{PATAN_COUNTER}/grant"), &grant).leads_to("/admin/people/");
    let lookup = [("once", "x"), ("applicant-id_number", "012185001234"), ("go", "lookup")];
    site.signed_in(PATAN_COUNTER).upload(&format!("/intake/{BIRTH}"), &lookup, &[]).is(200);
    let told = site.signed_in(LAN).get("/my/data/reads").is(200).says("Tra cứu theo số định danh");
    told.says("Pa Tần").hides("Phó Chánh Văn phòng");
}

#[test]
fn a_refused_action_shows_no_more_than_the_dossiers_page_does_and_is_noted_as_a_look() {
    let site = Site::open();
    // An officer of another commune files for themselves.
    let pa_tan = site.signed_in(PATAN);
    let code = pa_tan.file();
    site.act(COUNTER, &code, Command::Receive(Receive {}));
    let note = Some("Lưu ý nội bộ".to_owned());
    let assign = Assign { officer: CASE.into(), officer_name: "Hoàng Thụ Lý".into(), note };
    site.act(CASE, &code, Command::Assign(assign));
    let dossier = format!("/dossiers/{code}");
    pa_tan.get(&dossier).is(200).hides("Lưu ý nội bộ");
    for action in ["receive", "forward", "approve", "assign"] {
        pa_tan.post(&format!("{dossier}/actions/{action}"), &[("version", "3")]).is(403).hides("Lưu ý nội bộ");
    }
    pa_tan.get(&format!("/intake/done/{code}")).is(403);
    // What an officer is shown of Lan's when they are refused is noted, so that she sees it.
    let code = received(&site);
    let leader = site.signed_in(LEADER);
    let looks = || {
        let wanted = code.clone();
        let sql = "SELECT COUNT(*) FROM reads WHERE dossier = $1";
        site.read(move |tx| tx.query_one(sql, store::values![wanted.as_str()])?.int(0))
    };
    for refused in ["actions/receive", "withdraw", "rate"] {
        let before = looks();
        let shown = leader.post(&format!("/dossiers/{code}/{refused}"), &[("version", "1"), ("rating", "x")]);
        assert!(shown.text.contains("Lò Thị Lan"), "{refused}: {}", shown.status);
        assert_eq!(looks(), before + 1, "{refused}");
    }
}

#[test]
fn glass_is_broken_with_a_reason_and_all_concerned_see_it() {
    let site = Site::open();
    let code = received(&site);
    let path = format!("/dossiers/{code}");
    let leader = site.signed_in(PATAN_LEADER);
    leader.get(&path).is(404);
    site.signed_in(PATAN).get("/break-glass").is(403);
    site.signed_in(PATAN).post("/break-glass", &[("dossier", &code), ("reason", REASON)]).is(403);
    site.signed_in(LAN).post("/break-glass", &[("dossier", &code), ("reason", REASON)]).is(403);
    leader.get("/break-glass").is(200);
    leader.post("/break-glass", &[("dossier", &code), ("reason", "xem")]).wrong_at("reason");
    leader
        .post("/break-glass", &[("dossier", "H35.38-251223-0999"), ("reason", REASON)])
        .is(422)
        .says("H35.38-251223-0999");
    leader.get(&path).is(404);
    leader.post("/break-glass", &[("dossier", &code), ("reason", REASON)]).leads_to(&path);
    leader.get(&path).is(200).says("mở khẩn cấp để xem").says("Lò Thị Lan");
    leader.get(&path).is(200).says(REASON);
    // To look at, not to act on.
    leader.post(&format!("{path}/actions/apologise"), &[("version", "2")]).is(404);
    // The competent agency's leader and the person see it; another leader does not.
    site.signed_in(LEADER).get("/admin/break-glass").is(200).says(REASON).says("Sùng Lãnh Đạo");
    leader.get("/admin/break-glass").is(200).hides(REASON);
    site.signed_in(CASE).get("/admin/break-glass").is(403);
    site.signed_in(LAN).get("/my/data/reads").is(200).says("Mở khẩn cấp").says(REASON).says("Sùng Lãnh Đạo");
    site.later(1);
    let leader = site.signed_in(PATAN_LEADER);
    leader.get(&path).is(404);
}

fn ask(lan: &Browser<'_>, fields: &[(&str, &str)]) -> Page {
    lan.upload("/my/data/ask", fields, &[("evidence", "can-cuoc.pdf", harness::paper!("id"))])
}

#[test]
fn a_correction_is_asked_for_and_an_administrator_accepts_it() {
    let site = Site::open();
    let lan = site.signed_in(LAN);
    lan.get("/my/data/ask?field=phone").is(200).says("0912345678");
    let right = [("kind", "correction"), ("field", "phone"), ("wanted", "0987 654 321"), ("reason", "Đã đổi số máy")];
    let wrong = ask(&lan, &[("kind", "correction"), ("field", "phone"), ("wanted", "12"), ("reason", "Đã đổi số máy")]);
    let wrong = wrong.wrong_at("wanted");
    assert_eq!((wrong.value("wanted"), wrong.value("reason")), ("12".into(), "Đã đổi số máy".into()));
    let mine = ask(&lan, &right).leads_to("/my/data/requests/").to;
    lan.get(&mine).is(200).says("0987654321").says("Chờ trả lời");
    lan.get(&format!("{mine}/evidence")).is(200).says("%id\n");
    ask(&lan, &right).is(422).says("đang chờ giải quyết");

    let id = mine.rsplit('/').next().expect("a number");
    let theirs = format!("/admin/data-requests/{id}");
    for nobody in [MINH, CASE, LEADER] {
        let browser = site.signed_in(nobody);
        browser.get(&mine).is(404);
        browser.get(&format!("{mine}/evidence")).is(404);
        browser.get(&theirs).is(403);
        browser.post(&theirs, &[("command", "carry-out")]).is(403);
        browser.get("/admin/data-requests").is(403);
        browser.get("/admin/reads?subject=012185001234").is(403);
    }
    let admin = site.signed_in(ADMIN);
    admin.get("/admin/data-requests").is(200).says("Lò Thị Lan");
    admin.get(&theirs).is(200).says("0912345678").says("0987654321");
    admin.get(&format!("{theirs}?evidence=open")).is(200).says("%id\n");
    admin.post(&theirs, &[("command", "refuse"), ("answer", "")]).wrong_at("answer");
    admin.post(&theirs, &[("command", "carry-out"), ("answer", "Đã đối chiếu")]).leads_to(&theirs);
    lan.get(&mine).is(200).says("Đã thực hiện").says("Đã đối chiếu");
    lan.get("/my/data").is(200).says("0987654321").says("Đã chỉnh sửa theo đề nghị ngày 23/12/2025");
    lan.get("/my/data/reads").is(200).says("Giải quyết đề nghị về dữ liệu");
    admin.get("/admin/reads?subject=012185001234").is(200).says("Lò Quản Trị");
    admin.post(&theirs, &[("command", "carry-out")]).is(422).says("đã kết thúc");
}

#[test]
fn evidence_is_what_the_person_uploaded_and_nothing_else() {
    let site = Site::open();
    received(&site);
    let document = document(&site.signed_in(LAN));
    let minh = site.signed_in(MINH);
    minh.get("/my/data/ask").is(200);
    let stolen = [
        ("kind", "deletion"),
        ("reason", "Xóa"),
        ("evidence-kept", file_of(&document)),
        ("evidence-kept-name", "x.pdf"),
    ];
    minh.upload("/my/data/ask", &stolen, &[]).is(422);
    minh.get("/my/data/requests").is(200).says("chưa gửi đề nghị nào");
}

#[test]
fn consent_is_never_given_by_silence_and_is_taken_back_as_easily() {
    let site = Site::open();
    let lan = site.signed_in(LAN);
    lan.get("/my/data/consents").is(200).says("Chưa đồng ý").hides("checked").hides("Sổ đồng ý");
    lan.post("/my/data/consents", &[("purpose", "sms")]).is(422);
    lan.post("/my/data/consents", &[("purpose", "everything"), ("go", "give")]).is(422);
    lan.post("/my/data/consents", &[("purpose", "sms"), ("go", "give")]).leads_to("/my/data/consents");
    lan.get("/my/data/consents").is(200).says("Đã đồng ý").says("văn bản số 2026-01");
    lan.post("/my/data/consents", &[("purpose", "sms"), ("go", "withdraw")]).leads_to("/my/data/consents");
    lan.get("/my/data/consents").is(200).says("Rút lại lúc 23/12/2025");
    site.signed_in(MINH).get("/my/data/consents").is(200).hides("Sổ đồng ý");
}

#[test]
fn an_export_holds_everything_of_the_person_and_nothing_of_others() {
    let site = Site::open();
    let code = received(&site);
    let lan = site.signed_in(LAN);
    lan.post("/my/data/consents", &[("purpose", "zalo"), ("go", "give")]);
    let minh = site.signed_in(MINH);
    site.browser().get("/my/data/export").leads_to("/sign-in");
    let export = lan.get("/my/data/export").is(200);
    for held in [
        "PK\u{3}\u{4}",
        "data.json",
        "TOM-TAT.html",
        &format!("dossiers/{code}.json"),
        "to-khai.pdf",
        "%birth\n",
        "zalo",
    ] {
        assert!(export.text.contains(held), "{held}");
    }
    let others = minh.get("/my/data/export").is(200);
    for hidden in [code.as_str(), "Lò Thị Lan", "012185001234", "%PDF"] {
        assert!(!others.text.contains(hidden), "{hidden}");
    }
}

#[test]
fn a_copy_of_the_data_is_not_taken_without_end() {
    let site = Site::open();
    let (lan, officer, leader) = (site.signed_in(LAN), site.signed_in(CASE), site.signed_in(LEADER));
    let taken = |browser: &Browser<'_>, path: &str| {
        (0..30).map(|_| browser.get(path)).filter(|page| page.status.as_u16() == 200).count()
    };
    assert_eq!(taken(&lan, "/my/data/export"), 20);
    lan.get("/my/data/export").is(429).says("giây");
    assert_eq!(taken(&officer, "/dossiers.csv"), 20);
    // Each has a measure of their own, for all files together.
    assert_eq!(taken(&leader, "/admin/look-ups.csv"), 20);
    leader.get("/dossiers.csv").is(429);
    site.signed_in(MINH).get("/my/data/export").is(200);
}
