//! Directives at the desk: registered with the next number, assigned, opened.

use super::messages;
use super::tasks::STEERING_LEDGER;
use crate::journal::{self, Append, Recorded};
use crate::province::Province;
use crate::tables::messages::Args;
use crate::tables::tasks::lists;
use crate::tables::{directives as table, numbers, positions};
use crate::{Failure, Fault, Tx};
use jiff::Timestamp;
use rules::Refusal;
use rules::calendar::day_of;
use rules::codes::{AgencyCode, DirectiveCode, TaskCode};
use rules::directives::{
    Assign, Directive, Draft, Event, Registered, assign as decide_assign, open as decide_open, register as decide,
};
use rules::messages::Notice;
use rules::people::permissions::{Scope, may_see_directive, may_see_task, tasks_seen};
use rules::people::{Actor, Capacity};
use rules::tasks::{Command, Link, LinkKind, Task};

/// The most tasks that a directive shows.
const MOST_TASKS: u32 = 200;

fn stream(code: &DirectiveCode) -> String {
    format!("directives/{code}")
}

/// The directive of this code with its entries in the journal, oldest first; nothing when there is none.
///
/// # Errors
/// When the database fails.
pub fn load_with_history(tx: &mut Tx, code: &DirectiveCode) -> Result<Option<(Directive, Vec<Recorded>)>, Fault> {
    let history = journal::read_stream(tx, &stream(code))?;
    let mut directive = None;
    for recorded in &history {
        let rules::Event::Directives(event) = &recorded.event else { continue };
        directive = Directive::next(directive, event, recorded.at);
    }
    Ok(directive.map(|directive| (directive, history)))
}

/// The directive of this code; nothing when there is none.
///
/// # Errors
/// When the database fails.
pub fn load(tx: &mut Tx, code: &DirectiveCode) -> Result<Option<Directive>, Fault> {
    Ok(load_with_history(tx, code)?.map(|(directive, _)| directive))
}

/// The directive of this code, if the actor sees it.
///
/// # Errors
/// The same refusal whether there is none or it is not theirs.
pub fn find(tx: &mut Tx, actor: &Actor, code: &DirectiveCode) -> Result<Directive, Failure> {
    let found = load(tx, code)?.filter(|directive| may_see_directive(actor, directive));
    found.ok_or_else(|| Refusal::not_found("directive-unknown").into())
}

/// Enters a directive in a register.
///
/// # Errors
/// When the rules refuse, or it is in the register already.
pub fn register(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    draft: &Draft,
    now: Timestamp,
) -> Result<Directive, Failure> {
    let (today, directory) = (day_of(now), &province.directory);
    // Judged once with numbers that are not taken, so that what is refused takes none.
    let (judged, _) = decide(actor, DirectiveCode::new(today.year(), 0), 0, draft, directory, today)?;
    if let Some(code) = there(tx, &judged)? {
        return Err(Refusal::rule("directive-registered-already").with("code", code).into());
    }
    let code = DirectiveCode::new(today.year(), numbers::next(tx, table::SEQUENCE, today.year())?);
    let number = numbers::next(tx, &table::register(&judged.agency, judged.direction), today.year())?;
    let (registered, by) = decide(actor, code.clone(), number, draft, directory, today)?;
    append(tx, &code, 0, Event::Registered(registered), &by, now)?;
    find(tx, actor, &code)
}

/// Judges an entry without making it: the directive that is in the register already, if it is.
///
/// # Errors
/// When the rules refuse.
pub fn judge(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    draft: &Draft,
    now: Timestamp,
) -> Result<Option<DirectiveCode>, Failure> {
    let today = day_of(now);
    let (judged, _) = decide(actor, DirectiveCode::new(today.year(), 0), 0, draft, &province.directory, today)?;
    Ok(there(tx, &judged)?)
}

/// The directive in a register that this entry would enter a second time: by the identity that the sending system gave it, or by
/// notation, day and issuer.
///
/// # Errors
/// When the database fails.
fn there(tx: &mut Tx, entry: &Registered) -> Result<Option<DirectiveCode>, Fault> {
    if !entry.received_as.is_empty()
        && let Some(code) = table::received(tx, &entry.agency, &entry.received_as)?
    {
        return Ok(Some(code));
    }
    table::same(tx, &entry.agency, &entry.notation, entry.issued_on, &entry.issuer)
}

/// Assigns a directive to more agencies.
///
/// # Errors
/// When there is none for them, or the rules refuse.
pub fn assign(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    code: &DirectiveCode,
    typed: &Assign,
    now: Timestamp,
) -> Result<Directive, Failure> {
    let directive = find(tx, actor, code)?;
    let (event, by) = decide_assign(actor, &directive, typed, &province.directory, day_of(now))?;
    let new = match &event {
        Event::Assigned(assigned) => assigned.to.clone(),
        _ => Vec::new(),
    };
    append(tx, code, directive.version, event, &by, now)?;
    let directive = find(tx, actor, code)?;
    for agency in &new {
        tell(tx, actor, &directive, agency, now)?;
    }
    Ok(directive)
}

/// Tells the secretariat and the leaders of an agency that it was assigned a directive.
fn tell(tx: &mut Tx, actor: &Actor, directive: &Directive, agency: &AgencyCode, now: Timestamp) -> Result<(), Fault> {
    let (code, registered) = (directive.code(), &directive.registered);
    let due = directive.assigned.iter().find(|holder| holder.agency == *agency).and_then(|holder| holder.due_on);
    let mut args = Args::from([
        ("code".to_owned(), code.to_string()),
        ("title".to_owned(), registered.subject.clone()),
        ("agency".to_owned(), agency.to_string()),
    ]);
    args.extend(due.or(registered.due_on).map(|day| ("day".to_owned(), day.to_string())));
    for login in positions::leaders_and_clerks(tx, agency, day_of(now))? {
        // Whoever assigns it to an agency of their own knows.
        if login != actor.login {
            let id = format!("directives/{code}/{agency}/{login}");
            messages::officer(tx, id, &login, Notice::DirectiveAssigned, args.clone(), now)?;
        }
    }
    Ok(())
}

/// Whether opening it makes a receipt: nothing is written for somebody who opens it again, or who keeps the register.
///
/// # Errors
/// When there is none for them.
pub fn is_first(tx: &mut Tx, actor: &Actor, code: &DirectiveCode) -> Result<bool, Failure> {
    let directive = find(tx, actor, code)?;
    Ok(decide_open(actor, &directive).is_some())
}

/// Notes that the actor opened it, once.
///
/// # Errors
/// When there is none for them.
pub fn open(tx: &mut Tx, actor: &Actor, code: &DirectiveCode, now: Timestamp) -> Result<(), Failure> {
    let directive = find(tx, actor, code)?;
    match decide_open(actor, &directive) {
        Some((event, by)) => append(tx, code, directive.version, event, &by, now),
        None => Ok(()),
    }
}

/// The tasks that belong to a directive, within what the actor sees: those that name its code, and those that name its number and
/// notation where no other document has the same.
///
/// # Errors
/// When the database fails.
pub fn tasks(tx: &mut Tx, actor: &Actor, directive: &Directive, now: Timestamp) -> Result<Vec<lists::Listed>, Fault> {
    let notation = &directive.registered.notation;
    let mut references = vec![directive.code().to_string()];
    if !table::is_ambiguous(tx, notation)? {
        references.push(notation.clone());
    }
    let scope: Scope = tasks_seen(actor);
    let mut found: Vec<lists::Listed> = Vec::new();
    for reference in references {
        let filter = lists::Filter { link: Some((LinkKind::Directive, reference)), ..lists::Filter::default() };
        let more = lists::list(tx, &scope, &filter, day_of(now), None, MOST_TASKS)?;
        for task in more {
            if !found.iter().any(|known| known.code == task.code) {
                found.push(task);
            }
        }
    }
    Ok(found)
}

/// Notes on a task that the actor may work on that it is there because of this directive.
///
/// # Errors
/// When there is no such directive or task for them, it is noted already, or they may not note it.
pub fn link_task(
    tx: &mut Tx,
    actor: &Actor,
    code: &DirectiveCode,
    task: &TaskCode,
    now: Timestamp,
) -> Result<Task, Failure> {
    let directive = find(tx, actor, code)?;
    let found = super::tasks::find(tx, task)?;
    if !may_see_task(actor, &found) {
        return Err(Refusal::not_found("task-unknown").into());
    }
    let link = Link { kind: LinkKind::Directive, reference: directive.code().to_string() };
    super::tasks::act(tx, actor, task, found.version, Command::Link(link), now)
}

fn append(
    tx: &mut Tx,
    code: &DirectiveCode,
    expected: u64,
    event: Event,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    let stream = stream(code);
    let events = [rules::Event::Directives(event)];
    journal::append(tx, &Append { ledger: STEERING_LEDGER, stream: &stream, expected, at: now, by, events: &events })?;
    Ok(())
}
