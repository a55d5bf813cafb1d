//! Tries at the gateway, and when to ask what became of them. Kept beside the journal: only money is a fact.

use crate::{Engine, Fault, Tx, values};
use jiff::{SignedDuration, Timestamp};
use rules::money::Dong;
use rules::payments::{AttemptCode, Reference};

/// No pause between two questions is longer.
const LONGEST: SignedDuration = SignedDuration::from_hours(1);
/// After so long nobody asks any more; the bank's statement still would show it.
const GIVEN_UP: SignedDuration = SignedDuration::from_hours(72);

/// A try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Its number.
    pub code: AttemptCode,
    /// For which payment.
    pub reference: Reference,
    /// How much it was to be.
    pub amount: Dong,
    /// When it began.
    pub begun_at: Timestamp,
    /// `open`, `paid`, `failed` or `silent`.
    pub state: String,
    /// How often the gateway was asked.
    pub asks: u32,
}

/// Notes a try before the browser is sent away, and when to ask first what became of it.
///
/// # Errors
/// When the database refuses.
pub fn begin(
    tx: &mut Tx,
    code: &AttemptCode,
    reference: &Reference,
    amount: Dong,
    now: Timestamp,
    ask_at: Timestamp,
) -> Result<(), Fault> {
    tx.execute(
        "INSERT INTO payment_attempts (attempt, reference, amount, begun_at, state, asks, ask_at)
         VALUES ($1, $2, $3, $4, 'open', 0, $5)",
        values![code.as_str(), reference.as_str(), amount.0, now, ask_at],
    )
}

/// The try of this number.
///
/// # Errors
/// When the database fails.
pub fn find(tx: &mut Tx, code: &AttemptCode) -> Result<Option<Attempt>, Fault> {
    let sql = "SELECT attempt, reference, amount, begun_at, state, asks FROM payment_attempts WHERE attempt = $1";
    tx.query_opt(sql, values![code.as_str()])?.map(|row| read(&row)).transpose()
}

/// Whether a try for this payment is open: what became of it, nobody knows.
///
/// # Errors
/// When the database fails.
pub fn is_open(tx: &mut Tx, reference: &Reference) -> Result<bool, Fault> {
    let sql = "SELECT 1 FROM payment_attempts WHERE reference = $1 AND state = 'open' LIMIT 1";
    Ok(tx.query_opt(sql, values![reference.as_str()])?.is_some())
}

/// Notes how it ended.
///
/// # Errors
/// When the database refuses.
pub fn ended(tx: &mut Tx, code: &AttemptCode, state: &'static str) -> Result<(), Fault> {
    let sql = "UPDATE payment_attempts SET state = $2 WHERE attempt = $1 AND state <> 'paid'";
    tx.execute(sql, values![code.as_str(), state])
}

/// Asks about it at once, whatever was thought to have become of it: the bank knows of it.
///
/// # Errors
/// When the database refuses.
pub fn ask_now(tx: &mut Tx, code: &AttemptCode, now: Timestamp) -> Result<(), Fault> {
    let sql = "UPDATE payment_attempts SET state = 'open', ask_at = $2 WHERE attempt = $1";
    tx.execute(sql, values![code.as_str(), now])
}

/// Takes up to `limit` tries about which to ask now; each is due again after a pause that doubles, and given up after three days.
///
/// # Errors
/// When the database refuses.
pub fn take_due(tx: &mut Tx, now: Timestamp, limit: usize) -> Result<Vec<Attempt>, Fault> {
    let given_up = "UPDATE payment_attempts SET state = 'silent' WHERE state = 'open' AND begun_at < $1 AND asks > 0";
    tx.execute(given_up, values![now - GIVEN_UP])?;
    let skip = match tx.engine() {
        Engine::Sqlite => "",
        Engine::Postgres => "FOR UPDATE SKIP LOCKED",
    };
    let sql = format!(
        "SELECT attempt, reference, amount, begun_at, state, asks FROM payment_attempts
         WHERE state = 'open' AND ask_at <= $1 ORDER BY ask_at, attempt LIMIT $2 {skip}"
    );
    let due = tx.query(&sql, values![now, limit])?.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    for attempt in &due {
        let pause = SignedDuration::from_secs(60 << attempt.asks.min(10)).min(LONGEST);
        let sql = "UPDATE payment_attempts SET asks = asks + 1, ask_at = $2 WHERE attempt = $1";
        tx.execute(sql, values![attempt.code.as_str(), now + pause])?;
    }
    Ok(due)
}

/// How many are open and how many were given up: for those who watch.
///
/// # Errors
/// When the database fails.
pub fn unknown(tx: &mut Tx) -> Result<(u64, u64), Fault> {
    let sql = "SELECT COALESCE(SUM(CASE WHEN state = 'open' THEN 1 ELSE 0 END), 0),
         COALESCE(SUM(CASE WHEN state = 'silent' THEN 1 ELSE 0 END), 0) FROM payment_attempts";
    let row = tx.query_one(sql, values![])?;
    Ok((row.count(0)?, row.count(1)?))
}

fn read(row: &crate::engine::Row) -> Result<Attempt, Fault> {
    Ok(Attempt {
        code: row.parsed(0)?,
        reference: row.parsed(1)?,
        amount: Dong(row.int(2)?),
        begun_at: row.time(3)?,
        state: row.string(4)?,
        asks: u32::try_from(row.int(5)?).unwrap_or(u32::MAX),
    })
}
