//! Along the route over the API: opinions of other agencies, and a transfer to the right one.

use crate::house::*;
use harness::{TestStore, on_both_engines};
use serde_json::{Value, json};

/// A certificate of marital status: assigned, processed, approved, signed, issued.
const MARITAL_STATUS: &str = "1.004873";

fn question(day: &str) -> Value {
    json!({"agency": PA_TAN, "question": "Có đăng ký kết hôn tại xã không?", "due_on": day})
}

/// A dossier in the hands of the case officer.
fn in_hand(house: &House) -> String {
    let filed = house.post(CITIZEN, "/api/v1/dossiers", &house.filing_with("/procedure", json!(MARITAL_STATUS)));
    let code = filed.is(201).json()["code"].as_str().expect("a code").to_owned();
    house.act(COUNTER_OFFICER, &code, "receive", json!({})).is(200);
    house.act(LEADER, &code, "assign", json!({"officer": CASE_OFFICER})).is(200);
    code
}

on_both_engines! {
    fn another_agency_is_asked_and_answers(given: TestStore) {
        let house = House::open(given);
        let code = in_hand(&house);
        let path = format!("/api/v1/dossiers/{code}");
        house.get(ELSEWHERE, &path).problem(404, "dossier-unknown");
        house.act(CASE_OFFICER, &code, "consult", question("2025-12-22")).field(422, "/due_on", "consultation-over");
        house.act(CASE_OFFICER, &code, "consult", question("soon")).field(422, "/due_on", "date");
        house.act(CASE_OFFICER, &code, "consult", json!({"agency": COUNTER, "question": "?", "due_on": "2025-12-23"}))
            .field(422, "/agency", "agency-unknown");
        house.act(LEADER, &code, "consult", question("2025-12-23")).problem(403, "not-your-action");
        house.act(CASE_OFFICER, &code, "consult", question("2025-12-23")).is(200);
        let propose = json!({"content": "Đủ"});
        let problem = house.act(CASE_OFFICER, &code, "propose", propose.clone()).problem(422, "consultation-open");
        assert!(problem["detail"].as_str().is_some_and(|text| text.contains("Pa Tần")), "{problem}");
        // Whoever is asked sees what it is about, may answer, and nothing else.
        let seen = house.get(ELSEWHERE, &path).is(200).json();
        assert_eq!(seen["actions"], json!(["answer-consultation"]));
        assert_eq!(seen["consultations"][0]["question"], "Có đăng ký kết hôn tại xã không?");
        assert_eq!(house.get(CITIZEN, &path).is(200).json()["consultations"], Value::Null);
        house.act(ELSEWHERE, &code, "propose", propose.clone()).problem(403, "not-your-action");
        let opinion = json!({"content": "Chưa đăng ký kết hôn", "file": house.upload(ELSEWHERE)});
        house.act(ELSEWHERE, &code, "answer-consultation", opinion).is(200);
        let seen = house.get(CASE_OFFICER, &path).is(200).json();
        let file = seen["consultations"][0]["file"].as_str().expect("a file");
        house.get(CASE_OFFICER, &format!("/api/v1/files/{file}?dossier={code}")).is(200);
        house.get(CITIZEN, &format!("/api/v1/files/{file}?dossier={code}")).problem(404, "file-not-found");
        house.act(CASE_OFFICER, &code, "propose", propose).is(200);
        let told = house.get(CITIZEN, &format!("{path}/history")).is(200).json();
        let bodies: Vec<_> = told["items"].as_array().expect("events").iter().map(|item| &item["body"]).collect();
        assert!(bodies.iter().all(|body| !body.to_string().contains("kết hôn tại xã")), "between agencies: {told}");
    }

    fn an_opinion_that_does_not_come_is_passed_by_with_a_reason(given: TestStore) {
        let house = House::open(given);
        let code = in_hand(&house);
        house.act(CASE_OFFICER, &code, "consult", question("2025-12-23")).is(200);
        house.later(24);
        let propose = json!({"content": "Đủ"});
        house.act(CASE_OFFICER, &code, "propose", propose).field(422, "/without_opinions", "opinions-missed");
        let propose = json!({"content": "Đủ", "without_opinions": "Đã đôn đốc"});
        house.act(CASE_OFFICER, &code, "propose", propose).is(200);
        let seen = house.get(CASE_OFFICER, &format!("/api/v1/dossiers/{code}")).is(200).json();
        let asked = &seen["consultations"][0];
        assert_eq!((&asked["unanswered_why"], &asked["step"]), (&json!("Đã đôn đốc"), &Value::Null));
        let late = house.get(ELSEWHERE, "/api/v1/late-steps?from=2025-12-01&to=2025-12-31").is(200).json();
        assert_eq!(late["items"][0]["task"], "consult", "{late}");
    }

    fn a_dossier_goes_to_the_agency_that_can_settle_it(given: TestStore) {
        let house = House::open(given);
        let code = in_hand(&house);
        let before = house.get(CASE_OFFICER, &format!("/api/v1/dossiers/{code}")).is(200).json();
        let to = |agency: &str| json!({"agency": agency, "reason": "Thường trú tại xã khác"});
        house.act(LEADER, &code, "transfer", to("H35.06")).field(422, "/agency", "agency-not-competent");
        house.act(LEADER, &code, "transfer", to(SIN_HO)).field(422, "/agency", "transfer-to-itself");
        house.act(LEADER, &code, "transfer", json!({"agency": PA_TAN})).field(422, "/reason", "missing");
        house.act(CASE_OFFICER, &code, "transfer", to(PA_TAN)).problem(403, "not-your-action");
        let moved = house.act(LEADER, &code, "transfer", to(PA_TAN)).is(200).json();
        assert_eq!((&moved["competent_agency"], &moved["counter"]), (&json!(PA_TAN), &json!(COUNTER)));
        assert_eq!(moved["due_at"], before["due_at"], "the clock counts from reception, wherever it is settled");
        for who in [ELSEWHERE, LEADER, COUNTER_OFFICER, CITIZEN] {
            let seen = house.get(who, &format!("/api/v1/dossiers/{code}")).is(200).json();
            assert_eq!(seen["transfers"][0]["to"], PA_TAN, "{who}");
            assert_eq!(seen["documents"], before["documents"], "{who}");
        }
        house.act(LEADER, &code, "assign", json!({"officer": ELSEWHERE})).problem(403, "not-your-action");
    }
}
