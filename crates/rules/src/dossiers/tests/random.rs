//! Whatever is commanded in whatever order: the state keeps its promises.

use super::sample::{Story, at, citizen, clerk, counter, leader, officer, somebody};
use crate::calendar::Calendar;
use crate::dossiers::{
    Action, AnswerConsultation, Apologise, Approve, Assign, Command, Complete, Consult, Consultation, Context,
    Demanded, Digitise, Dossier, Forward, Outcome, PaymentEnd, Propose, Rate, Rating, Receive, Refuse, Reject,
    RequestPayment, RequestSupplement, Resume, ReturnResult, Scan, SendBack, Sign, Status, SupplementDossier, Suspend,
    Transfer, Withdraw, national_verdict, settle_payment,
};
use crate::money::Dong;
use crate::payments::Reference;
use crate::people::Role;
use crate::people::permissions::open_actions;
use jiff::SignedDuration;
use proptest::prelude::*;

fn command() -> impl Strategy<Value = Command> {
    let text = "vì vậy".to_owned();
    let reason = Some(text.clone());
    prop::sample::select(vec![
        Command::Receive(Receive {}),
        Command::Refuse(Refuse { reason: text.clone() }),
        Command::RequestSupplement(RequestSupplement { content: text.clone(), documents: Vec::new(), reason }),
        Command::Supplement(SupplementDossier { documents: Vec::new(), note: Some(text.clone()) }),
        Command::RequestPayment(demand(true)),
        Command::RequestPayment(demand(false)),
        Command::Assign(Assign { officer: "officer".into(), officer_name: "Officer".into(), note: None }),
        Command::Forward(Forward::default()),
        Command::SendBack(SendBack { reason: text.clone(), step: None }),
        Command::SendBack(SendBack { reason: text.clone(), step: Some(2) }),
        consult("H35.1", true),
        consult("H35.B", false),
        Command::AnswerConsultation(AnswerConsultation { content: text.clone(), file: None }),
        Command::Transfer(Transfer { agency: "H35.B".into(), agency_name: "B".into(), reason: text.clone() }),
        Command::Transfer(Transfer { agency: "H35.A".into(), agency_name: "A".into(), reason: text.clone() }),
        Command::Digitise(digitise()),
        Command::Propose(Propose {
            outcome: Outcome::Granted,
            content: text.clone(),
            file: None,
            paper: None,
            without_opinions: Some(text.clone()),
        }),
        Command::Approve(Approve::default()),
        Command::Reject(Reject { reason: text.clone() }),
        Command::Sign(Sign::default()),
        Command::Complete(Complete { number: "1".into(), ..Complete::default() }),
        Command::ReturnResult(ReturnResult::default()),
        Command::Apologise(Apologise { reason: text.clone(), new_due_at: at(31, 16) }),
        Command::Withdraw(Withdraw::default()),
        Command::Suspend(Suspend { reason: text.clone(), ..Suspend::default() }),
        Command::Suspend(stop(&text)),
        Command::Resume(Resume { reason: text }),
        Command::Rate(Rate { rating: Rating::Satisfied, criteria: std::collections::BTreeMap::new(), comment: None }),
    ])
}

fn digitise() -> Digitise {
    let scan = Scan { pages: 2, name: "scan.pdf".into() };
    Digitise { document: "01".into(), file: Some("scan".into()), pages: 2, scan: Some(scan), ..Digitise::default() }
}

fn consult(agency: &str, required: bool) -> Command {
    Command::Consult(Consult {
        agency: agency.into(),
        agency_name: agency.into(),
        question: "Có đất công không?".into(),
        due_on: Some(jiff::civil::date(2025, 12, 3)),
        required,
    })
}

fn stop(reason: &str) -> Suspend {
    Suspend {
        reason: reason.into(),
        request_date: Some(jiff::civil::date(2025, 12, 1)),
        request_file: Some("f9".into()),
    }
}

fn demand(stops_clock: bool) -> RequestPayment {
    let payment = Reference::of_random([7; 9]);
    RequestPayment {
        demanded: Some(Demanded { payment, amount: Dong(8_000), stops_clock, expires_at: None }),
        ..RequestPayment::default()
    }
}

fn promises(dossier: &Dossier) {
    assert_eq!(dossier.finished_at.is_some(), dossier.status.is_finished(), "{:?}", dossier.status);
    let open_pauses = dossier.pauses.iter().filter(|pause| pause.to.is_none()).count();
    assert!(open_pauses <= 1, "the clock stands once at a time");
    assert!(
        dossier.pauses.windows(2).all(|pair| pair[0].to.is_some_and(|to| to <= pair[1].from)),
        "pauses are in order"
    );
    assert_eq!(dossier.demand.is_some(), dossier.status == Status::AwaitingPayment);
    assert!(dossier.supplements.len() <= 2);
    if dossier.status == Status::Stopped {
        let asked =
            dossier.stop.as_ref().is_some_and(|stop| stop.request_date.is_some() && stop.request_file.is_some());
        assert!(asked, "nothing stops without the applicant's request");
    }
    let silent = |asked: &&Consultation| asked.answer.is_some() && asked.unanswered_at.is_some();
    assert_eq!(dossier.consultations.iter().find(silent), None, "answered, or gone on without");
    if dossier.proposal.is_some() {
        let waits = dossier.consultations.iter().any(|asked| asked.required && asked.is_open());
        assert!(!waits, "nothing is proposed while a needed opinion may come");
    }
    assert!(dossier.late_steps.iter().all(|late| late.ended_at > late.due_at), "late is late");
    assert!(dossier.due_at >= dossier.first_due_at, "pauses only move the due date on");
    assert_eq!(national_verdict(dossier, dossier.filed_at).is_some(), dossier.received_at.is_some());
    if let (Some(step_due), Some(since)) = (dossier.step_due_at, dossier.step_since) {
        assert!(step_due >= since, "a step is not due before it begins");
    }
}

proptest! {
    #[test]
    fn every_story_keeps_the_promises(commands in prop::collection::vec((command(), 0_i64..20), 1..40)) {
        let (mut story, mut stops) = (Story::filed_at(at(1, 8)), 0);
        for (command, hours) in commands {
            story.now += SignedDuration::from_hours(hours);
            let elsewhere = somebody("elsewhere", &[(Role::CaseOfficer, "H35.1"), (Role::Approver, "H35.B")]);
            let actors = [citizen(), counter(), officer(), leader(), clerk(), elsewhere];
            for actor in &actors {
                let open = open_actions(actor, &story.dossier).contains(&command.action());
                let Ok(event) = story.attempt(story.now, actor, &command) else { continue };
                prop_assert!(open, "what is done was offered");
                let version = story.dossier.version;
                story.dossier.apply(&event, story.now, &actor.login);
                prop_assert_eq!(story.dossier.version, version + 1);
                stops += usize::from(command.action() == Action::Suspend);
                prop_assert!(stops <= 1, "stopped once");
                promises(&story.dossier);
                break;
            }
            if hours % 3 == 0 {
                let by = counter().as_citizen();
                let context = Context { now: story.now, calendar: &Calendar::national(), by: &by, alone: false };
                let settled = settle_payment(&story.dossier, &Reference::of_random([7; 9]), PaymentEnd::Paid, &context);
                prop_assert_eq!(settled.is_some(), story.dossier.status == Status::AwaitingPayment);
                if let Some(event) = settled {
                    story.dossier.apply(&event, story.now, "system");
                    promises(&story.dossier);
                }
            }
        }
    }
}
