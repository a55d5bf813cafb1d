//! Obstacles over the API: raised by who works there, answered by who has them and did not raise them, merged, opened again.

use crate::house::*;
use harness::{TestStore, on_both_engines};
use serde_json::{Value, json};

on_both_engines! {
    fn an_obstacle_is_raised_answered_and_opened_again(given: TestStore) {
        let house = House::open(given);
        let village = house.village(SIN_HO);
        let raise = |text: &str| json!({"agency": SIN_HO, "kind": "equipment", "village": village, "text": text});
        house.post(CITIZEN, "/api/v1/obstacles", &raise("Không có máy in")).problem(403, "officers-only");
        house.post(ELSEWHERE, "/api/v1/obstacles", &raise("Không có máy in")).problem(403, "obstacle-not-your-agency");
        house.post(CASE_OFFICER, "/api/v1/obstacles", &raise(" ")).field(422, "/text", "obstacle-text-missing");
        let mut wrong = raise("Không có máy in");
        wrong["kind"] = json!("weather");
        house.post(CASE_OFFICER, "/api/v1/obstacles", &wrong).field(422, "/kind", "value-unknown");
        let mut stolen = raise("Không có máy in");
        stolen["evidence"] = json!([house.upload(OTHER_CITIZEN)]);
        house.post(CASE_OFFICER, "/api/v1/obstacles", &stolen).field(422, "/evidence/0", "file-unknown");
        let mut unseen = raise("Không có máy in");
        unseen["task"] = json!("NV-2025-00001");
        house.post(CASE_OFFICER, "/api/v1/obstacles", &unseen).problem(404, "task-unknown");
        let mut shown = raise("Không có máy in");
        shown["evidence"] = json!([house.upload(CASE_OFFICER)]);
        let key = [("idempotency-key", "a-key")];
        let raised = house.send(post(CASE_OFFICER, "/api/v1/obstacles", &key, &shown)).is(201);
        assert_eq!(house.send(post(CASE_OFFICER, "/api/v1/obstacles", &key, &shown)).is(201).body, raised.body);
        let seen = raised.json();
        assert_eq!((&seen["holder"], &seen["version"], seen["evidence"].as_array().map(Vec::len)), (&json!(SIN_HO), &json!(1), Some(1)));
        let path = format!("/api/v1/obstacles/{}", seen["code"].as_str().expect("a code"));
        let act = |who: &str, action: &str, body: Value| house.post(who, &format!("{path}/actions/{action}"), &body);
        act(ELSEWHERE, "answer", json!({"version": 1, "text": "Đã cấp"})).problem(404, "obstacle-unknown");
        act(CASE_OFFICER, "answer", json!({"version": 1, "text": "Đã cấp"})).problem(403, "obstacle-answerers-only");
        act(LEADER, "answer", json!({"version": 1})).field(422, "/text", "missing");
        act(LEADER, "answer", json!({"version": 7, "text": "Đã cấp"})).problem(409, "obstacle-changed-meanwhile");
        act(LEADER, "forget", json!({"version": 1})).problem(404, "obstacle-action-unknown");
        let answered = act(LEADER, "answer", json!({"version": 1, "text": "Đã cấp", "document": "CV 12"})).is(200).json();
        assert_eq!((&answered["status"], &answered["answer"]["document"]), (&json!("answered"), &json!("CV 12")));
        act(LEADER, "route", json!({"version": 2, "to": "H35.07", "reason": "x"})).problem(422, "obstacle-not-now");
        let again = act(CASE_OFFICER, "reopen", json!({"version": 2, "reason": "Máy in hỏng"})).is(200).json();
        assert_eq!(again["status"], "open");
    }

    fn what_several_raise_becomes_one_and_goes_where_it_belongs(given: TestStore) {
        let house = House::open(given);
        let village = house.village(SIN_HO);
        let raise = |who: &str| {
            let body = json!({"agency": SIN_HO, "kind": "equipment", "village": village, "text": "Không có máy in"});
            house.post(who, "/api/v1/obstacles", &body).is(201).json()["code"].as_str().expect("a code").to_owned()
        };
        let (first, second) = (raise(CASE_OFFICER), raise(CLERK));
        let act = |code: &str, action: &str, body: Value| house.post(LEADER, &format!("/api/v1/obstacles/{code}/actions/{action}"), &body);
        act(&second, "merge", json!({"version": 1})).field(422, "/into", "obstacle-code");
        act(&second, "merge", json!({"version": 1, "into": second})).field(422, "/into", "obstacle-itself");
        let merged = act(&second, "merge", json!({"version": 1, "into": first})).is(200).json();
        assert_eq!((&merged["status"], &merged["merged_into"]), (&json!("merged"), &json!(first)));
        let main = house.get(CASE_OFFICER, &format!("/api/v1/obstacles/{first}")).is(200).json();
        assert_eq!(main["joined"], json!([second]));
        act(&first, "route", json!({"version": 2, "to": "H35.99", "reason": "Không thuộc xã"})).field(422, "/to", "choose");
        let up = act(&first, "escalate", json!({"version": 2, "reason": "Xã không có kinh phí"})).is(200).json();
        assert_eq!((&up["holder"], &up["escalated"]), (&json!("H35.07"), &json!(1)));
    }
}
