//! The procedures whose routes an administrator keeps.

use crate::app::App;
use crate::components::FormErrors;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::sessions::Administrator;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use rules::catalogue::{Level, Procedure};
use serde::Deserialize;

/// Procedures on the page; whoever looks for another types its name.
const PAGE: usize = 60;

#[derive(Template)]
#[template(path = "routes/list.html")]
pub(super) struct ListPage {
    f: Frame,
    q: String,
    /// Where to edit it, its name, its code and the number of its steps.
    found: Vec<(String, String, String)>,
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    Administrator(_): Administrator,
    Query(asked): Query<Asked>,
) -> Result<View<ListPage>, Failure> {
    let province = app.province().await?;
    let own = |procedure: &&Procedure| procedure.level != Level::Ministry;
    let found: Vec<&Procedure> = if asked.q.trim().is_empty() {
        province.procedures().filter(own).take(PAGE).collect()
    } else {
        province.search(&asked.q).filter(own).take(PAGE).collect()
    };
    let line = |procedure: &&Procedure| {
        let count = f.t1("route-steps", "count", procedure.route.steps().len());
        (
            format!("/admin/routes/{}", procedure.code),
            said::procedure_name(f.lang(), procedure),
            format!("{} · {count}", procedure.code),
        )
    };
    let found = found.iter().map(line).collect();
    Ok(View(ListPage { q: asked.q, found, f }))
}
