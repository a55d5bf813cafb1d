//! The way of a dossier through the house, and where it is stopped.

use super::sample::{Story, at, citizen, clerk, counter, leader, officer, somebody};
use crate::RefusalKind;
use crate::dossiers::{
    Action, Apologise, Approve, Assign, Command, Complete, Outcome, Propose, Rate, Rating, Receive, Refuse, Reject,
    RequestSupplement, Resume, ReturnResult, SendBack, Sign, Status, SupplementDossier, Suspend, Verdict, Withdraw,
    national_verdict,
};
use crate::people::Role;
use crate::people::permissions::open_actions;

fn assign() -> Command {
    Command::Assign(Assign { officer: "officer".into(), officer_name: "Officer".into(), note: None })
}

fn propose() -> Command {
    Command::Propose(Propose {
        outcome: Outcome::Granted, content: "Đủ điều kiện".into(), file: Some("r1".into())
    })
}

fn complete() -> Command {
    Command::Complete(Complete { number: "125/GKS".into(), file: None })
}

fn ask() -> Command {
    Command::RequestSupplement(RequestSupplement { content: "Thiếu giấy".into(), ..Default::default() })
}

fn supply() -> Command {
    Command::Supplement(SupplementDossier { documents: Vec::new(), note: Some("đã bổ sung".into()) })
}

fn proposed_at(day: i8) -> Story {
    Story::received_at(at(day, 8)).then(at(day, 9), &leader(), assign()).then(at(day, 10), &officer(), propose())
}

fn settled() -> Story {
    proposed_at(15)
        .then(at(15, 11), &leader(), Command::Approve(Approve::default()))
        .then(at(15, 14), &leader(), Command::Sign(Sign {}))
        .then(at(15, 15), &clerk(), complete())
}

#[test]
fn a_dossier_goes_from_filing_to_the_hand_over_and_the_rating() {
    let rate = Command::Rate(Rate { rating: Rating::VerySatisfied, comment: None });
    let story = settled().then(at(16, 8), &counter(), Command::ReturnResult(ReturnResult::default())).then(
        at(16, 9),
        &citizen(),
        rate.clone(),
    );
    let dossier = &story.dossier;
    assert_eq!(dossier.status, Status::Returned);
    assert_eq!(dossier.outcome, Some(Outcome::Granted));
    assert_eq!(dossier.result_file.as_deref(), Some("r1"));
    assert_eq!(dossier.due_at, Some(at(22, 8)), "five working days after Monday 8:00");
    assert_eq!(national_verdict(dossier, at(23, 8)), Some(Verdict::Early));
    assert_eq!(story.refuses(&citizen(), &rate), ("rated-already", RefusalKind::Rule));
}

#[test]
fn each_step_has_its_own_due_time_within_the_whole() {
    let story = Story::received_at(at(15, 8));
    assert_eq!(story.dossier.step_due_at, Some(at(15, 10)), "5 % of 40 hours");
    let story = story.then(at(15, 9), &leader(), assign());
    assert_eq!(story.dossier.step_due_at, Some(at(18, 9)), "60 % of 40 hours are three days");
}

#[test]
fn actions_are_open_to_those_whose_turn_it_is() {
    let filed = Story::filed_at(at(15, 8)).dossier;
    assert_eq!(
        open_actions(&counter(), &filed),
        [Action::Receive, Action::Refuse, Action::RequestSupplement, Action::Withdraw]
    );
    assert_eq!(open_actions(&citizen(), &filed), [Action::Withdraw]);
    assert_eq!(open_actions(&officer(), &filed), []);
    let received = Story::received_at(at(15, 8)).dossier;
    assert_eq!(open_actions(&leader(), &received), [Action::Assign, Action::Apologise, Action::Suspend]);
    assert_eq!(open_actions(&clerk(), &received), []);
    let elsewhere = somebody("other", &[(Role::Approver, "H35.B")]);
    assert_eq!(open_actions(&elsewhere, &received), []);
}

#[test]
fn an_action_out_of_turn_is_refused_with_the_state() {
    let story = Story::filed_at(at(15, 8));
    assert_eq!(story.refuses(&leader(), &Command::Sign(Sign {})), ("action-not-in-this-state", RefusalKind::Rule));
    let story = settled();
    assert_eq!(story.refuses(&citizen(), &Command::Withdraw(Withdraw::default())).0, "action-not-in-this-state");
}

#[test]
fn nobody_acts_for_somebody_else() {
    let story = Story::received_at(at(15, 8)).then(at(15, 9), &leader(), assign());
    let colleague = somebody("colleague", &[(Role::CaseOfficer, "H35.A")]);
    assert_eq!(story.refuses(&colleague, &propose()), ("somebody-else-in-charge", RefusalKind::Forbidden));
    assert_eq!(story.refuses(&counter(), &propose()), ("not-your-action", RefusalKind::Forbidden));
    let stranger = somebody("stranger", &[]);
    assert_eq!(story.refuses(&stranger, &Command::Withdraw(Withdraw::default())).0, "not-your-action");
}

#[test]
fn who_proposes_neither_approves_nor_signs() {
    let both = somebody("both", &[(Role::CaseOfficer, "H35.A"), (Role::Approver, "H35.A")]);
    let take = Command::Assign(Assign { officer: "both".into(), officer_name: "Both".into(), note: None });
    let story = Story::received_at(at(15, 8)).then(at(15, 9), &both, take).then(at(15, 10), &both, propose());
    assert_eq!(story.refuses(&both, &Command::Approve(Approve::default())), ("own-proposal", RefusalKind::Forbidden));
}

#[test]
fn the_clock_stands_while_the_applicant_supplements() {
    let story = Story::received_at(at(15, 8)).then(at(16, 8), &leader(), assign()).then(at(16, 9), &officer(), ask());
    assert_eq!(story.dossier.status, Status::AwaitingSupplement);
    assert_eq!(national_verdict(&story.dossier, at(31, 8)), Some(Verdict::Running), "waiting is not lateness");
    let story = story.then(at(18, 9), &citizen(), supply());
    assert_eq!(story.dossier.status, Status::InProcess);
    assert_eq!(story.dossier.due_at, Some(at(24, 8)), "two working days later");
    assert_eq!(story.dossier.first_due_at, Some(at(22, 8)), "what was printed stays");
}

#[test]
fn a_second_supplement_is_for_leaders_with_a_reason_and_counts_as_late() {
    let story = Story::received_at(at(15, 8))
        .then(at(15, 9), &leader(), assign())
        .then(at(15, 10), &officer(), ask())
        .then(at(15, 11), &citizen(), supply());
    assert_eq!(story.refuses(&officer(), &ask()), ("not-your-action", RefusalKind::Forbidden));
    assert_eq!(story.refuses(&leader(), &ask()), ("input", RefusalKind::Input));
    let again = Command::RequestSupplement(RequestSupplement {
        content: "Còn thiếu".into(),
        documents: Vec::new(),
        reason: Some("Phát hiện mới".into()),
    });
    let story = story.then(at(15, 14), &leader(), again.clone()).then(at(15, 15), &citizen(), supply());
    assert_eq!(national_verdict(&story.dossier, at(15, 16)), Some(Verdict::Overdue));
    assert_eq!(story.refuses(&leader(), &again).0, "supplement-rounds-used-up");
}

#[test]
fn a_supplement_before_reception_starts_no_clock() {
    let story = Story::filed_at(at(15, 8)).then(at(15, 9), &counter(), ask()).then(at(17, 9), &citizen(), supply());
    assert_eq!(story.dossier.status, Status::Filed);
    let story = story.then(at(17, 10), &counter(), Command::Receive(Receive {}));
    assert_eq!(story.dossier.due_at, Some(at(24, 10)));
}

#[test]
fn an_empty_supplement_and_a_missing_reason_are_refused() {
    let story = Story::filed_at(at(15, 8));
    assert_eq!(story.refuses(&counter(), &Command::Refuse(Refuse::default())), ("input", RefusalKind::Input));
    let story = story.then(at(15, 9), &counter(), ask());
    assert_eq!(story.refuses(&citizen(), &Command::Supplement(SupplementDossier::default())).1, RefusalKind::Input);
}

#[test]
fn an_apology_is_made_once_in_time_and_moves_no_deadline() {
    let apologise = |day| Command::Apologise(Apologise { reason: "Chờ xác minh".into(), new_due_at: at(day, 16) });
    let story = Story::received_at(at(15, 8)).then(at(15, 9), &leader(), assign());
    assert_eq!(story.refuses(&officer(), &apologise(18)).1, RefusalKind::Input, "not later than the deadline");
    assert_eq!(story.refuses(&officer(), &apologise(27)).1, RefusalKind::Input, "a Saturday");
    let story = story.then(at(18, 9), &officer(), apologise(26));
    assert_eq!(story.dossier.due_at, Some(at(22, 8)));
    assert_eq!(story.dossier.appointment(), Some(at(26, 16)));
    assert_eq!(story.refuses(&officer(), &apologise(29)).0, "apologised-already");
    assert_eq!(national_verdict(&story.dossier, at(24, 8)), Some(Verdict::Overdue), "an apology is no extension");
}

#[test]
fn an_apology_on_the_last_day_is_for_leaders() {
    let late = Command::Apologise(Apologise { reason: "Chậm".into(), new_due_at: at(26, 16) });
    let mut story = Story::received_at(at(15, 8)).then(at(15, 9), &leader(), assign());
    story.now = at(22, 8);
    assert_eq!(story.refuses(&officer(), &late).0, "late-apology-by-leader");
    let story = story.then(at(22, 8), &leader(), late);
    assert!(story.dossier.apology.is_some());
}

#[test]
fn what_was_proposed_can_go_back_to_the_same_officer() {
    let story = proposed_at(15).then(at(15, 14), &leader(), Command::SendBack(SendBack { reason: "Sai tên".into() }));
    assert_eq!(story.dossier.officer.as_ref().map(|(login, _)| login.as_str()), Some("officer"));
    assert!(story.dossier.proposal.is_none());
    let story = story.then(at(16, 9), &officer(), propose());
    assert!(story.dossier.proposal.is_some());
}

#[test]
fn a_leader_may_decide_against_the_applicant() {
    let story = proposed_at(15)
        .then(at(15, 11), &leader(), Command::Reject(Reject { reason: "Không đủ điều kiện".into() }))
        .then(at(15, 14), &leader(), Command::Sign(Sign {}))
        .then(at(15, 15), &clerk(), complete());
    assert_eq!(story.dossier.outcome, Some(Outcome::Rejected));
    assert_eq!(story.dossier.result_file, None, "the draft of a grant is not the answer");
}

#[test]
fn a_stopped_dossier_goes_on_with_the_time_that_was_left() {
    let stop = Command::Suspend(Suspend { reason: "Người dân đề nghị".into() });
    let story = Story::received_at(at(15, 8)).then(at(15, 9), &leader(), assign()).then(at(16, 9), &leader(), stop);
    assert_eq!(story.dossier.status, Status::Stopped);
    let go_on = Command::Resume(Resume { reason: "Tiếp tục".into() });
    let story = story.then(at(18, 9), &leader(), go_on);
    assert_eq!(story.dossier.status, Status::InProcess);
    assert_eq!(story.dossier.due_at, Some(at(24, 8)));
    assert_eq!(story.dossier.finished_at, None);
}

#[test]
fn settling_late_is_late() {
    let story = proposed_at(15)
        .then(at(19, 11), &leader(), Command::Approve(Approve::default()))
        .then(at(22, 7), &leader(), Command::Sign(Sign {}))
        .then(at(22, 9), &clerk(), complete());
    assert_eq!(national_verdict(&story.dossier, at(23, 8)), Some(Verdict::Late));
}
