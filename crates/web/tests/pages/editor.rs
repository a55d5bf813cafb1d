//! Writing a new version of a procedure: tab by tab, looked over and published by a second administrator.

use crate::site::{ADMIN, BIRTH, LAN, Site};
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
    admin.post(&format!("{room}/form"), &[("version", "1"), ("form", "{\"title\": 1")]).leads_to(&format!("{room}/form"));
    let page = admin.get(&format!("{room}/form")).is(200).says("Không đọc được định nghĩa");
    assert!(page.text.contains("title&#34;: 1") || page.text.contains("title&quot;: 1"), "{}", page.text);
    let handed = [("version", "2"), ("go", "submit"), ("effective_on", "2026-01-01")];
    admin.post(&format!("{room}/review"), &handed).is(422).says("Không đọc được định nghĩa");
    // The right one is shown as citizens will see it.
    admin.post(&format!("{room}/form"), &[("version", "2"), ("form", FORM)]).leads_to(&format!("{room}/form"));
    admin.get(&format!("{room}/form")).is(200).says("Người được khai sinh");
    // Whoever saw an older version overwrites nothing.
    admin.post(&format!("{room}/form"), &[("version", "2"), ("form", "")]).is(200).says("Người khác vừa lưu bản soạn này");
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
