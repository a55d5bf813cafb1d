//! The hours of the night in which nothing leaves.

use super::Notice;
use crate::calendar::{instant, local};
use jiff::Timestamp;
use jiff::civil::Time;

/// From this hour on nothing leaves.
pub const NIGHT: Time = Time::constant(21, 0, 0, 0);
/// Until this hour.
pub const MORNING: Time = Time::constant(7, 0, 0, 0);

/// When a message that could leave now leaves: at once by day, in the morning by night.
#[must_use]
pub fn leaves_at(notice: Notice, now: Timestamp) -> Timestamp {
    if notice.is_urgent() {
        return now;
    }
    let here = local(now);
    let morning = match here.time() {
        time if time < MORNING => here.date(),
        time if time >= NIGHT => here.date().tomorrow().unwrap_or(here.date()),
        _ => return now,
    };
    instant(morning.to_datetime(MORNING))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn nobody_is_woken() {
        let at = |day, hour, minute| instant(date(2025, 12, day).at(hour, minute, 0, 0));
        for (now, leaves) in [
            (at(23, 20, 59), at(23, 20, 59)),
            (at(23, 21, 0), at(24, 7, 0)),
            (at(24, 0, 0), at(24, 7, 0)),
            (at(24, 6, 59), at(24, 7, 0)),
            (at(24, 7, 0), at(24, 7, 0)),
        ] {
            assert_eq!(leaves_at(Notice::ResultReady, now), leaves, "{now}");
        }
    }
}
