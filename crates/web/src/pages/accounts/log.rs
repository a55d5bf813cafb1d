//! What happened to an account: sign-ins, tries, changes of factors, recovery. For its person, and for administrators.

use crate::app::App;
use crate::components::{Moment, Timeline, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::State;
use rules::Event;
use rules::accounts::{Event as Happened, Purpose};
use rules::people::Capacity;
use store::desk;
use store::journal::Recorded;
use store::tables::accounts::sign_ins::{self, SignIn};

/// So many sign-ins and tries are shown.
const MOST: u32 = 100;

#[derive(Template)]
#[template(path = "accounts/log.html")]
pub(super) struct LogPage {
    f: Frame,
    moments: Timeline,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
) -> Result<View<LogPage>, Failure> {
    let moments = moments(&app, &f, actor.login).await?;
    Ok(View(LogPage { f, moments }))
}

/// What happened to the account of this login, newest first.
pub(super) async fn moments(app: &App, f: &Frame, login: String) -> Result<Timeline, Failure> {
    let (tries, changes) =
        app.read(move |tx| Ok((sign_ins::of(tx, &login, MOST)?, desk::accounts::history(tx, &login)?))).await?;
    let mut all: Timeline = tries.iter().map(|sign_in| of_sign_in(f, sign_in)).collect();
    all.extend(changes.iter().filter_map(|recorded| of_event(f, recorded)));
    all.sort_by_key(|moment| std::cmp::Reverse(moment.at));
    Ok(all)
}

fn of_sign_in(f: &Frame, sign_in: &SignIn) -> Moment {
    let (tone, title) = match sign_in.outcome.as_str() {
        "signed-in" => (Tone::Neutral, f.t1("log-signed-in", "method", f.t(&format!("method-{}", sign_in.method)))),
        "second-failed" => (Tone::Warning, f.t("log-second-failed")),
        "copied" => (Tone::Bad, f.t("log-copied")),
        _ => (Tone::Warning, f.t("log-failed")),
    };
    let from: Vec<&str> =
        [sign_in.device.as_str(), sign_in.address.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
    Moment::new(sign_in.at, tone, title, from.join(" · "))
}

fn of_event(f: &Frame, recorded: &Recorded) -> Option<Moment> {
    let Event::Accounts(event) = &recorded.event else { return None };
    let (tone, title, note) = match event {
        Happened::PasswordChanged(_) => (Tone::New, f.t("log-password-changed"), String::new()),
        Happened::FactorAdded(added) => {
            (Tone::New, f.t(&format!("log-{}-added", added.factor.key())), added.name.clone())
        }
        Happened::FactorRemoved(removed) => {
            (Tone::Warning, f.t(&format!("log-{}-removed", removed.factor.key())), removed.name.clone())
        }
        Happened::RecoveryIssued(issued) => {
            let key = match (issued.purpose, issued.factors_removed) {
                (Purpose::Activation, _) => "log-activation-issued",
                (Purpose::Recovery, false) => "log-recovery-issued",
                (Purpose::Recovery, true) => "log-recovery-issued-without-factors",
            };
            (Tone::Warning, f.t(key), issued.reason.clone())
        }
        Happened::RecoveryUsed(_) => (Tone::New, f.t("log-recovery-used"), String::new()),
        Happened::SessionsEnded(ended) => {
            (Tone::Warning, f.t1("log-sessions-ended", "count", ended.count), String::new())
        }
        Happened::TokenCreated(created) => {
            (Tone::New, f.t1("log-token-created", "until", f.day_of(&created.expires_at)), created.name.clone())
        }
        Happened::TokenRevoked(revoked) => (Tone::Neutral, f.t("log-token-revoked"), revoked.name.clone()),
    };
    let by: Option<Capacity> = serde_json::from_str(&recorded.by).ok();
    let mut moment = Moment::new(recorded.at, tone, title, by.map(|by| by.name).unwrap_or_default());
    moment.note = note;
    moment.hash = recorded.hash.to_string();
    Some(moment)
}
