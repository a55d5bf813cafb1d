//! One's tokens for programs: creating, with the secret shown once, and revoking.

use crate::api::token_hash;
use crate::app::App;
use crate::components::{Choice, Column, Columns, FormErrors, Tone};
use crate::credentials::codes;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::typed::Typed;
use crate::sessions::{self, Recent, SignedIn};
use crate::view::View;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::SignedDuration;
use rules::accounts::{Scope, TOKEN_LONGEST_DAYS};
use rules::people::{Actor, Capacity};
use rules::{Problem, Refusal};
use store::desk;
use store::tables::accounts::tokens::{self, Token};
use tower_sessions::Session;

const LONGEST_NAME: usize = 80;
const MOST: u32 = 200;

#[derive(Template)]
#[template(path = "accounts/tokens.html")]
struct TokensPage {
    f: Frame,
    errors: FormErrors,
    tokens: Vec<Token>,
    columns: Columns,
    scopes: Vec<Choice>,
    typed: Typed,
    secret: String,
}

async fn page(
    app: &App,
    f: Frame,
    actor: &Actor,
    errors: FormErrors,
    typed: Typed,
    secret: String,
) -> Result<View<TokensPage>, Failure> {
    let login = actor.login.clone();
    let tokens = app.read(move |tx| Ok(tokens::list(tx, Some(&login), MOST)?)).await?;
    let columns = ["token-name", "token-scope", "factor-added-at", "factor-used-at", "token-until", "account-actions"];
    let columns = columns.map(|key| Column::text(f.t(key))).into();
    let scopes =
        [Scope::Read, Scope::Write].map(|scope| Choice::new(scope.key(), f.t(&format!("scope-{}", scope.key()))));
    Ok(View(TokensPage { f, errors, tokens, columns, scopes: scopes.into(), typed, secret }))
}

pub(super) async fn list(State(app): State<App>, f: Frame, SignedIn(actor): SignedIn) -> Result<Response, Failure> {
    let mut typed = Typed::default();
    typed.set("scope", Scope::Read.key());
    typed.set("days", "30");
    Ok(page(&app, f, &actor, FormErrors::none(), typed, String::new()).await?.into_response())
}

pub(super) async fn create(
    State(app): State<App>,
    f: Frame,
    Recent(actor): Recent,
    typed: Typed,
) -> Result<Response, Failure> {
    let name = rules::text::tidy(typed.get("name"));
    // The address of a calendar is made where the calendar is.
    let scope = Scope::from_key(typed.get("scope")).filter(|scope| *scope != Scope::Calendar);
    let days = typed.get("days").parse().ok().filter(|days| (1..=TOKEN_LONGEST_DAYS).contains(days));
    let mut problems = Vec::new();
    if name.is_empty() {
        problems.push(Problem::new("/name", "token-name-missing"));
    } else if name.chars().count() > LONGEST_NAME {
        problems.push(Problem::new("/name", "too-long").with("max", LONGEST_NAME));
    }
    if days.is_none() {
        problems.push(Problem::new("/days", "token-days").with("most", TOKEN_LONGEST_DAYS));
    }
    if scope.is_none() {
        problems.push(Problem::new("/scope", "missing"));
    }
    let (Some(scope), Some(days), true) = (scope, days, problems.is_empty()) else {
        let errors = FormErrors::of(f.words, &Refusal::input(problems));
        let page = page(&app, f, &actor, errors, typed, String::new()).await?;
        return Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY));
    };
    let secret = codes::new_token()?;
    let (hash, now) = (token_hash(&secret), app.clock.now());
    let token = Token {
        id: String::new(),
        login: actor.login.clone(),
        name,
        scope,
        created_at: now,
        used_at: None,
        expires_at: now + SignedDuration::from_hours(24 * i64::from(days)),
        assurance: actor.assurance,
        of_officer: actor.is_officer(),
    };
    let by = capacity(&actor);
    app.write(move |tx| desk::accounts::create_token(tx, &hash, &token, &by)).await?;
    Ok(page(&app, f, &actor, FormErrors::none(), Typed::default(), secret).await?.into_response())
}

/// In the first position; as a citizen where there is none.
fn capacity(actor: &Actor) -> Capacity {
    actor.positions.first().map_or_else(|| actor.as_citizen(), |held| actor.as_officer(held))
}

pub(super) async fn revoke(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    session: Session,
    typed: Typed,
) -> Result<Redirect, Failure> {
    let (id, by, now) = (typed.text("id"), capacity(&actor), app.clock.now());
    app.write(move |tx| desk::accounts::revoke_token(tx, &actor.login, &id, &by, now)).await?;
    sessions::say(&session, Tone::Good, "token-revoked", "").await?;
    Ok(Redirect::to("/account/security/tokens"))
}
