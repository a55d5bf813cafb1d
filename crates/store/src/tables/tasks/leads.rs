//! How many tasks of which light each lead agency has: open ones from an index of the open alone, ended ones from yearly counts, so that
//! five years of tasks cost no more than one.

use crate::{Fault, Tx, values};
use jiff::civil::Date;
use rules::codes::AgencyCode;
use rules::people::is_within;
use rules::people::permissions::Scope;

/// The tasks of a lead agency, counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    /// Which agency.
    pub agency: AgencyCode,
    /// Not begun, in time.
    pub waiting_in_time: i64,
    /// Not begun, late.
    pub waiting_late: i64,
    /// Under way, in time.
    pub working_in_time: i64,
    /// Under way, late.
    pub working_late: i64,
    /// Done in time in that year.
    pub done_in_time: i64,
    /// Done late in that year.
    pub done_late: i64,
    /// Late, and with nothing handed in, or with a report missing: as many as the list of late tasks has.
    pub overdue: i64,
    /// The oldest last day of these, or of a report of theirs that is missing.
    pub oldest: Option<Date>,
}

impl Lead {
    fn new(agency: AgencyCode) -> Self {
        Self {
            agency,
            waiting_in_time: 0,
            waiting_late: 0,
            working_in_time: 0,
            working_late: 0,
            done_in_time: 0,
            done_late: 0,
            overdue: 0,
            oldest: None,
        }
    }

    /// How many are open and late.
    #[must_use]
    pub fn late(&self) -> i64 {
        self.waiting_late + self.working_late
    }

    /// How many there are.
    #[must_use]
    pub fn all(&self) -> i64 {
        self.late() + self.waiting_in_time + self.working_in_time + self.done()
    }

    /// How many were done.
    #[must_use]
    pub fn done(&self) -> i64 {
        self.done_in_time + self.done_late
    }
}

/// The lead agencies within the scope, the one with the most that is late first; what was done is that of one year.
///
/// # Errors
/// When the database fails.
pub fn leads(tx: &mut Tx, scope: &Scope, today: Date, year: i16) -> Result<Vec<Lead>, Fault> {
    let mut all: std::collections::BTreeMap<AgencyCode, Lead> = std::collections::BTreeMap::new();
    let sql = "SELECT lead,
            SUM(CASE WHEN status IN ('assigned', 'accepted') AND due_on >= $1 THEN 1 ELSE 0 END),
            SUM(CASE WHEN status IN ('assigned', 'accepted') AND due_on < $1 THEN 1 ELSE 0 END),
            SUM(CASE WHEN status IN ('in_progress', 'returned') AND due_on >= $1
                OR status = 'submitted' AND submitted_late = 0 THEN 1 ELSE 0 END),
            SUM(CASE WHEN status IN ('in_progress', 'returned') AND due_on < $1
                OR status = 'submitted' AND submitted_late = 1 THEN 1 ELSE 0 END),
            MIN(CASE WHEN report_due_on < $1 AND due_on >= $1 THEN report_due_on
                WHEN status IN ('assigned', 'accepted', 'in_progress', 'returned') AND due_on < $1 THEN due_on END),
            SUM(CASE WHEN status IN ('assigned', 'accepted', 'in_progress', 'returned') AND due_on < $1
                OR report_due_on < $1 THEN 1 ELSE 0 END)
        FROM tasks WHERE open = 1 GROUP BY lead";
    for row in tx.query(sql, values![today.to_string()])? {
        let agency: AgencyCode = row.parsed(0)?;
        let lead = Lead {
            waiting_in_time: row.int(1)?,
            waiting_late: row.int(2)?,
            working_in_time: row.int(3)?,
            working_late: row.int(4)?,
            overdue: row.int(6)?,
            oldest: row.opt_text(5)?.and_then(|day| day.parse().ok()),
            ..Lead::new(agency.clone())
        };
        all.insert(agency, lead);
    }
    let sql = "SELECT lead, in_time, late FROM task_years WHERE year = $1";
    for row in tx.query(sql, values![i64::from(year)])? {
        let agency: AgencyCode = row.parsed(0)?;
        let lead = all.entry(agency.clone()).or_insert_with(|| Lead::new(agency));
        (lead.done_in_time, lead.done_late) = (row.int(1)?, row.int(2)?);
    }
    let seen = |agency: &AgencyCode| match scope {
        Scope::All => true,
        Scope::Agencies(seen) => seen.iter().any(|seen| is_within(agency, &seen.agency)),
        Scope::Owner(_) => false,
    };
    let mut leads: Vec<Lead> = all.into_values().filter(|lead| seen(&lead.agency)).collect();
    leads.sort_by_key(|lead| (-lead.late(), lead.oldest, lead.agency.clone()));
    Ok(leads)
}
