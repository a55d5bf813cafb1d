//! When the year's dossiers are filed: how many on which day, at what hour. Must not know what is asked for.

use super::chance::{Chance, Weights};
use super::data::{Demand, within};
use jiff::civil::{Date, Time};
use jiff::{Timestamp, ToSpan as _};
use rules::calendar::{Calendar, DayKind, WorkingTime, instant};

/// The days of the simulated year and the share of each.
#[derive(Debug)]
pub struct Year {
    /// The moment at which the demonstration begins: nothing happens later.
    pub end: Timestamp,
    days: Vec<(Date, u64)>,
    hours: Weights,
}

/// The share of a day that has passed when the demonstration begins.
const LAST_MORNING: f64 = 0.1;

impl Year {
    /// Spreads `count` filings over the days up to half past eight of `as_of`.
    pub fn new(as_of: Date, days_back: u16, count: u64, demand: &Demand, calendar: &Calendar) -> Self {
        let from = as_of.saturating_sub(i32::from(days_back).days());
        let end = instant(as_of.to_datetime(Time::constant(8, 30, 0, 0)));
        let all: Vec<Date> = from.series(1.day()).take_while(|day| *day <= as_of).collect();
        let weights: Vec<f64> = all
            .iter()
            .map(|day| weight(*day, demand, calendar) * if *day == as_of { LAST_MORNING } else { 1.0 })
            .collect();
        let sum: f64 = weights.iter().sum();
        let (mut passed, mut given) = (0.0, 0);
        let days = all
            .into_iter()
            .zip(weights)
            .map(|(day, weight)| {
                passed += weight;
                // Rounding the running sum keeps every day within one of its share and the whole exact.
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    clippy::cast_precision_loss,
                    reason = "counts far below 2^52"
                )]
                let until = (passed / sum * count as f64).round() as u64;
                let today = until - given;
                given = until;
                (day, today)
            })
            .collect();
        Self { end, days, hours: Weights::new(demand.online_hours) }
    }

    /// The days in order, and how many are filed on each.
    pub fn days(&self) -> &[(Date, u64)] {
        &self.days
    }

    /// A moment of this day at which somebody files online.
    pub fn online(&self, day: Date, chance: &mut Chance) -> Timestamp {
        loop {
            let hour = i8::try_from(self.hours.at(chance.unit())).unwrap_or(9);
            let (minute, second) = (chance.below(60), chance.below(60));
            let at = instant(day.at(hour, i8::try_from(minute).unwrap_or(0), i8::try_from(second).unwrap_or(0), 0));
            if at < self.end - jiff::SignedDuration::from_mins(5) {
                return at;
            }
        }
    }

    /// A moment of this day at which somebody comes to a counter with these hours: more in the morning, none in the last
    /// minutes. Nothing when it is closed.
    pub fn at_counter(&self, day: Date, calendar: &Calendar, chance: &mut Chance) -> Option<Timestamp> {
        let opening = calendar.next_opening(instant(day.to_datetime(Time::midnight())));
        let closing = calendar.closing_of(day)?.min(self.end);
        let open = calendar.working_between(opening, closing).0 - 20 * 60;
        (open > 0).then(|| calendar.add(opening, WorkingTime(60 + scaled(open, chance.unit().powf(1.25)))))
    }
}

/// A part of an amount.
#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "seconds of a year at most")]
pub fn scaled(amount: i64, share: f64) -> i64 {
    (amount as f64 * share) as i64
}

fn weight(day: Date, demand: &Demand, calendar: &Calendar) -> f64 {
    let month = demand.months[usize::from(day.month().unsigned_abs()) - 1];
    let weekday = demand.weekdays[usize::from(day.weekday().to_monday_zero_offset().unsigned_abs())];
    let period: f64 = demand
        .periods
        .iter()
        .filter(|period| within(day, period.from, period.to))
        .map(|period| period.factor)
        .product();
    let special = match calendar.special(day).map(|special| special.kind) {
        // A Saturday that makes up for a day off is a day like others.
        Some(DayKind::MakeUp) => 1.0 / weekday,
        Some(_) => demand.closed_day / weekday,
        None => 1.0,
    };
    month * weekday * period * special
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::data::demand;
    use jiff::civil::date;
    use rules::calendar::{day_of, local};

    fn year(count: u64) -> Year {
        Year::new(date(2025, 12, 23), 355, count, demand(), &Calendar::national())
    }

    #[test]
    fn every_filing_has_its_day() {
        for count in [500, 20_000, 500_000] {
            let year = year(count);
            assert_eq!(year.days().iter().map(|(_, today)| today).sum::<u64>(), count);
            assert_eq!(year.days().first().map(|(day, _)| *day), Some(date(2025, 1, 2)));
            assert_eq!(year.days().last().map(|(day, _)| *day), Some(date(2025, 12, 23)));
        }
    }

    #[test]
    fn holidays_are_quiet_and_mondays_busy() {
        let year = year(100_000);
        let on = |day: Date| year.days().iter().find(|(other, _)| *other == day).map_or(0, |(_, count)| *count);
        assert!(on(date(2025, 1, 29)) * 5 < on(date(2025, 3, 3)), "Tết");
        assert!(on(date(2025, 3, 3)) > on(date(2025, 3, 7)), "Monday and Friday");
        assert!(on(date(2025, 4, 26)) > on(date(2025, 4, 19)) * 2, "a Saturday that makes up");
    }

    #[test]
    fn nobody_files_after_the_demonstration_began_and_counters_keep_their_hours() {
        let (year, calendar) = (year(1_000), Calendar::national());
        let mut chance = Chance::new(57, b"test....", 0);
        for _ in 0..300 {
            assert!(year.online(date(2025, 12, 23), &mut chance) < year.end);
            let at = year.at_counter(date(2025, 3, 3), &calendar, &mut chance).expect("open");
            assert_eq!(calendar.next_opening(at), at, "{}", local(at));
            assert_eq!(day_of(at), date(2025, 3, 3));
        }
        assert_eq!(year.at_counter(date(2025, 1, 29), &calendar, &mut chance), None);
    }
}
