//! Asking for copies and corrections of a result, and answering.

use super::{Ask, Command, Context, Event, Kind, Request, Status, ask, decide};
use crate::Refusal;
use crate::calendar::Calendar;
use crate::dossiers::tests::sample::{Story, at, citizen, clerk, counter, leader, officer, somebody};
use crate::dossiers::{
    Approve, Assign, Command as Do, Complete, Dossier, Event as Happened, Outcome, Propose, ResultPaper, Sign,
    SignedFile,
};
use crate::people::{Actor, DelegationKind, InPlaceOf, Position, Principal, Role};
use crate::personal::stored;
use jiff::Timestamp;
use jiff::civil::date;

fn paper(name: &str) -> ResultPaper {
    ResultPaper {
        kind: "Giấy khai sinh".into(),
        sign: "GKS".into(),
        particulars: vec![("Họ, chữ đệm, tên".into(), name.into())],
        ..ResultPaper::default()
    }
}

/// A dossier whose result was written here, signed and issued.
fn settled() -> Dossier {
    let signed = SignedFile { file: "r2".into(), sha256: "bb".into(), certificate: "Chu tich (7)".into() };
    let propose = Propose {
        outcome: Outcome::Granted,
        content: "Đủ".into(),
        file: Some("r1".into()),
        paper: Some(paper("Lò Thị Mai")),
        without_opinions: None,
    };
    let assign = Assign { officer: "officer".into(), officer_name: "Officer".into(), note: None };
    let number = "H35.A-251215-0001/GKS".into();
    Story::received_at(at(15, 8))
        .then(at(15, 9), &leader(), Do::Assign(assign))
        .then(at(15, 10), &officer(), Do::Propose(propose))
        .then(at(15, 11), &leader(), Do::Approve(Approve::default()))
        .then(at(15, 14), &leader(), Do::Sign(Sign { signed: Some(signed) }))
        .then(at(15, 15), &clerk(), Do::Complete(Complete { number, ..Complete::default() }))
        .dossier
}

fn wish(kind: Kind) -> Ask {
    let (wrong, right) = ("Sai chữ đệm".to_owned(), "Lò Thị Mai".to_owned());
    Ask { id: "R1".into(), kind: Some(kind), copies: "2".into(), wrong, right }
}

fn asked_by(actor: &Actor, dossier: &Dossier, wish: &Ask, now: Timestamp) -> Result<Request, Refusal> {
    let (asked, _) = ask(actor, dossier, wish, |_| false, &Calendar::national(), now)?;
    Ok(Request::asked(asked, now))
}

fn done(request: &mut Request, dossier: &mut Dossier, actor: &Actor, command: &Command) -> Result<(), Refusal> {
    let context = Context { actor, dossier, today: date(2025, 12, 16) };
    let (event, corrected, by) = decide(request, command, &context)?;
    request.apply(&event, at(16, 10), &by.login);
    if let Some(corrected) = corrected {
        dossier.apply(&Happened::ResultCorrected(corrected), at(16, 10), &by.login);
    }
    Ok(())
}

fn draft(name: &str) -> Command {
    Command::Draft { paper: Box::new(paper(name)), file: "r3".into() }
}

fn issue() -> Command {
    Command::Issue { file: None, signed: None }
}

#[test]
fn a_copy_is_asked_for_by_whose_result_it_is_and_given_within_the_working_day() {
    let mut dossier = settled();
    let mut request = asked_by(&citizen(), &dossier, &wish(Kind::Copy), at(16, 9)).unwrap();
    assert_eq!(request.asked.due_at, at(16, 17));
    assert_eq!((request.asked.copies, request.asked.wrong.as_str()), (2, ""));
    let late = asked_by(&citizen(), &dossier, &wish(Kind::Copy), at(16, 16)).unwrap();
    assert_eq!(late.asked.due_at, at(17, 17), "after 15:00 it counts from the next working day");
    let signed = SignedFile { file: "c1".into(), sha256: "cc".into(), certificate: "UBND xã A (9)".into() };
    let command = Command::Issue { file: Some("r2".into()), signed: Some(signed) };
    done(&mut request, &mut dossier, &clerk(), &command).unwrap();
    assert_eq!(request.status, Status::Issued);
    assert_eq!(request.issued.unwrap().file.as_deref(), Some("c1"));
    assert_eq!(dossier.results.len(), 1, "a copy is no new version");
}

#[test]
fn an_error_is_corrected_by_two_officers_and_the_new_version_takes_the_place_of_the_old() {
    let mut dossier = settled();
    let mut request = asked_by(&counter(), &dossier, &wish(Kind::Correction), at(16, 9)).unwrap();
    assert_eq!(request.asked.counter.as_ref().map(ToString::to_string).as_deref(), Some("H35.A.1"));
    assert_eq!(request.asked.login.as_deref(), Some("mai"), "it is for whose result it is");
    done(&mut request, &mut dossier, &officer(), &draft("Lò Thị Mây")).unwrap();
    done(&mut request, &mut dossier, &leader(), &Command::SendBack { reason: "Sai tên".into() }).unwrap();
    assert_eq!((request.status, request.remark.as_str()), (Status::Open, "Sai tên"));
    done(&mut request, &mut dossier, &officer(), &draft("Lò Thị Mai")).unwrap();
    let refused = done(&mut request, &mut dossier, &officer(), &issue()).unwrap_err();
    assert_eq!(refused.code, "leaders-only");
    done(&mut request, &mut dossier, &leader(), &issue()).unwrap();
    assert_eq!(request.status, Status::Issued);
    assert_eq!(dossier.result_file.as_deref(), Some("r3"));
    assert_eq!(dossier.result_number.as_deref(), Some("H35.A-251215-0001/GKS-2"));
    let store = stored(&dossier);
    let of = |file: &str| store.iter().find(|stored| stored.file == file).unwrap();
    assert!(of("r2").superseded && !of("r3").superseded);
    let again = done(&mut request, &mut dossier, &leader(), &issue()).unwrap_err();
    assert_eq!(again.code, "result-request-closed");
}

#[test]
fn who_wrote_a_correction_does_not_sign_it() {
    let mut dossier = settled();
    let both = somebody("both", &[(Role::CaseOfficer, "H35.A"), (Role::Approver, "H35.A")]);
    let mut request = asked_by(&citizen(), &dossier, &wish(Kind::Correction), at(16, 9)).unwrap();
    done(&mut request, &mut dossier, &both, &draft("Lò Thị Mai")).unwrap();
    let refused = done(&mut request, &mut dossier, &both, &issue()).unwrap_err();
    assert_eq!(refused.code, "result-second-pair-of-eyes");
}

/// The same, acting in this role in the place of somebody.
fn in_place(of: &str, role: Role, mut actor: Actor) -> Actor {
    let principal = Principal { login: of.into(), name: of.into(), kind: DelegationKind::Authorised, number: 1 };
    let position = Position::own("H35.A".parse().unwrap(), role, "");
    actor.positions.push(Position {
        in_place_of: Some(InPlaceOf { principal, procedures: None, close_to: Vec::new() }),
        ..position
    });
    actor
}

#[test]
fn nobody_signs_a_correction_in_the_writers_place_nor_what_was_written_in_their_own() {
    let refused = |writes: &Actor, signs: &Actor| {
        let mut dossier = settled();
        let mut request = asked_by(&citizen(), &dossier, &wish(Kind::Correction), at(16, 9)).unwrap();
        done(&mut request, &mut dossier, writes, &draft("Lò Thị Mai")).unwrap();
        done(&mut request, &mut dossier, signs, &issue()).err().map(|refusal| refusal.code)
    };
    let both = somebody("both", &[(Role::CaseOfficer, "H35.A"), (Role::Approver, "H35.A")]);
    let elsewhere = || somebody("x", &[(Role::CaseOfficer, "H35.B")]);
    let eyes = Some("result-second-pair-of-eyes");
    assert_eq!(refused(&both, &in_place("both", Role::Approver, elsewhere())), eyes);
    assert_eq!(refused(&in_place("both", Role::CaseOfficer, elsewhere()), &both), eyes);
    assert_eq!(refused(&both, &leader()), None);
}

#[test]
fn nobody_handles_what_is_asked_about_the_dossier_of_somebody_close_to_them() {
    let mut dossier = settled();
    let mut request = asked_by(&citizen(), &dossier, &wish(Kind::Copy), at(16, 9)).unwrap();
    let close = Actor { close_to: vec!["mai".into()], ..clerk() };
    assert_eq!(done(&mut request, &mut dossier, &close, &issue()).unwrap_err().code, "dossier-of-interest");
    done(&mut request, &mut dossier, &clerk(), &issue()).unwrap();
}

#[test]
fn others_ask_for_nothing_and_handle_nothing() {
    let mut dossier = settled();
    let code = |asked: Result<Request, Refusal>| asked.unwrap_err().code;
    let now = at(16, 9);
    assert_eq!(code(asked_by(&somebody("minh", &[]), &dossier, &wish(Kind::Copy), now)), "result-not-yours");
    assert_eq!(code(asked_by(&officer(), &dossier, &wish(Kind::Copy), now)), "result-not-yours");
    let mut request = asked_by(&citizen(), &dossier, &wish(Kind::Copy), now).unwrap();
    let elsewhere = somebody("else", &[(Role::Clerk, "H35.B")]);
    // A clerk above keeps the books of their own agency.
    let above = somebody("above", &[(Role::Clerk, "H35")]);
    for actor in [elsewhere, above, counter()] {
        let refused = done(&mut request, &mut dossier, &actor, &issue()).unwrap_err();
        assert_eq!(refused.code, "officers-only");
    }
    let own = Actor { login: "mai".into(), ..clerk() };
    assert_eq!(done(&mut request, &mut dossier, &own, &issue()).unwrap_err().code, "result-request-own");
}

#[test]
fn what_is_missing_is_said_and_a_second_request_waits_for_the_first() {
    let dossier = settled();
    let empty = Ask { id: "R1".into(), kind: Some(Kind::Correction), ..Ask::default() };
    let refused = asked_by(&citizen(), &dossier, &empty, at(16, 9)).unwrap_err();
    let pointers: Vec<_> = refused.problems.iter().map(|problem| problem.pointer.as_str()).collect();
    assert_eq!(pointers, ["/wrong", "/right"]);
    let many = Ask { copies: "21".into(), ..wish(Kind::Copy) };
    assert_eq!(asked_by(&citizen(), &dossier, &many, at(16, 9)).unwrap_err().problems[0].pointer, "/copies");
    let waiting =
        ask(&citizen(), &dossier, &wish(Kind::Copy), |kind| kind == Kind::Copy, &Calendar::national(), at(16, 9));
    assert_eq!(waiting.unwrap_err().code, "result-request-waits");
    let running = Story::received_at(at(15, 8)).dossier;
    assert_eq!(asked_by(&citizen(), &running, &wish(Kind::Copy), at(16, 9)).unwrap_err().code, "result-not-issued");
}

#[test]
fn every_event_is_read_back_as_it_was_written() {
    let request = asked_by(&citizen(), &settled(), &wish(Kind::Copy), at(16, 9)).unwrap();
    let event = crate::Event::Results(Event::Asked(request.asked));
    let back = crate::Event::parse(event.kind(), &event.body().unwrap()).unwrap();
    assert_eq!(back, event);
}
