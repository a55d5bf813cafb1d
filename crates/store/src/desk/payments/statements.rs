//! The bank's statement: taken in whole or not at all, transfers find their payments, and what is left over is shown.

use super::{find, receive};
use crate::desk::dossiers::load;
use crate::journal::{self, Append};
use crate::province::Province;
use crate::tables::payments::{accounts, attempts, moneys, statements};
use crate::{Failure, Fault, Tx};
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use rules::codes::AgencyCode;
use rules::dossiers::Dossier;
use rules::payments::{
    AttemptCode, Compared, Difference, Event, Line, MoneyIn, Reference, Source, Statement, StatementImported, compare,
};
use rules::people::permissions::without_interest;
use rules::people::{Actor, Capacity, Position};
use rules::{Problem, Refusal};

/// Lines in one entry of the journal.
const CHUNK: usize = 500;
/// The gateway may pass money on so many days after it was paid.
const DAYS_UNDER_WAY: i64 = 3;

/// What came of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Imported {
    /// The statement's hash.
    pub statement: String,
    /// Lines that were not known.
    pub new: usize,
    /// Lines of an earlier statement.
    pub known: usize,
    /// Transfers that found their payment now.
    pub transfers: usize,
}

/// Takes in a statement of an agency's account. A line for a dossier in which whoever brings it is interested finds no payment:
/// somebody else attaches it.
///
/// # Errors
/// When the same file was taken in before, or a line says something else than an earlier statement; nothing is kept then.
pub fn import(
    tx: &mut Tx,
    province: &Province,
    agency: &AgencyCode,
    (name, hash): (&str, &str),
    statement: &Statement,
    (by, interested): (&Capacity, impl Fn(&Dossier) -> bool),
    now: Timestamp,
) -> Result<Imported, Failure> {
    if statements::find(tx, hash)?.is_some() {
        return Err(Refusal::input(vec![Problem::new("/statement", "statement-known")]).into());
    }
    let mut imported = Imported { statement: hash.to_owned(), ..Imported::default() };
    let (mut new, mut problems) = (Vec::new(), Vec::new());
    for line in &statement.lines {
        match statements::line_known(tx, agency, &line.transaction)? {
            None => new.push(line.clone()),
            Some(known) if (known.credit, known.debit) == (line.credit, line.debit) => imported.known += 1,
            Some(_) => {
                let problem = Problem::new(format!("/statement/{}", line.row), "statement-changed");
                problems.push(problem.with("row", line.row).with("value", &line.transaction));
            }
        }
    }
    if !problems.is_empty() {
        return Err(Refusal::input(problems).into());
    }
    if new.is_empty() {
        return Err(Refusal::input(vec![Problem::new("/statement", "statement-known")]).into());
    }
    imported.new = new.len();
    enter(tx, agency, (name, hash), statement, &new, by, now)?;
    for line in new.iter().filter(|line| line.credit.0 > 0) {
        imported.transfers += usize::from(credit(tx, province, agency, line, (by, &interested), now)?);
    }
    Ok(imported)
}

fn enter(
    tx: &mut Tx,
    agency: &AgencyCode,
    (name, hash): (&str, &str),
    statement: &Statement,
    lines: &[Line],
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    let part = |lines: &[Line]| {
        rules::Event::Payments(Event::StatementImported(StatementImported {
            statement: hash.to_owned(),
            agency: agency.clone(),
            name: name.to_owned(),
            from: statement.from,
            to: statement.to,
            lines: lines.to_vec(),
        }))
    };
    let events: Vec<_> = lines.chunks(CHUNK).map(part).collect();
    let stream = format!("statements/{hash}");
    journal::append(
        tx,
        &Append { ledger: agency.as_str(), stream: &stream, expected: 0, at: now, by, events: &events },
    )?;
    Ok(())
}

/// A transfer finds the payment whose number stands in its text. What the gateway passed on is known by notification already; where
/// it is not, the gateway is asked.
fn credit(
    tx: &mut Tx,
    province: &Province,
    agency: &AgencyCode,
    line: &Line,
    (by, interested): (&Capacity, &impl Fn(&Dossier) -> bool),
    now: Timestamp,
) -> Result<bool, Failure> {
    for code in AttemptCode::all_in(&line.content) {
        if attempts::find(tx, &code)?.is_some() {
            if moneys::of_attempt(tx, &code)? == 0 {
                attempts::ask_now(tx, &code, now)?;
            }
            return Ok(false);
        }
    }
    for reference in Reference::all_in(&line.content) {
        if let Some(payment) = super::load(tx, &reference)?
            && pays_into(tx, &payment.requested.agency, agency)?
        {
            let dossier = load(tx, payment.requested.dossier.as_str())?;
            if dossier.is_some_and(|loaded| interested(&loaded.dossier)) {
                return Ok(false);
            }
            return Ok(receive(tx, province, &reference, transfer(line), by, now)?.1);
        }
    }
    Ok(false)
}

fn transfer(line: &Line) -> MoneyIn {
    // A statement names the day only: noon of it, so that no zone moves it.
    let noon = rules::calendar::instant(line.day.at(12, 0, 0, 0));
    MoneyIn {
        source: Source::Bank,
        transaction: line.transaction.clone(),
        attempt: None,
        amount: line.credit,
        paid_at: noon,
        counter: None,
    }
}

/// Whether the fees of `of` are paid into the account of `agency`.
fn pays_into(tx: &mut Tx, of: &AgencyCode, agency: &AgencyCode) -> Result<bool, Fault> {
    Ok(accounts::of(tx, of)?.is_some_and(|named| named.agency == *agency))
}

/// Gives a line of a statement that found no payment to the one that it was meant for.
///
/// # Errors
/// When there is no such line or payment, the payment is for a dossier of the actor's own, or the line was counted before.
pub fn attach(
    tx: &mut Tx,
    province: &Province,
    agency: &AgencyCode,
    number: &str,
    reference: &Reference,
    (actor, position): (&Actor, &Position),
    now: Timestamp,
) -> Result<(), Failure> {
    let line = statements::line_known(tx, agency, number)?.filter(|line| line.credit.0 > 0);
    let line = line.ok_or_else(|| Refusal::not_found("line-unknown"))?;
    let payment = find(tx, reference)?;
    if !pays_into(tx, &payment.requested.agency, agency)? {
        return Err(Refusal::rule("payment-of-another-account").into());
    }
    let dossier = load(tx, payment.requested.dossier.as_str())?;
    if let Some(loaded) = dossier {
        without_interest(actor, position, &loaded.dossier)?;
    }
    let by = &actor.as_officer(position);
    let (_, new) = receive(tx, province, reference, transfer(&line), by, now)?;
    if new { Ok(()) } else { Err(Refusal::rule("money-counted-elsewhere").with("reference", reference).into()) }
}

/// A statement beside what is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconciliation {
    /// The statement.
    pub statement: statements::Listed,
    /// Line and money side by side, the worst first.
    pub rows: Vec<Row>,
}

/// One row of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// How they compare.
    pub difference: Difference,
    /// What the bank says.
    pub line: Option<Line>,
    /// What is known.
    pub money: Option<moneys::Came>,
}

/// Compares a statement with the money of those days.
///
/// # Errors
/// When there is no such statement.
pub fn reconcile(tx: &mut Tx, id: &str) -> Result<Reconciliation, Failure> {
    let statement = statements::find(tx, id)?.ok_or_else(|| Refusal::not_found("statement-unknown"))?;
    let lines = statements::lines(tx, id)?;
    let since = statement.from.saturating_sub(DAYS_UNDER_WAY.days());
    let named = accounts::all(tx)?;
    let into = |of: &AgencyCode| accounts::nearest(named.clone(), of).is_some_and(|own| own.agency == statement.agency);
    let mut came = Vec::new();
    for money in moneys::of_days(tx, &statement.agency, since, statement.to)? {
        let elsewhere = into(&money.agency) && moneys::in_another_statement(tx, &money.known, id)?;
        if into(&money.agency) && !elsewhere {
            came.push(money);
        }
    }
    let known: Vec<_> = came.iter().map(|money| money.known.clone()).collect();
    let before = rules::calendar::instant(statement.from.at(0, 0, 0, 0)) - SignedDuration::from_secs(1);
    let rows = compare(&lines, &known).into_iter().filter(|row| {
        // What was paid before the statement begins is only looked for, not missed.
        row.difference != Difference::MissingAtBank || row.known.is_some_and(|at| came[at].paid_at > before)
    });
    let rows = rows.map(|Compared { line, known, difference }| Row {
        difference,
        line: line.map(|at| lines[at].clone()),
        money: known.map(|at| came[at].clone()),
    });
    Ok(Reconciliation { rows: rows.collect(), statement })
}
