//! A list for disposal: what stands in it, and its approval by somebody else than who drew it.

use crate::app::App;
use crate::components::{FormErrors, Tag, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::typed::Typed;
use crate::sessions::{self, SignedIn};
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::people::Actor;
use rules::people::permissions::{Deed, may, may_at};
use rules::{Refusal, RefusalKind};
use store::desk;
use store::tables::archives::{self, Listed};
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "archive/list.html")]
struct ListPage {
    f: Frame,
    errors: FormErrors,
    typed: Typed,
    id: String,
    status: Tag,
    rows: Vec<(String, String)>,
    dossiers: Vec<(String, String)>,
    decides: bool,
}

/// The list of this number with its dossiers, if it is of an archive that the actor keeps or decides over.
async fn find(app: &App, actor: &Actor, id: &str) -> Result<(Listed, Vec<(String, String)>), Failure> {
    if may(actor, Deed::KeepArchive).is_err() {
        may(actor, Deed::ApproveDisposal)?;
    }
    let (actor, id) = (actor.clone(), id.to_owned());
    app.read(move |tx| {
        let unknown = || Refusal::not_found("archive-list-unknown");
        let (drawn, _) = desk::archives::load(tx, &id)?.ok_or_else(unknown)?;
        let keeps = may_at(&actor, Deed::KeepArchive, &drawn.agency).is_ok();
        if !keeps && may_at(&actor, Deed::ApproveDisposal, &drawn.agency).is_err() {
            return Err(unknown().into());
        }
        let listed = archives::lists(tx, &[(drawn.agency.clone(), false)], 1000)?;
        let listed = listed.into_iter().find(|listed| listed.id == id).ok_or_else(unknown)?;
        let mut dossiers = Vec::new();
        for code in &drawn.dossiers {
            let shelved = archives::find(tx, code.as_str())?;
            dossiers.push((code.to_string(), shelved.map(|shelved| shelved.place).unwrap_or_default()));
        }
        Ok((listed, dossiers))
    })
    .await
}

fn page(
    f: Frame,
    actor: &Actor,
    (list, dossiers): (Listed, Vec<(String, String)>),
    (errors, typed): (FormErrors, Typed),
) -> View<ListPage> {
    let tone = match list.status.as_str() {
        "approved" => Tone::Good,
        "refused" => Tone::Bad,
        _ => Tone::Waiting,
    };
    let decided = list.decided_by.clone().unwrap_or_default();
    let at = list.decided_at.map(|at| f.moment(&at)).unwrap_or_default();
    let rows = [
        ("archive-reason", list.reason.clone()),
        ("archive-proposed", format!("{}, {}", list.proposed_by, f.moment(&list.proposed_at))),
        ("archive-decided", if decided.is_empty() { decided } else { format!("{decided}, {at}") }),
        ("archive-remark", list.remark.clone().unwrap_or_default()),
    ];
    View(ListPage {
        status: Tag::new(tone, f.t(&format!("archive-list-{}", list.status))),
        decides: list.status == "proposed" && may_at(actor, Deed::ApproveDisposal, &list.agency).is_ok(),
        rows: rows.into_iter().filter(|(_, value)| !value.is_empty()).map(|(key, value)| (f.t(key), value)).collect(),
        id: list.id,
        dossiers,
        errors,
        typed,
        f,
    })
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let found = find(&app, &actor, &id).await?;
    Ok(page(f, &actor, found, (FormErrors::none(), Typed::default())).into_response())
}

pub(super) async fn decide(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Failure> {
    let found = find(&app, &actor, &id).await?;
    let refused = (typed.get("do") != "approve").then(|| typed.text("reason"));
    let (doing, list, now) = (actor.clone(), id.clone(), f.now);
    let done = app.write(move |tx| desk::archives::decide(tx, &doing, &list, refused.as_deref(), now)).await;
    match done {
        Ok(()) => {
            sessions::say(&session, Tone::Good, "archive-decided-now", "").await?;
            Ok(Redirect::to(&format!("/archive/lists/{id}")).into_response())
        }
        Err(Failure::Refused(refusal)) if refusal.kind != RefusalKind::NotFound => {
            let errors = FormErrors::of(f.words, &refusal);
            Ok(page(f, &actor, found, (errors, typed)).status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(failure) => Err(failure),
    }
}
