//! The population registry on the pages: fields filled in with where each value comes from, what to say when it does not
//! answer, and the log of look-ups.

mod export;
mod fills;
mod look_ups;
mod record;
mod words;

pub(crate) use fills::{Filled, Fills};
pub(crate) use look_ups::{Row as LookUpRow, row as look_up_row};
pub(crate) use record::values;
pub(crate) use words::{Notice, doubts_said, origin_said};

use crate::app::App;
use axum::Router;
use axum::routing::get;

/// The rooms of the registry.
pub fn routes() -> Router<App> {
    Router::new().route("/admin/look-ups", get(look_ups::show)).route("/admin/look-ups.csv", get(export::download))
}
