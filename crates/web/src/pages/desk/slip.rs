//! The process-control slip (Mẫu 06, Thông tư 03/2025/TT-VPCP): every hand-over with its hour, and whether it was in time.

use crate::app::App;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::official::handovers;
use crate::pages::said;
use crate::reads;
use crate::sessions::Worker;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use documents::forms::HandOver;
use rules::Refusal;
use rules::dossiers::OfficialForm;
use rules::people::permissions::may_have_form;
use store::desk::personal::look_at;

#[derive(Template)]
#[template(path = "desk/slip.html")]
pub(super) struct SlipPage {
    f: Frame,
    code: String,
    procedure: String,
    applicant: String,
    agency: String,
    received: String,
    due: String,
    handovers: Vec<HandOver>,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    Worker(actor): Worker,
    Path(code): Path<String>,
) -> Result<View<SlipPage>, Failure> {
    let (cache, asker, now) = (app.province.clone(), actor.clone(), f.now);
    let (province, (loaded, sight)) =
        app.read(move |tx| Ok((cache.get(tx)?, look_at(tx, &asker, &code, now)?))).await?;
    // It tells how the agencies worked: not to whom the dossier is their own or their relative's, officer or not.
    if !may_have_form(&actor, sight.is_officers(), OfficialForm::ControlSlip) {
        return Err(Refusal::forbidden("officers-only").into());
    }
    reads::dossier(&app, &actor, &loaded.dossier, &sight, "history", None).await?;
    let handovers = handovers(&f, &province, &loaded.history).map_err(store::Failure::Fault)?;
    let dossier = &loaded.dossier;
    let filed = &dossier.filed;
    let moment = |at: Option<jiff::Timestamp>| at.map(|at| f.moment(&at)).unwrap_or_default();
    Ok(View(SlipPage {
        code: filed.code.to_string(),
        procedure: said::procedure_named(f.lang(), &province, &filed.procedure, &filed.procedure_name),
        applicant: filed.applicant.name.clone(),
        agency: said::agency_named(f.lang(), &province.directory, &filed.competent_agency),
        received: moment(dossier.received_at),
        due: moment(dossier.due_at),
        handovers,
        f,
    }))
}
