//! Sums over days, for each agency at once, and the counts that the index is computed from. Whole months are read from the
//! table of months.

use super::{columns, month_of, sides};
use crate::province::Province;
use crate::{Fault, Row, Tx, Value, values};
use jiff::civil::Date;
use rules::codes::AgencyCode;
use rules::quality::{Counts, Definition, Measure, Period, Scope, Totals};
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
    for span in spans(period.from, period.to) {
        for row in span.ask(tx, agency, [&*DAYS, &*MONTHS])? {
            let entry = totals.entry(row.string(0)?).or_default();
            for (at, measure) in Measure::ALL.iter().enumerate() {
                entry.period[*measure] += row.int(at + 1)?;
            }
        }
    }
    for entry in totals.values_mut() {
        entry.open = entry.period.received() - entry.period.finished();
        entry.overdue = entry.period[Measure::Overdue];
    }
    for span in period.from.yesterday().map_or_else(|_| Vec::new(), |last| spans(Date::ZERO, last)) {
        for row in span.ask(tx, agency, [&*BALANCE_OF_DAYS, &*BALANCE_OF_MONTHS])? {
            let entry = totals.entry(row.string(0)?).or_default();
            entry.open += row.int(1)?;
            entry.overdue += row.int(2)?;
        }
    }
    Ok(totals)
}

/// Keys in a row of one of the tables, both ends included.
enum Span {
    Days(Date, Date),
    Months(Date, Date),
}

impl Span {
    /// The sums of each agency over the span, by the statement for days or the one for months.
    fn ask(
        &self,
        tx: &mut Tx,
        agency: Option<&AgencyCode>,
        [days, months]: [&Statement; 2],
    ) -> Result<Vec<Row>, Fault> {
        let (statement, mut values) = match *self {
            Self::Days(first, last) => (days, values![first, last]),
            Self::Months(first, last) => (months, values![month_of(first), month_of(last)]),
        };
        values.extend(agency.map(|agency| Value::from(agency.as_str())));
        tx.query(if agency.is_some() { &statement.of_one } else { &statement.of_all }, values)
    }
}

/// The days from `from` to `to` as whole months and the days around them.
fn spans(from: Date, to: Date) -> Vec<Span> {
    let first_whole = if from.day() == 1 { Some(from) } else { from.last_of_month().tomorrow().ok() };
    let last_whole = if to == to.last_of_month() { Some(to) } else { to.first_of_month().yesterday().ok() };
    match (first_whole, last_whole) {
        (Some(first), Some(last)) if first <= last => {
            let before = first.yesterday().ok().filter(|day| from <= *day).map(|day| Span::Days(from, day));
            let after = last.tomorrow().ok().filter(|day| *day <= to).map(|day| Span::Days(day, to));
            [before, Some(Span::Months(first, last)), after].into_iter().flatten().collect()
        }
        _ => vec![Span::Days(from, to)],
    }
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

/// One question to one table, for all agencies and for one.
struct Statement {
    of_all: String,
    of_one: String,
}

impl Statement {
    /// Sums by agency. The keys begin with the agency: naming all of them makes each a short stretch of the table.
    fn new(table: &str, key: &str, sums: &str) -> Self {
        let ask = |agencies: &str| {
            format!(
                "SELECT agency, {sums} FROM {table} WHERE agency {agencies} AND {key} >= $1 AND {key} <= $2 GROUP BY agency"
            )
        };
        Self { of_all: ask("IN (SELECT code FROM agencies)"), of_one: ask("= $3") }
    }

    // A sum of BIGINT is NUMERIC in PostgreSQL.
    fn all_measures(table: &str, key: &str) -> Self {
        Self::new(table, key, &columns(|column| format!("CAST(SUM({column}) AS BIGINT)")))
    }

    fn balance(table: &str, key: &str) -> Self {
        let open = "CAST(SUM(received_online + received_counter + received_postal
            - finished_early - finished_on_time - finished_late) AS BIGINT)";
        Self::new(table, key, &format!("{open}, CAST(SUM(overdue) AS BIGINT)"))
    }
}

static DAYS: LazyLock<Statement> = LazyLock::new(|| Statement::all_measures("dossier_days", "day"));
static MONTHS: LazyLock<Statement> = LazyLock::new(|| Statement::all_measures("dossier_months", "month"));
static BALANCE_OF_DAYS: LazyLock<Statement> = LazyLock::new(|| Statement::balance("dossier_days", "day"));
static BALANCE_OF_MONTHS: LazyLock<Statement> = LazyLock::new(|| Statement::balance("dossier_months", "month"));
