//! How long somebody waits after wrong tries: longer each time, never for good, so that guessing is slow and strangers can
//! shut nobody out.

use jiff::{SignedDuration, Timestamp};

/// So many wrong tries are free for one account.
pub const FREE_FOR_ACCOUNT: u64 = 5;
/// So many wrong tries are free from one address: the officers of a commune share one.
pub const FREE_FOR_ADDRESS: u64 = 50;
/// After so long without a wrong try the earlier ones are forgotten.
pub const FORGOTTEN_AFTER: SignedDuration = SignedDuration::from_hours(24);
/// The longest wait, in minutes.
const LONGEST: i64 = 15;

/// How many wrong tries still count.
#[must_use]
pub fn counted(failures: u64, last: Timestamp, now: Timestamp) -> u64 {
    if now.duration_since(last) > FORGOTTEN_AFTER { 0 } else { failures }
}

/// Until when the next try has to wait after so many wrong ones: 1, 2, 4, 8, then 15 minutes after the last.
#[must_use]
pub fn waits_until(failures: u64, last: Timestamp, now: Timestamp, free: u64) -> Option<Timestamp> {
    let over = counted(failures, last, now).checked_sub(free)?;
    let minutes = if over < 4 { 1 << over } else { LONGEST };
    Some(last + SignedDuration::from_mins(minutes)).filter(|until| *until > now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waits(failures: u64) -> Option<i64> {
        let last: Timestamp = "2025-12-23T01:30:00Z".parse().expect("an instant");
        waits_until(failures, last, last, FREE_FOR_ACCOUNT).map(|until| until.duration_since(last).as_mins())
    }

    #[test]
    fn the_wait_doubles_up_to_a_quarter_of_an_hour() {
        assert_eq!(waits(4), None);
        assert_eq!([5, 6, 7, 8, 9, 1_000_000].map(waits), [1, 2, 4, 8, 15, 15].map(Some));
    }

    #[test]
    fn a_wait_ends_and_a_quiet_day_forgives() {
        let last: Timestamp = "2025-12-23T01:30:00Z".parse().expect("an instant");
        let later = |minutes| last + SignedDuration::from_mins(minutes);
        assert_eq!(waits_until(5, last, later(1), FREE_FOR_ACCOUNT), None);
        assert_eq!(counted(7, last, later(60)), 7);
        assert_eq!(counted(7, last, later(24 * 60 + 1)), 0);
    }
}
