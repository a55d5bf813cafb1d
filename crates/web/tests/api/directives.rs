//! Directives over the API: entered in a register once, assigned, acknowledged where they were assigned to, unseen by others.

use crate::house::*;
use harness::{TestStore, on_both_engines};
use serde_json::{Value, json};

fn directive() -> Value {
    json!({
        "agency": SIN_HO,
        "direction": "in",
        "kind": "notice",
        "notation": "624/TB-VPCP",
        "issued_on": "2025-11-16",
        "issuer": "Văn phòng Chính phủ",
        "subject": "Kết luận về phát triển khoa học, công nghệ",
        "urgency": "express"
    })
}

on_both_engines! {
    fn a_directive_is_registered_assigned_and_acknowledged(given: TestStore) {
        let house = House::open(given);
        house.post(CASE_OFFICER, "/api/v1/directives", &directive()).problem(403, "officers-only");
        let stranger = house.upload(OTHER_CITIZEN);
        let mut stolen = directive();
        stolen["files"] = json!([stranger]);
        house.post(CLERK, "/api/v1/directives", &stolen).field(422, "/files/0", "file-unknown");
        let mut elsewhere = directive();
        elsewhere["agency"] = json!(PA_TAN);
        house.post(CLERK, "/api/v1/directives", &elsewhere).problem(403, "assigners-only");
        let mut whole = directive();
        whole["files"] = json!([house.upload(CLERK)]);
        let sent = house.post(CLERK, "/api/v1/directives", &whole).is(201).json();
        assert_eq!((sent["number"].as_u64(), sent["files"].as_array().map(Vec::len)), (Some(1), Some(1)));
        house.post(CLERK, "/api/v1/directives", &directive()).problem(422, "directive-registered-already");
        let code = sent["code"].as_str().expect("a code").to_owned();
        let path = format!("/api/v1/directives/{code}");
        // Before it is assigned it does not exist for another commune, whichever way they try.
        house.get(ELSEWHERE, &path).problem(404, "directive-unknown");
        house.post(ELSEWHERE, &format!("{path}/actions/acknowledge"), &json!({})).problem(404, "directive-unknown");
        house.post(ELSEWHERE, &format!("{path}/actions/assign"), &json!({"to": [PA_TAN]})).problem(404, "directive-unknown");
        for query in ["", "?q=624", "?side=all"] {
            assert_eq!(house.get(ELSEWHERE, &format!("/api/v1/directives{query}")).is(200).json()["items"], json!([]), "{query}");
        }
        let assign = json!({"to": [PA_TAN], "due_on": "2026-01-15", "note": "Báo cáo kết quả"});
        house.post(CASE_OFFICER, &format!("{path}/actions/assign"), &assign).problem(403, "assigners-only");
        house.post(CLERK, &format!("{path}/actions/assign"), &json!({"to": ["H35.99"]})).field(422, "/to", "agency-unknown");
        house.post(CLERK, &format!("{path}/actions/assign"), &assign).is(200);
        house.post(CLERK, &format!("{path}/actions/recall"), &assign).problem(404, "directive-action-unknown");
        let unread = house.get(ELSEWHERE, "/api/v1/directives?side=unread").is(200).json();
        assert_eq!((unread["items"][0]["code"].as_str(), unread["items"][0]["due_on"].as_str()), (Some(code.as_str()), Some("2026-01-15")));
        let seen = house.get(ELSEWHERE, &path).is(200).json();
        assert_eq!(seen["assigned"][0]["opened"], json!([]), "reading it over the API is no receipt");
        let stale = json!({"version": 1, "to": [SIN_HO]});
        house.post(CLERK, &format!("{path}/actions/assign"), &stale).problem(409, "directive-changed-meanwhile");
        for _ in 0..2 {
            house.post(ELSEWHERE, &format!("{path}/actions/acknowledge"), &json!({})).is(200);
        }
        let seen = house.get(CLERK, &path).is(200).json();
        let opened = seen["assigned"][0]["opened"].as_array().expect("receipts").clone();
        assert_eq!(opened.iter().map(|one| one["name"].as_str()).collect::<Vec<_>>(), [Some("Sùng Pa Tần")], "once");
        assert_eq!(house.get(ELSEWHERE, "/api/v1/directives?side=unread").is(200).json()["items"], json!([]));
        house.post(ELSEWHERE, &format!("{path}/actions/assign"), &json!({"to": [SIN_HO]})).problem(403, "assigners-only");
    }

    fn pages_of_directives_follow_each_other(given: TestStore) {
        let house = House::open(given);
        for notation in ["1/TB", "2/TB", "3/TB"] {
            let mut one = directive();
            one["notation"] = json!(notation);
            house.post(CLERK, "/api/v1/directives", &one).is(201);
        }
        let (mut next, mut seen) = (String::new(), Vec::new());
        loop {
            let page = house.get(LEADER, &format!("/api/v1/directives?limit=1&after={next}")).is(200).json();
            seen.extend(page["items"].as_array().expect("items").iter().map(|one| one["notation"].clone()));
            let Some(after) = page["next"].as_str() else { break };
            next = after.to_owned();
        }
        assert_eq!(seen, ["3/TB", "2/TB", "1/TB"]);
    }
}
