//! How a figure stands: against its target, and against itself on an earlier day.

use super::{FigureItem, Points};
use std::cmp::Ordering;

/// How a figure compares with its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is reached.
    Reached,
    /// It is not.
    Short,
}

/// Which way a figure went between two days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Course {
    /// It is better now.
    Better,
    /// It is the same.
    Same,
    /// It is worse now.
    Worse,
}

/// The unit of places in a ranking.
const RANK: &str = "rank";
/// The unit of scores: what stands as their target is the most that can be had.
const POINTS: &str = "points";

impl FigureItem {
    /// Whether less of it is better: what there should be none of, and places in a ranking.
    #[must_use]
    pub fn less_is_better(&self) -> bool {
        self.target == Some(0) || self.unit == RANK
    }

    /// How it compares with its target, by what people are shown of it; nothing where it has no value or no target.
    #[must_use]
    pub fn standing(&self) -> Option<Standing> {
        let target = self.target.filter(|_| self.unit != POINTS)?;
        let shown = self.value?.hundredths();
        let reached = if target > 0 { shown >= target.saturating_mul(100) } else { shown <= 0 };
        Some(if reached { Standing::Reached } else { Standing::Short })
    }

    /// By how much it differs from an earlier day; nothing where one of the two has no value.
    #[must_use]
    pub fn change_since(&self, before: &Self) -> Option<Points> {
        Some(Points::from_millionths(self.value?.millionths() - before.value?.millionths()))
    }

    /// Which way it went since an earlier day; nothing where one of the two has no value.
    #[must_use]
    pub fn course_since(&self, before: &Self) -> Option<Course> {
        let order = self.change_since(before)?.cmp(&Points::ZERO);
        Some(match if self.less_is_better() { order.reverse() } else { order } {
            Ordering::Less => Course::Worse,
            Ordering::Equal => Course::Same,
            Ordering::Greater => Course::Better,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Figure, FiguresReport, Period, Share, figure_definitions};
    use super::*;
    use jiff::Timestamp;
    use jiff::civil::date;

    /// A figure with this value.
    fn figure(key: &str, value: Figure) -> FigureItem {
        let day = date(2025, 12, 23);
        let period = Period { from: day.first_of_year(), to: day };
        let report = FiguresReport::new(period, day, Timestamp::UNIX_EPOCH, |asked| (asked == key).then_some(value));
        report.items.into_iter().find(|item| item.key == key).expect("it is defined")
    }

    fn percent(key: &str, numerator: i64, denominator: i64) -> FigureItem {
        figure(key, Figure::percent(Share::new(numerator, denominator)))
    }

    #[test]
    fn a_target_is_reached_by_what_is_shown() {
        assert_eq!(percent("location_independent", 80, 80).standing(), Some(Standing::Reached));
        assert_eq!(percent("location_independent", 79, 80).standing(), Some(Standing::Short));
        assert_eq!(percent("location_independent", 0, 0).standing(), None, "nothing was measured");
        assert_eq!(percent("cashless_payments", 1, 2).standing(), None, "there is no target");
        let index = figure("service_index", Figure::plain(Some(Points::whole(90))));
        assert_eq!(index.standing(), None, "a hundred points are the most, not the target");
    }

    #[test]
    fn of_what_there_should_be_none_less_is_better() {
        let villages = |count| figure("villages_without_broadband", Figure::count(Share::new(count, 900)));
        assert_eq!(villages(9).standing(), Some(Standing::Short));
        assert_eq!(villages(0).standing(), Some(Standing::Reached));
        assert_eq!(villages(8).course_since(&villages(9)), Some(Course::Better));
        assert_eq!(villages(9).course_since(&villages(8)), Some(Course::Worse));
    }

    #[test]
    fn a_later_place_in_the_ranking_is_worse() {
        let rank = |place| figure("service_index_rank", Figure::plain(Some(Points::count(place))));
        assert_eq!(rank(11).course_since(&rank(10)), Some(Course::Worse));
        assert_eq!(rank(9).course_since(&rank(10)), Some(Course::Better));
        assert_eq!(rank(10).course_since(&rank(10)), Some(Course::Same));
    }

    #[test]
    fn a_figure_without_a_value_went_nowhere() {
        let one = percent("cashless_payments", 1, 2);
        let none = percent("cashless_payments", 0, 0);
        assert_eq!(one.course_since(&none), None);
        assert_eq!(none.course_since(&one), None);
        assert_eq!(one.change_since(&percent("cashless_payments", 1, 4)), Some(Points::whole(25)));
        assert!(
            figure_definitions().iter().any(|row| row.unit == RANK)
                && figure_definitions().iter().any(|row| row.unit == POINTS)
        );
    }
}
