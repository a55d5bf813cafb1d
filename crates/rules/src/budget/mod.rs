//! Money for science, technology and digital transformation (*kinh phí*): lines with their allocation, adjustments, commitments and
//! disbursements by date, each with its document; and what will have been disbursed by the end of the year.
//!
//! Amounts are whole đồng. A year's budget is disbursed until 31 January of the next one, when its books are closed (Luật Ngân sách nhà nước
//! 83/2015/QH13, Điều 64).

mod book;
mod events;
mod forecast;
mod line;
#[cfg(test)]
mod simulated;
#[cfg(test)]
mod tests;

pub use book::{Draft, Entry, open, record, void};
pub use events::{Event, Field, Line, Movement, MovementKind, Opened, Source, Voided};
pub use forecast::{Forecast, LineAt, LineForecast, PastLine, forecast};
pub use line::{BudgetLine, Sums, closes_on};
