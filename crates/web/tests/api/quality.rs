//! The index and the figures over the API, each with its records.

use crate::house::*;
use harness::{TestStore, on_both_engines};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The names of an object's fields.
fn fields(value: &Value) -> BTreeSet<String> {
    value.as_object().expect("an object").keys().cloned().collect()
}

/// The names of the fields that the description gives a type.
fn described(name: &str) -> BTreeSet<String> {
    let api: Value = serde_json::from_str(web::api::openapi_text()).expect("JSON");
    fields(&api["components"]["schemas"][name]["properties"])
}

on_both_engines! {
    fn each_number_of_the_index_opens_its_records(given: TestStore) {
        let house = House::open(given);
        let code = house.file();
        house.act(COUNTER_OFFICER, &code, "receive", json!({})).is(200);
        house.settle_dossier(&code);
        let index = house.get("", &format!("/api/v1/index?agency={SIN_HO}&from=2025-12-01&to=2025-12-23")).is(200).json();
        assert_eq!(index["max"], 100);
        assert_eq!(index["agency"], SIN_HO);
        let groups = index["groups"].as_array().expect("groups");
        let indicators = groups.iter().flat_map(|group| group["indicators"].as_array().expect("indicators"));
        let mut opened = 0;
        for indicator in indicators {
            // An average's numerator is a time, not a count, and says so.
            let average = indicator["key"] == "2.2";
            assert_eq!(indicator["unit"], if average { "seconds" } else { "count" }, "{indicator}");
            let counted = if average { "denominator" } else { "numerator" };
            assert_eq!(indicator["records_count"], indicator[counted], "{indicator}");
            assert!(!average || indicator["records_rest"].is_null(), "{indicator}");
            for (side, count) in [("records", &indicator["records_count"]), ("records_rest", &Value::Null)] {
                let Some(place) = indicator[side].as_str() else { continue };
                let answer = house.get(LEADER, place);
                if answer.status == 404 {
                    continue;
                }
                let listed = answer.is(200).json()["items"].as_array().map_or(0, Vec::len);
                opened += 1;
                if let Some(count) = count.as_u64() {
                    assert_eq!(listed as u64, count.min(50), "{place}");
                }
            }
        }
        assert!(opened > 5, "{index}");
        let on_time = house.get(LEADER, &format!("/api/v1/index/2.1/records?side=numerator&agency={SIN_HO}&from=2025-12-01&to=2025-12-23"));
        assert_eq!(on_time.is(200).json()["items"][0]["code"], code.as_str());
        // Within what the caller may see.
        let elsewhere = house.get(ELSEWHERE, "/api/v1/index/2.1/records?from=2025-12-01&to=2025-12-23").is(200).json();
        assert_eq!(elsewhere["items"], json!([]));
    }

    fn who_sees_no_dossiers_is_told_so_instead_of_shown_none(given: TestStore) {
        let house = House::open(given);
        let code = house.file();
        house.act(COUNTER_OFFICER, &code, "receive", json!({})).is(200);
        let records = |who: &str, key: &str| {
            house.get(who, &format!("/api/v1/index/{key}/records?from=2025-12-01&to=2025-12-23"))
        };
        let problem = records(ADMINISTRATOR, "2.1").problem(403, "records-not-for-you");
        let told = problem["next_step"].as_str().expect("a next step");
        assert!(told.contains("ủy quyền") && told.contains("/index/2.1/records"), "{problem}");
        // Procedures are public.
        records(ADMINISTRATOR, "1.3").is(200);
        assert_eq!(records(LEADER, "2.1").is(200).json()["items"].as_array().map(Vec::len), Some(1));
    }

    fn index_and_figures_look_as_described(given: TestStore) {
        let house = House::open(given);
        let index = house.get("", "/api/v1/index?as_of=2025-12-23").is(200).json();
        assert_eq!(fields(&index), described("IndexSeen"));
        assert_eq!(fields(&index["groups"][0]), described("IndexGroup"));
        assert_eq!(fields(&index["groups"][0]["indicators"][0]), described("IndexIndicator"));
        // The published score is told as soon as a table of scores was taken in.
        let mut rank = described("IndexRank");
        rank.retain(|field| field != "published");
        assert_eq!(fields(&index["rank"]), rank);
        let figures = house.get("", "/api/v1/figures?as_of=2025-12-23").is(200).json();
        assert_eq!(fields(&figures), described("FiguresSeen"));
        assert_eq!(fields(&figures["items"][0]), described("FigureSeen"));
        assert_eq!(fields(&figures["items"][0]["passport"]), described("FigurePassport"));
        assert_eq!(figures["as_of"], "2025-12-23");
    }

    fn who_had_no_dossier_has_no_score(given: TestStore) {
        let house = House::open(given);
        let code = house.file();
        let asked = format!("/api/v1/index?agency={SIN_HO}");
        let idle = house.get("", &asked).is(200).json();
        assert_eq!((&idle["score"], &idle["band"]), (&Value::Null, &Value::Null), "filed, but not received");
        assert_eq!(idle["rank"], json!({"position": null, "of": 0, "state": "no_cases"}));
        assert_eq!(house.get("", "/api/v1/index").is(200).json()["score"], Value::Null);
        house.act(COUNTER_OFFICER, &code, "receive", json!({})).is(200);
        let index = house.get("", &asked).is(200).json();
        assert!(index["score"].as_f64().is_some_and(|score| score > 0.0), "{index}");
        assert_eq!(index["rank"]["position"], 1);
    }

    fn impossible_periods_and_keys_are_refused(given: TestStore) {
        let house = House::open(given);
        house.get("", "/api/v1/index?from=2025-12-10&to=2025-12-01").field(422, "/to", "period");
        house.get("", "/api/v1/index?as_of=2026-12-01").field(422, "/as_of", "date-in-future");
        house.get("", "/api/v1/index?from=yesterday").field(422, "/from", "day");
        house.get("", "/api/v1/index?agency=H35.99").field(422, "/agency", "agency-unknown");
        house.get("", "/api/v1/figures?as_of=never").field(422, "/as_of", "day");
        house.get(LEADER, "/api/v1/index/9.9/records").problem(404, "records-unknown");
        house.get(LEADER, "/api/v1/index/2.1/records?side=left").field(422, "/side", "value-unknown");
    }
}
