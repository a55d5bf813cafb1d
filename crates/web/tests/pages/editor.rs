//! Writing a new version of a procedure: tab by tab, looked over and published by a second administrator.

use crate::site::{ADMIN, BIRTH, CASE, COUNTER, LAN, MARRIAGE, PATAN, Site};
use jiff::civil::date;
use rules::people::{Capacity, Event, PersonRegistered, PositionGranted, Role};
use store::desk;

const SECOND: &str = "quan-tri-hai";
const FORM: &str = include_str!("../../../motcua/data/forms/1.001193.json");

/// A site with a second administrator of the province.
fn open() -> Site {
    let site = Site::open();
    let now = site.clock.now();
    site.write(move |tx| {
        let by = Capacity::system("test");
        let person = PersonRegistered {
            login: SECOND.into(),
            name: "Phàn Thị Hai".into(),
            personal_id: None,
            phone: None,
            address: None,
            commune: None,
        };
        desk::people::record(tx, Event::PersonRegistered(person), &by, now)?;
        let agency = "H35".parse().expect("a code");
        let granted = PositionGranted {
            from: Some(date(2025, 7, 1)),
            ..PositionGranted::at_once(SECOND, agency, Role::Administrator, "Quản trị")
        };
        desk::people::record(tx, Event::PositionGranted(granted), &by, now)
    });
    site
}

#[test]
fn a_version_is_written_by_one_and_published_by_another() {
    let site = open();
    let admin = site.signed_in(ADMIN);
    let room = format!("/admin/procedures/{BIRTH}");
    admin.get(&room).is(200).says("Đang hiệu lực");
    admin.post(&room, &[]).leads_to(&format!("{room}/general"));
    let page = admin.get(&format!("{room}/general")).is(200);
    assert_eq!(page.value("form-name"), "Đăng ký khai sinh");
    admin.get(&format!("{room}/papers")).is(200).says("Giấy chứng sinh");
    // A wrong definition is kept, shown with what is wrong, and can't be handed on.
    admin
        .post(&format!("{room}/form"), &[("version", "1"), ("go", "on"), ("form", "{\"title\": 1")])
        .leads_to(&format!("{room}/form"));
    let page = admin.get(&format!("{room}/form")).is(200).says("JSON sai cú pháp");
    assert!(page.text.contains("title&#34;: 1") || page.text.contains("title&quot;: 1"), "{}", page.text);
    let handed = [("version", "2"), ("go", "submit"), ("effective_on", "2026-01-01")];
    admin.post(&format!("{room}/review"), &handed).is(422).says("JSON sai cú pháp");
    // The right one is shown as citizens will see it.
    admin
        .post(&format!("{room}/form"), &[("version", "2"), ("go", "on"), ("form", FORM)])
        .leads_to(&format!("{room}/form"));
    admin.get(&format!("{room}/form")).is(200).says("Người được khai sinh");
    // Whoever saw an older version overwrites nothing.
    admin
        .post(&format!("{room}/form"), &[("version", "2"), ("go", "on"), ("form", "")])
        .is(200)
        .says("Người khác vừa lưu bản soạn này");
    // What is tried in the preview is checked like a filing, and nothing of it is saved.
    let tried = [("version", "3"), ("form", FORM), ("form-asked", "newborn_name"), ("go", "try")];
    admin.post(&format!("{room}/form"), &tried).is(200).says("người dân sẽ được báo").says("form-newborn_name-error");
    let handed = [("version", "3"), ("go", "submit"), ("effective_on", "2026-01-01"), ("note", "Quyết định 1")];
    admin.post(&format!("{room}/review"), &handed).leads_to(&format!("{room}/review"));
    admin.get(&format!("{room}/review")).is(200).says("tờ khai điện tử").hides("value=\"publish\"");
    admin.post(&format!("{room}/review"), &[("version", "4"), ("go", "publish")]).is(422).says("không tự công bố");
    let second = site.signed_in(SECOND);
    second.get(&format!("{room}/review")).is(200).says("Công bố");
    second.post(&format!("{room}/review"), &[("version", "4"), ("go", "publish")]).leads_to(&room);
    second.get(&room).is(200).says("01/01/2026");
    // It is to come: today births are still filed without the form.
    let lan = site.signed_in(LAN);
    let draft = lan.begin(BIRTH);
    lan.get(&format!("{draft}/form")).is(404);
}

#[test]
fn a_draft_is_given_back_with_a_remark_or_thrown_away() {
    let site = open();
    let (admin, second) = (site.signed_in(ADMIN), site.signed_in(SECOND));
    let room = format!("/admin/procedures/{BIRTH}");
    admin.post(&room, &[]).leads_to(&format!("{room}/general"));
    let named = [("version", "1"), ("form-asked", "name"), ("form-name", "Đăng ký khai sinh mới"), ("go", "on")];
    admin.post(&format!("{room}/general"), &named).leads_to(&format!("{room}/general"));
    let handed = [("version", "2"), ("go", "submit"), ("effective_on", "2026-01-01")];
    admin.post(&format!("{room}/review"), &handed).leads_to(&format!("{room}/review"));
    let back = [("version", "3"), ("go", "send-back"), ("remark", "Thiếu căn cứ")];
    second.post(&format!("{room}/review"), &back).leads_to(&format!("{room}/review"));
    admin.get(&format!("{room}/review")).is(200).says("Thiếu căn cứ");
    admin.post(&format!("{room}/review"), &[("version", "4"), ("go", "discard")]).leads_to(&room);
    admin.get(&format!("{room}/general")).is(404);
    site.signed_in(LAN).get(&format!("{room}/general")).is(403);
}

#[test]
fn a_case_has_papers_fees_and_a_time_limit_of_its_own() {
    let site = open();
    let (admin, second) = (site.signed_in(ADMIN), site.signed_in(SECOND));
    let room = format!("/admin/procedures/{BIRTH}");
    admin.post(&room, &[]).leads_to(&format!("{room}/general"));
    let case = format!("{room}/cases/0");
    admin.get(&case).is(200).says("Trường hợp mới");
    let asked = ("form-asked", "key,name,note,limit_kind,limit_number,own_papers,documents,own_fees,fees");
    let typed = [
        ("version", "1"),
        asked,
        ("form-key", "tre-bo-roi"),
        ("form-name", "Trẻ bị bỏ rơi"),
        ("form-limit_kind", "working_days"),
        ("form-limit_number", "5"),
        ("form-own_papers", "yes"),
        ("form-documents-rows", "1"),
        ("form-documents-0-code", "09"),
        ("form-documents-0-name", "Biên bản về việc trẻ bị bỏ rơi"),
        ("form-documents-0-required", "yes"),
        ("form-own_fees", "yes"),
    ];
    // One more row brings everything back and saves nothing.
    let more = [&typed[..], &[("go", "add:documents")]].concat();
    let page = admin.post(&case, &more).is(200).says("form-documents-1-code");
    assert_eq!(page.value("form-documents-0-code"), "09");
    let wrong = [&typed[..2], &[("form-key", "Bỏ rơi"), ("form-name", "A"), ("form-limit_kind", "same"), ("go", "on")]]
        .concat();
    admin.post(&case, &wrong).wrong_at("form-key");
    let saved = [&typed[..], &[("go", "on")]].concat();
    admin.post(&case, &saved).leads_to(&format!("{room}/cases"));
    admin.get(&format!("{room}/cases")).is(200).says("Trẻ bị bỏ rơi").says("5 ngày làm việc").says("1 giấy tờ");
    let handed = [("version", "2"), ("go", "submit"), ("effective_on", "2025-12-23")];
    admin.post(&format!("{room}/review"), &handed).leads_to(&format!("{room}/review"));
    second.get(&format!("{room}/review")).is(200).says("Biên bản về việc trẻ bị bỏ rơi");
    second.post(&format!("{room}/review"), &[("version", "3"), ("go", "publish")]).leads_to(&room);
    // Whoever files now chooses it and is asked for its paper.
    let lan = site.signed_in(LAN);
    let draft = lan.begin(BIRTH);
    lan.get(&format!("{draft}/request")).is(200).says("Trẻ bị bỏ rơi");
}

#[test]
fn whoever_wrote_on_a_draft_that_another_began_does_not_publish_it() {
    let site = open();
    let (admin, second) = (site.signed_in(ADMIN), site.signed_in(SECOND));
    let room = format!("/admin/procedures/{BIRTH}");
    admin.post(&room, &[]).leads_to(&format!("{room}/general"));
    second
        .post(&format!("{room}/form"), &[("version", "1"), ("go", "on"), ("form", FORM)])
        .leads_to(&format!("{room}/form"));
    let handed = [("version", "2"), ("go", "submit"), ("effective_on", "2025-12-23")];
    second.post(&format!("{room}/review"), &handed).leads_to(&format!("{room}/review"));
    second.get(&format!("{room}/review")).is(200).hides("value=\"publish\"");
    second.post(&format!("{room}/review"), &[("version", "3"), ("go", "publish")]).is(422).says("không tự công bố");
    admin.post(&format!("{room}/review"), &[("version", "3"), ("go", "publish")]).leads_to(&room);
}

#[test]
fn a_new_procedure_is_written_from_another_one() {
    let site = open();
    let (admin, second) = (site.signed_in(ADMIN), site.signed_in(SECOND));
    let all = "/admin/procedures";
    admin.post(all, &[("code", "x"), ("like", BIRTH)]).wrong_at("code");
    admin.post(all, &[("code", BIRTH), ("like", BIRTH)]).wrong_at("code");
    admin.post(all, &[("code", "9.000001"), ("like", "9.999999")]).wrong_at("like");
    let room = "/admin/procedures/9.000001";
    admin.post(all, &[("code", "9.000001"), ("like", BIRTH)]).leads_to(&format!("{room}/general"));
    admin.get(room).is(200).says("Chưa có phiên bản nào");
    let named = [("version", "1"), ("form-asked", "name"), ("form-name", "Thủ tục hoàn toàn mới"), ("go", "on")];
    admin.post(&format!("{room}/general"), &named).leads_to(&format!("{room}/general"));
    let handed = [("version", "2"), ("go", "submit"), ("effective_on", "2025-12-23")];
    admin.post(&format!("{room}/review"), &handed).leads_to(&format!("{room}/review"));
    second.post(&format!("{room}/review"), &[("version", "3"), ("go", "publish")]).leads_to(room);
    site.browser().get("/procedures/9.000001").is(200).says("Thủ tục hoàn toàn mới");
}

#[test]
fn a_procedure_is_withdrawn_by_two_people_from_a_day_on() {
    let site = open();
    let (admin, second) = (site.signed_in(ADMIN), site.signed_in(SECOND));
    let room = format!("/admin/procedures/{BIRTH}");
    let withdraw = format!("{room}/withdraw");
    admin.get(&room).is(200).says("Bãi bỏ thủ tục");
    let page = admin.post(&withdraw, &[("effective_on", "2025-12-22"), ("note", "")]).wrong_at("effective_on");
    page.wrong_at("note");
    let said = [("effective_on", "2026-01-05"), ("note", "Quyết định số 12/QĐ-UBND")];
    admin.post(&withdraw, &said).leads_to(&format!("{room}/review"));
    let review = format!("{room}/review");
    admin.get(&review).is(200).says("Quyết định số 12/QĐ-UBND").hides("value=\"publish\"");
    // While it waits nothing else is written, and nobody announces what they prepared.
    admin.post(&room, &[]).is(422).says("đang được trình bãi bỏ");
    admin.post(&review, &[("version", "1"), ("go", "publish")]).is(422).says("không tự công bố");
    second.get(&room).is(200).says("Soạn tiếp");
    second.get(&review).is(200).says("05/01/2026").says("Công bố bãi bỏ");
    second.post(&review, &[("version", "1"), ("go", "publish")]).leads_to(&room);
    second.get(&room).is(200).says("hết hiệu lực từ ngày").hides("Trình rà soát");
    // Until that day it is found and filed, after it neither; what was filed goes on.
    let lan = site.signed_in(LAN);
    lan.get("/procedures?q=khai+sinh").is(200).says(&format!("/procedures/{BIRTH}\""));
    let filed = lan.file();
    site.later(24 * 14);
    let lan = site.signed_in(LAN);
    lan.get("/procedures?q=khai+sinh").is(200).hides(&format!("/procedures/{BIRTH}\""));
    lan.get(&format!("/procedures/{BIRTH}")).is(200).says("đã bị bãi bỏ");
    site.act(COUNTER, &filed, rules::dossiers::Command::Receive(rules::dossiers::Receive {}));
}

#[test]
fn a_role_that_nobody_holds_is_named_and_a_route_that_nobody_can_walk_is_not_published() {
    let site = open();
    let (admin, second) = (site.signed_in(ADMIN), site.signed_in(SECOND));
    let room = format!("/admin/procedures/{BIRTH}");
    admin.post(&room, &[]).leads_to(&format!("{room}/general"));
    let named = [("version", "1"), ("form-asked", "name"), ("form-name", "Đăng ký khai sinh mới"), ("go", "on")];
    admin.post(&format!("{room}/general"), &named).leads_to(&format!("{room}/general"));
    // Nobody issues in Pa Tần: it is named, whoever looks.
    let gap = "chưa có ai giữ vị trí này ở";
    admin.get(&format!("{room}/review")).is(200).says(gap).says("Ủy ban nhân dân xã Pa Tần");
    let handed = [("version", "2"), ("go", "submit"), ("effective_on", "2026-01-01")];
    admin.post(&format!("{room}/review"), &handed).leads_to(&format!("{room}/review"));
    // Meanwhile those who verified leave: nobody anywhere is left.
    for login in [CASE, PATAN] {
        site.close_account(login);
    }
    let review = second.get(&format!("{room}/review")).is(200).says(gap);
    assert!(review.text.contains("Công bố"), "{}", review.text);
    let page = second.post(&format!("{room}/review"), &[("version", "3"), ("go", "publish")]).is(422);
    page.says("không nơi nào có người giữ vị trí này").says("bổ nhiệm người trước");
    // The draft is still there; whoever writes it is told the same before handing it on again.
    let back = [("version", "3"), ("go", "send-back"), ("remark", "Chưa có người thẩm định")];
    second.post(&format!("{room}/review"), &back).leads_to(&format!("{room}/review"));
    let again = [("version", "4"), ("go", "submit"), ("effective_on", "2026-01-01"), ("note", "Quyết định 7")];
    let page = admin.post(&format!("{room}/review"), &again).is(422).says("không nơi nào có người");
    assert!(page.text.contains("Quyết định 7"), "nothing typed is lost");
}

#[test]
fn what_a_joint_procedure_opens_is_written_on_a_tab_of_its_own() {
    let site = open();
    let admin = site.signed_in(ADMIN);
    let room = format!("/admin/procedures/{BIRTH}");
    let joint = format!("{room}/joint");
    admin.post(&room, &[]).leads_to(&format!("{room}/general"));
    admin.get(&joint).is(200).says("một lần nộp mở nhiều hồ sơ").says("02: ");
    let asked = ("form-asked", "parts");
    let row = |procedure: &'static str, papers: &'static str| {
        [("form-parts-0-procedure", procedure), ("form-parts-0-papers", papers), ("form-parts-rows", "1")]
    };
    let wrong = [&[("version", "1"), asked, ("go", "on")][..], &row(MARRIAGE, "02")].concat();
    admin.post(&joint, &wrong).wrong_at("form-parts-0-papers");
    let wrong = [&[("version", "1"), asked, ("go", "on")][..], &row("9.999999", "")].concat();
    admin.post(&joint, &wrong).wrong_at("form-parts-0-procedure").says("Danh mục không có thủ tục");
    // One is too few: it is kept, and can't be handed on before that is mended.
    let one = [&[("version", "1"), asked, ("go", "on")][..], &row(MARRIAGE, "02=02")].concat();
    admin.post(&joint, &one).leads_to(&joint);
    assert_eq!(admin.get(&joint).is(200).value("form-parts-0-papers"), "02=02");
    admin.get(&format!("{room}/review")).is(200).says("ít nhất hai thủ tục").says(&joint);
    // Without rows it joins nothing.
    let none = [("version", "2"), asked, ("form-parts-rows", "0"), ("go", "on")];
    admin.post(&joint, &none).leads_to(&joint);
    admin.get(&format!("{room}/review")).is(200).says("chưa khác phiên bản đã công bố");
}
