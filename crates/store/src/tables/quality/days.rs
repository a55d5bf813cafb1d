//! The figures of many days, kept: a trend asks for a dozen of them at once, and each costs as much as the page of one.
//!
//! What was computed for a day holds until a ledger moves. A past day holds a while longer: what is entered now seldom concerns it, and
//! where it does (a payment that comes late with its own date), it is seen within [`PAST_HOLDS`].

use super::figures::figures;
use super::rankings::version;
use crate::province::Province;
use crate::{Fault, Tx};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use rules::quality::FiguresReport;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How long a past day is not computed again whatever is entered.
const PAST_HOLDS: SignedDuration = SignedDuration::from_mins(10);
/// So many days are kept; whoever asks for ever others only makes it forget.
const MOST: usize = 256;

/// Keeps the figures of days; cheap to clone.
#[derive(Debug, Clone, Default)]
pub(super) struct FigureDays(Arc<Mutex<HashMap<Date, Kept>>>);

#[derive(Debug)]
struct Kept {
    /// How much had been entered.
    version: u64,
    /// When it was computed.
    at: Timestamp,
    report: Arc<FiguresReport>,
}

impl FigureDays {
    /// The figures as of a day, as this transaction sees them; `now`, which tells what day it is, is when they are computed where they are
    /// not known.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) fn get(
        &self,
        tx: &mut Tx,
        province: &Province,
        day: Date,
        now: Timestamp,
    ) -> Result<Arc<FiguresReport>, Fault> {
        let version = version(tx)?;
        let past = day < rules::calendar::day_of(now);
        let holds = |kept: &Kept| {
            let young = (SignedDuration::ZERO..PAST_HOLDS).contains(&now.duration_since(kept.at));
            kept.version == version || (past && young)
        };
        if let Some(kept) = self.kept().get(&day).filter(|kept| holds(kept)) {
            return Ok(Arc::clone(&kept.report));
        }
        let report = Arc::new(figures(tx, province, day, now)?);
        let mut days = self.kept();
        if days.len() >= MOST {
            days.clear();
        }
        days.insert(day, Kept { version, at: now, report: Arc::clone(&report) });
        Ok(report)
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<Date, Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
