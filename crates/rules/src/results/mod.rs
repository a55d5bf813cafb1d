//! What is asked about a result after it was issued: a copy of it (*bản sao*), or the correction of an error in it (*đính chính*).
//!
//! A copy is the result that stands, certified anew. A correction is written by one officer and signed by another; the version that
//! it makes takes the place of the one before, which stays readable and says so to whoever checks it. Must not know how papers are
//! laid out nor where keys are.

mod ask;
mod decide;
mod events;
mod request;
#[cfg(test)]
mod tests;

pub use ask::{Ask, ask};
pub use decide::{Command, Context, copy_number, decide};
pub use events::*;
pub use request::{Draft, Kind, Request, Status};

use crate::calendar::{StartRule, TimeLimit};

/// Within how much a copy is given: within the working day, after 15:00 by the next one. From memory, unconfirmed.
pub const COPY: TimeLimit = TimeLimit::SameDay;
/// Within how much an error is corrected or the request refused. From memory, unconfirmed: procedures of single fields may say otherwise.
pub const CORRECTION: TimeLimit = TimeLimit::WorkingDays(5);
/// Where the clock of copies stands.
pub const COPY_BASIS: &str = "Nghị định 23/2015/NĐ-CP (cấp bản sao từ sổ gốc)";
/// Where copies and corrections of electronic results stand.
pub const BASIS: &str = "Nghị định 118/2025/NĐ-CP; Nghị định 30/2020/NĐ-CP";
/// When both clocks start.
const START: StartRule = StartRule::SAME_DAY;
/// The longest text.
const LONGEST: usize = 2_000;
/// So many copies are asked for at once.
pub const MOST_COPIES: u8 = 20;
