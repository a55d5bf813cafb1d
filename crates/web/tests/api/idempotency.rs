//! Sending again: the second time is answered as the first.

use crate::house::*;
use harness::{TestStore, on_both_engines};
use serde_json::json;

on_both_engines! {
    fn twenty_times_at_once_is_one_dossier(given: TestStore) {
        let house = House::open(given);
        let filing = house.filing(CITIZEN);
        let again = || post(CITIZEN, "/api/v1/dossiers", &[("idempotency-key", "a-key")], &filing);
        let answers = house.send_at_once((0..20).map(|_| again()).collect());
        let first = answers[0].body.clone();
        for answer in answers {
            assert_eq!(answer.is(201).body, first, "byte for byte");
        }
        assert_eq!(house.get(CITIZEN, "/api/v1/dossiers").json()["items"].as_array().map(Vec::len), Some(1));
        let later = house.send(again()).is(201);
        assert_eq!(later.header("idempotent-replayed"), "true");
        assert_eq!(later.header("location"), "/api/v1/dossiers/H35.38-251223-0001");
    }

    fn a_key_means_one_request_of_one_caller(given: TestStore) {
        let house = House::open(given);
        let key = [("idempotency-key", "a-key")];
        let filing = house.filing(CITIZEN);
        house.send(post(CITIZEN, "/api/v1/dossiers", &key, &filing)).is(201);
        let other = changed(filing.clone(), "/form/child", json!("another"));
        house.send(post(CITIZEN, "/api/v1/dossiers", &key, &other)).problem(409, "idempotency-key-reused");
        // Another caller's key of the same name is another key.
        let others = house.send(post(OTHER_CITIZEN, "/api/v1/dossiers", &key, &house.filing(OTHER_CITIZEN))).is(201).json();
        assert_eq!(others["code"], "H35.38-251223-0002");
        for wrong in ["", &"x".repeat(256)] {
            let key = [("idempotency-key", wrong)];
            house.send(post(CITIZEN, "/api/v1/dossiers", &key, &filing)).problem(400, "idempotency-key");
        }
    }

    fn a_refusal_is_not_kept_and_an_action_sent_again_is_done_once(given: TestStore) {
        let house = House::open(given);
        let key = [("idempotency-key", "a-key")];
        house.send(post(CITIZEN, "/api/v1/dossiers", &key, &json!({}))).problem(422, "input");
        let filed = house.send(post(CITIZEN, "/api/v1/dossiers", &key, &house.filing(CITIZEN))).is(201).json();
        let path = format!("/api/v1/dossiers/{}/actions/receive", filed["code"].as_str().expect("a code"));
        let receive = || post(COUNTER_OFFICER, &path, &[("idempotency-key", "b-key")], &json!({"version": 1}));
        let first = house.send(receive()).is(200);
        assert_eq!(house.send(receive()).is(200).body, first.body);
    }
}
