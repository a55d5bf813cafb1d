//! Lists of tasks: what an agency owes, what others owe it, what it supports, everything that somebody sees.

use crate::engine::Row;
use crate::tables::condition::Condition;
use crate::{Fault, Tx, values};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::codes::{AgencyCode, TaskCode};
use rules::people::permissions::Scope;
use rules::tasks::{Every, Light, LinkKind, Status};

/// A task in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its code.
    pub code: TaskCode,
    /// What.
    pub name: String,
    /// Who assigned it.
    pub assigner: AgencyCode,
    /// The lead agency.
    pub lead: AgencyCode,
    /// The name of the responsible person.
    pub responsible: String,
    /// By what authority.
    pub authority: String,
    /// What comes of it.
    pub deliverable: String,
    /// Where it stands.
    pub status: Status,
    /// From which day on.
    pub assigned_on: Date,
    /// The last day.
    pub due_on: Date,
    /// How often it is reported on.
    pub every: Option<Every>,
    /// The day of the last handing in.
    pub submitted_on: Option<Date>,
    /// How much of it is done, in per cent: of its parts where it has any.
    pub progress: u8,
    /// The task of which it is a part.
    pub parent: Option<TaskCode>,
    /// Until when more time is asked for.
    pub extension_until: Option<Date>,
    /// How many times it was returned.
    pub returned: u64,
    /// When it was reported on, the last time.
    pub reported_at: Option<Timestamp>,
    /// By which day the lead agency last promised to be done.
    pub promised_on: Option<Date>,
    /// Until which day it must be reported on next, where it is reported on by period.
    pub report_due_on: Option<Date>,
}

impl Listed {
    /// Whether it is late on this day.
    #[must_use]
    pub fn is_late(&self, today: Date) -> bool {
        match self.status {
            Status::Completed | Status::Submitted => self.submitted_on.is_some_and(|day| day > self.due_on),
            Status::Cancelled | Status::Suspended => false,
            _ => today > self.due_on,
        }
    }

    /// The report that is missing on this day.
    #[must_use]
    pub fn missed_report(&self, today: Date) -> Option<Date> {
        self.report_due_on.filter(|due| *due < today && today <= self.due_on)
    }

    /// Its light on this day.
    #[must_use]
    pub fn light(&self, today: Date) -> Light {
        Light::of(self.status, self.is_late(today))
    }
}

/// On which side of a task somebody's agencies stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Side {
    /// On any.
    #[default]
    Any,
    /// They lead it: what I owe.
    Lead,
    /// They assigned it: what others owe me.
    Assigner,
    /// They support it.
    Support,
}

impl Side {
    /// Every side.
    pub const ALL: [Self; 4] = [Self::Lead, Self::Assigner, Self::Support, Self::Any];

    /// Its name in addresses.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Any => "all",
            Self::Lead => "owed",
            Self::Assigner => "given",
            Self::Support => "support",
        }
    }

    /// The side of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|side| side.key() == key)
    }
}

/// Which tasks are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// On which side the agencies of the scope stand.
    pub side: Side,
    /// Of these agencies themselves and no others, on that side; for [`Side::Any`] nothing more than the scope.
    pub agencies: Vec<AgencyCode>,
    /// Led by this agency or one below it.
    pub lead: Option<AgencyCode>,
    /// The open ones only.
    pub open: bool,
    /// With this light.
    pub light: Option<Light>,
    /// With all these words.
    pub words: String,
    /// Parts of this task.
    pub parent: Option<TaskCode>,
    /// Done, their accepted result handed in on one of these days.
    pub done: Option<(Date, Date)>,
    /// Open, their last day over and nothing handed in, or a report of theirs missing.
    pub late: bool,
    /// Returned once or more.
    pub returned: bool,
    /// The login of the responsible person.
    pub responsible: String,
    /// With a link of this kind to this; to anything where nothing is named.
    pub link: Option<(LinkKind, String)>,
    /// That wait for this.
    pub waits: Option<Waits>,
    /// Led by other agencies than [`Self::agencies`].
    pub others: bool,
    /// Whose last day is one of these.
    pub due: Option<(Date, Date)>,
}

/// What an open task waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waits {
    /// For the lead agency's work.
    Work,
    /// For the assigner to accept or return what was handed in.
    Acceptance,
    /// For the assigner to decide about more time.
    Extension,
}

impl Waits {
    /// Everything that a task can wait for.
    pub const ALL: [Self; 3] = [Self::Work, Self::Acceptance, Self::Extension];

    /// Its name in addresses and texts.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Work => "work",
            Self::Acceptance => "acceptance",
            Self::Extension => "extension",
        }
    }

    /// What is called so.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|waits| waits.key() == key)
    }

    fn sql(self) -> &'static str {
        match self {
            Self::Work => "t.open = 1 AND t.status IN ('assigned', 'accepted', 'in_progress', 'returned')",
            Self::Acceptance => "t.open = 1 AND t.status = 'submitted'",
            Self::Extension => "t.open = 1 AND t.extension_until IS NOT NULL AND t.status <> 'suspended'",
        }
    }
}

const COLUMNS: &str = "t.code, t.name, t.assigner, t.lead, t.responsible_name, t.authority, t.deliverable, t.status, \
    t.assigned_on, t.due_on, t.every, t.submitted_on, COALESCE(t.rolled, t.progress), t.parent, t.extension_until, \
    t.returned, t.reported_at, t.promised_on, t.report_due_on";

fn supported(all: &mut Condition, agencies: &[AgencyCode]) -> String {
    let within = all.within("s.agency", agencies);
    format!("t.code IN (SELECT s.task FROM task_support s WHERE {within})")
}

fn condition(scope: &Scope, filter: &Filter, today: Date) -> Condition {
    let mut all = Condition::all();
    if filter.open {
        all.and("t.open = 1");
    }
    match scope {
        Scope::All => {}
        Scope::Owner(_) => all.and("1 = 0"),
        Scope::Agencies(seen) => {
            let seen: Vec<AgencyCode> = seen.iter().map(|seen| seen.agency.clone()).collect();
            let (lead, assigner) = (all.within("t.lead", &seen), all.within("t.assigner", &seen));
            let support = supported(&mut all, &seen);
            all.and(&format!("({lead} OR {assigner} OR {support})"));
        }
    }
    let sided = match filter.side {
        Side::Any => None,
        Side::Lead => Some(all.one_of("t.lead", &filter.agencies)),
        Side::Assigner => Some(all.one_of("t.assigner", &filter.agencies)),
        Side::Support => {
            let one = all.one_of("s.agency", &filter.agencies);
            Some(format!("t.code IN (SELECT s.task FROM task_support s WHERE {one})"))
        }
    };
    if let Some(sided) = sided {
        all.and(&sided);
    }
    if let Some(lead) = &filter.lead {
        let within = all.within("t.lead", std::slice::from_ref(lead));
        all.and(&within);
    }
    if let Some(parent) = &filter.parent {
        let parent = all.value(parent.as_str());
        all.and(&format!("t.parent = {parent}"));
    }
    if let Some((kind, reference)) = &filter.link {
        let kind = all.value(kind.key());
        let to = match reference.as_str() {
            "" => String::new(),
            reference => format!(" AND l.reference = {}", all.value(reference)),
        };
        all.and(&format!("EXISTS (SELECT 1 FROM task_links l WHERE l.task = t.code AND l.kind = {kind}{to})"));
    }
    if let Some(waits) = filter.waits {
        all.and(waits.sql());
    }
    if filter.others {
        let own = all.one_of("t.lead", &filter.agencies);
        all.and(&format!("NOT ({own})"));
    }
    if let Some((from, to)) = filter.due {
        let (from, to) = (all.value(from.to_string()), all.value(to.to_string()));
        all.and(&format!("t.due_on >= {from} AND t.due_on <= {to}"));
    }
    if let Some((from, to)) = filter.done {
        let (from, to) = (all.value(from.to_string()), all.value(to.to_string()));
        all.and(&format!("t.status = 'completed' AND t.submitted_on >= {from} AND t.submitted_on <= {to}"));
    }
    if filter.late {
        let today = all.value(today.to_string());
        all.and(&overdue(&today));
    }
    if filter.returned {
        all.and("t.returned > 0");
    }
    if !filter.responsible.is_empty() {
        let login = all.value(filter.responsible.as_str());
        all.and(&format!("t.responsible = {login}"));
    }
    all.words("t.words", &filter.words);
    if let Some(light) = filter.light {
        // A value that no text names is one too many.
        let dated = !matches!(light, Light::DoneInTime | Light::DoneLate | Light::Off);
        let today = if dated { all.value(today.to_string()) } else { String::new() };
        all.and(&lit(light, &today));
    }
    all
}

/// The condition of what is late: its last day is over and nothing is handed in, or a report is missing. Of what is stopped or handed in
/// no report is due.
fn overdue(today: &str) -> String {
    format!(
        "t.open = 1 AND (t.due_on < {today} AND t.status NOT IN ('suspended', 'submitted') OR t.report_due_on < {today})"
    )
}

/// The condition of a light; the same as [`Listed::light`].
fn lit(light: Light, today: &str) -> String {
    const WAITING: &str = "t.status IN ('assigned', 'accepted')";
    let working = |late: bool| {
        let (order, flag) = if late { ("<", 1) } else { (">=", 0) };
        format!(
            "(t.status IN ('in_progress', 'returned') AND t.due_on {order} {today}
                OR t.status = 'submitted' AND t.submitted_late = {flag})"
        )
    };
    match light {
        Light::WaitingInTime => format!("t.open = 1 AND {WAITING} AND t.due_on >= {today}"),
        Light::WaitingLate => format!("t.open = 1 AND {WAITING} AND t.due_on < {today}"),
        Light::WorkingInTime => format!("t.open = 1 AND {}", working(false)),
        Light::WorkingLate => format!("t.open = 1 AND {}", working(true)),
        Light::DoneInTime => "t.status = 'completed' AND t.submitted_late = 0".to_owned(),
        Light::DoneLate => "t.status = 'completed' AND t.submitted_late = 1".to_owned(),
        Light::Off => "t.status IN ('suspended', 'cancelled')".to_owned(),
    }
}

/// Tasks by last day, those behind `after` (last day and code of the last one seen); one more than `limit`, so that the caller knows
/// whether there are more.
///
/// # Errors
/// When the database fails.
pub fn list(
    tx: &mut Tx,
    scope: &Scope,
    filter: &Filter,
    today: Date,
    after: Option<&(Date, TaskCode)>,
    limit: u32,
) -> Result<Vec<Listed>, Fault> {
    let mut all = condition(scope, filter, today);
    if let Some((day, code)) = after {
        let (day, code) = (all.value(day.to_string()), all.value(code.as_str()));
        all.and(&format!("(t.due_on > {day} OR t.due_on = {day} AND t.code > {code})"));
    }
    let limit = all.value(i64::from(limit) + 1);
    let sql = format!("SELECT {COLUMNS} FROM tasks t WHERE {} ORDER BY t.due_on, t.code LIMIT {limit}", all.sql);
    tx.query(&sql, all.values)?.iter().map(listed).collect()
}

/// Open tasks that are reported on by period and end after this day, the first last day first.
///
/// # Errors
/// When the database fails.
pub fn periodic(
    tx: &mut Tx,
    scope: &Scope,
    filter: &Filter,
    today: Date,
    after: Date,
    limit: u32,
) -> Result<Vec<Listed>, Fault> {
    let mut all = condition(scope, filter, today);
    let after = all.value(after.to_string());
    all.and(&format!("t.open = 1 AND t.every IS NOT NULL AND t.due_on > {after}"));
    let limit = all.value(limit);
    let sql = format!("SELECT {COLUMNS} FROM tasks t WHERE {} ORDER BY t.due_on, t.code LIMIT {limit}", all.sql);
    tx.query(&sql, all.values)?.iter().map(listed).collect()
}

/// How many tasks there are of a filter.
///
/// # Errors
/// When the database fails.
pub fn count(tx: &mut Tx, scope: &Scope, filter: &Filter, today: Date) -> Result<i64, Fault> {
    let all = condition(scope, filter, today);
    tx.query_one(&format!("SELECT COUNT(*) FROM tasks t WHERE {}", all.sql), all.values)?.int(0)
}

/// The open ones that are late, by the day since which they or their reports are: within the scope, by lead agency.
///
/// # Errors
/// When the database fails.
pub fn late(tx: &mut Tx, lead: &Scope, today: Date, limit: u32) -> Result<Vec<Listed>, Fault> {
    let mut all = Condition { sql: "t.open = 1".into(), values: Vec::new() };
    if let Scope::Agencies(seen) = lead {
        let seen: Vec<AgencyCode> = seen.iter().map(|seen| seen.agency.clone()).collect();
        let within = all.within("t.lead", &seen);
        all.and(&within);
    }
    let today = all.value(today.to_string());
    // Two short lists by index, not one long one by none.
    let overdue = format!("t.due_on < {today} AND t.status NOT IN ('suspended', 'submitted')");
    let unreported = format!("t.report_due_on < {today} AND t.due_on >= {today}");
    let limit = all.value(limit);
    let half = |name: &str, late: &str, by: &str| {
        format!(
            "SELECT * FROM (SELECT {COLUMNS}, {by} AS late_since FROM tasks t WHERE {} AND {late}
                ORDER BY {by}, t.code LIMIT {limit}) {name}",
            all.sql
        )
    };
    let sql = format!(
        "SELECT * FROM ({} UNION ALL {}) late ORDER BY late_since, code LIMIT {limit}",
        half("overdue", &overdue, "t.due_on"),
        half("unreported", &unreported, "t.report_due_on"),
    );
    tx.query(&sql, all.values)?.iter().map(listed).collect()
}

/// How many parts of a task are open.
///
/// # Errors
/// When the database fails.
pub fn open_parts(tx: &mut Tx, code: &TaskCode) -> Result<u64, Fault> {
    let sql = "SELECT COUNT(*) FROM tasks WHERE parent = $1 AND open = 1";
    tx.query_one(sql, values![code.as_str()])?.count(0)
}

/// How much of a task's parts is done, in per cent; nothing without parts.
///
/// # Errors
/// When the database fails.
pub fn progress_of_parts(tx: &mut Tx, code: &TaskCode) -> Result<Option<u8>, Fault> {
    let sql = "SELECT rolled FROM tasks WHERE code = $1 AND rolled IS NOT NULL";
    let row = tx.query_opt(sql, values![code.as_str()])?;
    row.map(|row| Ok(u8::try_from(row.int(0)?).unwrap_or(100))).transpose()
}

/// A task, and those of which it is a part, one above the other.
///
/// # Errors
/// When the database fails.
pub fn above(tx: &mut Tx, code: &TaskCode) -> Result<Vec<TaskCode>, Fault> {
    let mut all = vec![code.clone()];
    while let Some(last) = all.last() {
        let row = tx.query_opt("SELECT parent FROM tasks WHERE code = $1", values![last.as_str()])?;
        match row.map(|row| row.opt_text(0).map(|text| text.and_then(|text| text.parse().ok()))).transpose()?.flatten()
        {
            // What went wrong before must not hang us.
            Some(parent) if !all.contains(&parent) => all.push(parent),
            _ => break,
        }
    }
    Ok(all)
}

fn listed(row: &Row) -> Result<Listed, Fault> {
    let day = |column| row.opt_text(column).map(|text| text.and_then(|text| text.parse().ok()));
    Ok(Listed {
        code: row.parsed(0)?,
        name: row.string(1)?,
        assigner: row.parsed(2)?,
        lead: row.parsed(3)?,
        responsible: row.string(4)?,
        authority: row.string(5)?,
        deliverable: row.string(6)?,
        status: Status::from_key(row.text(7)?).ok_or_else(|| Fault::new("a task has an unknown status"))?,
        assigned_on: row.parsed(8)?,
        due_on: row.parsed(9)?,
        every: row.opt_text(10)?.and_then(Every::from_key),
        submitted_on: day(11)?,
        progress: u8::try_from(row.int(12)?).unwrap_or(100),
        parent: row.opt_text(13)?.and_then(|text| text.parse().ok()),
        extension_until: day(14)?,
        returned: row.count(15)?,
        reported_at: row.opt_time(16)?,
        promised_on: day(17)?,
        report_due_on: day(18)?,
    })
}
