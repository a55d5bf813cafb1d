//! Conferences over the API: called, run and closed by the host, attended by bridge points, their conclusions made tasks at once.

use crate::house::*;
use harness::{TestStore, on_both_engines};
use serde_json::{Value, json};

fn conference() -> Value {
    json!({
        "host": SIN_HO,
        "name": "Giao ban chuyển đổi số",
        "kind": "briefing",
        "starts_at": "2025-12-24T14:00:00+07:00",
        "place": "Hội trường UBND xã"
    })
}

on_both_engines! {
    fn a_conference_runs_from_its_call_to_a_task_and_its_notice(given: TestStore) {
        let house = House::open(given);
        house.post(CASE_OFFICER, "/api/v1/conferences", &conference()).problem(403, "officers-only");
        for (field, value, pointer, code) in [
            ("host", json!(""), "/host", "missing"),
            ("kind", json!("party"), "/kind", "value-unknown"),
            ("starts_at", json!("2025-12-01T08:00:00+07:00"), "/starts_at", "conference-in-the-past"),
            ("starts_at", json!("chiều mai"), "/starts_at", "instant"),
            ("video", json!("http://hop.example.vn"), "/video", "video-address"),
            ("series", json!("BCD57-H35.38"), "/series", "committee-code"),
        ] {
            let mut wrong = conference();
            wrong[field] = value;
            house.post(CLERK, "/api/v1/conferences", &wrong).field(422, pointer, code);
        }
        let mut others = conference();
        others["host"] = json!(PA_TAN);
        house.post(CLERK, "/api/v1/conferences", &others).problem(403, "conference-hosts-only");
        let key = [("idempotency-key", "a-key")];
        let called = house.send(post(CLERK, "/api/v1/conferences", &key, &conference())).is(201);
        assert_eq!(house.send(post(CLERK, "/api/v1/conferences", &key, &conference())).is(201).body, called.body);
        let code = called.json()["code"].as_str().expect("a code").to_owned();
        let path = format!("/api/v1/conferences/{code}");
        let act = |who: &str, action: &str, body: Value| house.post(who, &format!("{path}/actions/{action}"), &body);
        act(ELSEWHERE, "speak", json!({})).problem(404, "conference-unknown");

        let mut moved = conference();
        moved["place"] = json!("Phòng họp số 2");
        act(CLERK, "change", json!({"details": moved})).problem(409, "conference-changed-meanwhile");
        let mut nowhere = moved.clone();
        nowhere["place"] = json!("");
        act(CLERK, "change", json!({"version": 1, "details": nowhere})).field(422, "/details/place", "missing");
        assert_eq!(act(CLERK, "change", json!({"version": 1, "details": moved})).is(200).json()["place"], "Phòng họp số 2");

        act(CLERK, "agenda", json!({"agenda": [{"title": "Báo cáo", "minutes": 20}, {"title": "", "minutes": 5}]})).field(422, "/agenda", "agenda-item-without-title");
        act(CLERK, "agenda", json!({"agenda": [{"title": "Báo cáo", "minutes": 20}]})).is(200);
        act(CLERK, "invite", json!({"points": ["nơi nào"]})).field(422, "/points/0", "agency-unknown");
        act(CLERK, "invite", json!({"points": [SIN_HO, PA_TAN], "votes": true})).is(200);
        act(CASE_OFFICER, "invite", json!({"points": ["H35.07"]})).problem(403, "conference-hosts-only");
        act(CLERK, "open", json!({"version": 1})).problem(409, "conference-changed-meanwhile");
        act(CLERK, "register", json!({"point": SIN_HO, "login": "nobody"})).field(422, "/login", "delegate-elsewhere");
        let registered = act(CLERK, "register", json!({"point": SIN_HO, "login": LEADER, "title": "Chủ tịch"})).is(200).json();
        assert_eq!(registered["delegates"][0]["name"], "Tẩn Chủ Tịch", "the name of the account");
        let seat = registered["delegates"][0]["seat"].clone();
        // Who only attends is told how many, not who.
        let seen = house.get(ELSEWHERE, &path).is(200).json();
        assert_eq!((&seen["delegates"], &seen["points"][0]["registered"]), (&json!([]), &json!(1)));
        act(CLERK, "check-in", json!({"seat": seat})).is(200);
        act(ELSEWHERE, "line", json!({"text": "x"})).problem(403, "conference-hosts-only");
        act(CLERK, "line", json!({"text": "x"})).problem(422, "conference-not-open");
        act(CLERK, "open", json!({})).is(200);
        act(CLERK, "item", json!({"item": 2})).problem(404, "agenda-item-unknown");
        assert_eq!(act(CLERK, "item", json!({"item": 1})).is(200).json()["agenda"][0]["current"], true);

        act(ELSEWHERE, "speak", json!({"topic": "Đường truyền"})).is(200);
        let asked = act(ELSEWHERE, "ask", json!({"text": "Bao giờ có sóng?"})).is(200).json();
        assert_eq!((&asked["speakers"][0]["point"], &asked["questions"][0]["answer"]), (&json!(PA_TAN), &Value::Null));
        act(CLERK, "call-speaker", json!({"number": 1})).is(200);
        act(ELSEWHERE, "finish-speaker", json!({"number": 1})).is(200);
        act(CLERK, "answer", json!({"number": 1, "answer": "Quý I"})).is(200);
        act(CLERK, "open-vote", json!({"question": "Thông qua?"})).field(422, "/kind", "missing");
        act(CLERK, "open-vote", json!({"kind": "formal", "voters": "points", "question": "Thông qua?"})).is(200);
        act(LEADER, "vote", json!({"vote": 1})).field(422, "/option", "vote-without-choice");
        act(LEADER, "vote", json!({"vote": 1, "option": 0})).is(200);
        act(LEADER, "vote", json!({"vote": 1, "option": 1})).problem(422, "vote-twice");
        let closed = act(CLERK, "close-vote", json!({"vote": 1})).is(200).json();
        assert_eq!((&closed["votes"][0]["answers"][0]["votes"], &closed["votes"][0]["entitled"]), (&json!(1), &json!(2)));

        let text = "Ủy ban nhân dân xã Sìn Hồ hoàn thành rà soát trước ngày 31/12/2025";
        act(CLERK, "conclude", json!({"text": text})).is(200);
        let conclusions = || house.get(CLERK, &format!("{path}/conclusions")).is(200).json();
        let suggested = conclusions();
        assert_eq!((&suggested["items"][0]["leads"], &suggested["items"][0]["due_on"]), (&json!([SIN_HO]), &json!("2025-12-31")), "as its words say");
        act(CLERK, "conclude", json!({"text": "Không giao ai", "leads": []})).is(200);
        act(CLERK, "reword", json!({"number": 2, "text": "Rà soát máy in", "leads": [SIN_HO], "due_on": "2026-01-15"})).is(200);
        act(CLERK, "task", json!({"number": 2})).is(200);
        act(CLERK, "task", json!({"number": 2})).problem(422, "conclusion-tasked-already");
        assert_eq!(conclusions()["items"][1]["tasks"][0]["lead"], SIN_HO);
        assert_eq!(house.get(LEADER, "/api/v1/tasks?q=may%20in").is(200).json()["items"].as_array().map(Vec::len), Some(1));
        act(CLERK, "sing", json!({})).problem(404, "conference-action-unknown");
        act(CLERK, "document", json!({"file": house.upload(OTHER_CITIZEN)})).field(422, "/file", "file-unknown");
        let laid = act(CLERK, "document", json!({"file": house.upload(CLERK)})).is(200).json();
        assert_eq!(laid["documents"].as_array().map(Vec::len), Some(1));
        act(CLERK, "issue-notice", json!({"number": "12/TB-UBND", "titles": ["CHỦ TỊCH"], "signer": "Tẩn Chủ Tịch"})).problem(422, "conference-not-closed");
        act(CLERK, "close", json!({})).is(200);
        let issued = act(CLERK, "issue-notice", json!({"number": "12/TB-UBND", "titles": ["CHỦ TỊCH"], "signer": "Tẩn Chủ Tịch"})).is(200).json();
        assert_eq!((&issued["stage"], &issued["notice"]), (&json!("closed"), &json!("12/TB-UBND")));
    }
}
