//! The working time that has passed since the beginning of time, and back from it to instants.
//!
//! The calendar is cut into stretches: one where the week repeats itself, one for each special day. Each knows how
//! much working time lies before it. A question finds its stretch by bisection and counts whole weeks inside it by division.

use super::hours::{Session, WorkingHours};
use super::instants::{BEFORE_ALL, DAY, NEVER, day, seconds, weekday};
use jiff::Timestamp;

/// Opening and closing of a session, in seconds from midnight.
type Span = (i64, i64);

/// A week that repeats itself, Monday first.
#[derive(Debug)]
struct Week {
    days: [Vec<Span>; 7],
    /// Working time of the week before each day of it, and before the next week: the length of the week.
    before: [i64; 8],
}

#[derive(Debug)]
enum Pattern {
    /// The week with this index.
    Weekly(usize),
    /// One special day.
    Single(Vec<Span>),
}

#[derive(Debug)]
struct Stretch {
    /// Number of its first day.
    first: i64,
    /// Working time before its first day.
    before: i64,
    pattern: Pattern,
}

/// Working time from the first day there is, in seconds, to and from wall-clock seconds.
#[derive(Debug)]
pub(super) struct Table {
    weeks: Vec<Week>,
    stretches: Vec<Stretch>,
    /// All the working time that there is.
    total: i64,
}

impl Table {
    /// The table of weekly hours, each from its day on (ascending; the first holds before its day too), with these special days
    /// (ascending, each once).
    pub(super) fn new(hours: &[(i64, WorkingHours)], special: &[(i64, Vec<Session>)]) -> Self {
        let origin = day(seconds(Timestamp::MIN)) - 1;
        let end = day(seconds(Timestamp::MAX)) + 2;
        let weeks: Vec<Week> = hours.iter().map(|(_, hours)| Week::new(hours)).collect();
        let mut firsts: Vec<i64> = special.iter().flat_map(|(day, _)| [*day, day + 1]).collect();
        firsts.extend(hours.iter().skip(1).map(|(from, _)| *from));
        firsts.retain(|first| (origin + 1..end).contains(first));
        firsts.push(origin);
        firsts.sort_unstable();
        firsts.dedup();

        let mut table = Self { weeks, stretches: Vec::with_capacity(firsts.len()), total: 0 };
        for first in firsts {
            let pattern = match special.binary_search_by_key(&first, |(day, _)| *day) {
                Ok(found) => Pattern::Single(special[found].1.iter().map(|session| session.span()).collect()),
                Err(_) => Pattern::Weekly(hours.partition_point(|(from, _)| *from <= first).saturating_sub(1)),
            };
            let before = table.before(first);
            table.stretches.push(Stretch { first, before, pattern });
        }
        table.total = table.before(end);
        table
    }

    /// The sessions of a day, as seconds from midnight.
    pub(super) fn sessions(&self, day: i64) -> &[Span] {
        self.stretch(day).map_or(&[], |stretch| match &stretch.pattern {
            Pattern::Single(spans) => spans,
            Pattern::Weekly(week) => &self.weeks[*week].days[weekday(day)],
        })
    }

    /// The working time before a day begins.
    pub(super) fn before(&self, day: i64) -> i64 {
        self.stretch(day).map_or(0, |stretch| {
            stretch.before
                + match &stretch.pattern {
                    Pattern::Weekly(week) => self.weeks[*week].between(stretch.first, day),
                    Pattern::Single(spans) if day > stretch.first => length(spans),
                    Pattern::Single(_) => 0,
                }
        })
    }

    /// The working time before this instant.
    pub(super) fn elapsed(&self, at: i64) -> i64 {
        let day = day(at);
        let passed = at - day * DAY;
        let within = self.sessions(day).iter().map(|(from, to)| passed.min(*to) - passed.min(*from)).sum::<i64>();
        self.before(day) + within
    }

    /// The first instant at which this much working time has passed; the end of time if never, its beginning if always.
    pub(super) fn earliest(&self, amount: i64) -> i64 {
        if amount <= 0 {
            return BEFORE_ALL;
        }
        if amount > self.total {
            return NEVER;
        }
        let stretch = &self.stretches[self.stretches.partition_point(|stretch| stretch.before < amount) - 1];
        let (day, rest) = self.place(stretch, amount - 1);
        // One second less than asked lies in a session; the second asked for ends one second later.
        instant_in(self.sessions(day), day, rest) + 1
    }

    /// The last instant at which no more than this much working time has passed: work goes on there.
    pub(super) fn latest(&self, amount: i64) -> i64 {
        if amount < 0 {
            return BEFORE_ALL;
        }
        if amount >= self.total {
            return NEVER;
        }
        let stretch = &self.stretches[self.stretches.partition_point(|stretch| stretch.before <= amount) - 1];
        let (day, rest) = self.place(stretch, amount);
        instant_in(self.sessions(day), day, rest)
    }

    /// The day in this stretch during which the working time passes this amount, and how much of it is the day's own.
    fn place(&self, stretch: &Stretch, amount: i64) -> (i64, i64) {
        match &stretch.pattern {
            Pattern::Single(_) => (stretch.first, amount - stretch.before),
            Pattern::Weekly(week) => self.weeks[*week].place(stretch.first, amount - stretch.before),
        }
    }

    fn stretch(&self, day: i64) -> Option<&Stretch> {
        let after = self.stretches.partition_point(|stretch| stretch.first <= day);
        self.stretches.get(after.checked_sub(1)?)
    }
}

impl Week {
    fn new(hours: &WorkingHours) -> Self {
        let spans = |sessions: &[Session]| sessions.iter().map(|session| session.span()).collect::<Vec<_>>();
        let days = std::array::from_fn(|day| match day {
            0..=4 => spans(hours.weekday()),
            5 => spans(hours.saturday()),
            _ => Vec::new(),
        });
        let mut before = [0; 8];
        for (index, day) in days.iter().enumerate() {
            before[index + 1] = before[index] + length(day);
        }
        Self { days, before }
    }

    /// Working time between the beginnings of two days.
    fn between(&self, from: i64, to: i64) -> i64 {
        self.since_monday_zero(to) - self.since_monday_zero(from)
    }

    /// Working time from a fixed Monday to the beginning of this day.
    fn since_monday_zero(&self, day: i64) -> i64 {
        (day + 3).div_euclid(7) * self.before[7] + self.before[weekday(day)]
    }

    /// The day, not before `first`, during which the working time since `first` passes this amount, and the rest of it.
    fn place(&self, first: i64, amount: i64) -> (i64, i64) {
        let amount = self.since_monday_zero(first) + amount;
        let rest = amount.rem_euclid(self.before[7]);
        let of_week = self.before.partition_point(|before| *before <= rest) - 1;
        (amount.div_euclid(self.before[7]) * 7 - 3 + of_week as i64, rest - self.before[of_week])
    }
}

/// The instant of this day at which so much of its working time has passed and more follows.
fn instant_in(spans: &[Span], day: i64, mut rest: i64) -> i64 {
    for (from, to) in spans {
        if rest < to - from {
            return day * DAY + from + rest;
        }
        rest -= to - from;
    }
    (day + 1) * DAY
}

fn length(spans: &[Span]) -> i64 {
    spans.iter().map(|(from, to)| to - from).sum()
}
