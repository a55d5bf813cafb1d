//! Money for science, technology and digital transformation on the pages: a year with its curve and what is expected, one line with its
//! amounts, opening a line, entering an amount.

mod act;
mod curve;
mod list;
mod open;
mod show;

use crate::app::App;
use crate::frame::Frame;
use axum::Router;
use axum::routing::{get, post};
use rules::budget::{Field, MovementKind, Source};
use rules::money::Dong;

/// The rooms of the budget.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/budget", get(list::show))
        .route("/budget/new", get(open::form).post(open::take))
        .route("/budget/{code}", get(show::show))
        .route("/budget/{code}/files/{file}", get(show::file))
        .route("/budget/{code}/actions/{action}", post(act::act))
}

fn field_name(f: &Frame, field: Field) -> String {
    f.t(&format!("budget-field-{}", field.key()))
}

fn source_name(f: &Frame, source: Source) -> String {
    f.t(&format!("budget-source-{}", source.key()))
}

fn kind_name(f: &Frame, kind: MovementKind) -> String {
    f.t(&format!("budget-kind-{}", kind.key()))
}

/// A share as a percentage; nothing of nothing.
#[expect(clippy::cast_precision_loss, reason = "budgets of a province are far below 2^53 đồng")]
fn share(f: &Frame, part: Dong, whole: Dong) -> String {
    if whole.0 > 0 { f.percent(&(part.0 as f64 / whole.0 as f64)) } else { f.t("none") }
}

/// An amount in billion đồng, as people speak of it: "160,74".
#[expect(clippy::cast_precision_loss, reason = "budgets of a province are far below 2^53 đồng")]
fn billions(f: &Frame, amount: Dong) -> String {
    crate::format::decimal(f.lang(), amount.0 as f64 / 1e9, 2)
}

/// An amount in million đồng, which tables have room for.
fn millions(f: &Frame, amount: Dong) -> String {
    let half = if amount.0 < 0 { -500_000 } else { 500_000 };
    f.count(&((amount.0 + half) / 1_000_000))
}
