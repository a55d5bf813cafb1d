//! Changes of how somebody signs in: the secret beside the journal and the event in it, in one transaction.

use crate::engine::Tx;
use crate::journal::{self, Append};
use crate::province::{PEOPLE_LEDGER, PROVINCE_LEDGER};
use crate::tables::accounts::tokens::{self, Token};
use crate::tables::accounts::{self, codes};
use crate::tables::{self, sessions};
use crate::{Failure, Fault, desk};
use jiff::Timestamp;
use rules::Refusal;
use rules::accounts::{
    CODE_VALID, Event, PasswordChanged, Purpose, RecoveryIssued, RecoveryUsed, SessionsEnded, TokenCreated,
    TokenRevoked,
};
use rules::people::{Actor, Capacity};

/// Enters what happened to an account. Tokens go into the province's ledger, so that every process forgets at once what it
/// kept of them; all else into the people's.
///
/// # Errors
/// When the database fails or somebody else was faster.
pub fn record(tx: &mut Tx, event: Event, by: &Capacity, now: Timestamp) -> Result<(), Failure> {
    let (ledger, stream) = match &event {
        Event::TokenCreated(_) | Event::TokenRevoked(_) => (PROVINCE_LEDGER, format!("tokens/{}", event.login())),
        _ => (PEOPLE_LEDGER, format!("accounts/{}", event.login())),
    };
    let expected = journal::stream_version(tx, &stream)?;
    let events = [rules::Event::Accounts(event)];
    journal::append(tx, &Append { ledger, stream: &stream, expected, at: now, by, events: &events })?;
    Ok(())
}

/// What happened to an account, newest first.
///
/// # Errors
/// When the database fails.
pub fn history(tx: &mut Tx, login: &str) -> Result<Vec<journal::Recorded>, Fault> {
    let mut all = journal::read_stream(tx, &format!("accounts/{login}"))?;
    all.extend(journal::read_stream(tx, &format!("tokens/{login}"))?);
    all.sort_by_key(|entry| std::cmp::Reverse(entry.at));
    Ok(all)
}

/// Sets a new password that its person chose: every other session of theirs ends.
///
/// # Errors
/// When the database fails or somebody else was faster.
pub fn change_password(
    tx: &mut Tx,
    by: &Capacity,
    hash: &str,
    kept_session: &str,
    now: Timestamp,
) -> Result<u64, Failure> {
    let login = by.login.clone();
    desk::people::set_password(tx, &login, hash, now)?;
    let ended = sessions::end_others(tx, &login, kept_session)?;
    record(tx, Event::PasswordChanged(PasswordChanged { login }), by, now)?;
    Ok(ended)
}

/// What a one-time code is issued for.
#[derive(Debug, Clone)]
pub struct Issue {
    /// For whom.
    pub login: String,
    /// The code's hash.
    pub hash: String,
    /// What for.
    pub purpose: Purpose,
    /// Why.
    pub reason: String,
    /// Whether second factors are removed too.
    pub remove_factors: bool,
}

/// Issues a one-time code; tells until when it is valid. The old password, sessions and tokens of the person end: whoever took the account
/// over is out.
///
/// # Errors
/// When the database fails or somebody else was faster.
pub fn issue_code(tx: &mut Tx, issue: &Issue, by: &Capacity, now: Timestamp) -> Result<Timestamp, Failure> {
    let expires_at = now + CODE_VALID;
    codes::keep_one_time(tx, &issue.login, &issue.hash, expires_at)?;
    if issue.remove_factors {
        accounts::remove_second_factors(tx, &issue.login)?;
    }
    // A password that somebody else may know opens nothing any more, least of all a place where to add a second factor.
    desk::people::remove_password(tx, &issue.login)?;
    sessions::end_others(tx, &issue.login, "")?;
    for token in tokens::list(tx, Some(&issue.login), u32::MAX)? {
        revoke_token(tx, &issue.login, &token.id, by, now)?;
    }
    let issued = RecoveryIssued {
        login: issue.login.clone(),
        purpose: issue.purpose,
        reason: issue.reason.clone(),
        factors_removed: issue.remove_factors,
        expires_at,
    };
    record(tx, Event::RecoveryIssued(issued), by, now)?;
    Ok(expires_at)
}

/// Sets a password with a one-time code, which is used up; every session ends.
///
/// # Errors
/// When the code is wrong, used or over, or the database fails.
pub fn use_code(tx: &mut Tx, actor: &Actor, code_hash: &str, hash: &str, now: Timestamp) -> Result<(), Failure> {
    let login = actor.login.clone();
    if !codes::use_up_one_time(tx, &login, code_hash, now)? {
        return Err(Refusal::rule("code-wrong").into());
    }
    desk::people::set_password(tx, &login, hash, now)?;
    sessions::end_others(tx, &login, "")?;
    record(tx, Event::RecoveryUsed(RecoveryUsed { login }), &actor.as_citizen(), now)
}

/// Ends sessions of somebody else: the one of this key, or all.
///
/// # Errors
/// When the database fails or somebody else was faster.
pub fn end_sessions(
    tx: &mut Tx,
    login: &str,
    key: Option<&str>,
    by: &Capacity,
    now: Timestamp,
) -> Result<u64, Failure> {
    let count = match key {
        Some(key) => u64::from(sessions::end(tx, login, key)?),
        None => sessions::end_others(tx, login, "")?,
    };
    if count > 0 {
        record(tx, Event::SessionsEnded(SessionsEnded { login: login.to_owned(), count }), by, now)?;
    }
    Ok(count)
}

/// Keeps a token for programs by its hash.
///
/// # Errors
/// When the database fails or somebody else was faster.
pub fn create_token(tx: &mut Tx, hash: &str, token: &Token, by: &Capacity) -> Result<(), Failure> {
    tokens::keep(tx, hash, token)?;
    let created = TokenCreated {
        login: token.login.clone(),
        token: hash.chars().take(12).collect(),
        name: token.name.clone(),
        scope: token.scope,
        expires_at: token.expires_at,
    };
    record(tx, Event::TokenCreated(created), by, token.created_at)
}

/// Revokes a token for programs: from the next request on it opens nothing.
///
/// # Errors
/// When there is no such token of this person, or the database fails.
pub fn revoke_token(tx: &mut Tx, login: &str, id: &str, by: &Capacity, now: Timestamp) -> Result<(), Failure> {
    let token = tokens::get(tx, id)?.filter(|token| token.login == login);
    let token = token.ok_or_else(|| Refusal::not_found("token-unknown"))?;
    tokens::delete(tx, id)?;
    let revoked = TokenRevoked { login: token.login, token: token.id, name: token.name };
    record(tx, Event::TokenRevoked(revoked), by, now)
}

/// Who a token stands for, and what it may do.
#[derive(Debug, Clone)]
pub struct TokenHolder {
    /// Who.
    pub actor: Actor,
    /// The token.
    pub token: Token,
}

/// Who a bearer token stands for, while it is valid.
///
/// # Errors
/// When the database fails.
pub fn token_holder(tx: &mut Tx, hash: &str, now: Timestamp) -> Result<Option<TokenHolder>, Fault> {
    let Some(token) = tokens::valid(tx, hash, now)? else { return Ok(None) };
    let found = tables::people::actor(tx, &token.login, now)?.filter(|actor| token.of_officer || !actor.is_officer());
    Ok(found.map(|actor| TokenHolder { actor: actor.proved(token.assurance, false), token }))
}
