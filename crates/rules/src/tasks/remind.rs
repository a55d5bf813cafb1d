//! Who is reminded of a task, and when: first whoever is responsible, before and on the last day and after it; then whoever leads the
//! lead agency; at last the assigner.

use jiff::Span;
use jiff::civil::Date;

/// So many days before the last day the responsible person is reminded.
const BEFORE: i64 = 3;
/// So many days after it the assigner is told, in whose name the task was given.
const ASSIGNER_AFTER: i64 = 5;

/// From which last days on somebody is told on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rungs {
    /// The responsible person: of what is due until this day, late or not.
    pub near: Date,
    /// The leaders of the lead agency: of what was due before this day.
    pub late: Date,
    /// The leaders of the assigner: of what was due before this day.
    pub very_late: Date,
}

/// The rungs on this day.
#[must_use]
pub fn rungs(today: Date) -> Rungs {
    Rungs {
        near: today.saturating_add(Span::new().days(BEFORE)),
        late: today,
        very_late: today.saturating_sub(Span::new().days(ASSIGNER_AFTER)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_later_it_is_the_higher_it_climbs() {
        let rungs = rungs(date(2025, 12, 23));
        let days = [rungs.near, rungs.late, rungs.very_late];
        assert_eq!(days, [date(2025, 12, 26), date(2025, 12, 23), date(2025, 12, 18)]);
    }
}
