//! Digital work over the API: what an officer records counts for their agency's week, for everybody to read.

use crate::house::*;
use harness::{TestStore, on_both_engines};

on_both_engines! {
    fn agencies_are_told_with_their_weeks(given: TestStore) {
        let house = House::open(given);
        let told = house.get("", "/api/v1/digital-work").is(200).json();
        let items = told["items"].as_array().expect("items");
        assert_eq!(told["working"]["agencies"].as_u64(), u64::try_from(items.len()).ok());
        assert!(items.iter().any(|item| item["code"] == SIN_HO && item["bloc"] == "government"), "{items:?}");
        assert!(items.iter().all(|item| item["working"] == (item["weeks_with_work"].as_u64() >= Some(3))));
        assert_eq!(told["weeks"].as_array().map(Vec::len), Some(26));
        let before = house.get("", "/api/v1/digital-work?as_of=2020-01-15").is(200).json();
        assert_eq!(before["weeks"][25]["monday"], "2020-01-06", "the last week that was over");
        house.get("", "/api/v1/digital-work?as_of=yesterday").problem(422, "input");
    }
}
