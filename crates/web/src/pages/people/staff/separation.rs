//! Which agencies are excepted from the separation of duties, until when and why.

use super::fields::{Field, Kind, Maker};
use super::forms::{Came, errors};
use super::list::agencies;
use super::send::{change, comes_back, day};
use crate::app::App;
use crate::components::{Column, Columns, FormErrors, Tag, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::pages::typed::Typed;
use crate::sessions::{self, SignedIn};
use crate::view::View;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::calendar::day_of;
use rules::codes::AgencyCode;
use rules::people::Actor;
use rules::people::permissions::{Deed, may};
use rules::{Problem, Refusal};
use store::desk::positions;
use store::tables::positions::{Exception, exceptions};
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "people/staff/separation.html")]
struct SeparationPage {
    f: Frame,
    errors: FormErrors,
    columns: Columns,
    rows: Vec<Row>,
    /// Nothing for who may only read.
    fields: Vec<Field>,
}

struct Row {
    agency: String,
    until: String,
    reason: String,
    state: Tag,
}

pub(super) async fn show(State(app): State<App>, f: Frame, SignedIn(actor): SignedIn) -> Result<Response, Failure> {
    page(&app, f, &actor, None).await
}

pub(super) async fn send(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    typed: Typed,
) -> Result<Response, Failure> {
    may(&actor, Deed::AdministerDirectory)?;
    let done = match (typed.get("agency").parse::<AgencyCode>(), day(&typed, "until")) {
        (Ok(agency), Ok(until)) => {
            let reason = typed.text("reason");
            let write = move |tx: &mut store::Tx, change: &positions::Change<'_>| {
                positions::set_separation(tx, change, agency.clone(), until, &reason)
            };
            change(&app, &actor, &f, write).await
        }
        (agency, until) => {
            let chosen = agency.is_err().then(|| Problem::new("/agency", "choose"));
            Err(Refusal::input(chosen.into_iter().chain(until.err()).collect()).into())
        }
    };
    match done {
        Ok(()) => {
            sessions::say(&session, Tone::Good, "separation-said", "").await?;
            Ok(Redirect::to("/admin/separation").into_response())
        }
        Err(Failure::Refused(refusal)) if comes_back(&refusal) => {
            page(&app, f, &actor, Some(&Came { refusal: &refusal, typed: &typed })).await
        }
        Err(other) => Err(other),
    }
}

async fn page(app: &App, f: Frame, actor: &Actor, came: Option<&Came<'_>>) -> Result<Response, Failure> {
    may(actor, Deed::AdministerDirectory)?;
    let (found, province) = (app.read(|tx| Ok(exceptions(tx)?)).await?, app.province().await?);
    let make = Maker { f: &f, typed: came.map(|came| came.typed) };
    let fields = if positions::may_except(actor).is_ok() {
        vec![
            make.choose(Kind::Select, "agency", agencies(&f, &province), ""),
            make.optional(Kind::Day, "until", ""),
            make.field(Kind::Lines, "reason", ""),
        ]
    } else {
        Vec::new()
    };
    let row = |exception: &Exception| Row {
        agency: said::agency_named(f.lang(), &province.directory, &exception.agency),
        until: f.day(&exception.until),
        reason: exception.reason.clone(),
        state: if exception.until >= day_of(f.now) {
            Tag::new(Tone::Warning, f.t("staff-standing-in-force"))
        } else {
            Tag::new(Tone::Neutral, f.t("staff-position-over"))
        },
    };
    let page = SeparationPage {
        errors: errors(&f, came),
        columns: ["agency", "until", "reason", "standing"]
            .map(|key| Column::text(f.t(&format!("staff-col-{key}"))))
            .into(),
        rows: found.iter().map(row).collect(),
        fields,
        f,
    };
    Ok(match came {
        None => View(page).into_response(),
        Some(came) => View(page).status(Failure::from(came.refusal.clone()).status()),
    })
}
