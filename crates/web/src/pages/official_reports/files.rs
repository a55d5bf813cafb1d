//! A report as a workbook and as a document.

use super::show::find;
use crate::app::App;
use crate::download;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::official;
use crate::official_reports::{document as laid_out, sheet};
use crate::sessions::SignedIn;
use axum::extract::{Path, State};
use axum::response::Response;

type Whose = Path<(String, String, String)>;

pub(super) async fn workbook(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path((form, agency, period)): Whose,
) -> Result<Response, Failure> {
    let found = find(&app, &f, &actor, (&form, &agency, &period)).await?;
    app.limits.try_export(&actor.login)?;
    download::workbook("attachment; filename=\"bao-cao-kstt.xlsx\"", vec![sheet(&f, &found)]).await
}

pub(super) async fn document(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path((form, agency, period)): Whose,
) -> Result<Response, Failure> {
    let found = find(&app, &f, &actor, (&form, &agency, &period)).await?;
    app.limits.try_export(&actor.login)?;
    let table = laid_out(&f, &found, &app.settings.public_url);
    official::report(table, &format!("bao-cao-{}.pdf", found.code())).await
}
