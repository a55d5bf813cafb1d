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
use rules::dossiers::{Command, Rate, Rating};
use rules::{Problem, Refusal};
use tower_sessions::Session;

pub(super) async fn rate(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
    typed: Typed,
) -> Result<Response, Failure> {
    let rating = match typed.get("rating") {
        "very_satisfied" => Rating::VerySatisfied,
        "satisfied" => Rating::Satisfied,
        "dissatisfied" => Rating::Dissatisfied,
        _ => {
            let refusal = Refusal::input(vec![Problem::new("/rating", "choose")]);
            return show::again(&app, f, &actor, &code, &refusal, typed).await;
        }
    };
    let command = Command::Rate(Rate { rating, comment: typed.some("comment") });
    act(&app, f, &session, Sent { actor, code, typed }, command, "done-rate").await
}
