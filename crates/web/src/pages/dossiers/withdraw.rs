//! Withdrawing: the applicant no longer asks.

use super::act::{Sent, act};
use crate::app::App;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::typed::Typed;
use crate::sessions::SignedIn;
use axum::extract::{Path, State};
use axum::response::Response;
use rules::dossiers::{Command, Withdraw};
use tower_sessions::Session;

pub(super) async fn withdraw(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
    typed: Typed,
) -> Result<Response, Failure> {
    let command = Command::Withdraw(Withdraw { reason: typed.some("reason") });
    act(&app, f, &session, Sent { actor, code, typed }, command, "done-withdraw").await
}
