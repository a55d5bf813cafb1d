//! One dossier.

use super::wire::DossierWhole;
use crate::api::caller::Caller;
use crate::api::openapi::Refusals;
use crate::api::wire::json;
use crate::app::App;
use crate::errors::Failure;
use crate::reads;
use axum::extract::{Path, State};
use axum::response::Response;
use rules::dossiers::Action;
use rules::people::permissions::open_actions;
use store::tables::joined;
use store::{Fault, desk};

/// One dossier, with what the caller may do to it.
#[utoipa::path(
    get, path = "/dossiers/{code}", tag = "dossiers", summary = "One dossier",
    params(("code" = String, Path, description = "The dossier's code", example = "H35.38-251223-0001")),
    responses((status = 200, description = "The dossier", body = DossierWhole<'_>), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn show_dossier(
    State(app): State<App>,
    Path(code): Path<String>,
    caller: Caller,
) -> Result<Response, Failure> {
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let (body, look) = app
        .store
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let actor = caller.actor(tx, &province, now)?;
            let (loaded, sight) = desk::personal::look_at(tx, &actor, &code, now)?;
            let dossier = loaded.dossier;
            let look = reads::of_dossier(&actor, &dossier, &sight, "dossier", None, now);
            let actions = open_actions(&actor, &dossier).into_iter().map(Action::key).collect();
            let together = match &dossier.filed.joined {
                Some(own) => joined::together(tx, &own.lead)?,
                None => Vec::new(),
            };
            let whole = DossierWhole::of(&dossier, &province, actions, sight.is_officers(), &together);
            let body =
                serde_json::to_vec(&whole).map_err(|error| Fault::because("a dossier has no JSON form", error))?;
            Ok::<_, store::Failure>((body, look))
        })
        .await?;
    reads::note(&app, look).await?;
    Ok(json(body))
}
