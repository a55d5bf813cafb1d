//! The read log (*nhật ký truy cập*): who looked at whose data, in which capacity, for what. Beside the journal, so that old
//! lines can be forgotten; sealed into it, so that none is changed or removed unnoticed (docs/designs/read-log.md).

use crate::engine::{Row, Tx};
use crate::journal::{self, Recorded};
use crate::{Failure, Fault, values};
use jiff::Timestamp;
use rules::people::Capacity;
use rules::personal::{Event, ReadsForgotten, ReadsSealed};
use sha2::{Digest as _, Sha256};

/// So many lines get one seal.
const SEALED_AT_ONCE: u32 = 10_000;
/// The stream of the seals.
pub const STREAM: &str = "reads";

/// One look at somebody's data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its identifier; sorts by time.
    pub id: String,
    /// When.
    pub at: Timestamp,
    /// Who, in which capacity.
    pub by: Capacity,
    /// Whose data: personal number or tax code; empty where it is about nobody alone.
    pub subject: String,
    /// The account whose data it is, where known.
    pub owner: Option<String>,
    /// What was looked at: `dossier`, `history`, `file`, `export`, `look-up`, `request`, `log`.
    pub what: &'static str,
    /// In which dossier.
    pub dossier: Option<String>,
    /// Which part of it: a file, a filter.
    pub item: Option<String>,
    /// For what ([`rules::personal::access::Purpose::key`]).
    pub purpose: String,
}

impl Line {
    /// A line of now.
    #[must_use]
    pub fn new(by: Capacity, what: &'static str, purpose: String, at: Timestamp) -> Self {
        let id = crate::files::sortable_id(at);
        Self { id, at, by, subject: String::new(), owner: None, what, dossier: None, item: None, purpose }
    }
}

/// Enters a line.
///
/// # Errors
/// When the database refuses; then nothing may be shown.
pub fn note(tx: &mut Tx, line: &Line) -> Result<(), Fault> {
    tx.execute(
        "INSERT INTO reads (id, at, login, name, role, agency, title, subject, owner, what, dossier, item, purpose)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        values![
            line.id.as_str(),
            line.at,
            line.by.login.as_str(),
            line.by.name.as_str(),
            line.by.role.key(),
            line.by.agency.as_ref().map(rules::codes::AgencyCode::as_str),
            line.by.title.as_deref(),
            line.subject.as_str(),
            line.owner.as_deref(),
            line.what,
            line.dossier.as_deref(),
            line.item.as_deref(),
            line.purpose.as_str(),
        ],
    )
}

/// Seals what is not sealed yet: the hash over it goes into the journal. Answers how many lines that were.
///
/// # Errors
/// When the database refuses.
pub fn seal(tx: &mut Tx, now: Timestamp) -> Result<u64, Failure> {
    let version = journal::stream_version(tx, STREAM)?;
    // Marked and read in one statement: what another process enters meanwhile waits for the next seal.
    let sql = format!(
        "UPDATE reads SET seal = $1 WHERE seal IS NULL AND id IN
             (SELECT id FROM reads WHERE seal IS NULL ORDER BY id LIMIT {SEALED_AT_ONCE})
         RETURNING {SEALED}"
    );
    let mut rows = tx.query(&sql, values![version + 1])?;
    if rows.is_empty() {
        return Ok(0);
    }
    rows.sort_by(|a, b| a.text(0).unwrap_or_default().cmp(b.text(0).unwrap_or_default()));
    let (first, last) = (rows[0].string(0)?, rows[rows.len() - 1].string(0)?);
    let sealed = ReadsSealed { first, last, count: rows.len() as u64, sha256: hash(&rows)? };
    let by = Capacity::system("read log");
    crate::desk::personal::record(tx, STREAM, version, vec![Event::ReadsSealed(sealed)], &by, now)?;
    Ok(rows.len() as u64)
}

/// Forgets the lines before an instant, by whole seals, and enters that it did; answers how many lines that were. What
/// shares a seal with a line that is kept waits for the next time.
///
/// # Errors
/// When the database refuses.
pub fn forget(tx: &mut Tx, before: Timestamp, now: Timestamp) -> Result<u64, Failure> {
    // Identifiers begin with their instant in milliseconds.
    let id = crate::files::sortable_id(before);
    let first_kept = id.get(..13).unwrap_or(&id);
    // Processes that noted at the same time may have been sealed in another order, so several lines are asked.
    let kept = tx.query_one(
        "SELECT MIN(seal) FROM (SELECT seal FROM reads WHERE id >= $1 ORDER BY id LIMIT 1000) AS kept",
        values![first_kept],
    )?;
    let kept_from = match kept.opt_int(0)? {
        Some(seal) => seal,
        None => tx.query_one("SELECT COALESCE(MAX(seal), 0) + 1 FROM reads", values![])?.int(0)?,
    };
    let sql = "DELETE FROM reads WHERE id < $1 AND seal < $2";
    let count = tx.execute_now(sql, values![first_kept, kept_from])?;
    if count > 0 {
        let kept_from = u64::try_from(kept_from).map_err(|error| Fault::because("the number of a seal", error))?;
        let forgotten = Event::ReadsForgotten(ReadsForgotten { kept_from, count, before });
        let version = journal::stream_version(tx, STREAM)?;
        crate::desk::personal::record(tx, STREAM, version, vec![forgotten], &Capacity::system("read log"), now)?;
    }
    Ok(count)
}

/// A seal that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenSeal {
    /// Its number.
    pub number: u64,
    /// How many lines were sealed.
    pub sealed: u64,
    /// How many are there.
    pub found: u64,
}

/// Checks every seal that is kept; names those whose lines were changed, removed or added to.
///
/// # Errors
/// When the database refuses.
pub fn verify(tx: &mut Tx) -> Result<Vec<BrokenSeal>, Fault> {
    let (mut broken, past) = (Vec::new(), journal::read_stream(tx, STREAM)?);
    let kept_from = past.iter().filter_map(|recorded| match &recorded.event {
        rules::Event::Personal(Event::ReadsForgotten(forgotten)) => Some(forgotten.kept_from),
        _ => None,
    });
    let kept_from = kept_from.max().unwrap_or(0);
    for Recorded { version, event, .. } in past {
        let rules::Event::Personal(Event::ReadsSealed(sealed)) = event else { continue };
        if version < kept_from {
            continue;
        }
        let rows = tx.query(&format!("SELECT {SEALED} FROM reads WHERE seal = $1 ORDER BY id"), values![version])?;
        if rows.len() as u64 != sealed.count || hash(&rows)? != sealed.sha256 {
            broken.push(BrokenSeal { number: version, sealed: sealed.count, found: rows.len() as u64 });
        }
    }
    Ok(broken)
}

const SEALED: &str = "id, at, login, name, role, agency, title, subject, owner, what, dossier, item, purpose";

/// The hash over lines: each as a JSON array of its columns, one a line.
fn hash(rows: &[Row]) -> Result<String, Fault> {
    let mut hash = Sha256::new();
    for row in rows {
        let texts = (2..13).map(|column| row.opt_text(column)).collect::<Result<Vec<_>, _>>()?;
        let line = serde_json::to_vec(&(row.text(0)?, row.int(1)?, texts))
            .map_err(|error| Fault::because("a line has no JSON form", error))?;
        hash.update(&line);
        hash.update(b"\n");
    }
    Ok(hex::encode(hash.finalize()))
}

/// A line as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Its identifier: the place to read on from.
    pub id: String,
    /// When.
    pub at: Timestamp,
    /// Who: login.
    pub login: String,
    /// Their name then.
    pub name: String,
    /// For which agency.
    pub agency: Option<String>,
    /// With which title.
    pub title: Option<String>,
    /// Whose data.
    pub subject: String,
    /// What was looked at.
    pub what: String,
    /// In which dossier.
    pub dossier: Option<String>,
    /// For what.
    pub purpose: String,
}

/// Whose lines are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// Looks at this person's data: account and personal number.
    Person {
        /// Their account.
        login: String,
        /// Their personal number.
        subject: Option<String>,
    },
    /// Looks at data under this number.
    Subject(String),
    /// What this officer looked at.
    Reader(String),
}

/// Looks, newest first, older than the line `before`.
///
/// # Errors
/// When the database refuses.
pub fn list(tx: &mut Tx, about: &About, before: Option<&str>, limit: u32) -> Result<Vec<Seen>, Fault> {
    let wanted: Vec<(&str, &str)> = match about {
        About::Person { login, subject } => {
            let subject = subject.as_deref().filter(|subject| !subject.is_empty());
            [Some(("owner", login.as_str())), subject.map(|subject| ("subject", subject))]
                .into_iter()
                .flatten()
                .collect()
        }
        About::Subject(subject) => vec![("subject", subject)],
        About::Reader(login) => vec![("login", login)],
    };
    let mut found: Vec<Seen> = Vec::new();
    for (column, value) in wanted {
        // "~" sorts after every identifier.
        let sql = format!(
            "SELECT id, at, login, name, agency, title, subject, what, dossier, purpose FROM reads
             WHERE {column} = $1 AND id < $2 ORDER BY id DESC LIMIT {limit}"
        );
        for row in tx.query(&sql, values![value, before.unwrap_or("~")])? {
            found.push(Seen {
                id: row.string(0)?,
                at: row.time(1)?,
                login: row.string(2)?,
                name: row.string(3)?,
                agency: row.opt_string(4)?,
                title: row.opt_string(5)?,
                subject: row.string(6)?,
                what: row.string(7)?,
                dossier: row.opt_string(8)?,
                purpose: row.string(9)?,
            });
        }
    }
    found.sort_by(|a, b| b.id.cmp(&a.id));
    found.dedup_by(|a, b| a.id == b.id);
    found.truncate(limit as usize);
    Ok(found)
}
