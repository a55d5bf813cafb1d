//! Fields that nobody asked for: whatever somebody sends beside what a call takes is refused by name, and nothing is done.

use crate::house::*;
use harness::{TestStore, on_both_engines};
use serde_json::json;

on_both_engines! {
    fn a_citizen_gives_a_dossier_neither_an_owner_nor_a_state_nor_a_number(given: TestStore) {
        let house = House::open(given);
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
            let mut sent = house.filing(CITIZEN);
            sent[field] = value;
            house.post(CITIZEN, "/api/v1/dossiers", &sent).field(400, &format!("/{field}"), "unknown-field");
        }
        for who in [CITIZEN, OTHER_CITIZEN] {
            assert_eq!(house.get(who, "/api/v1/dossiers").is(200).json()["items"], json!([]));
        }
    }

    fn an_officer_acts_in_their_own_name_and_role_whatever_they_send(given: TestStore) {
        let house = House::open(given);
        let code = house.file();
        for (field, value) in [
            ("login", json!(LEADER)),
            ("role", json!("approver")),
            ("agency", json!(SIN_HO)),
            ("by", json!({"login": LEADER, "role": "approver"})),
            ("acting_for", json!(LEADER)),
            ("at", json!("2020-01-01T08:00:00+07:00")),
        ] {
            let posing = json!({field: value});
            let pointer = format!("/{field}");
            house.act(COUNTER_OFFICER, &code, "receive", posing.clone()).field(400, &pointer, "unknown-field");
            house.act(CASE_OFFICER, &code, "sign", posing).field(400, &pointer, "unknown-field");
        }
        assert_eq!(house.version(&code), 1);
        house.act(COUNTER_OFFICER, &code, "receive", json!({})).is(200);
        let seen = house.get(CASE_OFFICER, &format!("/api/v1/dossiers/{code}/history")).is(200).json();
        let by = &seen["items"][1]["by"];
        assert_eq!((&by["role"], &seen["items"][1]["at"]), (&json!("counter_officer"), &json!("2025-12-23T09:00:00+07:00")));
        assert!(!seen["items"][1].to_string().contains("approver"), "{seen}");
    }
}
