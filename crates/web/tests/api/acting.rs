//! Acting on dossiers over the API: the whole way, and what stops on it.

use crate::house::*;
use harness::{TestStore, on_both_engines};
use rules::dossiers::Action;
use rules::people::Role;
use serde_json::{Value, json};

/// A certificate of marital status: assigned, processed, approved, signed, issued.
const MARITAL_STATUS: &str = "1.004873";

on_both_engines! {
    fn a_dossier_goes_from_filing_to_result_and_rating(given: TestStore) {
        let house = House::open(given);
        let code = house.file();
        let received = house.act(COUNTER_OFFICER, &code, "receive", json!({})).is(200).json();
        assert_eq!(received["status_name"], "received");
        // Within the working day: received before three, due when it closes.
        assert_eq!(received["due_at"], "2025-12-23T17:00:00+07:00");
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
        // Nor by which names officers sign in.
        for path in ["", "/history"] {
            let told = house.get(CITIZEN, &format!("/api/v1/dossiers/{code}{path}")).is(200).json().to_string();
            assert!(!told.contains(CASE_OFFICER) && !told.contains(COUNTER_OFFICER), "{told}");
        }
        let list = house.get(CITIZEN, "/api/v1/dossiers").is(200).json();
        assert_eq!((&list["items"][0]["officer"], list["items"][0]["officer_name"].is_string()), (&Value::Null, true));
    }

    fn an_officer_reads_their_own_dossier_as_anybody_reads_theirs(given: TestStore) {
        let house = House::open(given);
        let filed = house.post(ELSEWHERE, "/api/v1/dossiers", &house.filing(ELSEWHERE)).is(201).json();
        let code = filed["code"].as_str().expect("a code").to_owned();
        house.act(COUNTER_OFFICER, &code, "receive", json!({})).is(200);
        house.act(CASE_OFFICER, &code, "assign", json!({"note": "gấp"})).is(200);
        house.act(CASE_OFFICER, &code, "propose", json!({"outcome": "rejected", "content": "Thiếu điều kiện"})).is(200);
        for path in ["", "/history"] {
            let told = house.get(ELSEWHERE, &format!("/api/v1/dossiers/{code}{path}")).is(200).json().to_string();
            assert!(!told.contains("gấp") && !told.contains("Thiếu điều kiện"), "{told}");
        }
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

    fn fields_that_an_action_would_not_keep_are_refused_and_nothing_is_done(given: TestStore) {
        let house = House::open(given);
        let code = house.file();
        house.act(COUNTER_OFFICER, &code, "receive", json!({})).is(200);
        house.act(CASE_OFFICER, &code, "assign", json!({})).is(200);
        house.act(CASE_OFFICER, &code, "propose", json!({"content": "Đủ điều kiện"})).is(200);
        house.act(LEADER, &code, "sign", json!({})).is(200);
        let result = house.upload(CLERK);
        let before = house.version(&code);
        for wrong in ["result_file", "file_id", "result_number"] {
            let sent = json!({"number": "125/GKS", wrong: result});
            let told = house.act(CLERK, &code, "complete", sent).field(400, &format!("/{wrong}"), "unknown-field");
            let message = told["message"].as_str().expect("a message");
            assert!(message.contains(wrong) && message.contains("version, number, file"), "{message}");
        }
        // A field of another action is lost just so.
        let sent = json!({"number": "125/GKS", "reason": "xong"});
        house.act(CLERK, &code, "complete", sent).field(400, "/reason", "unknown-field");
        for action in Action::ALL {
            house.act(CLERK, &code, action.key(), json!({"colour": "red"})).field(400, "/colour", "unknown-field");
        }
        let sent = json!({"documents": [{"code": "01", "fileid": result}]});
        house.act(CITIZEN, &code, "supplement", sent).field(400, "/documents/0/fileid", "unknown-field");
        assert_eq!(house.version(&code), before);
        house.act(CLERK, &code, "complete", json!({"number": "125/GKS", "file": result})).is(200);
    }

    fn what_a_rule_of_law_forbids_cites_it_and_a_slip_of_the_pen_cites_none(given: TestStore) {
        let house = House::open(given);
        let code = house.file();
        let cited = |problem: Value| problem["legal_basis"].as_str().unwrap_or_default().to_owned();
        for action in Action::ALL.into_iter().filter(|action| *action != Action::Receive) {
            let (who, extra) = match action {
                Action::Rate => (CITIZEN, json!({"rating": "satisfied"})),
                Action::Apologise => (LEADER, json!({"reason": "ốm", "new_due_at": "2025-12-29"})),
                Action::Propose | Action::Forward => (CASE_OFFICER, json!({})),
                Action::Sign | Action::Approve | Action::Reject => (LEADER, json!({})),
                _ => continue,
            };
            let problem = house.act(who, &code, action.key(), extra).problem(422, "action-not-in-this-state");
            assert!(cited(problem.clone()).contains("/Q") || cited(problem.clone()).contains("/NĐ-CP"), "{problem}");
        }
        let problem = house.act(COUNTER_OFFICER, &code, "refuse", json!({})).problem(422, "input");
        assert!(cited(problem.clone()).contains("Mẫu 03"), "{problem}");
        house.act(COUNTER_OFFICER, &code, "receive", json!({})).is(200);
        let apology = json!({"reason": "ốm", "new_due_at": "2025-12-29"});
        house.act(LEADER, &code, "apologise", apology.clone()).is(200);
        let problem = house.act(LEADER, &code, "apologise", apology).problem(422, "apologised-already");
        assert!(cited(problem.clone()).contains("88/2025"), "{problem}");
        let missing = house.filing_with("/documents", json!([{"code": "01"}]));
        let problem = house.post(CITIZEN, "/api/v1/dossiers", &missing).problem(422, "input");
        assert!(cited(problem.clone()).contains("63/2010"), "{problem}");
        let slip = house.filing_with("/applicant/phone", json!("12345"));
        let problem = house.post(CITIZEN, "/api/v1/dossiers", &slip).problem(422, "input");
        assert_eq!(problem["legal_basis"], Value::Null, "{problem}");
    }

    fn a_leader_approves_on_a_route_of_several_steps_and_another_signs(given: TestStore) {
        let house = House::open(given);
        let mut filing = house.filing_with("/procedure", json!(MARITAL_STATUS));
        filing["documents"] = json!([{"code": "01", "file_id": house.upload(CITIZEN)}]);
        let filed = house.post(CITIZEN, "/api/v1/dossiers", &filing).is(201).json();
        let code = filed["code"].as_str().expect("a code");
        house.act(COUNTER_OFFICER, code, "receive", json!({})).is(200);
        house.act(LEADER, code, "assign", json!({"officer": CASE_OFFICER})).is(200);
        house.act(CASE_OFFICER, code, "propose", json!({"content": "Đủ điều kiện"})).is(200);
        let seen = house.get(LEADER, &format!("/api/v1/dossiers/{code}")).is(200).json();
        assert!(seen["actions"].as_array().is_some_and(|actions| actions.contains(&json!("approve"))), "{seen}");
        let approved = house.act(LEADER, code, "approve", json!({"note": "Đồng ý"})).is(200).json();
        assert_eq!(approved["status_name"], "in_process");
        let history = house.get(LEADER, &format!("/api/v1/dossiers/{code}/history")).is(200).json();
        let last = history["items"].as_array().and_then(|items| items.last().cloned()).expect("an event");
        assert_eq!((&last["kind"], &last["body"]["note"]), (&json!("dossiers.approved"), &json!("Đồng ý")));
        house.act(LEADER, code, "approve", json!({})).problem(422, "action-not-in-this-state");
        house.act(LEADER, code, "sign", json!({})).is(200);
        house.act(CLERK, code, "complete", json!({"number": "7/XN"})).is(200);
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

    fn a_new_appointment_is_within_working_hours(given: TestStore) {
        let house = House::open(given);
        let code = house.file();
        house.act(COUNTER_OFFICER, &code, "receive", json!({})).is(200);
        for (at, wrong) in [
            ("2026-01-05T03:00:00+07:00", "appointment-outside-hours"),
            ("2026-01-04T09:00:00+07:00", "appointment-not-working-day"),
        ] {
            let sent = json!({"reason": "ốm", "new_due_at": at});
            house.act(LEADER, &code, "apologise", sent.clone()).field(422, "/new_due_at", wrong);
            let problem = house.act(LEADER, &code, "apologise", sent).problem(422, "input");
            assert!(problem["legal_basis"].as_str().is_some_and(|basis| basis.contains("88/2025")), "{problem}");
        }
    }

    fn a_clock_is_stopped_only_at_the_applicants_written_request_and_once(given: TestStore) {
        let house = House::open(given);
        let code = house.file();
        house.act(COUNTER_OFFICER, &code, "receive", json!({})).is(200);
        let busy = house.act(LEADER, &code, "suspend", json!({"reason": "vì bận"})).problem(422, "input");
        assert!(busy["legal_basis"].as_str().is_some_and(|basis| basis.contains("Điều 21")), "{busy}");
        let pointers: Vec<_> = busy["errors"].as_array().into_iter().flatten().map(|error| &error["pointer"]).collect();
        assert_eq!(pointers, ["/request_date", "/request_file"], "{busy}");
        let with = |day: &str, file: &str| json!({"reason": "ốm", "request_date": day, "request_file": file});
        let file = house.upload(LEADER);
        let theirs = house.upload(CITIZEN);
        house.act(LEADER, &code, "suspend", with("ngày mai", &file)).field(422, "/request_date", "date");
        house.act(LEADER, &code, "suspend", with("2099-01-01", &file)).field(422, "/request_date", "date-in-future");
        house.act(LEADER, &code, "suspend", with("2020-01-01", &file)).field(
            422,
            "/request_date",
            "stop-request-before-filing",
        );
        let today = &house.get(LEADER, &format!("/api/v1/dossiers/{code}")).is(200).json()["filed_at"];
        let today = today.as_str().expect("an instant")[..10].to_owned();
        house.act(LEADER, &code, "suspend", with(&today, &theirs)).field(422, "/request_file", "file-unknown");
        let stopped = house.act(LEADER, &code, "suspend", with(&today, &file)).is(200).json();
        assert_eq!(stopped["status_name"], "stopped");
        house.get(CITIZEN, &format!("/api/v1/files/{file}?dossier={code}")).is(200);
        house.act(LEADER, &code, "resume", json!({"reason": "Tiếp tục"})).is(200);
        house.act(LEADER, &code, "suspend", with(&today, &file)).problem(422, "stopped-already");
        let foreign = json!({"reason": "x", "request_file": file});
        house.act(CITIZEN, &code, "withdraw", foreign).field(400, "/request_file", "unknown-field");
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

    fn an_unknown_action_is_told_the_known_ones(given: TestStore) {
        let house = House::open(given);
        let code = house.file();
        let problem = house.act(CASE_OFFICER, &code, "burn", json!({})).problem(404, "action-unknown");
        for action in Action::ALL {
            assert!(problem["next_step"].as_str().is_some_and(|text| text.contains(action.key())), "{problem}");
        }
        let path = format!("/api/v1/dossiers/{code}/actions/receive");
        house.post(COUNTER_OFFICER, &path, &json!({})).field(422, "/version", "version-missing");
        house.post(COUNTER_OFFICER, &path, &json!({"version": "one"})).field(400, "/version", "wrong-type");
        house.post(COUNTER_OFFICER, &path, &json!({"version": -1})).field(400, "/version", "wrong-type");
    }

    fn a_request_for_payment_makes_the_dossier_wait(given: TestStore) {
        let house = House::open(given);
        let code = house.file();
        house.act(COUNTER_OFFICER, &code, "request-payment", json!({})).problem(422, "nothing-to-pay");
        let free = json!({"items": [{"name": "Phí", "kind": "charge", "amount": 0}]});
        house.act(COUNTER_OFFICER, &code, "request-payment", free).field(422, "/items/0/amount", "amount-not-positive");
        let items = json!({"items": [{"name": "Phí sao lục", "kind": "charge", "amount": 8_000}]});
        house.act(CITIZEN, &code, "request-payment", items.clone()).problem(403, "not-your-action");
        let asked = house.act(COUNTER_OFFICER, &code, "request-payment", items).is(200).json();
        assert_eq!((asked["status"].as_u64(), asked["status_name"].as_str()), (Some(6), Some("awaiting_payment")));
        let payments = house.get(CITIZEN, &format!("/api/v1/dossiers/{code}/payments")).is(200).json();
        assert_eq!(payments["items"][0]["outstanding"], 8_000);
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
        assert_eq!(supplied["due_at"], "2025-12-24T17:00:00+07:00");
        let seen = house.get(CASE_OFFICER, &format!("/api/v1/dossiers/{code}")).json();
        assert_eq!(seen["documents"][2]["name"], "tờ khai.pdf");
        // A second round is a leader's, with a reason.
        let asked = json!({"content": "Thiếu nữa"});
        house.act(CASE_OFFICER, &code, "request-supplement", asked.clone()).problem(403, "not-your-action");
        house.act(LEADER, &code, "request-supplement", asked).field(422, "/reason", "second-supplement-reason");
        let asked = json!({"content": "Thiếu nữa", "documents": ["02"], "reason": "Ảnh mờ"});
        house.act(LEADER, &code, "request-supplement", asked).is(200);
        let clearer = house.upload(CITIZEN);
        house.act(CITIZEN, &code, "supplement", with(&clearer)).is(200);
        let seen = house.get(CASE_OFFICER, &format!("/api/v1/dossiers/{code}")).json();
        assert_eq!((&seen["documents"][2]["file_id"], &seen["documents"][2]["replaced_by"]), (&json!(own), &json!(clearer)));
        assert_eq!(seen["documents"][3]["replaced_by"], Value::Null);
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
