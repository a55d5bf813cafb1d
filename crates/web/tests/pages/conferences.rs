//! Conferences on the pages: called, registered for, checked in, watched live, voted in once and by right, concluded into tasks, told in a
//! notice; streams that go on where they were left.

use crate::site::*;
use std::time::Duration;

/// A bridge point without officers of its own.
const OTHER: &str = "H35.27";

/// A conference of the commune with two bridge points, itself and Pa Tần; its address.
fn called(site: &Site) -> String {
    let host = site.signed_in(LEADER);
    host.get("/conferences/new").is(200).says("Triệu tập hội nghị");
    let fields = [
        ("name", "Hội nghị giao ban chuyển đổi số"),
        ("kind", "briefing"),
        ("starts_at", "2025-12-23T14:00"),
        ("place", "Hội trường xã"),
        ("video", "https://meet.example.vn/giao-ban"),
    ];
    let address = host.post("/conferences/new", &fields).leads_to("/conferences/HN-2025-00001").to;
    act(&host, &address, "agenda", &[("agenda-agenda", "Báo cáo | 20 | Văn phòng\nThảo luận | 40 phút")]).is(303);
    let points = format!("{SIN_HO_AGENCY}\nH35.40");
    act(&host, &address, "invite", &[("invite-points", &points), ("invite-votes", "yes")]).is(303);
    act(&host, &address, "invite", &[("invite-points", OTHER)]).is(303);
    address
}

fn act(browser: &Browser<'_>, address: &str, action: &str, fields: &[(&str, &str)]) -> Page {
    browser.post(&format!("{address}/actions/{action}"), fields)
}

/// The same, open, with a delegate of Pa Tần who has checked in by their code.
fn open(site: &Site) -> String {
    let address = called(site);
    let (host, guest) = (site.signed_in(LEADER), site.signed_in(PATAN_LEADER));
    let register = [("point", "H35.40"), ("register-login", PATAN_LEADER)];
    let voting = [&register[..], &[("register-votes", "yes")]].concat();
    act(&guest, &address, "register", &voting).is(403).says("do cơ quan chủ trì hội nghị cho");
    act(&guest, &address, "register", &register).is(303);
    let code = code(&guest, &address);
    let phone = site.browser();
    phone.get(&code).is(200).says("Sùng Lãnh Đạo");
    phone.post(&code, &[]).is(303);
    act(&host, &address, "open", &[]).is(303);
    address
}

/// The address by which the only delegate of a point checks in.
fn code(browser: &Browser<'_>, address: &str) -> String {
    let page = browser.get(&format!("{address}/register")).is(200);
    let found = page.text.split(&format!("href=\"{address}/check-in/")).nth(1).and_then(|rest| rest.split('"').next());
    format!("{address}/check-in/{}", found.expect("a code"))
}

#[test]
fn a_conference_needs_a_time_to_come_and_a_safe_address_and_keeps_what_was_typed() {
    let site = Site::open();
    let host = site.signed_in(LEADER);
    host.get("/conferences/new").is(200);
    let fields = [
        ("name", "Hội nghị A"),
        ("kind", "briefing"),
        ("starts_at", "2025-12-01T14:00"),
        ("place", "Hội trường"),
        ("video", "javascript:alert(1)"),
    ];
    let refused = host.post("/conferences/new", &fields).wrong_at("video").wrong_at("starts_at").says("https://");
    assert_eq!(refused.value("name"), "Hội nghị A");
    let address = called(&site);
    host.get(&address).is(200).says("rel=\"noopener noreferrer\"").says("https://meet.example.vn/giao-ban");
    act(&host, &address, "agenda", &[("agenda-agenda", "Báo cáo")]).wrong_at("agenda-agenda").says("thiếu số phút");
    let edit = host.get(&format!("{address}/edit")).is(200);
    assert_eq!(edit.value("starts_at"), "2025-12-23T14:00");
}

#[test]
fn only_who_is_invited_sees_it_and_each_registers_its_own() {
    let site = Site::open();
    let address = called(&site);
    let guest = site.signed_in(PATAN_LEADER);
    guest.get("/conferences").is(200).says("giao ban chuyển đổi số");
    guest.get(&address).is(200).hides("Mời điểm cầu");
    act(&guest, &address, "open", &[]).is(403).says("cơ quan triệu tập");
    let other = [("point", SIN_HO_AGENCY), ("register-name", "Ai đó")];
    act(&guest, &address, "register", &other).is(403);
    act(&guest, &address, "register", &[("point", "H35.40")]).wrong_at("register-name");
    let officer = site.signed_in(PATAN);
    officer.get(&format!("{address}/live")).is(200);
    officer.get(&format!("{address}/register")).is(403);
    // A case officer of another commune sees nothing of it.
    let second = site.signed_in(CASE);
    second.get(&address).is(200);
    site.signed_in(ADMIN).get(&address).is(403);
    site.browser().get(&format!("{address}/live")).leads_to("/sign-in");
}

#[test]
fn a_code_to_check_in_can_not_be_guessed_and_works_once_without_signing_in() {
    let site = Site::open();
    let address = called(&site);
    let guest = site.signed_in(PATAN_LEADER);
    act(&guest, &address, "register", &[("point", "H35.40"), ("register-name", "Giàng A Páo")]).is(303);
    let code = code(&guest, &address);
    let seal = code.rsplit_once('-').expect("a seal").1;
    assert_eq!(seal.len(), 24);
    let phone = site.browser();
    let changed: String = seal.chars().rev().collect();
    phone.get(&code.replace(seal, &changed)).is(404).hides("Giàng A Páo");
    phone.get(&code.replace("/1-", "/2-")).is(404);
    phone.get(&code).is(200).says("Giàng A Páo").says("Tôi có mặt");
    phone.post(&code, &[]).is(303);
    phone.get(&code).is(200).says("Đã điểm danh").hides("Tôi có mặt");
    phone.post(&code, &[]).is(422).says("đã điểm danh rồi");
}

#[test]
fn a_vote_is_refused_twice_and_without_the_right() {
    let site = Site::open();
    let address = open(&site);
    let (host, guest) = (site.signed_in(LEADER), site.signed_in(PATAN_LEADER));
    let question = [("open-vote-question", "Thông qua kế hoạch"), ("open-vote-voters", "points")];
    act(&host, &address, "open-vote", &question).is(303);
    let live = format!("{address}/live");
    guest.get(&live).is(200).says("Thông qua kế hoạch").says("0 phiếu trên 2 có quyền");
    let vote =
        |browser: &Browser<'_>, option: &str| act(browser, &address, "vote", &[("vote", "1"), ("vote-option", option)]);
    act(&guest, &address, "vote", &[("vote", "1")]).wrong_at("vote-option");
    vote(&guest, "0").is(303);
    // The line drops, the point comes back in another browser and votes again: it was counted.
    let again = site.signed_in(PATAN_LEADER);
    again.get(&live).is(200).says("đã được tính");
    vote(&again, "1").is(422).says("chỉ một phiếu");
    site.signed_in(PATAN).get(&live).is(200).says("không có quyền biểu quyết");
    vote(&site.signed_in(PATAN), "0").is(403).says("không có quyền biểu quyết");
    vote(&host, "0").is(422).says("chưa điểm danh");
    act(&host, &address, "close-vote", &[("vote", "1")]).is(303);
    vote(&guest, "0").is(422).says("đã đóng");
    guest.get(&live).is(200).says("1 phiếu trên 2 có quyền");
}

#[test]
fn what_is_concluded_is_a_task_with_one_click_and_each_leads_to_the_other() {
    let site = Site::open();
    let address = open(&site);
    let (host, guest) = (site.signed_in(LEADER), site.signed_in(CASE));
    let said = "UBND xã Sìn Hồ kích hoạt định danh điện tử ở bản xa, hoàn thành trước ngày 31/01/2026";
    act(&host, &address, "conclude", &[("conclude-text", said)]).is(303);
    act(&host, &address, "conclude", &[("conclude-text", "Nâng cao trách nhiệm người đứng đầu")]).is(303);
    host.get(&format!("{address}/live")).is(200).says("Chủ trì: Ủy ban nhân dân xã Sìn Hồ").says("31/01/2026");
    // Nobody and no day: what is missing is named, and the form to fill it in is open.
    let refused = act(&host, &address, "task", &[("number", "2")]).wrong_at("reword-2-leads");
    refused.wrong_at("reword-2-due_on").says("rõ");
    act(&guest, &address, "task", &[("number", "1")]).is(403);
    act(&host, &address, "task", &[("number", "1")]).is(303);
    guest.get("/tasks").is(200).says("kích hoạt định danh điện tử ở bản xa");
    let task = host.get(&address).is(200).text;
    let task =
        task.split("href=\"/tasks/NV-").nth(1).and_then(|rest| rest.split('"').next()).expect("a task").to_owned();
    let code = address.trim_start_matches("/conferences/");
    guest.get(&format!("/tasks/NV-{task}")).is(200).says(&format!("{address}#conclusion-1")).says(&format!("{code}/1"));
    act(&host, &address, "task", &[("number", "1")]).is(422).says("đã được giao");
    let both = [
        ("number", "2"),
        ("reword-2-text", "Nâng cao trách nhiệm"),
        ("reword-2-leads", SIN_HO_AGENCY),
        ("reword-2-due_on", "2026-02-28"),
        ("then", "task"),
    ];
    act(&host, &address, "reword", &both).is(303);
    act(&host, &address, "close", &[]).is(303);
    host.get(&format!("{address}/notice.pdf")).is(200);
    let notice =
        [("issue-notice-number", "12/TB-UBND"), ("issue-notice-titles", "CHỦ TỊCH"), ("issue-notice-signer", "Tẩn A")];
    act(&host, &address, "issue-notice", &notice).is(303);
    let pdf = guest.get(&format!("{address}/notice.pdf")).is(200);
    assert!(pdf.bytes.starts_with(b"%PDF") && pdf.header("content-type") == "application/pdf");
    let docx = guest.get(&format!("{address}/notice.docx")).is(200);
    assert!(docx.bytes.starts_with(b"PK") && docx.header("content-disposition").contains(".docx"));
    // The next one of the host opens with what became of it.
    let fields = [
        ("name", "Giao ban tháng sau"),
        ("kind", "briefing"),
        ("starts_at", "2026-01-23T14:00"),
        ("place", "Hội trường"),
    ];
    let next = host.post("/conferences/new", &fields).leads_to("/conferences/HN-2025-00002").to;
    host.get(&next).is(200).says("Thực hiện kết luận của hội nghị trước").says("Chưa thực hiện – trong hạn");
    host.get(&format!("{next}/live")).is(200).says("Thực hiện kết luận của hội nghị trước");
}

#[test]
fn a_document_is_for_those_who_are_invited() {
    let site = Site::open();
    let address = called(&site);
    let host = site.signed_in(LEADER);
    host.upload(&format!("{address}/documents"), &[], &[]).wrong_at("document-file");
    host.upload(&format!("{address}/documents"), &[], &[("document-file", "bao-cao.pdf", harness::paper!("a"))])
        .is(303);
    let page = host.get(&address).is(200).says("bao-cao.pdf").text;
    let file = page.split(&format!("href=\"{address}/files/")).nth(1).and_then(|rest| rest.split('"').next());
    let file = format!("{address}/files/{}", file.expect("a file"));
    site.signed_in(PATAN).get(&file).is(200);
    site.signed_in(ADMIN).get(&file).is(403);
    host.get(&format!("{address}/files/other")).is(404);
    let guest = site.signed_in(PATAN_LEADER);
    guest.get(&address);
    guest.upload(&format!("{address}/documents"), &[], &[("document-file", "b.pdf", harness::paper!("b"))]).is(403);
}

#[test]
fn a_line_of_the_minutes_reaches_a_stream_and_one_that_comes_back_gets_what_it_missed_once() {
    let site = Site::open();
    let address = open(&site);
    let (host, guest) = (site.signed_in(LEADER), site.signed_in(PATAN));
    let write = |text: &str| act(&host, &address, "line", &[("line-text", text)]).is(303);
    let events = format!("{address}/live/events");
    let mut first = guest.stream(&format!("{events}?after={}", version(&guest, &address)), &[]);
    assert!(first.next().expect("a greeting").contains("retry:"));
    write("Dòng thứ nhất");
    let heard = first.until("Dòng thứ nhất");
    let id = heard.split("id: ").nth(1).and_then(|rest| rest.lines().next()).expect("a number").to_owned();
    drop(first);
    write("Dòng thứ hai");
    write("Dòng <b>thứ ba</b>");
    let mut again = guest.stream(&format!("{events}?after=0"), &[("last-event-id", &id)]);
    let heard = again.until("thứ ba");
    assert!(heard.contains("Dòng thứ hai") && !heard.contains("Dòng thứ nhất"), "{heard}");
    assert!(!heard.contains("<b>") && heard.contains("\\u003cli") | heard.contains("<li>"), "{heard}");
    // Who was away longer than anybody remembers gets everything as it is.
    let mut late = guest.stream(&format!("{events}?after=1"), &[]);
    let heard = late.until("thứ ba");
    assert!(heard.contains("Dòng thứ nhất") && heard.contains("\"parts\""), "{heard}");
}

#[test]
fn who_is_connected_is_seen_by_bridge_point_and_streams_end_when_the_server_stops() {
    let site = Site::open();
    let address = open(&site);
    let (host, guest) = (site.signed_in(LEADER), site.signed_in(PATAN));
    let events = format!("{address}/live/events?after={}", version(&host, &address));
    let mut own = host.stream(&events, &[]);
    own.until("1 trên 3 đang kết nối");
    let theirs = guest.stream(&events, &[]);
    own.until("2 trên 3 đang kết nối");
    drop(theirs);
    own.until("1 trên 3 đang kết nối");
    site.stop_streams();
    while own.next().is_some() {}
    site.browser().get(&events).leads_to("/sign-in");
}

fn version(browser: &Browser<'_>, address: &str) -> String {
    let page = browser.get(&format!("{address}/live")).is(200).text;
    page.split("live/events?after=").nth(1).and_then(|rest| rest.split('"').next()).expect("a version").to_owned()
}

/// Long enough for a busy machine; nothing waits for it when all is well.
pub const PATIENCE: Duration = Duration::from_secs(20);
