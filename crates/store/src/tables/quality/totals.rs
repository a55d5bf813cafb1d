//! Sums over days, for each agency at once, and the counts that the index is computed from.

use super::{columns, sides};
use crate::province::Province;
use crate::{Fault, Row, Tx, Value, values};
use rules::codes::AgencyCode;
use rules::quality::{Counts, Definition, Measure, Period, Scope, Sums, Totals};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What is counted in the scope over the period: the shares of all indicators for which records are kept.
///
/// # Errors
/// When the database fails.
pub fn counts(tx: &mut Tx, province: &Province, scope: &Scope, period: Period) -> Result<Counts, Fault> {
    let totals = totals(tx, scope.agency(), period)?;
    let definition = Definition::in_force(period.to);
    let mut counts: Counts = together(&totals).shares().into_iter().collect();
    let served = sides::services_used(tx, scope, period)?;
    sides::set_shares(&mut counts, province, scope, period, definition, &|code| served.contains(code), &totals);
    Ok(counts)
}

/// The totals of each agency that counted anything up to the end of the period, by code; of one only, where it is given.
///
/// # Errors
/// When the database fails.
pub fn totals(tx: &mut Tx, agency: Option<&AgencyCode>, period: Period) -> Result<BTreeMap<String, Totals>, Fault> {
    let mut totals: BTreeMap<String, Totals> = BTreeMap::new();
    let (within, before) = if agency.is_some() { (&*WITHIN_ONE, &*BEFORE_ONE) } else { (&*WITHIN, &*BEFORE) };
    let limited = |mut values: Vec<Value>| {
        values.extend(agency.map(|agency| Value::from(agency.as_str())));
        values
    };
    for row in tx.query(within, limited(values![period.from, period.to]))? {
        let sums = sums(&row)?;
        let open = sums.received() - sums.finished();
        totals.insert(row.string(0)?, Totals { period: sums, open, overdue: sums[Measure::Overdue] });
    }
    for row in tx.query(before, limited(values![period.from]))? {
        let entry = totals.entry(row.string(0)?).or_default();
        entry.open += row.int(1)?;
        entry.overdue += row.int(2)?;
    }
    Ok(totals)
}

/// All agencies' totals as one.
pub(super) fn together(totals: &BTreeMap<String, Totals>) -> Totals {
    let mut all = Totals::default();
    for one in totals.values() {
        for measure in Measure::ALL {
            all.period[*measure] += one.period[*measure];
        }
        all.open += one.open;
        all.overdue += one.overdue;
    }
    all
}

fn sums(row: &Row) -> Result<Sums, Fault> {
    let mut sums = Sums::default();
    for (at, measure) in Measure::ALL.iter().enumerate() {
        sums[*measure] = row.int(at + 1)?;
    }
    Ok(sums)
}

// A sum of BIGINT is NUMERIC in PostgreSQL.
fn within(of_one: &str) -> String {
    let sums = columns(|column| format!("CAST(SUM({column}) AS BIGINT)"));
    format!("SELECT agency, {sums} FROM dossier_days WHERE day >= $1 AND day <= $2{of_one} GROUP BY agency")
}

fn before(of_one: &str) -> String {
    format!(
        "SELECT agency,
             CAST(SUM(received_online + received_counter + received_postal
                 - finished_early - finished_on_time - finished_late) AS BIGINT),
             CAST(SUM(overdue) AS BIGINT)
         FROM dossier_days WHERE day < $1{of_one} GROUP BY agency"
    )
}

static WITHIN: LazyLock<String> = LazyLock::new(|| within(""));
static WITHIN_ONE: LazyLock<String> = LazyLock::new(|| within(" AND agency = $3"));
static BEFORE: LazyLock<String> = LazyLock::new(|| before(""));
static BEFORE_ONE: LazyLock<String> = LazyLock::new(|| before(" AND agency = $2"));
