//! Indicators and visits on the pages: a value reported, explained, approved by another and locked; another agency's report by its address;
//! a finding made a task with one click; scores with their formula.

use crate::site::*;
use rules::codes::{AgencyCode, VisitCode};
use rules::indicators::{Direction, Draft, Kind, Programme, Reporters};
use rules::inspections::{Command, Plan, VisitKind};
use rules::people::{Actor, Position, Role};
use rules::tasks::Every;
use store::desk;
use store::province::ProvinceCache;

const CODE: &str = "CT-06-07";

/// A leader of the agency who is only there to prepare what the pages show.
fn leader_of(agency: &str) -> Actor {
    let position = Position::own(agency.parse().expect("a code"), Role::Approver, "Chủ tịch");
    Actor::new("chuan.bi".into(), "Người chuẩn bị".into(), None, vec![position])
}

fn kept(site: &Site) {
    site.write(|tx| {
        let province = ProvinceCache::default().get(tx)?;
        let draft = Draft {
            code: CODE.into(),
            programme: Some(Programme::Project06),
            name: "Tài khoản định danh đã kích hoạt".into(),
            unit: "%".into(),
            formula: "số đã kích hoạt ÷ số đủ điều kiện".into(),
            direction: Some(Direction::Up),
            targets: "2025: 80".into(),
            agency: SIN_HO_AGENCY.parse().ok(),
            reporters: Some(Reporters::Communes),
            source: "Kế hoạch (mô phỏng)".into(),
            every: Some(Every::Month),
            kind: Some(Kind::Cumulative),
            least: "0".into(),
            most: "100".into(),
            ..Draft::default()
        };
        let now = jiff::civil::date(2025, 12, 1)
            .at(0, 0, 0, 0)
            .in_tz("UTC")
            .map_err(|error| store::Fault::because("a time", error))?;
        desk::indicators::keep(tx, &province, &leader_of("H35"), None, &draft, now.timestamp())
    });
}

/// A field that goes along unseen.
fn hidden(page: &Page, field: &str) -> String {
    page.hidden().into_iter().find(|(name, _)| name == field).map(|(_, value)| value).unwrap_or_default()
}

#[test]
fn a_value_is_reported_by_one_approved_by_another_and_then_locked() {
    let site = Site::open();
    kept(&site);
    let (officer, leader) = (site.signed_in(CASE), site.signed_in(LEADER));
    officer.get("/indicators").is(200).says("Tài khoản định danh đã kích hoạt").says("0 trên");
    let shown = officer.get(&format!("/indicators/{CODE}")).is(200).says("Báo cáo của cơ quan tôi");
    let address = format!("/indicators/{CODE}/reports/{SIN_HO_AGENCY}/2025-11");
    assert!(shown.text.contains(&address));
    let act = |browser: &Browser<'_>, when: &str, action: &str, fields: &[(&str, &str)]| {
        let address = format!("/indicators/{CODE}/reports/{SIN_HO_AGENCY}/{when}");
        let version = hidden(&browser.get(&address).is(200), "version");
        let all: Vec<_> = [("version", version.as_str())].into_iter().chain(fields.iter().copied()).collect();
        browser.post(&format!("{address}/actions/{action}"), &all)
    };
    let wrong = act(&officer, "2025-11", "report", &[("value", "180"), ("basis", "Công an xã")]).is(422);
    assert_eq!(wrong.wrong_at("value").says("cao hơn mức cao nhất").value("basis"), "Công an xã");
    act(&officer, "2025-11", "report", &[("value", "71,5"), ("basis", "Công an xã")]).is(303);
    // Another commune's report, by its address: no such report for reading and for acting.
    let stranger = site.signed_in(PATAN_LEADER);
    stranger.get(&address).is(404);
    stranger.post(&format!("{address}/actions/approve"), &[("version", "1")]).is(404);
    officer.post(&format!("{address}/actions/approve"), &[("version", "1")]).is(403);
    leader.get("/indicators").is(200).says("Chờ ông/bà duyệt");
    act(&leader, "2025-11", "approve", &[]).is(303);
    leader.get(&address).is(200).says("đã duyệt và khóa").says("71,5 %");
    leader
        .post(&format!("{address}/actions/report"), &[("version", "2"), ("value", "80"), ("basis", "x")])
        .is(422)
        .says("đã duyệt và khóa");
    leader.get("/indicators/map").is(200).says("71,5").says("Gần đạt");
    stranger.get("/indicators/map").is(200).hides("71,5");
    // Before the period opens nothing is reported.
    act(&officer, "2025-12", "report", &[("value", "75"), ("basis", "x")]).is(422).says("Chưa đến ngày báo cáo");
}

#[test]
fn a_finding_becomes_a_task_with_one_click() {
    let site = Site::open();
    site.write(|tx| {
        let province = ProvinceCache::default().get(tx)?;
        let host: AgencyCode = SIN_HO_AGENCY.parse().map_err(|_| store::Fault::new("a code"))?;
        let typed = Plan {
            kind: Some(VisitKind::Inspection),
            host: Some(host),
            from: Some(jiff::civil::date(2025, 12, 2)),
            authority: "QĐ 12/QĐ-BCĐ".into(),
            plan: "Bộ phận Một cửa".into(),
            team: "Ông A".into(),
            ..Plan::default()
        };
        let now = rules::calendar::instant(jiff::civil::date(2025, 12, 2).at(9, 0, 0, 0));
        let (actor, whole) = (leader_of("H35"), "H35".parse().map_err(|_| store::Fault::new("a code"))?);
        let code = desk::inspections::plan(tx, &province, &actor, &whole, &typed, now)?;
        let find = Command::Find { what: "Chưa niêm yết thủ tục".into(), remedy: String::new(), due_on: None };
        desk::inspections::act(tx, &actor, &code, 1, find, now)
    });
    let code: VisitCode = "KT-2025-001".parse().expect("a code");
    let leader = site.signed_in(LEADER);
    let shown = leader.get(&format!("/inspections/{code}")).is(200);
    // The visited commune reads what was found, and gives itself no task in the province's name.
    let shown = shown.says("Chưa niêm yết thủ tục").hides("Giao thành nhiệm vụ");
    assert!(!shown.text.contains("/actions/find"));
    leader.post(&format!("/inspections/{code}/findings/1/task"), &[]).is(403);
    // The last day that the task would get is said before it is one.
    leader.get(&format!("/inspections/{code}")).is(200).says("Giao hôm nay thì hạn là ngày 22/01/2026");
    site.signed_in(PATAN_LEADER).get(&format!("/inspections/{code}")).is(404);
    site.signed_in(PATAN_LEADER).post(&format!("/inspections/{code}/findings/1/task"), &[]).is(404);
    leader.get("/inspections").is(200).says("Bộ phận Một cửa");
    site.signed_in(PATAN_LEADER).get("/inspections").is(200).hides("Bộ phận Một cửa");
    site.write(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        let now = rules::calendar::instant(jiff::civil::date(2025, 12, 3).at(9, 0, 0, 0));
        desk::inspections::make_task(tx, &province, &leader_of("H35"), (&code, 1), "Báo cáo khắc phục", now)
    });
    leader.get("/inspections/KT-2025-001").is(200).says("NV-2025-00001");
    leader.get("/tasks/NV-2025-00001").is(200).says("KT-2025-001/1").says("Chưa niêm yết thủ tục");
}

#[test]
fn scores_stand_with_their_formula_and_the_tasks_behind_them() {
    let site = Site::open();
    let leader = site.signed_in(LEADER);
    leader.get("/tasks/scores").is(200).says("Không có trọng số nào khác").says("60");
    leader.get("/tasks/scores?by=person&from=2025-01-01&to=2025-12-31").is(200);
    leader.get("/tasks?side=all&from=2025-01-01&to=2025-12-31&returned=yes&responsible=x&late=yes").is(200);
}
