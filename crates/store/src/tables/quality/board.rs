//! What leaders see at once: the figures as of a day, those of the month ends before it, and what got worse since the day before and why.

use super::days::FigureDays;
use super::fallen::{Fallen, fallen};
use super::rankings::version;
use crate::province::Province;
use crate::{Failure, Fault, Tx};
use jiff::civil::Date;
use jiff::{Span, Timestamp};
use rules::quality::{Course, FigureItem, FiguresReport};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// So many month ends stand before the day.
const MONTHS: i32 = 11;

/// The figures, where they come from in time, and what got worse.
#[derive(Debug, Clone)]
pub struct Board {
    /// As of the day.
    pub now: Arc<FiguresReport>,
    /// As of the day before.
    pub before: Arc<FiguresReport>,
    /// As of the ends of the months before, oldest first.
    pub months: Vec<Arc<FiguresReport>>,
    /// What got worse since the day before, in the order of the figures, and why.
    pub fallen: Vec<Fallen>,
    /// What got better since the day before, by key.
    pub risen: Vec<&'static str>,
}

impl Board {
    /// One figure as of the months and the day, oldest first.
    pub fn course<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a FigureItem> {
        let reports = self.months.iter().chain([&self.now]);
        reports.filter_map(move |report| report.items.iter().find(|item| item.key == key))
    }
}

/// Keeps the newest board, and the days that boards are made of; cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Boards {
    days: FigureDays,
    newest: Arc<Mutex<Newest>>,
}

/// The last board, with how much was entered by then and its day.
type Newest = Option<(u64, Date, Arc<Board>)>;

impl Boards {
    /// The board as of a day, as this transaction sees it; computed `now` where nobody asked for it since something was entered.
    ///
    /// # Errors
    /// When the database fails.
    pub fn get(&self, tx: &mut Tx, province: &Province, day: Date, now: Timestamp) -> Result<Arc<Board>, Failure> {
        let version = version(tx)?;
        if let Some((_, _, board)) = self.newest().as_ref().filter(|(seen, of, _)| *seen == version && *of == day) {
            return Ok(Arc::clone(board));
        }
        let board = Arc::new(self.compute(tx, province, day, now)?);
        *self.newest() = Some((version, day, Arc::clone(&board)));
        Ok(board)
    }

    /// How much was entered so far: as long as it is the same, so is the board of a day.
    ///
    /// # Errors
    /// When the database fails.
    pub fn version(tx: &mut Tx) -> Result<u64, Fault> {
        version(tx)
    }

    /// The figures as of a day, kept like those that boards are made of.
    ///
    /// # Errors
    /// When the database fails.
    pub fn figures(
        &self,
        tx: &mut Tx,
        province: &Province,
        day: Date,
        now: Timestamp,
    ) -> Result<Arc<FiguresReport>, Fault> {
        self.days.get(tx, province, day, now)
    }

    fn compute(&self, tx: &mut Tx, province: &Province, day: Date, now: Timestamp) -> Result<Board, Failure> {
        let earlier = day.yesterday().unwrap_or(day);
        let months = month_ends(day).into_iter().map(|end| self.days.get(tx, province, end, now));
        let months = months.collect::<Result<Vec<_>, _>>()?;
        let before = self.days.get(tx, province, earlier, now)?;
        let report = self.days.get(tx, province, day, now)?;
        // A figure of the year begins anew with it: that is no news of anybody's work.
        let comparable = earlier.year() == day.year();
        let course = |one: &FigureItem| {
            let then = before.items.iter().find(|then| then.key == one.key).filter(|_| comparable)?;
            one.course_since(then)
        };
        let went = |course_of: Course| report.items.iter().filter(move |one| course(one) == Some(course_of));
        let risen = went(Course::Better).map(|one| one.key).collect();
        let worse = went(Course::Worse).map(|one| fallen(tx, province, one, (earlier, day), now));
        let fallen = worse.collect::<Result<_, _>>()?;
        Ok(Board { now: report, before, months, fallen, risen })
    }

    fn newest(&self) -> MutexGuard<'_, Option<(u64, Date, Arc<Board>)>> {
        self.newest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The last days of the months before a day's own, oldest first.
fn month_ends(day: Date) -> Vec<Date> {
    let first = day.first_of_month();
    (1..=MONTHS).rev().map(|back| first.saturating_sub(Span::new().months(back)).last_of_month()).collect()
}

#[cfg(test)]
mod tests {
    use super::month_ends;
    use jiff::civil::date;

    #[test]
    fn the_months_before_a_day_end_on_their_own_last_days() {
        let ends = month_ends(date(2025, 12, 31));
        assert_eq!(ends.len(), 11);
        assert_eq!(ends.first(), Some(&date(2025, 1, 31)));
        assert_eq!(ends.get(1), Some(&date(2025, 2, 28)));
        assert_eq!(ends.last(), Some(&date(2025, 11, 30)));
    }
}
