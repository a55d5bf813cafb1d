//! Papers over the API.

use crate::house::*;
use axum::body::Body;
use harness::{TestStore, on_both_engines};
use serde_json::json;
use store::files::LARGEST;

on_both_engines! {
    fn an_upload_is_described_and_given_back_as_an_attachment(given: TestStore) {
        let house = House::open(given);
        let answer = house.send(upload(CITIZEN, "Tờ khai.pdf", harness::paper!("a paper"))).is(201);
        let file = answer.json();
        assert_eq!(file["media_type"], "application/pdf");
        assert_eq!(file["size"], harness::paper!("a paper").len());
        let place = answer.header("location").to_owned();
        assert_eq!(place, format!("/api/v1/files/{}", file["id"].as_str().expect("an identifier")));
        let given_back = house.get(CITIZEN, &place).is(200);
        assert_eq!(given_back.body, harness::paper!("a paper"));
        assert_eq!(given_back.header("content-type"), "application/pdf");
        assert_eq!(given_back.header("x-content-type-options"), "nosniff");
        assert!(given_back.header("content-disposition").starts_with("attachment; filename=\"to-khai.pdf\""));
    }

    fn only_those_who_may_see_a_dossier_see_its_papers(given: TestStore) {
        let house = House::open(given);
        let file = house.upload(CITIZEN);
        let place = format!("/api/v1/files/{file}");
        house.get(OTHER_CITIZEN, &place).problem(404, "file-not-found");
        house.get(CASE_OFFICER, &place).problem(404, "file-not-found");
        let filing = house.filing_with("/documents", json!([{"code": "01", "file_id": file}, {"code": "02", "file_id": file}]));
        // Nobody files what somebody else uploaded.
        house.post(OTHER_CITIZEN, "/api/v1/dossiers", &filing).field(422, "/documents/0/file_id", "file-unknown");
        let filed = house.post(CITIZEN, "/api/v1/dossiers", &filing).is(201).json();
        let code = filed["code"].as_str().expect("a code");
        let within = format!("{place}?dossier={code}");
        house.get(CASE_OFFICER, &within).is(200);
        house.get(CASE_OFFICER, &place).problem(404, "file-not-found");
        house.get(ELSEWHERE, &within).problem(404, "dossier-unknown");
        house.get(OTHER_CITIZEN, &within).problem(404, "dossier-unknown");
        let other = house.file();
        // Neither by another dossier that they see, nor whoever uploaded it: the read log would name another person.
        for who in [CASE_OFFICER, CITIZEN] {
            house.get(who, &format!("{place}?dossier={other}")).problem(404, "file-not-found");
        }
        house.get(CITIZEN, &place).is(200);
        let named = house.given.store.read_blocking(move |tx| store::tables::dossier_files::dossiers_of(tx, &file));
        assert_eq!(named.expect("read"), [code], "before anybody received it");
    }

    fn what_is_not_taken_is_refused_by_its_contents_and_size(given: TestStore) {
        let house = House::open(given);
        let problem = house.send(upload(CITIZEN, "paper.pdf", b"MZ not a paper")).problem(415, "input");
        assert_eq!(problem["errors"][0]["code"], "file-type");
        house.send(upload(CITIZEN, "paper.pdf", b"")).problem(422, "input");
        for (name, broken) in [("paper.pdf", &harness::paper!("whole")[..120]), ("a.png", &harness::papers::DOT[..50])] {
            house.send(upload(CITIZEN, name, broken)).field(422, "/file", "file-damaged");
        }
        let large = [b"%PDF-1.7 ".as_slice(), &vec![b'x'; LARGEST]].concat();
        let problem = house.send(upload(CITIZEN, "paper.pdf", &large)).problem(413, "http-413");
        assert!(problem["detail"].as_str().is_some_and(|text| text.contains("20\u{a0}MB")), "{problem}");
        let send = |kind: &str, body: &'static str| {
            house.send(request("POST", CITIZEN, "/api/v1/files", &[("content-type", kind)], Body::from(body)))
        };
        send("application/json", "{}").problem(415, "http-415");
        let text = "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nno file\r\n--b--\r\n";
        send("multipart/form-data; boundary=b", text).field(422, "/file", "file-missing");
    }

    fn an_upload_sent_again_is_one_file(given: TestStore) {
        let house = House::open(given);
        let again = |contents: &[u8]| {
            let mut request = upload(CITIZEN, "paper.pdf", contents);
            request.headers_mut().insert("idempotency-key", "a-key".parse().expect("a value"));
            house.send(request)
        };
        assert_eq!(again(harness::paper!("one")).is(201).body, again(harness::paper!("one")).is(201).body);
        again(harness::paper!("two")).problem(409, "idempotency-key-reused");
    }
}
