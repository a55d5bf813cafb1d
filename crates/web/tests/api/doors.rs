//! Every door of the API, tried as nobody, as a citizen, and as an officer without rights. A call that is missing here fails.

use crate::house::*;
use axum::body::Body;
use harness::{TestStore, on_both_engines};
use jiff::SignedDuration;
use rules::accounts::Scope;
use rules::people::Capacity;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use store::desk::accounts::{create_token, revoke_token};
use store::tables::accounts::tokens::Token;
use web::Settings;
use web::api::token_hash;

/// A door: method, path as described, and what nobody, another citizen and an officer of another commune are answered when they
/// try it on somebody else's dossier.
type Door = (&'static str, &'static str, [u16; 3]);

const DOORS: [Door; 114] = [
    // Open to everybody.
    ("get", "/healthz", [200, 200, 200]),
    ("get", "/readyz", [200, 200, 200]),
    ("get", "/metrics", [200, 200, 200]),
    ("get", "/api/openapi.json", [200, 200, 200]),
    ("get", "/api/v1/procedures", [200, 200, 200]),
    ("get", "/api/v1/procedures/{code}", [200, 200, 200]),
    ("get", "/api/v1/agencies", [200, 200, 200]),
    ("get", "/api/v1/agencies/{code}", [200, 200, 200]),
    ("get", "/api/v1/villages", [200, 200, 200]),
    ("post", "/api/v1/villages", [401, 403, 403]),
    ("get", "/api/v1/villages/{code}", [404, 404, 404]),
    ("post", "/api/v1/villages/{code}/actions/{action}", [401, 403, 404]),
    ("get", "/api/v1/digital-citizens", [200, 200, 200]),
    ("get", "/api/v1/digital-work", [200, 200, 200]),
    ("get", "/api/v1/training-courses", [401, 403, 200]),
    ("post", "/api/v1/training-courses", [401, 403, 403]),
    ("get", "/api/v1/training-courses/{code}", [401, 403, 404]),
    ("post", "/api/v1/training-courses/{code}/actions/{action}", [401, 403, 404]),
    ("get", "/api/v1/me/training", [401, 403, 200]),
    ("get", "/api/v1/skill-gaps", [401, 403, 200]),
    ("get", "/api/v1/digital-citizens/{code}", [401, 403, 404]),
    ("post", "/api/v1/digital-citizens/{code}/actions/{action}", [401, 403, 404]),
    ("get", "/api/v1/budget-lines", [401, 403, 200]),
    ("post", "/api/v1/budget-lines", [401, 403, 403]),
    ("get", "/api/v1/budget-lines/{code}", [401, 403, 404]),
    ("post", "/api/v1/budget-lines/{code}/actions/{action}", [401, 403, 404]),
    ("get", "/api/v1/essential-services", [200, 200, 200]),
    ("get", "/api/v1/essential-services/{code}", [404, 404, 404]),
    ("post", "/api/v1/essential-services", [401, 403, 403]),
    ("post", "/api/v1/essential-services/{code}/actions/{action}", [401, 403, 403]),
    ("get", "/api/v1/index", [200, 200, 200]),
    ("get", "/api/v1/figures", [200, 200, 200]),
    ("get", "/api/v1/index/provinces", [200, 200, 200]),
    ("get", "/api/v1/index/history", [200, 200, 200]),
    // Nobody guesses a code.
    ("get", "/api/v1/verify/{document_id}", [404, 404, 404]),
    // Not a body of several parts.
    ("post", "/api/v1/signatures", [415, 415, 415]),
    ("get", "/api/v1/files/{id}/signatures", [401, 404, 404]),
    // Needs the applicant's telephone, which none of them knows.
    ("get", "/api/v1/track/{code}", [404, 404, 404]),
    // Lists show each their own: nothing here.
    ("get", "/api/v1/dossiers", [401, 200, 200]),
    ("get", "/api/v1/dossiers.csv", [401, 200, 200]),
    ("get", "/api/v1/index/compare", [401, 200, 200]),
    ("get", "/api/v1/index/{indicator}/records", [401, 200, 200]),
    ("get", "/api/v1/late-steps", [401, 403, 200]),
    // Somebody else's dossier does not exist.
    ("get", "/api/v1/dossiers/{code}", [401, 404, 404]),
    ("get", "/api/v1/dossiers/{code}/history", [401, 404, 404]),
    ("get", "/api/v1/dossiers/{code}/documents", [401, 404, 404]),
    ("get", "/api/v1/dossiers/{code}/documents/{form}", [401, 404, 404]),
    ("post", "/api/v1/dossiers/{code}/actions/{action}", [401, 404, 404]),
    ("get", "/api/v1/dossiers/{code}/payments", [401, 404, 404]),
    ("post", "/api/v1/dossiers/{code}/payments", [401, 404, 404]),
    ("post", "/api/v1/dossiers/{code}/payments/{payment}/attempts", [401, 404, 404]),
    ("get", "/api/v1/files/{id}", [401, 404, 404]),
    // Tasks are for officers, and those of other agencies do not exist.
    ("get", "/api/v1/tasks", [401, 403, 200]),
    ("post", "/api/v1/tasks", [401, 403, 403]),
    ("get", "/api/v1/tasks/{code}", [401, 404, 404]),
    ("post", "/api/v1/tasks/{code}/actions/{action}", [401, 404, 404]),
    // Conferences are for officers, and those to which they are not invited do not exist.
    ("get", "/api/v1/conferences", [401, 403, 200]),
    ("post", "/api/v1/conferences", [401, 403, 403]),
    ("get", "/api/v1/conferences/{code}", [401, 403, 404]),
    ("post", "/api/v1/conferences/{code}/actions/{action}", [401, 403, 404]),
    ("get", "/api/v1/conferences/{code}/minutes", [401, 403, 404]),
    ("get", "/api/v1/conferences/{code}/conclusions", [401, 403, 404]),
    // Directives are for officers; to enter one is for leaders and clerks, and those of others do not exist.
    ("get", "/api/v1/directives", [401, 403, 200]),
    ("post", "/api/v1/directives", [401, 403, 403]),
    ("get", "/api/v1/directives/{code}", [401, 404, 404]),
    ("post", "/api/v1/directives/{code}/actions/{action}", [401, 404, 404]),
    ("get", "/api/v1/obstacles", [401, 403, 200]),
    ("post", "/api/v1/obstacles", [401, 403, 422]),
    ("get", "/api/v1/obstacles/{code}", [401, 404, 404]),
    ("post", "/api/v1/obstacles/{code}/actions/{action}", [401, 404, 404]),
    // Every officer reads the registers of committees and groups; leaders and clerks keep them.
    ("get", "/api/v1/committees", [401, 403, 200]),
    ("post", "/api/v1/committees", [401, 403, 403]),
    ("get", "/api/v1/committees/{code}", [401, 403, 404]),
    ("post", "/api/v1/committees/{code}/actions/{action}", [401, 403, 404]),
    ("get", "/api/v1/working-groups", [401, 403, 200]),
    ("post", "/api/v1/working-groups", [401, 403, 403]),
    ("get", "/api/v1/working-groups/{code}", [401, 403, 404]),
    ("post", "/api/v1/working-groups/{code}/actions/{action}", [401, 403, 404]),
    // What concerns agencies is for officers: each sees that of their own and of those below.
    ("get", "/api/v1/agenda", [401, 403, 200]),
    ("get", "/api/v1/calendar", [401, 403, 200]),
    ("get", "/api/v1/task-reports", [401, 403, 200]),
    ("get", "/api/v1/task-reports/{agency}/{month}", [401, 403, 404]),
    ("post", "/api/v1/task-reports/{agency}/{month}/actions/{action}", [401, 403, 404]),
    // The other commune's officer draws no reports.
    ("get", "/api/v1/reports/{form}", [401, 403, 403]),
    ("get", "/api/v1/reports/{form}/{agency}/{period}", [401, 403, 403]),
    ("get", "/api/v1/reports/{form}/{agency}/{period}/records", [401, 403, 403]),
    ("post", "/api/v1/reports/{form}/{agency}/{period}/actions/{action}", [401, 403, 403]),
    ("get", "/api/v1/indicators", [401, 403, 200]),
    ("get", "/api/v1/indicators/{code}", [401, 403, 404]),
    ("get", "/api/v1/indicators/{code}/reports", [401, 403, 404]),
    ("get", "/api/v1/indicators/{code}/reports/{agency}/{period}", [401, 403, 404]),
    ("post", "/api/v1/indicators/{code}/reports/{agency}/{period}/actions/{action}", [401, 403, 404]),
    ("get", "/api/v1/inspections", [401, 403, 200]),
    ("post", "/api/v1/inspections", [401, 403, 403]),
    ("get", "/api/v1/inspections/{code}", [401, 403, 404]),
    ("post", "/api/v1/inspections/{code}/actions/{action}", [401, 403, 404]),
    ("post", "/api/v1/inspections/{code}/findings/{number}/task", [401, 403, 404]),
    // Petitions and requests about results: each their own, and nobody else's; archives are for clerks and leaders.
    ("get", "/api/v1/dossiers/{code}/messages", [401, 404, 404]),
    ("get", "/api/v1/petitions", [401, 200, 200]),
    ("post", "/api/v1/petitions", [401, 422, 422]),
    ("get", "/api/v1/petitions/{id}", [401, 404, 404]),
    ("post", "/api/v1/petitions/{id}/actions/{action}", [401, 404, 404]),
    ("get", "/api/v1/result-requests", [401, 200, 200]),
    ("post", "/api/v1/dossiers/{code}/result-requests", [401, 404, 404]),
    ("get", "/api/v1/result-requests/{id}", [401, 404, 404]),
    ("post", "/api/v1/result-requests/{id}/actions/{action}", [401, 404, 404]),
    ("get", "/api/v1/archive/dossiers", [401, 403, 403]),
    ("post", "/api/v1/archive/records", [401, 403, 403]),
    ("get", "/api/v1/archive/lists", [401, 403, 403]),
    ("post", "/api/v1/archive/lists", [401, 403, 403]),
    ("get", "/api/v1/archive/lists/{id}", [401, 403, 403]),
    ("post", "/api/v1/archive/lists/{id}/actions/{action}", [401, 403, 403]),
    // Nothing is sent along: what is missing is named, to those who may send it.
    ("post", "/api/v1/dossiers", [401, 422, 422]),
    ("post", "/api/v1/files", [401, 415, 415]),
];

#[test]
fn every_call_that_is_described_is_a_door_here() {
    let api: Value = serde_json::from_str(web::api::openapi_text()).expect("JSON");
    let described: BTreeSet<(String, String)> = api["paths"]
        .as_object()
        .expect("paths")
        .iter()
        .flat_map(|(path, operations)| {
            operations.as_object().expect("operations").keys().map(|method| (method.clone(), path.clone()))
        })
        .collect();
    let tried: BTreeSet<_> = DOORS.iter().map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned())).collect();
    assert_eq!(described, tried);
}

#[test]
fn what_needs_a_token_says_so_in_its_description() {
    let api: Value = serde_json::from_str(web::api::openapi_text()).expect("JSON");
    for (method, path, [nobody, ..]) in DOORS {
        let needs = api["paths"][path][method]["security"].is_array();
        assert_eq!(needs, nobody == 401, "{method} {path}");
    }
}

on_both_engines! {
    fn each_door_opens_only_for_those_who_may(given: TestStore) {
        let house = House::open(given);
        let file = house.upload(CITIZEN);
        let code = house.file();
        for (method, described, expected) in DOORS {
            let subject = match described {
                path if path.contains("/procedures/") => BIRTH,
                path if path.contains("/agencies/") => SIN_HO,
                _ => &code,
            };
            let path = described.replace("{code}", subject).replace("{action}", "withdraw").replace("{id}", &file);
            let path = path.replace("{indicator}", "2.1").replace("{payment}", "MC0123456789ABCD");
            let path = path.replace("{agency}", SIN_HO).replace("{month}", "2025-11").replace("{period}", "2025-11");
            let path = path.replace("{number}", "1").replace("/reports/{form}", "/reports/06a");
            let body = match described {
                path if method != "post" || path.ends_with("/files") => String::new(),
                path if path.ends_with("/{action}") => json!({"version": 1}).to_string(),
                _ => "{}".to_owned(),
            };
            let headers = [("content-type", "application/json")];
            for (who, expected) in ["", OTHER_CITIZEN, ELSEWHERE].into_iter().zip(expected) {
                let answer = house.send(request(&method.to_uppercase(), who, &path, &headers, Body::from(body.clone())));
                assert_eq!(answer.status.as_u16(), expected, "{method} {path} as {who:?}: {}", answer.text());
                assert!(!answer.text().contains("Lò Thị Lan"), "{method} {path} as {who:?} names the applicant");
                if expected == 401 {
                    assert_eq!(answer.header("www-authenticate"), "Bearer");
                    answer.problem(401, "sign-in-first");
                }
            }
        }
        // Nothing was done.
        assert_eq!(house.version(&code), 1);
    }

    fn a_session_of_the_pages_reads_and_changes_nothing(given: TestStore) {
        let house = House::with(given, Settings { simulated: true, ..Settings::default() });
        let code = house.file();
        let session = house.sign_in(CITIZEN);
        let send = |method: &str, path: &str| {
            let headers = [("cookie", session.as_str()), ("content-type", "application/json")];
            house.send(request(method, "", path, &headers, Body::from("{\"version\": 1}")))
        };
        let seen = send("GET", &format!("/api/v1/dossiers/{code}")).is(200).json();
        assert_eq!(seen["code"], code.as_str());
        assert_eq!(send("GET", "/api/v1/dossiers").is(200).json()["items"].as_array().map(Vec::len), Some(1));
        send("POST", &format!("/api/v1/dossiers/{code}/actions/withdraw")).problem(401, "sign-in-first");
        send("POST", "/api/v1/dossiers").problem(401, "sign-in-first");
        // After a day the session has ended.
        house.later(24);
        send("GET", "/api/v1/dossiers").problem(401, "sign-in-first");
    }

    fn a_token_that_is_none_opens_nothing(given: TestStore) {
        let house = House::open(given);
        for wrong in ["Bearer nonsense", "Bearer ", "Basic bGFuOmxhbg==", "nonsense"] {
            let asked = request("GET", "", "/api/v1/dossiers", &[("authorization", wrong)], Body::empty());
            house.send(asked).problem(401, "sign-in-first");
        }
        // One that expired.
        house.get(CITIZEN, "/api/v1/dossiers").is(200);
        house.later(24 * 31);
        house.get(CITIZEN, "/api/v1/dossiers").problem(401, "sign-in-first");
    }

    fn a_token_that_only_reads_changes_nothing_and_a_revoked_one_opens_nothing_from_then_on(given: TestStore) {
        let house = House::open(given);
        let code = house.file();
        let now = house.clock.now();
        let token = Token {
            id: String::new(), login: CITIZEN.into(), name: "read".into(), scope: Scope::Read, created_at: now,
            used_at: None, expires_at: now + SignedDuration::from_hours(1), assurance: None, of_officer: false,
        };
        let (hash, by) = (token_hash("token-of-reader"), Capacity::system("test"));
        let number = hash[..12].to_owned();
        let (kept, told) = (hash.clone(), by.clone());
        let write = house.given.store.write_blocking(move |tx| create_token(tx, &kept, &token, &told));
        write.expect("a token");
        let path = format!("/api/v1/dossiers/{code}");
        house.get("reader", &path).is(200);
        let withdraw = format!("{path}/actions/withdraw");
        house.post("reader", &withdraw, &json!({"version": 1})).problem(403, "token-reads-only");
        house.get("reader", &path).is(200);
        house.post("reader", "/api/v1/dossiers", &json!({})).problem(403, "token-reads-only");
        assert_eq!(house.version(&code), 1);
        // The API has seen the token a moment ago and keeps it; what was revoked is over all the same.
        let revoke = house.given.store.write_blocking(move |tx| revoke_token(tx, CITIZEN, &number, &by, now));
        revoke.expect("revoked");
        house.get("reader", &path).problem(403, "token-ended");
    }
}
