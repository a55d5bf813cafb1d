//! Budget lines and their amounts; sums as of a day, and what is expected by the end of the year.

use super::numbers;
use crate::desk::budget::{SEQUENCE, load_with_history};
use crate::engine::Row;
use crate::tables::quality::Source;
use crate::{Fault, Tx, Value, values};
use jiff::civil::Date;
use rules::budget::{
    Event, Field, Forecast, Line, LineAt, MovementKind, PastLine, Sums, closes_on, forecast as decide_forecast,
};
use rules::codes::{AgencyCode, BudgetCode};
use rules::money::Dong;
use rules::people::is_within;
use rules::people::permissions::Scope;
use rules::quality::{Figure, List, Points, Share};
use rules::text::fold;
use std::collections::BTreeMap;

/// What is allocated, which share of digital transformation is disbursed, and which will be.
pub(in crate::tables) const FIGURES: Source = Source {
    keys: &["budget_allocated", "disbursement_digital", "disbursement_forecast"],
    figure: |tx, _, key, period| figure(tx, key, period.to),
    // They have a list of their own.
    behind: |_, _, _, _, _| Ok(Vec::new()),
};

/// Where the lines are listed.
const LINES: List = List { page: "/budget", api: "/api/v1/budget-lines" };
/// Where those of digital transformation are.
const DIGITAL: List = List { page: "/budget?field=digital", api: "/api/v1/budget-lines?field=digital" };

/// Takes in one entry: rows are a function of the line's state.
///
/// # Errors
/// When the database fails.
pub(super) fn apply(tx: &mut Tx, event: &Event) -> Result<(), Fault> {
    let code = event.line();
    let (known, _) = load_with_history(tx, code)?.ok_or_else(|| Fault::new("the stream of a budget line is empty"))?;
    let (line, whole) = (&known.line, known.whole());
    if matches!(event, Event::Opened(_)) {
        let (year, number) = code.parts();
        numbers::note(tx, SEQUENCE, year, number)?;
    }
    tx.execute(
        "INSERT INTO budget_lines
             (code, year, name, words, source, field, agency, body, allocated, committed, disbursed, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT (code) DO UPDATE SET allocated = excluded.allocated, committed = excluded.committed,
             disbursed = excluded.disbursed, version = excluded.version",
        values![
            code.as_str(),
            i64::from(line.year),
            line.name.as_str(),
            fold(&format!("{code} {}", line.name)),
            line.source.key(),
            line.field.key(),
            line.agency.as_str(),
            super::json(line)?,
            whole.allocated.0,
            whole.committed.0,
            whole.disbursed.0,
            known.version,
        ],
    )?;
    if let Event::Voided(voided) = event {
        let sql = "DELETE FROM budget_entries WHERE line = $1 AND number = $2";
        return tx.execute(sql, values![code.as_str(), voided.number]);
    }
    let Some((kind, movement)) = event.movement() else { return Ok(()) };
    // Whoever rebuilds sees later events in the stream already: what was taken back has no row.
    if known.counted().all(|(_, counted)| counted.number != movement.number) {
        return Ok(());
    }
    tx.execute(
        "INSERT INTO budget_entries (line, number, kind, made_on, amount) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (line, number) DO NOTHING",
        values![code.as_str(), movement.number, kind.key(), movement.on.to_string(), movement.amount.0],
    )
}

/// The line of this year, agency and name, as words.
pub(crate) fn line_named(tx: &mut Tx, year: i16, agency: &AgencyCode, name: &str) -> Result<Option<BudgetCode>, Fault> {
    let sql = "SELECT code, name FROM budget_lines WHERE year = $1 AND agency = $2 ORDER BY code";
    for row in tx.query(sql, values![i64::from(year), agency.as_str()])? {
        if fold(row.text(1)?) == fold(name) {
            return row.parsed(0).map(Some);
        }
    }
    Ok(None)
}

/// A line in a list, with what it comes to by a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// What it is.
    pub line: Line,
    /// What it comes to.
    pub sums: Sums,
}

/// Which lines.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of which year's budget.
    pub year: i16,
    /// In this field.
    pub field: Option<Field>,
    /// Those in whose names or codes these words stand, with or without marks.
    pub words: String,
}

/// The lines of a year within the scope by code, with what they come to by a day: a province has some dozens a year.
///
/// # Errors
/// When the database fails.
pub fn list(tx: &mut Tx, scope: &Scope, filter: &Filter, by: Date) -> Result<Vec<Listed>, Fault> {
    let mut values: Vec<Value> = vec![i64::from(filter.year).into()];
    let mut sql = String::from("year = $1");
    if let Some(field) = filter.field {
        values.push(field.key().into());
        sql.push_str(&format!(" AND field = ${}", values.len()));
    }
    for word in fold(&filter.words).split(' ').filter(|word| !word.is_empty()) {
        values.push(format!("%{word}%").into());
        sql.push_str(&format!(" AND words LIKE ${}", values.len()));
    }
    let rows = tx.query(&format!("SELECT body FROM budget_lines WHERE {sql} ORDER BY code"), values)?;
    let lines: Vec<Line> = rows.iter().map(|row: &Row| row.json(0)).collect::<Result<_, _>>()?;
    let sums = sums(tx, filter.year, by)?;
    let seen = |line: &Line| match scope {
        Scope::All => true,
        Scope::Agencies(seen) => seen.iter().any(|seen| is_within(&line.agency, &seen.agency)),
        Scope::Owner(_) => false,
    };
    let lines = lines.into_iter().filter(seen);
    Ok(lines.map(|line| Listed { sums: sums.get(line.code.as_str()).copied().unwrap_or_default(), line }).collect())
}

/// The years that have lines, the newest first.
///
/// # Errors
/// When the database fails.
pub fn years(tx: &mut Tx) -> Result<Vec<i16>, Fault> {
    let rows = tx.query("SELECT DISTINCT year FROM budget_lines ORDER BY year DESC", values![])?;
    rows.iter().map(|row| Ok(i16::try_from(row.int(0)?).unwrap_or_default())).collect()
}

/// What each line of a year comes to by a day.
fn sums(tx: &mut Tx, year: i16, by: Date) -> Result<BTreeMap<String, Sums>, Fault> {
    let sql = "SELECT e.line, e.kind, SUM(e.amount) FROM budget_entries e JOIN budget_lines l ON l.code = e.line
         WHERE l.year = $1 AND e.made_on <= $2 GROUP BY e.line, e.kind";
    let mut each: BTreeMap<String, Sums> = BTreeMap::new();
    for row in tx.query(sql, values![i64::from(year), by.to_string()])? {
        let kind = MovementKind::from_key(row.text(1)?).ok_or_else(|| Fault::new("an amount of an unknown kind"))?;
        let line = each.entry(row.string(0)?).or_default();
        *line = line.with(kind, Dong(row.int(2)?));
    }
    Ok(each)
}

/// What was entered of a year's lines day by day, oldest first: the amounts of each kind.
///
/// # Errors
/// When the database fails.
pub fn course(tx: &mut Tx, year: i16, field: Option<Field>) -> Result<Vec<(Date, MovementKind, Dong)>, Fault> {
    let mut values: Vec<Value> = vec![i64::from(year).into()];
    let mut sql = String::from("l.year = $1");
    if let Some(field) = field {
        values.push(field.key().into());
        sql.push_str(" AND l.field = $2");
    }
    let sql = format!(
        "SELECT e.made_on, e.kind, SUM(e.amount) FROM budget_entries e JOIN budget_lines l ON l.code = e.line
         WHERE {sql} GROUP BY e.made_on, e.kind ORDER BY e.made_on, e.kind"
    );
    let rows = tx.query(&sql, values)?;
    let unknown = || Fault::new("an amount of an unknown kind");
    rows.iter()
        .map(|row| {
            let kind = MovementKind::from_key(row.text(1)?).ok_or_else(unknown)?;
            Ok((row.parsed(0)?, kind, Dong(row.int(2)?)))
        })
        .collect()
}

/// What is expected of the lines of a field by the time the year's books are closed, as of a day, learnt from the five years before; nothing
/// before there are two of them.
///
/// # Errors
/// When the database fails.
pub fn forecast(tx: &mut Tx, year: i16, field: Option<Field>, as_of: Date) -> Result<Option<Forecast>, Fault> {
    let filter = |year| Filter { year, field, words: String::new() };
    let mut past = Vec::new();
    for before in 1..=5 {
        let past_year = year - before;
        let Ok(same_day) = Date::new(as_of.year() - before, as_of.month(), as_of.day().min(28)) else { continue };
        let by_then = list(tx, &Scope::All, &filter(past_year), same_day)?;
        let at_last = list(tx, &Scope::All, &filter(past_year), closes_on(past_year))?;
        past.extend(by_then.iter().zip(&at_last).map(|(then, last)| PastLine {
            year: past_year,
            allocated: last.sums.allocated,
            by_then: then.sums.disbursed,
            at_last: last.sums.disbursed,
        }));
    }
    let lines = list(tx, &Scope::All, &filter(year), as_of)?;
    let lines: Vec<_> = lines
        .into_iter()
        .map(|one| LineAt { code: one.line.code, allocated: one.sums.allocated, disbursed: one.sums.disbursed })
        .collect();
    Ok(decide_forecast(&lines, &past))
}

/// The figure of this key as of a day; nothing for another key, or where the year has no lines yet.
///
/// # Errors
/// When the database fails.
pub fn figure(tx: &mut Tx, key: &str, as_of: Date) -> Result<Option<Figure>, Fault> {
    let year = as_of.year();
    let of = |field| Filter { year, field, words: String::new() };
    Ok(match key {
        "budget_allocated" => {
            let lines = list(tx, &Scope::All, &of(None), as_of)?;
            let whole: i64 = lines.iter().map(|one| one.sums.allocated.0).sum();
            let billions = Points::whole(1).times(whole, 1_000_000_000);
            (!lines.is_empty()).then(|| Figure::plain(Some(billions)).listed(LINES))
        }
        "disbursement_digital" => {
            let lines = list(tx, &Scope::All, &of(Some(Field::Digital)), as_of)?;
            let sum = |part: fn(&Sums) -> Dong| lines.iter().map(|one| part(&one.sums).0).sum();
            let share = Share::new(sum(|sums| sums.disbursed), sum(|sums| sums.allocated));
            (!lines.is_empty()).then(|| Figure::percent(share).listed(DIGITAL))
        }
        "disbursement_forecast" => forecast(tx, year, Some(Field::Digital), as_of)?
            .map(|found| Figure::percent(Share::new(found.expected.0, found.allocated.0)).listed(DIGITAL)),
        _ => None,
    })
}
