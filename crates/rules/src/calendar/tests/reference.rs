//! The same questions answered by looking at every tick of the clock in a window, knowing nothing of the real calendar
//! but its hours and special days.

use crate::calendar::{Calendar, DayKind, Pause, Session, SpecialDay, StartRule, TimeLimit, WorkingHours, instant};
use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan as _};
use proptest::prelude::*;
use std::collections::BTreeMap;

const DAY: i64 = 86_400;
/// A Monday with years of shipped days about it, a window that crosses 1970, one before year zero.
const BEGINNINGS: [Date; 3] = [Date::constant(2025, 4, 14), Date::constant(1969, 12, 10), Date::constant(-44, 3, 1)];

/// An agency made up by chance, watched through a window of some days in ticks of so many seconds.
#[derive(Debug, Clone)]
pub(super) struct Agency {
    pub(super) first: Date,
    pub(super) tick: i64,
    pub(super) days: i64,
    hours: WorkingHours,
    later: Option<(Date, WorkingHours)>,
    special: BTreeMap<Date, SpecialDay>,
}

/// What the clock shows tick by tick: whether work goes on. Ticks are numbered from the beginning of the window.
pub(super) struct Clock {
    agency: Agency,
    works: Vec<bool>,
}

impl Agency {
    /// The calendar under test.
    pub(super) fn calendar(&self) -> Calendar {
        let calendar = Calendar::new(self.hours.clone(), self.special.values().cloned()).expect("days that fit");
        match &self.later {
            Some((from, hours)) => calendar.with_hours_from(*from, hours.clone()).expect("hours begin once"),
            None => calendar,
        }
    }

    pub(super) fn instant(&self, tick: i64) -> jiff::Timestamp {
        instant(self.first.at(0, 0, 0, 0).saturating_add(Span::new().seconds(tick * self.tick)))
    }

    pub(super) fn date(&self, tick: i64) -> Date {
        self.first.saturating_add((tick.div_euclid(DAY / self.tick)).days())
    }

    fn hours_on(&self, date: Date) -> &WorkingHours {
        self.later.as_ref().filter(|(from, _)| date >= *from).map_or(&self.hours, |(_, hours)| hours)
    }

    fn sessions(&self, date: Date) -> &[Session] {
        let hours = self.hours_on(date);
        match (self.special.get(&date).map(|day| day.kind), date.weekday()) {
            (Some(DayKind::MakeUp), _) => hours.weekday(),
            (Some(_), _) | (None, Weekday::Sunday) => &[],
            (None, Weekday::Saturday) => hours.saturday(),
            (None, _) => hours.weekday(),
        }
    }

    /// Pauses in ticks as the calendar takes them.
    pub(super) fn pauses(&self, pauses: &[(i64, Option<i64>)]) -> Vec<Pause> {
        let at = |tick: i64| self.instant(tick);
        pauses.iter().map(|(from, to)| Pause { from: at(*from), to: to.map(at) }).collect()
    }

    pub(super) fn clock(&self) -> Clock {
        let per_day = DAY / self.tick;
        let mut works = vec![false; usize::try_from(self.days * per_day).expect("a window")];
        for offset in 0..self.days {
            for session in self.sessions(self.first.saturating_add(offset.days())) {
                for at in (secs(session.from)..secs(session.to)).step_by(usize::try_from(self.tick).expect("a tick")) {
                    works[usize::try_from(offset * per_day + at / self.tick).expect("inside the window")] = true;
                }
            }
        }
        Clock { agency: self.clone(), works }
    }
}

impl Clock {
    fn len(&self) -> i64 {
        self.works.len() as i64
    }

    fn works(&self, tick: i64) -> bool {
        self.works[usize::try_from(tick).expect("inside the window")]
    }

    /// Working seconds between two ticks, with a sign.
    pub(super) fn between(&self, from: i64, to: i64) -> i64 {
        let worked = (from.min(to)..from.max(to)).filter(|tick| self.works(*tick)).count() as i64;
        worked * self.agency.tick * (to - from).signum()
    }

    /// The tick at which so many working ticks have passed; backwards for a negative number.
    pub(super) fn add(&self, from: i64, amount: i64) -> Option<i64> {
        let mut left = amount.abs();
        let mut at = from;
        while left > 0 {
            at += amount.signum();
            let crossed = if amount > 0 { at - 1 } else { at };
            if !(0..self.len()).contains(&crossed) {
                return None;
            }
            left -= i64::from(self.works(crossed));
        }
        Some(at)
    }

    /// The first tick from this one on during which work goes on.
    pub(super) fn opening(&self, from: i64) -> Option<i64> {
        (from..self.len()).find(|tick| self.works(*tick))
    }

    fn midnight(&self, tick: i64) -> bool {
        (tick * self.agency.tick) % DAY == 0
    }

    /// Whether work ends at this tick until another day.
    fn closing(&self, tick: i64) -> bool {
        let rest_of_day = (tick..self.len()).take_while(|later| !self.midnight(*later));
        tick > 0 && self.works(tick - 1) && !self.midnight(tick) && !rest_of_day.into_iter().any(|t| self.works(t))
    }

    fn start(&self, received: i64, limit: TimeLimit, rule: StartRule) -> Option<i64> {
        let of_day = (received * self.agency.tick) % DAY;
        match rule {
            StartRule::NextWorkingDayAfter(time) if of_day > secs(time) => {
                let tomorrow = (received + 1..self.len()).find(|tick| self.midnight(*tick))?;
                self.opening(tomorrow)
            }
            StartRule::NextWorkingDayAfter(_) if self.agency.sessions(self.agency.date(received)).is_empty() => {
                self.opening(received)
            }
            _ if matches!(limit, TimeLimit::Days(_) | TimeLimit::Months(_)) => Some(received),
            _ => self.opening(received),
        }
    }

    /// When it is due, or nothing where the window ends before or no tick is so fine. Pauses are in ticks.
    pub(super) fn due(
        &self,
        received: i64,
        limit: TimeLimit,
        rule: StartRule,
        pauses: &[(i64, Option<i64>)],
    ) -> Option<i64> {
        let start = self.start(received, limit, rule)?;
        let first = self.agency.date(start);
        let standard = self.agency.hours_on(first).weekday().iter().map(|s| secs(s.to) - secs(s.from)).sum::<i64>();
        let closed = || pauses.iter().filter_map(|(from, to)| Some((*from, (*to)?))).filter(|(from, to)| from < to);
        let stands = |tick: i64| closed().any(|(from, to)| (from..to).contains(&tick));
        let skips_midnight = |tick: i64| closed().any(|(from, to)| from < tick && tick <= to);
        let seconds = match limit {
            TimeLimit::WorkingHours(hours) => i64::from(hours) * 3600,
            TimeLimit::HalfDays(halves) => i64::from(halves) * standard / 2,
            TimeLimit::WorkingDays(days) => i64::from(days) * standard,
            TimeLimit::SameDay | TimeLimit::Days(_) | TimeLimit::Months(_) => {
                let nights = match limit {
                    TimeLimit::Months(months) => {
                        let last = first.saturating_add(i64::from(months).months());
                        i64::from(first.until(last).expect("a span of days").get_days())
                    }
                    TimeLimit::SameDay => 0,
                    TimeLimit::Days(days) => i64::from(days),
                    _ => unreachable!("only calendar limits come here"),
                };
                let mut passed = 0;
                return (start..self.len()).find(|tick| {
                    passed += i64::from(*tick > start && self.midnight(*tick) && !skips_midnight(*tick));
                    passed >= nights && !stands(*tick) && self.closing(*tick)
                });
            }
        };
        if seconds % self.agency.tick != 0 {
            return None;
        }
        let mut left = seconds;
        let mut at = start;
        while left > 0 {
            if at >= self.len() {
                return None;
            }
            if self.works(at) && !stands(at) {
                left -= self.agency.tick;
            }
            at += 1;
        }
        Some(at)
    }
}

fn secs(time: jiff::civil::Time) -> i64 {
    jiff::civil::Time::midnight().duration_until(time).as_secs()
}

/// Up to `most` sessions, some of which may touch.
fn sessions(most: usize, tick: i64) -> impl Strategy<Value = Vec<Session>> {
    proptest::collection::vec(0..DAY / tick, 0..=2 * most).prop_map(move |mut marks| {
        marks.sort_unstable();
        let time = |mark: i64| jiff::civil::Time::midnight().saturating_add((mark * tick).seconds());
        let pairs = marks.chunks_exact(2).filter(|pair| pair[0] < pair[1]);
        pairs.map(|pair| Session::new(time(pair[0]), time(pair[1]))).collect()
    })
}

fn hours(tick: i64) -> impl Strategy<Value = WorkingHours> {
    prop_oneof![
        Just(WorkingHours::default()),
        Just(WorkingHours::with_saturday_morning()),
        (sessions(3, tick), sessions(2, tick))
            .prop_map(|(weekday, saturday)| WorkingHours::new(weekday, saturday).unwrap_or_default()),
    ]
}

/// Agencies watched for so many days in ticks of so many seconds.
pub(super) fn agencies(days: i64, tick: i64) -> impl Strategy<Value = Agency> {
    let kinds = [DayKind::Holiday, DayKind::Compensatory, DayKind::Swapped, DayKind::LocalClosure, DayKind::MakeUp];
    let special = proptest::collection::vec((0..days, proptest::sample::select(kinds.to_vec())), 0..16);
    let later = proptest::option::of((0..days, hours(tick)));
    (proptest::sample::select(BEGINNINGS.to_vec()), hours(tick), later, special).prop_map(
        move |(first, hours, later, special)| {
            let date = |offset: i64| first.saturating_add(offset.days());
            let day = |(offset, kind): (i64, DayKind)| {
                let rest = matches!(date(offset).weekday(), Weekday::Saturday | Weekday::Sunday);
                let kind = if kind == DayKind::MakeUp && !rest { DayKind::Holiday } else { kind };
                let (name, source) = ("a day".to_owned(), "chance".to_owned());
                (date(offset), SpecialDay { date: date(offset), kind, name, source, computed: false })
            };
            let special = special.into_iter().map(day).collect();
            Agency { first, tick, days, hours, later: later.map(|(offset, hours)| (date(offset), hours)), special }
        },
    )
}
