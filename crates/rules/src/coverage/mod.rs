//! Coverage of villages: which operator reaches them with what, whether there is power, who lives there, and when what is missing is to come.
//!
//! What is seen in the field is a report; it counts once a second person verified it. Two reports that differ and wait are a conflict: one is
//! verified, and with that the others are set aside. Without broadband (*chưa có sóng băng rộng*) is a village that neither 3G, 4G, 5G nor
//! fibre reaches; a satellite dish is no coverage.

mod events;
mod report;
#[cfg(test)]
mod tests;
mod tiles;
mod village;

pub use events::{Event, Level, Planned, Power, Reported, SetAside, Signal, Technology, Verified, broadband};
pub use report::{Plan, Report, decide_plan, report, set_aside, verify};
pub use tiles::tile;
pub use village::{Coverage, ReportState, Status, VillageCoverage};
