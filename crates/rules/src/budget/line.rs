//! A budget line as it stands: the fold of its events.

use super::{Event, Line, Movement, MovementKind};
use crate::money::Dong;
use jiff::civil::Date;

/// A budget line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BudgetLine {
    /// What it is.
    pub line: Line,
    /// What was entered, in order of entering; whether it was voided since.
    pub entries: Vec<(MovementKind, Movement, bool)>,
    /// How many events it has.
    pub version: u64,
}

/// What a line comes to by a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sums {
    /// What may be spent: allocation and adjustments.
    pub allocated: Dong,
    /// What is bound by contracts.
    pub committed: Dong,
    /// What was paid out.
    pub disbursed: Dong,
}

/// The last day on which a year's budget is disbursed: 31 January of the next year.
#[must_use]
pub fn closes_on(year: i16) -> Date {
    Date::new(year.saturating_add(1), 1, 31).unwrap_or(Date::MAX)
}

impl Line {
    /// What was to be paid out by a day of what may be spent: evenly within each quarter.
    #[must_use]
    pub fn planned(&self, allocated: Dong, by: Date) -> Dong {
        if by.year() != self.year {
            return if by.year() > self.year { allocated } else { Dong(0) };
        }
        let quarter = usize::try_from((by.month() - 1) / 3).unwrap_or_default();
        let first = Date::new(self.year, (by.month() - 1) / 3 * 3 + 1, 1).unwrap_or(by);
        let last = Date::new(self.year, (by.month() - 1) / 3 * 3 + 3, 1).unwrap_or(by).last_of_month();
        let days = |from: Date, to: Date| i64::from((to - from).get_days()) + 1;
        let end = i64::from(self.plan.get(quarter).copied().unwrap_or(100));
        let start = quarter.checked_sub(1).and_then(|at| self.plan.get(at)).map_or(0, |share| i64::from(*share));
        let (passed, whole) = (days(first, by), days(first, last));
        let hundredths = i128::from(start * whole + (end - start) * passed);
        let planned = i128::from(allocated.0) * hundredths / i128::from(whole * 100);
        Dong(i64::try_from(planned).unwrap_or(allocated.0))
    }
}

impl Sums {
    /// The same with one more entry.
    #[must_use]
    pub fn with(mut self, kind: MovementKind, amount: Dong) -> Self {
        let sum = match kind {
            MovementKind::Allocation | MovementKind::Adjustment => &mut self.allocated,
            MovementKind::Commitment => &mut self.committed,
            MovementKind::Disbursement => &mut self.disbursed,
        };
        sum.0 = sum.0.saturating_add(amount.0);
        self
    }
}

impl BudgetLine {
    /// The line after one more event; nothing before it was opened.
    #[must_use]
    pub fn next(before: Option<Self>, event: &Event) -> Option<Self> {
        let Some(mut line) = before else {
            let Event::Opened(opened) = event else { return None };
            return Some(Self { line: opened.line.clone(), entries: Vec::new(), version: 1 });
        };
        line.version += 1;
        if let Some((kind, movement)) = event.movement() {
            line.entries.push((kind, movement.clone(), false));
        } else if let Event::Voided(voided) = event {
            let entries = line.entries.iter_mut().filter(|(_, movement, _)| movement.number == voided.number);
            entries.for_each(|(.., void)| *void = true);
        }
        Some(line)
    }

    /// What counts, in order of entering.
    pub fn counted(&self) -> impl Iterator<Item = (MovementKind, &Movement)> {
        self.entries.iter().filter(|(.., void)| !void).map(|(kind, movement, _)| (*kind, movement))
    }

    /// What it comes to by a day.
    #[must_use]
    pub fn sums(&self, by: Date) -> Sums {
        let counted = self.counted().filter(|(_, movement)| movement.on <= by);
        counted.fold(Sums::default(), |sums, (kind, movement)| sums.with(kind, movement.amount))
    }

    /// What it comes to with everything that was entered.
    #[must_use]
    pub fn whole(&self) -> Sums {
        self.sums(Date::MAX)
    }

    /// The days on which something was entered, with what it came to on each, oldest first.
    #[must_use]
    pub fn course(&self) -> Vec<(Date, Sums)> {
        let mut days: Vec<Date> = self.counted().map(|(_, movement)| movement.on).collect();
        days.sort_unstable();
        days.dedup();
        days.into_iter().map(|day| (day, self.sums(day))).collect()
    }
}
