//! Official reports over the API: drawn, sent, refused to others; sums hold; each number's records are as many.

use crate::house::*;
use harness::{TestStore, on_both_engines};
use serde_json::json;

on_both_engines! {
    fn a_report_is_read_with_its_records_and_sent(given: TestStore) {
        let house = House::open(given);
        let code = house.file();
        house.act(COUNTER_OFFICER, &code, "receive", json!({})).is(200);
        let path = format!("/api/v1/reports/06a/{SIN_HO}/2025-12");
        let report = house.get(CLERK, &path).is(200).json();
        let (columns, total) = (&report["columns"], &report["rows"][0]);
        assert_eq!((report["sign"].as_str(), total["line"].as_str()), (Some("II.06a/VPCP/KSTT"), Some("all")));
        let received = total["cells"][0].as_i64().expect("a number");
        assert!(received >= 1);
        for (at, column) in columns.as_array().expect("columns").iter().enumerate() {
            let records = house.get(CLERK, &format!("{path}/records?line=all&column={}", column["number"])).is(200).json();
            let listed = records["items"].as_array().expect("items").len();
            assert_eq!(i64::try_from(listed).ok(), total["cells"][at].as_i64(), "{column}");
        }
        house.get(CLERK, &format!("{path}/records?column=99")).field(422, "/column", "official-report-line");
        house.get(CLERK, &format!("{path}/records?column=x")).field(422, "/column", "official-report-line");
        house.get(CLERK, "/api/v1/reports/06a?period=xi").field(422, "/period", "official-report-period");
        house.get(CLERK, &format!("/api/v1/reports/09/{SIN_HO}/2025-12")).problem(404, "official-report-unknown");
        house.get(CLERK, &format!("/api/v1/reports/06a/{PA_TAN}/2025-12")).problem(404, "official-report-unknown");
        let last = format!("/api/v1/reports/06a/{SIN_HO}/2025-11");
        let act = |who: &str, path: &str, action: &str, body| house.post(who, &format!("{path}/actions/{action}"), &body);
        act(CLERK, &path, "send", json!({"version": 0})).problem(422, "official-report-too-early");
        act(CASE_OFFICER, &last, "send", json!({"version": 0})).is(403);
        let sent = act(CLERK, &last, "send", json!({"version": 0, "note": "Đủ"})).is(200).json();
        assert_eq!((sent["state"].as_str(), sent["frozen"].as_bool()), (Some("awaiting"), Some(true)));
        act(LEADER, &last, "approve", json!({"version": 1})).problem(403, "official-report-approvers-only");
        act(CLERK, &last, "send", json!({"version": 0})).problem(409, "official-report-changed-meanwhile");
        let listed = house.get(CLERK, "/api/v1/reports/06a?period=2025-11").is(200).json();
        assert_eq!(listed["items"][0]["agency"], SIN_HO);
    }
}
