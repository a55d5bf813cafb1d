//! Filing a petition.

use super::{ANSWER, ASK, Clocks, DECIDE, Filed, Kind, LONGEST, LONGEST_TITLE};
use crate::calendar::{Calendar, StartRule};
use crate::people::{Agency, Directory};
use crate::text::tidy;
use crate::{Problem, Refusal};
use jiff::Timestamp;

/// What somebody types.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct File {
    /// The petition's number, made by the caller.
    pub id: String,
    /// The account that files.
    pub login: String,
    /// Their name.
    pub name: String,
    /// About rules or conduct.
    pub kind: Option<Kind>,
    /// The agency that it is about, by code.
    pub agency: String,
    /// The dossier that it is about, which the caller knows to be theirs.
    pub dossier: Option<String>,
    /// In a line.
    pub title: String,
    /// What happened.
    pub text: String,
    /// The closed petition that it repeats, which the caller knows to be theirs.
    pub repeats: Option<String>,
}

/// The petition that follows, with its clocks running from now; `calendar` gives the calendar of an agency.
///
/// # Errors
/// When something is missing, too long, or no such agency works here.
pub fn file<'a>(
    file: File,
    directory: &Directory,
    calendar: impl Fn(&crate::codes::AgencyCode) -> &'a Calendar,
    now: Timestamp,
) -> Result<Filed, Refusal> {
    let mut problems = Vec::new();
    if file.kind.is_none() {
        problems.push(Problem::new("/kind", "choose"));
    }
    let agency = file.agency.parse().ok().filter(|code| directory.get(code).is_some_and(Agency::settles));
    if agency.is_none() {
        problems.push(Problem::new("/agency", "choose"));
    }
    let title = text(&file.title, "/title", LONGEST_TITLE).map_err(|problem| problems.push(problem)).ok();
    let said = text(&file.text, "/text", LONGEST).map_err(|problem| problems.push(problem)).ok();
    let (Some(kind), Some(agency), Some(title), Some(said)) = (file.kind, agency, title, said) else {
        return Err(Refusal::input(problems));
    };
    let clocks = clocks(calendar(&agency), now);
    let File { id, login, name, dossier, repeats, .. } = file;
    Ok(Filed { id, login, name, kind, agency, dossier, title, text: said, repeats, clocks })
}

/// The clocks of an agency that gets a petition now.
pub(super) fn clocks(calendar: &Calendar, now: Timestamp) -> Clocks {
    let due = |limit| calendar.due(now, limit, StartRule::AtOnce);
    Clocks { decide_due_at: due(DECIDE), ask_due_at: due(ASK), due_at: due(ANSWER) }
}

/// The text, tidied line by line.
pub(super) fn text(typed: &str, pointer: &str, longest: usize) -> Result<String, Problem> {
    let said = typed.lines().map(tidy).collect::<Vec<_>>().join("\n").trim().to_owned();
    match said.chars().count() {
        0 => Err(Problem::new(pointer, "missing")),
        long if long > longest => Err(Problem::new(pointer, "too-long").with("max", longest)),
        _ => Ok(said),
    }
}
