//! Procedures and agencies over the API, open to everybody; health and figures of the server.

use crate::house::*;
use harness::{TestStore, on_both_engines};
use serde_json::{Value, json};

fn names(list: &Value) -> Vec<&str> {
    list["items"].as_array().expect("items").iter().filter_map(|item| item["name"].as_str()).collect()
}

on_both_engines! {
    fn procedures_are_found_with_and_without_marks(given: TestStore) {
        let house = House::open(given);
        let found = |query: &str| house.get("", &format!("/api/v1/procedures?{query}")).is(200).json();
        assert_eq!(names(&found("q=khai%20sinh"))[0], "Đăng ký khai sinh");
        assert_eq!(names(&found("q=khai%20t%E1%BB%AD"))[0], "Đăng ký khai tử");
        assert!(names(&found("online=partial")).contains(&"Đăng ký kết hôn"));
        assert!(!names(&found("online=true")).contains(&"Đăng ký khai sinh lưu động"));
        assert!(names(&found("field=ho%20tich&level=commune")).len() > 10);
        assert_eq!(names(&found("level=ministry")).len(), 0);
        house.get("", "/api/v1/procedures?level=galaxy&online=maybe").problem(422, "input");
        let page = found("limit=3");
        assert_eq!(names(&page).len(), 3);
        let next = page["next"].as_str().expect("more");
        assert_ne!(names(&found(&format!("limit=3&after={next}"))), names(&page));
    }

    fn a_procedure_has_all_its_parts(given: TestStore) {
        let house = House::open(given);
        let seen = house.get("", &format!("/api/v1/procedures/{BIRTH}")).is(200).json();
        assert_eq!(seen["name"], "Đăng ký khai sinh");
        assert_eq!(seen["time_limit"], json!("same_day"));
        assert_eq!(seen["documents"][1]["name"], "Giấy chứng sinh");
        assert_eq!(seen["version"], 1);
        assert!(seen["route"].as_array().is_some_and(|steps| !steps.is_empty()));
        house.get("", "/api/v1/procedures/9.999999").problem(404, "procedure-unknown");
        house.get("", "/api/v1/procedures/nonsense").problem(404, "procedure-unknown");
    }

    fn agencies_are_those_in_force_on_the_day_and_of_the_bloc(given: TestStore) {
        let house = House::open(given);
        let on = |day: &str, more: &str| {
            let list = format!("/api/v1/agencies?level=commune&kind=authority&limit=200&in_force_on={day}{more}");
            names(&house.get("", &list).is(200).json()).len()
        };
        // Only Mù Cả and Tà Tổng were there before 1 July 2025; what the others came from is not entered here.
        assert_eq!((on("2025-06-30", ""), on("2025-07-01", "")), (2, 38));
        assert_eq!(on("2025-07-01", "&bloc=party"), 0);
        house.get("", "/api/v1/agencies?bloc=army&in_force_on=yesterday").problem(422, "input");
        let seen = house.get("", &format!("/api/v1/agencies/{SIN_HO}")).is(200).json();
        assert_eq!((&seen["bloc"], &seen["founded_on"]), (&json!("government"), &json!("2025-07-01")));
        assert_eq!((&seen["ended_on"], &seen["merged_into"]), (&Value::Null, &json!([])));
    }

    fn villages_are_listed_page_by_page(given: TestStore) {
        let now = rules::calendar::instant(jiff::civil::date(2025, 12, 1).at(8, 0, 0, 0));
        let entered: Result<(), store::Failure> = given.store.write_blocking(move |tx| {
            for (number, name) in [(1, "Nậm Lúc"), (2, "Hoàng Hồ"), (3, "Phiêng Ớt")] {
                let commune: rules::codes::CommuneCode = "03478".parse().expect("a code");
                let village = rules::people::Village {
                    code: rules::codes::VillageCode::new(&commune, number).expect("a code"),
                    name: name.into(),
                    kind: rules::people::VillageKind::Ban,
                    commune,
                    founded_on: None,
                    decision: None,
                };
                let event = rules::people::Event::VillageRegistered(rules::people::VillageRegistered { village });
                store::desk::people::record(tx, event, &rules::people::Capacity::system("test"), now)?;
            }
            Ok(())
        });
        entered.expect("entered");
        let house = House::open(given);
        let first = house.get("", "/api/v1/villages?commune=03478&limit=2").is(200).json();
        assert_eq!(names(&first), ["Nậm Lúc", "Hoàng Hồ"]);
        let next = first["next"].as_str().expect("more");
        let rest = house.get("", &format!("/api/v1/villages?commune=03478&limit=2&after={next}")).is(200).json();
        assert_eq!((names(&rest), &rest["next"]), (vec!["Phiêng Ớt"], &Value::Null));
        assert_eq!(names(&house.get("", "/api/v1/villages?q=hoang").is(200).json()), ["Hoàng Hồ"]);
        house.get("", "/api/v1/villages?commune=here").problem(422, "input");
    }

    fn a_village_is_entered_under_the_next_number_of_its_commune(given: TestStore) {
        let house = House::open(given);
        let sent = json!({ "name": "Nậm Lúc", "kind": "ban", "commune": "03478", "decision": "12/NQ-HĐND" });
        let made = house.post(ADMINISTRATOR, "/api/v1/villages", &sent).is(201);
        assert_eq!((&made.json()["code"], &made.json()["name"]), (&json!("03478.001"), &json!("Nậm Lúc")));
        let taken = house.post(ADMINISTRATOR, "/api/v1/villages", &sent).problem(422, "input");
        assert_eq!(taken["errors"][0]["pointer"], "/name");
        let nothing = house.post(ADMINISTRATOR, "/api/v1/villages", &json!({ "name": "Hoàng Hồ" })).problem(422, "input");
        assert_eq!(nothing["errors"].as_array().expect("errors").len(), 2);
        house.post(LEADER, "/api/v1/villages", &sent).problem(403, "administrators-only");
        house.post(ADMINISTRATOR_ELSEWHERE, "/api/v1/villages", &sent).problem(403, "administrators-only");
        assert_eq!(names(&house.get("", "/api/v1/villages?q=hoang").is(200).json()).len(), 0);
    }

    fn agencies_are_listed_with_their_counters(given: TestStore) {
        let house = House::open(given);
        let communes = house.get("", "/api/v1/agencies?level=commune&kind=authority&limit=200").is(200).json();
        assert_eq!(names(&communes).len(), 38);
        assert_eq!(communes["next"], Value::Null);
        let found = house.get("", "/api/v1/agencies?q=sin%20ho&kind=counter").is(200).json();
        assert_eq!(found["items"][0]["code"], COUNTER);
        let seen = house.get("", &format!("/api/v1/agencies/{SIN_HO}")).is(200).json();
        assert_eq!(seen["commune"], "03478");
        assert_eq!(seen["own_counter"], COUNTER);
        house.get("", "/api/v1/agencies/H35.99").problem(404, "agency-unknown");
        house.get("", "/api/v1/agencies?kind=castle").field(422, "/kind", "value-unknown");
    }

    fn the_server_says_how_it_is(given: TestStore) {
        let house = House::open(given);
        assert_eq!(house.get("", "/healthz").is(200).json()["status"], "ok");
        assert_eq!(house.get("", "/readyz").is(200).json()["status"], "ok");
        let text = house.get("", "/metrics").is(200);
        let line = "http_request_duration_seconds_count{method=\"GET\",route=\"/healthz\",status=\"200\"}";
        assert!(text.text().contains(line), "{}", text.text());
        assert!(text.text().contains("http_request_duration_seconds_bucket"));
        assert!(text.text().contains("store_waiting{kind=\"write\"} 0"));
        assert!(text.text().contains("store_groups_total"));
    }

    fn what_is_not_there_is_told_as_a_problem_too(given: TestStore) {
        let house = House::open(given);
        house.get("", "/api/v1/nonsense").problem(404, "http-404");
        house.post("", "/api/v1/nonsense", &json!({})).problem(404, "http-404");
        let wrong = house.send(request("DELETE", CITIZEN, "/api/v1/dossiers", &[], axum::body::Body::empty()));
        assert!(wrong.header("allow").contains("POST"));
        wrong.problem(405, "http-405");
        // Programs get no cookies.
        assert_eq!(house.get("", "/api/v1/procedures").header("set-cookie"), "");
    }
}
