//! Rating: the applicant says how it went, once.

use super::act::{Sent, act};
use super::show;
use crate::app::App;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::typed::Typed;
use crate::sessions::SignedIn;
use axum::extract::{Path, State};
use axum::response::Response;
use rules::dossiers::{Command, Criterion, Rate, Rating};
use rules::{Problem, Refusal};
use std::collections::BTreeMap;
use tower_sessions::Session;

pub(super) async fn rate(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
    typed: Typed,
) -> Result<Response, Failure> {
    let Some(rating) = Rating::from_key(typed.get("rating")) else {
        let refusal = Refusal::input(vec![Problem::new("/rating", "choose")]);
        return show::again(&app, f, &actor, &code, &refusal, typed).await;
    };
    let command =
        Command::Rate(Rate { rating, criteria: criteria(|field| typed.text(field)), comment: typed.some("comment") });
    act(&app, f, &session, Sent { actor, code, typed }, command, "done-rate").await
}

/// The field in which a criterion is judged.
#[must_use]
pub fn field(criterion: Criterion) -> String {
    format!("criterion-{}", criterion.key())
}

/// What was judged on its own; `typed` gives what a field holds.
#[must_use]
pub fn criteria(typed: impl Fn(&str) -> String) -> BTreeMap<Criterion, Rating> {
    let judged = |one| Some((one, Rating::from_key(&typed(&field(one)))?));
    Criterion::ALL.into_iter().filter_map(judged).collect()
}
