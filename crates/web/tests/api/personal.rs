//! Personal data over the API: whose documents are used again, and that reading leaves its trace.

use crate::house::*;
use harness::{TestStore, on_both_engines};
use serde_json::{Value, json};
use store::tables::personal::reads::{About, list};

/// A filing that uses this file again for the first paper.
fn again(house: &House, who: &str, file: &str) -> Value {
    changed(house.filing(who), "/documents/0", json!({"code": "01", "reuse_of": file}))
}

on_both_engines! {
    fn a_document_is_used_again_by_its_owner_only(given: TestStore) {
        let house = House::open(given);
        // By her identity provider's word; what is only typed puts nothing into the store of a number.
        let number = "012085001234".parse().expect("a number");
        let vouched = house.given.store.write_blocking(move |tx| {
            store::desk::identities::vouch(tx, CITIZEN, &number, "issuer", "2025-12-01T08:00:00+07:00".parse().expect("a time"))
        });
        vouched.expect("vouched");
        let file = house.upload(CITIZEN);
        let documents = json!([{"code": "01", "file_id": file}, {"code": "02", "file_id": file}]);
        let filed = house.post(CITIZEN, "/api/v1/dossiers", &house.filing_with("/documents", documents)).is(201).json();
        let code = filed["code"].as_str().expect("a code").to_owned();
        // Nobody has looked at it yet: it is in no store.
        house.post(CITIZEN, "/api/v1/dossiers", &again(&house, CITIZEN, &file)).field(422, "/documents/0", "reuse-unknown");
        house.act(COUNTER_OFFICER, &code, "receive", json!({})).is(200);
        // Another account types the same applicant's number; an officer files it for themselves.
        for thief in [OTHER_CITIZEN, CASE_OFFICER] {
            house.post(thief, "/api/v1/dossiers", &again(&house, thief, &file)).field(422, "/documents/0", "reuse-unknown");
        }
        let stranger = "019a7c3e-5f7a-7cc1-b7a0-5b8f0e6f9a11";
        house.post(CITIZEN, "/api/v1/dossiers", &again(&house, CITIZEN, stranger)).field(422, "/documents/0", "reuse-unknown");
        house.post(CITIZEN, "/api/v1/dossiers", &again(&house, CITIZEN, &file)).is(201);
        // At a counter it is the applicant's who stands there, and no other applicant's.
        let mut counter = again(&house, COUNTER_OFFICER, &file);
        counter["channel"] = json!("counter");
        house.post(COUNTER_OFFICER, "/api/v1/dossiers", &counter).is(201);
        counter["applicant"]["id_number"] = json!("012085009999");
        house.post(COUNTER_OFFICER, "/api/v1/dossiers", &counter).field(422, "/documents/0", "reuse-unknown");
    }

    fn reading_leaves_its_trace_and_a_refusal_none(given: TestStore) {
        let house = House::open(given);
        let code = house.file();
        let path = format!("/api/v1/dossiers/{code}");
        house.get(ELSEWHERE, &path).problem(404, "dossier-unknown");
        house.get(CITIZEN, &path).is(200);
        let seen = |who: &'static str| {
            house.given.store.read_blocking(move |tx| list(tx, &About::Reader(who.into()), None, 10)).expect("read")
        };
        assert_eq!((seen(ELSEWHERE), seen(CITIZEN)), (vec![], vec![]));
        house.get(COUNTER_OFFICER, &path).is(200);
        house.get(COUNTER_OFFICER, &format!("{path}/history")).is(200);
        let looks = seen(COUNTER_OFFICER);
        let mut told: Vec<_> = looks.iter().map(|look| (look.what.as_str(), look.purpose.as_str())).collect();
        told.sort_unstable();
        assert_eq!(told, [("dossier", "counter"), ("history", "counter")]);
        assert!(looks.iter().all(|look| look.dossier.as_deref() == Some(code.as_str()) && !look.subject.is_empty()));
        house.get(LEADER, "/api/v1/dossiers.csv?status=1").is(200);
        assert_eq!(seen(LEADER).iter().map(|look| look.what.as_str()).collect::<Vec<_>>(), ["export"]);
    }
}
