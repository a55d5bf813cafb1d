//! Instants and the wall clock of Vietnam, which is seven hours ahead of UTC all year.
//!
//! Inside the calendar an instant is a whole number of seconds on that wall clock, counted from 1970-01-01T00:00.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp, ToSpan as _};

/// The offset of Vietnam: UTC+7, no daylight saving (Quyết định 121/CP of 8/8/1967).
pub const VIETNAM: Offset = Offset::constant(7);

/// Seconds in a day.
pub(super) const DAY: i64 = 86_400;

/// Wall-clock seconds beyond every instant there is, on either side.
pub(super) const NEVER: i64 = 1 << 40;
pub(super) const BEFORE_ALL: i64 = -NEVER;

/// The day from which days are numbered.
const EPOCH: Date = Date::constant(1970, 1, 1);

/// What a wall clock in Vietnam shows at this instant.
#[must_use]
pub fn local(at: Timestamp) -> DateTime {
    VIETNAM.to_datetime(at)
}

/// The instant at which a wall clock in Vietnam shows this; the nearest instant there is, at the ends of the range.
#[must_use]
pub fn instant(local: DateTime) -> Timestamp {
    let nearest = if local.year() < 0 { Timestamp::MIN } else { Timestamp::MAX };
    VIETNAM.to_timestamp(local).unwrap_or(nearest)
}

/// The day in Vietnam on which this instant falls.
#[must_use]
pub fn day_of(at: Timestamp) -> Date {
    local(at).date()
}

/// The Monday of the week of a day (ISO 8601).
#[must_use]
pub fn monday_of(day: Date) -> Date {
    day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days())
}

/// The instant as RFC 3339 with the offset of Vietnam: `2025-05-05T16:30:00+07:00`.
#[must_use]
pub fn rfc3339(at: Timestamp) -> String {
    at.display_with_offset(VIETNAM).to_string()
}

/// The whole seconds on the wall clock; a part of a second is cut, before 1970 too.
pub(super) fn seconds(at: Timestamp) -> i64 {
    at.as_second() - i64::from(at.subsec_nanosecond() < 0) + i64::from(VIETNAM.seconds())
}

/// The instant at these wall-clock seconds, or the nearest there is.
pub(super) fn timestamp(seconds: i64) -> Timestamp {
    let nearest = if seconds < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_second(seconds - i64::from(VIETNAM.seconds())).unwrap_or(nearest)
}

/// The seconds of a time of day since midnight.
pub(super) fn since_midnight(time: Time) -> i64 {
    i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60 + i64::from(time.second())
}

/// The time of day at these seconds since midnight.
pub(super) fn time_of_day(seconds: i64) -> Time {
    Time::midnight().saturating_add(SignedDuration::from_secs(seconds))
}

/// The number of the day that holds these wall-clock seconds.
pub(super) fn day(seconds: i64) -> i64 {
    seconds.div_euclid(DAY)
}

/// The number of a date: 0 is 1970-01-01.
pub(super) fn number(date: Date) -> i64 {
    EPOCH.duration_until(date).as_hours() / 24
}

/// The date with this number, or the nearest there is.
pub(super) fn date(number: i64) -> Date {
    EPOCH.saturating_add(SignedDuration::from_secs(number * DAY))
}

/// The number of the day of the week: 0 is Monday.
pub(super) fn weekday(number: i64) -> usize {
    // 1970-01-01 was a Thursday; the remainder is 0 to 6, so the conversion keeps it.
    (number + 3).rem_euclid(7) as usize
}
