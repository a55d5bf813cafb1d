//! The table of visits, and which findings are tasks.

use crate::desk::inspections::load_with_history;
use crate::engine::Row;
use crate::{Fault, Tx, Value, values};
use jiff::civil::Date;
use rules::codes::{AgencyCode, TaskCode, VisitCode};
use rules::inspections::{Event, State, VisitKind};
use rules::people::permissions::Scope;
use rules::tasks::LinkKind;
use rules::text::fold;

/// Takes in one entry: a row is a function of the visit's state.
///
/// # Errors
/// When the database fails.
pub(super) fn apply(tx: &mut Tx, event: &Event) -> Result<(), Fault> {
    let code = event.visit();
    let (visit, _) = load_with_history(tx, code)?.ok_or_else(|| Fault::new("the stream of a visit is empty"))?;
    let planned = &visit.planned;
    tx.execute(
        "INSERT INTO visits (code, kind, agency, host, place, plan, words, from_on, to_on, state, findings, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT (code) DO UPDATE SET state = excluded.state, findings = excluded.findings,
             version = excluded.version",
        values![
            code.as_str(),
            planned.kind.key(),
            planned.agency.as_str(),
            planned.host.as_ref().map(AgencyCode::as_str),
            planned.place.as_str(),
            planned.plan.as_str(),
            fold(&format!("{code} {} {} {}", planned.plan, planned.place, planned.authority)),
            planned.from.to_string(),
            planned.to.to_string(),
            visit.state.key(),
            visit.findings.len(),
            visit.version,
        ],
    )
}

/// The next free code of a year. Nothing is ever deleted, so the largest one counts.
pub(crate) fn next_code(tx: &mut Tx, year: i16) -> Result<VisitCode, Fault> {
    let sql = "SELECT MAX(code) FROM visits WHERE code LIKE $1";
    let row = tx.query_one(sql, values![format!("KT-{year:04}-%")])?;
    let last = row.opt_text(0)?.and_then(|code| code.rsplit('-').next()?.parse::<u32>().ok()).unwrap_or(0);
    Ok(VisitCode::new(year, last + 1))
}

/// The task that a finding became, if it did.
///
/// # Errors
/// When the database fails.
pub fn task_of_finding(tx: &mut Tx, visit: &VisitCode, number: u32) -> Result<Option<TaskCode>, Fault> {
    let sql = "SELECT task FROM task_links WHERE kind = $1 AND reference = $2 ORDER BY task LIMIT 1";
    let row = tx.query_opt(sql, values![LinkKind::Inspection.key(), format!("{visit}/{number}")])?;
    row.map(|row| row.parsed(0)).transpose()
}

/// A visit in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its code.
    pub code: VisitCode,
    /// What it is for.
    pub kind: VisitKind,
    /// Which agency sends the team.
    pub agency: AgencyCode,
    /// Which agency is visited.
    pub host: Option<AgencyCode>,
    /// Where a study visit goes.
    pub place: String,
    /// What is looked at.
    pub plan: String,
    /// Its first day.
    pub from: Date,
    /// Where it stands.
    pub state: State,
    /// How many findings it has.
    pub findings: i64,
}

/// Visits within the scope, the newest first, those before `before` (first day and code of the last one seen); one more than `limit`.
///
/// # Errors
/// When the database fails.
pub fn list(
    tx: &mut Tx,
    scope: &Scope,
    kind: Option<VisitKind>,
    words: &str,
    before: Option<&(Date, VisitCode)>,
    limit: u32,
) -> Result<Vec<Listed>, Fault> {
    let (mut sql, mut values) = (String::from("1 = 1"), Vec::<Value>::new());
    let mut value = |value: Value| {
        values.push(value);
        format!("${}", values.len())
    };
    match scope {
        Scope::All => {}
        Scope::Owner(_) => sql.push_str(" AND 1 = 0"),
        Scope::Agencies(seen) => {
            let mut any = Vec::new();
            for agency in seen.iter().map(|seen| &seen.agency) {
                let (whole, below) = (value(agency.as_str().into()), value(format!("{agency}.%").into()));
                any.push(format!("agency = {whole} OR agency LIKE {below} OR host = {whole} OR host LIKE {below}"));
            }
            let any = if any.is_empty() { "1 = 0".to_owned() } else { any.join(" OR ") };
            sql.push_str(&format!(" AND ({any})"));
        }
    }
    if let Some(kind) = kind {
        sql.push_str(&format!(" AND kind = {}", value(kind.key().into())));
    }
    for word in fold(words).split(' ').filter(|word| !word.is_empty()) {
        sql.push_str(&format!(" AND words LIKE {}", value(format!("%{word}%").into())));
    }
    if let Some((day, code)) = before {
        let (day, code) = (value(day.to_string().into()), value(code.as_str().into()));
        sql.push_str(&format!(" AND (from_on < {day} OR from_on = {day} AND code < {code})"));
    }
    let limit = value((i64::from(limit) + 1).into());
    let sql = format!(
        "SELECT code, kind, agency, host, place, plan, from_on, state, findings FROM visits WHERE {sql}
         ORDER BY from_on DESC, code DESC LIMIT {limit}"
    );
    tx.query(&sql, values)?.iter().map(listed).collect()
}

fn listed(row: &Row) -> Result<Listed, Fault> {
    let unknown = || Fault::new("a visit of an unknown kind or state");
    Ok(Listed {
        code: row.parsed(0)?,
        kind: VisitKind::from_key(row.text(1)?).ok_or_else(unknown)?,
        agency: row.parsed(2)?,
        host: row.opt_text(3)?.and_then(|text| text.parse().ok()),
        place: row.string(4)?,
        plan: row.string(5)?,
        from: row.parsed(6)?,
        state: State::from_key(row.text(7)?).ok_or_else(unknown)?,
        findings: row.int(8)?,
    })
}
