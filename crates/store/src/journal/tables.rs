//! Whether the tables are those of the journal: a rebuild beside them, row by row.

use super::rebuild;
use crate::{Fault, Row, Store, Tx, Value, tables, values};
use std::fmt::{self, Display, Formatter};
use std::ops::ControlFlow;

/// What a rebuild reads: the journal, and the hashes of files that it does not have yet.
const READ: [&str; 3] = ["ledgers", "events", "files"];
/// Rows copied in one transaction.
const BATCH: usize = 2_000;

/// How many tables and rows were compared, and the first row that differs, if any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Tables compared.
    pub tables: u64,
    /// Rows of them.
    pub rows: u64,
    /// The first difference.
    pub difference: Option<Difference>,
}

/// A row that is not as a rebuild makes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The table.
    pub table: String,
    /// The row, by its first columns.
    pub row: String,
    /// What is wrong with it.
    pub kind: DifferenceKind,
}

/// What is wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DifferenceKind {
    /// A rebuild makes another row of the same key.
    Changed,
    /// A rebuild makes no such row.
    Surplus,
    /// A rebuild makes it, and it is not there.
    Missing,
}

/// Rebuilds the tables in an empty scratch store and compares them with those here, as of one moment even while somebody
/// writes; `progress` hears of entries as they are copied and replayed. Blocks the thread, and needs as much room as the
/// journal and the tables have.
///
/// # Errors
/// When a database refuses or an entry can't be read.
pub fn compare_tables(tx: &mut Tx, scratch: &Store, mut progress: impl FnMut(u64)) -> Result<Comparison, Fault> {
    for table in READ {
        copy(tx, scratch, table)?;
    }
    rebuild(scratch, &mut progress)?;
    let mut comparison = Comparison { tables: 0, rows: 0, difference: None };
    for table in tables::PROJECTED {
        let rebuilt = scratch.read_blocking(move |tx| rows(tx, table))?;
        let here = rows(tx, table)?;
        comparison.tables += 1;
        comparison.rows += here.len() as u64;
        comparison.difference = first_difference(table, &here, &rebuilt);
        if comparison.difference.is_some() {
            break;
        }
    }
    Ok(comparison)
}

/// The rows of a projected table that a rebuild makes the same, in an order of their own.
///
/// # Errors
/// When the database refuses.
pub fn rows(tx: &mut Tx, table: &str) -> Result<Vec<Vec<Value>>, Fault> {
    // A dossier's number is a fresh one after a rebuild; its order is what counts.
    let first = usize::from(table == "dossiers");
    let counts = matches!(table, "dossier_days" | "dossier_months");
    let mut all: Vec<(String, Vec<Value>)> = Vec::new();
    tx.for_each(&format!("SELECT * FROM {table}"), values![], |row| {
        let row = whole(&row, first)?;
        // A day or month in which what was counted was taken back counts nothing.
        if !counts || row[2..].iter().any(|value| *value != Value::Int(0)) {
            all.push((format!("{row:?}"), row));
        }
        Ok::<_, Fault>(ControlFlow::Continue(()))
    })?;
    all.sort_by(|one, other| one.0.cmp(&other.0));
    Ok(all.into_iter().map(|(_, row)| row).collect())
}

fn whole(row: &Row, first: usize) -> Result<Vec<Value>, Fault> {
    (first..row.width()).map(|column| row.value(column).cloned()).collect()
}

/// The first row of two sorted lists that the other has not: the lesser of the two where they part.
fn first_difference(table: &str, here: &[Vec<Value>], rebuilt: &[Vec<Value>]) -> Option<Difference> {
    let same = here.iter().zip(rebuilt).take_while(|(one, other)| one == other).count();
    let (here, rebuilt) = (&here[same..], &rebuilt[same..]);
    let text = |row: &&Vec<Value>| format!("{row:?}");
    let (row, other, alone) = match (here.first(), rebuilt.first()) {
        (None, None) => return None,
        (Some(row), next) if next.is_none_or(|next| text(&row) < text(&next)) => {
            (row, rebuilt, DifferenceKind::Surplus)
        }
        (_, Some(row)) => (row, here, DifferenceKind::Missing),
        (Some(row), None) => (row, rebuilt, DifferenceKind::Surplus),
    };
    let changed = other.iter().any(|other| other.first() == row.first());
    let kind = if changed { DifferenceKind::Changed } else { alone };
    Some(Difference { table: table.to_owned(), row: Key(row).to_string(), kind })
}

/// The first two columns of a row, which say which it is; long ones cut.
struct Key<'a>(&'a [Value]);

impl Display for Key<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        for (place, value) in self.0.iter().take(2).enumerate() {
            let text = match value {
                Value::Null => "–".to_owned(),
                Value::Int(number) => number.to_string(),
                Value::Real(number) => number.to_string(),
                Value::Text(text) => text.chars().take(60).collect(),
                Value::Bytes(bytes) => hex::encode(&bytes[..bytes.len().min(16)]),
            };
            write!(out, "{}{text}", if place > 0 { " · " } else { "" })?;
        }
        Ok(())
    }
}

/// Copies a table as it is.
fn copy(tx: &mut Tx, scratch: &Store, table: &'static str) -> Result<(), Fault> {
    let mut batch = Vec::with_capacity(BATCH);
    tx.for_each(&format!("SELECT * FROM {table}"), values![], |row| {
        batch.push(whole(&row, 0)?);
        if batch.len() == BATCH {
            insert(scratch, table, std::mem::take(&mut batch))?;
        }
        Ok::<_, Fault>(ControlFlow::Continue(()))
    })?;
    insert(scratch, table, batch)
}

fn insert(scratch: &Store, table: &'static str, rows: Vec<Vec<Value>>) -> Result<(), Fault> {
    scratch.write_blocking(move |tx| {
        for row in &rows {
            let places: Vec<String> = (1..=row.len()).map(|place| format!("${place}")).collect();
            tx.execute(&format!("INSERT INTO {table} VALUES ({})", places.join(", ")), row.clone())?;
        }
        Ok(())
    })
}
