//! Writing a procedure: begun, saved part by part, handed to a second person, published by that person.

use crate::Failure;
use crate::engine::Tx;
use crate::province::Province;
use crate::tables::procedure_drafts::{self, Kept};
use jiff::Timestamp;
use rules::Refusal;
use rules::calendar::day_of;
use rules::catalogue::{Author, Draft, State};
use rules::codes::ProcedureCode;
use rules::people::Capacity;

/// The draft of a procedure, begun by `author` if there is none yet.
///
/// # Errors
/// When the catalogue does not know the procedure.
pub fn begin(
    tx: &mut Tx,
    province: &Province,
    code: &ProcedureCode,
    author: Author,
    now: Timestamp,
) -> Result<Kept, Failure> {
    if let Some(kept) = procedure_drafts::load(tx, code.as_str())? {
        return Ok(kept);
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

/// The draft of a procedure.
///
/// # Errors
/// When there is none.
pub fn find(tx: &mut Tx, code: &str) -> Result<Kept, Failure> {
    Ok(procedure_drafts::load(tx, code)?.ok_or_else(|| Refusal::not_found("draft-unknown"))?)
}

/// Changes a draft, over the version that was seen, and keeps who wrote: to give it back is not to write.
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
    let written = |draft: &Draft| (draft.parts.clone(), draft.effective_on, draft.note.clone());
    let before = written(&kept.draft);
    change(&mut kept.draft)?;
    if written(&kept.draft) != before {
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
/// As [`Draft::publish`]; or when somebody changed it meanwhile.
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
    let events = kept.draft.publish(state, &by.login, day_of(now))?;
    super::catalogue::append(tx, code, state, events, by, now)?;
    Ok(procedure_drafts::discard(tx, code.as_str())?)
}
