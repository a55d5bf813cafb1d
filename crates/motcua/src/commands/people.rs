//! `motcua people`: who may sign in, and tokens for programs. Nobody is given a password: people set their own with a code.

use super::settings::Place;
use super::{CommandError, Texts};
use clap::Subcommand;
use jiff::{SignedDuration, Timestamp};
use rules::accounts::{Purpose, Scope, TOKEN_LONGEST_DAYS};
use rules::calendar::day_of;
use rules::codes::AgencyCode;
use rules::people::{Capacity, Event, PersonRegistered, PositionGranted, Role};
use rules::{Problem, Refusal};
use store::desk::accounts::{Issue, create_token, issue_code, revoke_token};
use store::province::Province;
use store::tables::accounts::tokens::{self, Token};
use store::{Failure, Options, Store, Tx, desk, tables};
use web::api::token_hash;
use web::credentials::codes::{self, Kind};

/// What to do with people.
#[derive(Debug, Subcommand)]
pub enum People {
    /// Print a bearer token for the API
    Token {
        /// Whose token
        #[arg(long, value_name = "NAME")]
        login: String,
        /// For how many days it is valid
        #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=i64::from(TOKEN_LONGEST_DAYS)))]
        days: u32,
        /// What it is for
        #[arg(long, default_value = "")]
        name: String,
        /// read or write
        #[arg(long, default_value = "write", value_parser = |key: &str| Scope::from_key(key).filter(|scope| *scope != Scope::Calendar).ok_or("read, write"))]
        scope: Scope,
    },
    /// List the tokens of a person: number, until when, scope, what for
    Tokens {
        /// Whose tokens
        #[arg(long, value_name = "NAME")]
        login: String,
    },
    /// Revoke a token
    Revoke {
        /// Whose token
        #[arg(long, value_name = "NAME")]
        login: String,
        /// Its number, as `people tokens` lists it
        #[arg(long, value_name = "NUMBER")]
        token: String,
    },
    /// Enter a person with a position; prints the code with which they set their password
    Add {
        /// The name to sign in with
        #[arg(long, value_name = "NAME")]
        login: String,
        /// The full name
        #[arg(long)]
        name: String,
        /// The agency of the position
        #[arg(long, value_name = "CODE")]
        agency: AgencyCode,
        /// citizen, counter_officer, case_officer, approver, clerk or administrator
        #[arg(long, value_parser = |key: &str| Role::from_key(key).ok_or("unknown role"))]
        role: Role,
        /// The title of the position
        #[arg(long, default_value = "")]
        title: String,
        /// The address by which people reach the server
        #[arg(long, env = "MOTCUA_PUBLIC_URL", value_name = "URL", default_value = "http://localhost:8080")]
        public_url: String,
    },
    /// Print a code with which a person sets a new password: for when no administrator can sign in
    Recover {
        /// Who
        #[arg(long, value_name = "NAME")]
        login: String,
        /// Why; it is written into the journal
        #[arg(long)]
        reason: String,
        /// Remove authenticator app, passkeys and recovery codes too
        #[arg(long)]
        remove_factors: bool,
        /// The address by which people reach the server
        #[arg(long, env = "MOTCUA_PUBLIC_URL", value_name = "URL", default_value = "http://localhost:8080")]
        public_url: String,
    },
}

impl People {
    /// Does it, and prints what is needed.
    ///
    /// # Errors
    /// When there is no such person, or the database fails.
    pub fn run(self, place: &Place, texts: Texts, now: Timestamp) -> Result<String, CommandError> {
        let store = place.open(&Options { readers: 1, ..Options::default() })?;
        // A simulated province has a time of its own: an entry of today would move it here.
        let now = crate::demo::now(&store)?.unwrap_or(now);
        let of = |failure| CommandError::of(failure, texts);
        match self {
            Self::Token { login, days, name, scope } => {
                let secret = codes::new_token().map_err(|failure| random(&failure))?;
                let (hash, expires_at) = (token_hash(&secret), now + SignedDuration::from_hours(24 * i64::from(days)));
                let by = Capacity::system("motcua people token");
                let token = Token {
                    id: String::new(),
                    login,
                    name,
                    scope,
                    created_at: now,
                    used_at: None,
                    expires_at,
                    assurance: None,
                    of_officer: false,
                };
                store
                    .write_blocking(move |tx| {
                        known(tx, &token.login)?;
                        let of_officer = tables::people::holds_or_will(tx, &token.login, day_of(now))?;
                        create_token(tx, &hash, &Token { of_officer, ..token.clone() }, &by)
                    })
                    .map_err(of)?;
                Ok(secret)
            }
            Self::Tokens { login } => {
                let list = store.read_blocking(move |tx| {
                    known(tx, &login)?;
                    Ok(tokens::list(tx, Some(&login), 1000)?)
                });
                let line = |token: &Token| {
                    format!("{}\t{}\t{}\t{}", token.id, token.expires_at, token.scope.key(), token.name)
                };
                Ok(list.map_err(of)?.iter().map(line).collect::<Vec<_>>().join("\n"))
            }
            Self::Revoke { login, token } => {
                let by = Capacity::system("motcua people revoke");
                store.write_blocking(move |tx| revoke_token(tx, &login, &token, &by, now)).map_err(of)?;
                Ok(texts.t("cli-token-revoked"))
            }
            Self::Add { login, name, agency, role, title, public_url } => {
                let by = Capacity::system("motcua people add");
                let (entered, told) = (login.clone(), by.clone());
                let new = store
                    .write_blocking(move |tx| {
                        if Province::within(tx)?.directory.get(&agency).is_none() {
                            let unknown = Problem::new("/agency", "agency-unknown").with("code", &agency);
                            return Err(Refusal::input(vec![unknown]).into());
                        }
                        let person = PersonRegistered {
                            login: entered.clone(),
                            name: name.clone(),
                            personal_id: None,
                            phone: None,
                            address: None,
                            commune: None,
                        };
                        desk::people::record(tx, Event::PersonRegistered(person), &told, now)?;
                        let position = PositionGranted::at_once(&entered, agency.clone(), role, &title);
                        desk::people::record(tx, Event::PositionGranted(position), &told, now)?;
                        Ok(desk::people::password_hash(tx, &entered)?.is_none())
                    })
                    .map_err(of)?;
                if !new {
                    return Ok(String::new());
                }
                let issue = Issue {
                    login,
                    hash: String::new(),
                    purpose: Purpose::Activation,
                    reason: by.name.clone(),
                    remove_factors: false,
                };
                issued(&store, place, issue, &by, &public_url, texts, now)
            }
            Self::Recover { login, reason, remove_factors, public_url } => {
                let by = Capacity::system("motcua people recover");
                let issue = Issue { login, hash: String::new(), purpose: Purpose::Recovery, reason, remove_factors };
                issued(&store, place, issue, &by, &public_url, texts, now)
            }
        }
    }
}

/// Issues a one-time code and says how it is used.
fn issued(
    store: &Store,
    place: &Place,
    mut issue: Issue,
    by: &Capacity,
    public_url: &str,
    texts: Texts,
    now: Timestamp,
) -> Result<String, CommandError> {
    let code = codes::new(Kind::OneTime).map_err(|failure| random(&failure))?;
    issue.hash = codes::hash(&place.form_secret()?, Kind::OneTime, &issue.login, &code);
    let (login, by) = (issue.login.clone(), by.clone());
    let kept = store.write_blocking(move |tx| {
        known(tx, &issue.login)?;
        issue_code(tx, &issue, &by, now)
    });
    kept.map_err(|failure| CommandError::of(failure, texts))?;
    let how = texts.t1("cli-activation-how", "address", public_url.trim_end_matches('/'));
    Ok(format!("{}\n{how}", texts.t2("cli-activation", "login", login, "code", code)))
}

fn known(tx: &mut Tx, login: &str) -> Result<(), Failure> {
    let person = tables::people::person(tx, login)?;
    person.map(drop).ok_or_else(|| Refusal::not_found("person-unknown").with("login", login).into())
}

fn random(failure: &web::Failure) -> CommandError {
    CommandError::Fault(anyhow::anyhow!("no random bytes: {}", failure.code()))
}
