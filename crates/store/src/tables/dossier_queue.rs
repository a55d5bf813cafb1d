//! An officer's work list in its views: what is mine, what my unit has, results that wait to be handed over, dossiers that
//! wait for their applicant. What is due first stands on top; paged by key, counted by index.
//!
//! Whose turn it is stands in the projected row (`holder`, `role`, `officer`); who may act is asked again at the action. An
//! officer in charge who no longer holds the position counts as nobody: the dossier stays where it is and is everybody's there.

use super::dossier_lists::{only, unindexed};
use super::dossiers::Listed;
use super::positions;
use crate::engine::{Tx, Value};
use crate::{Fault, search};
use jiff::Timestamp;
use rules::codes::DossierCode;
use rules::people::permissions::agencies_seen;
use rules::people::{Actor, Position, Role};

/// Which dossiers an officer looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    /// Those whose step is mine by role and agency, and that nobody else is in charge of.
    #[default]
    Mine,
    /// Everything under way in my agencies, whoever is in charge.
    Unit,
    /// Settled, the result waits to be handed over at my counters.
    Results,
    /// Waiting for the applicant, in my agencies.
    Waiting,
}

impl View {
    /// Every view, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Mine, Self::Unit, Self::Results, Self::Waiting];

    /// The view's name in addresses.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Unit => "unit",
            Self::Results => "results",
            Self::Waiting => "waiting",
        }
    }

    /// The view of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.key() == key)
    }
}

/// What a view is narrowed to; what is not set does not narrow.
#[derive(Debug, Clone, Default)]
pub struct Narrowing {
    /// Due at or after this instant.
    pub due_from: Option<Timestamp>,
    /// Due before this instant.
    pub due_before: Option<Timestamp>,
    /// What is done in the current step: `process`; `receive` for what was filed and not looked at yet.
    pub task: Option<String>,
    /// Of which procedure.
    pub procedure: Option<String>,
    /// A dossier's code, or words: applicant, identification number, telephone.
    pub q: Option<String>,
}

/// Where a page ended: what was due, and the dossier's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// When the last one shown is due, in microseconds.
    pub due: i64,
    /// Its number.
    pub id: i64,
}

impl Key {
    /// The key of a dossier that was shown last.
    #[must_use]
    pub fn of(listed: &Listed) -> Self {
        Self { due: listed.due_at.unwrap_or(Timestamp::MAX).as_microsecond(), id: listed.id }
    }
}

/// A page of a view; one more than `limit` says that there are more.
///
/// # Errors
/// When the database fails.
pub fn page(
    tx: &mut Tx,
    actor: &Actor,
    view: View,
    narrowing: &Narrowing,
    after: Option<Key>,
    limit: u32,
    now: Timestamp,
) -> Result<Vec<Listed>, Fault> {
    let mut asked = Asked::default();
    let mut narrowed = narrow(tx, &mut asked, narrowing);
    if let Some(key) = after {
        let (due, id) = (asked.value(key.due), asked.value(key.id));
        narrowed.push_str(&format!(" AND (d.queue_due > {due} OR d.queue_due = {due} AND d.id > {id})"));
    }
    let (columns, limit) = (Listed::COLUMNS, limit + 1);
    let branches: Vec<_> = branches(tx, &mut asked, actor, view, now)?
        .into_iter()
        .map(|own| {
            format!(
                "SELECT * FROM (SELECT {columns}, d.queue_due FROM dossiers d WHERE {own}{narrowed}
                 ORDER BY d.queue_due, d.id LIMIT {limit}) AS branch"
            )
        })
        .collect();
    if branches.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!("{} ORDER BY queue_due, id LIMIT {limit}", branches.join(" UNION "));
    let mut listed = tx.query(&sql, asked.values)?.iter().map(Listed::read).collect::<Result<Vec<_>, _>>()?;
    positions::mark_gone(tx, &mut listed, now)?;
    Ok(listed)
}

/// How many dossiers of each kind an officer has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// All of the view.
    pub all: i64,
    /// Those whose due date is over.
    pub overdue: i64,
    /// Those due before the instant that was asked for.
    pub soon: i64,
}

/// Counts a view: all, due before `now`, due from `now` on and before `soon`.
///
/// # Errors
/// When the database fails.
pub fn counts(tx: &mut Tx, actor: &Actor, view: View, now: Timestamp, soon: Timestamp) -> Result<Counts, Fault> {
    let mut asked = Asked::default();
    let (today, now, soon) = (now, asked.value(now.as_microsecond()), asked.value(soon.as_microsecond()));
    let branches: Vec<_> = branches(tx, &mut asked, actor, view, today)?
        .into_iter()
        .map(|own| format!("SELECT d.id, d.queue_due FROM dossiers d WHERE {own}"))
        .collect();
    if branches.is_empty() {
        return Ok(Counts::default());
    }
    let sql = format!(
        "SELECT COUNT(*), COALESCE(SUM(CASE WHEN queue_due < {now} THEN 1 ELSE 0 END), 0),
             COALESCE(SUM(CASE WHEN queue_due >= {now} AND queue_due < {soon} THEN 1 ELSE 0 END), 0)
         FROM ({}) AS work",
        branches.join(" UNION ")
    );
    let row = tx.query_one(&sql, asked.values)?;
    Ok(Counts { all: row.int(0)?, overdue: row.int(1)?, soon: row.int(2)? })
}

/// Values by their numbers in the SQL.
#[derive(Default)]
struct Asked {
    values: Vec<Value>,
}

impl Asked {
    /// Takes a value; says how the SQL names it.
    fn value(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }
}

/// One condition for each way in which a dossier belongs to the view, so that each follows an index.
fn branches(tx: &mut Tx, asked: &mut Asked, actor: &Actor, view: View, now: Timestamp) -> Result<Vec<String>, Fault> {
    let mut all = Vec::new();
    match view {
        View::Mine => {
            for position in worked(actor) {
                let at = at(asked, position);
                let others = others(tx, asked, actor, position, now)?;
                all.push(format!("d.queue = 1 AND d.finished_at IS NULL AND {at}{others}"));
            }
        }
        View::Unit => {
            for seen in agencies_seen(actor) {
                let agency = asked.value(seen.agency.as_str());
                let only = only(seen.procedures.as_deref(), |value| asked.value(value));
                for role in WORKERS {
                    let role = asked.value(role.key());
                    all.push(format!(
                        "d.queue = 1 AND d.finished_at IS NULL AND d.holder = {agency} AND d.role = {role}{only}"
                    ));
                }
            }
        }
        View::Results => {
            for position in worked(actor).filter(|position| position.role == Role::CounterOfficer) {
                let at = at(asked, position);
                all.push(format!("d.queue = 1 AND d.finished_at IS NOT NULL AND {at}"));
            }
        }
        View::Waiting => {
            for seen in agencies_seen(actor) {
                let agency = asked.value(seen.agency.as_str());
                let only = only(seen.procedures.as_deref(), |value| asked.value(value));
                // Few wait, whoever's they are: the status leads to them, not the agency's long list.
                all.extend(
                    ["d.competent_agency", "d.counter"]
                        .map(|at| format!("d.status = {AWAITING} AND {} = {agency}{only}", unindexed(tx.engine(), at))),
                );
            }
        }
    }
    Ok(all)
}

/// Where a position works, and on what.
fn at(asked: &mut Asked, position: &Position) -> String {
    let (agency, role) = (asked.value(position.agency.as_str()), asked.value(position.role.key()));
    let only = only(position.limits(), |value| asked.value(value));
    format!("d.holder = {agency} AND d.role = {role}{only}")
}

/// Leaves out what other officers have, as long as they work there.
fn others(tx: &mut Tx, asked: &mut Asked, actor: &Actor, position: &Position, now: Timestamp) -> Result<String, Fault> {
    let own = |login: &String| *login == actor.login || position.principal() == Some(login.as_str());
    let at_work = positions::at_work(tx, position.agency.as_str(), position.role, now)?;
    let others: Vec<_> = at_work.iter().filter(|login| !own(login)).map(|login| asked.value(login.as_str())).collect();
    Ok(if others.is_empty() {
        String::new()
    } else {
        format!(" AND (d.officer IS NULL OR d.officer NOT IN ({}))", others.join(", "))
    })
}

/// The portal's number of "asked to supplement".
const AWAITING: u8 = rules::dossiers::Status::AwaitingSupplement as u8 + 1;

const WORKERS: [Role; 4] = [Role::CounterOfficer, Role::CaseOfficer, Role::Approver, Role::Clerk];

fn worked(actor: &Actor) -> impl Iterator<Item = &Position> {
    actor.positions.iter().filter(|position| WORKERS.contains(&position.role))
}

/// The conditions of a narrowing, each beginning with `AND`.
fn narrow(tx: &Tx, asked: &mut Asked, narrowing: &Narrowing) -> String {
    let mut sql = String::new();
    if let Some(from) = narrowing.due_from {
        sql.push_str(&format!(" AND d.queue_due >= {}", asked.value(from.as_microsecond())));
    }
    if let Some(before) = narrowing.due_before {
        sql.push_str(&format!(" AND d.queue_due < {}", asked.value(before.as_microsecond())));
    }
    match narrowing.task.as_deref() {
        None => {}
        Some("receive") => sql.push_str(" AND d.task IS NULL"),
        Some(task) => sql.push_str(&format!(" AND d.task = {}", asked.value(task))),
    }
    if let Some(procedure) = &narrowing.procedure {
        sql.push_str(&format!(" AND d.procedure = {}", asked.value(procedure.as_str())));
    }
    let Some(typed) = &narrowing.q else { return sql };
    if let Ok(code) = typed.trim().to_uppercase().parse::<DossierCode>() {
        sql.push_str(&format!(" AND d.code = {}", asked.value(code.as_str())));
    } else if let Some(words) = search::condition(tx.engine(), typed, None) {
        let found = words.sql.replace("$1", &asked.value(words.value));
        sql.push_str(&format!(" AND d.id IN (SELECT d.id FROM {} WHERE {found})", words.from));
    }
    sql
}
