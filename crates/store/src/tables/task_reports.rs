//! Monthly reports of tasks: which agency sent which month, the days of cut-off, and the figures as of a moment.

use crate::desk::task_reports::{cut_off, load};
use crate::desk::tasks::load_until;
use crate::{Fault, Tx, values};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use rules::codes::{AgencyCode, TaskCode};
use rules::task_reports::{CUT_OFF, Event, Figures, LeadFigures, Month, Overdue, State};
use rules::tasks::{Light, Status};
use std::collections::BTreeMap;

/// Takes in one entry: a row is a function of the report's state.
///
/// # Errors
/// When the database fails.
pub(super) fn apply(tx: &mut Tx, event: &Event) -> Result<(), Fault> {
    let Some((agency, month)) = event.report() else {
        let Event::CutOffSet(set) = event else { return Ok(()) };
        return tx.execute(
            "INSERT INTO task_cut_offs (from_month, day, authority) VALUES ($1, $2, $3)
             ON CONFLICT (from_month) DO UPDATE SET day = excluded.day, authority = excluded.authority",
            values![set.from.to_string(), i64::from(set.day), set.authority.as_str()],
        );
    };
    let (report, _) = load(tx, agency, month)?;
    let figures = report.sent.as_ref().map(|sent| &sent.figures);
    let all: u64 = figures.map_or(0, |figures| figures.leads.iter().map(LeadFigures::all).sum());
    let late = figures.map_or(0, |figures| figures.of(Light::WaitingLate) + figures.of(Light::WorkingLate));
    tx.execute(
        "INSERT INTO task_reports (agency, month, state, cut_off, sent_at, approved_at, tasks, late, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (agency, month) DO UPDATE SET state = excluded.state, cut_off = excluded.cut_off,
             sent_at = excluded.sent_at, approved_at = excluded.approved_at, tasks = excluded.tasks,
             late = excluded.late, version = excluded.version",
        values![
            agency.as_str(),
            month.to_string(),
            report.state.key(),
            report.sent.as_ref().map(|sent| sent.cut_off.to_string()),
            report.sent_by.as_ref().map(|(at, ..)| *at),
            report.approved_by.as_ref().map(|(at, ..)| *at),
            all,
            late,
            report.version,
        ],
    )
}

/// The day of the month on which figures of this month are cut off.
///
/// # Errors
/// When the database fails.
pub fn cut_off_day(tx: &mut Tx, month: Month) -> Result<i8, Fault> {
    let sql = "SELECT day FROM task_cut_offs WHERE from_month <= $1 ORDER BY from_month DESC LIMIT 1";
    let row = tx.query_opt(sql, values![month.to_string()])?;
    Ok(row.map(|row| row.int(0)).transpose()?.and_then(|day| i8::try_from(day).ok()).unwrap_or(CUT_OFF))
}

/// Where an agency's report for a month stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Whose.
    pub agency: AgencyCode,
    /// Of which month.
    pub month: Month,
    /// Where it stands.
    pub state: State,
    /// When it was sent, the last time.
    pub sent_at: Option<Timestamp>,
    /// When it was approved.
    pub approved_at: Option<Timestamp>,
    /// How many tasks are in it.
    pub tasks: u64,
    /// How many of them are late.
    pub late: u64,
}

/// The reports that anybody made of a month, by agency.
///
/// # Errors
/// When the database fails.
pub fn of_month(tx: &mut Tx, month: Month) -> Result<Vec<Listed>, Fault> {
    listed(tx, "month = $1 ORDER BY agency", month.to_string())
}

/// The reports of an agency, the newest first.
///
/// # Errors
/// When the database fails.
pub fn of_agency(tx: &mut Tx, agency: &AgencyCode) -> Result<Vec<Listed>, Fault> {
    listed(tx, "agency = $1 ORDER BY month DESC LIMIT 36", agency.to_string())
}

/// The month in which an agency, or one below it, was given its first task: before it there is nothing to report. Nothing without tasks.
///
/// # Errors
/// When the database fails.
pub fn first_month(tx: &mut Tx, agency: &AgencyCode) -> Result<Option<Month>, Fault> {
    let sql = "SELECT MIN(assigned_on) FROM tasks WHERE lead = $1 OR lead LIKE $2";
    let row = tx.query_one(sql, values![agency.as_str(), format!("{agency}.%")])?;
    let day: Option<Date> =
        row.opt_text(0)?.map(str::parse).transpose().map_err(|error| Fault::because("no day", error))?;
    Ok(day.map(Month::of))
}

fn listed(tx: &mut Tx, condition: &str, value: String) -> Result<Vec<Listed>, Fault> {
    let sql =
        format!("SELECT agency, month, state, sent_at, approved_at, tasks, late FROM task_reports WHERE {condition}");
    let rows = tx.query(&sql, values![value])?;
    rows.iter()
        .map(|row| {
            Ok(Listed {
                agency: row.parsed(0)?,
                month: row.parsed(1)?,
                state: State::from_key(row.text(2)?).ok_or_else(|| Fault::new("a report of an unknown state"))?,
                sent_at: row.opt_time(3)?,
                approved_at: row.opt_time(4)?,
                tasks: row.count(5)?,
                late: row.count(6)?,
            })
        })
        .collect()
}

/// A task as of the moment.
struct Then {
    lead: AgencyCode,
    light: Light,
    overdue: Option<Overdue>,
}

/// The first day of the year of reports that this day is in: what is done after December's cut-off is in January's report.
fn first_of_reports(tx: &mut Tx, day: Date) -> Result<Date, Fault> {
    let december = Month::of(day.last_of_year());
    let own = cut_off(tx, december)?;
    let last_year = Month::of(day.first_of_year().saturating_sub(1.day()));
    let before = if day > own { own } else { cut_off(tx, last_year)? };
    before.tomorrow().map_err(|error| Fault::because("no day after it", error))
}

/// The figures of the tasks that an agency or one below it leads, as they stood at a moment of this day: what was open, and what was done
/// since the cut-off of the December before. What changed since is read from its stream.
///
/// # Errors
/// When the database fails.
pub fn figures(tx: &mut Tx, agency: &AgencyCode, day: Date, until: Timestamp) -> Result<Figures, Fault> {
    let sql =
        "SELECT t.code, t.name, t.authority, t.lead, t.due_on, t.status, t.submitted_late, t.changed_at, t.submitted_on
        FROM tasks t WHERE (t.lead = $1 OR t.lead LIKE $2) AND t.assigned_on <= $3
            AND (t.open = 1 OR t.status = 'completed' AND t.submitted_on >= $4 OR t.changed_at >= $5)";
    let year = first_of_reports(tx, day)?;
    let below = format!("{agency}.%");
    let rows = tx.query(sql, values![agency.as_str(), below, day.to_string(), year.to_string(), until])?;
    let mut leads: BTreeMap<AgencyCode, LeadFigures> = BTreeMap::new();
    let mut overdue = Vec::new();
    for row in &rows {
        let then = if row.int(7)? < until.as_microsecond() {
            of_row(row, day)?
        } else {
            of_stream(tx, row, (year, day), until)?
        };
        let Some(then) = then else { continue };
        leads.entry(then.lead.clone()).or_insert_with(|| LeadFigures::new(then.lead.clone())).count(then.light);
        overdue.extend(then.overdue);
    }
    overdue.sort_by(|one, other| (one.due_on, &one.task).cmp(&(other.due_on, &other.task)));
    Ok(Figures { leads: leads.into_values().collect(), overdue })
}

fn of_row(row: &crate::Row, day: Date) -> Result<Option<Then>, Fault> {
    let status = Status::from_key(row.text(5)?).ok_or_else(|| Fault::new("a task has an unknown status"))?;
    let due_on: Date = row.parsed(4)?;
    let late = match status {
        Status::Completed | Status::Submitted => row.int(6)? == 1,
        Status::Cancelled => return Ok(None),
        Status::Suspended => false,
        _ => day > due_on,
    };
    let lead: AgencyCode = row.parsed(3)?;
    let overdue = (late && status.runs()).then(|| {
        Ok::<_, Fault>(Overdue {
            task: row.parsed(0)?,
            name: row.string(1)?,
            authority: row.string(2)?,
            lead: lead.clone(),
            due_on,
        })
    });
    Ok(Some(Then { light: Light::of(status, late), overdue: overdue.transpose()?, lead }))
}

/// A task that was acted on since.
fn of_stream(
    tx: &mut Tx,
    row: &crate::Row,
    (year, day): (Date, Date),
    until: Timestamp,
) -> Result<Option<Then>, Fault> {
    let code: TaskCode = row.parsed(0)?;
    let Some(task) = load_until(tx, &code, until)? else { return Ok(None) };
    // Told in the reports of an earlier year, or taken back: in no report of this one.
    let earlier = task.done_on().is_some_and(|done| done < year);
    if task.status == Status::Cancelled || earlier {
        return Ok(None);
    }
    let lead = task.assigned.lead.clone();
    let overdue = (task.is_late(day) && task.status.runs()).then(|| Overdue {
        task: code,
        name: task.assigned.name.clone(),
        authority: task.assigned.authority.clone(),
        lead: lead.clone(),
        due_on: task.due_on,
    });
    Ok(Some(Then { light: task.light(day), overdue, lead }))
}
