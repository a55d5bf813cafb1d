//! The tables of days and months: what each agency received, settled and owes. The index is computed from their sums, so that
//! it costs agencies × months, however many dossiers there are.
//!
//! Knows how to write, sum and prove the counts; what counts is decided in [`rules::quality`].

mod board;
mod compare;
mod days;
mod fallen;
pub(super) mod fees;
mod figures;
mod history;
mod known;
mod narrow;
pub(super) mod national;
mod petitions;
pub(super) mod places;
mod rankings;
mod records;
mod reports;
mod sides;
mod totals;

pub use board::{Board, Boards};
pub use compare::{Moved, moved};
pub use fallen::{Cause, Fallen, FallenIndicator, MovedLine};
pub use fees::CASHLESS;
pub(in crate::tables) use figures::Source;
pub use figures::figures;
pub use history::history;
pub(in crate::tables) use known::{anything_since, as_judged, dossier_before, unmoved};
pub use narrow::{Narrow, is_known, narrow_index};
pub use national::{scores, scores_of_day};
pub use petitions::PetitionRecord;
pub use places::DOSSIERS_ANYWHERE;
pub use rankings::{Ranking, Rankings};
pub(in crate::tables) use records::{LATE, ONLINE, RAN_OVER, day, in_hand, of_agencies};
pub use records::{Records, records};
pub use reports::{Asked, Ranked, index, ranking};
pub use rules::quality::DOSSIERS_ON_TIME;
pub use sides::{LOCATION_INDEPENDENT, catalogue_sides};
pub(in crate::tables) use totals::agencies_of;
pub use totals::{counts, totals};

use crate::{Fault, Tx, Value};
use jiff::civil::Date;
use rules::dossiers::Dossier;
use rules::quality::{Contributions, Measure, Sums, between, contributions};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Takes what changed from `before` to `after` into the days of the agency that settles the dossier; `on` is the day on which it was
/// entered.
///
/// # Errors
/// When the database fails.
pub fn count(tx: &mut Tx, before: Option<&Dossier>, after: &Dossier, on: Date) -> Result<(), Fault> {
    let moved = before.filter(|before| before.filed.competent_agency != after.filed.competent_agency);
    if let Some(before) = moved {
        // Who settles it now counts it whole; who did counts it no more.
        let mut gone = contributions(before);
        gone.iter_mut().for_each(|(_, _, amount)| *amount = -*amount);
        enter(tx, before.filed.competent_agency.as_str(), gone, on)?;
        return enter(tx, after.filed.competent_agency.as_str(), contributions(after), on);
    }
    enter(tx, after.filed.competent_agency.as_str(), between(before, after), on)
}

/// Adds amounts to the days and months of an agency, entered on a day: what concerns earlier days came late.
fn enter(tx: &mut Tx, agency: &str, amounts: Contributions, on: Date) -> Result<(), Fault> {
    let mut days: BTreeMap<_, Sums> = BTreeMap::new();
    for (day, measure, amount) in amounts {
        days.entry(day).or_default()[measure] += amount;
    }
    let mut months: BTreeMap<String, Sums> = BTreeMap::new();
    for (day, sums) in days.into_iter().filter(|(_, sums)| *sums != Sums::default()) {
        let month = months.entry(month_of(day)).or_default();
        Measure::ALL.iter().for_each(|measure| month[*measure] += sums[*measure]);
        if day < on {
            add(tx, &ADD_TO_LATE, agency, &[on.into(), day.into()], &sums)?;
        }
        add(tx, &ADD_TO_DAY, agency, &[day.into()], &sums)?;
    }
    for (month, sums) in months {
        add(tx, &ADD_TO_MONTH, agency, &[month.into()], &sums)?;
    }
    Ok(())
}

fn add(tx: &mut Tx, sql: &str, agency: &str, when: &[Value], sums: &Sums) -> Result<(), Fault> {
    let mut values = Vec::with_capacity(3 + Measure::COUNT);
    values.push(Value::from(agency));
    values.extend_from_slice(when);
    values.extend(Measure::ALL.iter().map(|measure| Value::from(sums[*measure])));
    tx.execute(sql, values)
}

/// The key of a day's month: `2025-03`.
fn month_of(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

/// Adds to the counts of one agency's day.
static ADD_TO_DAY: LazyLock<String> = LazyLock::new(|| adding_to("dossier_days", &["day"]));
/// Adds to the counts of one agency's month.
static ADD_TO_MONTH: LazyLock<String> = LazyLock::new(|| adding_to("dossier_months", &["month"]));
/// Adds to what came late of one agency.
static ADD_TO_LATE: LazyLock<String> = LazyLock::new(|| adding_to("dossier_late", &["known_on", "day"]));

fn adding_to(table: &str, keys: &[&str]) -> String {
    let key = keys.join(", ");
    let columns = columns(str::to_owned);
    let numbers =
        (1..=1 + keys.len() + Measure::COUNT).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ");
    let sums = self::columns(|column| format!("{column} = {table}.{column} + excluded.{column}"));
    format!(
        "INSERT INTO {table} (agency, {key}, {columns}) VALUES ({numbers})
         ON CONFLICT (agency, {key}) DO UPDATE SET {sums}"
    )
}

/// The columns of the measures, each written by `write`, with commas between.
fn columns(write: impl Fn(&str) -> String) -> String {
    Measure::ALL.iter().map(|measure| write(measure.column())).collect::<Vec<_>>().join(", ")
}
