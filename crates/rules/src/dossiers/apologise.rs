//! Apologising for lateness and making a new appointment (Mẫu 04): once, at least a day before the deadline
//! (Quyết định 88/2025/QĐ-UBND of Lai Châu). The legal deadline and the index's verdict stay as they were.

use super::{Apologised, Context, Dossier, command::required};
use crate::people::Role;
use crate::{Problem, Refusal, calendar};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Apologise and make a new appointment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Apologise {
    /// Why it will be late.
    #[serde(default)]
    pub reason: String,
    /// The new appointment.
    pub new_due_at: Timestamp,
}

/// The rule that apologies rest on.
pub(super) const BASIS: &str = "Nghị định 118/2025/NĐ-CP; Quyết định 88/2025/QĐ-UBND tỉnh Lai Châu";

impl Apologise {
    pub(super) fn decide(&self, dossier: &Dossier, context: &Context<'_>) -> Result<Apologised, Refusal> {
        let reason = required(&self.reason, "/reason")?;
        let due_at = dossier.due_at.unwrap_or(context.now);
        if self.new_due_at <= due_at.max(context.now) {
            return Err(Refusal::input(vec![Problem::new("/new_due_at", "appointment-not-later")]).citing(BASIS));
        }
        if !context.calendar.is_working_day(calendar::day_of(self.new_due_at)) {
            return Err(Refusal::input(vec![Problem::new("/new_due_at", "appointment-not-working-day")]).citing(BASIS));
        }
        // Nobody hands over a result at three in the night.
        let new = calendar::local(self.new_due_at);
        let sessions = context.calendar.sessions(new.date());
        if !sessions.iter().any(|session| session.from <= new.time() && new.time() <= session.to) {
            let hours: Vec<_> = sessions
                .iter()
                .map(|session| format!("{}–{}", session.from.strftime("%H:%M"), session.to.strftime("%H:%M")))
                .collect();
            let problem = Problem::new("/new_due_at", "appointment-outside-hours").with("hours", hours.join(", "));
            return Err(Refusal::input(vec![problem]).citing(BASIS));
        }
        let in_time = calendar::day_of(context.now) < calendar::day_of(due_at);
        if !in_time && context.by.role != Role::Approver {
            return Err(Refusal::rule("late-apology-by-leader").citing(BASIS));
        }
        Ok(Apologised { reason, new_due_at: self.new_due_at, in_time })
    }
}
