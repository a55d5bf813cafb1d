//! Committees and working groups over the API: founded once, recorded by who keeps them, read by every officer, telephones by few.

use crate::house::*;
use harness::{TestStore, on_both_engines};
use serde_json::{Value, json};

fn committee() -> Value {
    json!({
        "kind": "resolution_57",
        "also": ["project_06"],
        "agency": SIN_HO,
        "name": "Ban Chỉ đạo thực hiện Nghị quyết 57 xã Sìn Hồ",
        "decision": "215/QĐ-UBND",
        "decided_on": "2025-08-11",
        "members": [
            {"name": " Vàng A  Sử ", "title": "Chủ tịch UBND xã", "post": "head", "login": LEADER},
            {"name": "Lò Văn Hặc"}
        ]
    })
}

on_both_engines! {
    fn a_committee_is_founded_once_and_its_work_recorded(given: TestStore) {
        let house = House::open(given);
        house.post(CASE_OFFICER, "/api/v1/committees", &committee()).problem(403, "officers-only");
        let mut elsewhere = committee();
        elsewhere["agency"] = json!(PA_TAN);
        house.post(CLERK, "/api/v1/committees", &elsewhere).problem(403, "committee-keepers-only");
        for (field, value, pointer, code) in [
            ("kind", json!("working_group"), "/kind", "value-unknown"),
            ("agency", json!(""), "/agency", "missing"),
            ("decided_on", json!("2026-01-01"), "/decided_on", "decision-day"),
            ("also", json!(["everything"]), "/also/0", "value-unknown"),
            ("members", json!([{"name": "Lò Văn Hặc"}]), "/members", "committee-without-head"),
            ("members", json!([{"name": "A", "post": "chief"}]), "/members/0/post", "value-unknown"),
            ("members", json!([{"name": "A; B", "post": "head"}]), "/members", "committee-member-name"),
            ("members", json!([{"name": "A", "post": "head", "login": "nobody"}]), "/members", "committee-member-login"),
        ] {
            let mut wrong = committee();
            wrong[field] = value;
            house.post(CLERK, "/api/v1/committees", &wrong).field(422, pointer, code);
        }
        let key = [("idempotency-key", "a-key")];
        let founded = house.send(post(CLERK, "/api/v1/committees", &key, &committee())).is(201);
        assert_eq!(founded.header("location"), format!("/api/v1/committees/BCD57-{SIN_HO}"));
        let again = house.send(post(CLERK, "/api/v1/committees", &key, &committee())).is(201);
        assert_eq!(again.body, founded.body, "sent again it is founded once");
        let seen = founded.json();
        assert_eq!((&seen["members"][0]["name"], &seen["also"], &seen["regulation"]), (&json!("Vàng A Sử"), &json!(["project_06"]), &json!("missing")));
        house.post(CLERK, "/api/v1/committees", &committee()).problem(422, "committee-there-already");

        let path = format!("/api/v1/committees/BCD57-{SIN_HO}");
        let act = |who: &str, action: &str, body: Value| house.post(who, &format!("{path}/actions/{action}"), &body);
        act(ELSEWHERE, "meet", json!({"version": 1, "on": "2025-12-20"})).problem(403, "committee-keepers-only");
        act(CLERK, "plan", json!({"version": 1, "on": "2025-12-01"})).field(422, "/on", "meeting-day-to-come");
        act(CLERK, "meet", json!({"version": 1, "on": "2025-12-20", "present": 2, "outcome": "TB 12"})).is(200);
        act(CLERK, "plan", json!({"version": 1, "on": "2025-12-30"})).problem(409, "committee-changed-meanwhile");
        act(CLERK, "plan", json!({"version": 2, "on": "2025-12-30", "agenda": "Quý IV"})).is(200);
        act(CLERK, "regulate", json!({"version": 3, "decision": "216/QĐ-BCĐ", "decided_on": "2025-09-01"})).is(200);
        act(CLERK, "sing", json!({"version": 4})).problem(404, "committee-action-unknown");
        let reorganised = act(CLERK, "reorganise", json!({"version": 4, "decision": "300/QĐ-UBND", "decided_on": "2025-12-22", "members": [{"name": "Giàng A Páo", "post": "head"}]})).is(200).json();
        assert_eq!((&reorganised["also"], &reorganised["members"][0]["name"]), (&json!([]), &json!("Giàng A Páo")));
        assert_eq!((&reorganised["held"][0]["present"], &reorganised["planned"][0]["on"]), (&json!(2), &json!("2025-12-30")));

        // Telephones are for those who work with them.
        let phones = json!({"version": 5, "phones": [{"name": "Giàng A Páo", "phone": "0912 345 678"}]});
        act(CLERK, "phones", json!({"version": 4, "phones": []})).problem(409, "committee-changed-meanwhile");
        act(CLERK, "phones", json!({"version": 5, "phones": [{"name": "Ai Đó", "phone": "0912345678"}]})).field(422, "/phones", "member-unknown");
        assert_eq!(act(CLERK, "phones", phones).is(200).json()["members"][0]["phone"], "0912345678");
        assert_eq!(house.get(ELSEWHERE, &path).is(200).json()["members"][0]["phone"], Value::Null);

        act(CLERK, "dissolve", json!({"version": 5, "decision": "301/QĐ-UBND", "decided_on": "2025-12-23"})).is(200);
        act(CLERK, "meet", json!({"version": 6, "on": "2025-12-23"})).problem(422, "committee-no-more");
    }

    fn groups_and_committees_answer_each_under_their_own_name(given: TestStore) {
        let house = House::open(given);
        let (own_village, other_village) = (house.village(SIN_HO), house.village(PA_TAN));
        house.post(CLERK, "/api/v1/committees", &committee()).is(201);
        let group = |village: &str| json!({
            "agency": SIN_HO,
            "village": village,
            "name": "Tổ công tác Đề án 06 bản Nậm Lúc",
            "decision": "220/QĐ-UBND",
            "decided_on": "2025-09-01",
            "members": [{"name": "Sùng A Chu", "title": "Trưởng bản", "post": "head"}]
        });
        for elsewhere in [&other_village, &own_village.replace(".001", ".009"), "bản nào đó"] {
            house.post(CLERK, "/api/v1/working-groups", &group(elsewhere)).field(422, "/village", "committee-village-elsewhere");
        }
        let founded = house.post(CLERK, "/api/v1/working-groups", &group(&own_village)).is(201).json();
        let code = founded["code"].as_str().expect("a code").to_owned();
        house.get(CASE_OFFICER, &format!("/api/v1/committees/{code}")).problem(404, "committee-unknown");
        house.get(CASE_OFFICER, &format!("/api/v1/working-groups/BCD57-{SIN_HO}")).problem(404, "committee-unknown");
        house.post(CLERK, &format!("/api/v1/committees/{code}/actions/meet"), &json!({"version": 1})).problem(404, "committee-unknown");
        let report = json!({"version": 1, "from": "2025-12-01", "to": "2025-12-20", "what": "Đến từng nhà", "helped": 12});
        let seen = house.post(CLERK, &format!("/api/v1/working-groups/{code}/actions/activity"), &report).is(200).json();
        assert_eq!((&seen["activities"][0]["helped"], &seen["kind"]), (&json!(12), &json!("working_group")));

        let codes = |path: &str| {
            let found = house.get(ELSEWHERE, path).is(200).json();
            found["items"].as_array().expect("items").iter().map(|one| one["code"].as_str().expect("a code").to_owned()).collect::<Vec<_>>()
        };
        let own = format!("BCD57-{SIN_HO}");
        assert_eq!(codes("/api/v1/committees"), [own.as_str()]);
        assert_eq!(codes("/api/v1/working-groups"), [code.as_str()]);
        assert_eq!(codes("/api/v1/committees?kind=project_06&q=sin%20ho"), [own]);
        assert!(codes("/api/v1/committees?kind=reform").is_empty() && codes("/api/v1/committees?q=pa%20tan").is_empty());
        assert!(codes(&format!("/api/v1/committees?agency={PA_TAN}")).is_empty());
        assert_eq!(codes("/api/v1/working-groups?without_regulation=true&not_met_since=2025-10-01"), [code]);
        house.get(ELSEWHERE, "/api/v1/committees?kind=working_group").field(422, "/kind", "value-unknown");
    }
}
