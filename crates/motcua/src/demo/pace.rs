//! When agencies finish: mostly early, some on the day, one in a hundred late, and those where it can be explained.

use super::chance::{Chance, Quota};
use super::data::{demand, places, within};
use super::year::scaled;
use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp};
use rules::calendar::{Calendar, WorkingTime, day_of, instant};
use rules::dossiers::Dossier;

/// The share of received dossiers that are late.
pub const LATE: f64 = 0.01;

/// How much more often than the average something is late, by how well it can be explained.
const WEIGHTS: [f64; 6] = [0.4, 0.9, 2.2, 5.0, 8.0, 11.0];

/// Keeps the shares of early, on time and late.
pub struct Pace {
    early: Quota,
    late: f64,
    received: f64,
    total: f64,
    end: Timestamp,
}

/// When a dossier is to be finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// The moment.
    pub at: Timestamp,
    /// Whether that is late.
    pub late: bool,
}

/// What speaks for a dossier's being late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Case {
    /// Whether it is about land, which is slow.
    pub land: bool,
    /// How much longer what is planned for it may take beyond that.
    pub delay: SignedDuration,
}

impl Pace {
    /// The pace of a year of `total` dossiers that ends then.
    pub fn new(total: u64, end: Timestamp) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "numbers of dossiers, far below 2^52")]
        let total = total as f64;
        Self { early: Quota::new(0.755), late: 0.0, received: 0.0, total, end }
    }

    /// When a dossier that was received now is to be finished; without a case, never late.
    pub fn target(
        &mut self,
        dossier: &Dossier,
        case: Option<Case>,
        now: Timestamp,
        calendar: &Calendar,
        chance: &mut Chance,
    ) -> Target {
        let due = dossier.due_at.unwrap_or_else(|| calendar.add(now, WorkingTime::from_hours(24)));
        self.received += 1.0;
        if let Some(at) = case.and_then(|case| self.late_by(dossier, due, case, calendar, chance)) {
            self.late += 1.0;
            return Target { at, late: true };
        }
        Target { at: self.in_time(now, due, calendar, chance), late: false }
    }

    /// When a dossier whose clock went on is to be finished.
    pub fn target_again(
        &mut self,
        due: Option<Timestamp>,
        late: bool,
        now: Timestamp,
        calendar: &Calendar,
        chance: &mut Chance,
    ) -> Target {
        let due = due.unwrap_or_else(|| calendar.add(now, WorkingTime::from_hours(24)));
        let at = if late { lateness(due.max(now), calendar, chance) } else { self.in_time(now, due, calendar, chance) };
        Target { at, late }
    }

    /// The late moment, if this one is to be late: more often where it can be explained.
    fn late_by(
        &self,
        dossier: &Dossier,
        due: Timestamp,
        case: Case,
        calendar: &Calendar,
        chance: &mut Chance,
    ) -> Option<Timestamp> {
        let owed = LATE * self.received - self.late;
        // What is owed (or was taken in advance) may drift for weeks, the more the larger the year; towards the end it is
        // settled, so that the share comes out.
        let left = self.end.duration_since(due).as_hours().clamp(0, 24 * 60);
        #[expect(clippy::cast_precision_loss, reason = "a few hundred hours")]
        let patience = (left as f64 / (24.0 * 60.0)).powi(2) * LATE * self.total;
        let pull = (owed / (0.12 + 0.06 * patience)).clamp(-8.0, 8.0).exp2();
        let weight = WEIGHTS[usize::from(excuse(dossier, due, case.land)).min(WEIGHTS.len() - 1)];
        if due < dossier.received_at? || !chance.likely(LATE * weight * pull) {
            return None;
        }
        let at = lateness(due, calendar, chance);
        (at + case.delay < self.end).then_some(at)
    }

    fn in_time(&mut self, now: Timestamp, due: Timestamp, calendar: &Calendar, chance: &mut Chance) -> Timestamp {
        let morning = calendar.next_opening(instant(day_of(due).to_datetime(Time::midnight())));
        let eve = calendar.subtract(morning, WorkingTime::from_minutes(5));
        let room = calendar.working_between(now, eve).0;
        if self.early.lean(if room >= 50 * 60 { 0.77 } else { 0.0 }, chance) {
            return calendar.add(now, WorkingTime(scaled(room, chance.between(0.22, 0.98)).max(30 * 60)));
        }
        let from = morning.max(calendar.next_opening(now));
        let room = calendar.working_between(from, due).0.max(0);
        calendar.add(from, WorkingTime(scaled(room, chance.between(0.2, 0.93)).max(1)))
    }
}

/// Late by an hour to three days, mostly less than a day.
fn lateness(due: Timestamp, calendar: &Calendar, chance: &mut Chance) -> Timestamp {
    let hours = 1.0 + 23.0 * chance.unit().powi(3);
    calendar.add(due, WorkingTime(scaled(3600, hours)))
}

/// How well lateness can be explained: a slow office, land, a week of backlog.
fn excuse(dossier: &Dossier, due: Timestamp, land: bool) -> u8 {
    let office = places().slow.get(&dossier.filed.competent_agency).copied().unwrap_or(0);
    let day = day_of(due);
    let week = demand()
        .backlogs
        .iter()
        .filter(|backlog| within(day, backlog.from, backlog.to))
        .map(|backlog| backlog.weight)
        .max();
    office + u8::from(land) * 2 + week.unwrap_or(0)
}
