//! One way in: a command meets the state of a dossier.

use super::{
    Action, AnswerConsultation, Apologise, Approve, Assign, Complete, Consult, Digitise, Dossier, Event, Forward,
    Propose, Rate, Receive, Refuse, Reject, RequestPayment, RequestSupplement, Resume, ReturnResult, SendBack, Sign,
    SupplementDossier, Suspend, Transfer, Withdraw,
};
use crate::calendar::{Calendar, TimeLimit};
use crate::people::Capacity;
use crate::{Problem, Refusal};
use jiff::Timestamp;

/// What a rule needs and must not fetch.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Now.
    pub now: Timestamp,
    /// The working calendar of the agency that settles the dossier.
    pub calendar: &'a Calendar,
    /// Who acts, in which capacity.
    pub by: &'a Capacity,
    /// Whether the acting agency is excepted from the separation of duties now: who proposed may decide too.
    pub alone: bool,
}

/// What somebody wants done to a dossier.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each is the command of the same name")]
pub enum Command {
    Receive(Receive),
    Refuse(Refuse),
    RequestSupplement(RequestSupplement),
    Supplement(SupplementDossier),
    RequestPayment(RequestPayment),
    Assign(Assign),
    Forward(Forward),
    SendBack(SendBack),
    Consult(Consult),
    AnswerConsultation(AnswerConsultation),
    Transfer(Transfer),
    Digitise(Digitise),
    Propose(Propose),
    Approve(Approve),
    Reject(Reject),
    Sign(Sign),
    Complete(Complete),
    ReturnResult(ReturnResult),
    Apologise(Apologise),
    Withdraw(Withdraw),
    Suspend(Suspend),
    Resume(Resume),
    Rate(Rate),
}

impl Command {
    /// Which action this is.
    #[must_use]
    pub fn action(&self) -> Action {
        match self {
            Self::Receive(_) => Action::Receive,
            Self::Refuse(_) => Action::Refuse,
            Self::RequestSupplement(_) => Action::RequestSupplement,
            Self::Supplement(_) => Action::Supplement,
            Self::RequestPayment(_) => Action::RequestPayment,
            Self::Assign(_) => Action::Assign,
            Self::Forward(_) => Action::Forward,
            Self::SendBack(_) => Action::SendBack,
            Self::Consult(_) => Action::Consult,
            Self::AnswerConsultation(_) => Action::AnswerConsultation,
            Self::Transfer(_) => Action::Transfer,
            Self::Digitise(_) => Action::Digitise,
            Self::Propose(_) => Action::Propose,
            Self::Approve(_) => Action::Approve,
            Self::Reject(_) => Action::Reject,
            Self::Sign(_) => Action::Sign,
            Self::Complete(_) => Action::Complete,
            Self::ReturnResult(_) => Action::ReturnResult,
            Self::Apologise(_) => Action::Apologise,
            Self::Withdraw(_) => Action::Withdraw,
            Self::Suspend(_) => Action::Suspend,
            Self::Resume(_) => Action::Resume,
            Self::Rate(_) => Action::Rate,
        }
    }
}

/// What follows from a command. Who may give it was asked before ([`crate::people::permissions`]).
///
/// # Errors
/// When the state forbids it or the command itself is at fault.
pub fn decide(dossier: &Dossier, command: &Command, context: &Context<'_>) -> Result<Event, Refusal> {
    let action = command.action();
    dossier.allows(action)?;
    let decided = match command {
        Command::Receive(command) => command.decide(dossier, context).map(Event::Received),
        Command::Refuse(command) => command.decide().map(Event::Refused),
        Command::RequestSupplement(command) => command.decide(dossier, context).map(Event::SupplementRequested),
        Command::Supplement(command) => command.decide(dossier, context).map(Event::Supplemented),
        Command::RequestPayment(command) => command.decide().map(Event::PaymentRequested),
        Command::Assign(command) => command.decide(dossier, context).map(Event::Assigned),
        Command::Forward(command) => command.decide(dossier, context).map(Event::Forwarded),
        Command::SendBack(command) => command.decide(dossier, context).map(Event::SentBack),
        Command::Consult(command) => command.decide(dossier, context).map(Event::Consulted),
        Command::AnswerConsultation(command) => command.decide(dossier, context).map(Event::ConsultationAnswered),
        Command::Transfer(command) => command.decide(dossier, context).map(Event::Transferred),
        Command::Digitise(command) => command.decide(dossier, context).map(Event::Digitised),
        Command::Propose(command) => command.decide(dossier, context).map(Event::Proposed),
        Command::Approve(command) => command.decide(dossier, context).map(Event::Approved),
        Command::Reject(command) => command.decide(dossier, context).map(Event::Rejected),
        Command::Sign(command) => command.decide(dossier, context).map(Event::Signed),
        Command::Complete(command) => command.decide(dossier, context).map(Event::Completed),
        Command::ReturnResult(command) => command.decide(dossier).map(Event::ResultReturned),
        Command::Apologise(command) => command.decide(dossier, context).map(Event::Apologised),
        Command::Withdraw(command) => Ok(Event::Withdrawn(command.decide())),
        Command::Suspend(command) => command.decide(dossier, context).map(Event::Suspended),
        Command::Resume(command) => command.decide(dossier, context).map(Event::Resumed),
        Command::Rate(command) => Ok(Event::Rated(command.decide())),
    };
    // What a form of the law asks for is asked for by that law.
    decided.map_err(|refusal| match action.form_basis() {
        Some(basis) if refusal.basis.is_none() => refusal.citing(basis),
        _ => refusal,
    })
}

/// The text, tidied; a problem of the field at `pointer` when there is none.
pub(super) fn required(text: &str, pointer: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() { Err(Refusal::input(vec![Problem::new(pointer, "missing")])) } else { Ok(text.to_owned()) }
}

/// The text, tidied; nothing when there is none.
pub(super) fn optional(text: Option<&String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

impl Dossier {
    /// The step after the current one, and when it is due if it begins now.
    pub(super) fn next_step(&self, context: &Context<'_>) -> (u8, Option<Timestamp>) {
        let next = self.step.map_or(0, |step| step + 1);
        (next, self.step_due(next, context.now, context.calendar, self.received_at, self.due_at))
    }

    /// When a step that begins at `from` is due: its share of the whole working time, and never after the dossier itself
    /// unless that is late already.
    pub(super) fn step_due(
        &self,
        step: u8,
        from: Timestamp,
        calendar: &Calendar,
        received_at: Option<Timestamp>,
        due_at: Option<Timestamp>,
    ) -> Option<Timestamp> {
        let (limit, due_at) = (self.filed.time_limit?, due_at?);
        let share = i64::from(self.filed.route.steps().get(usize::from(step))?.share);
        if share == 0 {
            return None;
        }
        let whole = calendar.due(received_at.unwrap_or(from), limit, self.filed.start);
        let whole = calendar.working_between(received_at.unwrap_or(from), whole);
        let due = calendar.add(from, crate::calendar::WorkingTime(whole.0 * share / 100));
        Some(if from <= due_at { due.min(due_at) } else { due })
    }

    /// The legal due date with the pauses so far, the open one closed now.
    pub(super) fn due_when_resumed(&self, context: &Context<'_>) -> Option<Timestamp> {
        let limit: TimeLimit = self.filed.time_limit?;
        let mut pauses = self.pauses.clone();
        if let Some(pause) = pauses.last_mut().filter(|pause| pause.to.is_none()) {
            pause.to = Some(context.now);
        }
        Some(context.calendar.due_with_pauses(self.received_at?, limit, self.filed.start, &pauses))
    }

    /// When the current step is due after the clock stood: what was left of it when it stopped, from now on.
    pub(super) fn step_due_when_resumed(&self, context: &Context<'_>) -> Option<Timestamp> {
        let stopped = self.pauses.last().filter(|pause| pause.to.is_none())?.from;
        let left = context.calendar.working_between(stopped, self.step_due_at?);
        Some(context.calendar.add(context.now, left))
    }
}
