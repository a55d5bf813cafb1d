//! Accepting an authorisation, and ending it.

use super::{Authorisation, AuthorisationAccepted, AuthorisationRevoked, Standing};
use crate::Refusal;
use crate::codes::PersonalId;
use crate::people::Actor;
use crate::people::permissions::{NeedsLevelTwo, needs_level_two};
use jiff::civil::Date;

/// Accepts it.
///
/// # Errors
/// When it is for somebody else, or there is nothing to accept any more.
pub fn accept(actor: &Actor, authorisation: &Authorisation, today: Date) -> Result<AuthorisationAccepted, Refusal> {
    if actor.personal_id.as_ref() != Some(&authorisation.granted.agent_id) {
        return Err(unknown());
    }
    needs_level_two(actor, NeedsLevelTwo::ActForOthers)?;
    match authorisation.standing(today) {
        Standing::Waiting => {
            Ok(AuthorisationAccepted { id: authorisation.granted.id.clone(), login: actor.login.clone() })
        }
        _ => Err(Refusal::conflict("authorisation-not-waiting")),
    }
}

/// Takes it back or gives it back: each side may at any time (Bộ luật Dân sự 2015, Điều 569). No level is asked for: ending
/// what somebody else may do must never be hard. Only a number that somebody merely declared ends nothing.
///
/// # Errors
/// When it is neither theirs to give nor theirs to have, or it is over already.
pub fn revoke(actor: &Actor, authorisation: &Authorisation) -> Result<AuthorisationRevoked, Refusal> {
    let gave = authorisation.granted.principal == actor.login;
    let has = authorisation.accepted_by.as_ref() == Some(&actor.login)
        || agent_number(actor) == Some(&authorisation.granted.agent_id);
    if !gave && !has {
        return Err(unknown());
    }
    if authorisation.revoked {
        return Err(Refusal::conflict("authorisation-over").citing("Điều 569 Bộ luật Dân sự 2015"));
    }
    Ok(AuthorisationRevoked { id: authorisation.granted.id.clone(), login: actor.login.clone() })
}

/// The number by which authorisations are somebody's to have: one that was surely proved.
#[must_use]
pub fn agent_number(actor: &Actor) -> Option<&PersonalId> {
    actor.personal_id.as_ref().filter(|_| needs_level_two(actor, NeedsLevelTwo::ActForOthers).is_ok())
}

/// The same whether there is none or it is somebody else's.
fn unknown() -> Refusal {
    Refusal::not_found("authorisation-unknown")
}
