//! The index month by month.

use super::rankings::Rankings;
use super::reports::{Asked, index};
use crate::province::Province;
use crate::{Fault, Tx};
use jiff::civil::Date;
use jiff::{Span, Timestamp};
use rules::quality::{IndexReport, Period, Scope};

/// So many months are told.
const MONTHS: i32 = 12;

/// The index of each of the last twelve months, the one that the day is in among them, oldest first; as it was known at the end of that day.
///
/// # Errors
/// When the database fails.
pub fn history(
    tx: &mut Tx,
    province: &Province,
    rankings: &Rankings,
    scope: &Scope,
    as_of: Date,
    now: Timestamp,
) -> Result<Vec<IndexReport>, Fault> {
    let month = |back: i32| {
        let first = as_of.first_of_month().saturating_sub(Span::new().months(back));
        Period { from: first, to: first.last_of_month().min(as_of) }
    };
    (0..MONTHS)
        .rev()
        .map(|back| index(tx, province, rankings, &Asked { scope: scope.clone(), period: month(back), as_of }, now))
        .collect()
}
