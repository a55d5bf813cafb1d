//! The way of a dossier through the house, and where it is stopped.

use super::sample::{Story, at, citizen, clerk, counter, leader, officer, procedure, somebody};
use crate::RefusalKind;
use crate::calendar::Calendar;
use crate::catalogue::{Route, Step, StepPlace, StepTask};
use crate::dossiers::{
    Action, Apologise, Approve, Assign, Command, Complete, Context, Demanded, Forward, Outcome, PaymentEnd, Propose,
    Rate, Rating, Receive, Refuse, Reject, RequestPayment, RequestSupplement, Resume, ReturnResult, SendBack, Sign,
    Status, SupplementDossier, Suspend, Suspended, Verdict, Withdraw, national_verdict, settle_payment,
};
use crate::money::Dong;
use crate::payments::Reference;
use crate::people::Role;
use crate::people::permissions::open_actions;

fn assign() -> Command {
    Command::Assign(Assign { officer: "officer".into(), officer_name: "Officer".into(), note: None })
}

fn propose() -> Command {
    Command::Propose(Propose {
        outcome: Outcome::Granted,
        content: "Đủ điều kiện".into(),
        file: Some("r1".into()),
        paper: None,
        without_opinions: None,
    })
}

fn complete() -> Command {
    Command::Complete(Complete { number: "125/GKS".into(), ..Complete::default() })
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
        .then(at(15, 14), &leader(), Command::Sign(Sign::default()))
        .then(at(15, 15), &clerk(), complete())
}

#[test]
fn a_dossier_goes_from_filing_to_the_hand_over_and_the_rating() {
    let rate = Command::Rate(Rate {
        rating: Rating::VerySatisfied,
        criteria: std::collections::BTreeMap::new(),
        comment: None,
    });
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
        [
            Action::Receive,
            Action::Refuse,
            Action::RequestSupplement,
            Action::RequestPayment,
            Action::Transfer,
            Action::Withdraw
        ]
    );
    assert_eq!(open_actions(&citizen(), &filed), [Action::Withdraw]);
    assert_eq!(open_actions(&officer(), &filed), []);
    let received = Story::received_at(at(15, 8)).dossier;
    assert_eq!(
        open_actions(&leader(), &received),
        [Action::Assign, Action::Transfer, Action::Apologise, Action::Suspend]
    );
    assert_eq!(open_actions(&clerk(), &received), []);
    let elsewhere = somebody("other", &[(Role::Approver, "H35.B")]);
    assert_eq!(open_actions(&elsewhere, &received), []);
}

#[test]
fn an_action_out_of_turn_is_refused_with_the_state() {
    let story = Story::filed_at(at(15, 8));
    assert_eq!(
        story.refuses(&leader(), &Command::Sign(Sign::default())),
        ("action-not-in-this-state", RefusalKind::Rule)
    );
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
fn asking_for_a_supplement_too_late_makes_nothing_in_time() {
    let story = Story::received_at(at(15, 8)).then(at(16, 8), &leader(), assign()).then(at(23, 9), &officer(), ask());
    assert_eq!(
        national_verdict(&story.dossier, at(31, 8)),
        Some(Verdict::Overdue),
        "due on the 22nd, asked on the 23rd"
    );
    let story = story.then(at(31, 9), &citizen(), Command::Withdraw(Withdraw::default()));
    assert_eq!(national_verdict(&story.dossier, at(31, 10)), Some(Verdict::Late));
}

#[test]
fn what_is_withdrawn_while_the_clock_stands_is_judged_by_when_it_stopped() {
    let story = Story::received_at(at(15, 8)).then(at(16, 8), &leader(), assign()).then(at(16, 9), &officer(), ask());
    let withdrawn = story.then(at(31, 9), &citizen(), Command::Withdraw(Withdraw::default()));
    assert_eq!(
        national_verdict(&withdrawn.dossier, at(31, 10)),
        Some(Verdict::Early),
        "the applicant's time is not the agency's"
    );
    let story = Story::received_at(at(15, 8)).then(at(15, 9), &leader(), assign()).then(at(22, 8), &officer(), ask());
    let withdrawn = story.then(at(31, 9), &citizen(), Command::Withdraw(Withdraw::default()));
    assert_eq!(
        national_verdict(&withdrawn.dossier, at(31, 10)),
        Some(Verdict::OnTime),
        "asked in the very last second"
    );
}

fn demand(stops_clock: bool) -> Command {
    let payment = Reference::of_random([7; 9]);
    let demanded = Some(Demanded { payment, amount: Dong(8_000), stops_clock, expires_at: None });
    Command::RequestPayment(RequestPayment { demanded, ..RequestPayment::default() })
}

/// The payment that a story waits for comes in.
fn paid(mut story: Story, now: jiff::Timestamp) -> Story {
    let by = citizen().as_citizen();
    let context = Context { now, calendar: &Calendar::national(), by: &by, alone: false };
    let payment = story.dossier.demand.clone().expect("it waits").payment;
    let event = settle_payment(&story.dossier, &payment, PaymentEnd::Paid, &context).expect("settled");
    story.dossier.apply(&event, now, "system");
    story.now = now;
    story
}

#[test]
fn the_clock_stands_while_a_payment_is_awaited_and_goes_on_when_it_came() {
    let story =
        Story::received_at(at(15, 8)).then(at(16, 8), &leader(), assign()).then(at(16, 9), &officer(), demand(true));
    assert_eq!((story.dossier.status, story.dossier.stopped_at()), (Status::AwaitingPayment, Some(at(16, 9))));
    assert_eq!(story.refuses(&officer(), &ask()).0, "action-not-in-this-state");
    assert_eq!(national_verdict(&story.dossier, at(31, 8)), Some(Verdict::Running), "waiting is not lateness");
    let story = paid(story, at(18, 9));
    assert_eq!((story.dossier.status, story.dossier.due_at), (Status::InProcess, Some(at(24, 8))));
    assert!(story.dossier.demand.is_none() && story.dossier.stopped_at().is_none());
}

#[test]
fn where_the_rule_lets_the_clock_run_a_payment_moves_nothing() {
    let story =
        Story::received_at(at(15, 8)).then(at(16, 8), &leader(), assign()).then(at(16, 9), &officer(), demand(false));
    assert_eq!((story.dossier.status, story.dossier.stopped_at()), (Status::AwaitingPayment, None));
    let story = paid(story, at(18, 9));
    assert_eq!((story.dossier.status, story.dossier.due_at), (Status::InProcess, Some(at(22, 8))));
}

#[test]
fn a_payment_before_reception_starts_no_clock_and_another_one_settles_nothing() {
    let story = Story::filed_at(at(15, 8)).then(at(15, 9), &counter(), demand(true));
    assert!(story.dossier.pauses.is_empty());
    let by = citizen().as_citizen();
    let context = Context { now: at(16, 9), calendar: &Calendar::national(), by: &by, alone: false };
    assert_eq!(settle_payment(&story.dossier, &Reference::of_random([8; 9]), PaymentEnd::Paid, &context), None);
    let story = paid(story, at(16, 9));
    assert_eq!((story.dossier.status, story.dossier.due_at), (Status::Filed, None));
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
fn nobody_apologises_for_waiting_for_the_applicant() {
    let apologise = Command::Apologise(Apologise { reason: "Chờ bổ sung".into(), new_due_at: at(26, 16) });
    let story = Story::received_at(at(15, 8)).then(at(15, 9), &leader(), assign()).then(at(16, 9), &officer(), ask());
    assert_eq!(story.refuses(&officer(), &apologise), ("apology-while-waiting", RefusalKind::Rule));
    assert!(story.attempt(at(16, 10), &officer(), &apologise).expect_err("a refusal").basis.is_some());
    assert!(!open_actions(&officer(), &story.dossier).contains(&Action::Apologise));
    let story = story.then(at(17, 9), &citizen(), supply()).then(at(17, 10), &officer(), apologise);
    assert!(story.dossier.apology.is_some());
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
    let story = proposed_at(15).then(
        at(15, 14),
        &leader(),
        Command::SendBack(SendBack { reason: "Sai tên".into(), step: None }),
    );
    assert_eq!(story.dossier.officer.as_ref().map(|(login, _)| login.as_str()), Some("officer"));
    assert!(story.dossier.proposal.is_none());
    let story = story.then(at(16, 9), &officer(), propose());
    assert!(story.dossier.proposal.is_some());
}

#[test]
fn what_goes_back_to_another_agency_waits_for_its_own_officers() {
    let mut procedure = procedure();
    procedure.route = consulting();
    let story =
        Story::of(procedure, at(15, 8)).then(at(15, 9), &leader(), assign()).then(at(15, 10), &officer(), forward());
    assert_eq!(story.dossier.officer, None);
    let other = somebody("other", &[(Role::CaseOfficer, "H35.B")]);
    let send_back = Command::SendBack(SendBack { reason: "Sai tên".into(), step: None });
    // Nobody at the second agency was ever put in charge: its own officers find it, the first agency's can't act there.
    let back = story.then(at(15, 11), &other, propose()).then(at(15, 14), &leader(), send_back.clone());
    assert_eq!(back.dossier.holder().as_str(), "H35.B");
    assert_eq!(back.dossier.officer, None);
    assert!(open_actions(&other, &back.dossier).contains(&Action::Propose));
    // Once somebody there took it, it goes back to them.
    let take = Command::Assign(Assign { officer: "other".into(), officer_name: "Other".into(), note: None });
    let back =
        back.then(at(15, 15), &other, take).then(at(15, 16), &other, propose()).then(at(16, 9), &leader(), send_back);
    assert_eq!(back.dossier.officer.as_ref().map(|(login, _)| login.as_str()), Some("other"));
}

fn forward() -> Command {
    Command::Forward(Forward::default())
}

/// The usual route, with another agency's verification after the first.
fn consulting() -> Route {
    let mut steps = Route::usual().steps().to_vec();
    let at = steps.iter().position(|step| step.task == StepTask::Process).expect("a step that processes");
    let whole = steps[at].share;
    steps[at].share = whole / 2;
    let share = whole - whole / 2;
    let place = StepPlace::Agency("H35.B".parse().expect("a code"));
    steps.insert(at + 1, Step { place, share, ..steps[at].clone() });
    Route::new(steps).expect("a route")
}

#[test]
fn a_leader_may_decide_against_the_applicant() {
    let story = proposed_at(15)
        .then(at(15, 11), &leader(), Command::Reject(Reject { reason: "Không đủ điều kiện".into() }))
        .then(at(15, 14), &leader(), Command::Sign(Sign::default()))
        .then(at(15, 15), &clerk(), complete());
    assert_eq!(story.dossier.outcome, Some(Outcome::Rejected));
    assert_eq!(story.dossier.result_file, None, "the draft of a grant is not the answer");
}

#[test]
fn a_stopped_dossier_goes_on_with_the_time_that_was_left() {
    let story = Story::received_at(at(15, 8)).then(at(15, 9), &leader(), assign()).then(at(16, 9), &leader(), stop(16));
    assert_eq!(story.dossier.status, Status::Stopped);
    let go_on = Command::Resume(Resume { reason: "Tiếp tục".into() });
    let story = story.then(at(18, 9), &leader(), go_on);
    assert_eq!(story.dossier.status, Status::InProcess);
    assert_eq!(story.dossier.due_at, Some(at(24, 8)));
    assert_eq!(story.dossier.finished_at, None);
    assert_eq!(story.refuses(&leader(), &stop(18)), ("stopped-already", RefusalKind::Rule), "not at will");
}

/// A stop that the applicant asked for on this day of December.
fn stop(day: i8) -> Command {
    Command::Suspend(Suspend {
        reason: "Người dân đề nghị".into(),
        request_date: Some(jiff::civil::date(2025, 12, day)),
        request_file: Some("f9".into()),
    })
}

#[test]
fn nobody_stops_the_clock_without_the_applicants_request() {
    let story = Story::received_at(at(15, 8)).then(at(16, 9), &leader(), assign());
    let busy = Command::Suspend(Suspend { reason: "vì bận".into(), ..Suspend::default() });
    let refusal = story.attempt(at(16, 9), &leader(), &busy).expect_err("a refusal");
    let problems: Vec<_> = refusal.problems.iter().map(|problem| (problem.pointer.as_str(), problem.code)).collect();
    assert_eq!(
        problems,
        [("/request_date", "stop-request-date-missing"), ("/request_file", "stop-request-file-missing")]
    );
    assert!(refusal.basis.is_some_and(|basis| basis.contains("Điều 21")));
    let wrong = |day| {
        let refusal = story.attempt(at(16, 9), &leader(), &stop(day)).expect_err("a refusal");
        (refusal.problems[0].pointer.clone(), refusal.problems[0].code)
    };
    assert_eq!(wrong(14), ("/request_date".to_owned(), "stop-request-before-filing"));
    assert_eq!(wrong(17), ("/request_date".to_owned(), "date-in-future"));
    let asked = story.then(at(16, 9), &leader(), stop(15)).dossier.stop.expect("a stop");
    assert_eq!(
        (asked.request_date, asked.request_file.as_deref()),
        (Some(jiff::civil::date(2025, 12, 15)), Some("f9"))
    );
}

#[test]
fn a_new_appointment_lies_within_working_hours() {
    let story = Story::received_at(at(15, 8));
    let told = |day, hour| {
        let new_due_at = at(day, hour);
        let apology = Command::Apologise(Apologise { reason: "Máy hỏng".into(), new_due_at });
        let refusal = story.attempt(at(16, 9), &leader(), &apology).expect_err("a refusal");
        assert!(refusal.basis.is_some(), "{refusal:?}");
        refusal.problems[0].code
    };
    assert_eq!(told(29, 3), "appointment-outside-hours");
    assert_eq!(told(29, 12), "appointment-outside-hours");
    assert_eq!(told(28, 9), "appointment-not-working-day");
    let apology = Command::Apologise(Apologise { reason: "Máy hỏng".into(), new_due_at: at(29, 17) });
    let story = story.then(at(16, 9), &leader(), apology);
    assert_eq!(story.dossier.appointment(), Some(at(29, 17)), "the hour of closing counts");
}

#[test]
fn what_is_signed_is_not_stopped() {
    let story = proposed_at(15).then(at(15, 11), &leader(), Command::Approve(Approve::default())).then(
        at(15, 14),
        &leader(),
        Command::Sign(Sign::default()),
    );
    assert_eq!(story.refuses(&leader(), &stop(15)), ("stop-after-result", RefusalKind::Rule));
    let settled = story.then(at(15, 15), &clerk(), complete());
    assert_eq!(settled.refuses(&leader(), &stop(15)), ("stop-after-result", RefusalKind::Rule));
}

#[test]
fn a_stopped_dossier_may_be_withdrawn() {
    let story = Story::received_at(at(15, 8)).then(at(16, 9), &leader(), stop(16));
    assert_eq!(open_actions(&citizen(), &story.dossier), [Action::Withdraw]);
    let story = story.then(at(18, 9), &citizen(), Command::Withdraw(Withdraw::default()));
    assert_eq!(story.dossier.status, Status::Withdrawn);
    assert_eq!(national_verdict(&story.dossier, at(31, 8)), Some(Verdict::Early), "without the applicant's time");
}

#[test]
fn a_stop_of_an_old_journal_is_read() {
    let event: Suspended = serde_json::from_str(r#"{"reason":"Theo đề nghị"}"#).expect("an event");
    assert_eq!((event.request_date, event.request_file), (None, None));
}

#[test]
fn settling_late_is_late() {
    let story = proposed_at(15)
        .then(at(19, 11), &leader(), Command::Approve(Approve::default()))
        .then(at(22, 7), &leader(), Command::Sign(Sign::default()))
        .then(at(22, 9), &clerk(), complete());
    assert_eq!(national_verdict(&story.dossier, at(23, 8)), Some(Verdict::Late));
}
