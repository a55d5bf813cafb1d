//! All tokens for programs, and revoking one. Nobody creates a token for somebody else: it would act as that person.

use super::looked_after;
use crate::app::App;
use crate::components::{Column, Columns, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::typed::Typed;
use crate::sessions::{self, PeopleAdministrator, SignedIn};
use crate::view::View;
use askama::Template;
use axum::extract::State;
use axum::response::Redirect;
use rules::accounts::may_look_after;
use store::desk;
use store::tables::accounts::tokens::{self, Token};
use store::tables::people;
use tower_sessions::Session;

const MOST: u32 = 500;

#[derive(Template)]
#[template(path = "accounts/admin/tokens.html")]
pub(super) struct TokensPage {
    f: Frame,
    tokens: Vec<Token>,
    columns: Columns,
}

pub(super) async fn list(
    State(app): State<App>,
    f: Frame,
    _: PeopleAdministrator,
    SignedIn(actor): SignedIn,
) -> Result<View<TokensPage>, Failure> {
    let now = app.clock.now();
    let tokens = app
        .read(move |tx| {
            let mut seen = Vec::new();
            for token in tokens::list(tx, None, MOST)? {
                // A token whose person is gone opens nothing.
                let person = people::actor(tx, &token.login, now)?;
                if person.is_some_and(|person| may_look_after(&actor, &person).is_ok()) {
                    seen.push(token);
                }
            }
            Ok(seen)
        })
        .await?;
    let columns = [
        "sign-in-login",
        "token-name",
        "token-scope",
        "factor-added-at",
        "factor-used-at",
        "token-until",
        "account-actions",
    ];
    let columns = columns.map(|key| Column::text(f.t(key))).into();
    Ok(View(TokensPage { f, tokens, columns }))
}

pub(super) async fn revoke(
    State(app): State<App>,
    _: PeopleAdministrator,
    SignedIn(actor): SignedIn,
    session: Session,
    typed: Typed,
) -> Result<Redirect, Failure> {
    let login = typed.text("login");
    let (_, by) = looked_after(&app, &actor, &login).await?;
    let (id, now) = (typed.text("id"), app.clock.now());
    app.write(move |tx| desk::accounts::revoke_token(tx, &login, &id, &by, now)).await?;
    sessions::say(&session, Tone::Good, "token-revoked", "").await?;
    Ok(Redirect::to("/admin/tokens"))
}
