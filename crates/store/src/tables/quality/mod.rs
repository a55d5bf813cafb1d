//! The table of days: what each agency received, settled and owes, a day. The index is computed from its sums, so that it
//! costs agencies × days, however many dossiers there are.
//!
//! Knows how to write, sum and prove the counts; what counts is decided in [`rules::quality`].

mod records;
mod reports;
mod sides;
mod totals;

pub use records::{DOSSIERS_ON_TIME, Records, records};
pub use reports::{Ranked, figures, index, ranking};
pub use sides::{LOCATION_INDEPENDENT, catalogue_sides};
pub use totals::{counts, totals};

use crate::{Fault, Tx, Value};
use rules::dossiers::Dossier;
use rules::quality::{Measure, Sums, between};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Takes what changed from `before` to `after` into the days of the agency that settles the dossier.
///
/// # Errors
/// When the database fails.
pub fn count(tx: &mut Tx, before: Option<&Dossier>, after: &Dossier) -> Result<(), Fault> {
    let mut days: BTreeMap<_, Sums> = BTreeMap::new();
    for (day, measure, amount) in between(before, after) {
        days.entry(day).or_default()[measure] += amount;
    }
    for (day, sums) in days {
        let mut values = Vec::with_capacity(2 + Measure::COUNT);
        values.push(Value::from(after.filed.competent_agency.as_str()));
        values.push(day.into());
        values.extend(Measure::ALL.iter().map(|measure| Value::from(sums[*measure])));
        tx.execute(&ADD, values)?;
    }
    Ok(())
}

/// Adds to the counts of one agency's day.
static ADD: LazyLock<String> = LazyLock::new(|| {
    let columns = columns(str::to_owned);
    let numbers = (1..=2 + Measure::COUNT).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ");
    let sums = self::columns(|column| format!("{column} = dossier_days.{column} + excluded.{column}"));
    format!(
        "INSERT INTO dossier_days (agency, day, {columns}) VALUES ({numbers})
         ON CONFLICT (agency, day) DO UPDATE SET {sums}"
    )
});

/// The columns of the measures, each written by `write`, with commas between.
fn columns(write: impl Fn(&str) -> String) -> String {
    Measure::ALL.iter().map(|measure| write(measure.column())).collect::<Vec<_>>().join(", ")
}
