//! Members of working groups over the API who hold no position: each right that they have, and what stays closed to them.

use crate::house::*;
use harness::{TestStore, on_both_engines};
use serde_json::{Value, json};

fn group(village: &str, login: &str) -> Value {
    json!({
        "agency": SIN_HO,
        "village": village,
        "name": "Tổ công tác Đề án 06 bản Nậm Lúc",
        "decision": "220/QĐ-UBND",
        "decided_on": "2025-09-01",
        "members": [{"name": "Lò Thị Lan", "title": "Trưởng bản", "post": "head", "login": login}]
    })
}

on_both_engines! {
    fn a_member_reports_for_their_own_group_raises_and_sees_their_own(given: TestStore) {
        let house = House::open(given);
        let village = house.village(SIN_HO);
        let founded = house.post(CLERK, "/api/v1/working-groups", &group(&village, CITIZEN)).is(201).json();
        let code = founded["code"].as_str().expect("a code").to_owned();
        let path = format!("/api/v1/working-groups/{code}");
        let phones = json!({"version": 1, "phones": [{"name": "Lò Thị Lan", "phone": "0912 345 678"}]});
        house.post(CLERK, &format!("{path}/actions/phones"), &phones).is(200);
        // Their own group, telephones with it; no list, nobody else's.
        assert_eq!(house.get(CITIZEN, &path).is(200).json()["members"][0]["phone"], "0912345678");
        house.get(OTHER_CITIZEN, &path).problem(403, "officers-only");
        house.get(CITIZEN, "/api/v1/working-groups").problem(403, "officers-only");
        house.get(CITIZEN, "/api/v1/working-groups/TCT06-03478.999").problem(403, "officers-only");
        house.get(CITIZEN, &format!("/api/v1/committees/BCD57-{SIN_HO}")).problem(403, "officers-only");
        let activity = json!({"version": 1, "from": "2025-12-01", "to": "2025-12-20", "what": "Đến từng nhà", "helped": 12});
        house.post(OTHER_CITIZEN, &format!("{path}/actions/activity"), &activity).problem(403, "officers-only");
        let seen = house.post(CITIZEN, &format!("{path}/actions/activity"), &activity).is(200).json();
        assert_eq!(seen["activities"][0]["helped"], 12);
        for (action, body) in [
            ("meet", json!({"version": 2, "on": "2025-12-20", "present": 1})),
            ("review", json!({"version": 2, "on": "2025-12-20", "found": "Đủ", "conclusion": "keep"})),
            ("phones", json!({"version": 2, "phones": []})),
            ("dissolve", json!({"version": 2, "decision": "1/QĐ", "decided_on": "2025-12-20"})),
        ] {
            house.post(CITIZEN, &format!("{path}/actions/{action}"), &body).problem(403, "committee-keepers-only");
        }
        // Obstacles: raised for the group's agency, seen by whoever raised them.
        let raise = |agency: &str| json!({"agency": agency, "kind": "equipment", "village": village, "text": "Không có máy in"});
        let theirs = house.post(CASE_OFFICER, "/api/v1/obstacles", &raise(SIN_HO)).is(201).json();
        let theirs = theirs["code"].as_str().expect("a code");
        house.post(CITIZEN, "/api/v1/obstacles", &raise(PA_TAN)).field(422, "/village", "obstacle-village-elsewhere");
        let mut elsewhere = raise(PA_TAN);
        elsewhere["village"] = json!("");
        house.post(CITIZEN, "/api/v1/obstacles", &elsewhere).problem(403, "obstacle-not-your-agency");
        house.post(OTHER_CITIZEN, "/api/v1/obstacles", &raise(SIN_HO)).problem(403, "officers-only");
        let own = house.post(CITIZEN, "/api/v1/obstacles", &raise(SIN_HO)).is(201).json();
        let own = own["code"].as_str().expect("a code");
        let listed = house.get(CITIZEN, "/api/v1/obstacles").is(200).json();
        let codes: Vec<_> = listed["items"].as_array().expect("items").iter().map(|one| one["code"].clone()).collect();
        assert_eq!(codes, [json!(own)]);
        house.get(CITIZEN, &format!("/api/v1/obstacles/{theirs}")).problem(404, "obstacle-unknown");
        house.get(OTHER_CITIZEN, &format!("/api/v1/obstacles/{own}")).problem(404, "obstacle-unknown");
        let answer = json!({"version": 1, "text": "Đã cấp máy"});
        house.post(CITIZEN, &format!("/api/v1/obstacles/{own}/actions/answer"), &answer).problem(403, "obstacle-answerers-only");
        house.post(LEADER, &format!("/api/v1/obstacles/{own}/actions/answer"), &answer).is(200);
        let answered = house.get(CITIZEN, &format!("/api/v1/obstacles/{own}")).is(200).json();
        assert_eq!(answered["answer"]["text"], "Đã cấp máy");
        // The own village's month: reported as the group's, verified by an officer as before; officers' reports stay theirs.
        let citizens = format!("/api/v1/digital-citizens/{village}");
        let counted = |version: u64, eid: u32| json!({
            "version": version, "month": "2025-12-01", "reporter": "commune",
            "residents": 200, "eid": eid, "signature": 20, "account": 90, "cashless": 80
        });
        house.post(CASE_OFFICER, &format!("{citizens}/actions/report"), &counted(0, 140)).is(200);
        let seen = house.post(CITIZEN, &format!("{citizens}/actions/report"), &counted(1, 150)).is(200).json();
        assert_eq!(seen["reports"].as_array().map(Vec::len), Some(1), "what an officer reported is not theirs");
        assert_eq!((&seen["reports"][0]["reporter"], &seen["reports"][0]["number"]), (&json!("group"), &json!(2)));
        house.post(CITIZEN, &format!("{citizens}/actions/verify"), &json!({"version": 2, "number": 1})).is(403);
        house.post(OTHER_CITIZEN, &format!("{citizens}/actions/report"), &counted(2, 150)).problem(403, "officers-only");
        house.get(OTHER_CITIZEN, &citizens).problem(403, "officers-only");
        house.post(LEADER, &format!("{citizens}/actions/verify"), &json!({"version": 2, "number": 2})).is(200);
        // Out of the group, out of its rights, at once.
        let anew = json!({"version": 2, "decision": "2/QĐ", "decided_on": "2025-12-22", "members": [{"name": "Sùng A Chu", "post": "head"}]});
        let seen = house.post(CLERK, &format!("{path}/actions/reorganise"), &anew).is(200).json();
        let last = seen["history"].as_array().and_then(|all| all.last()).expect("an entry");
        assert_eq!((&last["members_before"][0]["name"], &last["members_after"][0]["name"]), (&json!("Lò Thị Lan"), &json!("Sùng A Chu")));
        house.get(CITIZEN, &path).problem(403, "officers-only");
        house.get(CITIZEN, "/api/v1/obstacles").problem(403, "officers-only");
        house.get(CITIZEN, &format!("/api/v1/obstacles/{own}")).problem(404, "obstacle-unknown");
    }

    fn what_was_dissolved_is_founded_again_reviewed_and_told_whole(given: TestStore) {
        let house = House::open(given);
        for (pointer, code) in [
            ("/kind", "missing"),
            ("/agency", "missing"),
            ("/name", "missing"),
            ("/decision", "missing"),
            ("/decided_on", "decision-day"),
            ("/members", "committee-without-head"),
        ] {
            house.post(CLERK, "/api/v1/committees", &json!({})).field(422, pointer, code);
        }
        house.post(CLERK, "/api/v1/working-groups", &json!({})).field(422, "/agency", "missing");
        let committee = |name: &str, number: &str, on: &str| json!({
            "kind": "reform", "agency": SIN_HO, "name": name, "decision": number, "decided_on": on,
            "members": [{"name": "Vàng A Sử", "post": "head"}]
        });
        let founded = house.post(CLERK, "/api/v1/committees", &committee("Cũ", "1/QĐ", "2025-08-01")).is(201).json();
        let path = format!("/api/v1/committees/{}", founded["code"].as_str().expect("a code"));
        let act = |action: &str, body: Value| house.post(CLERK, &format!("{path}/actions/{action}"), &body);
        act("review", json!({"version": 1})).field(422, "/conclusion", "choose");
        act("review", json!({"version": 1, "conclusion": "sing"})).field(422, "/conclusion", "value-unknown");
        let review = json!({"version": 1, "on": "2025-10-01", "found": "Trùng nhiệm vụ", "conclusion": "dissolve"});
        let seen = act("review", review).is(200).json();
        assert_eq!((&seen["last_reviewed"], &seen["reviews"][0]["conclusion"]), (&json!("2025-10-01"), &json!("dissolve")));
        let listed = |query: &str| house.get(CLERK, &format!("/api/v1/committees?{query}")).is(200).json()["items"].as_array().map(Vec::len);
        assert_eq!((listed("not_reviewed_since=2025-01-01"), listed("not_reviewed_since=2025-10-02")), (Some(0), Some(1)));
        act("dissolve", json!({"version": 2, "decision": "2/QĐ", "decided_on": "2025-10-10"})).is(200);
        let early = committee("Mới", "3/QĐ", "2025-10-09");
        house.post(CLERK, "/api/v1/committees", &early).field(422, "/decided_on", "committee-founded-before-end");
        let again = house.post(CLERK, "/api/v1/committees", &committee("Mới", "3/QĐ", "2025-11-01")).is(201).json();
        assert_eq!((&again["code"], &again["version"], &again["dissolved"]), (&founded["code"], &json!(4), &Value::Null));
        assert_eq!((&again["name"], &again["regulation"], &again["last_reviewed"]), (&json!("Mới"), &json!("missing"), &Value::Null));
        let kinds: Vec<_> = again["history"].as_array().expect("entries").iter().map(|one| one["kind"].clone()).collect();
        assert_eq!(kinds, ["founded", "reviewed", "dissolved", "founded"]);
        house.post(CLERK, "/api/v1/committees", &committee("Nữa", "4/QĐ", "2025-11-02")).problem(422, "committee-there-already");
    }
}
