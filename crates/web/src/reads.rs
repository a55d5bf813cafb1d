//! Noting who looks at whose data, and for what, before it is shown: what could not be noted is not shown
//! (docs/designs/read-log.md). A person who looks at their own data is not noted.

use crate::app::App;
use crate::errors::Failure;
use jiff::Timestamp;
use rules::codes::AgencyCode;
use rules::dossiers::Dossier;
use rules::people::Actor;
use rules::personal::access::{self, Purpose};
use store::desk::personal::Sight;
use store::tables::personal::reads::{self, Line};

/// The line for a look at a dossier or at a part of it; nothing for whoever looks at their own.
#[must_use]
pub fn of_dossier(
    actor: &Actor,
    dossier: &Dossier,
    sight: &Sight,
    what: &'static str,
    item: Option<&str>,
    now: Timestamp,
) -> Option<Line> {
    let purpose = match sight {
        Sight::Own => return None,
        Sight::Authorised | Sight::Scope => access::purpose(actor, dossier),
        Sight::Glass(reason) => Purpose::Glass(reason.clone()),
    };
    let mut line = Line::new(access::reading(actor, dossier), what, purpose.key(), now);
    line.subject.clone_from(&dossier.filed.applicant.id_number);
    line.owner.clone_from(&dossier.filed.owner);
    line.dossier = Some(dossier.filed.code.to_string());
    line.item = item.map(str::to_owned);
    Some(line)
}

/// Notes a look at a dossier or at a part of it: `dossier`, `history`, `file`.
///
/// # Errors
/// When it can't be noted.
pub async fn dossier(
    app: &App,
    actor: &Actor,
    dossier: &Dossier,
    sight: &Sight,
    what: &'static str,
    item: Option<&str>,
) -> Result<(), Failure> {
    note(app, of_dossier(actor, dossier, sight, what, item, app.clock.now())).await
}

/// What a look that is not at one dossier is at, and whose it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Looked<'a> {
    /// The agency at or for which they look, where there is one.
    pub agency: Option<&'a AgencyCode>,
    /// The number that was looked up; may be empty.
    pub subject: &'a str,
    /// The account that it is about.
    pub owner: Option<&'a str>,
    /// What exactly.
    pub item: Option<&'a str>,
}

/// Notes a look that is not at one dossier: at what is held under a number, at a list as a file, at the log itself.
///
/// # Errors
/// When it can't be noted.
pub async fn elsewhere(
    app: &App,
    actor: &Actor,
    what: &'static str,
    purpose: Purpose,
    look: Looked<'_>,
) -> Result<(), Failure> {
    let by = access::looking(actor, &purpose, look.agency);
    let mut line = Line::new(by, what, purpose.key(), app.clock.now());
    look.subject.clone_into(&mut line.subject);
    line.owner = look.owner.map(str::to_owned);
    line.item = look.item.map(|item| item.chars().take(500).collect());
    note(app, Some(line)).await
}

/// Enters a line, if there is one; it is on the disk when this returns.
///
/// # Errors
/// When the database refuses.
pub async fn note(app: &App, line: Option<Line>) -> Result<(), Failure> {
    let Some(line) = line else { return Ok(()) };
    app.write(move |tx| Ok(reads::note(tx, &line)?)).await
}
