//! Digital citizens (*công dân số*): how many people of a village aged 14 and over have an e-ID of level 2, a personal e-signature, an account
//! on the public service portal, and pay without cash; month by month, and what a year is to reach.
//!
//! A report counts once a second person verified it. A second report of the same month corrects the first and is never added to it. An e-ID
//! of level 2 may be had from the age of 14 (Nghị định 69/2024/NĐ-CP, Điều 7).

mod events;
mod report;
#[cfg(test)]
mod tests;
mod village;

pub use events::{Aimed, Counts, Event, Measure, Reported, Reporter, SetAside, Verified};
pub use report::{Report, Target, aim, report, set_aside, verify};
pub use village::{Kept, ReportState, VillageCitizens, last_by};
