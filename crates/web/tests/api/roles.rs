//! Every call of the API, tried by those whom the dossier concerns, by an administrator, and by an officer whose account is closed.

use crate::house::*;
use axum::body::Body;
use harness::TestStore;
use serde_json::json;
use std::collections::BTreeSet;

/// Who calls, in the order of the columns.
const WHO: [&str; 6] = [CITIZEN, CASE_OFFICER, LEADER, CLERK, ADMINISTRATOR, CLOSED];

/// An officer whose account is closed.
const CLOSED: &str = COUNTER_OFFICER;

/// A call: method, path as described, and what each is answered about the citizen's dossier.
const CALLS: &[(&str, &str, [u16; 6])] = &[
    ("get", "/healthz", [200; 6]),
    ("get", "/readyz", [200; 6]),
    ("get", "/metrics", [200; 6]),
    ("get", "/api/openapi.json", [200; 6]),
    ("get", "/api/v1/procedures", [200; 6]),
    ("get", "/api/v1/procedures/{code}", [200; 6]),
    ("get", "/api/v1/agencies", [200; 6]),
    ("get", "/api/v1/agencies/{code}", [200; 6]),
    ("get", "/api/v1/villages", [200; 6]),
    ("post", "/api/v1/villages", [403, 403, 403, 403, 422, 401]),
    ("get", "/api/v1/villages/{code}", [404; 6]),
    ("post", "/api/v1/villages/{code}/actions/{action}", [403, 404, 404, 404, 403, 401]),
    ("get", "/api/v1/digital-citizens", [200; 6]),
    ("get", "/api/v1/digital-work", [200; 6]),
    ("get", "/api/v1/training-courses", [403, 200, 200, 200, 200, 401]),
    ("post", "/api/v1/training-courses", [403, 403, 422, 422, 403, 401]),
    ("get", "/api/v1/training-courses/{code}", [403, 404, 404, 404, 404, 401]),
    ("post", "/api/v1/training-courses/{code}/actions/{action}", [403, 404, 404, 404, 404, 401]),
    ("get", "/api/v1/me/training", [403, 200, 200, 200, 200, 401]),
    ("get", "/api/v1/skill-gaps", [403, 200, 200, 200, 200, 401]),
    ("get", "/api/v1/digital-citizens/{code}", [403, 404, 404, 404, 403, 401]),
    ("post", "/api/v1/digital-citizens/{code}/actions/{action}", [403, 404, 404, 404, 403, 401]),
    ("get", "/api/v1/budget-lines", [403, 200, 200, 200, 403, 401]),
    ("post", "/api/v1/budget-lines", [403, 403, 403, 403, 403, 401]),
    ("get", "/api/v1/budget-lines/{code}", [403, 404, 404, 404, 403, 401]),
    ("post", "/api/v1/budget-lines/{code}/actions/{action}", [403, 404, 404, 404, 403, 401]),
    ("get", "/api/v1/essential-services", [200; 6]),
    ("get", "/api/v1/essential-services/{code}", [404; 6]),
    ("post", "/api/v1/essential-services", [403, 403, 422, 422, 403, 401]),
    ("post", "/api/v1/essential-services/{code}/actions/{action}", [403, 403, 404, 404, 403, 401]),
    // Open to everybody; whoever shows a token that counts no more is told so.
    ("get", "/api/v1/index", [200, 200, 200, 200, 200, 401]),
    ("get", "/api/v1/figures", [200; 6]),
    ("get", "/api/v1/index/provinces", [200; 6]),
    ("get", "/api/v1/index/history", [200; 6]),
    ("get", "/api/v1/track/{code}", [404; 6]),
    ("get", "/api/v1/verify/{document_id}", [404; 6]),
    ("post", "/api/v1/signatures", [415; 6]),
    ("get", "/api/v1/files/{id}/signatures", [200, 404, 404, 404, 404, 401]),
    ("get", "/api/v1/dossiers", [200, 200, 200, 200, 200, 401]),
    ("get", "/api/v1/dossiers.csv", [200, 200, 200, 200, 200, 401]),
    // An administrator sees no dossiers: that is said, not an empty list shown.
    ("get", "/api/v1/late-steps", [403, 200, 200, 200, 403, 401]),
    ("get", "/api/v1/index/compare", [200, 200, 200, 200, 200, 401]),
    ("get", "/api/v1/index/{indicator}/records", [200, 200, 200, 200, 403, 401]),
    ("get", "/api/v1/dossiers/{code}", [200, 200, 200, 200, 404, 401]),
    ("get", "/api/v1/dossiers/{code}/history", [200, 200, 200, 200, 404, 401]),
    ("get", "/api/v1/dossiers/{code}/documents", [200, 200, 200, 200, 404, 401]),
    // The slip stays between officers.
    ("get", "/api/v1/dossiers/{code}/documents/{form}", [404, 200, 200, 200, 404, 401]),
    ("get", "/api/v1/dossiers/{code}/payments", [200, 200, 200, 200, 404, 401]),
    // The counter's one officer is gone: its work has fallen to the leader, who finds nothing to ask for.
    ("post", "/api/v1/dossiers/{code}/payments", [422, 403, 422, 403, 404, 401]),
    ("post", "/api/v1/dossiers/{code}/payments/{payment}/attempts", [404, 403, 404, 403, 404, 401]),
    ("post", "/api/v1/dossiers/{code}/actions/{action}", [422, 422, 422, 422, 404, 401]),
    // Leaders and clerks assign tasks; nothing is sent along, and what is missing is named.
    ("get", "/api/v1/tasks", [403, 200, 200, 200, 403, 401]),
    ("post", "/api/v1/tasks", [403, 403, 422, 422, 403, 401]),
    ("get", "/api/v1/tasks/{code}", [404, 404, 404, 404, 404, 401]),
    ("post", "/api/v1/tasks/{code}/actions/{action}", [404, 404, 404, 404, 404, 401]),
    ("get", "/api/v1/conferences", [403, 200, 200, 200, 403, 401]),
    ("post", "/api/v1/conferences", [403, 403, 422, 422, 403, 401]),
    ("get", "/api/v1/conferences/{code}", [403, 404, 404, 404, 403, 401]),
    ("post", "/api/v1/conferences/{code}/actions/{action}", [403, 404, 404, 404, 403, 401]),
    ("get", "/api/v1/conferences/{code}/minutes", [403, 404, 404, 404, 403, 401]),
    ("get", "/api/v1/conferences/{code}/conclusions", [403, 404, 404, 404, 403, 401]),
    ("get", "/api/v1/directives", [403, 200, 200, 200, 403, 401]),
    ("post", "/api/v1/directives", [403, 403, 422, 422, 403, 401]),
    ("get", "/api/v1/directives/{code}", [404, 404, 404, 404, 404, 401]),
    ("post", "/api/v1/directives/{code}/actions/{action}", [404, 404, 404, 404, 404, 401]),
    ("get", "/api/v1/obstacles", [403, 200, 200, 200, 403, 401]),
    ("post", "/api/v1/obstacles", [403, 422, 422, 422, 403, 401]),
    ("get", "/api/v1/obstacles/{code}", [404, 404, 404, 404, 404, 401]),
    ("post", "/api/v1/obstacles/{code}/actions/{action}", [404, 404, 404, 404, 404, 401]),
    ("get", "/api/v1/committees", [403, 200, 200, 200, 403, 401]),
    ("post", "/api/v1/committees", [403, 403, 422, 422, 403, 401]),
    ("get", "/api/v1/committees/{code}", [403, 404, 404, 404, 403, 401]),
    ("post", "/api/v1/committees/{code}/actions/{action}", [403, 404, 404, 404, 403, 401]),
    ("get", "/api/v1/working-groups", [403, 200, 200, 200, 403, 401]),
    ("post", "/api/v1/working-groups", [403, 403, 422, 422, 403, 401]),
    ("get", "/api/v1/working-groups/{code}", [403, 404, 404, 404, 403, 401]),
    ("post", "/api/v1/working-groups/{code}/actions/{action}", [403, 404, 404, 404, 403, 401]),
    // The own agency's work and reports; there is no indicator and no visit yet.
    ("get", "/api/v1/agenda", [403, 200, 200, 200, 403, 401]),
    ("get", "/api/v1/calendar", [403, 200, 200, 200, 403, 401]),
    ("get", "/api/v1/task-reports", [403, 200, 200, 200, 403, 401]),
    ("get", "/api/v1/task-reports/{agency}/{month}", [403, 200, 200, 200, 403, 401]),
    ("post", "/api/v1/task-reports/{agency}/{month}/actions/{action}", [403, 404, 404, 404, 403, 401]),
    ("get", "/api/v1/reports/{form}", [403, 403, 200, 200, 403, 401]),
    ("get", "/api/v1/reports/{form}/{agency}/{period}", [403, 403, 200, 200, 403, 401]),
    ("get", "/api/v1/reports/{form}/{agency}/{period}/records", [403, 403, 200, 200, 403, 401]),
    ("post", "/api/v1/reports/{form}/{agency}/{period}/actions/{action}", [403, 403, 404, 404, 403, 401]),
    ("get", "/api/v1/indicators", [403, 200, 200, 200, 403, 401]),
    ("get", "/api/v1/indicators/{code}", [403, 404, 404, 404, 403, 401]),
    ("get", "/api/v1/indicators/{code}/reports", [403, 404, 404, 404, 403, 401]),
    ("get", "/api/v1/indicators/{code}/reports/{agency}/{period}", [403, 404, 404, 404, 403, 401]),
    ("post", "/api/v1/indicators/{code}/reports/{agency}/{period}/actions/{action}", [403, 404, 404, 404, 403, 401]),
    ("get", "/api/v1/inspections", [403, 200, 200, 200, 403, 401]),
    ("post", "/api/v1/inspections", [403, 403, 422, 422, 403, 401]),
    ("get", "/api/v1/inspections/{code}", [403, 404, 404, 404, 403, 401]),
    ("post", "/api/v1/inspections/{code}/actions/{action}", [403, 404, 404, 404, 403, 401]),
    ("post", "/api/v1/inspections/{code}/findings/{number}/task", [403, 404, 404, 404, 403, 401]),
    // Petitions and requests about results are each their own; archives are kept by clerks and decided over by leaders.
    ("get", "/api/v1/dossiers/{code}/messages", [200, 200, 200, 200, 404, 401]),
    ("get", "/api/v1/petitions", [200, 200, 200, 200, 200, 401]),
    ("post", "/api/v1/petitions", [422, 422, 422, 422, 422, 401]),
    ("get", "/api/v1/petitions/{id}", [404, 404, 404, 404, 404, 401]),
    ("post", "/api/v1/petitions/{id}/actions/{action}", [404, 404, 404, 404, 404, 401]),
    ("get", "/api/v1/result-requests", [200, 200, 200, 200, 200, 401]),
    ("post", "/api/v1/dossiers/{code}/result-requests", [422, 403, 422, 403, 404, 401]),
    ("get", "/api/v1/result-requests/{id}", [404, 404, 404, 404, 404, 401]),
    ("post", "/api/v1/result-requests/{id}/actions/{action}", [404, 404, 404, 404, 404, 401]),
    ("get", "/api/v1/archive/dossiers", [403, 403, 200, 200, 403, 401]),
    ("post", "/api/v1/archive/records", [403, 403, 403, 422, 403, 401]),
    ("get", "/api/v1/archive/lists", [403, 403, 200, 200, 403, 401]),
    ("post", "/api/v1/archive/lists", [403, 403, 403, 422, 403, 401]),
    ("get", "/api/v1/archive/lists/{id}", [403, 403, 404, 404, 403, 401]),
    ("post", "/api/v1/archive/lists/{id}/actions/{action}", [403, 403, 404, 404, 403, 401]),
    // A file opens for who uploaded it; for others through the dossier that it belongs to.
    ("get", "/api/v1/files/{id}", [200, 404, 404, 404, 404, 401]),
    ("post", "/api/v1/dossiers", [422, 422, 422, 422, 422, 401]),
    ("post", "/api/v1/files", [415, 415, 415, 415, 415, 401]),
];

#[test]
fn every_call_that_is_described_is_tried_here() {
    let api: serde_json::Value = serde_json::from_str(web::api::openapi_text()).expect("JSON");
    let paths = api["paths"].as_object().expect("paths");
    let described = paths.iter().flat_map(|(path, operations)| {
        operations.as_object().expect("operations").keys().map(move |method| (method.as_str(), path.as_str()))
    });
    let described: BTreeSet<_> = described.collect();
    let tried: BTreeSet<_> = CALLS.iter().map(|(method, path, _)| (*method, *path)).collect();
    assert_eq!(described, tried);
}

#[test]
fn each_call_answers_those_who_may() {
    let house = House::open(TestStore::sqlite());
    let (file, code) = (house.upload(CITIZEN), house.file());
    house.close_account(CLOSED);
    for &(method, described, expected) in CALLS {
        let subject = match described {
            path if path.contains("/procedures/") => BIRTH,
            path if path.contains("/agencies/") => SIN_HO,
            _ => &code,
        };
        let path = described.replace("{code}", subject).replace("{action}", "rate").replace("{id}", &file);
        let path = path
            .replace("{indicator}", "2.1")
            .replace("/reports/{form}", "/reports/06a")
            .replace("{form}", "control-slip")
            .replace("{payment}", "none");
        let path = path.replace("{agency}", SIN_HO).replace("{month}", "2025-11").replace("{period}", "2025-11");
        let path = path.replace("{number}", "1");
        let body = match described {
            path if method != "post" || path.ends_with("/files") => String::new(),
            path if path.contains("/directives/") => json!({"version": 1}).to_string(),
            path if path.ends_with("/{action}") && !path.contains("/dossiers/") => json!({"version": 1}).to_string(),
            path if path.ends_with("/{action}") => json!({"version": 1, "rating": "satisfied"}).to_string(),
            _ => "{}".to_owned(),
        };
        for (who, expected) in WHO.into_iter().zip(expected) {
            let headers = [("content-type", "application/json")];
            let answer = house.send(request(&method.to_uppercase(), who, &path, &headers, Body::from(body.clone())));
            assert_eq!(answer.status.as_u16(), expected, "{method} {path} as {who}: {}", answer.text());
            if who == ADMINISTRATOR {
                assert!(
                    !answer.text().contains("Lò Thị Lan"),
                    "{method} {path} names the applicant to an administrator"
                );
            }
        }
    }
}
