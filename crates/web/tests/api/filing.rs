//! Filing over the API: what is taken, and what is refused with which words.

use crate::house::*;
use axum::body::Body;
use harness::{TestStore, on_both_engines};
use serde_json::{Value, json};

on_both_engines! {
    fn a_citizen_files_online_and_the_commune_is_found_from_the_address(given: TestStore) {
        let house = House::open(given);
        let answer = house.post(CITIZEN, "/api/v1/dossiers", &house.filing(CITIZEN)).is(201);
        let filed = answer.json();
        assert_eq!(filed["code"], "H35.38-251223-0001");
        assert_eq!(answer.header("location"), "/api/v1/dossiers/H35.38-251223-0001");
        assert_eq!(filed["status"], 1);
        assert_eq!(filed["status_name"], "filed");
        assert_eq!(filed["version"], 1);
        assert_eq!(filed["competent_agency"], SIN_HO);
        assert_eq!(filed["counter"], COUNTER);
        assert_eq!(filed["filed_at"], "2025-12-23T09:00:00+07:00");
        assert_eq!(filed["due_at"], Value::Null);
        let seen = house.get(CITIZEN, "/api/v1/dossiers/H35.38-251223-0001").is(200).json();
        assert_eq!(seen["applicant"]["commune"], "03478");
        assert_eq!(seen["form"]["child"], "Lò Văn Páo");
        assert_eq!(seen["actions"], json!(["withdraw"]));
        // Somebody else's dossier does not exist.
        house.get(OTHER_CITIZEN, "/api/v1/dossiers/H35.38-251223-0001").problem(404, "dossier-unknown");
    }

    fn a_counter_officer_takes_in_and_receives_at_once(given: TestStore) {
        let house = House::open(given);
        let mut filing = filing_by("counter");
        filing["receive"] = json!(true);
        filing["applicant"]["address"] = json!({"commune": "03478", "detail": "Bản Nậm Lúc"});
        let filed = house.post(COUNTER_OFFICER, "/api/v1/dossiers", &filing).is(201).json();
        assert_eq!(filed["status_name"], "received");
        assert_eq!(filed["version"], 2);
        assert_eq!(filed["received_at"], "2025-12-23T09:00:00+07:00");
        // Within the working day.
        assert_eq!(filed["due_at"], "2025-12-23T17:00:00+07:00");
        assert_eq!(filed["appointment_at"], filed["due_at"]);
        // What is location-independent is taken in anywhere, for whoever is competent.
        let elsewhere = house.post(ELSEWHERE, "/api/v1/dossiers", &filing).is(201).json();
        assert_eq!(elsewhere["counter"], "H35.40.01");
        assert_eq!(elsewhere["competent_agency"], SIN_HO);
    }

    fn each_wrong_field_is_pointed_at_with_its_own_words(given: TestStore) {
        let house = House::open(given);
        let file = |body: &Value| house.post(CITIZEN, "/api/v1/dossiers", body);
        for (pointer, value, code) in [
            ("/applicant/id_number", json!("1234567"), "id-length"),
            ("/applicant/id_number", json!("01208500123A"), "id-not-digits"),
            ("/applicant/id_number", json!(""), "id-missing"),
            ("/applicant/id_number", json!("999085001234"), "id-province"),
            ("/applicant/phone", json!("12345"), "phone"),
            ("/applicant/phone", Value::Null, "phone-missing"),
            ("/applicant/birth_date", json!("31/2/1985"), "date"),
            ("/applicant/birth_date", json!("1/1/2031"), "date-in-future"),
            ("/applicant/email", json!("lan@"), "email"),
            ("/applicant/name", json!(" "), "name-missing"),
            ("/applicant/kind", json!("robot"), "value-unknown"),
            ("/channel", json!("fax"), "value-unknown"),
            ("/result_delivery/method", json!("pigeon"), "value-unknown"),
            ("/counter", json!("H35.99.99"), "counter-unknown"),
            ("/counter", json!("not a code"), "counter-unknown"),
            ("/competent_agency", json!("H35.99"), "agency-not-competent"),
            ("/procedure", json!("9.999999"), "procedure-unknown"),
            ("/procedure", json!("birth"), "procedure-unknown"),
            ("/procedure", Value::Null, "missing"),
            ("/documents/0/code", json!("77"), "document-unknown"),
            ("/receive", json!(true), "receive-at-counters"),
        ] {
            file(&house.filing_with(pointer, value)).field(422, pointer, code);
        }
        let nowhere = house.filing_with("/applicant/address", json!("phố Hàng Bài, Hà Nội"));
        file(&nowhere).field(422, "/applicant/commune", "commune-missing");
        let elsewhere = house.filing_with("/applicant/commune", json!("00001"));
        file(&elsewhere).field(422, "/applicant/commune", "commune-elsewhere");
        let scan = house.upload(CITIZEN);
        let missing = file(&house.filing_with("/documents", json!([{"code": "01", "file_id": scan}]))).field(422, "/documents/1", "document-missing");
        assert!(missing["message"].as_str().is_some_and(|text| text.contains("Giấy chứng sinh")), "{missing}");
        // A paper without a file can be shown at a counter only.
        let shown = json!([{"code": "01", "file_id": scan}, {"code": "02"}]);
        file(&house.filing_with("/documents", shown)).field(422, "/documents/1", "document-missing");
        let channel = file(&house.filing_with("/channel", json!("fax"))).field(422, "/channel", "value-unknown");
        assert!(channel["message"].as_str().is_some_and(|text| text.contains("online, counter, postal, national_portal")));
        // Nothing at all names everything at once.
        let problem = file(&json!({"procedure": BIRTH})).problem(422, "input");
        assert!(problem["errors"].as_array().is_some_and(|errors| errors.len() >= 5), "{problem}");
        // And nothing was filed.
        assert_eq!(house.get(CITIZEN, "/api/v1/dossiers").is(200).json()["items"], json!([]));
    }

    fn what_cannot_be_read_is_malformed(given: TestStore) {
        let house = House::open(given);
        let send = |kind: &str, body: &str| {
            house.send(request("POST", CITIZEN, "/api/v1/dossiers", &[("content-type", kind)], Body::from(body.to_owned())))
        };
        let problem = send("application/json", "{\n  \"procedure\": ,\n}").problem(400, "malformed-json");
        assert!(problem["detail"].as_str().is_some_and(|text| text.contains("dòng 2")), "{problem}");
        send("application/json", "{\"procedure\": 5}").field(400, "/procedure", "wrong-type");
        send("application/json", "{\"applicant\": {\"name\": [1]}}").field(400, "/applicant/name", "wrong-type");
        send("application/json", "{\"documents\": [{\"code\": \"01\"}, {\"code\": 2}]}").field(400, "/documents/1/code", "wrong-type");
        send("application/json", "{\"documents\": {}}").field(400, "/documents", "wrong-type");
        send("application/json", "[1, 2").problem(400, "malformed-json");
        send("text/plain", "{}").problem(415, "http-415");
        send("application/x-www-form-urlencoded", "a=b").problem(415, "http-415");
        let large = format!("{{\"form\": {{\"text\": \"{}\"}}}}", "x".repeat(1024 * 1024));
        let problem = send("application/json", &large).problem(413, "http-413");
        let told = problem["detail"].as_str().expect("a detail");
        assert!(told.contains("JSON") && told.contains("1\u{a0}MB"), "{told}");
    }

    fn fields_that_there_are_not_are_named_with_those_that_there_are_and_nothing_is_filed(given: TestStore) {
        let house = House::open(given);
        for (pointer, known) in [
            ("/colour", "procedure, applicant, channel"),
            ("/procedure_code", "procedure, applicant"),
            ("/applicant/full_name", "kind, id_number, name, phone"),
            ("/documents/1/fileid", "code, file_id, reuse_of, name"),
            ("/result_delivery/way", "method, counter, address"),
        ] {
            let mut body = house.filing(CITIZEN);
            let (parent, field) = pointer.rsplit_once('/').expect("a pointer");
            body.pointer_mut(parent).expect("a parent")[field] = json!("red");
            let told = house.post(CITIZEN, "/api/v1/dossiers", &body).field(400, pointer, "unknown-field");
            assert!(told["message"].as_str().is_some_and(|text| text.contains(known)), "{told}");
        }
        let parts = house.filing_with("/applicant/address", json!({"commune": "03478", "village": "Bản Nậm Lúc"}));
        house.post(CITIZEN, "/api/v1/dossiers", &parts).field(400, "/applicant/address/village", "unknown-field");
        // The form is the applicant's own: its fields are theirs.
        let form = house.filing_with("/form", json!({"anything": "goes"}));
        house.post(CITIZEN, "/api/v1/dossiers", &form).is(201);
        // What is entered in the journal stays there: it is not filled with pages of text.
        let long = house.filing_with("/form", json!({"details": "x".repeat(900_000)}));
        house.post(CITIZEN, "/api/v1/dossiers", &long).field(422, "/form/details", "too-long");
        let many: serde_json::Map<_, _> = (0..50).map(|field| (format!("f{field}"), json!("x".repeat(4_000)))).collect();
        house.post(CITIZEN, "/api/v1/dossiers", &house.filing_with("/form", many.into())).field(422, "/form", "too-long");
        assert_eq!(house.get(CITIZEN, "/api/v1/dossiers").is(200).json()["items"].as_array().map(Vec::len), Some(1));
    }

    fn programs_are_told_what_a_call_takes(given: TestStore) {
        let house = House::open(given);
        let send = |method: &str, path: &str, kind: &str| {
            house.send(request(method, CITIZEN, path, &[("content-type", kind)], Body::from("{}")))
        };
        let text = |problem: &Value| format!("{} {}", problem["detail"], problem["next_step"]);
        let wrong = text(&send("POST", "/api/v1/dossiers", "text/plain").problem(415, "http-415"));
        assert!(wrong.contains("application/json") && !wrong.contains("trang"), "{wrong}");
        let wrong = text(&send("POST", "/api/v1/files", "application/json").problem(415, "http-415"));
        assert!(wrong.contains("multipart/form-data"), "{wrong}");
        let answer = send("DELETE", "/api/v1/dossiers", "application/json");
        let allowed = answer.header("allow").to_owned();
        assert!(allowed.contains("GET") && allowed.contains("POST"), "{allowed}");
        let wrong = text(&answer.problem(405, "http-405"));
        assert!(wrong.contains("DELETE") && wrong.contains("POST") && !wrong.contains("trang"), "{wrong}");
        let wrong = text(&send("GET", "/api/v1/nothing", "application/json").problem(404, "http-404"));
        assert!(wrong.contains("/api/openapi.json") && !wrong.contains("trang chủ"), "{wrong}");
    }

    fn rules_that_refuse_say_so_and_cite(given: TestStore) {
        let house = House::open(given);
        let file = |who: &str, body: &Value| house.post(who, "/api/v1/dossiers", body);
        // Not at the counter of another commune.
        let mut border = house.filing_with("/procedure", json!(BORDER_MARRIAGE));
        border["channel"] = json!("counter");
        border["documents"] = json!([{"code": "01"}, {"code": "02"}, {"code": "03"}]);
        let problem = file(ELSEWHERE, &border).problem(422, "procedure-bound-to-place");
        assert!(problem["legal_basis"].as_str().is_some_and(|basis| basis.contains("118/2025")));
        // Not online, where it is not offered so.
        file(CITIZEN, &house.filing_with("/procedure", json!("1.003583"))).problem(422, "procedure-not-online");
        // Not at a counter, by a citizen or an officer of another counter.
        file(CITIZEN, &filing_by("counter")).problem(403, "counter-officers-only");
        let mut foreign = filing_by("counter");
        foreign["counter"] = json!("H35.40.01");
        file(COUNTER_OFFICER, &foreign).problem(403, "counter-officers-only");
        // For the national portal by its own account only.
        let portal = filing_by("national_portal");
        file(CITIZEN, &portal).problem(403, "portal-only");
        // Who keeps one commune does not send for all of them, nor for their own.
        for agency in ["H35.38", PA_TAN] {
            let mut sent = portal.clone();
            sent["competent_agency"] = json!(agency);
            file(ADMINISTRATOR_ELSEWHERE, &sent).problem(403, "portal-only");
        }
        assert_eq!(file(ADMINISTRATOR, &portal).is(201).json()["channel"], "national_portal");
    }

    fn a_procedure_withdrawn_meanwhile_is_named(given: TestStore) {
        let house = House::open(given);
        house.withdraw(BIRTH);
        let problem = house.post(CITIZEN, "/api/v1/dossiers", &house.filing(CITIZEN)).problem(422, "procedure-withdrawn");
        assert!(problem["detail"].as_str().is_some_and(|text| text.contains("Đăng ký khai sinh")), "{problem}");
        assert!(house.get("", &format!("/api/v1/procedures/{BIRTH}")).is(200).json()["withdrawn_on"].is_string());
    }

    fn texts_are_vietnamese_or_english_as_asked(given: TestStore) {
        let house = House::open(given);
        let ask = |language: &str| {
            let header = [("accept-language", language)];
            let answer = house.send(request("GET", CITIZEN, "/api/v1/dossiers/H35.38-251223-9999", &header, Body::empty()));
            (answer.header("content-language").to_owned(), answer.problem(404, "dossier-unknown")["detail"].clone())
        };
        let ((vi, vietnamese), (en, english)) = (ask("vi"), ask("en-GB,en;q=0.9"));
        assert_eq!((vi.as_str(), en.as_str()), ("vi", "en"));
        assert_ne!(vietnamese, english);
        assert_eq!(ask("fr").1, vietnamese);
    }
}
