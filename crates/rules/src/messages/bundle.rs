//! What an officer is reminded of, bundled into one message a day: each thing by name with its last day, on which side of that day it is,
//! and how many there are of each, so that the line and the text say the same.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// So many things are named; how many more there are is told.
const NAMED: usize = 30;

/// What somebody is reminded of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A task that they answer for.
    Task,
    /// A report that such a task is due to give.
    Delivery,
    /// A task that somebody else of the agency that they lead answers for, and that is late.
    LedTask,
    /// A task that the agency that they lead gave to another, and that is very late.
    GivenTask,
    /// A missing report of such a task of somebody else.
    LedDelivery,
    /// A report that is long missing, of a task that their agency gave.
    GivenDelivery,
    /// An obstacle that their agency has to answer.
    Obstacle,
    /// Their agency's monthly report of tasks.
    MonthlyReport,
    /// A value of an indicator that their agency has to report.
    IndicatorValue,
    /// A directive that their agency was assigned: nobody opened it, or its last day is near.
    Directive,
    /// A conference to which their agency is invited and for which it registered nobody.
    Invitation,
}

/// On which side of its last day something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The day is over.
    After,
    /// It is today.
    On,
    /// It is to come.
    Before,
    /// Nobody set one.
    Whenever,
}

/// Something that somebody is reminded of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    /// What it is.
    pub about: Subject,
    /// Its code; of a monthly report its month.
    pub code: String,
    /// Its name; empty for a monthly report.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Its last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Date>,
    /// The name of who answers for it, where that is somebody else; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub who: String,
}

/// The reminders of a person and day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bundle {
    /// The day.
    pub day: Date,
    /// How many there are on each side, in the order of [`Side::ALL`].
    pub counts: [usize; 4],
    /// The most urgent of them, the latest first.
    pub named: Vec<Reminder>,
}

impl Side {
    /// Every side, in the order in which it is told.
    pub const ALL: [Self; 4] = [Self::After, Self::On, Self::Before, Self::Whenever];

    /// Its name in texts.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::After => "after",
            Self::On => "on",
            Self::Before => "before",
            Self::Whenever => "whenever",
        }
    }
}

impl Subject {
    /// Its name in texts.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Task => "task",
            Self::Delivery => "delivery",
            Self::LedTask => "led-task",
            Self::GivenTask => "given-task",
            Self::LedDelivery => "led-delivery",
            Self::GivenDelivery => "given-delivery",
            Self::Obstacle => "obstacle",
            Self::MonthlyReport => "monthly-report",
            Self::IndicatorValue => "indicator-value",
            Self::Directive => "directive",
            Self::Invitation => "invitation",
        }
    }
}

impl Reminder {
    /// On which side of its last day it is on this day.
    #[must_use]
    pub fn side(&self, today: Date) -> Side {
        match self.due_on {
            None => Side::Whenever,
            Some(due) if due < today => Side::After,
            Some(due) if due == today => Side::On,
            Some(_) => Side::Before,
        }
    }
}

impl Bundle {
    /// All of it, counted, and the most urgent of it by name.
    #[must_use]
    pub fn of(day: Date, mut all: Vec<Reminder>) -> Self {
        let counts = Side::ALL.map(|side| all.iter().filter(|one| one.side(day) == side).count());
        // What has no last day comes last.
        all.sort_by(|one, other| {
            let order = |it: &Reminder| (it.due_on.is_none(), it.due_on);
            order(one).cmp(&order(other)).then_with(|| one.code.cmp(&other.code))
        });
        all.truncate(NAMED);
        Self { day, counts, named: all }
    }

    /// How many are on a side.
    #[must_use]
    pub fn count(&self, side: Side) -> usize {
        Side::ALL.iter().zip(self.counts).find(|(one, _)| **one == side).map_or(0, |(_, count)| count)
    }

    /// Those of a side that are named.
    pub fn on_side(&self, side: Side) -> impl Iterator<Item = &Reminder> {
        self.named.iter().filter(move |one| one.side(self.day) == side)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2025, 12, 23);

    fn due(number: usize, due_on: Option<Date>) -> Reminder {
        Reminder {
            about: Subject::Task,
            code: format!("NV-2025-{number:05}"),
            name: "Rà soát".into(),
            due_on,
            who: String::new(),
        }
    }

    #[test]
    fn what_is_late_comes_first_and_every_side_is_counted() {
        let days = [None, Some(date(2025, 12, 25)), Some(TODAY), Some(date(2025, 12, 20)), Some(date(2025, 11, 1))];
        let bundle = Bundle::of(TODAY, days.into_iter().enumerate().map(|(at, day)| due(at, day)).collect());
        assert_eq!(Side::ALL.map(|side| bundle.count(side)), [2, 1, 1, 1]);
        assert_eq!(bundle.named.first().and_then(|one| one.due_on), Some(date(2025, 11, 1)));
        assert_eq!(bundle.named.last().map(|one| one.side(TODAY)), Some(Side::Whenever));
        let written = serde_json::to_string(&bundle).expect("written");
        assert_eq!(serde_json::from_str::<Bundle>(&written).expect("read"), bundle);
    }

    #[test]
    fn of_many_the_most_urgent_are_named_and_all_are_counted() {
        let bundle = Bundle::of(TODAY, (0..100).map(|number| due(number, Some(date(2025, 12, 1)))).collect());
        assert_eq!((bundle.count(Side::After), bundle.on_side(Side::After).count()), (100, NAMED));
    }
}
