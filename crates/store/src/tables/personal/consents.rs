//! What people agreed to beyond what the law bids.

use crate::engine::{Row, Tx};
use crate::journal::Recorded;
use crate::{Fault, values};
use jiff::Timestamp;
use rules::personal::{Consent, Event};

/// One agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// To what.
    pub purpose: Consent,
    /// The version of the text.
    pub version: String,
    /// When.
    pub given_at: Timestamp,
    /// Where they said so.
    pub channel: String,
    /// When it was taken back.
    pub withdrawn_at: Option<Timestamp>,
}

pub(super) fn apply(tx: &mut Tx, event: &Event, recorded: &Recorded) -> Result<(), Fault> {
    match event {
        Event::ConsentGiven(given) => tx.execute(
            "INSERT INTO consents (login, purpose, given_at, version, channel) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (login, purpose, given_at) DO UPDATE SET withdrawn_at = NULL",
            values![
                given.login.as_str(),
                given.purpose.key(),
                recorded.at,
                given.text.as_str(),
                given.channel.as_str()
            ],
        ),
        Event::ConsentWithdrawn(withdrawn) => tx.execute(
            "UPDATE consents SET withdrawn_at = $1 WHERE login = $2 AND purpose = $3 AND withdrawn_at IS NULL",
            values![recorded.at, withdrawn.login.as_str(), withdrawn.purpose.key()],
        ),
        _ => Ok(()),
    }
}

/// Everything that a person agreed to, newest first.
///
/// # Errors
/// When the database refuses.
pub fn of(tx: &mut Tx, login: &str) -> Result<Vec<Given>, Fault> {
    tx.query(
        "SELECT purpose, version, given_at, channel, withdrawn_at FROM consents WHERE login = $1
         ORDER BY given_at DESC, purpose",
        values![login],
    )?
    .iter()
    .map(read)
    .collect()
}

/// Whether a person agrees to this use now: whoever sends messages asks here.
///
/// # Errors
/// When the database refuses.
pub fn agrees(tx: &mut Tx, login: &str, purpose: Consent) -> Result<bool, Fault> {
    let given = of(tx, login)?;
    Ok(given.iter().any(|given| given.purpose == purpose && given.withdrawn_at.is_none()))
}

fn read(row: &Row) -> Result<Given, Fault> {
    Ok(Given {
        purpose: Consent::from_key(row.text(0)?).ok_or_else(|| Fault::new("an unknown consent"))?,
        version: row.string(1)?,
        given_at: row.time(2)?,
        channel: row.string(3)?,
        withdrawn_at: row.opt_time(4)?,
    })
}
