//! What concerns an agency over the API: what it owes and when; values and monthly reports sent by one and approved by another; visits whose
//! findings become tasks. What is another agency's does not exist.

use crate::house::*;
use harness::{TestStore, on_both_engines};
use serde_json::{Value, json};

fn task(house: &House, due_on: &str) -> String {
    let body = json!({
        "assigner": SIN_HO, "lead": SIN_HO, "responsible": CASE_OFFICER, "name": "Kích hoạt định danh điện tử",
        "due_on": due_on, "deliverable": "Báo cáo", "authority": "KH 5926/KH-UBND",
    });
    house.post(LEADER, "/api/v1/tasks", &body).is(201).json()["code"].as_str().expect("a code").to_owned()
}

/// A matter of one side of the agenda.
fn matter(agenda: &Value, side: &str, key: &str) -> Value {
    let all = agenda[side].as_array().expect("matters");
    all.iter().find(|one| one["key"] == key).cloned().unwrap_or_default()
}

on_both_engines! {
    fn an_agenda_counts_what_is_owed_and_a_calendar_says_when(given: TestStore) {
        let house = House::open(given);
        let code = task(&house, "2026-01-15");
        let agenda = house.get(CASE_OFFICER, "/api/v1/agenda").is(200).json();
        let owed = matter(&agenda, "owed", "led-tasks");
        assert_eq!((owed["count"].as_i64(), owed["late"].as_i64()), (Some(1), Some(0)));
        assert_eq!(owed["items"][0]["record"], code.as_str());
        assert_eq!(matter(&house.get(ELSEWHERE, "/api/v1/agenda").is(200).json(), "owed", "led-tasks")["count"], 0);
        let days = "/api/v1/calendar?from=2026-01-01&to=2026-01-31";
        let mine = house.get(CASE_OFFICER, days).is(200).json();
        let mine: Vec<_> = mine["items"].as_array().expect("items").iter().map(|one| one["uid"].clone()).collect();
        assert!(mine.contains(&json!(format!("task.{code}@motcua"))), "{mine:?}");
        assert!(!house.get(ELSEWHERE, days).is(200).text().contains(&code));
        house.get(CASE_OFFICER, "/api/v1/calendar?from=2026-01-01&to=2028-01-01").field(422, "/to", "calendar-window");
        let act = |who: &str, action: &str, body: Value| house.post(who, &format!("/api/v1/tasks/{code}/actions/{action}"), &body);
        act(CASE_OFFICER, "accept", json!({"version": 1})).is(200);
        let promised = json!({"version": 2, "note": "Đang làm", "promised_on": "2026-01-20"});
        assert_eq!(act(CASE_OFFICER, "report", promised).is(200).json()["promised_on"], "2026-01-20");
        act(CASE_OFFICER, "submit", json!({"version": 3, "note": "Xong", "document": "BC 1"})).is(200);
        let agenda = house.get(LEADER, "/api/v1/agenda").is(200).json();
        assert_eq!(matter(&agenda, "decisions", "acceptances")["items"][0]["record"], code.as_str());
    }

    fn a_monthly_report_is_sent_by_one_and_approved_by_another(given: TestStore) {
        let house = House::open(given);
        task(&house, "2026-01-15");
        let path = format!("/api/v1/task-reports/{SIN_HO}/2025-11");
        let before = house.get(CLERK, &path).is(200).json();
        assert_eq!((before["state"].as_str(), before["version"].as_i64()), (Some("not-sent"), Some(0)));
        let act = |who: &str, action: &str, body: Value| house.post(who, &format!("{path}/actions/{action}"), &body);
        act(CASE_OFFICER, "send", json!({"version": 0})).is(403);
        act(CLERK, "send", json!({"version": 0, "note": "Đủ"})).is(200);
        act(CLERK, "send", json!({"version": 0})).problem(409, "report-changed-meanwhile");
        act(CLERK, "approve", json!({"version": 1})).is(403);
        let locked = act(LEADER, "approve", json!({"version": 1})).is(200).json();
        assert_eq!((locked["state"].as_str(), locked["frozen"].as_bool()), (Some("locked"), Some(true)));
        let listed = house.get(CLERK, "/api/v1/task-reports?month=2025-11").is(200).json();
        assert_eq!(listed["items"][0]["agency"], SIN_HO);
        assert_eq!(house.get(ELSEWHERE, "/api/v1/task-reports?month=2025-11").is(200).json()["items"], json!([]));
        house.get(CLERK, "/api/v1/task-reports?month=xi").field(422, "/month", "month-unreadable");
    }

    fn a_visit_is_planned_and_its_finding_becomes_a_task_once(given: TestStore) {
        let house = House::open(given);
        let plan = json!({
            "agency": SIN_HO, "kind": "inspection", "host": SIN_HO, "from": "2025-12-23", "authority": "QĐ 12/QĐ-UBND",
            "plan": "Bộ phận Một cửa", "team": ["Ông A"],
        });
        let mut unclear = plan.clone();
        unclear["plan"] = json!("");
        house.post(LEADER, "/api/v1/inspections", &unclear).field(422, "/plan", "missing");
        house.post(ELSEWHERE, "/api/v1/inspections", &plan).is(403);
        let visit = house.post(LEADER, "/api/v1/inspections", &plan).is(201).json();
        let path = format!("/api/v1/inspections/{}", visit["code"].as_str().expect("a code"));
        house.get(ELSEWHERE, &path).problem(404, "visit-unknown");
        let find = json!({"version": 1, "what": "Chưa niêm yết thủ tục", "remedy": "Niêm yết"});
        house.post(LEADER, &format!("{path}/actions/find"), &find).is(200);
        house.post(LEADER, &format!("{path}/actions/find"), &find).problem(409, "visit-changed-meanwhile");
        let deliverable = json!({"deliverable": "Báo cáo khắc phục"});
        let made = house.post(LEADER, &format!("{path}/findings/1/task"), &deliverable).is(200).json();
        let task = made["findings"][0]["task"].as_str().expect("a task").to_owned();
        house.get(CASE_OFFICER, &format!("/api/v1/tasks/{task}")).is(200);
        house.post(LEADER, &format!("{path}/findings/1/task"), &deliverable).problem(422, "finding-has-task");
        assert_eq!(house.get(LEADER, "/api/v1/inspections?q=mot+cua").is(200).json()["items"][0]["findings"], 1);
        assert_eq!(house.get(ELSEWHERE, "/api/v1/inspections").is(200).json()["items"], json!([]));
    }

    fn a_value_is_reported_by_one_and_approved_by_another(given: TestStore) {
        let house = House::open(given);
        house.keep_indicator("CT-06-07", SIN_HO);
        let register = house.get(CASE_OFFICER, "/api/v1/indicators").is(200).json();
        assert_eq!((register["items"][0]["code"].as_str(), register["items"][0]["value"].as_str()), (Some("CT-06-07"), None));
        let path = format!("/api/v1/indicators/CT-06-07/reports/{SIN_HO}/2025-11");
        assert_eq!(house.get(CASE_OFFICER, &path).is(200).json()["state"], "missing");
        house.get(ELSEWHERE, &path).problem(404, "indicator-report-unknown");
        let act = |who: &str, action: &str, body: Value| house.post(who, &format!("{path}/actions/{action}"), &body);
        act(CASE_OFFICER, "report", json!({"version": 0, "value": "180", "basis": "Công an xã"})).is(422);
        act(CASE_OFFICER, "report", json!({"version": 0, "value": "71,5", "basis": "Công an xã"})).is(200);
        act(CASE_OFFICER, "approve", json!({"version": 1})).is(403);
        let locked = act(LEADER, "approve", json!({"version": 1})).is(200).json();
        assert_eq!((locked["state"].as_str(), locked["value"].as_str()), (Some("locked"), Some("71.5")));
        let shown = house.get(CASE_OFFICER, "/api/v1/indicators/CT-06-07").is(200).json();
        assert!(shown["agencies"].as_array().expect("agencies").iter().any(|one| one["value"] == "71.5"), "{shown}");
        assert_eq!(house.get(CASE_OFFICER, "/api/v1/indicators/CT-06-07/reports").is(200).json()["items"][0]["value"], "71.5");
        assert_eq!(house.get(ELSEWHERE, "/api/v1/indicators/CT-06-07/reports").is(200).json()["items"], json!([]));
    }
}
