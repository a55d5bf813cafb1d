//! Opinions that a route asks for by itself.

use super::sample::{Story, at, clerk, counter, directory, leader, officer, procedure, somebody};
use crate::RefusalKind;
use crate::calendar::Calendar;
use crate::catalogue::{AnswerTime, Procedure, Route, Step, StepConsultation, StepTask, Whom};
use crate::dossiers::{
    Action, AnswerConsultation, Asking, Assign, Command, Consultation, Dossier, Event, Forward, Outcome, Propose,
    Receive, SendBack, Transfer, opened_by,
};
use crate::people::permissions::open_actions;
use crate::people::{Actor, Role};
use jiff::Timestamp;

const DEPARTMENT: &str = "H35.1";
const NEIGHBOUR: &str = "H35.B";

fn ask(whom: &str, within: AnswerTime) -> StepConsultation {
    let question = format!("Ý kiến của {whom}?");
    StepConsultation { whom: Whom::from_key(whom).expect("whom"), question, within }
}

/// The usual route, whose verification asks for these opinions; with a second step that processes where that is said.
fn asking_for(asks: &[StepConsultation], twice: bool) -> Procedure {
    let mut steps = Route::usual().steps().to_vec();
    steps[1].consultations = asks.to_vec();
    if twice {
        steps[1].share = 30;
        let again = Step { name: "Tổng hợp".into(), share: 30, consultations: Vec::new(), ..steps[1].clone() };
        steps.insert(2, again);
    }
    Procedure { route: Route::new(steps).expect("a route"), ..procedure() }
}

/// The events that follow by themselves, taken in.
fn settle(before: &Dossier, mut story: Story, procedure: &Procedure, by: &Actor) -> Story {
    let (calendar, directory) = (Calendar::national(), directory());
    let asking = Asking { now: story.now, calendar: &calendar, directory: &directory, procedure: Some(procedure) };
    for asked in opened_by(before, &story.dossier, &asking) {
        story.dossier.apply(&Event::Consulted(asked), story.now, &by.login);
    }
    story
}

/// A story in which the opinions open as they do at the desk.
struct Told(Story, Procedure);

impl Told {
    fn of(asks: &[StepConsultation], twice: bool) -> Self {
        let procedure = asking_for(asks, twice);
        Self(Story::of(procedure.clone(), at(15, 8)), procedure).then(at(15, 9), &leader(), assign())
    }

    #[track_caller]
    fn then(self, now: Timestamp, actor: &Actor, command: Command) -> Self {
        let before = self.0.dossier.clone();
        Self(settle(&before, self.0.then(now, actor, command), &self.1, actor), self.1)
    }

    fn asked(&self) -> Vec<&str> {
        self.0.dossier.consultations.iter().map(|asked| asked.agency.as_str()).collect()
    }

    fn of_agency(&self, agency: &str) -> &Consultation {
        self.0.dossier.consultations.iter().rev().find(|asked| asked.agency.as_str() == agency).expect("asked")
    }
}

fn assign() -> Command {
    Command::Assign(Assign { officer: "officer".into(), officer_name: "Officer".into(), note: None })
}

fn propose(why: Option<&str>) -> Command {
    Command::Propose(Propose {
        outcome: Outcome::Granted,
        content: "Đủ điều kiện".into(),
        file: None,
        paper: None,
        without_opinions: why.map(str::to_owned),
    })
}

fn forward(why: Option<&str>) -> Command {
    Command::Forward(Forward { note: None, without_opinions: why.map(str::to_owned) })
}

fn answer() -> Command {
    Command::AnswerConsultation(AnswerConsultation { content: "Phù hợp".into(), file: None })
}

fn send_back() -> Command {
    Command::SendBack(SendBack { reason: "Xem lại".into(), step: Some(1) })
}

fn department() -> Actor {
    somebody("so", &[(Role::CaseOfficer, DEPARTMENT)])
}

fn neighbour() -> Actor {
    somebody("xa", &[(Role::CaseOfficer, NEIGHBOUR), (Role::Approver, NEIGHBOUR)])
}

fn two() -> [StepConsultation; 2] {
    [ask(DEPARTMENT, AnswerTime::WorkingDays(1)), ask(NEIGHBOUR, AnswerTime::WorkingHours(4))]
}

#[test]
fn two_agencies_are_asked_at_once_each_by_its_own_time() {
    let told = Told::of(&two(), false);
    assert_eq!(told.asked(), [DEPARTMENT, NEIGHBOUR]);
    let asked = told.of_agency(DEPARTMENT);
    assert_eq!((asked.required, asked.step, asked.asked_by.as_str()), (true, Some(1), "H35.A"));
    assert_eq!(asked.due_at, at(16, 9));
    assert_eq!(told.of_agency(NEIGHBOUR).due_at, at(15, 15));
    assert_eq!(open_actions(&department(), &told.0.dossier), [Action::AnswerConsultation]);
    assert_eq!(told.0.refuses(&officer(), &propose(None)), ("consultation-open", RefusalKind::Rule));
    let told = told.then(at(15, 10), &neighbour(), answer());
    assert_eq!(told.0.refuses(&officer(), &propose(None)).0, "consultation-open", "one is not both");
    let told = told.then(at(15, 11), &department(), answer()).then(at(15, 14), &officer(), propose(None));
    assert_eq!(told.0.dossier.late_steps, []);
    assert!(told.0.dossier.proposal.is_some());
}

#[test]
fn a_share_is_of_the_time_of_the_step_and_no_opinion_comes_after_the_dossier() {
    let told = Told::of(&[ask(DEPARTMENT, AnswerTime::Share(50)), ask(NEIGHBOUR, AnswerTime::WorkingDays(60))], false);
    let (begin, step) = (told.0.dossier.step_since.expect("begun"), told.0.dossier.step_due_at.expect("due"));
    let calendar = Calendar::national();
    let whole = calendar.working_between(begin, step).0;
    assert_eq!(calendar.working_between(begin, told.of_agency(DEPARTMENT).due_at).0, whole / 2);
    assert_eq!(Some(told.of_agency(NEIGHBOUR).due_at), told.0.dossier.due_at);
}

#[test]
fn silence_past_the_deadline_is_written_down_with_a_reason_and_counts_as_late() {
    let mut told = Told::of(&two(), false);
    told.0.now = at(17, 8);
    let refusal = told.0.attempt(at(17, 8), &officer(), &propose(None)).expect_err("a reason");
    let problem = &refusal.problems[0];
    assert_eq!((problem.pointer.as_ref(), problem.code), ("/without_opinions", "opinions-missed"));
    assert_eq!(told.0.dossier.opinions_missed(at(17, 8)).count(), 2);
    let told = told.then(at(17, 8), &department(), answer());
    let told = told.then(at(17, 9), &officer(), propose(Some(" Đã đôn đốc hai lần ")));
    let silent = told.of_agency(NEIGHBOUR);
    assert_eq!(silent.unanswered_at, Some(at(17, 9)));
    assert_eq!(silent.unanswered_why.as_deref(), Some("Đã đôn đốc hai lần"));
    let late: Vec<_> =
        told.0.dossier.late_steps.iter().map(|late| (late.agency.as_str(), late.officer.as_str())).collect();
    assert_eq!(late, [(DEPARTMENT, "so"), (NEIGHBOUR, "")], "who answered late, and who did not");
    assert!(told.0.dossier.late_steps.iter().all(|late| late.consultation && late.step == 1));
}

#[test]
fn the_step_that_asks_is_not_forwarded_before_and_a_reason_not_needed_is_not_kept() {
    let told = Told::of(&two(), true);
    assert_eq!(told.0.refuses(&officer(), &forward(Some("Vội"))).0, "consultation-open");
    let told = told.then(at(15, 10), &neighbour(), answer()).then(at(15, 11), &department(), answer());
    let told = told.then(at(15, 14), &officer(), forward(Some("Vội")));
    assert_eq!(told.0.dossier.step, Some(2));
    assert!(told.0.dossier.consultations.iter().all(|asked| asked.unanswered_why.is_none()));
    let told = Told::of(&two(), true);
    let told = told.then(at(17, 9), &officer(), forward(Some("Không trả lời")));
    assert!(told.0.dossier.consultations.iter().all(|asked| asked.unanswered_at == Some(at(17, 9))));
}

#[test]
fn what_was_answered_is_not_asked_again_and_who_was_silent_is() {
    let told = Told::of(&two(), true).then(at(15, 10), &department(), answer());
    let told = told.then(at(17, 9), &officer(), forward(Some("Không trả lời")));
    let told = told.then(at(17, 10), &officer(), assign()).then(at(17, 11), &officer(), send_back());
    assert_eq!(told.asked(), [DEPARTMENT, NEIGHBOUR, NEIGHBOUR]);
    assert!(told.of_agency(NEIGHBOUR).is_open() && told.of_agency(NEIGHBOUR).due_at > at(17, 11));
    let told = told.then(at(17, 14), &neighbour(), answer());
    assert!(told.0.dossier.consultations[1].answer.is_none(), "it answered the question that is open");
    let told = told.then(at(17, 15), &officer(), forward(None)).then(at(17, 15), &officer(), assign());
    let told = told.then(at(17, 16), &officer(), send_back());
    assert_eq!(told.asked().len(), 3, "every answer stands");
}

#[test]
fn a_transfer_keeps_what_is_open_and_nobody_asks_themselves() {
    let asks =
        [ask("commune", AnswerTime::WorkingDays(1)), ask("superior", AnswerTime::WorkingDays(1)), two()[1].clone()];
    let told = Told::of(&asks, false);
    // The commune where the applicant lives is the one that settles it.
    assert_eq!(told.asked(), ["H35", NEIGHBOUR]);
    let moved =
        Transfer { agency: NEIGHBOUR.into(), agency_name: NEIGHBOUR.into(), reason: "Đất ở xã khác".into() };
    let told = told.then(at(15, 14), &leader(), Command::Transfer(moved));
    let take = Command::Assign(Assign { officer: "xa".into(), officer_name: "Xa".into(), note: None });
    let told = told.then(at(15, 15), &neighbour(), take);
    assert_eq!(told.asked(), ["H35", NEIGHBOUR, "H35.A"], "only whom nobody asked yet");
}

#[test]
fn whom_nobody_can_ask_is_said_and_holds_nothing_up() {
    let asks = [ask("H35.X", AnswerTime::WorkingDays(1)), ask("H35.A.1", AnswerTime::WorkingDays(1))];
    let told = Told::of(&asks, false);
    assert_eq!(told.asked(), Vec::<&str>::new());
    let open = told.0.dossier.not_asked(&directory(), None);
    assert_eq!(open.iter().map(|ask| ask.whom.key()).collect::<Vec<_>>(), ["H35.X", "H35.A.1"]);
    let told = told.then(at(15, 10), &officer(), propose(None));
    assert!(told.0.dossier.not_asked(&directory(), None).is_empty(), "the step is over");
}

#[test]
fn the_first_step_asks_on_reception_and_what_stays_asks_nothing() {
    let mut steps = Route::same_day().steps().to_vec();
    assert_eq!(steps[0].task, StepTask::Process);
    steps[0].consultations = vec![two()[0].clone()];
    let procedure = Procedure { route: Route::new(steps).expect("a route"), ..procedure() };
    let filed = Story { dossier: Story::filed_at(at(15, 8)).dossier, now: at(15, 8), alone: false };
    let mut filed = Told(filed, procedure.clone());
    filed.0.dossier.filed.route = procedure.route.clone();
    let told = filed.then(at(15, 9), &counter(), Command::Receive(Receive {}));
    assert_eq!(told.asked(), [DEPARTMENT]);
    let told = told.then(at(15, 10), &officer(), assign());
    assert_eq!(told.asked(), [DEPARTMENT], "taking charge begins no step");
    assert_eq!(told.0.refuses(&clerk(), &answer()).1, RefusalKind::Forbidden);
}
