//! Administration of agencies, villages and calendars.

use crate::site::{ADMIN, CASE, LAN, LEADER, Site};

const ROOMS: [&str; 10] = [
    "/admin/agencies",
    "/admin/agencies/export",
    "/admin/agencies/new",
    "/admin/agencies/H35.38",
    "/admin/agencies/H35.38/edit",
    "/admin/agencies/H35.38/rename",
    "/admin/agencies/H35.38/merge",
    "/admin/agencies/H35.38/dissolve",
    "/admin/villages",
    "/admin/calendars",
];

const DOORS: [&str; 7] = [
    "/admin/agencies/new",
    "/admin/agencies/H35.38/edit",
    "/admin/agencies/H35.38/merge",
    "/admin/villages/new",
    "/admin/villages/03478.001/rename",
    "/admin/calendars/announce",
    "/admin/calendars/withdraw",
];

#[test]
fn only_administrators_open_the_rooms_and_send_their_forms() {
    let site = Site::open();
    for login in [LAN, CASE, LEADER] {
        let browser = site.signed_in(login);
        for room in ROOMS {
            browser.get(room).is(403);
        }
        for door in DOORS {
            browser.post(door, &[("name", "Tên khác"), ("go", "confirm")]).is(403);
        }
    }
    let admin = site.signed_in(ADMIN);
    for room in ROOMS {
        admin.get(room).is(200);
    }
    admin.get("/admin/agencies/H35.999").is(404);
    admin.get("/admin/agencies/H35.38/abolish").is(404);
    admin.get("/admin/agencies/H35.38").is(200).hides("Tên khác");
}

#[test]
fn agencies_are_found_without_marks_narrowed_and_exported() {
    let site = Site::open();
    let admin = site.signed_in(ADMIN);
    admin.get("/admin/agencies?q=sin+ho").is(200).says("Ủy ban nhân dân xã Sìn Hồ").hides("Pa Tần");
    admin.get("/admin/agencies?level=province").is(200).hides("Sìn Hồ").says("H35.20");
    admin.get("/admin/agencies?bloc=party").is(200).says("Không có cơ quan nào phù hợp");
    let file = admin.get("/admin/agencies/export?q=sin+ho").is(200);
    assert!(file.text.starts_with("\u{feff}code,eid,name"), "{}", file.text);
    assert_eq!(file.text.lines().count(), 3, "the authority and its counter: {}", file.text);
}

#[test]
fn an_agency_is_entered_after_a_preview_and_its_page_tells_what_changed() {
    let site = Site::open();
    let admin = site.signed_in(ADMIN);
    admin.get("/admin/agencies/new").is(200);
    let fields = [
        ("code", "H35.77"),
        ("name", "Hội Nông dân tỉnh"),
        ("eid", "H35.77"),
        ("bloc", "mass_organisation"),
        ("level", "department"),
        ("kind", "authority"),
        ("hours", "usual"),
        ("phone", ""),
    ];
    let sent = |go: &'static str, more: &[(&'static str, &'static str)]| {
        let mut all: Vec<_> = fields.iter().chain(more).copied().collect();
        all.push(("go", go));
        all
    };
    admin.post("/admin/agencies/new", &sent("preview", &[])).is(200).says("Xem trước thay đổi").says("Đoàn thể");
    admin.get("/admin/agencies/H35.77").is(404);
    admin.post("/admin/agencies/new", &sent("confirm", &[])).leads_to("/admin/agencies/H35.77");
    admin.post("/admin/agencies/new", &sent("confirm", &[])).wrong_at("code");
    let edit = "/admin/agencies/H35.77/edit";
    let seen = admin.get(edit).is(200).value("seen");
    let changed = |seen: &str, go: &'static str, more: &[(&'static str, &'static str)]| {
        let mut all: Vec<(&str, &str)> = sent(go, more);
        all.retain(|pair| *pair != ("phone", ""));
        all.push(("seen", seen));
        admin.post(edit, &all)
    };
    changed(&seen, "preview", &[("phone", "02133876543")]).wrong_at("reason");
    let told = [("phone", "02133876543"), ("reason", "Công văn 12")];
    changed(&seen, "confirm", &told).leads_to("/admin/agencies/H35.77");
    let page = admin.get("/admin/agencies/H35.77").is(200);
    page.says("Điện thoại: (trống) → 02133876543").says("căn cứ: Công văn 12").says("Lò Quản Trị");
    // A second administrator had the form open before: the telephone is not lost by what they save.
    let address = [("address", "Số 5"), ("phone", ""), ("reason", "Công văn 13")];
    let stale = changed(&seen, "confirm", &address).is(422).says("Người khác vừa thay đổi").says("Số 5");
    let now = stale.value("seen");
    changed(&now, "preview", &address).is(200).says("02133876543");
}

#[test]
fn what_was_typed_comes_back_with_what_is_wrong() {
    let site = Site::open();
    let admin = site.signed_in(ADMIN);
    admin.get("/admin/agencies/new").is(200);
    let fields = [
        ("code", "h35"),
        ("name", "Ban mới"),
        ("bloc", "party"),
        ("level", "commune"),
        ("kind", "authority"),
        ("hours", "own"),
        ("morning_from", "7h"),
    ];
    let page = admin.post("/admin/agencies/new", &fields).wrong_at("code");
    assert_eq!(page.value("name"), "Ban mới");
    assert_eq!(page.value("morning_from"), "7h");
}

#[test]
fn a_merged_commune_is_offered_no_more_and_its_dossier_is_with_the_successor() {
    let site = Site::open();
    let dossier = site.signed_in(LAN).file();
    let admin = site.signed_in(ADMIN);
    let merge = "/admin/agencies/H35.38/merge";
    admin.get(merge).is(200);
    let typed = |go: &'static str, decision: &'static str| {
        [("into", "H35.40"), ("on", "2025-12-23"), ("decision", decision), ("go", go)]
    };
    admin.post(merge, &typed("preview", "")).wrong_at("decision");
    let preview = admin.post(merge, &typed("preview", "Nghị quyết 12")).is(200);
    preview.says("Trung tâm Phục vụ hành chính công xã Sìn Hồ").says("vị trí công tác hết hiệu lực");
    admin.get("/admin/agencies/H35.38").is(200).says("Đang hoạt động");
    admin.post(merge, &typed("confirm", "Nghị quyết 12")).leads_to("/admin/agencies/H35.38");
    admin.get("/admin/agencies/H35.38").is(200).says("Nghị quyết 12").says("/admin/agencies/H35.40");
    admin.get("/admin/agencies/H35.40").is(200).says("/admin/agencies/H35.38");
    admin.post(merge, &typed("confirm", "Nghị quyết 13")).is(422).says("đã được quyết định kết thúc hoạt động");
    // The officers of Sìn Hồ hold nothing there any more; those of Pa Tần find the dossier.
    site.later(1);
    site.signed_in(crate::site::COUNTER).get(&format!("/dossiers/{dossier}")).is(404);
    site.signed_in(crate::site::PATAN_COUNTER).get(&format!("/dossiers/{dossier}")).is(200);
}

#[test]
fn a_village_is_entered_renamed_and_merged() {
    let site = Site::open();
    let admin = site.signed_in(ADMIN);
    admin.get("/admin/villages/new").is(200);
    let enter = |name| admin.post("/admin/villages/new", &[("commune", "03478"), ("kind", "ban"), ("name", name)]);
    enter("").wrong_at("name");
    enter("Nậm Lúc").leads_to("/admin/villages/03478.001");
    enter("nam luc").wrong_at("name");
    enter("Hoàng Hồ").leads_to("/admin/villages/03478.002");
    let (one, two) = ("/admin/villages/03478.001", "/admin/villages/03478.002");
    let renamed = [("name", "Nậm Lúc 1"), ("on", "2025-12-01"), ("decision", "Nghị quyết 3")];
    admin.post(&format!("{one}/rename"), &renamed).leads_to(one);
    let merged = [("into", "03478.001"), ("ended", "2025-12-20"), ("ended-by", "")];
    admin.post(&format!("{two}/dissolve"), &merged).wrong_at("ended-by");
    let merged = [("into", "03478.001"), ("ended", "2025-12-20"), ("ended-by", "Nghị quyết 4")];
    admin.post(&format!("{two}/dissolve"), &merged).leads_to(two);
    admin.get(two).is(200).says("sáp nhập vào 03478.001").says("Nghị quyết 4");
    admin.get("/admin/villages?q=nam+luc").is(200).says("Bản Nậm Lúc 1").hides("Hoàng Hồ");
}

#[test]
fn a_storm_closes_one_agency_and_a_withdrawn_day_is_worked_again() {
    let site = Site::open();
    let admin = site.signed_in(ADMIN);
    admin.get("/admin/calendars").is(200).says("Bộ luật Lao động");
    let storm = |source| {
        let fields = [
            ("agency", "H35.38"),
            ("year", "2025"),
            ("date", "2025-12-24"),
            ("kind", "local-closure"),
            ("name", "Nghỉ chống lũ quét"),
            ("source", source),
        ];
        admin.post("/admin/calendars/announce", &fields)
    };
    let page = storm("").wrong_at("source");
    assert_eq!(page.value("name"), "Nghỉ chống lũ quét");
    storm("Công điện 5").leads_to("/admin/calendars?agency=H35.38");
    admin.get("/admin/calendars?agency=H35.38&year=2025").is(200).says("Nghỉ chống lũ quét").says("Công điện 5");
    admin.get("/admin/calendars?year=2025").is(200).hides("Nghỉ chống lũ quét");
    let withdraw = |reason| {
        let fields = [("agency", "H35.38"), ("year", "2025"), ("withdrawn", "2025-12-24"), ("reason", reason)];
        admin.post("/admin/calendars/withdraw", &fields)
    };
    withdraw("").wrong_at("reason-2025-12-24");
    withdraw("Bão đã tan").leads_to("/admin/calendars?agency=H35.38");
    withdraw("Bão đã tan").is(422).says("ngày làm việc");
    admin.get("/admin/calendars?agency=H35.38&year=2025").is(200).says("Bão đã tan");
    let weekday = [("date", "2025-12-24"), ("kind", "make-up"), ("name", "Làm bù"), ("source", "Công văn 1")];
    admin.post("/admin/calendars/announce", &weekday).wrong_at("date");
}
