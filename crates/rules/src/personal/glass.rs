//! Break-glass (*mở khẩn cấp*): a dossier outside one's scope, with a reason, for an hour, seen by all concerned.

use super::{GlassBroken, access};
use crate::dossiers::Dossier;
use crate::people::{Actor, Capacity};
use crate::text::tidy;
use crate::{Problem, Refusal};
use jiff::{SignedDuration, Timestamp};

/// How long a dossier stays open.
pub const GLASS: SignedDuration = SignedDuration::from_hours(1);
/// A reason shorter than this says nothing.
const SHORTEST: usize = 15;
const LONGEST: usize = 1000;

/// Opens a dossier for somebody who may not see it otherwise.
///
/// # Errors
/// When the policy does not grant it to them, or the reason says nothing.
pub fn break_glass(
    actor: &Actor,
    dossier: &Dossier,
    reason: &str,
    now: Timestamp,
) -> Result<(GlassBroken, Capacity), Refusal> {
    let by = access::may_break_glass_of(actor, dossier).ok_or_else(|| Refusal::forbidden("glass-not-yours"))?;
    let reason = tidy(reason);
    match reason.chars().count() {
        ..SHORTEST => Err(Refusal::input(vec![Problem::new("/reason", "glass-reason").with("least", SHORTEST)])),
        SHORTEST..=LONGEST => {
            let (filed, until) = (&dossier.filed, now + GLASS);
            let agency = filed.competent_agency.clone();
            Ok((GlassBroken { dossier: filed.code.clone(), agency, reason, until }, by))
        }
        _ => Err(Refusal::input(vec![Problem::new("/reason", "too-long").with("max", LONGEST)])),
    }
}
