//! The papers and answers of a dossier, for its owner and for officers: names, files, where they came from.

use super::files;
use crate::app::App;
use crate::components::{Tag, Tone};
use crate::eforms;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::official;
use crate::pages::signatures::{Sealed, SealedFiles};
use crate::reads;
use crate::sessions::SignedIn;
use axum::extract::{Path, State};
use axum::response::Response;
use rules::Refusal;
use rules::catalogue::forms::Block;
use rules::dossiers::{Dossier, Event};
use rules::people::Actor;
use rules::people::permissions::may_receive;
use store::desk::dossiers::Loaded;
use store::desk::payments::withheld;
use store::desk::personal::look_at;
use store::province::Province;

/// A paper of a dossier.
#[derive(Debug, Clone)]
pub struct HandedIn {
    /// What it answers: "Giấy chứng sinh".
    pub name: String,
    /// The file's name; empty for a paper that was only shown.
    pub file: String,
    /// The file's address; empty where there is none.
    pub href: String,
    /// What to mind: shown at the counter, used again, handed in later.
    pub note: String,
    /// What is found about its digital signatures; nothing where there are none.
    pub sealed: Option<Sealed>,
    /// That a document which was used again does not stand any more; nothing while it does.
    pub outdated: Option<Tag>,
}

/// The papers that were handed in, in order.
#[must_use]
pub fn handed_in(f: &Frame, province: &Province, dossier: &Dossier, sealed: &SealedFiles) -> Vec<HandedIn> {
    let procedure = province.procedure(&dossier.filed.procedure).and_then(|state| state.procedure.as_ref());
    let papers = dossier.filed.documents.iter();
    papers
        .map(|paper| {
            let asked =
                procedure.and_then(|procedure| procedure.documents.iter().find(|asked| asked.code == paper.code));
            let again = paper.reuse_of.as_ref();
            let href =
                paper.file_id.as_ref().or(again).map(|file| format!("/dossiers/{}/files/{file}", dossier.filed.code));
            HandedIn {
                name: asked.map_or_else(|| paper.code.clone(), |asked| asked.name.clone()),
                file: paper.name.clone().unwrap_or_else(|| f.t("paper-open")),
                note: match (&paper.file_id, &paper.reuse_of, &paper.reused_from) {
                    (_, _, Some(dossier)) => f.t1("paper-reused-from", "code", dossier),
                    (_, Some(_), None) => f.t("paper-reused"),
                    (None, None, None) => f.t("paper-at-counter"),
                    (Some(_), None, None) => String::new(),
                },
                href: href.unwrap_or_default(),
                sealed: sealed.beside(f, paper.file_id.as_ref().or(again)),
                outdated: again
                    .and_then(|file| sealed.standing(file))
                    .map(|standing| Tag::new(Tone::Warning, f.t(&format!("paper-now-{}", standing.key())))),
            }
        })
        .collect()
}

/// What was filled in, as names and values: the answers of the form by the definition that it was filed with.
///
/// # Errors
/// When the database fails.
pub async fn answers(
    app: &App,
    f: &Frame,
    province: &Province,
    dossier: &Dossier,
) -> Result<Vec<(String, String)>, Failure> {
    let form = eforms::of(app, province, dossier).await?;
    let variant = dossier.filed.variant.iter().map(|variant| (f.t("answer-variant"), variant.name.clone()));
    let known = |field: &str| form.as_ref().is_some_and(|form| form.field(field).is_some());
    let fields = dossier.filed.form.iter().filter(|(field, _)| !known(field));
    let besides = fields.map(|(field, value)| {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let value = if field == "whom" { f.words.maybe(&format!("whom-{value}"), &[]).unwrap_or(value) } else { value };
        let label = f.words.maybe(&format!("answer-{}", field.replace('_', "-")), &[]);
        (label.unwrap_or_else(|| field.clone()), value)
    });
    let mut all: Vec<_> = variant.chain(besides).collect();
    if let Some(form) = &form {
        let said = eforms::said(f.words, f.lang(), &province.directory, form, &dossier.filed.form);
        all.extend(said.into_iter().flat_map(|section| section.blocks).map(|block| match block {
            Block::Line(line) => (line.title, line.answer),
            Block::Rows { title, rows, .. } => (title, eforms::lines(&rows)),
        }));
    }
    Ok(all)
}

/// The declaration of a dossier as it was filed, as PDF.
pub(super) async fn declaration(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
) -> Result<Response, Failure> {
    let (province, loaded, sight) = super::find(&app, &actor, &code).await?;
    let unknown = || Refusal::not_found("file-unknown");
    let form = eforms::of(&app, &province, &loaded.dossier).await?.ok_or_else(unknown)?;
    let seal = loaded.history.first().map(|entry| entry.hash.to_string()).ok_or_else(unknown)?;
    reads::dossier(&app, &actor, &loaded.dossier, &sight, "file", Some("form.pdf")).await?;
    let declaration = eforms::filed(&province, &loaded.dossier, &form, seal);
    official::declaration(declaration, &format!("{code}-form.pdf")).await
}

/// A file of a dossier, for whoever may see the dossier.
pub(super) async fn download(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((code, file)): Path<(String, String)>,
) -> Result<Response, Failure> {
    allowed(&app, &actor, &code, &file).await?;
    files::send(&app, &file).await
}

/// Lets whoever may see a file of a dossier pass, and notes that they look.
///
/// # Errors
/// The same refusal whether there is no such file or it is not theirs.
pub(crate) async fn allowed(app: &App, actor: &Actor, code: &str, file: &str) -> Result<(), Failure> {
    let (asker, asked, now) = (actor.clone(), code.to_owned(), app.clock.now());
    let provinces = app.province.clone();
    let (loaded, sight, withheld) = app
        .read(move |tx| {
            let (loaded, sight) = look_at(tx, &asker, &asked, now)?;
            let province = provinces.get(tx)?;
            let withheld = withheld(tx, &province, &asker, &loaded.dossier)?;
            Ok((loaded, sight, withheld))
        })
        .await?;
    let results = loaded.dossier.results.iter().filter_map(|result| result.file.as_deref());
    let is_result = results.chain(loaded.dossier.result_file.as_deref()).any(|result| result == file);
    let kept_back = is_result && !may_receive(actor, &loaded.dossier);
    // Whoever acts for the owner is no officer: drafts of the result are not theirs to see.
    if kept_back || !belongs(&loaded, file, sight.is_officers()) {
        return Err(Refusal::not_found("file-unknown").into());
    }
    if let Some(refusal) = withheld.filter(|_| is_result) {
        return Err(refusal.into());
    }
    reads::dossier(app, actor, &loaded.dossier, &sight, "file", Some(file)).await
}

/// The files of a dossier that a page of it names.
#[must_use]
pub fn files_of(dossier: &Dossier) -> Vec<String> {
    let papers = dossier.filed.documents.iter().filter_map(|paper| paper.file_id.as_ref().or(paper.reuse_of.as_ref()));
    let drafted = dossier.proposal.as_ref().and_then(|proposal| proposal.file.as_ref());
    papers.chain(drafted).chain(dossier.result_file.as_ref()).cloned().collect()
}

/// Whether the file is one of the dossier's: papers, the request to stop it, and the result; drafts of the result and
/// opinions of other agencies for officers only.
fn belongs(loaded: &Loaded, file: &str, officer: bool) -> bool {
    let dossier = &loaded.dossier;
    let papers = dossier
        .filed
        .documents
        .iter()
        .flat_map(|paper| [paper.file_id.as_deref(), paper.reuse_of.as_deref()])
        .flatten();
    let drafted = loaded.history.iter().filter_map(|recorded| match &recorded.event {
        rules::Event::Dossiers(Event::Proposed(proposed)) => proposed.file.as_deref(),
        rules::Event::Dossiers(Event::ConsultationAnswered(answer)) => answer.file.as_deref(),
        rules::Event::Dossiers(Event::Signed(signed)) => signed.signed.as_ref().map(|signed| signed.file.as_str()),
        _ => None,
    });
    let stop = dossier.stop.as_ref().and_then(|stop| stop.request_file.as_deref());
    let versions = dossier.results.iter().filter_map(|result| result.file.as_deref());
    papers.chain(dossier.result_file.as_deref()).chain(versions).chain(stop).any(|known| known == file)
        || officer && drafted.into_iter().any(|known| known == file)
}
