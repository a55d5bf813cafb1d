//! Dossiers over the API: filing, looking, acting, lists, exports, tracking.

mod act;
mod documents;
mod export;
mod file;
mod forms;
mod history;
mod item;
mod list;
mod show;
mod track;
mod wire;

use crate::app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) use item::DossierItem;
pub(super) use list::{PageQuery, page};

/// The routes of dossiers.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(file::file_dossier, list::list_dossiers))
        .routes(routes!(export::export_dossiers))
        .routes(routes!(show::show_dossier))
        .routes(routes!(history::show_history))
        .routes(routes!(forms::list_forms))
        .routes(routes!(forms::take_form))
        .routes(routes!(act::act_on_dossier))
        .routes(routes!(track::track_dossier))
}
