//! What a published procedure says about time: how much, from when, and what stops the clock.

use jiff::Timestamp;
use jiff::civil::Time;
use serde::{Deserialize, Serialize};

/// The time limit of a procedure or of a step, as published (Nghị định 63/2010/NĐ-CP, Điều 8: the time limit is part of
/// the procedure). In JSON `{"working_days":5}`.
///
/// Three are amounts of working time and keep the hour: what begins at 16:30 is due at 16:30. A working day is
/// one standard day of the agency ([`Calendar::day_length`](super::Calendar::day_length)), a half-day is half of it.
///
/// "Within the working day" ends with the closing of the day from which it counts: received at 8:31, due at 17:00.
///
/// The last two count every day of the week, as the Civil Code does (Bộ luật Dân sự 91/2015/QH13, Điều 147–148): the first day
/// does not count, the limit ends with the closing of its last day, and where nobody works on that day, with the closing
/// of the next working day. A month ends on the same number of the day, or on the month's last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeLimit {
    /// Within the working day (*trong ngày làm việc*). In JSON `"same_day"`.
    SameDay,
    /// Hours during which the agency works.
    WorkingHours(u32),
    /// Half working days, the unit of internal steps.
    HalfDays(u32),
    /// Working days.
    WorkingDays(u32),
    /// Days of the calendar.
    Days(u32),
    /// Months of the calendar.
    Months(u32),
}

impl TimeLimit {
    /// Whether the procedure promises its result within one day's work: within the working day, up to eight working hours, or
    /// one half-day. Its start rule is [`StartRule::SAME_DAY`].
    ///
    /// "One working day" is not such a promise: it keeps the hour, so what is received at 16:30 is due at 16:30 on the next
    /// working day; so do eight working hours.
    #[must_use]
    pub const fn is_same_day(self) -> bool {
        matches!(self, Self::SameDay | Self::WorkingHours(0..=8) | Self::HalfDays(0..=1))
    }

    /// The start rule of a procedure that does not say otherwise: after 15:00 from the next working day where the limit
    /// [is of the same day](Self::is_same_day), at once elsewhere.
    #[must_use]
    pub const fn start_rule(self) -> StartRule {
        if self.is_same_day() { StartRule::SAME_DAY } else { StartRule::AtOnce }
    }
}

/// From when the time limit of a procedure counts. In JSON `"at_once"` or `{"next_working_day_after":"15:00:00"}`.
///
/// It is the procedure's own, and holds whatever its limit is; [`TimeLimit::start_rule`] gives the usual one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StartRule {
    /// From reception; outside working hours, from the next opening.
    #[default]
    AtOnce,
    /// Received later than this time of day, or on a day off: from the opening of the next working day. At this time
    /// exactly, at once.
    NextWorkingDayAfter(Time),
}

impl StartRule {
    /// The rule of same-day procedures: received after 15:00, counted from the next working day.
    pub const SAME_DAY: Self = Self::NextWorkingDayAfter(Time::constant(15, 0, 0, 0));
}

/// A time during which the clock stands: the applicant supplements or pays (Mẫu 02, Thông tư 03/2025/TT-VPCP).
///
/// From `from` until just before `to`. A pause that ends before it begins takes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Pause {
    /// When the clock stopped.
    pub from: Timestamp,
    /// When it went on; `None` while it stands.
    pub to: Option<Timestamp>,
}
