//! Fields that nobody asked for: whatever somebody sends beside what a call takes changes nothing.

use crate::house::*;
use harness::{TestStore, on_both_engines};
use serde_json::{Value, json};

on_both_engines! {
    fn a_citizen_gives_a_dossier_neither_an_owner_nor_a_state_nor_a_number(given: TestStore) {
        let house = House::open(given);
        let mut sent = filing();
        for (field, value) in [
            ("owner", json!(OTHER_CITIZEN)),
            ("login", json!(OTHER_CITIZEN)),
            ("code", json!("H35.38-251223-0777")),
            ("status", json!(10)),
            ("version", json!(7)),
            ("received_at", json!("2025-01-01T08:00:00+07:00")),
            ("due_at", json!("2030-01-01T08:00:00+07:00")),
            ("officer", json!(CASE_OFFICER)),
            ("sources", json!({"name": {"origin": {"registry": "r"}, "at": "2025-01-01T08:00:00Z"}})),
        ] {
            sent[field] = value;
        }
        let filed = house.post(CITIZEN, "/api/v1/dossiers", &sent).is(201).json();
        let code = filed["code"].as_str().expect("a code");
        assert_eq!(code, "H35.38-251223-0001");
        let path = format!("/api/v1/dossiers/{code}");
        house.get(OTHER_CITIZEN, &path).problem(404, "dossier-unknown");
        let seen = house.get(CITIZEN, &path).is(200).json();
        assert_eq!((&seen["status_name"], &seen["due_at"], &seen["officer"]), (&json!("filed"), &Value::Null, &Value::Null));
        assert!(!seen.to_string().contains("registry"), "{seen}");
    }

    fn an_officer_acts_in_their_own_name_and_role_whatever_they_send(given: TestStore) {
        let house = House::open(given);
        let code = house.file();
        let posing = json!({
            "login": LEADER, "role": "approver", "agency": SIN_HO, "by": {"login": LEADER, "role": "approver"},
            "acting_for": LEADER, "at": "2020-01-01T08:00:00+07:00",
        });
        house.act(COUNTER_OFFICER, &code, "receive", posing.clone()).is(200);
        house.act(CASE_OFFICER, &code, "assign", json!({})).is(200);
        house.act(CASE_OFFICER, &code, "sign", posing).problem(422, "action-not-in-this-state");
        let seen = house.get(CASE_OFFICER, &format!("/api/v1/dossiers/{code}/history")).is(200).json();
        let by = &seen["items"][1]["by"];
        assert_eq!((&by["role"], &seen["items"][1]["at"]), (&json!("counter_officer"), &json!("2025-12-23T09:00:00+07:00")));
        assert!(!seen["items"][1].to_string().contains("approver"), "{seen}");
    }
}
