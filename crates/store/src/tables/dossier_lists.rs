//! Lists of dossiers: newest first with filters, and all of them as an export. Paged by key, never by offset, so that the
//! thousandth page costs what the first does. What was received in some days is ordered by its reception, everything else by
//! its filing. Officers' work lists are in [`super::dossier_queue`].
//!
//! SQLite keeps no count of how common a value is, so its planner is told which index not to take (`unindexed`).

use super::dossiers::Listed;
use crate::engine::{Engine, Tx, Value};
use crate::{Fault, search};
use jiff::Timestamp;
use rules::codes::{AgencyCode, DossierCode, ProcedureCode};
use rules::dossiers::Status;
use rules::people::permissions::{Scope, Seen};

/// What a list of dossiers is narrowed to. Everything that is not set does not narrow.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Where they stand.
    pub status: Option<Status>,
    /// Who settles them.
    pub agency: Option<AgencyCode>,
    /// Of which procedure.
    pub procedure: Option<String>,
    /// Who is in charge, by login.
    pub officer: Option<String>,
    /// Due before this instant, and not finished.
    pub due_before: Option<Timestamp>,
    /// Received at or after this instant.
    pub received_from: Option<Timestamp>,
    /// Received before this instant.
    pub received_to: Option<Timestamp>,
    /// Words typed by a person.
    pub q: Option<String>,
    /// A further condition on the table `d`, such as the records behind a ratio.
    pub condition: Option<Condition>,
}

/// A condition in SQL on the table `d` with numbered values from `$1` on.
#[derive(Debug, Clone, Default)]
pub struct Condition {
    /// The condition.
    pub sql: String,
    /// Its values, in the order of their numbers.
    pub values: Vec<Value>,
}

impl Condition {
    /// Adds `AND left operator value`.
    pub fn and(&mut self, left: &str, value: impl Into<Value>) {
        self.values.push(value.into());
        self.join(&format!("{left} ${}", self.values.len()));
    }

    /// Adds `AND condition`, its values renumbered.
    pub fn and_all(&mut self, other: &Self) {
        let sql = renumber(&other.sql, self.values.len());
        self.values.extend(other.values.iter().cloned());
        self.join(&sql);
    }

    /// Adds `AND` a condition without values.
    pub fn join(&mut self, sql: &str) {
        if !self.sql.is_empty() {
            self.sql.push_str(" AND ");
        }
        self.sql.push_str(sql);
    }
}

/// The same SQL with every `$n` moved on by `by`.
fn renumber(sql: &str, by: usize) -> String {
    let mut moved = String::with_capacity(sql.len() + 8);
    let mut rest = sql;
    while let Some(at) = rest.find('$') {
        moved.push_str(&rest[..=at]);
        rest = &rest[at + 1..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let number: usize = rest[..digits].parse().unwrap_or_default();
        moved.push_str(&(number + by).to_string());
        rest = &rest[digits..];
    }
    moved + rest
}

impl Filter {
    /// The dossier's code, when that is what was typed.
    fn code(&self) -> Option<DossierCode> {
        self.q.as_deref()?.trim().to_uppercase().parse().ok()
    }

    /// What was typed, when it is words.
    fn words(&self) -> Option<&str> {
        self.q.as_deref().filter(|_| self.code().is_none())
    }

    /// Whether the dossiers that pass are few whoever asks: then their own index is the way to them, not an agency's.
    fn is_rare(&self) -> bool {
        self.due_before.is_some() || self.officer.is_some()
    }

    /// Whether the list is ordered by reception.
    fn by_reception(&self) -> bool {
        self.received_from.is_some() || self.received_to.is_some()
    }

    fn order(&self) -> &'static str {
        if self.by_reception() { "received_at DESC, id DESC" } else { "id DESC" }
    }

    /// What comes after the dossier of this number, which the caller was shown.
    fn after(&self, condition: &mut Condition, id: i64) {
        if !self.by_reception() {
            return condition.and("d.id <", id);
        }
        let received = "(SELECT received_at FROM dossiers WHERE id =";
        condition.values.extend([id.into(), id.into(), id.into()]);
        let [first, second, third] = [2, 1, 0].map(|back| condition.values.len() - back);
        condition.join(&format!(
            "d.received_at <= {received} ${first}) AND (d.received_at < {received} ${second}) OR d.id < ${third})"
        ));
    }

    /// All of it, after this dossier; `held` among what an office holds, which is few and has an index of its own.
    fn condition(&self, engine: Engine, after: Option<i64>, held: bool) -> Condition {
        let mut condition = self.condition.clone().unwrap_or_default();
        if let Some(status) = self.status {
            let open = status != Status::Returned;
            let column = if open && !held { "d.status".into() } else { unindexed(engine, "d.status") };
            condition.and(&format!("{column} ="), i64::from(status.number()));
            if open {
                // Said as a constant too, so that indexes of what is open are known to hold it.
                condition.join("d.status <> 10");
            }
        }
        if let Some(agency) = &self.agency {
            let column = if self.is_rare() { unindexed(engine, AGENCY) } else { AGENCY.into() };
            condition.and(&format!("{column} ="), agency.as_str());
        }
        if let Some(procedure) = &self.procedure {
            condition.and("d.procedure =", procedure.as_str());
            // Said as a constant too, so that the index of a counter's procedures is known to hold it, and is used for nothing else.
            condition.join("d.procedure <> ''");
        }
        if let Some(code) = self.code() {
            condition.and("d.code =", String::from(code));
        }
        if let Some(officer) = &self.officer {
            condition.and("d.officer =", officer.as_str());
        }
        if let Some(before) = self.due_before {
            condition.and("d.finished_at IS NULL AND d.due_at <", before.as_microsecond());
        }
        if let Some(from) = self.received_from {
            condition.and("d.received_at >=", from.as_microsecond());
        }
        if let Some(to) = self.received_to {
            condition.and("d.received_at <", to.as_microsecond());
        }
        if let Some(after) = after {
            self.after(&mut condition, after);
        }
        condition
    }
}

const AGENCY: &str = "d.competent_agency";

/// A column that SQLite must not look up in an index, because its value is common; PostgreSQL knows that by itself.
pub(super) fn unindexed(engine: Engine, column: &str) -> String {
    match engine {
        Engine::Sqlite => format!("+{column}"),
        Engine::Postgres => column.to_owned(),
    }
}

/// The dossiers within the scope that pass the filter, newest first, after the one with this number; one more than `limit`
/// says that there are more.
///
/// # Errors
/// When the database fails.
pub fn list(tx: &mut Tx, scope: &Scope, filter: &Filter, after: Option<i64>, limit: u32) -> Result<Vec<Listed>, Fault> {
    let (sql, values) = statement(tx, scope, filter, after, limit + 1);
    tx.query(&sql, values)?.iter().map(Listed::read).collect()
}

/// Calls `each` for every dossier within the scope that passes the filter, newest first, without holding them.
///
/// # Errors
/// When the database fails, or `each` does.
pub fn export(
    tx: &mut Tx,
    scope: &Scope,
    filter: &Filter,
    mut each: impl FnMut(Listed) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut after = None;
    loop {
        let page = list(tx, scope, filter, after, EXPORT_PAGE)?;
        let more = page.len() > EXPORT_PAGE as usize;
        for listed in page.into_iter().take(EXPORT_PAGE as usize) {
            after = Some(listed.id);
            each(listed)?;
        }
        if !more {
            return Ok(());
        }
    }
}

const EXPORT_PAGE: u32 = 1000;

fn statement(tx: &Tx, scope: &Scope, filter: &Filter, after: Option<i64>, limit: u32) -> (String, Vec<Value>) {
    let columns = Listed::COLUMNS;
    let [Condition { sql: usual, mut values }, Condition { sql: held, .. }] =
        [false, true].map(|held| filter.condition(tx.engine(), after, held));
    let within = |first: &str, rest: &str| match rest {
        "" if first.is_empty() => String::new(),
        "" => format!("WHERE {first}"),
        rest if first.is_empty() => format!("WHERE {rest}"),
        rest => format!("WHERE {first} AND {rest}"),
    };
    let narrowed = |first: &str| within(first, &usual);
    if matches!(scope, Scope::Agencies(seen) if seen.is_empty()) {
        return (format!("SELECT {columns} FROM dossiers d WHERE 1 = 0"), Vec::new());
    }
    let agencies: Option<Vec<_>> = match scope {
        Scope::Agencies(seen) => Some(seen.iter().map(|seen| seen.agency.clone()).collect()),
        Scope::All | Scope::Owner(_) => None,
    };
    let words = filter.words().and_then(|typed| search::condition(tx.engine(), typed, agencies.as_deref()));
    if let Some(words) = words {
        values.push(words.value);
        let found = words.sql.replace("$1", &format!("${}", values.len()));
        let seen = match scope {
            Scope::All => found,
            Scope::Owner(login) => {
                values.push(login.as_str().into());
                format!("{found} AND d.owner = ${}", values.len())
            }
            Scope::Agencies(seen) => {
                let columns_of = [AGENCY, "d.counter", "d.return_counter"].map(str::to_owned);
                let ways = seen.iter().flat_map(|seen| {
                    let Ways { belongs, holds } = ways(&mut values, seen, &columns_of);
                    belongs.into_iter().chain([holds])
                });
                format!("{found} AND ({})", ways.collect::<Vec<_>>().join(" OR "))
            }
        };
        let sql = format!(
            "SELECT {columns} FROM {} {} ORDER BY {} LIMIT {limit}",
            words.from,
            narrowed(&seen),
            if filter.by_reception() { "d.received_at DESC, d.id DESC" } else { words.order }
        );
        return (sql, values);
    }
    let order = filter.order();
    // Few rows that pass are sorted; many are read in order until the page is full.
    let walk = match (filter.due_before.is_some(), tx.engine()) {
        (true, Engine::Sqlite) => "+d.id DESC".to_owned(),
        _ => order.split(", ").map(|key| format!("d.{key}")).collect::<Vec<_>>().join(", "),
    };
    let sql = match scope {
        Scope::All => format!("SELECT {columns} FROM dossiers d {} ORDER BY {walk} LIMIT {limit}", narrowed("")),
        Scope::Owner(login) => {
            let own = format!("d.owner = {}", push(&mut values, login));
            format!("SELECT {columns} FROM dossiers d {} ORDER BY {walk} LIMIT {limit}", narrowed(&own))
        }
        Scope::Agencies(seen) => {
            let columns_of = [AGENCY, "d.counter", "d.return_counter"]
                .map(|column| if filter.is_rare() { unindexed(tx.engine(), column) } else { column.to_owned() });
            let branches = seen.iter().flat_map(|seen| {
                let Ways { belongs, holds } = ways(&mut values, seen, &columns_of);
                belongs.map(|own| narrowed(&own)).into_iter().chain([within(&holds, &held)])
            });
            let branches: Vec<_> = branches
                .map(|own| {
                    format!(
                        "SELECT * FROM (SELECT {columns} FROM dossiers d {own} ORDER BY {walk} LIMIT {limit}) AS branch"
                    )
                })
                .collect();
            format!("{} ORDER BY {order} LIMIT {limit}", branches.join(" UNION "))
        }
    };
    (sql, values)
}

/// What these counters took in, or hand over, and others settle, and is not handed over yet: results that wait first, then what is
/// due first. With each counter stand the agencies whose own counter it is.
///
/// # Errors
/// When the database fails.
pub fn taken_in_for_others(
    tx: &mut Tx,
    counters: &[(AgencyCode, Vec<AgencyCode>)],
    skip: u32,
    limit: u32,
) -> Result<Vec<Listed>, Fault> {
    let mut values = Vec::new();
    let mut ways = Vec::new();
    for (counter, own) in counters {
        let at = push(&mut values, counter.as_str());
        let own: Vec<_> = own.iter().map(|agency| push(&mut values, agency.as_str())).collect();
        let others = if own.is_empty() { "1 = 1".to_owned() } else { format!("{AGENCY} NOT IN ({})", own.join(", ")) };
        ways.push(format!("(d.counter = {at} AND {others})"));
    }
    if ways.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT {} FROM dossiers d WHERE d.status <> 10 AND d.queue + d.paused > 0 AND ({})
         ORDER BY CASE WHEN d.status = 9 THEN 0 ELSE 1 END, d.queue_due, d.id LIMIT {limit} OFFSET {skip}",
        Listed::COLUMNS,
        ways.join(" OR ")
    );
    tx.query(&sql, values)?.iter().map(Listed::read).collect()
}

/// One condition for each way in which a dossier concerns what is seen, so that each follows an index.
struct Ways {
    /// It belongs there, for as long as it exists.
    belongs: [String; 4],
    /// Something is to be done with it there now.
    holds: String,
}

/// `columns` are those of the competent agency, the counter, and the counter that returns the result.
fn ways(values: &mut Vec<Value>, seen: &Seen, columns: &[String; 3]) -> Ways {
    let agency = push(values, seen.agency.as_str());
    let only = only(seen.procedures.as_deref(), |value| push(values, value));
    let [competent, counter, returns] = columns;
    Ways {
        belongs: [
            format!("{competent} = {agency}{only}"),
            format!("{counter} = {agency}{only}"),
            format!("{returns} = {agency} AND d.return_counter <> d.counter{only}"),
            format!("d.code IN (SELECT s.dossier FROM dossier_shares s WHERE s.agency = {agency}){only}"),
        ],
        holds: format!("d.holder = {agency} AND d.queue = 1{only}"),
    }
}

/// The condition for these procedures only, beginning with `AND`; none when all are meant.
pub(super) fn only(procedures: Option<&[ProcedureCode]>, mut value: impl FnMut(&str) -> String) -> String {
    match procedures {
        None => String::new(),
        Some([]) => " AND 1 = 0".to_owned(),
        Some(some) => {
            let some: Vec<_> = some.iter().map(|code| value(code.as_str())).collect();
            format!(" AND d.procedure IN ({})", some.join(", "))
        }
    }
}

fn push(values: &mut Vec<Value>, value: &str) -> String {
    values.push(value.into());
    format!("${}", values.len())
}
