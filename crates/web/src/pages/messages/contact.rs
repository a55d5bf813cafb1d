//! Where I want to be told: a mail address, and the language. The telephone is that of my particulars.

use crate::app::App;
use crate::components::{FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::typed::Typed;
use crate::sessions::{self, SignedIn};
use crate::view::View;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::{Problem, Refusal};
use store::tables::messages;
use tower_sessions::Session;

/// The longest mail address there is.
const LONGEST: usize = 254;

#[derive(Template)]
#[template(path = "messages/contact.html")]
struct ContactPage {
    f: Frame,
    errors: FormErrors,
    typed: Typed,
}

pub(super) async fn show(State(app): State<App>, f: Frame, SignedIn(actor): SignedIn) -> Result<Response, Failure> {
    let known = app.read(move |tx| Ok(messages::contact(tx, &actor.login)?)).await?;
    let mut typed = Typed::default();
    typed.set("email", known.and_then(|(email, _)| email).unwrap_or_default());
    Ok(View(ContactPage { f, errors: FormErrors::none(), typed }).into_response())
}

pub(super) async fn change(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    typed: Typed,
) -> Result<Response, Failure> {
    let email = typed.some("email");
    if email.as_deref().is_some_and(|email| !is_address(email)) {
        let errors = FormErrors::of(f.words, &Refusal::input(vec![Problem::new("/email", "email")]));
        return Ok(View(ContactPage { f, errors, typed }).status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let (now, lang) = (f.now, f.lang().code());
    app.write(move |tx| Ok(messages::set_contact(tx, &actor.login, email.as_deref(), lang, now)?)).await?;
    sessions::say(&session, Tone::Good, "contact-kept", "").await?;
    Ok(Redirect::to("/account/contact").into_response())
}

/// Whether it looks like one address: no spaces, no lists, something on both sides of one @, a dot after it.
fn is_address(typed: &str) -> bool {
    let plain =
        typed.len() <= LONGEST && !typed.contains(|letter: char| letter.is_whitespace() || ",;<>\"".contains(letter));
    let parts = typed.split_once('@');
    plain
        && parts
            .is_some_and(|(name, host)| !name.is_empty() && !host.contains('@') && host.trim_matches('.').contains('.'))
}

#[cfg(test)]
mod tests {
    use super::is_address;

    #[test]
    fn an_address_is_one_address() {
        assert!(is_address("lan@example.vn"));
        for wrong in ["lan", "@example.vn", "lan@vn", "lan@a.vn,mai@a.vn", "lan@a.vn\nBcc: x@y.vn", "lan@@a.vn"] {
            assert!(!is_address(wrong), "{wrong}");
        }
    }
}
