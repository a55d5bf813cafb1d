//! Entering an amount with its document, and taking one back.

use super::show::{find, page};
use crate::app::App;
use crate::components::{FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::dossiers::files;
use crate::pages::evidence;
use crate::sessions::{self, SignedIn};
use crate::view::View;
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::budget::{Entry, MovementKind};
use rules::money::Dong;
use rules::people::permissions::{Deed, may_at};
use rules::{Problem, Refusal, RefusalKind};
use store::desk::budget as desk;
use tower_sessions::Session;

/// What can be done to a line, by its name in addresses.
const ACTIONS: [&str; 2] = ["record", "void"];

pub(super) async fn act(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    Path((code, action)): Path<(String, String)>,
    form: Multipart,
) -> Result<Response, Failure> {
    let action = ACTIONS.into_iter().find(|known| *known == action).ok_or(Failure::Status(StatusCode::NOT_FOUND))?;
    let found = find(&app, &actor, &code).await?;
    // Who may not enter anything uploads nothing.
    may_at(&actor, Deed::KeepBudget, &found.line.line.agency)?;
    let (typed, mut problems) = evidence::typed(files::receive(&app, form, &actor.login).await?);
    let amount = amount(typed.get("amount"));
    if amount.is_none() && !typed.get("amount").trim().is_empty() {
        problems.push(Problem::new("/amount", "number-unreadable").with("typed", typed.get("amount")));
    }
    let seen: u64 = typed.get("version").parse().unwrap_or(0);
    let (of, who, told, now) = (found.line.line.code.clone(), actor.clone(), typed.clone(), f.now);
    let done = if problems.is_empty() {
        app.write(move |tx| {
            if action == "void" {
                let number = told.get("number").parse().unwrap_or(0);
                return desk::void(tx, &who, &of, seen, (number, told.get("reason")), now);
            }
            let entry = Entry {
                kind: MovementKind::from_key(told.get("kind")),
                on: told.get("on").parse().ok(),
                amount,
                document: told.text("document"),
                files: evidence::of(tx, &who, &told)?,
            };
            desk::record(tx, &who, &of, seen, entry, now)
        })
        .await
    } else {
        Err(Refusal::input(problems).into())
    };
    match done {
        Ok(()) => {
            sessions::say(&session, Tone::Good, &format!("budget-done-{action}"), "").await?;
            Ok(Redirect::to(&format!("/budget/{code}")).into_response())
        }
        Err(Failure::Refused(refusal)) if refusal.kind != RefusalKind::NotFound => {
            let (errors, status) = (FormErrors::of(f.words, &refusal), Failure::Refused(refusal.clone()).status());
            let found = find(&app, &actor, &code).await?;
            Ok((status, View(page(f, &actor, found, errors, typed, action))).into_response())
        }
        Err(failure) => Err(failure),
    }
}

/// An amount as people write it: digits, with dots or spaces between thousands.
fn amount(typed: &str) -> Option<Dong> {
    let digits: String = typed.chars().filter(|letter| !matches!(letter, '.' | ' ' | '\u{a0}' | 'đ')).collect();
    digits.parse().ok().map(Dong)
}
