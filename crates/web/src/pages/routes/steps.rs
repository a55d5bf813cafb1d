//! The steps of a route as a form has them, and as a route.

use crate::pages::typed::Typed;
use rules::catalogue::{AnswerTime, AskFlaw, Route, RouteError, Step, StepConsultation, StepPlace, StepTask, Whom};
use rules::codes::AgencyCode;
use rules::people::Role;
use rules::{Problem, Refusal};

/// What can be done in a step.
pub(super) const TASKS: [StepTask; 6] =
    [StepTask::Assign, StepTask::Process, StepTask::Approve, StepTask::Sign, StepTask::Issue, StepTask::Return];
/// In which capacity.
pub(super) const ROLES: [Role; 4] = [Role::CounterOfficer, Role::CaseOfficer, Role::Approver, Role::Clerk];
/// Steps that a form may have.
const MOST: usize = 20;
/// Opinions that a step of a form may ask for; the rules say so too, and how many are too many.
const MOST_ASKS: usize = 12;

/// A step as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Typing {
    pub(super) name: String,
    pub(super) task: String,
    pub(super) role: String,
    /// `competent`, `counter`, or an agency's code.
    pub(super) place: String,
    pub(super) share: String,
    /// The opinions that it asks for.
    pub(super) asks: Vec<Asking>,
}

/// An opinion that a step asks for, as it was typed. Its fields are named as problems point at them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Asking {
    /// `commune`, `superior`, or an agency's code.
    pub(super) whom: String,
    pub(super) question: String,
    pub(super) amount: String,
    /// Of [`AnswerTime::UNITS`].
    pub(super) unit: String,
}

/// The name of a field of an opinion: that of its step, and its own place there.
fn ask_field(step: usize, at: usize, field: &str) -> String {
    format!("route-{step}-consultations-{at}-{field}")
}

/// The steps of a route, as a form begins with them.
pub(super) fn typed_of(route: &Route) -> Vec<Typing> {
    let typing = |step: &Step| Typing {
        name: step.name.clone(),
        task: step.task.key().to_owned(),
        role: step.role.key().to_owned(),
        place: match &step.place {
            StepPlace::Competent => "competent".to_owned(),
            StepPlace::Counter => "counter".to_owned(),
            StepPlace::Agency(agency) => agency.to_string(),
        },
        share: step.share.to_string(),
        asks: step.consultations.iter().map(asking_of).collect(),
    };
    route.steps().iter().map(typing).collect()
}

fn asking_of(ask: &StepConsultation) -> Asking {
    Asking {
        whom: ask.whom.key().to_owned(),
        question: ask.question.clone(),
        amount: ask.within.amount().to_string(),
        unit: ask.within.unit().to_owned(),
    }
}

/// The steps that were sent, in their order.
pub(super) fn read(typed: &Typed) -> Vec<Typing> {
    let sent = (0..MOST).take_while(|at| typed.has(&format!("name-{at}")));
    sent.map(|at| {
        let text = |field: &str| typed.text(&format!("{field}-{at}"));
        Typing {
            name: text("name"),
            task: text("task"),
            role: text("role"),
            place: text("place"),
            share: text("share"),
            asks: read_asks(typed, at),
        }
    })
    .collect()
}

fn read_asks(typed: &Typed, step: usize) -> Vec<Asking> {
    let sent = (0..MOST_ASKS).take_while(|at| typed.has(&ask_field(step, *at, "whom")));
    sent.map(|at| {
        let text = |field: &str| typed.text(&ask_field(step, at, field));
        Asking { whom: text("whom"), question: text("question"), amount: text("amount"), unit: text("unit") }
    })
    .collect()
}

/// Adds, moves or takes out a step: `add-2`, `up-2`, `remove-2`; adds or takes out an opinion that a step asks for: `ask-2`,
/// `unask-2-0`; false when nothing of this kind is wanted.
pub(super) fn edit(steps: &mut Vec<Typing>, wanted: &str) -> bool {
    if let Some((step, at)) = wanted.strip_prefix("unask-").and_then(|place| place.split_once('-')) {
        let asks = step.parse::<usize>().ok().and_then(|step| steps.get_mut(step)).map(|step| &mut step.asks);
        if let (Some(asks), Ok(at)) = (asks, at.parse::<usize>())
            && at < asks.len()
        {
            asks.remove(at);
        }
        return true;
    }
    let Some((what, at)) = wanted.rsplit_once('-') else { return false };
    let Ok(at) = at.parse::<usize>() else { return false };
    match what {
        // After a step, of its kind: two that process are the usual case.
        "add" if at < steps.len() && steps.len() < MOST => {
            let copy = Typing { name: String::new(), share: "0".to_owned(), asks: Vec::new(), ..steps[at].clone() };
            steps.insert(at + 1, copy);
        }
        "ask" if at < steps.len() && steps[at].asks.len() < MOST_ASKS => {
            let (amount, unit) = ("50".to_owned(), "share".to_owned());
            steps[at].asks.push(Asking { amount, unit, ..Asking::default() });
        }
        "up" if at > 0 && at < steps.len() => steps.swap(at - 1, at),
        "remove" if at < steps.len() => drop(steps.remove(at)),
        _ => return matches!(what, "add" | "ask" | "up" | "remove"),
    }
    true
}

/// The route that these steps make.
///
/// # Errors
/// What is wrong with which step, or with the whole.
pub(super) fn route(steps: &[Typing]) -> Result<Route, Refusal> {
    let mut problems = Vec::new();
    let mut read = Vec::with_capacity(steps.len());
    for (at, step) in steps.iter().enumerate() {
        let mut wrong = |field: &str, code| problems.push(Problem::new(format!("/{field}-{at}"), code));
        if step.name.is_empty() {
            wrong("name", "missing");
        }
        let task = TASKS.into_iter().find(|task| task.key() == step.task);
        let role = ROLES.into_iter().find(|role| role.key() == step.role);
        let share = step.share.parse::<u8>().ok().filter(|share| *share <= 100);
        let place = match step.place.as_str() {
            "competent" => Some(StepPlace::Competent),
            "counter" => Some(StepPlace::Counter),
            code => code.parse::<AgencyCode>().ok().map(StepPlace::Agency),
        };
        for (field, lacks, code) in [
            ("task", task.is_none(), "choose"),
            ("role", role.is_none(), "choose"),
            ("place", place.is_none(), "choose"),
            ("share", share.is_none(), "route-share"),
        ] {
            if lacks {
                wrong(field, code);
            }
        }
        let consultations: Vec<_> = step.asks.iter().map(consultation).collect();
        for (ask, (_, lacking)) in consultations.iter().enumerate() {
            let problem = |&(field, code): &(&'static str, &'static str)| {
                Problem::new(format!("/route/{at}/consultations/{ask}/{field}"), code)
            };
            problems.extend(lacking.iter().map(problem));
        }
        if let (Some(task), Some(role), Some(place), Some(share)) = (task, role, place, share) {
            let consultations = consultations.into_iter().filter_map(|(ask, _)| ask).collect();
            read.push(Step { name: step.name.clone(), task, role, place, share, consultations });
        }
    }
    if !problems.is_empty() {
        return Err(Refusal::input(problems));
    }
    Route::new(read).map_err(|error| match error {
        RouteError::NobodyProcesses => Refusal::rule("route-nobody-processes"),
        RouteError::OutOfOrder(at) => Refusal::rule("route-order").with("step", at + 1),
        RouteError::Incomplete => Refusal::rule("route-incomplete"),
        RouteError::Shares(sum) => Refusal::rule("route-shares").with("sum", sum),
        RouteError::Consultation { step, at, flaw } => {
            let (field, code) = flawed(flaw);
            Refusal::input(vec![Problem::new(format!("/route/{step}/consultations/{at}/{field}"), code)])
        }
    })
}

/// The opinion as far as it can be read, and which of its fields lack what.
fn consultation(ask: &Asking) -> (Option<StepConsultation>, Vec<(&'static str, &'static str)>) {
    let whom = Whom::from_key(&ask.whom);
    let amount = ask.amount.parse::<u16>().ok();
    let within = amount.and_then(|amount| AnswerTime::of(&ask.unit, amount)).filter(|within| within.is_sound());
    let known = AnswerTime::UNITS.contains(&ask.unit.as_str());
    let lacks = [
        ("whom", whom.is_none(), "choose"),
        ("question", ask.question.is_empty(), "missing"),
        ("unit", !known, "choose"),
        ("amount", known && within.is_none(), "opinion-time"),
    ];
    let lacking: Vec<_> =
        lacks.into_iter().filter(|(_, lacks, _)| *lacks).map(|(field, _, code)| (field, code)).collect();
    let read = whom.zip(within).map(|(whom, within)| StepConsultation { whom, question: ask.question.clone(), within });
    (read.filter(|_| lacking.is_empty()), lacking)
}

/// Where a flaw of an opinion is shown, and what is said there.
fn flawed(flaw: AskFlaw) -> (&'static str, &'static str) {
    match flaw {
        AskFlaw::NotProcessing => ("whom", "opinion-not-processing"),
        AskFlaw::Twice => ("whom", "opinion-twice"),
        AskFlaw::TooMany => ("whom", "opinion-too-many"),
        AskFlaw::NoQuestion => ("question", "missing"),
        AskFlaw::Time => ("amount", "opinion-time"),
        AskFlaw::ShareOfNothing => ("unit", "opinion-share-of-nothing"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(steps: &[Typing]) -> &'static str {
        route(steps).expect_err("a refusal").code
    }

    #[test]
    fn the_usual_route_comes_back_as_it_went() {
        let steps = typed_of(&Route::usual());
        assert_eq!(route(&steps), Ok(Route::usual()));
    }

    /// What is wrong with the first opinion of the usual verification when it reads so.
    fn wrong_with(asks: &[Asking], task: &str) -> Vec<(String, &'static str)> {
        let mut steps = typed_of(&Route::usual());
        let at = steps.iter().position(|step| step.task == task).expect("a step");
        steps[at].asks = asks.to_vec();
        let Err(refusal) = route(&steps) else { return Vec::new() };
        let short = |pointer: &str| pointer.rsplit('/').next().unwrap_or_default().to_owned();
        refusal.problems.iter().map(|problem| (short(problem.pointer.as_ref()), problem.code)).collect()
    }

    #[test]
    fn opinions_are_added_taken_out_and_what_is_wrong_is_said_at_the_field() {
        let mut steps = typed_of(&Route::usual());
        assert!(edit(&mut steps, "ask-1") && edit(&mut steps, "ask-1") && edit(&mut steps, "unask-1-1"));
        assert_eq!(steps[1].asks.len(), 1);
        assert!(edit(&mut steps, "unask-1-7") && edit(&mut steps, "unask-9-0") && edit(&mut steps, "ask-99"));
        let blank = steps[1].asks[0].clone();
        let whole =
            Asking { whom: "H35.06".into(), question: "Đất có tranh chấp không?".into(), ..blank.clone() };
        steps[1].asks = vec![whole.clone(), Asking { whom: "commune".into(), ..whole.clone() }];
        let read = route(&steps).expect("a route");
        assert_eq!(typed_of(&read), steps, "it comes back as it went");
        let none = Vec::<(String, &str)>::new();
        let said = |field: &str, code| vec![(field.to_owned(), code)];
        assert_eq!(wrong_with(std::slice::from_ref(&whole), "process"), none);
        assert_eq!(wrong_with(&[blank], "process"), [said("whom", "choose"), said("question", "missing")].concat());
        let long = Asking { amount: "101".into(), ..whole.clone() };
        assert_eq!(wrong_with(&[long], "process"), said("amount", "opinion-time"));
        let odd = Asking { unit: "moons".into(), ..whole.clone() };
        assert_eq!(wrong_with(&[odd], "process"), said("unit", "choose"));
        assert_eq!(wrong_with(std::slice::from_ref(&whole), "sign"), said("whom", "opinion-not-processing"));
        assert_eq!(wrong_with(&[whole.clone(), whole], "process"), said("whom", "opinion-twice"));
    }

    #[test]
    fn steps_are_added_moved_and_taken_out_and_what_is_wrong_is_said() {
        let mut steps = typed_of(&Route::usual());
        assert!(edit(&mut steps, "add-1"));
        assert_eq!((steps.len(), steps[2].task.as_str()), (7, "process"));
        assert_eq!(route(&steps).expect_err("no name").problems[0].pointer, "/name-2");
        "Xác minh".clone_into(&mut steps[2].name);
        "10".clone_into(&mut steps[2].share);
        assert_eq!(code(&steps), "route-shares");
        "50".clone_into(&mut steps[1].share);
        assert!(route(&steps).is_ok());
        assert!(edit(&mut steps, "up-1"));
        assert_eq!(code(&steps), "route-order");
        assert!(edit(&mut steps, "up-1") && edit(&mut steps, "remove-1") && edit(&mut steps, "remove-1"));
        assert_eq!(code(&steps), "route-nobody-processes");
        assert!(!edit(&mut steps, "save") && edit(&mut steps, "up-0") && edit(&mut steps, "remove-99"));
    }
}
