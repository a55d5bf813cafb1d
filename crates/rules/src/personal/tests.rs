//! What may be used again, and the clocks of what people ask.

use super::*;
use crate::calendar::{Calendar, instant};
use crate::catalogue::RequiredDocument;
use jiff::Timestamp;
use jiff::civil::{Date, date};

const TODAY: Date = date(2025, 12, 23);

fn document(login: Option<&str>) -> Document {
    Document {
        stored: Stored {
            dossier: "H35.38-251201-0001".parse().expect("a code"),
            file: "f".into(),
            kind: DocumentKind::Result,
            code: String::new(),
            procedure: "1.001193".parse().expect("a code"),
            agency: "H35.38".parse().expect("a code"),
            subject: "012185001234".into(),
            of_person: true,
            login: login.map(str::to_owned),
            name: "1/KS".into(),
            sha256: None,
            at: now(),
            superseded: false,
            ends_on: None,
        },
        sha256: "aa".into(),
        verified_at: None,
        valid_until: None,
        withdrawn: None,
    }
}

fn now() -> Timestamp {
    instant(TODAY.at(9, 0, 0, 0))
}

fn code(document: &Document, claimant: Claimant<'_>) -> Result<(), &'static str> {
    may_reuse(Some(document), &claimant, Some("aa"), TODAY).map_err(|problem| problem.code)
}

#[test]
fn online_one_uses_ones_own_and_at_a_counter_the_applicants() {
    let (mine, theirs) = (document(Some("lan")), "012185001234");
    let online = |person, login| Claimant { applicant: theirs, person, login: Some(login) };
    assert_eq!(code(&mine, online(Some(theirs), "another")), Ok(()), "the same person with another account");
    assert_eq!(code(&mine, online(None, "lan")), Ok(()), "filed by this account");
    assert_eq!(
        code(&mine, online(Some("012085009999"), "minh")),
        Err("reuse-unknown"),
        "a number typed by somebody else"
    );
    assert_eq!(code(&mine, Claimant { applicant: theirs, person: None, login: None }), Ok(()));
    assert_eq!(code(&mine, Claimant { applicant: "012085009999", person: None, login: None }), Err("reuse-unknown"));
}

#[test]
fn only_what_stands_unchanged_is_used_again() {
    let claimant = Claimant { applicant: "", person: None, login: Some("lan") };
    let stands = document(Some("lan"));
    let expired = Document { valid_until: Some(date(2025, 12, 22)), ..stands.clone() };
    let last_day = Document { valid_until: Some(TODAY), ..stands.clone() };
    let withdrawn = Document { withdrawn: Some((now(), "Sai".into())), ..expired.clone() };
    let superseded = Document { stored: Stored { superseded: true, ..stands.stored.clone() }, ..stands.clone() };
    let codes = [&expired, &last_day, &withdrawn, &superseded].map(|document| code(document, claimant));
    assert_eq!(codes, [Err("reuse-expired"), Ok(()), Err("reuse-withdrawn"), Err("reuse-superseded")]);
    let changed = |kept| may_reuse(Some(&stands), &claimant, kept, TODAY).map_err(|problem| problem.code);
    assert_eq!((changed(Some("bb")), changed(None)), (Err("reuse-changed"), Err("reuse-changed")));
    assert_eq!(may_reuse(None, &claimant, None, TODAY).map_err(|problem| problem.code), Err("reuse-unknown"));
}

#[test]
fn a_document_answers_what_names_it() {
    let asked = |name: &str| RequiredDocument {
        code: "01".into(),
        name: name.into(),
        required: true,
        originals: 0,
        copies: 1,
        note: None,
    };
    let fits = |name, held| fit(&asked(name), held, false);
    assert_eq!(fits("Giấy khai sinh", "GIẤY KHAI SINH"), Some(Fit::Same));
    assert_eq!(fits("Bản sao Giấy khai sinh của con", "Giấy khai sinh"), Some(Fit::Named));
    assert_eq!(fits("Giấy chứng sinh", "Giấy khai sinh"), None);
    assert_eq!(fits("Tờ khai theo mẫu", "Tờ"), None, "one word names nothing");
    assert_eq!(fit(&asked("Giấy chứng sinh"), "khác", true), Some(Fit::Same));
}

fn correction(field: Field, held: &str, wanted: &str) -> Ask {
    Ask {
        id: "1".into(),
        login: "lan".into(),
        name: "Lò Thị Lan".into(),
        kind: Some(RequestKind::Correction),
        field: Some(field),
        held: Some(held.into()),
        wanted: wanted.into(),
        reason: "Viết sai".into(),
        evidence: None,
    }
}

fn codes(refused: Result<DataRequested, crate::Refusal>) -> Vec<&'static str> {
    refused.expect_err("refused").problems.iter().map(|problem| problem.code).collect()
}

#[test]
fn a_request_says_what_is_wrong_with_it_all_at_once() {
    let calendar = Calendar::national();
    let asked = |asked: Ask| ask(asked, &calendar, now());
    assert_eq!(codes(asked(Ask::default())), ["choose", "missing"]);
    assert_eq!(codes(asked(correction(Field::Name, "Lò Thị Lan", " Lò  Thị Lan "))), ["held-already"]);
    assert_eq!(codes(asked(correction(Field::Name, "", "Lan 2"))), ["name"]);
    assert_eq!(codes(asked(correction(Field::Phone, "", "12"))), ["phone"]);
    assert_eq!(codes(asked(correction(Field::PersonalId, "", "12"))), ["id-length"]);
}

#[test]
fn four_clocks_run_by_the_kind_of_request() {
    let calendar = Calendar::national();
    let due = |kind| {
        let asked = ask(Ask { kind: Some(kind), ..correction(Field::Phone, "", "0912345678") }, &calendar, now());
        let asked = asked.expect("asked");
        (crate::calendar::day_of(asked.answer_due_at), crate::calendar::day_of(asked.due_at))
    };
    // Two working days; ten, fifteen, twenty days of the calendar, the last moved from a day off.
    assert_eq!(due(RequestKind::Correction), (date(2025, 12, 25), date(2026, 1, 5)));
    assert_eq!(due(RequestKind::Restriction), (date(2025, 12, 25), date(2026, 1, 7)));
    assert_eq!(due(RequestKind::Deletion), (date(2025, 12, 25), date(2026, 1, 12)));
}

fn after(request: &DataRequest, events: &[Event]) -> DataRequest {
    let mut request = request.clone();
    for event in events {
        request.apply(event, now());
    }
    request
}

#[test]
fn a_request_is_accepted_extended_once_and_carried_out_on_what_was_held() {
    let calendar = Calendar::national();
    let asked = ask(correction(Field::Phone, "0912345678", "0987654321"), &calendar, now()).expect("asked");
    let request = DataRequest::asked(asked, now());
    let decide = |request: &DataRequest, command, held| {
        super::decide(request, &command, held, &calendar, now()).map_err(|refusal| refusal.code)
    };
    let accepted = after(&request, &decide(&request, Command::Accept { note: String::new() }, None).expect("accepted"));
    assert_eq!(accepted.status, RequestStatus::Accepted);
    let extend = || Command::Extend { reason: "Chờ xác minh".into() };
    let extended = after(&accepted, &decide(&accepted, extend(), None).expect("extended"));
    assert!(extended.due_at > accepted.due_at);
    assert_eq!(decide(&extended, extend(), None), Err("data-request-extended-already"));

    let carry_out = || Command::CarryOut { note: String::new() };
    assert_eq!(decide(&extended, carry_out(), Some("0900000000")), Err("data-changed-meanwhile"));
    let events = decide(&extended, carry_out(), Some("0912345678")).expect("done");
    let Event::ParticularsCorrected(corrected) = &events[0] else { panic!("{events:?}") };
    assert_eq!((corrected.from.as_deref(), corrected.to.as_str()), (Some("0912345678"), "0987654321"));
    let done = after(&extended, &events);
    assert_eq!(decide(&done, Command::Refuse { reason: "x".into() }, None), Err("data-request-ended"));
}

#[test]
fn a_deletion_is_not_carried_out_without_saying_what_was_done() {
    let calendar = Calendar::national();
    let asked = Ask { kind: Some(RequestKind::Deletion), field: None, ..correction(Field::Name, "", "") };
    let request = DataRequest::asked(ask(asked, &calendar, now()).expect("asked"), now());
    let decide = |command| super::decide(&request, &command, None, &calendar, now()).map_err(|refusal| refusal.code);
    assert_eq!(decide(Command::CarryOut { note: " ".into() }), Err("input"));
    assert_eq!(decide(Command::Refuse { reason: " ".into() }), Err("input"));
    assert_eq!(decide(Command::CarryOut { note: "Đã xóa số Zalo".into() }).map(|events| events.len()), Ok(1));
}
