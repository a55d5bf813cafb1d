//! Lists and exports within what the caller may see.

use crate::house::*;
use axum::body::Body;
use harness::{TestStore, on_both_engines};
use serde_json::{Value, json};

/// The codes of a list.
fn codes(list: &Value) -> Vec<&str> {
    list["items"].as_array().expect("items").iter().filter_map(|item| item["code"].as_str()).collect()
}

on_both_engines! {
    fn a_list_is_paged_by_an_opaque_key(given: TestStore) {
        let house = House::open(given);
        let mut filed: Vec<String> = (0..5).map(|_| house.file()).collect();
        filed.reverse();
        let (mut seen, mut after) = (Vec::new(), String::new());
        loop {
            let page = house.get(CITIZEN, &format!("/api/v1/dossiers?limit=2&after={after}")).is(200).json();
            seen.extend(codes(&page).into_iter().map(str::to_owned));
            match page["next"].as_str() {
                Some(next) => after = next.to_owned(),
                None => break,
            }
        }
        assert_eq!(seen, filed);
    }

    fn everybody_sees_their_own(given: TestStore) {
        let house = House::open(given);
        let code = house.file();
        let count = |who: &str| codes(&house.get(who, "/api/v1/dossiers").is(200).json()).len();
        assert_eq!(count(CITIZEN), 1);
        assert_eq!(count(OTHER_CITIZEN), 0);
        assert_eq!(count(COUNTER_OFFICER), 1);
        assert_eq!(count(CASE_OFFICER), 1);
        assert_eq!(count(ELSEWHERE), 0);
        // Filters narrow, they never widen.
        let asked = format!("/api/v1/dossiers?agency={SIN_HO}&q={code}");
        assert_eq!(codes(&house.get(ELSEWHERE, &asked).is(200).json()), Vec::<&str>::new());
        assert_eq!(codes(&house.get(LEADER, &asked).is(200).json()), [code.as_str()]);
    }

    fn filters_narrow_by_what_they_name(given: TestStore) {
        let house = House::open(given);
        let (filed, received) = (house.file(), house.file());
        house.act(COUNTER_OFFICER, &received, "receive", json!({})).is(200);
        house.act(CASE_OFFICER, &received, "assign", json!({})).is(200);
        let found = |query: &str| house.get(CASE_OFFICER, &format!("/api/v1/dossiers?{query}")).is(200).json();
        assert_eq!(codes(&found("status=1")), [filed.as_str()]);
        assert_eq!(codes(&found("status=in_process")), [received.as_str()]);
        assert_eq!(codes(&found(&format!("officer={CASE_OFFICER}"))), [received.as_str()]);
        assert_eq!(codes(&found("received_from=2025-12-23&received_to=2025-12-23")), [received.as_str()]);
        assert_eq!(codes(&found("received_to=2025-12-22")), Vec::<&str>::new());
        assert_eq!(codes(&found("due_before=2025-12-24")), [received.as_str()]);
        assert_eq!(codes(&found("due_before=2025-12-23")), Vec::<&str>::new());
        assert_eq!(codes(&found("received_from=2025-12-23T08:00:00%2B07:00")), [received.as_str()]);
        assert_eq!(codes(&found("procedure=1.000656")), Vec::<&str>::new());
        assert_eq!(codes(&found("q=lo%20thi%20lan")).len(), 2);
        assert_eq!(codes(&found(&format!("q={filed}"))), [filed.as_str()]);
        let item = &found("status=4")["items"][0];
        assert_eq!(item["officer_name"], "Hoàng Thụ Lý");
        assert_eq!(item["due_at"], "2025-12-23T17:00:00+07:00");
    }

    fn wrong_parameters_are_all_named_at_once(given: TestStore) {
        let house = House::open(given);
        let asked = "/api/v1/dossiers?status=99&limit=0&after=%20&due_before=soon&agency=x&procedure=y";
        let problem = house.get(CASE_OFFICER, asked).problem(422, "input");
        let named: Vec<_> = problem["errors"].as_array().expect("errors").iter().filter_map(|error| error["pointer"].as_str()).collect();
        assert_eq!(named, ["/after", "/limit", "/status", "/agency", "/procedure", "/due_before"]);
        house.get(CASE_OFFICER, "/api/v1/dossiers?status=1&status=2").problem(400, "malformed-query");
        // A filter with a typing error does not answer everything.
        let typo = house.get(CASE_OFFICER, "/api/v1/dossiers?statsu=1").field(422, "/statsu", "parameter-unknown");
        let told = typo["message"].as_str().expect("a text");
        assert!(told.contains("received_from"), "{told}");
        let reversed = "/api/v1/dossiers?received_from=2025-12-02&received_to=2025-12-01";
        house.get(CASE_OFFICER, reversed).field(422, "/received_to", "period");
    }

    fn codes_that_nobody_knows_are_no_empty_list(given: TestStore) {
        let house = House::open(given);
        house.file();
        for path in ["/api/v1/dossiers", "/api/v1/dossiers.csv"] {
            house.get(CASE_OFFICER, &format!("{path}?agency=H35.99")).field(422, "/agency", "agency-unknown");
            house.get(CASE_OFFICER, &format!("{path}?procedure=9.999999")).field(422, "/procedure", "procedure-unknown");
            house.get(CASE_OFFICER, &format!("{path}?status=11")).field(422, "/status", "value-unknown");
            house.get(CASE_OFFICER, &format!("{path}?officer=nobody")).field(422, "/officer", "login-unknown");
        }
        let both = house.get(CASE_OFFICER, "/api/v1/dossiers?agency=H35.99&officer=nobody").problem(422, "input");
        assert_eq!(both["errors"].as_array().map(Vec::len), Some(2));
    }

    fn a_filter_tells_nobody_which_accounts_there_are(given: TestStore) {
        let house = House::open(given);
        house.file();
        // An officer may know colleagues, but not which citizens have an account.
        for login in [CITIZEN, "nobody"] {
            house.get(CASE_OFFICER, &format!("/api/v1/dossiers?officer={login}")).field(422, "/officer", "login-unknown");
        }
        // A citizen learns nothing of either.
        for login in [CASE_OFFICER, OTHER_CITIZEN, "nobody"] {
            let list = house.get(CITIZEN, &format!("/api/v1/dossiers?officer={login}")).is(200).json();
            assert_eq!(codes(&list), Vec::<&str>::new());
        }
        // Who left is still known: their dossiers are.
        house.revoke(COUNTER_OFFICER, rules::people::Role::CounterOfficer, COUNTER);
        house.get(CASE_OFFICER, &format!("/api/v1/dossiers?officer={COUNTER_OFFICER}")).is(200);
    }

    fn an_export_has_every_row_that_the_list_has(given: TestStore) {
        let house = House::open(given);
        let mut filing = house.filing(CITIZEN);
        filing["applicant"]["name"] = json!("=Lò, \"Lan\"");
        house.post(CITIZEN, "/api/v1/dossiers", &filing).is(201);
        let received = house.file();
        house.act(COUNTER_OFFICER, &received, "receive", json!({})).is(200);
        let answer = house.get(CASE_OFFICER, "/api/v1/dossiers.csv").is(200);
        assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8; header=present");
        let lines: Vec<_> = answer.text().lines().collect();
        assert_eq!(lines.len(), 3);
        assert!(lines[0].starts_with("code,status,status_name,version,procedure,"), "{}", lines[0]);
        assert!(lines[1].starts_with("H35.38-251223-0002,2,received,2,1.001193,H35.38,H35.38.01,online,Lò Thị Lan,"), "{}", lines[1]);
        assert!(lines[1].contains("2025-12-23T17:00:00+07:00"), "{}", lines[1]);
        assert!(lines[2].contains("\"'=Lò, \"\"Lan\"\"\""), "{}", lines[2]);
        let nothing = house.get(ELSEWHERE, "/api/v1/dossiers.csv?status=2").is(200);
        assert_eq!(nothing.text().lines().count(), 1);
        house.get(CASE_OFFICER, "/api/v1/dossiers.csv?status=x").problem(422, "input");
    }

    fn an_export_arrives_whole_for_whoever_takes_it_compressed(given: TestStore) {
        let house = House::open(given);
        house.file();
        for coding in ["gzip", "br"] {
            let asked = request("GET", CASE_OFFICER, "/api/v1/dossiers.csv", &[("accept-encoding", coding)], Body::empty());
            // A body that breaks off is no answer.
            let answer = house.send(asked).is(200);
            assert_eq!(answer.header("content-encoding"), coding);
            assert!(!answer.body.is_empty());
        }
    }
}
