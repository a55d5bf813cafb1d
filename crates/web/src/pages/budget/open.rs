//! Opening a budget line.

use super::{field_name, source_name};
use crate::app::App;
use crate::components::{Choice, FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::tasks::words;
use crate::pages::typed::Typed;
use crate::sessions::{self, SignedIn};
use crate::view::View;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::Refusal;
use rules::budget::{Draft, Field, Source};
use rules::people::Actor;
use rules::people::permissions::{Deed, may, may_everywhere};
use store::desk;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "budget/open.html")]
struct OpenPage {
    f: Frame,
    errors: FormErrors,
    typed: Typed,
    fields: Vec<Choice>,
    sources: Vec<Choice>,
    agencies: Vec<Choice>,
}

async fn page(app: &App, f: Frame, errors: FormErrors, typed: Typed) -> Result<View<OpenPage>, Failure> {
    let province = app.province().await?;
    Ok(View(OpenPage {
        fields: Field::ALL.map(|field| Choice::new(field.key(), field_name(&f, field))).into(),
        sources: Source::ALL.map(|source| Choice::new(source.key(), source_name(&f, source))).into(),
        agencies: words::choices(&f, &province, |_| true),
        errors,
        typed,
        f,
    }))
}

/// Lets whoever keeps the province's money pass.
fn opens(actor: &Actor) -> Result<(), Failure> {
    may(actor, Deed::KeepBudget)?;
    may_everywhere(actor, Deed::KeepBudget)
        .map(|_| ())
        .ok_or_else(|| Refusal::forbidden("budget-allocators-only").into())
}

pub(super) async fn form(State(app): State<App>, f: Frame, SignedIn(actor): SignedIn) -> Result<Response, Failure> {
    opens(&actor)?;
    let mut typed = Typed::default();
    typed.set("year", rules::calendar::day_of(f.now).year().to_string());
    Ok(page(&app, f, FormErrors::none(), typed).await?.into_response())
}

pub(super) async fn take(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    typed: Typed,
) -> Result<Response, Failure> {
    opens(&actor)?;
    let draft = Draft {
        year: typed.get("year").trim().parse().ok(),
        name: typed.text("name"),
        source: Source::from_key(typed.get("source")),
        field: Field::from_key(typed.get("field")),
        agency: typed.get("agency").parse().ok(),
        task: typed.get("task").trim().parse().ok(),
        plan: typed.text("plan"),
    };
    let (cache, now) = (app.province.clone(), f.now);
    let opened = app
        .write(move |tx| {
            let province = cache.get(tx)?;
            desk::budget::open(tx, &province, &actor, &draft, now)
        })
        .await;
    match opened {
        Ok(code) => {
            sessions::say(&session, Tone::Good, "budget-opened", &code).await?;
            Ok(Redirect::to(&format!("/budget/{code}")).into_response())
        }
        Err(Failure::Refused(refusal)) if !refusal.problems.is_empty() => {
            let errors = FormErrors::of(f.words, &refusal);
            Ok(page(&app, f, errors, typed).await?.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(failure) => Err(failure),
    }
}
