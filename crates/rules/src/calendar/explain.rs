//! How a due date came about, day by day, for the page that shows it to whoever doubts it.

use super::due::{Length, Reckoning};
use super::instants::{DAY, date, day, number, seconds, timestamp};
use super::{Calendar, Pause, SkippedDay, StartRule, TimeLimit, WorkingTime, day_of};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What a day gives or a pause takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// So much working time.
    Working(WorkingTime),
    /// So many days of the calendar.
    Days(i64),
}

/// What one day gives to the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayShare {
    /// The day.
    pub date: Date,
    /// How much of it counts.
    pub counted: Counted,
}

/// What one pause takes from the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PauseShare {
    /// When the clock stopped.
    pub from: Timestamp,
    /// When it went on; `None` while it stands, and then it takes nothing yet.
    pub to: Option<Timestamp>,
    /// How much it moved the due date.
    pub taken: Counted,
}

/// How a due date came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// When the dossier was received.
    pub received: Timestamp,
    /// The limit.
    pub limit: TimeLimit,
    /// The limit in what is counted.
    pub length: Counted,
    /// From when it counts.
    pub starts: Timestamp,
    /// The days that give something, in order, at most [`Explanation::MOST_DAYS`]; all together they make the length.
    pub days: Vec<DayShare>,
    /// The pauses that took something or may yet, in order; those that touch are joined, those after the due time left out.
    pub pauses: Vec<PauseShare>,
    /// The days off from reception to the due time; for calendar limits those over which the start or the end was moved.
    pub skipped: Vec<SkippedDay>,
    /// When it is due.
    pub due: Timestamp,
    /// Whether days were left out of the lists because the span is too long to show.
    pub shortened: bool,
}

impl Explanation {
    /// The longest span that is listed day by day: two years.
    pub const MOST_DAYS: i64 = 732;
}

impl Calendar {
    /// How [`due_with_pauses`](Self::due_with_pauses) comes to its answer. Costs a step per day that it lists.
    #[must_use]
    pub fn explain(&self, received: Timestamp, limit: TimeLimit, start: StartRule, pauses: &[Pause]) -> Explanation {
        let reckoning = self.reckon(received, limit, start, pauses);
        let (first, due) = (day(reckoning.start), timestamp(reckoning.due));
        let due_day = day(seconds(due));
        let end = due_day.min(first.saturating_add(Explanation::MOST_DAYS));
        let off = |from: i64, to: i64| self.skipped(date(from), date(to.min(end)));
        let received_day = number(day_of(received));
        let skipped = match reckoning.length {
            Length::Working(_) => off(received_day, end),
            Length::Days(_) => [off(received_day, first - 1), off(reckoning.last, end)].concat(),
        };
        let most = match reckoning.length {
            Length::Working(_) => usize::MAX,
            // A pause that began while the due date was being moved over days off adds none to those counted already.
            Length::Days(days) => usize::try_from(days).unwrap_or(usize::MAX),
        };
        let days = (first..=end).filter_map(|day| self.share(&reckoning, day)).take(most).collect();
        Explanation {
            received,
            limit,
            length: reckoning.length.counted(),
            starts: timestamp(reckoning.start),
            days,
            pauses: shown(&reckoning, pauses),
            skipped,
            due,
            shortened: end < due_day,
        }
    }

    /// What this day gives, if anything.
    fn share(&self, reckoning: &Reckoning, day: i64) -> Option<DayShare> {
        let amount = match reckoning.length {
            Length::Working(_) => self.worked(reckoning, (day * DAY).max(reckoning.start), (day + 1) * DAY),
            Length::Days(_) => {
                let midnight = day * DAY;
                let passed = midnight > reckoning.start && day <= reckoning.last;
                i64::from(passed && !reckoning.pauses.iter().any(|(from, to, _)| *from < midnight && midnight <= *to))
            }
        };
        (amount > 0).then(|| DayShare { date: date(day), counted: reckoning.length.of(amount) })
    }

    /// The working time between these, up to the due time, outside pauses.
    fn worked(&self, reckoning: &Reckoning, from: i64, to: i64) -> i64 {
        let between = |from: i64, to: i64| self.table().elapsed(to.max(from)) - self.table().elapsed(from);
        let to = to.min(reckoning.due);
        let paused: i64 = reckoning.pauses.iter().map(|pause| between(pause.0.max(from), pause.1.min(to))).sum();
        between(from, to) - paused
    }
}

impl Length {
    fn counted(self) -> Counted {
        match self {
            Self::Working(amount) | Self::Days(amount) => self.of(amount),
        }
    }

    /// This amount in the same unit.
    fn of(self, amount: i64) -> Counted {
        match self {
            Self::Working(_) => Counted::Working(WorkingTime(amount)),
            Self::Days(_) => Counted::Days(amount),
        }
    }
}

/// The pauses that counted, then the open one.
fn shown(reckoning: &Reckoning, pauses: &[Pause]) -> Vec<PauseShare> {
    let counted = reckoning.pauses.iter().map(|(from, to, taken)| PauseShare {
        from: timestamp(*from),
        to: Some(timestamp(*to)),
        taken: reckoning.length.of(*taken),
    });
    let open = pauses.iter().filter(|pause| pause.to.is_none() && pause.from < timestamp(reckoning.due));
    let open = open.map(|pause| PauseShare { from: pause.from, to: None, taken: reckoning.length.of(0) });
    counted.chain(open).collect()
}
