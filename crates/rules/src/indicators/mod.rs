//! Indicators (*chỉ tiêu*): what Resolution 57-NQ/TW and Project 06 are to reach, by which year, who answers for it, and how far it is.
//!
//! Where the house has the records, a value is computed from them and never typed ([`Computation`]). Elsewhere agencies report it by
//! period: within its range, explained where it stands out, approved by a second person and then locked.

mod assess;
mod events;
mod keep;
mod outlier;
mod period;
mod report;
#[cfg(test)]
mod tests;
mod value;

pub use assess::{Achieved, NEAR, assess};
pub use events::{
    Approved, Computation, Direction, Event, Indicator, Kind, Programme, Registered, Reported, Reporters, Returned,
    Revised, Target,
};
pub use keep::{Draft, keep};
pub use outlier::{LARGE_CHANGE, MANY_DEVIATIONS, Outlier, outlier};
pub use period::ReportPeriod;
pub use report::{Command, Context, IndicatorReport, State, decide, has_value};
pub use value::Amount;
