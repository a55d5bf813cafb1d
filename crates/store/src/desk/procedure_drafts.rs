//! Writing a procedure: begun, saved part by part, handed to a second person, published by that person.

use super::vacancies::refuse_unwalkable;
use crate::Failure;
use crate::engine::Tx;
use crate::province::Province;
use crate::tables::procedure_drafts::{self, Kept};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::Refusal;
use rules::calendar::day_of;
use rules::catalogue::{Author, Draft, Event, State};
use rules::codes::ProcedureCode;
use rules::people::Capacity;

/// The draft of a procedure, begun by `author` if there is none yet.
///
/// # Errors
/// When the catalogue does not know the procedure, or its withdrawal is prepared.
pub fn begin(
    tx: &mut Tx,
    province: &Province,
    code: &ProcedureCode,
    author: Author,
    now: Timestamp,
) -> Result<Kept, Failure> {
    if let Some(kept) = procedure_drafts::load(tx, code.as_str())? {
        return if kept.draft.withdraws { Err(Refusal::rule("draft-withdraws").into()) } else { Ok(kept) };
    }
    let state = province.procedure(code).ok_or_else(|| Refusal::not_found("procedure-unknown"))?;
    let draft = Draft::begin(state, author)?;
    procedure_drafts::save(tx, &draft, 0, now)?;
    find(tx, code.as_str())
}

/// The draft of a procedure that is not there yet, begun from the parts of another one.
///
/// # Errors
/// When there is one of this code, published or being written, or the catalogue does not know the other.
pub fn begin_new(
    tx: &mut Tx,
    province: &Province,
    code: &ProcedureCode,
    like: &ProcedureCode,
    author: Author,
    now: Timestamp,
) -> Result<(), Failure> {
    if province.procedure(code).is_some() || procedure_drafts::load(tx, code.as_str())?.is_some() {
        return Err(Refusal::input(vec![rules::Problem::new("/code", "editor-code-taken")]).into());
    }
    let unknown = || Refusal::input(vec![rules::Problem::new("/like", "editor-like-unknown")]);
    let draft = Draft::copied(province.procedure(like).ok_or_else(unknown)?, code.clone(), author)?;
    procedure_drafts::save(tx, &draft, 0, now)?;
    Ok(())
}

/// Prepares the withdrawal of a procedure and hands it to the second person.
///
/// # Errors
/// When a draft of it is there already, it is withdrawn, or its day or decision is not said rightly.
pub fn begin_withdrawal(
    tx: &mut Tx,
    province: &Province,
    code: &ProcedureCode,
    author: Author,
    (effective_on, note): (Option<Date>, String),
    now: Timestamp,
) -> Result<(), Failure> {
    if procedure_drafts::load(tx, code.as_str())?.is_some() {
        return Err(Refusal::rule("draft-there").into());
    }
    let state = province.procedure(code).ok_or_else(|| Refusal::not_found("procedure-unknown"))?;
    let mut draft = Draft { effective_on, note, ..Draft::withdrawal(state, author)? };
    draft.submit(day_of(now))?;
    procedure_drafts::save(tx, &draft, 0, now)?;
    Ok(())
}

/// Hands a draft to the second person, over the version that was seen.
///
/// # Errors
/// As [`Draft::submit`]; when nobody anywhere could do a step of its route; or when somebody else saved it meanwhile.
pub fn submit(
    tx: &mut Tx,
    province: &Province,
    code: &str,
    seen: u64,
    (effective_on, note): (Option<Date>, String),
    writer: Author,
    now: Timestamp,
) -> Result<(), Failure> {
    let draft = find(tx, code)?.draft;
    if let (false, Ok(procedure)) = (draft.withdraws, draft.procedure()) {
        refuse_unwalkable(tx, province, &procedure, now)?;
    }
    change(tx, code, seen, writer, now, |draft| {
        draft.effective_on = effective_on;
        draft.note = note;
        draft.submit(day_of(now))
    })
}

/// The draft of a procedure.
///
/// # Errors
/// When there is none.
pub fn find(tx: &mut Tx, code: &str) -> Result<Kept, Failure> {
    Ok(procedure_drafts::load(tx, code)?.ok_or_else(|| Refusal::not_found("draft-unknown"))?)
}

/// Changes a draft, over the version that was seen, and keeps who wrote: to hand it on or give it back is not to write.
///
/// # Errors
/// When there is none, `change` refuses, or somebody else saved it meanwhile.
pub fn change(
    tx: &mut Tx,
    code: &str,
    seen: u64,
    writer: Author,
    now: Timestamp,
    change: impl FnOnce(&mut Draft) -> Result<(), Refusal>,
) -> Result<(), Failure> {
    let mut kept = find(tx, code)?;
    let before = kept.draft.parts.clone();
    change(&mut kept.draft)?;
    if kept.draft.parts != before {
        kept.draft.written_by(writer);
    }
    if procedure_drafts::save(tx, &kept.draft, seen, now)? {
        Ok(())
    } else {
        Err(Refusal::conflict("draft-changed").into())
    }
}

/// Publishes a draft that waits for review, over the version that was seen, and takes it away.
///
/// # Errors
/// As [`Draft::publish`]; when nobody anywhere can do a step of its route any more; or when somebody changed it meanwhile.
pub fn publish(
    tx: &mut Tx,
    province: &Province,
    code: &ProcedureCode,
    seen: u64,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    let kept = find(tx, code.as_str())?;
    if kept.version != seen {
        return Err(Refusal::conflict("draft-changed").into());
    }
    let none = State::default();
    let state = province.procedure(code).unwrap_or(&none);
    let events = kept.draft.publish(state, by, day_of(now))?;
    for event in &events {
        if let Event::Published(published) = event {
            refuse_unwalkable(tx, province, &published.procedure, now)?;
        }
    }
    super::catalogue::append(tx, code, state, events, by, now)?;
    Ok(procedure_drafts::discard(tx, code.as_str())?)
}
