//! The register of indicators and the reported values; what is computed is in [`computed`].

pub mod computed;

use crate::desk::indicators::{load_report, load_with_history};
use crate::{Fault, Row, Tx, values};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::codes::{AgencyCode, IndicatorCode};
use rules::indicators::{Amount, Event, Indicator, ReportPeriod, State};

/// Takes in one entry: a row is a function of its stream.
///
/// # Errors
/// When the database fails.
pub(super) fn apply(tx: &mut Tx, event: &Event) -> Result<(), Fault> {
    let code = event.indicator();
    let Some((agency, period)) = event.report() else { return register(tx, code) };
    let (report, _) = load_report(tx, code, agency, period)?;
    let (Some(reported), Some((at, ..))) = (&report.reported, &report.reported_by) else { return Ok(()) };
    tx.execute(
        "INSERT INTO indicator_reports (indicator, agency, period, ends_on, state, value, outlier, reported_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (indicator, agency, period) DO UPDATE SET state = excluded.state, value = excluded.value,
             outlier = excluded.outlier, reported_at = excluded.reported_at, version = excluded.version",
        values![
            code.as_str(),
            agency.as_str(),
            period.to_string(),
            period.ends_on().to_string(),
            report.state.key(),
            reported.value.0,
            reported.outlier.is_some(),
            *at,
            report.version,
        ],
    )
}

fn register(tx: &mut Tx, code: &IndicatorCode) -> Result<(), Fault> {
    let (indicator, history) =
        load_with_history(tx, code)?.ok_or_else(|| Fault::new("the stream of an indicator is empty"))?;
    tx.execute(
        "INSERT INTO indicators (code, programme, name, agency, body, version) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (code) DO UPDATE SET programme = excluded.programme, name = excluded.name,
             agency = excluded.agency, body = excluded.body, version = excluded.version",
        values![
            code.as_str(),
            indicator.programme.key(),
            indicator.name.as_str(),
            indicator.agency.as_str(),
            super::json(&indicator)?,
            history.len(),
        ],
    )
}

/// Every indicator, by code.
///
/// # Errors
/// When the database fails.
pub fn all(tx: &mut Tx) -> Result<Vec<Indicator>, Fault> {
    tx.query("SELECT body FROM indicators ORDER BY code", values![])?.iter().map(indicator).collect()
}

/// The indicator of this code.
///
/// # Errors
/// When the database fails.
pub fn find(tx: &mut Tx, code: &IndicatorCode) -> Result<Option<Indicator>, Fault> {
    let row = tx.query_opt("SELECT body FROM indicators WHERE code = $1", values![code.as_str()])?;
    row.as_ref().map(indicator).transpose()
}

fn indicator(row: &Row) -> Result<Indicator, Fault> {
    serde_json::from_str(row.text(0)?).map_err(|error| Fault::because("an indicator can't be read", error))
}

/// A value that was reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// Of which indicator.
    pub indicator: IndicatorCode,
    /// Whose.
    pub agency: AgencyCode,
    /// Of when.
    pub period: ReportPeriod,
    /// Where it stands.
    pub state: State,
    /// How much.
    pub value: Amount,
    /// Whether it stands out.
    pub outlier: bool,
    /// When it was reported, the last time.
    pub reported_at: Timestamp,
}

const COLUMNS: &str = "r.indicator, r.agency, r.period, r.state, r.value, r.outlier, r.reported_at";

fn value(row: &Row) -> Result<Value, Fault> {
    Ok(Value {
        indicator: row.parsed(0)?,
        agency: row.parsed(1)?,
        period: row.parsed(2)?,
        state: State::from_key(row.text(3)?).ok_or_else(|| Fault::new("a report of an unknown state"))?,
        value: Amount(row.int(4)?),
        outlier: row.int(5)? == 1,
        reported_at: row.opt_time(6)?.ok_or_else(|| Fault::new("a report without its time"))?,
    })
}

/// The approved values of an agency before a period, oldest first, the last twelve.
///
/// # Errors
/// When the database fails.
pub fn history(
    tx: &mut Tx,
    code: &IndicatorCode,
    agency: &AgencyCode,
    before: ReportPeriod,
) -> Result<Vec<(ReportPeriod, Amount)>, Fault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM indicator_reports r WHERE r.indicator = $1 AND r.agency = $2 AND r.ends_on < $3
             AND r.state = 'locked' ORDER BY r.ends_on DESC LIMIT 12"
    );
    let rows = tx.query(&sql, values![code.as_str(), agency.as_str(), before.ends_on().to_string()])?;
    let mut values = rows.iter().map(value).collect::<Result<Vec<_>, _>>()?;
    values.reverse();
    Ok(values.into_iter().map(|value| (value.period, value.value)).collect())
}

/// Everything reported of an indicator for periods that end between two days, the newest first.
///
/// # Errors
/// When the database fails.
pub fn values_of(tx: &mut Tx, code: &IndicatorCode, since: Date, until: Date) -> Result<Vec<Value>, Fault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM indicator_reports r WHERE r.indicator = $1 AND r.ends_on >= $2 AND r.ends_on <= $3
         ORDER BY r.ends_on DESC, r.agency"
    );
    tx.query(&sql, values![code.as_str(), since.to_string(), until.to_string()])?.iter().map(value).collect()
}

/// The year of the first report of any indicator; nothing where there is none.
///
/// # Errors
/// When the database fails.
pub fn first_year(tx: &mut Tx) -> Result<Option<i16>, Fault> {
    let first = tx.query_one("SELECT MIN(ends_on) FROM indicator_reports", values![])?;
    Ok(first.opt_text(0)?.and_then(|day| day.parse::<Date>().ok()).map(Date::year))
}

/// The newest approved value of each agency and indicator up to a day, none older than `since`.
///
/// # Errors
/// When the database fails.
pub fn newest(tx: &mut Tx, since: Date, as_of: Date) -> Result<Vec<Value>, Fault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM indicator_reports r WHERE r.state = 'locked' AND r.ends_on <= $1 AND r.ends_on >= $2
         ORDER BY r.indicator, r.agency, r.ends_on DESC"
    );
    // A period that is reported from its 25th on ends with its month.
    let last = as_of.last_of_month();
    let rows = tx.query(&sql, values![last.to_string(), since.to_string()])?;
    let mut values = rows.iter().map(value).collect::<Result<Vec<_>, _>>()?;
    values.dedup_by(|later, first| later.indicator == first.indicator && later.agency == first.agency);
    Ok(values)
}

/// What waits for approval, the oldest first.
///
/// # Errors
/// When the database fails.
pub fn waiting(tx: &mut Tx) -> Result<Vec<Value>, Fault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM indicator_reports r WHERE r.state = 'awaiting' ORDER BY r.reported_at, r.agency"
    );
    tx.query(&sql, values![])?.iter().map(value).collect()
}
