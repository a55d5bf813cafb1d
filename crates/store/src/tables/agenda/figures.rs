//! Values, monthly reports and conclusions that are due or wait for a decision.

use super::leading;
use super::matters::{Asking, Item, Record, conclusion};
use crate::tables::condition::Condition;
use crate::tables::{indicators, task_reports};
use crate::{Fault, Tx, desk, values};
use jiff::ToSpan as _;
use jiff::civil::Date;
use rules::codes::{AgencyCode, IndicatorCode};
use rules::indicators::{Indicator, ReportPeriod, has_value};
use rules::people::Directory;
use rules::people::permissions::{may_approve_reports, may_approve_value};
use rules::task_reports::{self as months, Month};
use std::collections::{HashMap, HashSet};

/// So many periods and months back, what was not reported is still asked for.
const BACK: usize = 2;
/// So many conferences of an agency are looked through for what nobody made a task.
const CONFERENCES: u32 = 5;

/// A value that an agency has to report.
pub(crate) struct OwedValue {
    /// Of which indicator.
    pub(crate) indicator: Indicator,
    /// Whose.
    pub(crate) agency: AgencyCode,
    /// Of when.
    pub(crate) period: ReportPeriod,
}

/// The values that these agencies have to report: of the last periods that can be reported, those that are missing or were sent back.
///
/// # Errors
/// When the database fails.
pub(crate) fn values_owed(
    tx: &mut Tx,
    directory: &Directory,
    agencies: &[AgencyCode],
    today: Date,
) -> Result<Vec<OwedValue>, Fault> {
    let all = indicators::all(tx)?;
    let reported = all.iter().filter(|indicator| indicator.computation.is_none());
    let mut wanted: Vec<(&Indicator, &AgencyCode)> = Vec::new();
    for indicator in reported {
        wanted.extend(agencies.iter().filter(|of| has_value(indicator, directory, of)).map(|of| (indicator, of)));
    }
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let mut condition = Condition::all();
    let own = condition.one_of("agency", agencies);
    condition.and(&own);
    // Half-years and years of the year before are still owed in this one.
    let since = condition.value(today.saturating_sub(2.years()).to_string());
    condition.and(&format!("ends_on >= {since} AND state IN ('awaiting', 'locked')"));
    let sql = format!("SELECT indicator, agency, period FROM indicator_reports WHERE {}", condition.sql);
    let mut told: HashSet<(IndicatorCode, AgencyCode, ReportPeriod)> = HashSet::new();
    for row in tx.query(&sql, condition.values)? {
        told.insert((row.parsed(0)?, row.parsed(1)?, row.parsed(2)?));
    }
    let mut owed = Vec::new();
    for (indicator, of) in wanted {
        let now = ReportPeriod::of(today, indicator.every);
        let periods = std::iter::successors(Some(now), |one| Some(one.before()));
        for period in periods.filter(|one| one.opens_on() <= today).take(BACK) {
            if !told.contains(&(indicator.code.clone(), of.clone(), period)) {
                owed.push(OwedValue { indicator: indicator.clone(), agency: of.clone(), period });
            }
        }
    }
    Ok(owed)
}

/// The values that the own agencies have to report.
pub(super) fn values_due(tx: &mut Tx, asking: &Asking<'_>) -> Result<Vec<Item>, Fault> {
    let owed = values_owed(tx, &asking.province.directory, &asking.own, asking.today)?;
    let items = owed.into_iter().map(|owed| Item {
        record: Record::Value(owed.indicator.code, owed.agency, owed.period),
        name: owed.indicator.name,
        agency: owed.indicator.agency,
        due_on: Some(owed.period.ends_on()),
        promised_on: None,
    });
    Ok(items.collect())
}

/// The values that wait for this person's approval.
pub(super) fn values_waiting(tx: &mut Tx, asking: &Asking<'_>) -> Result<Vec<Item>, Fault> {
    let all = indicators::all(tx)?;
    let known: HashMap<&IndicatorCode, &Indicator> = all.iter().map(|one| (&one.code, one)).collect();
    let waiting = indicators::waiting(tx)?;
    let mine = waiting.into_iter().filter_map(|value| {
        let indicator = known.get(&value.indicator)?;
        may_approve_value(asking.actor, &value.agency, &indicator.agency).ok()?;
        Some(Item {
            record: Record::Value(value.indicator, value.agency.clone(), value.period),
            name: indicator.name.clone(),
            agency: value.agency,
            due_on: Some(value.period.ends_on()),
            promised_on: None,
        })
    });
    Ok(mine.collect())
}

/// The months of which own agencies that lead tasks sent no report though they are cut off.
pub(super) fn reports_due(tx: &mut Tx, asking: &Asking<'_>) -> Result<Vec<Item>, Fault> {
    let mut items = Vec::new();
    for agency in &leading(tx, &asking.own)? {
        let open = reports_open(tx, agency, asking.today, asking.today)?;
        items.extend(open.into_iter().map(|(month, cut_off)| report(agency, month, cut_off)));
    }
    Ok(items)
}

/// The months of which an agency sent no report, with their cut-offs, as far as these come until a day; the latest first.
///
/// # Errors
/// When the database fails.
pub(crate) fn reports_open(
    tx: &mut Tx,
    agency: &AgencyCode,
    today: Date,
    until: Date,
) -> Result<Vec<(Month, Date)>, Fault> {
    let sent = task_reports::of_agency(tx, agency)?;
    let (mut month, mut all) = (Month::of(today), Vec::new());
    for _ in 0..=BACK {
        let cut_off = desk::task_reports::cut_off(tx, month)?;
        let known = sent.iter().find(|listed| listed.month == month);
        let open = known.is_none_or(|listed| listed.state == months::State::NotSent);
        if cut_off <= until && open {
            all.push((month, cut_off));
        }
        month = month.before();
    }
    Ok(all)
}

/// The own monthly reports that wait for this leader.
pub(super) fn reports_waiting(tx: &mut Tx, asking: &Asking<'_>) -> Result<Vec<Item>, Fault> {
    let mut items = Vec::new();
    for agency in asking.own.iter().filter(|agency| may_approve_reports(asking.actor, agency).is_ok()) {
        let sql = "SELECT month FROM task_reports WHERE agency = $1 AND state = 'awaiting' ORDER BY month";
        for row in tx.query(sql, values![agency.as_str()])? {
            let month: Month = row.parsed(0)?;
            let cut_off = desk::task_reports::cut_off(tx, month)?;
            items.push(report(agency, month, cut_off));
        }
    }
    Ok(items)
}

fn report(agency: &AgencyCode, month: Month, cut_off: Date) -> Item {
    Item {
        record: Record::Report(agency.clone(), month),
        name: String::new(),
        agency: agency.clone(),
        due_on: Some(cut_off),
        promised_on: None,
    }
}

/// What the last conferences of the own agencies concluded with a last day and nobody made a task.
pub(super) fn unassigned(tx: &mut Tx, asking: &Asking<'_>) -> Result<Vec<Item>, Fault> {
    let mut condition = Condition::all();
    let own = condition.one_of("host", &asking.own);
    condition.and(&own);
    condition.and("conclusions > 0");
    let limit = condition.value(CONFERENCES);
    let sql = format!("SELECT code FROM conferences WHERE {} ORDER BY starts_at DESC LIMIT {limit}", condition.sql);
    let mut items = Vec::new();
    for row in tx.query(&sql, condition.values)? {
        items.extend(conclusion(tx, &row.parsed(0)?)?);
    }
    Ok(items)
}

/// The directives that the own agencies were assigned and that nobody there opened, or whose last day is not over.
pub(super) fn directives_due(tx: &mut Tx, asking: &Asking<'_>) -> Result<Vec<Item>, Fault> {
    let mut condition = Condition::all();
    let own = condition.one_of("a.agency", &asking.own);
    condition.and(&own);
    let today = condition.value(asking.today.to_string());
    condition.and(&format!("a.assigned = 1 AND (a.opened_at IS NULL OR COALESCE(a.due_on, d.due_on) >= {today})"));
    let sql = format!(
        "SELECT d.code, d.subject, d.agency, COALESCE(a.due_on, d.due_on)
         FROM directive_agencies a JOIN directives d ON d.code = a.directive WHERE {}",
        condition.sql
    );
    tx.query(&sql, condition.values)?
        .iter()
        .map(|row| {
            Ok(Item {
                record: Record::Directive(row.parsed(0)?),
                name: row.string(1)?,
                agency: row.parsed(2)?,
                due_on: row.opt_text(3)?.and_then(|day| day.parse().ok()),
                promised_on: None,
            })
        })
        .collect()
}
