//! Running numbers by sequence and year: taken in the transaction that uses them, noted again on a rebuild.

use crate::{Fault, Tx, values};

/// The next number of a sequence in a year.
pub(crate) fn next(tx: &mut Tx, sequence: &str, year: i16) -> Result<u32, Fault> {
    let row = tx.query_one(
        "INSERT INTO running_numbers (sequence, year, last) VALUES ($1, $2, 1)
         ON CONFLICT (sequence, year) DO UPDATE SET last = running_numbers.last + 1 RETURNING last",
        values![sequence, i64::from(year)],
    )?;
    u32::try_from(row.int(0)?).map_err(|error| Fault::because("a running number", error))
}

/// Notes a number that was taken, so that numbering goes on after a rebuild.
pub(super) fn note(tx: &mut Tx, sequence: &str, year: i16, number: u32) -> Result<(), Fault> {
    tx.execute(
        "INSERT INTO running_numbers (sequence, year, last) VALUES ($1, $2, $3)
         ON CONFLICT (sequence, year) DO UPDATE SET last =
             CASE WHEN excluded.last > running_numbers.last THEN excluded.last ELSE running_numbers.last END",
        values![sequence, i64::from(year), number],
    )
}
