//! Accounts: finding one, and what happened to it.

use super::looked_after;
use crate::app::App;
use crate::components::{Column, Columns, FormErrors, Pages, Timeline};
use crate::credentials::trier::waits_until;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::accounts::{log, sessions};
use crate::pages::said::urlencoded;
use crate::sessions::{PeopleAdministrator, SignedIn};
use crate::view::View;
use askama::Template;
use axum::extract::{Path, Query, State};
use jiff::Timestamp;
use rules::accounts::{looks_after, may_look_after};
use serde::Deserialize;
use store::tables::accounts::{self, Account, Factors};
use store::tables::people;

/// How many accounts stand on a page.
const PAGE: u32 = 50;

#[derive(Template)]
#[template(path = "accounts/admin/list.html")]
pub(super) struct ListPage {
    f: Frame,
    q: String,
    accounts: Vec<Account>,
    columns: Columns,
    pages: Pages,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    after: String,
}

pub(super) async fn list(
    State(app): State<App>,
    f: Frame,
    _: PeopleAdministrator,
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<View<ListPage>, Failure> {
    let Asked { q, after } = asked;
    let (typed, start) = (q.clone(), after.clone());
    let (agencies, now) = (looks_after(&actor), app.clock.now());
    let mut found = app
        .read(move |tx| {
            let mut found: Vec<Account> = Vec::new();
            let mut start = start.clone();
            // Who holds a position elsewhere besides is passed over, not counted.
            loop {
                let some = accounts::list(tx, &typed, agencies.as_deref(), &start, 200)?;
                let Some(last) = some.last() else { return Ok(found) };
                start.clone_from(&last.login);
                for account in some {
                    if people::actor(tx, &account.login, now)?
                        .is_some_and(|person| may_look_after(&actor, &person).is_ok())
                    {
                        found.push(account);
                        if found.len() > PAGE as usize {
                            return Ok(found);
                        }
                    }
                }
            }
        })
        .await?;
    let more = found.len() > PAGE as usize;
    found.truncate(PAGE as usize);
    let address = |after: &str| format!("/admin/credentials?q={}&after={}", urlencoded(&q), urlencoded(after));
    let pages = Pages {
        first: if after.is_empty() { String::new() } else { address("") },
        next: found.last().filter(|_| more).map_or_else(String::new, |last| address(&last.login)),
        export: String::new(),
    };
    let columns = ["sign-in-login", "account-person", "account-factors", "account-last", "account-actions"];
    let columns = columns.map(|key| Column::text(f.t(key))).into();
    Ok(View(ListPage { f, q, accounts: found, columns, pages }))
}

#[derive(Template)]
#[template(path = "accounts/admin/show.html")]
pub(super) struct ShowPage {
    f: Frame,
    login: String,
    name: String,
    own: bool,
    factors: Factors,
    /// Until when strangers who try this account wait.
    waits: Option<Timestamp>,
    sessions: Vec<sessions::Shown>,
    columns: Columns,
    moments: Timeline,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    _: PeopleAdministrator,
    SignedIn(actor): SignedIn,
    Path(login): Path<String>,
) -> Result<View<ShowPage>, Failure> {
    let (person, _) = looked_after(&app, &actor, &login).await?;
    let wanted = login.clone();
    let factors = app.read(move |tx| Ok(accounts::factors(tx, &wanted)?)).await?;
    let sessions = sessions::shown(&app, &f, Some(login.clone()), "").await?;
    let moments = log::moments(&app, &f, login.clone()).await?;
    let columns = ["session-device", "session-address", "session-since", "session-seen", "account-actions"];
    let columns = columns.map(|key| Column::text(f.t(key))).into();
    let (own, waits) = (login == actor.login, waits_until(&app, &login).await?);
    Ok(View(ShowPage { name: person.name, f, login, own, factors, waits, sessions, columns, moments }))
}
