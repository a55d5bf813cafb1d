//! Sums over days, for each agency at once, and the counts that the index is computed from. Whole months are read from the
//! table of months; what was entered only after the day as of which is asked is taken off again.

use super::{columns, fees, month_of, petitions, sides};
use crate::province::Province;
use crate::tables::agencies::with_predecessors;
use crate::{Fault, Row, Tx, Value, values};
use jiff::civil::Date;
use rules::codes::AgencyCode;
use rules::quality::{Counts, Definition, Measure, Period, Scope, Totals};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What is counted in the scope over the period, as it was known at the end of a day: the shares of all indicators for which records
/// are kept. Procedures are those of the province that is given: see [`Province::as_known`].
///
/// # Errors
/// When the database fails.
pub fn counts(tx: &mut Tx, province: &Province, scope: &Scope, period: Period, as_of: Date) -> Result<Counts, Fault> {
    let agencies = agencies_of(tx, province, scope)?;
    let totals = handed_over(province, totals(tx, &agencies, period, as_of)?);
    let definition = Definition::in_force(period.to);
    let mut counts: Counts = together(&totals).shares().into_iter().collect();
    let mut used = sides::services_used(tx, &agencies, period)?;
    used.extend(fees::used(tx, &agencies, period, as_of)?);
    let used = |key, code: &str| used.contains(&(key, code.to_owned()));
    sides::set_shares(&mut counts, province, scope, period, definition, &used, &totals);
    petitions::of_scope(&petitions::petitions(tx, province, period, as_of)?, scope).set(&mut counts);
    Ok(counts)
}

/// The agencies whose dossiers count in the scope: one and its predecessors; none named where all count.
pub(in crate::tables) fn agencies_of(
    tx: &mut Tx,
    province: &Province,
    scope: &Scope,
) -> Result<Vec<AgencyCode>, Fault> {
    scope.agency().map_or(Ok(Vec::new()), |agency| with_predecessors(tx, &province.directory, agency))
}

/// The totals with those of agencies that are no more added to what took their place.
pub(super) fn handed_over(province: &Province, totals: BTreeMap<String, Totals>) -> BTreeMap<String, Totals> {
    let mut all: BTreeMap<String, Totals> = BTreeMap::new();
    for (agency, one) in totals {
        let code = agency.parse::<AgencyCode>().ok();
        let at = code.as_ref().map_or(agency.as_str(), |code| province.directory.successor(code).as_str());
        add(all.entry(at.to_owned()).or_default(), &one);
    }
    all
}

/// The totals of each agency that counted anything up to the end of the period, by code, as they were known at the end of a day; of
/// some only, where they are named.
///
/// # Errors
/// When the database fails.
pub fn totals(
    tx: &mut Tx,
    agencies: &[AgencyCode],
    period: Period,
    as_of: Date,
) -> Result<BTreeMap<String, Totals>, Fault> {
    let mut totals: BTreeMap<String, Totals> = BTreeMap::new();
    for span in spans(period.from, period.to) {
        for row in span.ask(tx, agencies, [&*DAYS, &*MONTHS])? {
            let entry = totals.entry(row.string(0)?).or_default();
            for (at, measure) in Measure::ALL.iter().enumerate() {
                entry.period[*measure] += row.int(at + 1)?;
            }
        }
    }
    for row in Statement::late(LATE.as_str()).late_of(tx, agencies, as_of, period.from, period.to)? {
        let entry = totals.entry(row.string(0)?).or_default();
        for (at, measure) in Measure::ALL.iter().enumerate() {
            entry.period[*measure] -= row.int(at + 1)?;
        }
    }
    for entry in totals.values_mut() {
        entry.open = entry.period.received() - entry.period.finished();
        entry.overdue = entry.period[Measure::Overdue];
    }
    for span in period.from.yesterday().map_or_else(|_| Vec::new(), |last| spans(Date::ZERO, last)) {
        for row in span.ask(tx, agencies, [&*BALANCE_OF_DAYS, &*BALANCE_OF_MONTHS])? {
            let entry = totals.entry(row.string(0)?).or_default();
            entry.open += row.int(1)?;
            entry.overdue += row.int(2)?;
        }
    }
    if let Ok(last) = period.from.yesterday() {
        for row in Statement::late(BALANCE).late_of(tx, agencies, as_of, Date::ZERO, last)? {
            let entry = totals.entry(row.string(0)?).or_default();
            entry.open -= row.int(1)?;
            entry.overdue -= row.int(2)?;
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
    fn ask(&self, tx: &mut Tx, agencies: &[AgencyCode], [days, months]: [&Statement; 2]) -> Result<Vec<Row>, Fault> {
        let (statement, mut values) = match *self {
            Self::Days(first, last) => (days, values![first, last]),
            Self::Months(first, last) => (months, values![month_of(first), month_of(last)]),
        };
        let listed = listed(agencies, &mut values);
        tx.query(&statement.of(&listed), values)
    }
}

/// These agencies in a statement, or every one where none is named.
fn listed(agencies: &[AgencyCode], values: &mut Vec<Value>) -> String {
    if agencies.is_empty() {
        return EVERY.to_owned();
    }
    let mut listed = Vec::with_capacity(agencies.len());
    for agency in agencies {
        values.push(Value::from(agency.as_str()));
        listed.push(format!("${}", values.len()));
    }
    listed.join(", ")
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
    totals.values().for_each(|one| add(&mut all, one));
    all
}

fn add(all: &mut Totals, one: &Totals) {
    for measure in Measure::ALL {
        all.period[*measure] += one.period[*measure];
    }
    all.open += one.open;
    all.overdue += one.overdue;
}

/// One question to one table: what stands before and after the agencies that it is asked for.
struct Statement {
    before: String,
    after: String,
}

/// The keys begin with the agency: naming all of them makes each a short stretch of the table.
const EVERY: &str = "SELECT code FROM agencies";

impl Statement {
    /// Sums by agency.
    fn new(table: &str, key: &str, sums: &str) -> Self {
        Self {
            before: format!("SELECT agency, {sums} FROM {table} WHERE agency IN ("),
            after: format!(") AND {key} >= $1 AND {key} <= $2 GROUP BY agency"),
        }
    }

    /// The statement for these agencies.
    fn of(&self, agencies: &str) -> String {
        format!("{}{agencies}{}", self.before, self.after)
    }

    // A sum of BIGINT is NUMERIC in PostgreSQL.
    fn all_measures(table: &str, key: &str) -> Self {
        Self::new(table, key, &columns(|column| format!("CAST(SUM({column}) AS BIGINT)")))
    }

    fn balance(table: &str, key: &str) -> Self {
        Self::new(table, key, BALANCE)
    }

    /// Sums of what was entered after a day about the days of a span.
    fn late(sums: &str) -> Self {
        Self {
            before: format!("SELECT agency, {sums} FROM dossier_late WHERE agency IN ("),
            after: ") AND known_on > $1 AND day >= $2 AND day <= $3 GROUP BY agency".to_owned(),
        }
    }

    fn late_of(
        &self,
        tx: &mut Tx,
        agencies: &[AgencyCode],
        as_of: Date,
        from: Date,
        to: Date,
    ) -> Result<Vec<Row>, Fault> {
        let mut values = values![as_of, from, to];
        let listed = listed(agencies, &mut values);
        tx.query(&self.of(&listed), values)
    }
}

/// What is open, and what of it is overdue.
const BALANCE: &str = "CAST(SUM(received_online + received_counter + received_postal
    - finished_early - finished_on_time - finished_late) AS BIGINT), CAST(SUM(overdue) AS BIGINT)";

/// The sum of every measure.
static LATE: LazyLock<String> = LazyLock::new(|| columns(|column| format!("CAST(SUM({column}) AS BIGINT)")));

static DAYS: LazyLock<Statement> = LazyLock::new(|| Statement::all_measures("dossier_days", "day"));
static MONTHS: LazyLock<Statement> = LazyLock::new(|| Statement::all_measures("dossier_months", "month"));
static BALANCE_OF_DAYS: LazyLock<Statement> = LazyLock::new(|| Statement::balance("dossier_days", "day"));
static BALANCE_OF_MONTHS: LazyLock<Statement> = LazyLock::new(|| Statement::balance("dossier_months", "month"));
