//! Tasks over the API: assigned with all six clears or not at all, reported on by one of two, listed within what somebody sees.

use crate::house::*;
use harness::{TestStore, on_both_engines};
use serde_json::{Value, json};

fn task() -> Value {
    json!({
        "assigner": SIN_HO,
        "lead": SIN_HO,
        "responsible": CASE_OFFICER,
        "name": "Kích hoạt định danh điện tử",
        "due_on": "2025-12-31",
        "deliverable": "Báo cáo",
        "authority": "KH 5926/KH-UBND",
        "links": [{"kind": "directive", "reference": "5926/KH-UBND"}]
    })
}

on_both_engines! {
    fn a_task_is_assigned_worked_on_and_completed(given: TestStore) {
        let house = House::open(given);
        let assigned = house.post(LEADER, "/api/v1/tasks", &task()).is(201).json();
        let code = assigned["code"].as_str().expect("a code").to_owned();
        assert_eq!((assigned["standing"].as_str(), assigned["light"].as_str()), (Some("assigned"), Some("waiting_in_time")));
        let act = |who: &str, action: &str, body: Value| house.post(who, &format!("/api/v1/tasks/{code}/actions/{action}"), &body);
        act(CASE_OFFICER, "accept", json!({"version": 1})).is(200);
        act(CASE_OFFICER, "report", json!({"version": 2, "note": "Năm bản", "progress": 40})).is(200);
        act(LEADER, "report", json!({"version": 2, "note": "Sáu bản", "progress": 60})).problem(409, "task-changed-meanwhile");
        act(CASE_OFFICER, "submit", json!({"version": 3, "note": "Xong"})).field(422, "/evidence", "task-evidence-missing");
        let stranger = house.upload(OTHER_CITIZEN);
        let stolen = json!({"version": 3, "note": "Xong", "evidence": [stranger]});
        act(CASE_OFFICER, "submit", stolen).field(422, "/evidence/0", "file-unknown");
        let proof = house.upload(CASE_OFFICER);
        act(CASE_OFFICER, "submit", json!({"version": 3, "note": "Xong", "evidence": [proof]})).is(200);
        act(CASE_OFFICER, "complete", json!({"version": 4})).problem(403, "task-not-yours");
        let done = act(LEADER, "complete", json!({"version": 4})).is(200).json();
        assert_eq!((done["standing"].as_str(), done["light"].as_str()), (Some("completed"), Some("done_in_time")));
        assert_eq!(house.get(CASE_OFFICER, "/api/v1/tasks?light=done_in_time").is(200).json()["items"][0]["code"], code.as_str());
        assert_eq!(house.get(CASE_OFFICER, "/api/v1/tasks?light=working_late").is(200).json()["items"], json!([]));
        house.get(ELSEWHERE, &format!("/api/v1/tasks/{code}")).problem(404, "task-unknown");
        assert_eq!(house.get(ELSEWHERE, "/api/v1/tasks").is(200).json()["items"], json!([]));
    }

    fn who_did_it_does_not_accept_it_and_numbers_stay_exact(given: TestStore) {
        let house = House::open(given);
        let mut own = task();
        (own["responsible"], own["target"], own["unit"]) = (json!(LEADER), json!(95.5), json!("%"));
        let assigned = house.post(LEADER, "/api/v1/tasks", &own).is(201).json();
        assert_eq!(assigned["target"], "95.5");
        let code = assigned["code"].as_str().expect("a code").to_owned();
        let act = |who: &str, action: &str, body: Value| house.post(who, &format!("/api/v1/tasks/{code}/actions/{action}"), &body);
        act(LEADER, "accept", json!({"version": 1})).is(200);
        let wrong = json!({"version": 2, "note": "x", "progress": 60, "value": "57,2505"});
        act(LEADER, "report", wrong).field(422, "/value", "amount-unreadable");
        act(LEADER, "report", json!({"version": 2, "note": "x", "progress": 60, "value": "57.25"})).is(200);
        act(LEADER, "report", json!({"version": 3, "note": "x", "progress": 40})).field(422, "/less_because", "less-without-reason");
        let less = act(LEADER, "report", json!({"version": 3, "note": "x", "progress": 40, "less_because": "Làm lại"})).is(200).json();
        assert_eq!((&less["value"], &less["reports"][1]["less_than"]), (&json!("57.25"), &json!(60)));
        act(LEADER, "submit", json!({"version": 4, "note": "Xong", "document": "BC 1", "value": 96})).is(200);
        act(LEADER, "complete", json!({"version": 5})).problem(403, "own-task");
        act(LEADER, "reassign", json!({"version": 5, "to": CASE_OFFICER})).field(422, "/reason", "missing");
        let passed = act(LEADER, "reassign", json!({"version": 5, "to": CASE_OFFICER, "reason": "Đi học"})).is(200).json();
        assert_eq!(passed["responsible"], CASE_OFFICER);
        assert_eq!(passed["responsible_before"].as_array().map(Vec::len), Some(1));
        act(LEADER, "complete", json!({"version": 6})).problem(403, "own-task");
        act(CLERK, "complete", json!({"version": 6})).is(200);
        let mut far = task();
        far["due_on"] = json!("9999-12-31");
        house.post(LEADER, "/api/v1/tasks", &far).field(422, "/due_on", "deadline-too-far");
    }

    fn what_is_not_clear_is_named_field_by_field(given: TestStore) {
        let house = House::open(given);
        let mut unclear = task();
        for field in ["responsible", "name", "deliverable", "authority"] {
            unclear[field] = json!("");
        }
        unclear["due_on"] = Value::Null;
        let refused = house.post(LEADER, "/api/v1/tasks", &unclear).is(422).json();
        let pointers: Vec<_> = refused["errors"].as_array().expect("errors").iter().map(|error| error["pointer"].clone()).collect();
        for pointer in ["/responsible", "/name", "/deliverable", "/authority", "/due_on"] {
            assert!(pointers.contains(&json!(pointer)), "{pointer}: {refused}");
        }
        let mut early = task();
        early["due_on"] = json!("2025-01-01");
        house.post(LEADER, "/api/v1/tasks", &early).field(422, "/due_on", "deadline-before-assignment");
        let mut sideways = task();
        sideways["lead"] = json!(PA_TAN);
        house.post(LEADER, "/api/v1/tasks", &sideways).field(422, "/lead", "task-lead-not-below");
    }

    fn pages_of_tasks_follow_each_other(given: TestStore) {
        let house = House::open(given);
        for day in ["2026-03-31", "2025-12-31", "2026-01-31"] {
            let mut one = task();
            one["due_on"] = json!(day);
            house.post(LEADER, "/api/v1/tasks", &one).is(201);
        }
        let (mut next, mut days) = (String::new(), Vec::new());
        loop {
            let page = house.get(CLERK, &format!("/api/v1/tasks?limit=1&after={next}")).is(200).json();
            days.push(page["items"][0]["due_on"].as_str().expect("a day").to_owned());
            let Some(after) = page["next"].as_str() else { break };
            next = after.to_owned();
        }
        assert_eq!(days, ["2025-12-31", "2026-01-31", "2026-03-31"]);
    }
}
