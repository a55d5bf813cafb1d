//! What administrators see and do about accounts: sessions, tokens, recovery.

mod people;
mod recovery;
mod sessions;
mod tokens;

use crate::app::App;
use crate::errors::Failure;
use axum::Router;
use axum::routing::{get, post};
use rules::Refusal;
use rules::accounts::may_look_after;
use rules::calendar::day_of;
use rules::people::permissions::{Deed, may};
use rules::people::{Actor, Capacity};
use store::{desk, tables};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/admin/credentials", get(people::list))
        .route("/admin/credentials/{login}", get(people::show))
        .route("/admin/credentials/{login}/recovery", get(recovery::ask).post(recovery::issue))
        .route("/admin/credentials/{login}/sessions/end", post(sessions::end))
        .route("/admin/sessions", get(sessions::list))
        .route("/admin/tokens", get(tokens::list))
        .route("/admin/tokens/revoke", post(tokens::revoke))
}

/// The person of this login, and the capacity in which this administrator looks after them. The same answer whether there is none or
/// they are somebody else's to look after, so that logins can't be tried out.
async fn looked_after(app: &App, actor: &Actor, login: &str) -> Result<(Actor, Capacity), Failure> {
    let elsewhere = || Refusal::not_found("person-unknown").with("login", login);
    may(actor, Deed::AdministerPeople)?;
    let (wanted, now) = (login.to_owned(), app.clock.now());
    let (person, kept) =
        app.read(move |tx| Ok((tables::people::actor(tx, &wanted, now)?, desk::positions::load(tx, &wanted)?))).await?;
    let person = person.ok_or_else(elsewhere)?;
    let by = may_look_after(actor, &person).map_err(|_| elsewhere())?;
    // Whoever comes to an agency tomorrow is no longer this one's alone to look after.
    kept.file.kept_by(actor, day_of(now)).map_err(|_| elsewhere())?;
    Ok((person, by))
}
