//! Along the route: opinions of other agencies, transfers, steps that are sent back or late.

use super::sample::{Story, at, clerk, counter, directory, leader, officer, procedure, somebody};
use crate::RefusalKind;
use crate::catalogue::{Route, StepTask};
use crate::dossiers::{
    Action, AnswerConsultation, Approve, Assign, Command, Consult, Outcome, Propose, Receive, SendBack, Sign, Status,
    Transfer,
};
use crate::people::permissions::{may_see, open_actions};
use crate::people::{Actor, Role};
use jiff::civil::date;

fn assign() -> Command {
    Command::Assign(Assign { officer: "officer".into(), officer_name: "Officer".into(), note: None })
}

fn propose() -> Command {
    Command::Propose(Propose {
        outcome: Outcome::Granted,
        content: "Đủ điều kiện".into(),
        file: None,
        paper: None,
        without_opinions: None,
    })
}

/// Proposed without the opinions that did not come.
fn propose_without() -> Command {
    match propose() {
        Command::Propose(propose) => {
            Command::Propose(Propose { without_opinions: Some("Đã đôn đốc".into()), ..propose })
        }
        other => other,
    }
}

fn consult(agency: &str, day: i8, required: bool) -> Consult {
    Consult {
        agency: agency.into(),
        agency_name: agency.into(),
        question: "Đất có tranh chấp không?".into(),
        due_on: Some(date(2025, 12, day)),
        required,
    }
}

fn ask(agency: &str, day: i8, required: bool) -> Command {
    Command::Consult(consult(agency, day, required))
}

fn answer() -> Command {
    Command::AnswerConsultation(AnswerConsultation { content: "Không tranh chấp".into(), file: None })
}

fn transfer(agency: &str) -> Transfer {
    Transfer { agency: agency.into(), agency_name: agency.into(), reason: "Đất thuộc xã khác".into() }
}

/// Received on Monday 15 December, due on the 22nd, in the hands of the officer.
fn processed() -> Story {
    Story::received_at(at(15, 8)).then(at(15, 9), &leader(), assign())
}

fn department() -> Actor {
    somebody("so", &[(Role::CaseOfficer, "H35.1")])
}

fn neighbour() -> Actor {
    somebody("lang-gieng", &[(Role::CaseOfficer, "H35.B"), (Role::Approver, "H35.B")])
}

#[test]
fn agencies_are_asked_side_by_side_and_the_dossier_waits_for_what_it_needs() {
    let story = processed().then(at(15, 10), &officer(), ask("H35.1", 17, true)).then(
        at(15, 10),
        &officer(),
        ask("H35.B", 16, false),
    );
    assert_eq!(story.dossier.due_at, Some(at(22, 8)), "the clock goes on");
    assert_eq!(story.refuses(&officer(), &propose()), ("consultation-open", RefusalKind::Rule));
    assert_eq!(open_actions(&department(), &story.dossier), [Action::AnswerConsultation]);
    let story = story.then(at(16, 9), &department(), answer());
    assert_eq!(story.refuses(&department(), &answer()).1, RefusalKind::Forbidden, "once");
    assert!(may_see(&department(), &story.dossier), "what one said something about one may look up");
    let story = story.then(at(16, 10), &officer(), propose());
    let asked = &story.dossier.consultations;
    assert_eq!(asked[0].answer.as_ref().map(|answer| answer.at), Some(at(16, 9)));
    assert_eq!(asked[1].unanswered_at, Some(at(16, 10)), "it went on without");
    assert_eq!(story.dossier.status, Status::InProcess);
}

#[test]
fn past_its_deadline_a_needed_opinion_is_recorded_as_not_given() {
    let story = processed().then(at(15, 10), &officer(), ask("H35.1", 16, true));
    let mut story = story;
    story.now = at(16, 16);
    assert_eq!(story.refuses(&officer(), &propose()).0, "consultation-open");
    let story = story.then(at(17, 8), &officer(), propose_without());
    assert_eq!(story.dossier.consultations[0].unanswered_at, Some(at(17, 8)));
    assert_eq!(story.refuses(&department(), &answer()).1, RefusalKind::Rule, "too late to count");
}

#[test]
fn an_answer_after_the_deadline_still_counts_while_nobody_went_on() {
    let story =
        processed().then(at(15, 10), &officer(), ask("H35.1", 16, true)).then(at(17, 8), &department(), answer());
    assert!(story.then(at(17, 9), &officer(), propose()).dossier.proposal.is_some());
}

#[test]
fn who_asks_what_until_when_is_checked() {
    let story = processed();
    let problem = |command: &Command| {
        let refusal = story.attempt(story.now, &officer(), command).expect_err("a refusal");
        refusal.problems.first().map_or(refusal.code, |problem| problem.code)
    };
    assert_eq!(problem(&ask("H35.1", 14, true)), "consultation-over");
    assert_eq!(problem(&ask("H35.1", 23, true)), "consultation-after-due");
    let silent = Consult { question: " ".into(), ..consult("H35.1", 17, true) };
    assert_eq!(problem(&Command::Consult(silent)), "missing");
    assert_eq!(story.refuses(&department(), &ask("H35.B", 17, true)).1, RefusalKind::Forbidden);
    let found = |agency| {
        let found = consult(agency, 17, true).find(&story.dossier, &directory());
        found.map(|found| found.agency_name).map_err(|refusal| refusal.problems[0].code)
    };
    assert_eq!(found("H35.1"), Ok("H35.1".into()));
    assert_eq!(found("H35.A"), Err("consult-oneself"));
    assert_eq!(found("H35.A.1"), Err("agency-unknown"), "a counter settles nothing");
    assert_eq!(found("H35.X"), Err("agency-unknown"));
    let story = story.then(at(15, 10), &officer(), ask("H35.1", 17, true));
    assert_eq!(story.refuses(&officer(), &ask("H35.1", 18, true)), ("consulted-already", RefusalKind::Rule));
}

#[test]
fn a_transfer_keeps_the_clock_the_papers_and_the_counter() {
    let story = processed();
    let (before, due) = (story.dossier.clone(), story.dossier.due_at);
    let story = story.then(at(16, 8), &leader(), Command::Transfer(transfer("H35.B")));
    let dossier = &story.dossier;
    assert_eq!(dossier.filed.competent_agency.as_str(), "H35.B");
    assert_eq!((dossier.status, dossier.step), (Status::Received, Some(0)));
    assert_eq!(dossier.due_at, due, "the applicant filed once");
    assert_eq!(dossier.filed.documents, before.filed.documents);
    assert_eq!((dossier.return_counter().as_str(), dossier.holder().as_str()), ("H35.A.1", "H35.B"));
    assert!(dossier.officer.is_none() && dossier.step_due_at.is_some());
    assert!(may_see(&officer(), dossier) && may_see(&neighbour(), dossier) && may_see(&counter(), dossier));
    assert!(open_actions(&officer(), dossier).is_empty(), "seen, not settled, where it was");
    assert!(open_actions(&neighbour(), dossier).contains(&Action::Assign));
}

#[test]
fn the_counter_transfers_what_it_has_not_received_and_leaders_what_they_have() {
    let filed = Story::filed_at(at(15, 8));
    assert!(open_actions(&counter(), &filed.dossier).contains(&Action::Transfer));
    let moved = filed.then(at(15, 9), &counter(), Command::Transfer(transfer("H35.B")));
    assert_eq!((moved.dossier.status, moved.dossier.due_at), (Status::Filed, None));
    let received = moved.then(at(15, 10), &counter(), Command::Receive(Receive {}));
    assert_eq!(received.dossier.holder().as_str(), "H35.B");
    assert_eq!(received.refuses(&counter(), &Command::Transfer(transfer("H35.A"))).1, RefusalKind::Forbidden);
    let back = received.then(at(15, 11), &neighbour(), Command::Transfer(transfer("H35.A")));
    assert_eq!(back.dossier.passages.len(), 2);
    assert_eq!(back.refuses(&leader(), &Command::Transfer(transfer("H35.A"))).1, RefusalKind::Input);
    let proposed = processed().then(at(15, 10), &officer(), propose());
    assert_eq!(proposed.refuses(&leader(), &Command::Transfer(transfer("H35.B"))).1, RefusalKind::Rule);
}

#[test]
fn only_an_agency_that_settles_the_procedure_takes_it_over() {
    let code = |agency| {
        let found = transfer(agency).find(Some(&procedure()), &directory());
        found.map(|found| found.agency_name).map_err(|refusal| refusal.problems[0].code)
    };
    assert_eq!(code("H35.B"), Ok("H35.B".into()));
    assert_eq!(code("H35.1"), Err("agency-not-competent"), "a department settles nothing of communes");
    assert_eq!(code("H35.B.1"), Err("agency-not-competent"));
    assert_eq!(code("nowhere"), Err("agency-unknown"));
    assert_eq!(code(" "), Err("choose"));
}

#[test]
fn it_goes_back_to_the_step_that_was_named() {
    let mut procedure = procedure();
    let mut steps = Route::usual().steps().to_vec();
    let mut second = steps[1].clone();
    second.name = "Xác minh".into();
    (steps[1].share, second.share) = (30, 30);
    steps.insert(2, second);
    procedure.route = Route::new(steps).expect("a route");
    let story = Story::of(procedure, at(15, 8)).then(at(15, 9), &leader(), assign()).then(
        at(15, 10),
        &officer(),
        Command::Forward(Default::default()),
    );
    assert_eq!(story.dossier.steps_back(), [1]);
    let back = |step| Command::SendBack(SendBack { reason: "Thiếu biên bản".into(), step });
    let corrected = story.then(at(15, 11), &officer(), back(None));
    assert_eq!(corrected.dossier.step, Some(1));
    let signing = corrected
        .then(at(15, 13), &officer(), Command::Forward(Default::default()))
        .then(at(15, 14), &officer(), propose())
        .then(at(15, 15), &leader(), Command::Approve(Approve::default()));
    assert_eq!(signing.dossier.steps_back(), [1, 2, 3]);
    assert_eq!(signing.refuses(&leader(), &back(Some(4))).1, RefusalKind::Input, "not forward");
    assert_eq!(signing.refuses(&leader(), &back(Some(0))).1, RefusalKind::Input, "assigning corrects nothing");
    let again = signing.then(at(15, 16), &leader(), back(Some(3)));
    assert!(again.dossier.proposal.is_some(), "only the approval is given again");
    let usual = again.then(at(15, 16), &leader(), back(None));
    assert_eq!(usual.dossier.current_step().map(|step| step.task), Some(StepTask::Process));
    assert_eq!((usual.dossier.step, usual.dossier.proposal.is_none()), (Some(2), true));
}

#[test]
fn a_step_that_ends_after_its_own_due_time_is_remembered() {
    let story = processed();
    assert_eq!(story.dossier.late_steps, []);
    let story = story.then(at(19, 8), &officer(), propose());
    let late = &story.dossier.late_steps[0];
    assert_eq!((late.step, late.officer.as_str(), late.agency.as_str()), (1, "officer", "H35.A"));
    assert_eq!((late.due_at, late.ended_at), (at(18, 9), at(19, 8)));
    // Nobody is in charge of an approval: it counts for who gave it.
    let story = story.then(at(22, 9), &leader(), Command::Approve(Approve::default()));
    assert_eq!(story.dossier.late_steps[1].officer, "leader");
    let story = story.then(at(22, 9), &leader(), Command::Sign(Sign::default()));
    assert_eq!(story.dossier.late_steps.len(), 2, "signed at once");
    assert!(open_actions(&clerk(), &story.dossier).contains(&Action::Complete));
}
