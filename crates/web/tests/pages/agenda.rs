//! What an agency owes and is owed, its calendar, and the feed of it: counts open onto as many records, nobody sees another agency's, an
//! address that was ended or made up opens nothing, whoever lost the position sees an empty calendar.

use crate::site::*;
use icalendar::Component as _;
use icalendar::parser::{read_calendar, unfold};
use rules::people::{Capacity, Event, PositionRevoked, Role};
use store::desk;

/// What other programs would have to escape and fold.
const NAME: &str =
    "Rà soát; bổ sung, hoàn thiện danh sách người dân chưa có định danh điện tử ở các bản xa trung tâm xã";

/// Assigns a task in the name of Sìn Hồ to one of its officers; answers its address.
fn assigned(site: &Site, due_on: &str) -> String {
    let fields = [
        ("assigner", SIN_HO_AGENCY),
        ("lead", SIN_HO_AGENCY),
        ("responsible", CASE),
        ("name", NAME),
        ("due_on", due_on),
        ("deliverable", "Báo cáo kết quả"),
        ("authority", "Kế hoạch 5926/KH-UBND"),
        ("every", "month"),
    ];
    let sent = site.signed_in(LEADER).post("/tasks/new", &fields);
    assert_eq!(sent.status.as_u16(), 303, "{}", sent.text);
    sent.to
}

fn act(browser: &Browser<'_>, task: &str, action: &str, fields: &[(&str, &str)]) -> Page {
    let page = browser.get(task).is(200);
    let version = page.hidden().into_iter().find(|(name, _)| name == "version").map(|(_, value)| value);
    let all: Vec<_> =
        [("version", version.as_deref().unwrap_or_default())].into_iter().chain(fields.iter().copied()).collect();
    browser.upload(&format!("{task}/actions/{action}"), &all, &[])
}

#[test]
fn what_an_agency_owes_moves_to_what_waits_for_a_decision() {
    let site = Site::open();
    let task = assigned(&site, "2025-12-26");
    let officer = site.signed_in(CASE);
    officer.get("/agenda").is(200).says("Rà soát; bổ sung").says("Nhiệm vụ chủ trì").says("còn 3 ngày");
    officer.get("/tasks?side=owed&waits=work").is(200).says("Rà soát; bổ sung");
    site.signed_in(PATAN).get("/agenda").is(200).hides("Rà soát; bổ sung");
    act(&officer, &task, "accept", &[]).is(303);
    let past = act(&officer, &task, "report", &[("report-note", "Đang làm"), ("report-promised_on", "2025-01-01")]);
    assert_eq!(past.is(422).wrong_at("report-promised_on").value("report-note"), "Đang làm");
    act(&officer, &task, "report", &[("report-note", "Đang làm"), ("report-promised_on", "2025-12-28")]).is(303);

    site.later(5 * 24);
    let leader = site.signed_in(LEADER);
    leader.get("/agenda").is(200).says("trễ 2 ngày").says("1 việc quá hạn");
    leader.get("/tasks/overview").is(200).says("trễ 2 ngày").says("hẹn xong 28/12/2025");
    site.later(24);
    let (leader, officer) = (site.signed_in(LEADER), site.signed_in(CASE));
    leader.get("/tasks/overview").is(200).says("đã hẹn 28/12/2025, không giữ được");
    act(&officer, &task, "ask-extension", &[("ask-extension-until", "2026-01-15"), ("ask-extension-reason", "Mưa lũ")])
        .is(303);
    leader.get("/tasks/overview").is(200).says("xin lùi đến 15/01/2026, chờ quyết định");
    leader.get("/tasks?side=given&waits=extension").is(200).says("Rà soát; bổ sung");
    act(&officer, &task, "submit", &[("submit-note", "Xong"), ("submit-document", "BC 1")]).is(303);
    leader.get("/tasks?side=given&waits=acceptance").is(200).says("Rà soát; bổ sung");
    leader.get("/tasks?side=owed&waits=work").is(200).hides("Rà soát; bổ sung");
    leader.get("/agenda").is(200).says("Kết quả chờ công nhận").says("Rà soát; bổ sung");
    leader.get("/agenda?only=acceptances").is(200).hides("Nhiệm vụ chủ trì");
}

#[test]
fn a_calendar_has_deadlines_reports_and_days_off() {
    let site = Site::open();
    let task = assigned(&site, "2026-01-01");
    let officer = site.signed_in(CASE);
    // New Year's Day is a day off, so the page names the working day before.
    let month = officer.get("/calendar?view=month&on=2026-01-15").is(200);
    let month = month.says("Rà soát; bổ sung").says("liền trước: 31/12/2025").says("Tết Dương lịch");
    assert!(month.text.contains(&format!("href=\"{task}\"")));
    officer.get("/calendar?view=week&on=2025-12-25").is(200).says("Kỳ báo cáo").says("Chốt số liệu báo cáo nhiệm vụ");
    officer.get("/calendar?whose=own&on=2026-01-01").is(200).says("Rà soát; bổ sung");
    site.signed_in(CLERK).get("/calendar?whose=own&on=2026-01-01").is(200).hides("Rà soát; bổ sung");
    site.signed_in(PATAN).get("/calendar?on=2026-01-01").is(200).hides("Rà soát; bổ sung");
    officer.get("/calendar?view=x&on=99999-99-99&whose=y").is(200);
}

/// The address that the page shows once, below the site's own.
fn address(page: &Page) -> String {
    let key = page.text.split("/calendar.ics?key=").nth(1).and_then(|rest| rest.split('<').next());
    format!("/calendar.ics?key={}", key.expect("an address"))
}

/// The events of a feed as another program reads them: identifier and summary.
fn events(page: &Page) -> Vec<(String, String)> {
    let unfolded = unfold(&page.text);
    let read = read_calendar(&unfolded).expect("it can be read");
    let calendar = icalendar::Calendar::from(read);
    let event = |event: &icalendar::Event| {
        assert!(event.properties().contains_key("DTSTAMP") && event.get_start().is_some());
        (event.get_uid().expect("an identifier").to_owned(), event.get_summary().expect("a summary").to_owned())
    };
    calendar.events().map(event).collect()
}

#[test]
fn the_feed_is_read_by_other_programs_and_shows_the_own_agency_only() {
    let site = Site::open();
    let task = assigned(&site, "2026-01-31");
    let code = task.rsplit('/').next().expect("a code");
    let officer = site.signed_in(CASE);
    let made = officer.post("/calendar/feed", &[]).is(200).says("chỉ hiện một lần");
    let feed = address(&made);
    officer.get("/calendar").is(200).hides(feed.split('=').nth(1).expect("a secret")).says("Chưa được đọc lần nào");

    let read = site.browser().get(&feed).is(200);
    assert!(read.header("content-type").starts_with("text/calendar"), "{}", read.header("content-type"));
    assert!(read.text.split("\r\n").all(|line| line.len() <= 75), "lines are folded");
    assert!(
        read.text.contains("DTSTART;VALUE=DATE:20260131")
            && read.text.contains("VTIMEZONE")
            && read.text.contains("\\;")
    );
    let all = events(&read);
    let own = all.iter().find(|(uid, _)| *uid == format!("task.{code}@motcua")).expect("the task");
    assert_eq!(own.1, format!("Hạn nhiệm vụ: {NAME}"));
    assert!(all.iter().any(|(uid, _)| uid.starts_with(&format!("delivery.{code}."))), "{all:?}");
    assert_eq!(events(&site.browser().get(&feed)), all, "identifiers stay");
    officer.get("/calendar").is(200).says("Được đọc gần nhất");

    let stranger = site.signed_in(PATAN).post("/calendar/feed", &[]).is(200);
    let others = events(&site.browser().get(&address(&stranger)).is(200));
    assert!(others.iter().all(|(uid, _)| !uid.contains(code)), "{others:?}");
    site.signed_in(LAN).post("/calendar/feed", &[]).is(403);
}

#[test]
fn an_address_that_was_ended_or_made_up_opens_nothing() {
    let site = Site::open();
    let officer = site.signed_in(CASE);
    let nobody = site.browser();
    nobody.get("/calendar.ics").is(404);
    nobody.get("/calendar.ics?key=").is(404);
    nobody.get(&format!("/calendar.ics?key={}", "a".repeat(43))).is(404);
    // A token of the API is no address of a calendar, nor the other way round.
    let token = officer.post("/account/security/tokens", &[("name", "x"), ("scope", "read"), ("days", "3")]).is(200);
    let token =
        token.text.split("mc-secret\">").nth(1).and_then(|rest| rest.split('<').next()).expect("a token").to_owned();
    nobody.get(&format!("/calendar.ics?key={token}")).is(404);
    officer.post("/account/security/tokens", &[("name", "x"), ("scope", "calendar"), ("days", "3")]).is(422);
    let bearer = |secret: &str| {
        let header = format!("Bearer {secret}");
        site.browser().speak("GET", "/api/v1/tasks", &[("authorization", &header)], b"")
    };
    bearer(&token).is(200);

    let first = address(&officer.post("/calendar/feed", &[]).is(200));
    bearer(first.split('=').nth(1).expect("a secret")).is(401);
    nobody.get(&first).is(200);
    let second = address(&officer.post("/calendar/feed", &[]).is(200));
    nobody.get(&first).is(404);
    nobody.get(&second).is(200);
    officer.post("/calendar/feed/revoke", &[]).leads_to("/calendar");
    nobody.get(&second).is(404);
    bearer(&token).is(200);
    // After a year it ends by itself.
    let third = address(&officer.post("/calendar/feed", &[]).is(200));
    site.later(366 * 24);
    nobody.get(&third).is(404);
}

#[test]
fn whoever_lost_the_position_sees_an_empty_calendar_and_a_closed_account_none() {
    let site = Site::open();
    assigned(&site, "2026-01-31");
    let (officer, leader) = (site.signed_in(CASE), site.signed_in(LEADER));
    let (of_officer, of_leader) =
        (address(&officer.post("/calendar/feed", &[]).is(200)), address(&leader.post("/calendar/feed", &[]).is(200)));
    assert!(!events(&site.browser().get(&of_officer).is(200)).is_empty());
    let now = site.clock.now();
    site.write(move |tx| {
        let revoked = PositionRevoked {
            login: CASE.into(),
            agency: SIN_HO_AGENCY.parse().map_err(|_| store::Fault::new("a code"))?,
            role: Role::CaseOfficer,
            reason: "chuyển công tác".into(),
            on: None,
            decision: None,
        };
        desk::people::record(tx, Event::PositionRevoked(revoked), &Capacity::system("test"), now)
    });
    let empty = site.browser().get(&of_officer).is(200);
    assert!(events(&empty).is_empty() && !empty.text.contains("NV-"), "{}", empty.text);
    site.close_account(LEADER);
    site.browser().get(&of_leader).is(404);
}
