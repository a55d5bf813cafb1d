//! After the result over the API: copies and corrections, petitions, the archive, and what the applicant was told.

use crate::house::*;
use harness::{TestStore, on_both_engines};
use serde_json::{Value, json};

/// A dossier that was settled.
fn settled(house: &House) -> String {
    let code = house.file();
    house.act(COUNTER_OFFICER, &code, "receive", json!({})).is(200);
    house.settle_dossier(&code);
    code
}

fn id(made: &Value) -> String {
    made["id"].as_str().expect("a number").to_owned()
}

/// What the applicant was told, the newest first.
fn told(house: &House, who: &str, code: &str) -> Vec<String> {
    let told = house.get(who, &format!("/api/v1/dossiers/{code}/messages")).is(200).json();
    let notice = |one: &Value| one["notice"].as_str().expect("a notice").to_owned();
    told["items"].as_array().expect("items").iter().map(notice).collect()
}

on_both_engines! {
    fn a_copy_is_asked_for_given_and_told(given: TestStore) {
        let house = House::open(given);
        let code = settled(&house);
        let to = format!("/api/v1/dossiers/{code}/result-requests");
        house.post(CITIZEN, &to, &json!({"kind": "copy", "copies": 0})).field(422, "/copies", "copies");
        house.post(OTHER_CITIZEN, &to, &json!({"kind": "copy", "copies": 1})).problem(404, "dossier-unknown");
        let asked = post(CITIZEN, &to, &[("idempotency-key", "copy-1")], &json!({"kind": "copy", "copies": 2}));
        let made = house.send(asked).is(201);
        let place = made.header("location").to_owned();
        let request = made.json();
        let again = post(CITIZEN, &to, &[("idempotency-key", "copy-1")], &json!({"kind": "copy", "copies": 2}));
        assert_eq!(house.send(again).is(201).json()["id"], request["id"]);
        assert_eq!(place, format!("/api/v1/result-requests/{}", id(&request)));
        let listed = house.get(CLERK, "/api/v1/result-requests?whose=handled").is(200).json();
        assert_eq!(listed["items"][0]["id"], request["id"]);
        let act = |who: &str, action: &str, body: Value| house.post(who, &format!("{place}/actions/{action}"), &body);
        act(CITIZEN, "issue", json!({"version": 1})).problem(403, "result-request-own");
        act(CLERK, "issue", json!({"version": 7})).is(409);
        act(CLERK, "burn", json!({"version": 1})).problem(404, "result-action-unknown");
        let issued = act(CLERK, "issue", json!({"version": 1})).is(200).json();
        assert_eq!((issued["status"].as_str(), issued["version"].as_u64()), (Some("issued"), Some(2)));
        house.get(OTHER_CITIZEN, &place).problem(404, "result-request-unknown");
        assert_eq!(house.get(CITIZEN, &place).is(200).json()["number"], issued["number"]);
        // The citizen is told of it once, with the dossier's other messages; nobody else reads them.
        assert_eq!(told(&house, CITIZEN, &code).iter().filter(|notice| *notice == "copy-issued").count(), 1);
        house.get(ELSEWHERE, &format!("/api/v1/dossiers/{code}/messages")).problem(404, "dossier-unknown");
    }

    fn a_refused_correction_says_why_and_is_told(given: TestStore) {
        let house = House::open(given);
        let code = settled(&house);
        let to = format!("/api/v1/dossiers/{code}/result-requests");
        let wish = json!({"kind": "correction", "wrong": "Tên ghi “Mây”", "right": "Lan"});
        let request = id(&house.post(CITIZEN, &to, &wish).is(201).json());
        let refuse = format!("/api/v1/result-requests/{request}/actions/refuse");
        house.post(CASE_OFFICER, &refuse, &json!({"version": 1})).field(422, "/reason", "missing");
        let why = json!({"version": 1, "reason": "Kết quả đúng với tờ khai."});
        let refused = house.post(CASE_OFFICER, &refuse, &why).is(200).json();
        assert_eq!((refused["status"].as_str(), refused["refused"].as_str()), (Some("refused"), Some("Kết quả đúng với tờ khai.")));
        assert!(told(&house, CITIZEN, &code).contains(&"result-request-refused".to_owned()));
    }

    fn a_petition_is_filed_answered_by_two_and_published(given: TestStore) {
        let house = House::open(given);
        let words = json!({"kind": "conduct", "agency": SIN_HO, "title": "Phải đi lại", "text": "Ba lần."});
        house.post(CITIZEN, "/api/v1/petitions", &json!({"kind": "conduct"})).field(422, "/agency", "choose");
        let petition = id(&house.post(CITIZEN, "/api/v1/petitions", &words).is(201).json());
        let place = format!("/api/v1/petitions/{petition}");
        let act = |who: &str, action: &str, body: Value| house.post(who, &format!("{place}/actions/{action}"), &body);
        house.get(OTHER_CITIZEN, &place).problem(404, "petition-unknown");
        act(OTHER_CITIZEN, "rate", json!({"version": 1})).problem(404, "petition-unknown");
        act(CASE_OFFICER, "shout", json!({"version": 1})).problem(404, "petition-action-unknown");
        let draft = json!({"version": 1, "way": "answer", "text": "Đã nhắc nhở."});
        act(CASE_OFFICER, "draft", draft).is(200);
        assert_eq!(house.get(CITIZEN, &place).is(200).json()["draft"], Value::Null);
        act(CASE_OFFICER, "issue", json!({"version": 2})).problem(403, "leaders-only");
        act(LEADER, "issue", json!({"version": 2})).is(200);
        let published = act(LEADER, "publish", json!({"version": 3})).is(200).json();
        assert_eq!(published["status"], "published");
        // Everybody reads it now, and nobody learns whose it is.
        let seen = house.get(OTHER_CITIZEN, &place).is(200).json();
        assert_eq!((seen["answer"].as_str(), &seen["name"]), (Some("Đã nhắc nhở."), &Value::Null));
        let rated = act(CITIZEN, "rate", json!({"version": 4, "content": true})).is(200).json();
        assert_eq!(rated["content"], true);
        assert_eq!(house.get(CITIZEN, "/api/v1/petitions").is(200).json()["items"][0]["id"], petition.as_str());
        let closed = house.get(LEADER, "/api/v1/petitions?whose=handled&state=closed").is(200).json();
        assert_eq!(closed["items"][0]["id"], petition.as_str());
        house.get(CITIZEN, "/api/v1/petitions?whose=handled").is(403);
    }

    fn a_closed_dossier_is_handed_over_and_kept_for_its_time(given: TestStore) {
        let house = House::open(given);
        let code = settled(&house);
        house.act(COUNTER_OFFICER, &code, "return-result", json!({})).is(200);
        let closed = house.get(CLERK, "/api/v1/archive/dossiers").is(200).json();
        assert_eq!(closed["items"][0]["dossier"], code.as_str());
        let over = json!({"agency": SIN_HO, "place": "Hộp 1", "dossiers": [code]});
        house.post(CASE_OFFICER, "/api/v1/archive/records", &over).is(403);
        let record = id(&house.post(CLERK, "/api/v1/archive/records", &over).is(201).json());
        let held = house.get(CLERK, "/api/v1/archive/dossiers?view=held").is(200).json();
        assert_eq!((held["items"][0]["record"].as_str(), held["items"][0]["place"].as_str()), (Some(record.as_str()), Some("Hộp 1")));
        assert_eq!(house.get(CLERK, "/api/v1/archive/dossiers").is(200).json()["items"], json!([]));
        // Its time is not over: it goes on no list.
        let list = json!({"agency": SIN_HO, "reason": "Hết thời hạn", "dossiers": [code]});
        house.post(CLERK, "/api/v1/archive/lists", &list).is(422);
        assert_eq!(house.get(LEADER, "/api/v1/archive/lists").is(200).json()["items"], json!([]));
    }
}
