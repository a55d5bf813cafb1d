//! Acting on dossiers over the API: the whole way, and what stops on it.

use crate::house::*;
use harness::{TestStore, on_both_engines};
use rules::dossiers::Action;
use rules::people::Role;
use serde_json::{Value, json};

on_both_engines! {
    fn a_dossier_goes_from_filing_to_result_and_rating(given: TestStore) {
        let house = House::open(given);
        let code = house.file();
        let received = house.act(COUNTER_OFFICER, &code, "receive", json!({})).is(200).json();
        assert_eq!(received["status_name"], "received");
        assert_eq!(received["due_at"], "2025-12-24T09:00:00+07:00");
        house.later(2);
        house.settle_dossier(&code);
        let returned = house.act(COUNTER_OFFICER, &code, "return-result", json!({})).is(200).json();
        assert_eq!(returned["status"], 10);
        assert_eq!(returned["status_name"], "returned");
        house.act(CITIZEN, &code, "rate", json!({"rating": "very_satisfied", "comment": "Nhanh"})).is(200);
        let seen = house.get(CITIZEN, &format!("/api/v1/dossiers/{code}")).is(200).json();
        assert_eq!(seen["outcome"], "granted");
        assert_eq!(seen["result_number"], "125/GKS");
        assert_eq!(seen["rating"], "very_satisfied");
        let result = seen["result_file"].as_str().expect("a result");
        house.get(CITIZEN, &format!("/api/v1/files/{result}?dossier={code}")).is(200);
    }

    fn the_history_chains_each_event_to_the_one_before(given: TestStore) {
        let house = House::open(given);
        let code = house.file();
        house.act(COUNTER_OFFICER, &code, "receive", json!({})).is(200);
        house.act(CASE_OFFICER, &code, "assign", json!({"note": "gấp"})).is(200);
        let seen = house.get(CASE_OFFICER, &format!("/api/v1/dossiers/{code}/history")).is(200).json();
        let items = seen["items"].as_array().expect("events");
        let kinds: Vec<_> = items.iter().filter_map(|item| item["kind"].as_str()).collect();
        assert_eq!(kinds, ["dossiers.filed", "dossiers.received", "dossiers.assigned"]);
        assert_eq!(items[1]["by"]["role"], "counter_officer");
        assert_eq!(items[1]["by"]["agency"], COUNTER);
        assert_eq!(items[1]["at"], "2025-12-23T09:00:00+07:00");
        // Nothing else was entered in this ledger.
        assert_eq!(items[0]["previous_hash"], "0".repeat(64));
        for pair in items.windows(2) {
            assert_eq!(pair[1]["previous_hash"], pair[0]["hash"]);
            assert_eq!(pair[1]["number"].as_u64(), pair[0]["number"].as_u64().map(|number| number + 1));
        }
        assert_eq!(items[2]["body"]["note"], "gấp");
        // Between officers: the applicant sees that it was assigned, not what was said about it.
        let seen = house.get(CITIZEN, &format!("/api/v1/dossiers/{code}/history")).is(200).json();
        assert_eq!(seen["items"][2]["body"], Value::Null);
        assert_eq!(seen["items"][2]["hash"], items[2]["hash"]);
    }

    fn of_two_officers_on_one_dossier_one_is_told_who_was_faster(given: TestStore) {
        let house = House::open(given);
        let code = house.file();
        let path = format!("/api/v1/dossiers/{code}/actions");
        let answers = house.send_at_once(vec![
            post(COUNTER_OFFICER, &format!("{path}/receive"), &[], &json!({"version": 1})),
            post(COUNTER_OFFICER, &format!("{path}/refuse"), &[], &json!({"version": 1, "reason": "sai"})),
        ]);
        let (done, late): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 200);
        assert_eq!(done.len(), 1);
        for answer in late {
            let problem = answer.problem(409, "version-stale");
            assert_eq!(problem["current_version"], 2);
            assert_eq!(problem["changed_by"], "Vàng Thị Quầy");
        }
        house.act(CASE_OFFICER, &code, "assign", json!({"version": 1})).problem(409, "version-stale");
    }

    fn an_action_that_the_state_or_the_policy_forbids_is_refused(given: TestStore) {
        let house = House::open(given);
        let code = house.file();
        house.act(LEADER, &code, "sign", json!({})).problem(422, "action-not-in-this-state");
        house.act(CASE_OFFICER, &code, "receive", json!({})).problem(403, "not-your-action");
        house.act(OTHER_CITIZEN, &code, "withdraw", json!({})).problem(404, "dossier-unknown");
        house.act(ELSEWHERE, &code, "receive", json!({})).problem(404, "dossier-unknown");
        house.act(CITIZEN, "H35.38-251223-9999", "withdraw", json!({"version": 1})).problem(404, "dossier-unknown");
        house.act(COUNTER_OFFICER, &code, "refuse", json!({})).field(422, "/reason", "missing");
        house.act(COUNTER_OFFICER, &code, "receive", json!({})).is(200);
        house.act(LEADER, &code, "assign", json!({"officer": "nobody"})).field(422, "/officer", "officer-unknown");
        house.act(LEADER, &code, "assign", json!({"officer": ELSEWHERE})).field(422, "/officer", "officer-unknown");
        house.act(LEADER, &code, "apologise", json!({"reason": "ốm", "new_due_at": "29/12"})).field(422, "/new_due_at", "instant");
        house.act(LEADER, &code, "apologise", json!({"reason": "ốm"})).field(422, "/new_due_at", "missing");
        house.act(CASE_OFFICER, &code, "propose", json!({"outcome": "maybe"})).field(422, "/outcome", "value-unknown");
        house.act(CASE_OFFICER, &code, "propose", json!({"content": "x", "file": "nothing"})).field(422, "/file", "file-unknown");
    }

    fn instants_and_days_are_asked_for_by_their_own_example(given: TestStore) {
        let house = House::open(given);
        let code = house.file();
        house.act(COUNTER_OFFICER, &code, "receive", json!({})).is(200);
        let told = |problem: serde_json::Value| problem["errors"][0]["message"].as_str().expect("a message").to_owned();
        let appointment = json!({"reason": "ốm", "new_due_at": "29/12"});
        let problem = house.act(LEADER, &code, "apologise", appointment).problem(422, "input");
        assert!(told(problem).contains("2025-12-23T08:30:00+07:00"));
        let problem = house.get(LEADER, "/api/v1/dossiers?due_before=soon").problem(422, "input");
        assert!(told(problem).contains("2025-12-23T08:30:00+07:00"));
        let day = told(house.get("", "/api/v1/index?from=14/02/1990").problem(422, "input"));
        assert!(day.contains("2025-12-23") && !day.contains("T08:30"), "{day}");
    }

    fn nobody_apologises_while_the_applicant_is_waited_for(given: TestStore) {
        let house = House::open(given);
        let code = house.file();
        house.act(COUNTER_OFFICER, &code, "receive", json!({})).is(200);
        house.act(CASE_OFFICER, &code, "assign", json!({})).is(200);
        house.act(CASE_OFFICER, &code, "request-supplement", json!({"content": "Thiếu"})).is(200);
        let appointment = json!({"reason": "ốm", "new_due_at": "2025-12-29"});
        let problem = house.act(LEADER, &code, "apologise", appointment).problem(422, "apology-while-waiting");
        assert!(problem["legal_basis"].as_str().is_some_and(|basis| basis.contains("118/2025")), "{problem}");
        assert!(problem["next_step"].as_str().is_some_and(|next| next.contains("bổ sung")), "{problem}");
    }

    fn actions_of_later_and_of_nobody_are_told_apart(given: TestStore) {
        let house = House::open(given);
        let code = house.file();
        for later in ["request-payment", "consult", "answer-consultation"] {
            house.act(CASE_OFFICER, &code, later, json!({})).problem(404, "action-later");
        }
        let problem = house.act(CASE_OFFICER, &code, "burn", json!({})).problem(404, "action-unknown");
        for action in Action::ALL {
            assert!(problem["next_step"].as_str().is_some_and(|text| text.contains(action.key())), "{problem}");
        }
        let path = format!("/api/v1/dossiers/{code}/actions/receive");
        house.post(COUNTER_OFFICER, &path, &json!({})).field(422, "/version", "version-missing");
        house.post(COUNTER_OFFICER, &path, &json!({"version": "one"})).field(400, "/version", "wrong-type");
        house.post(COUNTER_OFFICER, &path, &json!({"version": -1})).field(400, "/version", "wrong-type");
    }

    fn a_supplement_stops_the_clock_and_brings_papers(given: TestStore) {
        let house = House::open(given);
        let code = house.file();
        house.act(COUNTER_OFFICER, &code, "receive", json!({})).is(200);
        house.act(CASE_OFFICER, &code, "assign", json!({})).is(200);
        let asked = json!({"content": "Thiếu giấy chứng sinh", "documents": ["02"]});
        let waiting = house.act(CASE_OFFICER, &code, "request-supplement", asked).is(200).json();
        assert_eq!(waiting["status"], 5);
        house.later(24);
        let foreign = house.upload(OTHER_CITIZEN);
        let with = |file: &str| json!({"documents": [{"code": "02", "file_id": file}]});
        house.act(CITIZEN, &code, "supplement", with(&foreign)).field(422, "/documents/0/file_id", "file-unknown");
        let own = house.upload(CITIZEN);
        let supplied = house.act(CITIZEN, &code, "supplement", with(&own)).is(200).json();
        assert_eq!(supplied["status_name"], "in_process");
        assert_eq!(supplied["due_at"], "2025-12-25T09:00:00+07:00");
        let seen = house.get(CASE_OFFICER, &format!("/api/v1/dossiers/{code}")).json();
        assert_eq!(seen["documents"][2]["name"], "tờ khai.pdf");
        // A second round is a leader's, with a reason.
        let asked = json!({"content": "Thiếu nữa"});
        house.act(CASE_OFFICER, &code, "request-supplement", asked.clone()).problem(403, "not-your-action");
        house.act(LEADER, &code, "request-supplement", asked).field(422, "/reason", "second-supplement-reason");
    }

    fn a_position_that_was_taken_away_counts_at_once(given: TestStore) {
        let house = House::open(given);
        let code = house.file();
        house.get(COUNTER_OFFICER, &format!("/api/v1/dossiers/{code}")).is(200);
        house.revoke(COUNTER_OFFICER, Role::CounterOfficer, COUNTER);
        house.get(COUNTER_OFFICER, &format!("/api/v1/dossiers/{code}")).problem(404, "dossier-unknown");
        house.act(COUNTER_OFFICER, &code, "receive", json!({})).problem(404, "dossier-unknown");
    }
}
