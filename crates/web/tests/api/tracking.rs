//! Following a dossier without signing in.

use crate::house::*;
use harness::{TestStore, on_both_engines};
use serde_json::json;
use std::num::NonZeroU32;
use web::Settings;

on_both_engines! {
    fn code_and_telephone_open_what_the_applicant_needs(given: TestStore) {
        let house = House::open(given);
        let code = house.file();
        house.act(COUNTER_OFFICER, &code, "receive", json!({})).is(200);
        house.act(CASE_OFFICER, &code, "assign", json!({})).is(200);
        house.act(CASE_OFFICER, &code, "request-supplement", json!({"content": "Thiếu giấy"})).is(200);
        let answer = house.get("", &format!("/api/v1/track/{code}?phone=0912345678")).is(200);
        let seen = answer.json();
        assert_eq!(seen["status"], 5);
        assert_eq!(seen["status_text"], "Yêu cầu bổ sung giấy tờ");
        assert_eq!(seen["holder"]["name"], "Ủy ban nhân dân xã Sìn Hồ");
        assert_eq!(seen["supplement"]["content"], "Thiếu giấy");
        // Nothing personal, nobody's name.
        for hidden in ["Lò Thị Lan", "012085001234", "0912345678", "lan@", "Hoàng Thụ Lý", "thuly", "Páo"] {
            assert!(!answer.text().contains(hidden), "{hidden} in {seen}");
        }
        // As people type it.
        house.get("", &format!("/api/v1/track/{}?phone=%2B84%20912%20345%20678", code.to_lowercase())).is(200);
    }

    fn who_has_it_and_what_comes_next_is_told_without_a_name(given: TestStore) {
        let house = House::open(given);
        let code = house.file();
        let track = || house.get("", &format!("/api/v1/track/{code}?phone=0912345678")).is(200);
        let seen = track().json();
        assert_eq!((&seen["holder"]["code"], &seen["holder_role"]), (&json!(COUNTER), &json!("counter_officer")));
        assert!(seen["next"]["text"].as_str().is_some_and(|text| text.contains("tiếp nhận")), "{seen}");
        house.act(COUNTER_OFFICER, &code, "receive", json!({})).is(200);
        house.act(CASE_OFFICER, &code, "assign", json!({})).is(200);
        let answer = track();
        let seen = answer.json();
        assert_eq!((&seen["holder"]["code"], &seen["holder_role"]), (&json!(SIN_HO), &json!("case_officer")));
        assert!(seen["holder_text"].as_str().is_some_and(|text| text.contains("Sìn Hồ")), "{seen}");
        assert_eq!(seen["holder_since"], "2025-12-23T09:00:00+07:00");
        assert_eq!((&seen["next"]["role"], &seen["next"]["agency"]["code"]), (&json!("approver"), &json!(SIN_HO)));
        assert!(seen["next"]["step_name"].is_string() && seen["next"]["text"].is_string(), "{seen}");
        assert!(!answer.text().contains("Hoàng Thụ Lý") && !answer.text().contains("thuly"), "{seen}");
        house.act(CASE_OFFICER, &code, "request-supplement", json!({"content": "Thiếu"})).is(200);
        let seen = track().json();
        assert_eq!((&seen["holder_role"], &seen["next"]["step_name"]), (&json!(null), &json!(null)));
        assert!(seen["next"]["text"].as_str().is_some_and(|text| text.contains("bổ sung")), "{seen}");
    }

    fn a_wrong_code_and_a_wrong_telephone_are_answered_alike(given: TestStore) {
        let house = House::open(given);
        let code = house.file();
        let wrong = |path: &str| house.get("", path).problem(404, "tracking-unknown");
        let constant = wrong(&format!("/api/v1/track/{code}?phone=0912345679"));
        assert_eq!(wrong("/api/v1/track/H35.38-251223-9999?phone=0912345678"), constant);
        assert_eq!(wrong(&format!("/api/v1/track/{code}?phone=nonsense")), constant);
        assert_eq!(wrong(&format!("/api/v1/track/{code}")), constant);
        assert_eq!(wrong("/api/v1/track/nonsense?phone=0912345678"), constant);
    }

    fn guessing_is_stopped(given: TestStore) {
        let settings = Settings { trackings_a_minute: NonZeroU32::new(3).expect("not zero"), ..Settings::default() };
        let house = House::with(given, settings);
        let tries: Vec<_> = (0..4).map(|_| house.get("", "/api/v1/track/H35.38-251223-0001?phone=0912345678")).collect();
        assert_eq!(tries.iter().filter(|answer| answer.status == 404).count(), 3);
        let last = tries.into_iter().last().expect("four");
        assert!(!last.header("retry-after").is_empty());
        last.problem(429, "too-many");
    }

    fn a_token_may_ask_only_so_often(given: TestStore) {
        let settings = Settings { api_requests_a_second: NonZeroU32::new(2).expect("not zero"), ..Settings::default() };
        let house = House::with(given, settings);
        let asked = (0..12).map(|_| request("GET", CITIZEN, "/api/v1/dossiers", &[], axum::body::Body::empty())).collect();
        let answers = house.send_at_once(asked);
        assert!(answers.iter().any(|answer| answer.status == 429));
        // Nobody else is kept waiting.
        house.get(CASE_OFFICER, "/api/v1/dossiers").is(200);
    }
}
