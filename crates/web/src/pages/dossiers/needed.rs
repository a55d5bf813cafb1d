//! What a dossier of a joint filing needs of the one before it (*liên thông*): its result and, by name and hash, the papers on which that
//! rests. Its officers see these and nothing else of the other dossier, and each look is noted there.

use super::{files, find};
use crate::app::App;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::reads;
use crate::sessions::SignedIn;
use axum::extract::{Path, State};
use axum::response::Response;
use rules::Refusal;
use rules::dossiers::{Dossier, Outcome};
use rules::people::Actor;
use store::desk::dossiers::load;
use store::desk::personal::Sight;
use store::province::Province;

/// What the dossier before has for this one.
pub struct Needed {
    pub(crate) code: String,
    pub(crate) name: String,
    /// The result's number; empty while there is none.
    pub(crate) number: String,
    /// Where its file is; empty where there is none.
    pub(crate) href: String,
    pub(crate) sha256: String,
    /// The papers on which it rests, each with the hash of its file where it has one.
    pub(crate) papers: Vec<(String, String)>,
}

/// The dossier whose result this one needs; nothing where it needs none.
async fn before(app: &App, dossier: &Dossier) -> Result<Option<Dossier>, Failure> {
    let Some(code) = dossier.filed.joined.as_ref().and_then(|joined| joined.after.clone()) else { return Ok(None) };
    Ok(app.read(move |tx| Ok(load(tx, code.as_str())?)).await?.map(|loaded| loaded.dossier))
}

/// What this dossier needs of the one before it, for an officer who works on it.
///
/// # Errors
/// When the database fails, or the look can't be noted.
pub async fn of(
    app: &App,
    f: &Frame,
    actor: &Actor,
    province: &Province,
    dossier: &Dossier,
) -> Result<Option<Needed>, Failure> {
    let Some(other) = before(app, dossier).await? else { return Ok(None) };
    note(app, actor, dossier, &other, "dossier", dossier.filed.code.as_str()).await?;
    let procedure = province.procedure(&other.filed.procedure).and_then(|state| state.procedure.as_ref());
    let named = |code: &str| {
        let asked = procedure.and_then(|procedure| procedure.documents.iter().find(|asked| asked.code == code));
        asked.map_or_else(|| code.to_owned(), |asked| asked.name.clone())
    };
    let papers = other.filed.documents.iter();
    let granted = other.outcome == Some(Outcome::Granted);
    let file = other.result_file.as_ref().filter(|_| granted);
    Ok(Some(Needed {
        code: other.filed.code.to_string(),
        name: said::procedure_named(f.lang(), province, &other.filed.procedure, &other.filed.procedure_name),
        number: other.result_number.clone().filter(|_| granted).unwrap_or_default(),
        href: file.map(|_| format!("/dossiers/{}/needed-result", dossier.filed.code)).unwrap_or_default(),
        sha256: file.and(other.result_sha256.clone()).unwrap_or_default(),
        papers: papers.map(|paper| (named(&paper.code), paper.sha256.clone().unwrap_or_default())).collect(),
    }))
}

/// The result that a dossier needs, for officers who may see the dossier.
pub(super) async fn download(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
) -> Result<Response, Failure> {
    let unknown = || Refusal::not_found("file-unknown");
    let (_, loaded, sight) = find(&app, &actor, &code).await?;
    if !sight.is_officers() {
        return Err(unknown().into());
    }
    let other = before(&app, &loaded.dossier).await?.filter(|other| other.outcome == Some(Outcome::Granted));
    let other = other.ok_or_else(unknown)?;
    let file = other.result_file.clone().ok_or_else(unknown)?;
    note(&app, &actor, &loaded.dossier, &other, "file", &file).await?;
    files::send(&app, &file).await
}

/// Notes a look at the other dossier, for the work on this one.
async fn note(
    app: &App,
    actor: &Actor,
    dossier: &Dossier,
    other: &Dossier,
    what: &'static str,
    item: &str,
) -> Result<(), Failure> {
    let line = reads::of_dossier(actor, dossier, &Sight::Scope, what, Some(item), app.clock.now());
    let line = line.map(|mut line| {
        line.dossier = Some(other.filed.code.to_string());
        line.subject.clone_from(&other.filed.applicant.id_number);
        line.owner.clone_from(&other.filed.owner);
        line
    });
    reads::note(app, line).await
}
