//! Directives (*văn bản chỉ đạo*) in and out: registered with a number of the register, assigned to agencies, opened by their people.
//!
//! Rests on Nghị định 30/2020/NĐ-CP: each agency has a register of what comes and one of what goes, numbered by year. State secrets
//! (*mật*) have registers of their own, outside this program.

mod directive;
mod events;
mod exchange;
mod kinds;
mod register;
#[cfg(test)]
mod tests;

pub use directive::{Directive, Holder, Receipt};
pub use events::{Assigned, Event, Opened, Registered, Signer};
pub use exchange::{canonical, identified, receiver};
pub use kinds::{Direction, Kind, Urgency};
pub use register::{Assign, Draft, assign, open, register};

/// The longest excerpt.
const LONGEST: usize = 1_000;
/// The longest name: of an issuer, a notation, whoever signed.
const LONGEST_NAME: usize = 300;
/// The longest text.
const LONGEST_CONTENT: usize = 30_000;
/// So much of what stands in its files is kept for the search.
const LONGEST_FILE_TEXT: usize = 200_000;
/// The most files of one directive.
pub const MOST_FILES: usize = 10;
/// Where registers are ruled.
pub const BASIS: &str = "Nghị định 30/2020/NĐ-CP, Điều 15, 22";
