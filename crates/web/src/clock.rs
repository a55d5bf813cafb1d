//! What time it is. Nothing else in this crate asks the system's clock.

use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// The clock of the program: the real one, moved by an offset in a demonstration, or one that tests move.
#[derive(Debug, Clone)]
pub struct Clock(Kind);

#[derive(Debug, Clone)]
enum Kind {
    /// The system's time plus an offset in microseconds.
    Running(i64),
    /// A time that stands until somebody moves it, in microseconds since 1970.
    Standing(Arc<AtomicI64>),
}

impl Clock {
    /// The system's clock.
    #[must_use]
    pub fn system() -> Self {
        Self(Kind::Running(0))
    }

    /// A clock that runs, and shows `start` now: for demonstrations.
    #[must_use]
    pub fn starting_at(start: Timestamp) -> Self {
        Self(Kind::Running(start.as_microsecond() - system_now().as_microsecond()))
    }

    /// A clock that stands at this instant until it is moved: for tests.
    #[must_use]
    pub fn standing_at(at: Timestamp) -> Self {
        Self(Kind::Standing(Arc::new(AtomicI64::new(at.as_microsecond()))))
    }

    /// The time now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Kind::Running(offset) => {
                let now = system_now();
                now.checked_add(SignedDuration::from_micros(*offset)).unwrap_or(now)
            }
            Kind::Standing(at) => {
                Timestamp::from_microsecond(at.load(Ordering::Relaxed)).unwrap_or(Timestamp::UNIX_EPOCH)
            }
        }
    }

    /// The time now for devices outside, which know nothing of a demonstration's clock: authenticator apps.
    #[must_use]
    pub fn true_now(&self) -> Timestamp {
        match &self.0 {
            Kind::Running(_) => system_now(),
            Kind::Standing(_) => self.now(),
        }
    }

    /// Moves a standing clock forward; a running one can't be moved and stays as it is.
    pub fn advance(&self, by: SignedDuration) {
        if let Kind::Standing(at) = &self.0 {
            let micros = i64::try_from(by.as_micros()).unwrap_or(0);
            at.fetch_add(micros, Ordering::Relaxed);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that asks the clock")]
fn system_now() -> Timestamp {
    let now = Timestamp::now();
    // As finely as the database keeps it, so that what is told at once is what is told later.
    Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_standing_clock_moves_only_when_it_is_moved() {
        let start: Timestamp = "2025-12-23T01:30:00Z".parse().expect("an instant");
        let clock = Clock::standing_at(start);
        let same = clock.clone();
        clock.advance(SignedDuration::from_hours(2));
        assert_eq!(same.now(), start + SignedDuration::from_hours(2));
    }

    #[test]
    fn the_time_is_no_finer_than_the_database_keeps_it() {
        for _ in 0..100 {
            assert_eq!(Clock::system().now().subsec_nanosecond() % 1000, 0);
        }
    }

    #[test]
    fn a_demonstrations_clock_starts_at_its_date() {
        let start: Timestamp = "2025-12-23T01:30:00Z".parse().expect("an instant");
        assert!(Clock::starting_at(start).now().duration_since(start) < SignedDuration::from_mins(1));
    }
}
