//! What people are told, and what became of it on each channel. Kept beside the journal: addresses and words must be forgettable.

use crate::engine::{Row, Tx};
use crate::{Fault, jobs, values};
use jiff::Timestamp;
use rules::messages::{Channel, Fate, Notice};
use std::collections::BTreeMap;

/// The kind of job that finds out by which channels a message leaves.
pub const PLAN: &str = "messages.plan";
/// The kind of job that sends a message over one channel.
pub const SEND: &str = "messages.send";

/// The values that a message's text names.
pub type Args = BTreeMap<String, String>;

/// Something to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What it follows from: the same is told once.
    pub id: String,
    /// The account of whoever is told.
    pub login: Option<String>,
    /// The mail address that came with the dossier.
    pub email: Option<String>,
    /// The telephone that came with the dossier.
    pub phone: Option<String>,
    /// The dossier.
    pub dossier: Option<String>,
    /// The petition.
    pub petition: Option<String>,
    /// What is told.
    pub notice: Notice,
    /// The values that its text names.
    pub args: Args,
    /// When it happened.
    pub created_at: Timestamp,
    /// When it was read in the application.
    pub read_at: Option<Timestamp>,
}

/// A message on one channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Which message.
    pub message: String,
    /// Over which channel.
    pub channel: Channel,
    /// To which address.
    pub address: String,
    /// What became of it.
    pub fate: Fate,
    /// How often it was tried.
    pub attempts: u32,
    /// When it leaves, if it waits.
    pub leaves_at: Timestamp,
    /// Since when it stands so.
    pub changed_at: Timestamp,
    /// What the other side said last.
    pub detail: Option<String>,
}

/// Notes a message, and queues what must be found out about it. The same one again changes nothing.
///
/// # Errors
/// When the database refuses.
pub fn tell(tx: &mut Tx, message: &Message) -> Result<(), Fault> {
    tx.execute(
        "INSERT INTO messages (id, login, email, phone, dossier, petition, notice, args, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING",
        values![
            message.id.as_str(),
            message.login.as_deref(),
            message.email.as_deref(),
            message.phone.as_deref(),
            message.dossier.as_deref(),
            message.petition.as_deref(),
            message.notice.key(),
            super::json(&message.args)?,
            message.created_at,
        ],
    )?;
    jobs::queue(tx, PLAN, &message.id, message.created_at)?;
    Ok(())
}

const COLUMNS: &str = "id, login, email, phone, dossier, petition, notice, args, created_at, read_at";

/// The message of this identifier.
///
/// # Errors
/// When the database refuses.
pub fn find(tx: &mut Tx, id: &str) -> Result<Option<Message>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM messages WHERE id = $1");
    tx.query_opt(&sql, values![id])?.as_ref().map(read).transpose()
}

/// What somebody was told, the newest first.
///
/// # Errors
/// When the database refuses.
pub fn of(tx: &mut Tx, login: &str, limit: u32) -> Result<Vec<Message>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM messages WHERE login = $1 ORDER BY created_at DESC, id LIMIT {limit}");
    tx.query(&sql, values![login])?.iter().map(read).collect()
}

/// How many of them were not read yet.
///
/// # Errors
/// When the database refuses.
pub fn unread(tx: &mut Tx, login: &str) -> Result<i64, Fault> {
    tx.query_one("SELECT COUNT(*) FROM messages WHERE login = $1 AND read_at IS NULL", values![login])?.int(0)
}

/// Notes that somebody read all that they were told.
///
/// # Errors
/// When the database refuses.
pub fn mark_read(tx: &mut Tx, login: &str, now: Timestamp) -> Result<(), Fault> {
    tx.execute("UPDATE messages SET read_at = $1 WHERE login = $2 AND read_at IS NULL", values![now, login])
}

/// What was told about a dossier, with what became of it on each channel; the newest first.
///
/// # Errors
/// When the database refuses.
pub fn about(tx: &mut Tx, dossier: &str) -> Result<Vec<(Message, Vec<Delivery>)>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM messages WHERE dossier = $1 ORDER BY created_at DESC, id LIMIT 100");
    let told = tx.query(&sql, values![dossier])?.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    told.into_iter()
        .map(|message| Ok((deliveries(tx, &message.id)?, message)))
        .map(|pair: Result<_, Fault>| pair.map(|(deliveries, message)| (message, deliveries)))
        .collect()
}

/// What became of a message on each channel.
///
/// # Errors
/// When the database refuses.
pub fn deliveries(tx: &mut Tx, message: &str) -> Result<Vec<Delivery>, Fault> {
    let sql = "SELECT message, channel, address, fate, attempts, leaves_at, changed_at, detail
               FROM deliveries WHERE message = $1 ORDER BY channel";
    tx.query(sql, values![message])?.iter().map(read_delivery).collect()
}

/// Notes that a message leaves over a channel at a time, and queues it. The same again changes nothing.
///
/// # Errors
/// When the database refuses.
pub fn plan(tx: &mut Tx, delivery: &Delivery) -> Result<(), Fault> {
    let (message, channel) = (delivery.message.as_str(), delivery.channel.key());
    let known =
        tx.query_opt("SELECT 1 FROM deliveries WHERE message = $1 AND channel = $2", values![message, channel])?;
    if known.is_some() {
        return Ok(());
    }
    tx.execute(
        "INSERT INTO deliveries (message, channel, address, fate, attempts, leaves_at, changed_at)
         VALUES ($1, $2, $3, $4, 0, $5, $6)",
        values![
            message,
            channel,
            delivery.address.as_str(),
            delivery.fate.key(),
            delivery.leaves_at,
            delivery.changed_at
        ],
    )?;
    if !delivery.fate.is_final() {
        jobs::queue(tx, SEND, &(message, channel), delivery.leaves_at)?;
    }
    Ok(())
}

/// Writes how a delivery stands.
///
/// # Errors
/// When the database refuses.
pub fn keep(tx: &mut Tx, delivery: &Delivery) -> Result<(), Fault> {
    tx.execute(
        "UPDATE deliveries SET fate = $1, attempts = $2, leaves_at = $3, changed_at = $4, detail = $5
         WHERE message = $6 AND channel = $7",
        values![
            delivery.fate.key(),
            u64::from(delivery.attempts),
            delivery.leaves_at,
            delivery.changed_at,
            delivery.detail.as_deref(),
            delivery.message.as_str(),
            delivery.channel.key(),
        ],
    )
}

/// Where somebody wants to be reached: mail address and language.
///
/// # Errors
/// When the database refuses.
pub fn contact(tx: &mut Tx, login: &str) -> Result<Option<(Option<String>, String)>, Fault> {
    let row = tx.query_opt("SELECT email, lang FROM contacts WHERE login = $1", values![login])?;
    row.map(|row| Ok((row.opt_string(0)?, row.string(1)?))).transpose()
}

/// Notes where somebody wants to be reached.
///
/// # Errors
/// When the database refuses.
pub fn set_contact(tx: &mut Tx, login: &str, email: Option<&str>, lang: &str, now: Timestamp) -> Result<(), Fault> {
    tx.execute(
        "INSERT INTO contacts (login, email, lang, changed_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (login) DO UPDATE SET email = excluded.email, lang = excluded.lang, changed_at = excluded.changed_at",
        values![login, email, lang, now],
    )
}

fn read(row: &Row) -> Result<Message, Fault> {
    Ok(Message {
        id: row.string(0)?,
        login: row.opt_string(1)?,
        email: row.opt_string(2)?,
        phone: row.opt_string(3)?,
        dossier: row.opt_string(4)?,
        petition: row.opt_string(5)?,
        notice: Notice::from_key(row.text(6)?).ok_or_else(|| Fault::new("an unknown notice"))?,
        args: row.json(7)?,
        created_at: row.time(8)?,
        read_at: row.opt_time(9)?,
    })
}

fn read_delivery(row: &Row) -> Result<Delivery, Fault> {
    Ok(Delivery {
        message: row.string(0)?,
        channel: Channel::from_key(row.text(1)?).ok_or_else(|| Fault::new("an unknown channel"))?,
        address: row.string(2)?,
        fate: Fate::from_key(row.text(3)?).ok_or_else(|| Fault::new("an unknown fate"))?,
        attempts: u32::try_from(row.int(4)?).unwrap_or(u32::MAX),
        leaves_at: row.time(5)?,
        changed_at: row.time(6)?,
        detail: row.opt_string(7)?,
    })
}
