//! Reception: the counter finds the dossier complete; the clock starts (Mẫu 01, Thông tư 03/2025/TT-VPCP).

use super::{Context, Dossier, Received};
use crate::Refusal;
use serde::{Deserialize, Serialize};

/// Receive the dossier.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Receive {}

impl Receive {
    /// The acknowledgement with its appointment.
    pub(super) fn decide(&self, dossier: &Dossier, context: &Context<'_>) -> Result<Received, Refusal> {
        let due_at =
            dossier.filed.time_limit.map(|limit| context.calendar.due(context.now, limit, dossier.filed.start));
        let starts = match dossier.filed.time_limit {
            Some(limit) => context.calendar.starts_at(context.now, limit, dossier.filed.start),
            None => context.now,
        };
        let step_due_at = dossier.step_due(0, starts, context.calendar, Some(context.now), due_at);
        Ok(Received { due_at, step_due_at })
    }
}
