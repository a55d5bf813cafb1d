//! The log of look-ups in the population registry: by person, by officer, by day.

use crate::engine::{Row, Tx, Value};
use crate::journal::Recorded;
use crate::{Fault, values};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::calendar::day_of;
use rules::people::Capacity;
use rules::people::permissions::{Scope, Seen};
use rules::registry::{BecameDossier, Event, LookUpResult, Purpose, Reference, Unavailable};

/// Takes in one entry.
///
/// # Errors
/// When the database fails.
pub(super) fn apply(tx: &mut Tx, recorded: &Recorded, event: &Event) -> Result<(), Fault> {
    let asked = match event {
        Event::LookedUp(asked) => asked,
        Event::BecameDossier(BecameDossier { reference, dossier }) => {
            return tx.execute(
                "UPDATE registry_look_ups SET dossier = $1 WHERE reference_kind = $2 AND reference = $3",
                values![dossier.as_str(), reference.kind(), reference.number()],
            );
        }
    };
    let by: Capacity =
        serde_json::from_str(&recorded.by).map_err(|error| Fault::because("who looked somebody up", error))?;
    tx.execute(
        "INSERT INTO registry_look_ups (request, at, day, subject, login, name, role, agency, title, purpose, reference_kind,
             reference, procedure, result, reason, milliseconds)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        values![
            asked.request.as_str(),
            recorded.at,
            day_of(recorded.at).to_string(),
            asked.subject.as_str(),
            by.login.as_str(),
            by.name.as_str(),
            by.role.key(),
            by.agency.as_ref().map_or("", |agency| agency.as_str()),
            by.title.as_deref().unwrap_or_default(),
            asked.purpose.key(),
            asked.reference.kind(),
            asked.reference.number(),
            asked.procedure.as_str(),
            asked.result.key(),
            asked.reason.map_or("", Unavailable::key),
            i64::from(asked.milliseconds),
        ],
    )
}

/// Whether anybody was looked up for this paper.
///
/// # Errors
/// When the database fails.
pub fn is_asked_for(tx: &mut Tx, reference: &Reference) -> Result<bool, Fault> {
    let sql = "SELECT 1 FROM registry_look_ups WHERE reference_kind = $1 AND reference = $2 LIMIT 1";
    Ok(tx.query_opt(sql, values![reference.kind(), reference.number()])?.is_some())
}

/// A look-up as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookUp {
    /// The number of the request.
    pub request: String,
    /// When.
    pub at: Timestamp,
    /// Whom it was about: shown masked, except to themselves.
    pub subject: String,
    /// Who asked, by login.
    pub login: String,
    /// Who asked, by name.
    pub name: String,
    /// In which role.
    pub role: String,
    /// For which agency; empty for a citizen.
    pub agency: String,
    /// With which title; empty for a citizen.
    pub title: String,
    /// Why.
    pub purpose: Purpose,
    /// `draft` or `form`.
    pub reference_kind: String,
    /// The number of the draft or form.
    pub reference: String,
    /// The dossier that the draft or form became; empty while it is none.
    pub dossier: String,
    /// For which procedure.
    pub procedure: String,
    /// What came of it.
    pub result: LookUpResult,
    /// Why no answer came.
    pub reason: Option<Unavailable>,
    /// How long the registry took, in milliseconds.
    pub milliseconds: u64,
}

const COLUMNS: &str =
    "request, at, subject, login, name, role, agency, title, purpose, reference_kind, reference, procedure,
    result, reason, milliseconds, dossier";

fn look_up(row: &Row) -> Result<LookUp, Fault> {
    let unknown = |what| Fault::new(format!("a look-up has an unknown {what}"));
    Ok(LookUp {
        request: row.string(0)?,
        at: row.time(1)?,
        subject: row.string(2)?,
        login: row.string(3)?,
        name: row.string(4)?,
        role: row.string(5)?,
        agency: row.string(6)?,
        title: row.string(7)?,
        purpose: Purpose::from_key(row.text(8)?).ok_or_else(|| unknown("purpose"))?,
        reference_kind: row.string(9)?,
        reference: row.string(10)?,
        procedure: row.string(11)?,
        result: LookUpResult::from_key(row.text(12)?).ok_or_else(|| unknown("result"))?,
        reason: Unavailable::from_key(row.text(13)?),
        milliseconds: row.count(14)?,
        dossier: row.string(15)?,
    })
}

/// The newest look-ups of this person, by their personal identification number.
///
/// # Errors
/// When the database fails.
pub fn look_ups_of(tx: &mut Tx, personal_id: &str, limit: u32) -> Result<Vec<LookUp>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM registry_look_ups WHERE subject = $1 ORDER BY at DESC, request LIMIT $2");
    tx.query(&sql, values![personal_id, limit])?.iter().map(look_up).collect()
}

/// Which look-ups are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// From this day on.
    pub from: Option<Date>,
    /// Up to this day.
    pub to: Option<Date>,
    /// For this agency, by code.
    pub agency: Option<String>,
    /// By this officer, by login.
    pub login: Option<String>,
    /// With this result.
    pub result: Option<LookUpResult>,
    /// About this person, by the whole number.
    pub subject: Option<String>,
}

/// The condition of a filter within what somebody may read.
fn condition(scope: &Scope, filter: &Filter) -> (String, Vec<Value>) {
    let (mut sql, mut values) = (String::from("1 = 1"), Vec::<Value>::new());
    let mut add = |text: &str, value: Value| {
        values.push(value);
        sql.push_str(&format!(" AND {text} ${}", values.len()));
    };
    let conditions = [
        ("day >=", filter.from.map(|day| day.to_string())),
        ("day <=", filter.to.map(|day| day.to_string())),
        ("agency =", filter.agency.clone()),
        ("login =", filter.login.clone()),
        ("result =", filter.result.map(|result| result.key().to_owned())),
        ("subject =", filter.subject.clone()),
    ];
    for (text, value) in conditions {
        if let Some(value) = value {
            add(text, value.into());
        }
    }
    match scope {
        Scope::All => {}
        Scope::Owner(login) => add("login =", login.as_str().into()),
        Scope::Agencies(agencies) => {
            // Whoever leads an agency reads what its counters did.
            let mut within = Vec::new();
            for Seen { agency, .. } in agencies {
                values.push(agency.as_str().into());
                values.push(format!("{agency}.%").into());
                within.push(format!("agency = ${} OR agency LIKE ${}", values.len() - 1, values.len()));
            }
            let within = if within.is_empty() { "1 = 0".to_owned() } else { within.join(" OR ") };
            sql.push_str(&format!(" AND ({within})"));
        }
    }
    (sql, values)
}

/// Look-ups, newest first, those before `after` (time in microseconds and request of the last one seen); one more than
/// `limit`, so that the caller knows whether there are more.
///
/// # Errors
/// When the database fails.
pub fn list(
    tx: &mut Tx,
    scope: &Scope,
    filter: &Filter,
    after: Option<(i64, &str)>,
    limit: u32,
) -> Result<Vec<LookUp>, Fault> {
    let (mut condition, mut values) = condition(scope, filter);
    if let Some((at, request)) = after {
        values.push(at.into());
        values.push(request.into());
        let (at, request) = (values.len() - 1, values.len());
        condition.push_str(&format!(" AND (at < ${at} OR (at = ${at} AND request > ${request}))"));
    }
    values.push((i64::from(limit) + 1).into());
    let sql = format!(
        "SELECT {COLUMNS} FROM registry_look_ups WHERE {condition} ORDER BY at DESC, request LIMIT ${}",
        values.len()
    );
    tx.query(&sql, values)?.iter().map(look_up).collect()
}

/// Hands over every look-up of a filter, newest first.
///
/// # Errors
/// When the database fails, and what `each` answers.
pub fn export(
    tx: &mut Tx,
    scope: &Scope,
    filter: &Filter,
    mut each: impl FnMut(LookUp) -> Result<(), Fault>,
) -> Result<(), Fault> {
    const BATCH: u32 = 1_000;
    let mut after: Option<(i64, String)> = None;
    loop {
        let from = after.as_ref().map(|(at, request)| (*at, request.as_str()));
        let mut found = list(tx, scope, filter, from, BATCH)?;
        let more = found.len() > BATCH as usize;
        found.truncate(BATCH as usize);
        after = found.last().map(|last| (last.at.as_microsecond(), last.request.clone()));
        for look_up in found {
            each(look_up)?;
        }
        if !more {
            return Ok(());
        }
    }
}

/// How many look-ups an officer made in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// The month: `2025-12`.
    pub month: String,
    /// The agency's code; empty for citizens.
    pub agency: String,
    /// The officer's login; empty for citizens, who are counted together.
    pub login: String,
    /// The officer's name.
    pub name: String,
    /// How many.
    pub all: i64,
    /// How many of them found the person.
    pub found: i64,
    /// How many got no answer.
    pub unavailable: i64,
}

/// Counts by month, agency and officer, newest month first; at most so many rows.
///
/// # Errors
/// When the database fails.
pub fn counts(tx: &mut Tx, scope: &Scope, filter: &Filter, limit: u32) -> Result<Vec<Count>, Fault> {
    let (condition, mut values) = condition(scope, filter);
    values.push(limit.into());
    // Citizens look up only themselves: who they are is nobody's business here.
    let sql = format!(
        "SELECT SUBSTR(day, 1, 7) AS month, agency, CASE WHEN agency = '' THEN '' ELSE login END AS officer,
             MAX(CASE WHEN agency = '' THEN '' ELSE name END), COUNT(*),
             SUM(CASE WHEN result = 'found' THEN 1 ELSE 0 END), SUM(CASE WHEN result = 'unavailable' THEN 1 ELSE 0 END)
         FROM registry_look_ups WHERE {condition}
         GROUP BY month, agency, officer ORDER BY month DESC, agency, officer LIMIT ${}",
        values.len()
    );
    let count = |row: &Row| {
        Ok(Count {
            month: row.string(0)?,
            agency: row.string(1)?,
            login: row.string(2)?,
            name: row.string(3)?,
            all: row.int(4)?,
            found: row.int(5)?,
            unavailable: row.int(6)?,
        })
    };
    tx.query(&sql, values)?.iter().map(count).collect()
}
