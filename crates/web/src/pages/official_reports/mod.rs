//! Official reports (biểu II.06a, II.06b, II.07a, II.07b/VPCP/KSTT) on the pages: what is due and where each stands, one report with the
//! records behind each of its numbers, the same as a workbook and as a document.

mod files;
mod list;
mod records;
mod show;

use crate::app::App;
use axum::Router;
use axum::routing::{get, post};

/// The rooms of official reports.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/official-reports", get(list::show).post(list::schedule))
        .route("/official-reports/{form}/{agency}/{period}", get(show::show))
        .route("/official-reports/{form}/{agency}/{period}/records", get(records::show))
        .route("/official-reports/{form}/{agency}/{period}/records.csv", get(records::download))
        .route("/official-reports/{form}/{agency}/{period}/report.xlsx", get(files::workbook))
        .route("/official-reports/{form}/{agency}/{period}/report.pdf", get(files::document))
        .route("/official-reports/{form}/{agency}/{period}/actions/{action}", post(show::act))
}
