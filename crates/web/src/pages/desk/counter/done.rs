//! Taken in: the code to write on the folder, the due date, the paper to print, and the next one.

use crate::app::App;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::dossiers::find;
use crate::pages::dossiers::together::{self, Joined};
use crate::pages::payments::cost;
use crate::pages::said;
use crate::reads;
use crate::sessions::Worker;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use rules::Refusal;
use store::desk::payments::assessment;

#[derive(Template)]
#[template(path = "desk/intake_done.html")]
pub(super) struct DonePage {
    f: Frame,
    code: String,
    procedure: String,
    procedure_code: String,
    applicant: String,
    competent: String,
    told: String,
    received: bool,
    due: String,
    limit: String,
    /// What it costs and how that came about; empty where nothing is owed.
    cost: Vec<String>,
    /// What was opened together with it.
    joined: Option<Joined>,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    Worker(actor): Worker,
    Path(code): Path<String>,
) -> Result<View<DonePage>, Failure> {
    let (province, loaded, sight) = find(&app, &actor, &code).await?;
    if !sight.is_officers() {
        return Err(Refusal::forbidden("officers-only").into());
    }
    reads::dossier(&app, &actor, &loaded.dossier, &sight, "dossier", None).await?;
    let (dossier, filed) = (&loaded.dossier, &loaded.dossier.filed);
    let joined = together::of(&app, &f, &province, dossier, true).await?;
    let assessment = assessment(&province, dossier, None);
    Ok(View(DonePage {
        cost: if assessment.is_free() { Vec::new() } else { cost::lines(&f, &assessment) },
        code: filed.code.to_string(),
        procedure: said::procedure_named(f.lang(), &province, &filed.procedure, &filed.procedure_name),
        procedure_code: filed.procedure.to_string(),
        applicant: filed.applicant.name.clone(),
        competent: said::agency_named(f.lang(), &province.directory, &filed.competent_agency),
        told: f.t(if dossier.received_at.is_some() { "intake-done-received" } else { "intake-done-filed" }),
        received: dossier.received_at.is_some(),
        due: dossier.due_at.map(|due| f.moment(&due)).unwrap_or_default(),
        limit: said::time_limit(f.words, filed.time_limit),
        joined,
        f,
    }))
}
