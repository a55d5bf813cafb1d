//! Tasks at the desk: assigned, acted on, whole plans taken in or not at all.

mod plan;

pub use plan::{Imported, import};

use super::{budget, directives, dossiers, messages, obstacles};
use crate::journal::{self, Append, Recorded};
use crate::province::Province;
use crate::tables::tasks::{lists, next_number};
use crate::tables::{indicators, positions};
use crate::{Failure, Fault, Tx, values};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::calendar::day_of;
use rules::codes::{AgencyCode, TaskCode};
use rules::messages::Notice;
use rules::people::{Actor, Capacity};
use rules::tasks::{
    Assigned, Assigning, Command, Context, Draft, Event, Link, LinkKind, Responsible, Task, assign as decide_assign,
    decide,
};
use rules::{Problem, Refusal};

/// The ledger of steering: not the province's own, whose every entry makes everybody read the directory anew.
pub const STEERING_LEDGER: &str = "H35/steering";

/// The stream of a task in the journal.
#[must_use]
pub fn stream(code: &TaskCode) -> String {
    format!("tasks/{code}")
}

/// The task of this code; nothing when there is none.
///
/// # Errors
/// When the database fails.
pub fn load(tx: &mut Tx, code: &TaskCode) -> Result<Option<Task>, Fault> {
    Ok(load_with_history(tx, code)?.map(|(task, _)| task))
}

/// The task of this code with its entries in the journal, oldest first.
///
/// # Errors
/// When the database fails.
pub fn load_with_history(tx: &mut Tx, code: &TaskCode) -> Result<Option<(Task, Vec<Recorded>)>, Fault> {
    let history = journal::read_stream(tx, &stream(code))?;
    Ok(folded(&history)?.map(|task| (task, history)))
}

/// The task of this code as it stood before a moment; nothing when it was not assigned by then.
///
/// # Errors
/// When the database fails.
pub fn load_until(tx: &mut Tx, code: &TaskCode, until: Timestamp) -> Result<Option<Task>, Fault> {
    let mut history = journal::read_stream(tx, &stream(code))?;
    history.retain(|recorded| recorded.at < until);
    folded(&history)
}

fn folded(history: &[Recorded]) -> Result<Option<Task>, Fault> {
    let mut task = None;
    for recorded in history {
        let rules::Event::Tasks(event) = &recorded.event else { continue };
        let who = dossiers::who(recorded)?;
        task = Task::next(task, event, recorded.at, (&who.login, &who.name));
    }
    Ok(task)
}

/// The task of this code.
///
/// # Errors
/// When there is none.
pub fn find(tx: &mut Tx, code: &TaskCode) -> Result<Task, Failure> {
    load(tx, code)?.ok_or_else(|| Refusal::not_found("task-unknown").into())
}

/// Assigns a task in the name of an agency, as a part of another one where one is named.
///
/// # Errors
/// When the rules refuse, or there is no such other task.
pub fn assign(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    assigner: &AgencyCode,
    draft: &Draft,
    parent: Option<&TaskCode>,
    now: Timestamp,
) -> Result<Task, Failure> {
    // Judged once with a number that is not taken, so that what is refused takes none.
    judge(tx, province, actor, assigner, draft, parent, day_of(now))?;
    let year = draft.assigned_on.unwrap_or_else(|| day_of(now)).year();
    let code = TaskCode::new(year, next_number(tx, year)?);
    let (assigned, by) = judged(tx, province, actor, assigner, code, draft, parent, day_of(now))?;
    let code = assigned.task.clone();
    append(tx, &code, 0, Event::Assigned(assigned), &by, now)?;
    find(tx, &code)
}

/// Assigns a task as [`assign`] does, and tells whoever answers for it.
///
/// # Errors
/// When the rules refuse, or there is no such other task.
pub fn give(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    assigner: &AgencyCode,
    draft: &Draft,
    parent: Option<&TaskCode>,
    now: Timestamp,
) -> Result<Task, Failure> {
    let task = assign(tx, province, actor, assigner, draft, parent, now)?;
    tell(tx, actor, &task, now)?;
    Ok(task)
}

/// Tells whoever answers for a task that they do; who passes it on to themselves knows.
fn tell(tx: &mut Tx, actor: &Actor, task: &Task, now: Timestamp) -> Result<(), Fault> {
    let login = &task.responsible.login;
    if *login == actor.login {
        return Ok(());
    }
    let args = [
        ("code", task.assigned.task.to_string()),
        ("title", task.assigned.name.clone()),
        ("agency", task.assigned.lead.to_string()),
        ("day", task.due_on.to_string()),
    ];
    let args = args.map(|(name, value)| (name.to_owned(), value)).into();
    let id = format!("tasks/{}/{}", task.assigned.task, task.version);
    messages::officer(tx, id, login, Notice::TaskGiven, args, now)
}

/// Enters a task that was assigned before the directory knew who worked where: the responsible person is taken as named.
///
/// # Errors
/// When the rules refuse.
pub fn take_over(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    assigner: &AgencyCode,
    draft: &Draft,
    person: &Responsible,
    now: Timestamp,
) -> Result<Task, Failure> {
    let today = day_of(now);
    let code = TaskCode::new(today.year(), next_number(tx, today.year())?);
    let context = Assigning { directory: &province.directory, person: Some(person), parent: None, today };
    let (assigned, by) = decide_assign(actor, assigner, code.clone(), draft, context)?;
    append(tx, &code, 0, Event::Assigned(assigned), &by, now)?;
    find(tx, &code)
}

/// Whether a task can be assigned so; nothing is written.
fn judge(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    assigner: &AgencyCode,
    draft: &Draft,
    parent: Option<&TaskCode>,
    today: Date,
) -> Result<(), Failure> {
    let code = TaskCode::new(today.year(), 0);
    judged(tx, province, actor, assigner, code, draft, parent, today).map(|_| ())
}

#[expect(clippy::too_many_arguments, reason = "all that a decision rests on")]
fn judged(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    assigner: &AgencyCode,
    code: TaskCode,
    draft: &Draft,
    parent: Option<&TaskCode>,
    today: Date,
) -> Result<(Assigned, Capacity), Failure> {
    for link in &draft.links {
        is_there(tx, actor, link)?;
    }
    let parent = parent.map(|parent| find(tx, parent)).transpose()?;
    let person = match &draft.lead {
        Some(lead) => officer(tx, lead, &draft.responsible, today)?,
        None => None,
    };
    let context = Assigning { directory: &province.directory, person: person.as_ref(), parent: parent.as_ref(), today };
    Ok(decide_assign(actor, assigner, code, draft, context)?)
}

/// Acts on a task that the actor saw at this version.
///
/// # Errors
/// When the rules refuse, or somebody else was faster.
pub fn act(
    tx: &mut Tx,
    actor: &Actor,
    code: &TaskCode,
    seen: u64,
    command: Command,
    now: Timestamp,
) -> Result<Task, Failure> {
    let task = find(tx, code)?;
    if task.version != seen {
        return Err(Refusal::conflict("task-changed-meanwhile").with("current", task.version).into());
    }
    let mut context = Context { today: day_of(now), open_parts: lists::open_parts(tx, code)?, ..Context::default() };
    if let Command::Attach { parent } = &command {
        context.whole = Some(Box::new(find(tx, parent)?));
        context.above = lists::above(tx, parent)?;
    }
    if let (Command::DecideExtension { .. }, Some(parent)) = (&command, &task.parent) {
        context.whole = Some(Box::new(find(tx, parent)?));
    }
    match &command {
        Command::Complete { .. } | Command::DecideExtension { .. } => {
            context.alone = positions::duties_may_be_joined(tx, &task.assigned.assigner, context.today)?;
        }
        Command::Link(link) => is_there(tx, actor, link)?,
        Command::Reassign { to, .. } => context.person = officer(tx, &task.assigned.lead, to, context.today)?,
        _ => {}
    }
    let (event, by) = decide(actor, &task, command, &context)?;
    let reassigned = matches!(event, Event::Reassigned(_));
    append(tx, code, task.version, event, &by, now)?;
    let task = find(tx, code)?;
    if reassigned {
        tell(tx, actor, &task, now)?;
    }
    Ok(task)
}

/// Whether what a link names by a code of ours is there for the actor; a number of a document that we do not have is no code.
fn is_there(tx: &mut Tx, actor: &Actor, link: &Link) -> Result<(), Failure> {
    let reference = link.reference.trim();
    let begins = |with: &str| reference.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    let there = match link.kind {
        LinkKind::Directive if begins("VB-") => match reference.parse() {
            Ok(code) => is_found(directives::find(tx, actor, &code))?,
            Err(_) => false,
        },
        LinkKind::Obstacle if begins("VM-") => match reference.parse() {
            Ok(code) => is_found(obstacles::find(tx, actor, &code))?,
            Err(_) => false,
        },
        LinkKind::BudgetLine if begins("NS-") => match reference.parse() {
            Ok(code) => budget::load_with_history(tx, &code)?.is_some(),
            Err(_) => false,
        },
        LinkKind::Indicator if begins("CT-") => match reference.parse() {
            Ok(code) => indicators::find(tx, &code)?.is_some(),
            Err(_) => false,
        },
        _ => true,
    };
    if there {
        return Ok(());
    }
    Err(Refusal::input(vec![Problem::new("/link", "link-unknown").with("code", reference)]).into())
}

/// Whether it was found; that it was not is no failure.
fn is_found<T>(found: Result<T, Failure>) -> Result<bool, Fault> {
    match found {
        Ok(_) => Ok(true),
        Err(Failure::Refused(_)) => Ok(false),
        Err(Failure::Fault(fault)) => Err(fault),
    }
}

fn append(
    tx: &mut Tx,
    code: &TaskCode,
    expected: u64,
    event: Event,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    let events = [rules::Event::Tasks(event)];
    let stream = stream(code);
    let append = Append { ledger: STEERING_LEDGER, stream: &stream, expected, at: now, by, events: &events };
    journal::append(tx, &append)?;
    Ok(())
}

/// An officer of this login who holds a position of their own in this agency on that day.
fn officer(tx: &mut Tx, agency: &AgencyCode, login: &str, day: Date) -> Result<Option<Responsible>, Fault> {
    Ok(officers(tx, agency, day)?
        .into_iter()
        .find(|officer| officer.login == login)
        .map(|officer| Responsible { login: officer.login, name: officer.name }))
}

/// Who works in an agency on that day, leaders first.
///
/// # Errors
/// When the database fails.
pub fn officers(tx: &mut Tx, agency: &AgencyCode, day: Date) -> Result<Vec<rules::tasks::plan::Officer>, Fault> {
    let sql = "SELECT p.login, p.name, MAX(CASE WHEN h.role = 'approver' THEN 1 ELSE 0 END) AS leads
        FROM positions h JOIN people p ON p.login = h.login
        WHERE h.agency = $1 AND h.role <> 'administrator' AND h.from_on <= $2
            AND (h.until_on IS NULL OR h.until_on >= $2) AND p.disabled = 0
        GROUP BY p.login, p.name ORDER BY leads DESC, p.login";
    tx.query(sql, values![agency.as_str(), day.to_string()])?
        .iter()
        .map(|row| {
            Ok(rules::tasks::plan::Officer { login: row.string(0)?, name: row.string(1)?, leads: row.int(2)? == 1 })
        })
        .collect()
}
