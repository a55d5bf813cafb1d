//! The official forms of a dossier: which were issued, and each as PDF.

use crate::api::caller::Caller;
use crate::api::openapi::Refusals;
use crate::api::wire::{Answer, At};
use crate::app::App;
use crate::errors::Failure;
use crate::official;
use crate::reads;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;
use store::desk;
use utoipa::ToSchema;

/// The forms of a dossier.
#[derive(Debug, Serialize, ToSchema)]
pub struct Forms {
    /// In the order in which they were issued.
    items: Vec<IssuedForm>,
}

/// A form that was issued.
#[derive(Debug, Serialize, ToSchema)]
pub struct IssuedForm {
    /// Its name: `acknowledgement`, `supplement-request`, `supplement-request-2`, `refusal`, `apology`, `stop-notice`,
    /// `control-slip`.
    #[schema(example = "acknowledgement")]
    form: String,
    /// Number and sign.
    #[schema(example = "H35.38-251223-0001/TNHS")]
    number: String,
    /// When it was issued.
    issued_at: At,
    /// What stands on it and in its QR code, for `/api/v1/verify/{id}`.
    id: String,
    /// Whether what it says still holds.
    #[schema(example = "in_force")]
    standing: &'static str,
    /// Where it is to be had as PDF.
    url: String,
}

/// The forms that were issued.
#[utoipa::path(
    get, path = "/dossiers/{code}/documents", tag = "dossiers", summary = "The official forms of a dossier",
    params(("code" = String, Path, description = "The dossier's code", example = "H35.38-251223-0001")),
    responses((status = 200, description = "Those that the caller may have", body = Forms), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn list_forms(
    State(app): State<App>,
    Path(code): Path<String>,
    caller: Caller,
) -> Result<Answer<Forms>, Failure> {
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let forms = app
        .store
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let actor = caller.actor(tx, &province, now)?;
            let (loaded, sight) = desk::personal::look_at(tx, &actor, &code, now)?;
            let open = official::open_to(&actor, &loaded, sight.is_officers());
            let items = open.into_iter().map(|issued| IssuedForm {
                form: issued.name(),
                number: issued.number(),
                issued_at: At(loaded.history[issued.at].at),
                id: issued.id.to_string(),
                standing: issued.standing(&loaded).key(),
                url: format!("/api/v1/dossiers/{}/documents/{}", loaded.dossier.filed.code, issued.name()),
            });
            Ok::<_, store::Failure>(Forms { items: items.collect() })
        })
        .await?;
    Ok(Answer(forms))
}

/// A form as PDF.
#[utoipa::path(
    get, path = "/dossiers/{code}/documents/{form}", tag = "dossiers", summary = "An official form as PDF",
    description = "PDF/A-2b, in Vietnamese, made from the journal: the same facts make the same bytes.",
    params(
        ("code" = String, Path, description = "The dossier's code", example = "H35.38-251223-0001"),
        ("form" = String, Path, description = "The form's name", example = "acknowledgement")
    ),
    responses((status = 200, description = "The form", body = Vec<u8>, content_type = "application/pdf"), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn take_form(
    State(app): State<App>,
    Path((code, form)): Path<(String, String)>,
    caller: Caller,
) -> Result<Response, Failure> {
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let (province, loaded, issued, look) = app
        .store
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let actor = caller.actor(tx, &province, now)?;
            let (loaded, sight) = desk::personal::look_at(tx, &actor, &code, now)?;
            let issued = official::wanted(&actor, &loaded, &sight, &form)?;
            let what = official::looked_at(issued.form);
            let look = reads::of_dossier(&actor, &loaded.dossier, &sight, what, Some(&form), now);
            Ok::<_, store::Failure>((province, loaded, issued, look))
        })
        .await?;
    reads::note(&app, look).await?;
    official::pdf(&app, province, loaded, issued).await
}
