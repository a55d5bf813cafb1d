//! The acknowledgement with appointment (Mẫu 01, Thông tư 03/2025/TT-VPCP), as a page that prints like the paper.

use super::show;
use crate::app::App;
use crate::components::Qr;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::reads;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::http::header::HOST;
use jiff::Timestamp;
use rules::Refusal;
use rules::dossiers::{Dossier, Event};
use store::desk::dossiers::{Loaded, fold, who};
use store::journal::Recorded;
use store::province::Province;

#[derive(Template)]
#[template(path = "dossiers/acknowledgement.html")]
pub(super) struct AcknowledgementPage {
    f: Frame,
    code: String,
    back: String,
    procedure: String,
    counter: String,
    received_by: String,
    received_at: Timestamp,
    due_at: Option<Timestamp>,
    limit: String,
    applicant: Vec<(String, String)>,
    papers: Vec<Paper>,
    delivery: String,
    channel: String,
    track: String,
    qr: Qr,
}

/// A line of the table of papers.
struct Paper {
    name: String,
    originals: u8,
    copies: u8,
    electronic: bool,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    headers: HeaderMap,
    Path(code): Path<String>,
) -> Result<View<AcknowledgementPage>, Failure> {
    let (province, loaded, sight) = show::find(&app, &actor, &code).await?;
    reads::dossier(&app, &actor, &loaded.dossier, &sight, "dossier", None).await?;
    let received_at = loaded.dossier.received_at.ok_or_else(|| Refusal::rule("not-received-yet"))?;
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let scheme = if app.settings.https { "https" } else { "http" };
    let track = format!("{scheme}://{host}/track?code={}", loaded.dossier.filed.code);
    let issued = as_received(&loaded)?.ok_or_else(|| Refusal::rule("not-received-yet"))?;
    page(f, &province, &loaded, &issued, received_at, track)
}

fn page(
    f: Frame,
    province: &Province,
    loaded: &Loaded,
    dossier: &Dossier,
    received_at: Timestamp,
    track: String,
) -> Result<View<AcknowledgementPage>, Failure> {
    let filed = &dossier.filed;
    Ok(View(AcknowledgementPage {
        code: filed.code.to_string(),
        back: format!("/dossiers/{}", filed.code),
        procedure: said::procedure_named(f.lang(), province, &filed.procedure, &filed.procedure_name),
        counter: said::agency_named(f.lang(), &province.directory, &filed.counter),
        received_by: received_by(loaded),
        received_at,
        due_at: dossier.first_due_at,
        limit: said::time_limit(f.words, filed.time_limit),
        applicant: show::applicant(&f, province, dossier),
        papers: papers(province, dossier),
        delivery: show::delivery(&f, province, dossier),
        channel: f.t(&format!("channel-{}", filed.channel.key().replace('_', "-"))),
        qr: Qr::of(&track)?,
        track,
        f,
    }))
}

/// The dossier as it was when it was received: what was issued then does not change with what comes later.
fn as_received(loaded: &Loaded) -> Result<Option<Dossier>, Failure> {
    let received = |recorded: &Recorded| matches!(recorded.event, rules::Event::Dossiers(Event::Received(_)));
    let until = loaded.history.iter().position(received).map_or(0, |position| position + 1);
    Ok(fold(&loaded.history[..until])?)
}

/// Who received it.
fn received_by(loaded: &Loaded) -> String {
    let received =
        loaded.history.iter().find(|recorded| matches!(recorded.event, rules::Event::Dossiers(Event::Received(_))));
    received.and_then(|recorded| who(recorded).ok()).map(|by| by.name).unwrap_or_default()
}

fn papers(province: &Province, dossier: &Dossier) -> Vec<Paper> {
    let procedure = province.procedure(&dossier.filed.procedure).and_then(|state| state.procedure.as_ref());
    // What was replaced before it was received is not handed in any more.
    let gone = |file: &Option<String>| file.as_ref().is_some_and(|file| dossier.replaced.contains(file));
    let papers = dossier.filed.documents.iter().filter(|paper| !gone(&paper.file_id));
    papers
        .map(|paper| {
            let asked =
                procedure.and_then(|procedure| procedure.documents.iter().find(|asked| asked.code == paper.code));
            let electronic = paper.file_id.is_some() || paper.reuse_of.is_some();
            Paper {
                name: asked.map_or_else(|| paper.code.clone(), |asked| asked.name.clone()),
                originals: asked.filter(|_| !electronic).map_or(0, |asked| asked.originals),
                copies: asked.filter(|_| !electronic).map_or(0, |asked| asked.copies),
                electronic,
            }
        })
        .collect()
}
