//! What can be done to a task, by whom it is done, and when.

use super::assign::{latest, may_split, too_late};
use super::reassign::reassign;
use super::{
    Accepted, Attached, Cancelled, Completed, Event, Evidence, ExtensionAsked, ExtensionDecided, LONGEST, Less, Link,
    Linked, Report, Reported, Responsible, Resumed, Returned, SIX_CLEARS, Status, Submitted, Suspended, Task,
};
use crate::codes::TaskCode;
use crate::indicators::Amount;
use crate::people::permissions::task_capacity;
use crate::people::{Actor, Capacity};
use crate::text::tidy;
use crate::{Problem, Refusal};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Something that can be done to a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Take it on.
    Accept,
    /// Let another person of the lead agency answer for it.
    Reassign,
    /// Say how far it is.
    Report,
    /// Hand in what comes of it.
    Submit,
    /// Ask for more time.
    AskExtension,
    /// Send back what was handed in.
    Return,
    /// Accept what was handed in.
    Complete,
    /// Decide about more time.
    DecideExtension,
    /// Stop it for a time.
    Suspend,
    /// Let it go on.
    Resume,
    /// Take it back.
    Cancel,
    /// Make it a part of another task.
    Attach,
    /// Note what it has to do with.
    Link,
}

/// Whose action it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The lead agency's, or the responsible person's.
    Lead,
    /// The lead agency's, and not the responsible person's own: nobody passes on their work themselves.
    LeadOnly,
    /// The assigner's.
    Assigner,
    /// Of either.
    Either,
}

impl Action {
    /// Every action, in the order in which pages offer them.
    pub const ALL: [Self; 13] = [
        Self::Accept,
        Self::Report,
        Self::Submit,
        Self::AskExtension,
        Self::Reassign,
        Self::Complete,
        Self::Return,
        Self::DecideExtension,
        Self::Suspend,
        Self::Resume,
        Self::Attach,
        Self::Link,
        Self::Cancel,
    ];

    /// Its name in the API, in addresses and in texts.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Reassign => "reassign",
            Self::Report => "report",
            Self::Submit => "submit",
            Self::AskExtension => "ask-extension",
            Self::Return => "return",
            Self::Complete => "complete",
            Self::DecideExtension => "decide-extension",
            Self::Suspend => "suspend",
            Self::Resume => "resume",
            Self::Cancel => "cancel",
            Self::Attach => "attach",
            Self::Link => "link",
        }
    }

    /// The action of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.key() == key)
    }

    /// Whose it is.
    #[must_use]
    pub fn side(self) -> Side {
        match self {
            Self::Accept | Self::Report | Self::Submit | Self::AskExtension => Side::Lead,
            Self::Reassign => Side::LeadOnly,
            Self::Link => Side::Either,
            _ => Side::Assigner,
        }
    }
}

/// What somebody does to a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// See [`Action::Accept`].
    Accept,
    /// See [`Action::Reassign`].
    Reassign {
        /// To whom: their login.
        to: String,
        /// Why.
        reason: String,
    },
    /// See [`Action::Report`].
    Report(Progress),
    /// See [`Action::Submit`].
    Submit(Progress),
    /// See [`Action::AskExtension`].
    AskExtension {
        /// Until when.
        until: Option<Date>,
        /// Why.
        reason: String,
    },
    /// See [`Action::Return`].
    Return {
        /// What is missing.
        reason: String,
    },
    /// See [`Action::Complete`].
    Complete {
        /// A word about it.
        note: String,
    },
    /// See [`Action::DecideExtension`].
    DecideExtension {
        /// Whether it is granted.
        granted: bool,
        /// Why not.
        reason: String,
    },
    /// See [`Action::Suspend`].
    Suspend {
        /// Why.
        reason: String,
    },
    /// See [`Action::Resume`].
    Resume,
    /// See [`Action::Cancel`].
    Cancel {
        /// Why.
        reason: String,
    },
    /// See [`Action::Attach`].
    Attach {
        /// To which task.
        parent: TaskCode,
    },
    /// See [`Action::Link`].
    Link(Link),
}

/// How far a task is, as somebody typed it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// What was done.
    pub note: String,
    /// How much, in per cent; what is handed in is done.
    pub progress: Option<u8>,
    /// What was reached of what is counted.
    pub value: Option<Amount>,
    /// A document that proves it.
    pub document: String,
    /// Files that prove it.
    pub evidence: Vec<Evidence>,
    /// By which day they promise to be done; what is handed in promises nothing.
    pub promised_on: Option<Date>,
    /// Why less is done than was reported before, where it is.
    pub less_because: String,
}

/// What a decision needs to know.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// The day.
    pub today: Date,
    /// How many of its parts are open.
    pub open_parts: u64,
    /// Whether the assigner is excepted from the separation of duties on this day: who worked on it may accept it.
    pub alone: bool,
    /// For [`Command::Reassign`]: the person, if they hold a position of their own in the lead agency on this day.
    pub person: Option<Responsible>,
    /// For [`Command::Attach`]: the other task, and the tasks of which that is a part, one above the other.
    pub above: Vec<TaskCode>,
    /// For [`Command::Attach`]: the other task; for [`Command::DecideExtension`]: the one that this is a part of.
    pub whole: Option<Box<Task>>,
}

impl Command {
    /// Which action it is.
    #[must_use]
    pub fn action(&self) -> Action {
        match self {
            Self::Accept => Action::Accept,
            Self::Reassign { .. } => Action::Reassign,
            Self::Report(_) => Action::Report,
            Self::Submit(_) => Action::Submit,
            Self::AskExtension { .. } => Action::AskExtension,
            Self::Return { .. } => Action::Return,
            Self::Complete { .. } => Action::Complete,
            Self::DecideExtension { .. } => Action::DecideExtension,
            Self::Suspend { .. } => Action::Suspend,
            Self::Resume => Action::Resume,
            Self::Cancel { .. } => Action::Cancel,
            Self::Attach { .. } => Action::Attach,
            Self::Link(_) => Action::Link,
        }
    }
}

impl Task {
    /// Whether this can be done to it where it stands.
    ///
    /// # Errors
    /// When it can't: the refusal names status and action.
    pub fn allows(&self, action: Action) -> Result<(), Refusal> {
        use Status::{Accepted, Assigned, Completed, InProgress, Submitted, Suspended};
        let allowed = match action {
            Action::Accept => self.status == Assigned,
            Action::Report | Action::Submit => matches!(self.status, Accepted | InProgress | Status::Returned),
            Action::AskExtension => self.extension.is_none() && self.status.runs() && self.status != Submitted,
            Action::DecideExtension => self.extension.is_some() && self.status.runs(),
            Action::Return | Action::Complete => self.status == Submitted,
            Action::Suspend | Action::Attach => self.status.runs(),
            Action::Resume => self.status == Suspended,
            Action::Cancel | Action::Link | Action::Reassign => self.status.is_open(),
        };
        if allowed {
            return Ok(());
        }
        Err(match (action, self.status) {
            (Action::DecideExtension, _) if self.extension.is_none() => Refusal::rule("no-extension-asked"),
            (Action::AskExtension, _) if self.extension.is_some() => Refusal::rule("extension-asked-already"),
            (_, Completed) => Refusal::rule("task-completed-already"),
            _ => Refusal::rule("task-not-now").with("status", self.status.key()).with("action", action.key()),
        })
    }
}

/// Decides about a command.
///
/// # Errors
/// When the policy does not let them, it can't be done where the task stands, or something is missing.
pub fn decide(actor: &Actor, task: &Task, command: Command, context: &Context) -> Result<(Event, Capacity), Refusal> {
    let action = command.action();
    let by = task_capacity(actor, action, task)?;
    task.allows(action)?;
    let code = task.code().clone();
    let event = match command {
        Command::Accept => Event::Accepted(Accepted { task: code }),
        Command::Reassign { to, reason } => Event::Reassigned(reassign(task, &to, &reason, context)?),
        Command::Report(progress) => {
            Event::Reported(Reported { report: report(task, progress, Some(context.today), &by)?, task: code })
        }
        Command::Submit(progress) => {
            if context.open_parts > 0 {
                return Err(Refusal::rule("parts-open").with("count", context.open_parts));
            }
            Event::Submitted(Submitted { report: report(task, progress, None, &by)?, task: code })
        }
        Command::AskExtension { until, reason } => {
            let reason = said(&reason, "/reason");
            let until = match until {
                None => Err(Problem::new("/until", "missing")),
                Some(until) if until <= task.due_on => {
                    Err(Problem::new("/until", "extension-not-later").with("due", task.due_on))
                }
                Some(until) if until < context.today => Err(Problem::new("/until", "extension-past")),
                Some(until) if until > latest(context.today) => Err(too_late("/until", context.today)),
                Some(until) => Ok(until),
            };
            let (until, reason) = both(until, reason)?;
            Event::ExtensionAsked(ExtensionAsked { task: code, until, reason, in_place_of: principal(&by) })
        }
        Command::DecideExtension { granted, reason } => {
            let asked = task.extension.as_ref().filter(|_| granted);
            let own = asked.is_some_and(|asked| asked.by.iter().any(|login| by.did(login, None)));
            let (until, alone) = (asked.map(|asked| asked.until), apart(own, context, "own-extension")?);
            let reason = if granted { tidy(&reason) } else { one(said(&reason, "/reason"))? };
            if let (Some(until), Some(whole)) = (until, &context.whole)
                && until > whole.due_on
            {
                return Err(Refusal::rule("extension-past-whole")
                    .with("whole", whole.code())
                    .with("due", whole.due_on));
            }
            Event::ExtensionDecided(ExtensionDecided { task: code, until, reason, alone })
        }
        Command::Return { reason } => Event::Returned(Returned { task: code, reason: one(said(&reason, "/reason"))? }),
        Command::Complete { note } => {
            let alone = apart(is_own(task, &by), context, "own-task")?;
            Event::Completed(Completed { task: code, note: tidy(&note), alone })
        }
        Command::Suspend { reason } => {
            Event::Suspended(Suspended { task: code, reason: one(said(&reason, "/reason"))? })
        }
        Command::Resume => Event::Resumed(Resumed { task: code }),
        Command::Cancel { reason } => {
            // Parts without their whole would go on for nothing: whoever gave them takes them back first.
            if context.open_parts > 0 {
                return Err(Refusal::rule("parts-open-cancelled").with("count", context.open_parts));
            }
            Event::Cancelled(Cancelled { task: code, reason: one(said(&reason, "/reason"))? })
        }
        Command::Attach { parent } => {
            // The other task is this one, or a part of it, near or far.
            if context.above.contains(&code) {
                return Err(Refusal::rule("circle-of-tasks").with("task", &code).with("parent", &parent));
            }
            let whole = context.whole.as_ref().ok_or_else(|| Refusal::not_found("task-unknown"))?;
            may_split(whole, &task.assigned.assigner, task.due_on)?;
            Event::Attached(Attached { task: code, parent })
        }
        Command::Link(link) => {
            let link = Link { reference: one(said(&link.reference, "/link"))?, ..link };
            if task.links.contains(&link) {
                return Err(one_problem("/link", "link-there-already"));
            }
            Event::Linked(Linked { task: code, link })
        }
    };
    Ok((event, by))
}

/// Whether a task is the own work of somebody who acts so: theirs, under whichever of their accounts, or of the person in whose place
/// they act.
#[must_use]
pub fn is_own(task: &Task, by: &Capacity) -> bool {
    by.logins().any(|login| task.is_work_of(login))
}

/// The login of the person in whose place somebody acts.
fn principal(by: &Capacity) -> Option<String> {
    by.principal().map(str::to_owned)
}

/// Separation of duties: nobody accepts their own work or grants what they asked for, unless the assigner has too few people and is
/// excepted for a time. Tells whether they do so.
fn apart(own: bool, context: &Context, code: &'static str) -> Result<bool, Refusal> {
    if own && !context.alone { Err(Refusal::forbidden(code)) } else { Ok(own) }
}

/// The report that was typed: how far it is on a day, or, without one, what is handed in.
fn report(task: &Task, typed: Progress, today: Option<Date>, by: &Capacity) -> Result<Report, Refusal> {
    let (submits, mut problems) = (today.is_none(), Vec::new());
    let note = said(&typed.note, "/note").unwrap_or_else(|problem| {
        problems.push(problem);
        String::new()
    });
    let progress = match typed.progress {
        _ if submits => 100,
        Some(progress @ 0..=100) => progress,
        Some(_) => {
            problems.push(Problem::new("/progress", "percent"));
            0
        }
        None => task.progress,
    };
    let promised_on = typed.promised_on.filter(|_| !submits);
    match promised_on.zip(today) {
        Some((promised, today)) if promised < today => problems.push(Problem::new("/promised_on", "promise-past")),
        Some((promised, today)) if promised > latest(today) => problems.push(too_late("/promised_on", today)),
        _ => {}
    }
    let less = less(task, progress, &typed.less_because, &mut problems);
    if typed.value.is_some_and(|value| value.0 < 0) {
        problems.push(Problem::new("/value", "amount-below-nought"));
    }
    let report = Report {
        note,
        progress,
        value: typed.value,
        document: tidy(&typed.document),
        evidence: typed.evidence,
        promised_on,
        in_place_of: principal(by),
        less,
    };
    if submits && !report.is_proved() && !task.is_proved() {
        problems.push(Problem::new("/evidence", "task-evidence-missing"));
    }
    if submits && task.assigned.deliverable.target.is_some() && report.value.or(task.value).is_none() {
        problems.push(Problem::new("/value", "value-missing").with("unit", &task.assigned.deliverable.unit));
    }
    if problems.is_empty() { Ok(report) } else { Err(Refusal::input(problems).citing(SIX_CLEARS)) }
}

/// Why less is done than was reported before; after a return everybody knows why.
fn less(task: &Task, progress: u8, because: &str, problems: &mut Vec<Problem>) -> Option<Less> {
    if progress >= task.progress || task.status == Status::Returned {
        return None;
    }
    match said(because, "/less_because") {
        Ok(because) => Some(Less { than: task.progress, because }),
        Err(problem) if tidy(because).is_empty() => {
            problems.push(Problem::new(problem.pointer, "less-without-reason").with("before", task.progress));
            None
        }
        Err(problem) => {
            problems.push(problem);
            None
        }
    }
}

pub(super) fn said(typed: &str, pointer: &str) -> Result<String, Problem> {
    let text = tidy(typed);
    if text.is_empty() {
        return Err(Problem::new(pointer, "missing"));
    }
    if text.chars().count() > LONGEST {
        return Err(Problem::new(pointer, "too-long").with("max", LONGEST));
    }
    Ok(text)
}

fn one<T>(value: Result<T, Problem>) -> Result<T, Refusal> {
    value.map_err(|problem| Refusal::input(vec![problem]))
}

fn one_problem(pointer: &str, code: &'static str) -> Refusal {
    Refusal::input(vec![Problem::new(pointer, code)])
}

fn both<A, B>(one: Result<A, Problem>, other: Result<B, Problem>) -> Result<(A, B), Refusal> {
    match (one, other) {
        (Ok(one), Ok(other)) => Ok((one, other)),
        (one, other) => Err(Refusal::input(one.err().into_iter().chain(other.err()).collect())),
    }
}
