//! What is in a calendar: something, of somebody, on a day or at an hour, with an identifier that stays.

use crate::calendar::{Calendar, day_of};
use crate::codes::AgencyCode;
use crate::tasks::Due;
use jiff::Timestamp;
use jiff::civil::Date;

/// What happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HappeningKind {
    /// A conference.
    Conference,
    /// A meeting of a committee or group.
    Meeting,
    /// An inspection, guidance or study visit.
    Visit,
    /// The last day of a task.
    Task,
    /// A report that a periodic task is due to give.
    Delivery,
    /// The deadline of the answer to an obstacle.
    Obstacle,
    /// The last day of what a directive asks an agency for.
    Directive,
    /// The day on which the month's report of tasks is cut off.
    MonthlyReport,
}

impl HappeningKind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Conference,
        Self::Meeting,
        Self::Visit,
        Self::Task,
        Self::Delivery,
        Self::Obstacle,
        Self::Directive,
        Self::MonthlyReport,
    ];

    /// Its name in the API, in identifiers and in texts.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Conference => "conference",
            Self::Meeting => "meeting",
            Self::Visit => "visit",
            Self::Task => "task",
            Self::Delivery => "delivery",
            Self::Obstacle => "obstacle",
            Self::Directive => "directive",
            Self::MonthlyReport => "monthly-report",
        }
    }
}

/// When it happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// On whole days: the first and the last.
    Days(Date, Date),
    /// At this instant.
    At(Timestamp),
}

impl When {
    /// On this day.
    #[must_use]
    pub fn on(day: Date) -> Self {
        Self::Days(day, day)
    }

    /// Its first day, in Vietnam.
    #[must_use]
    pub fn first(self) -> Date {
        match self {
            Self::Days(first, _) => first,
            Self::At(at) => day_of(at),
        }
    }

    /// Its last day, in Vietnam.
    #[must_use]
    pub fn last(self) -> Date {
        match self {
            Self::Days(_, last) => last,
            Self::At(at) => day_of(at),
        }
    }
}

/// Something in a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    /// What happens.
    pub kind: HappeningKind,
    /// The code of what it is about; of a monthly report its month.
    pub reference: String,
    /// Its name; empty for a monthly report.
    pub name: String,
    /// Whose it is: who leads the task, calls the conference, has the committee, sends the team, raised the obstacle, has the directive, reports.
    pub agency: AgencyCode,
    /// Where; often nothing.
    pub place: String,
    /// When.
    pub when: When,
}

impl Happening {
    /// Its identifier in calendars of other programs: it stays when the day of a task or conference moves, so that they move it and do
    /// not show it twice. What comes back (deliveries, meetings) is told apart by its day.
    #[must_use]
    pub fn uid(&self) -> String {
        let (kind, of) = (self.kind.key(), &self.reference);
        match self.kind {
            HappeningKind::Delivery | HappeningKind::Meeting => format!("{kind}.{of}.{}@motcua", self.when.first()),
            HappeningKind::MonthlyReport | HappeningKind::Directive => format!("{kind}.{}.{of}@motcua", self.agency),
            _ => format!("{kind}.{of}@motcua"),
        }
    }
}

/// The days between two (both counted) on which a periodic task is due to report, without its last one, which is the task's own.
#[must_use]
pub fn deliveries(due: Due, from: Date, to: Date) -> Vec<Date> {
    let mut days = Vec::new();
    let mut after = from.yesterday().unwrap_or(from);
    if due.every.is_none() {
        return days;
    }
    loop {
        let next = due.next_report(after);
        if next <= after || next > to || next >= due.on {
            return days;
        }
        days.push(next);
        after = next;
    }
}

/// The last working day before a day that is none; nothing for a working day.
#[must_use]
pub fn working_day_before(calendar: &Calendar, day: Date) -> Option<Date> {
    if calendar.is_working_day(day) {
        return None;
    }
    // The longest row of days off (Tết) is far shorter.
    std::iter::successors(day.yesterday().ok(), |day| day.yesterday().ok())
        .take(31)
        .find(|day| calendar.is_working_day(*day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tasks::Every;
    use jiff::civil::date;

    fn task(on: Date) -> Happening {
        Happening {
            kind: HappeningKind::Task,
            reference: "NV-2025-00001".into(),
            name: "Rà soát".into(),
            agency: "H35.07".parse().expect("a code"),
            place: String::new(),
            when: When::on(on),
        }
    }

    #[test]
    fn what_moves_keeps_its_identifier_and_what_comes_back_has_one_each_time() {
        let (before, after) = (task(date(2025, 12, 20)), task(date(2026, 1, 20)));
        assert_eq!(before.uid(), after.uid());
        let delivery = |on| Happening { kind: HappeningKind::Delivery, ..task(on) };
        assert_ne!(delivery(date(2025, 11, 25)).uid(), delivery(date(2025, 12, 25)).uid());
        assert_ne!(delivery(date(2025, 11, 25)).uid(), before.uid());
        let report = |agency: &str| Happening {
            kind: HappeningKind::MonthlyReport,
            reference: "2025-12".into(),
            agency: agency.parse().expect("a code"),
            ..task(date(2025, 12, 25))
        };
        assert_ne!(report("H35.07").uid(), report("H35.08").uid());
    }

    #[test]
    fn deliveries_are_those_of_the_window_without_the_last_day() {
        let due = Due { on: date(2026, 3, 31), every: Some(Every::Month) };
        let (from, to) = (date(2025, 12, 25), date(2026, 12, 31));
        assert_eq!(
            deliveries(due, from, to),
            [date(2025, 12, 25), date(2026, 1, 25), date(2026, 2, 25), date(2026, 3, 25)]
        );
        assert_eq!(deliveries(due, from, date(2026, 1, 24)), [date(2025, 12, 25)]);
        assert!(deliveries(Due { every: None, ..due }, from, to).is_empty());
        assert!(deliveries(due, date(2026, 4, 1), to).is_empty(), "after the task's last day there is nothing");
    }

    #[test]
    fn a_deadline_on_a_day_off_has_a_working_day_before_it() {
        let calendar = Calendar::national();
        // New Year's Day 2026 is a Thursday.
        assert_eq!(working_day_before(&calendar, date(2026, 1, 1)), Some(date(2025, 12, 31)));
        assert_eq!(working_day_before(&calendar, date(2025, 12, 28)), Some(date(2025, 12, 26)));
        assert_eq!(working_day_before(&calendar, date(2025, 12, 23)), None);
    }
}
