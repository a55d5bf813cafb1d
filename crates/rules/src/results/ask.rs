//! Asking for a copy or a correction: online by whose result it is, or at a counter for them.

use super::{Asked, BASIS, COPY, CORRECTION, Kind, LONGEST, MOST_COPIES, START};
use crate::calendar::Calendar;
use crate::codes::AgencyCode;
use crate::dossiers::{Dossier, Outcome, Status};
use crate::people::permissions::{acts_for_owner, sees_by_office, without_interest};
use crate::people::{Actor, Capacity, Role, authorisations::Power};
use crate::text::tidy;
use crate::{Problem, Refusal};
use jiff::Timestamp;

/// What somebody types.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ask {
    /// The request's number, made by the caller.
    pub id: String,
    /// A copy or a correction.
    pub kind: Option<Kind>,
    /// How many copies.
    pub copies: String,
    /// What is wrong.
    pub wrong: String,
    /// What is right.
    pub right: String,
}

/// The request that follows, with its clock running from now, and in which capacity it is asked; `calendar` is that of the agency
/// that settled the dossier, and `waits` says whether one of this kind waits already.
///
/// # Errors
/// When it is not theirs to ask, there is no result to ask about, one waits already, or something is missing.
pub fn ask(
    actor: &Actor,
    dossier: &Dossier,
    typed: &Ask,
    waits: impl Fn(Kind) -> bool,
    calendar: &Calendar,
    now: Timestamp,
) -> Result<(Asked, Capacity), Refusal> {
    let (by, counter) = who(actor, dossier)?;
    let issued = matches!(dossier.status, Status::Processed | Status::Returned);
    let result = dossier.results.last().filter(|_| issued && dossier.outcome == Some(Outcome::Granted));
    let result = result.ok_or_else(|| Refusal::rule("result-not-issued").citing(BASIS))?;
    let Some(kind) = typed.kind else { return Err(Refusal::input(vec![Problem::new("/kind", "choose")])) };
    if waits(kind) {
        return Err(Refusal::rule("result-request-waits").citing(BASIS));
    }
    let mut problems = Vec::new();
    let mut said = |typed: &str, pointer| {
        let said = typed.lines().map(tidy).collect::<Vec<_>>().join("\n").trim().to_owned();
        match said.chars().count() {
            _ if kind == Kind::Copy => return String::new(),
            0 => problems.push(Problem::new(pointer, "missing")),
            long if long > LONGEST => problems.push(Problem::new(pointer, "too-long").with("max", LONGEST)),
            _ => {}
        }
        said
    };
    let (wrong, right) = (said(&typed.wrong, "/wrong"), said(&typed.right, "/right"));
    let copies = match kind {
        Kind::Correction => 0,
        Kind::Copy => match typed.copies.trim().parse() {
            Ok(copies) if (1..=MOST_COPIES).contains(&copies) => copies,
            _ => {
                problems.push(Problem::new("/copies", "copies").with("max", MOST_COPIES));
                0
            }
        },
    };
    if !problems.is_empty() {
        return Err(Refusal::input(problems));
    }
    let limit = if kind == Kind::Copy { COPY } else { CORRECTION };
    let asked = Asked {
        id: typed.id.clone(),
        kind,
        dossier: dossier.filed.code.clone(),
        result: result.number.clone(),
        agency: dossier.filed.competent_agency.clone(),
        login: dossier.filed.owner.clone(),
        name: dossier.filed.applicant.name.clone(),
        counter,
        copies,
        wrong,
        right,
        due_at: calendar.due(now, limit, START),
    };
    Ok((asked, by))
}

/// Whoever's result it is, or may have it for them; at a counter, an officer who sees the dossier.
fn who(actor: &Actor, dossier: &Dossier) -> Result<(Capacity, Option<AgencyCode>), Refusal> {
    let own = dossier.filed.owner.as_deref() == Some(actor.login.as_str());
    if own || acts_for_owner(actor, dossier, Power::Receive).is_some() {
        return Ok((actor.as_citizen(), None));
    }
    let at_counter = actor.positions.iter().find(|held| held.role == Role::CounterOfficer);
    match at_counter.filter(|held| sees_by_office(actor, dossier) && held.covers(&dossier.filed.procedure)) {
        Some(held) => Ok((without_interest(actor, held, dossier)?, Some(held.agency.clone()))),
        None => Err(Refusal::forbidden("result-not-yours")),
    }
}
