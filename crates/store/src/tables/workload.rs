//! Who has how much, where steps have nobody to do them, and which steps are late: what those who lead look at.

use super::positions::{self, role};
use super::routes::OPINION;
use crate::engine::{Row, Tx, Value};
use crate::{Fault, values};
use jiff::Timestamp;
use rules::people::permissions::{Scope, Seen};
use rules::people::{Load, Role};
use std::collections::HashMap;

/// What each holder of a role in an agency has in hand, whoever can be proposed first on top.
///
/// # Errors
/// When the database fails.
pub fn loads(tx: &mut Tx, agency: &str, role: Role, now: Timestamp) -> Result<Vec<Load>, Fault> {
    let holders = positions::holders(tx, agency, role, now)?;
    let rows = tx.query(
        "SELECT d.officer, COUNT(*), SUM(CASE WHEN d.queue_due < $3 OR d.step_due_at < $3 THEN 1 ELSE 0 END)
         FROM dossiers d
         WHERE d.holder = $1 AND d.role = $2 AND d.queue = 1 AND d.finished_at IS NULL AND d.officer IS NOT NULL
         GROUP BY d.officer",
        values![agency, role.key(), now.as_microsecond()],
    )?;
    let few = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
    let known = rows.iter().map(|row| Ok((row.string(0)?, (few(row.int(1)?), few(row.int(2)?)))));
    let known: HashMap<_, _> = known.collect::<Result<_, Fault>>()?;
    let load = |(login, name): (String, String)| {
        let (open, late) = known.get(&login).copied().unwrap_or_default();
        Load { login, name, open, late }
    };
    let mut loads: Vec<_> = holders.into_iter().map(load).collect();
    loads.sort_by(|one, other| (one.open, one.late, &one.login).cmp(&(other.open, other.late, &other.login)));
    Ok(loads)
}

/// Dossiers whose step nobody can do: no one holds its role where it is, nor acts for somebody who does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// Where they wait.
    pub agency: String,
    /// For which role.
    pub role: Role,
    /// How many.
    pub dossiers: i64,
    /// When the first of them is due; nothing when none has a date.
    pub due_at: Option<Timestamp>,
}

/// The gaps of the province, what is due first on top.
///
/// # Errors
/// When the database fails.
pub fn gaps(tx: &mut Tx, now: Timestamp) -> Result<Vec<Gap>, Fault> {
    let rows = tx.query(
        "SELECT d.holder, d.role, COUNT(*), MIN(d.queue_due) FROM dossiers d WHERE d.queue = 1
         GROUP BY d.holder, d.role ORDER BY MIN(d.queue_due), d.holder, d.role",
        values![],
    )?;
    let mut gaps = Vec::new();
    for row in rows {
        let (agency, role) = (row.string(0)?, role(row.text(1)?)?);
        if positions::at_work(tx, &agency, role, now)?.is_empty() {
            let due = Timestamp::from_microsecond(row.int(3)?).ok().filter(|due| *due < Timestamp::MAX);
            gaps.push(Gap { agency, role, dossiers: row.int(2)?, due_at: due });
        }
    }
    Ok(gaps)
}

/// What late steps are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum By {
    /// The agency where the step was done.
    #[default]
    Agency,
    /// Who was in charge, or ended it.
    Officer,
    /// The procedure.
    Procedure,
}

impl By {
    /// Every way, in the order in which it is offered.
    pub const ALL: [Self; 3] = [Self::Agency, Self::Officer, Self::Procedure];

    /// The way's name in addresses and in the API.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Officer => "officer",
            Self::Procedure => "procedure",
        }
    }

    /// The way of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.key() == key)
    }
}

/// Which late steps are looked for: those that ended late in the period, and those that are late now.
#[derive(Debug, Clone)]
pub struct LateFilter {
    /// Ended at or after this instant.
    pub from: Timestamp,
    /// Ended before this instant; what runs and is late counts when this is not over yet.
    pub to: Timestamp,
    /// Now.
    pub now: Timestamp,
    /// Within these agencies, of some their procedures only; all of the province when nothing is said.
    pub within: Option<Vec<Seen>>,
    /// At this agency.
    pub agency: Option<String>,
    /// Of this officer, by login.
    pub officer: Option<String>,
    /// Of this procedure.
    pub procedure: Option<String>,
}

/// A late step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Late {
    /// The dossier.
    pub dossier: String,
    /// Its procedure.
    pub procedure: String,
    /// What is done in the step.
    pub task: String,
    /// Where.
    pub agency: String,
    /// By whom, by login; empty while nobody is in charge.
    pub officer: String,
    /// Their name; the login where the directory has none.
    pub officer_name: String,
    /// When the step was due.
    pub due_at: Timestamp,
    /// When it ended; nothing while it runs.
    pub ended_at: Option<Timestamp>,
}

impl LateFilter {
    /// What a scope reaches, for [`LateFilter::within`]; an owner reaches nothing.
    #[must_use]
    pub fn within(scope: &Scope) -> Option<Vec<Seen>> {
        match scope {
            Scope::All => None,
            Scope::Owner(_) => Some(Vec::new()),
            Scope::Agencies(seen) => Some(seen.clone()),
        }
    }

    /// The late steps that pass as one table `l`: ended ones, running ones, and opinions that are awaited too long.
    fn table(&self, values: &mut Vec<Value>) -> String {
        let mut ended = format!(
            "l.ended_at >= {} AND l.ended_at < {}",
            push(values, self.from.as_microsecond()),
            push(values, self.to.as_microsecond())
        );
        ended.push_str(&self.narrowed(values, ["l.agency", "l.officer", "l.procedure"]));
        let now = push(values, self.now.as_microsecond());
        let mut running =
            format!("d.queue = 1 AND d.finished_at IS NULL AND d.step_due_at IS NOT NULL AND d.step_due_at < {now}");
        if self.to <= self.now {
            running.push_str(" AND 1 = 0");
        }
        running.push_str(&self.narrowed(values, ["d.holder", "d.officer", "d.procedure"]));
        let mut awaited = format!("c.is_open = 1 AND c.due_at < {now} AND d.finished_at IS NULL");
        if self.to <= self.now {
            awaited.push_str(" AND 1 = 0");
        }
        awaited.push_str(&self.narrowed(values, ["c.agency", "''", "d.procedure"]));
        format!(
            "(SELECT l.dossier, l.procedure, l.task, l.agency, l.officer, l.due_at, l.ended_at FROM late_steps l WHERE {ended}
              UNION ALL
              SELECT d.code, d.procedure, COALESCE(d.task, ''), d.holder, COALESCE(d.officer, ''), d.step_due_at, NULL
              FROM dossiers d WHERE {running}
              UNION ALL
              SELECT d.code, d.procedure, '{OPINION}', c.agency, '', c.due_at, NULL
              FROM consultations c JOIN dossiers d ON d.code = c.dossier WHERE {awaited})"
        )
    }

    fn narrowed(&self, values: &mut Vec<Value>, columns: [&str; 3]) -> String {
        let mut sql = String::new();
        if let Some(within) = &self.within {
            let mut reached = Vec::with_capacity(within.len());
            for seen in within {
                let mut part = format!("{} = {}", columns[0], push(values, seen.agency.as_str()));
                if let Some(procedures) = &seen.procedures {
                    let listed: Vec<_> = procedures.iter().map(|code| push(values, code.as_str())).collect();
                    let listed = if listed.is_empty() { "''".to_owned() } else { listed.join(", ") };
                    part.push_str(&format!(" AND {} IN ({listed})", columns[2]));
                }
                reached.push(part);
            }
            let reached = if reached.is_empty() { "1 = 0".to_owned() } else { reached.join(" OR ") };
            sql.push_str(&format!(" AND ({reached})"));
        }
        for (column, wanted) in columns.iter().zip([&self.agency, &self.officer, &self.procedure]) {
            if let Some(wanted) = wanted {
                sql.push_str(&format!(" AND {column} = {}", push(values, wanted.as_str())));
            }
        }
        sql
    }
}

fn push(values: &mut Vec<Value>, value: impl Into<Value>) -> String {
    values.push(value.into());
    format!("${}", values.len())
}

/// How many steps are late by agency, officer or procedure, most first: the key, how many, how many of them still run.
///
/// # Errors
/// When the database fails.
pub fn late_counts(tx: &mut Tx, filter: &LateFilter, by: By) -> Result<Vec<(String, i64, i64)>, Fault> {
    let mut values = Vec::new();
    let (table, key) = (filter.table(&mut values), by.key());
    let sql = format!(
        "SELECT s.{key}, COUNT(*) AS late, SUM(CASE WHEN s.ended_at IS NULL THEN 1 ELSE 0 END)
         FROM {table} AS s GROUP BY s.{key} ORDER BY late DESC, s.{key}"
    );
    let rows = tx.query(&sql, values)?;
    rows.iter().map(|row| Ok((row.string(0)?, row.int(1)?, row.int(2)?))).collect()
}

/// The late steps, what is late longest on top.
///
/// # Errors
/// When the database fails.
pub fn late_steps(tx: &mut Tx, filter: &LateFilter, skip: u32, limit: u32) -> Result<Vec<Late>, Fault> {
    let mut values = Vec::new();
    let table = filter.table(&mut values);
    let sql = format!(
        "SELECT s.dossier, s.procedure, s.task, s.agency, s.officer, p.name, s.due_at, s.ended_at
         FROM {table} AS s LEFT JOIN people p ON p.login = s.officer
         ORDER BY s.due_at, s.dossier, s.task, s.agency LIMIT {limit} OFFSET {skip}"
    );
    let read = |row: &Row| {
        let officer = row.string(4)?;
        Ok(Late {
            dossier: row.string(0)?,
            procedure: row.string(1)?,
            task: row.string(2)?,
            agency: row.string(3)?,
            officer_name: row.opt_string(5)?.unwrap_or_else(|| officer.clone()),
            officer,
            due_at: row.time(6)?,
            ended_at: row.opt_time(7)?,
        })
    };
    tx.query(&sql, values)?.iter().map(read).collect()
}
