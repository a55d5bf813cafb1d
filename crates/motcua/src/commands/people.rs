//! `motcua people`: who may sign in, and tokens for programs.

use super::settings::Place;
use super::{CommandError, Texts};
use argon2::{Argon2, PasswordHasher as _};
use clap::Subcommand;
use jiff::{SignedDuration, Timestamp};
use rules::Refusal;
use rules::codes::AgencyCode;
use rules::people::{Capacity, Event, PersonRegistered, PositionGranted, Role};
use std::io::BufRead as _;
use store::{Failure, Options, desk, tables};
use web::api::token_hash;

/// What to do with people.
#[derive(Debug, Subcommand)]
pub enum People {
    /// Print a bearer token for the API
    Token {
        /// Whose token
        #[arg(long, value_name = "NAME")]
        login: String,
        /// For how many days it is valid
        #[arg(long, default_value_t = 30)]
        days: u32,
    },
    /// Enter a person with a position; the password is read from standard input
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
    },
}

impl People {
    /// Does it, and prints what is needed.
    ///
    /// # Errors
    /// When there is no such person, or the database fails.
    pub fn run(self, place: &Place, texts: Texts, now: Timestamp) -> Result<String, CommandError> {
        let store = place.open(&Options { readers: 1, ..Options::default() })?;
        let of = |failure| CommandError::of(failure, texts);
        match self {
            Self::Token { login, days } => {
                let token = new_token()?;
                let hash = token_hash(&token);
                let expires_at = now + SignedDuration::from_hours(24 * i64::from(days));
                store
                    .write_blocking(move |tx| {
                        tables::people::person(tx, &login)?.ok_or_else(|| {
                            Failure::Refused(Refusal::not_found("person-unknown").with("login", &login))
                        })?;
                        Ok(desk::people::keep_token(tx, &hash, &login, expires_at, now)?)
                    })
                    .map_err(of)?;
                Ok(token)
            }
            Self::Add { login, name, agency, role, title } => {
                let mut password = String::new();
                std::io::stdin().lock().read_line(&mut password).map_err(anyhow::Error::from)?;
                let password = password.trim_end_matches(['\r', '\n']);
                if password.chars().count() < 12 {
                    return Err(CommandError::Refused(texts.t("cli-password-short")));
                }
                let hash = password_hash(password)?;
                let by = Capacity::system("motcua people add");
                store
                    .write_blocking(move |tx| {
                        let person = PersonRegistered {
                            login: login.clone(),
                            name: name.clone(),
                            personal_id: None,
                            phone: None,
                            address: None,
                            commune: None,
                        };
                        desk::people::record(tx, Event::PersonRegistered(person), &by, now)?;
                        let position = PositionGranted::at_once(&login, agency.clone(), role, &title);
                        desk::people::record(tx, Event::PositionGranted(position), &by, now)?;
                        Ok(desk::people::set_password(tx, &login, &hash, now)?)
                    })
                    .map_err(of)?;
                Ok(String::new())
            }
        }
    }
}

/// A token that nobody can guess: 32 random bytes as text.
fn new_token() -> Result<String, CommandError> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no random bytes: {error}"))?;
    Ok(hex::encode(bytes))
}

/// The password as argon2id keeps it, with the library's recommended cost.
fn password_hash(password: &str) -> Result<String, CommandError> {
    let hash = Argon2::default()
        .hash_password(password.as_bytes())
        .map_err(|error| anyhow::anyhow!("the password could not be hashed: {error}"))?;
    Ok(hash.to_string())
}
