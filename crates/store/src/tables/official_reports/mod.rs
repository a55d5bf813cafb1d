//! Official reports: where each stands, what is due when, and what the records say ([`draw`], [`records`]).

mod count;
mod procedures;
mod records;

pub use count::{Asked, draw};
pub use records::records;

use crate::desk::official_reports::load;
use crate::{Fault, Row, Tx, values};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use rules::codes::AgencyCode;
use rules::official_reports::{Cadence, Event, Form, ReportPeriod, State};

/// Takes in one entry: a row is a function of the report's state.
///
/// # Errors
/// When the database fails.
pub(super) fn apply(tx: &mut Tx, event: &Event) -> Result<(), Fault> {
    let Some((form, agency, period)) = event.report() else {
        let Event::ScheduleSet(set) = event else { return Ok(()) };
        return tx.execute(
            "INSERT INTO official_report_schedules (form, from_day, cadence, days, authority) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (form, from_day) DO UPDATE SET cadence = excluded.cadence, days = excluded.days,
                 authority = excluded.authority",
            values![set.form.key(), set.from, set.cadence.key(), i64::from(set.days), set.authority.as_str()],
        );
    };
    let (report, _) = load(tx, form, agency, period)?;
    tx.execute(
        "INSERT INTO official_reports (form, agency, period, state, sent_at, approved_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (form, period, agency) DO UPDATE SET state = excluded.state, sent_at = excluded.sent_at,
             approved_at = excluded.approved_at, version = excluded.version",
        values![
            form.key(),
            agency.as_str(),
            period.to_string(),
            report.state.key(),
            report.sent_by.as_ref().map(|(at, ..)| *at),
            report.approved_by.as_ref().map(|(at, ..)| *at),
            report.version,
        ],
    )
}

/// Where an agency's report stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Whose.
    pub agency: AgencyCode,
    /// Where it stands.
    pub state: State,
    /// When it was sent, the last time.
    pub sent_at: Option<Timestamp>,
    /// When it was approved, the last time.
    pub approved_at: Option<Timestamp>,
}

/// The reports of a form that anybody made over a period, by agency.
///
/// # Errors
/// When the database fails.
pub fn of_period(tx: &mut Tx, form: Form, period: ReportPeriod) -> Result<Vec<Listed>, Fault> {
    let sql = "SELECT agency, state, sent_at, approved_at FROM official_reports
        WHERE form = $1 AND period = $2 ORDER BY agency";
    let read = |row: &Row| {
        Ok(Listed {
            agency: row.parsed(0)?,
            state: State::from_key(row.text(1)?).ok_or_else(|| Fault::new("a report of an unknown state"))?,
            sent_at: row.opt_time(2)?,
            approved_at: row.opt_time(3)?,
        })
    };
    tx.query(sql, values![form.key(), period.to_string()])?.iter().map(read).collect()
}

/// What was laid down about a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// Which form.
    pub form: Form,
    /// How often.
    pub cadence: Cadence,
    /// So many days after the period's end.
    pub days: i64,
    /// By which document.
    pub authority: String,
}

impl Schedule {
    /// By when the report over a period is due, if one of this length is.
    #[must_use]
    pub fn due(&self, period: ReportPeriod) -> Option<Date> {
        let due = period.days().to.checked_add(self.days.days()).ok();
        due.filter(|_| period.cadence() == self.cadence)
    }
}

/// What counts for periods that end on a day, a form each at most.
///
/// # Errors
/// When the database fails.
pub fn schedules(tx: &mut Tx, on: Date) -> Result<Vec<Schedule>, Fault> {
    let sql = "SELECT s.form, s.cadence, s.days, s.authority FROM official_report_schedules s
        WHERE s.from_day = (SELECT MAX(o.from_day) FROM official_report_schedules o WHERE o.form = s.form AND o.from_day <= $1)
        ORDER BY s.form";
    let unknown = || Fault::new("a schedule of an unknown form");
    let read = |row: &Row| {
        Ok(Schedule {
            form: Form::from_key(row.text(0)?).ok_or_else(unknown)?,
            cadence: Cadence::from_key(row.text(1)?).ok_or_else(unknown)?,
            days: row.int(2)?,
            authority: row.string(3)?,
        })
    };
    tx.query(sql, values![on])?.iter().map(read).collect()
}
