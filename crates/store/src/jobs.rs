//! Effects that wait to be carried out: messages, pushes, synchronisation. Queued in the transaction of their event, so that
//! none is lost and none is done for what did not happen. The supervisor runs them; a job may run twice, so carrying one out
//! must be harmless the second time.

use crate::{Engine, Fault, Tx, values};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

/// After so many attempts a job is left for people.
const ATTEMPTS: u32 = 12;

/// A job that was claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Its identifier.
    pub id: String,
    /// What is to be done.
    pub kind: String,
    /// With what, as JSON text.
    pub payload: String,
    /// Which attempt this is, from 1.
    pub attempts: u32,
}

/// Queues a job to run at a time or soon after; answers its identifier.
///
/// # Errors
/// When the payload has no JSON form or the database refuses.
pub fn queue(tx: &mut Tx, kind: &str, payload: &impl Serialize, run_at: Timestamp) -> Result<String, Fault> {
    let id = crate::files::sortable_id(run_at);
    let payload = serde_json::to_string(payload).map_err(|error| Fault::because("a job has no JSON form", error))?;
    tx.execute(
        "INSERT INTO jobs (id, kind, payload, run_at, attempts, state) VALUES ($1, $2, $3, $4, 0, 'waiting')",
        values![id.as_str(), kind, payload, run_at],
    )?;
    Ok(id)
}

/// Takes up to `limit` jobs that are due. Whoever takes one has `lease` to finish it; after that it is due again (the program
/// may have died). Two processes never take the same one.
///
/// # Errors
/// When the database refuses.
pub fn claim(tx: &mut Tx, now: Timestamp, lease: SignedDuration, limit: usize) -> Result<Vec<Job>, Fault> {
    claim_kinds(tx, &[], now, lease, limit)
}

/// The same, of these kinds only: each worker takes what it understands. Of every kind where none is named.
///
/// # Errors
/// When the database refuses.
pub fn claim_kinds(
    tx: &mut Tx,
    kinds: &[&str],
    now: Timestamp,
    lease: SignedDuration,
    limit: usize,
) -> Result<Vec<Job>, Fault> {
    let mut asked = values![now, now + lease, limit];
    let mut places = Vec::with_capacity(kinds.len());
    for kind in kinds {
        asked.push((*kind).into());
        places.push(format!("${}", asked.len()));
    }
    let of = if places.is_empty() { String::new() } else { format!("AND kind IN ({})", places.join(", ")) };
    let skipping = match tx.engine() {
        Engine::Sqlite => "",
        Engine::Postgres => "FOR UPDATE SKIP LOCKED",
    };
    let sql = format!(
        "UPDATE jobs SET state = 'running', attempts = attempts + 1, run_at = $2
         WHERE id IN (SELECT id FROM jobs WHERE state IN ('waiting', 'running') AND run_at <= $1 {of}
                      ORDER BY run_at, id LIMIT $3 {skipping})
         RETURNING id, kind, payload, attempts"
    );
    let mut jobs = tx
        .query(&sql, asked)?
        .iter()
        .map(|row| {
            let attempts = u32::try_from(row.int(3)?).unwrap_or(u32::MAX);
            Ok(Job { id: row.string(0)?, kind: row.string(1)?, payload: row.string(2)?, attempts })
        })
        .collect::<Result<Vec<_>, Fault>>()?;
    jobs.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(jobs)
}

/// The job is carried out and forgotten.
///
/// # Errors
/// When the database refuses.
pub fn done(tx: &mut Tx, job: &Job) -> Result<(), Fault> {
    tx.execute("DELETE FROM jobs WHERE id = $1", values![job.id.as_str()])
}

/// The attempt failed: the job is due again after a while that doubles (20 s, 40 s, … at most 6 h), or, after 12 attempts,
/// rests as `failed` for people to look at. Answers when that is.
///
/// # Errors
/// When the database refuses.
pub fn failed(tx: &mut Tx, job: &Job, error: &str, now: Timestamp) -> Result<Timestamp, Fault> {
    let wait = SignedDuration::from_secs((10_i64 << job.attempts.min(12)).min(6 * 3600));
    let state = if job.attempts >= ATTEMPTS { "failed" } else { "waiting" };
    tx.execute(
        "UPDATE jobs SET state = $2, run_at = $3, last_error = $4 WHERE id = $1",
        values![job.id.as_str(), state, now + wait, error],
    )?;
    Ok(now + wait)
}

/// The job is not for now: it is due again at that time, and this was no attempt.
///
/// # Errors
/// When the database refuses.
pub fn postpone(tx: &mut Tx, job: &Job, until: Timestamp) -> Result<(), Fault> {
    tx.execute(
        "UPDATE jobs SET state = 'waiting', run_at = $2, attempts = attempts - 1 WHERE id = $1",
        values![job.id.as_str(), until],
    )
}
