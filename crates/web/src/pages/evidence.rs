//! The one file that proves something, in forms that are shown again: what was uploaded once is not uploaded again.

use crate::pages::dossiers::files::Received;
use crate::pages::typed::Typed;
use rules::people::Actor;
use rules::tasks::Evidence;
use rules::{Problem, Refusal};

/// What was typed, with the uploaded file kept in it; what is wrong with the file.
pub(in crate::pages) fn typed(received: Received) -> (Typed, Vec<Problem>) {
    let mut typed = received.typed;
    if let Some((_, file)) = received.files.into_iter().find(|(field, _)| field == "file") {
        typed.set("file-kept", file.id);
        typed.set("file-kept-name", file.name);
    }
    (typed, received.problems)
}

/// The file that this person uploaded; the identifier went through the browser, so that of anybody else is none.
///
/// # Errors
/// When they uploaded no such file, or the database fails.
pub(in crate::pages) fn of(tx: &mut store::Tx, actor: &Actor, typed: &Typed) -> Result<Vec<Evidence>, store::Failure> {
    let Some(id) = typed.some("file-kept") else { return Ok(Vec::new()) };
    let file = store::files::find(tx, &id)?.filter(|file| file.owner == actor.login);
    let file = file.ok_or_else(|| Refusal::not_found("file-unknown"))?;
    Ok(vec![Evidence { file: file.id, name: file.name, sha256: file.sha256 }])
}
