//! Digital citizens over the API: a month is reported, refused where it can't be, verified by another, and summed up by commune for everybody.

use crate::house::*;
use harness::{TestStore, on_both_engines};
use serde_json::{Value, json};

on_both_engines! {
    fn a_month_is_reported_verified_and_summed_up(given: TestStore) {
        let house = House::open(given);
        let village = house.village(SIN_HO);
        let path = format!("/api/v1/digital-citizens/{village}");
        let act = |who: &str, action: &str, body: Value| house.post(who, &format!("{path}/actions/{action}"), &body);
        let today = house.get("", "/api/v1/figures").is(200).json()["as_of"].as_str().expect("a day").to_owned();
        let counted = |version: u64, eid: i64| {
            json!({
                "version": version, "month": today, "reporter": "group",
                "residents": 200, "eid": eid, "signature": 20, "account": 90, "cashless": 80
            })
        };
        act(CITIZEN, "report", counted(0, 150)).problem(403, "officers-only");
        act(ELSEWHERE, "report", counted(0, 150)).problem(403, "officers-only");
        act(CASE_OFFICER, "report", counted(0, 201)).field(422, "/eid", "citizens-above-residents");
        act(CASE_OFFICER, "report", counted(0, -1)).field(422, "/eid", "number-unreadable");
        act(CASE_OFFICER, "report", counted(0, 150)).is(200);
        act(CASE_OFFICER, "forget", json!({"version": 1})).problem(404, "task-action-unknown");
        act(LEADER, "verify", json!({"version": 7, "number": 1})).problem(409, "citizens-changed-meanwhile");
        act(LEADER, "verify", json!({"version": 1, "number": 2})).problem(404, "citizens-report-unknown");
        let verified = act(LEADER, "verify", json!({"version": 1, "number": 1})).is(200).json();
        assert_eq!((&verified["reports"][0]["state"], &verified["version"]), (&json!("verified"), &json!(2)));
        house.get(CITIZEN, &path).problem(403, "officers-only");
        let communes = house.get("", "/api/v1/digital-citizens").is(200).json();
        let own = communes["items"].as_array().expect("items").iter().find(|item| item["agency"] == SIN_HO);
        let own = own.expect("the commune");
        assert_eq!((&own["counts"]["eid"], &own["counts"]["residents"], &own["known"]), (&json!(150), &json!(200), &json!(1)));
        let figures = house.get("", "/api/v1/figures").is(200).json();
        let figure = figures["items"].as_array().expect("items").iter().find(|item| item["key"] == "digital_citizens");
        let figure = figure.expect("the figure");
        assert_eq!((&figure["numerator"], &figure["denominator"]), (&json!(150), &json!(200)));
        assert_eq!(figure["records"], "/api/v1/digital-citizens");
        house.get("", "/api/v1/digital-citizens?as_of=yesterday").problem(422, "input");
    }
}
