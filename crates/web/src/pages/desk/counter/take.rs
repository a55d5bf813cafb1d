//! Taking in: the form becomes a dossier, received at once where the officer says so. Sent twice, it is taken in once.

use super::declaration::{Asked, put_in_place};
use super::drafts;
use super::form::{self, Shown};
use super::known::{self, Known};
use super::lookup;
use crate::app::App;
use crate::components::{FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::dossiers::files;
use crate::pages::registry::Fills;
use crate::pages::typed::Typed;
use crate::reads::{self, Looked};
use crate::sessions::{self, Worker};
use axum::extract::{Multipart, Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::Timestamp;
use rules::calendar::day_of;
use rules::catalogue::Procedure;
use rules::codes::{AgencyCode, DossierCode, ProcedureCode};
use rules::dossiers::{
    ApplicantDraft, ApplicantKind, Channel, Delivery, File, Form, ResultDelivery, SubmittedDocument,
};
use rules::people::{Actor, Capacity};
use rules::personal::access::Purpose;
use rules::registry::Reference;
use rules::{Problem, Refusal, RefusalKind};
use store::Tx;
use store::desk::dossiers::{file, filing_capacity};
use store::desk::registry;
use store::journal::{Request, StoredAnswer, answer_before, keep_answer};
use store::province::ProvinceCache;
use tower_sessions::Session;

pub(super) async fn take(
    State(app): State<App>,
    f: Frame,
    session: Session,
    Worker(actor): Worker,
    Path(code): Path<String>,
    sent: Multipart,
) -> Result<Response, Failure> {
    let province = app.province().await?;
    let procedure = form::procedure(&province, &actor, &code)?;
    let received = files::receive(&app, sent, &actor.login).await?;
    let mut typed = received.typed;
    for (field, kept) in received.files {
        typed.set(format!("{field}-kept"), kept.id);
        typed.set(format!("{field}-kept-name"), kept.name);
    }
    let mut asked = Asked::of(procedure, &typed);
    put_in_place(&mut typed, &asked.procedure);
    if typed.get("go") == "later" {
        drafts::keep(&app, &f, &actor, procedure.code.as_str(), &typed).await?;
        sessions::say(&session, Tone::Good, "counter-draft-kept", "").await?;
        return Ok(Redirect::to("/intake").into_response());
    }
    let known = known(&app, &f, &actor, &typed).await?;
    let secret = &app.settings.secret;
    let mut fills = Fills::open(typed.get("filled"), secret, &actor.login, typed.get("once"));
    if typed.get("go") == "lookup" {
        let about = (&*province, procedure);
        let notice = lookup::fill_in(&app, &actor, about, &mut typed, &mut fills, &known, f.now).await?;
        typed.set("filled", fills.seal(secret, &actor.login, typed.get("once")));
        let shown = Shown { typed, fills, notice, known: Some(known), errors: FormErrors::none(), asked: Some(asked) };
        return form::again(&app, f, &province, &actor, procedure, shown).await;
    }
    if asked.press(&typed) {
        let known = Some(known).filter(|known| !known.papers.is_empty());
        let shown = Shown { typed, fills, known, asked: Some(asked), ..Shown::default() };
        return form::again(&app, f, &province, &actor, procedure, shown).await;
    }
    let mut problems = received.problems;
    problems.extend(asked.doubtful(&f, &province.directory));
    let taken = match filing(&asked, &typed, &fills, &known, problems) {
        Ok(filing) => once(&app, &actor, procedure, &typed, filing, f.now).await,
        Err(refusal) => Err(refusal.into()),
    };
    match taken {
        Ok(code) => Ok(Redirect::to(&format!("/intake/done/{code}")).into_response()),
        Err(Failure::Refused(refusal)) if refusal.kind != RefusalKind::NotFound => {
            let errors = FormErrors::of(f.words, &refusal);
            let known = Some(known).filter(|known| known.applicant.is_some() || !known.papers.is_empty());
            let shown = Shown { errors, typed, fills, known, notice: None, asked: Some(asked) };
            form::again(&app, f, &province, &actor, procedure, shown).await
        }
        Err(failure) => Err(failure),
    }
}

/// What is known of whoever stands at the counter; that it was looked up is noted before.
async fn known(app: &App, f: &Frame, actor: &Actor, typed: &Typed) -> Result<Known, Failure> {
    let (cache, asker, number) = (app.province.clone(), actor.clone(), known::number(typed.get("applicant-id_number")));
    if known::is_whole(&number) {
        let counter: Option<AgencyCode> = typed.get("counter").parse().ok();
        let look = Looked { agency: counter.as_ref(), subject: &number, item: Some(&f.path), ..Looked::default() };
        reads::elsewhere(app, actor, "look-up", Purpose::Counter, look).await?;
    }
    let (words, today) = (f.words, day_of(f.now));
    app.read(move |tx| {
        let province = cache.get(tx)?;
        known::look_up(tx, &province, &asker, words, &number, today)
    })
    .await
}

/// What the form hands in.
fn filing(asked: &Asked, typed: &Typed, fills: &Fills, known: &Known, problems: Vec<Problem>) -> Result<File, Refusal> {
    if !problems.is_empty() {
        return Err(Refusal::input(problems));
    }
    let mut details: Form = asked.answers.clone().unwrap_or_default();
    if let Some(note) = typed.some("details") {
        details.insert("details".to_owned(), note.into());
    }
    let delivery = match typed.get("delivery") {
        "online" => Delivery::Online,
        "postal" => Delivery::Postal,
        _ => Delivery::Counter,
    };
    let applicant = applicant(typed);
    Ok(File {
        sources: fills.sources(&applicant),
        applicant,
        channel: Some(if typed.get("channel") == "postal" { Channel::Postal } else { Channel::Counter }),
        counter: typed.get("counter").parse().ok(),
        competent_agency: typed.get("competent_agency").parse().ok(),
        variant: typed.text("variant"),
        form: details,
        documents: documents(asked, typed, known),
        delivery: ResultDelivery {
            method: delivery,
            counter: typed.get("result_delivery-counter").parse().ok().filter(|_| delivery == Delivery::Counter),
            address: typed.some("result_delivery-address").filter(|_| delivery == Delivery::Postal),
        },
        owner: None,
        on_behalf_of: None,
    })
}

/// Who stands there, as typed.
pub(super) fn applicant(typed: &Typed) -> ApplicantDraft {
    let kind = match typed.get("applicant-kind") {
        "organisation" => ApplicantKind::Organisation,
        _ => ApplicantKind::Citizen,
    };
    ApplicantDraft {
        kind,
        id_number: typed.text("applicant-id_number"),
        name: typed.text("applicant-name"),
        phone: typed.text("applicant-phone"),
        email: typed.text("applicant-email"),
        birth_date: typed.text("applicant-birth_date"),
        commune: typed.text("applicant-commune"),
        address: typed.text("applicant-address"),
    }
}

/// The papers: scanned now, used again from an earlier dossier, or seen on paper.
fn documents(asked: &Asked, typed: &Typed, known: &Known) -> Vec<SubmittedDocument> {
    let shown: Vec<&str> = typed.get("shown").lines().collect();
    let handed_in = asked.papers().filter_map(|(place, paper)| {
        let of = |file_id, reuse_of| SubmittedDocument {
            code: paper.code.clone(),
            file_id,
            reuse_of,
            ..SubmittedDocument::default()
        };
        if let Some(kept) = typed.some(&format!("documents-{place}-kept")) {
            return Some(of(Some(kept), None));
        }
        // Only what the look-up offered can be used again.
        let again = typed.get(&format!("again-{place}"));
        if let Some(paper) = known.papers_for(&asked.procedure, &paper).into_iter().find(|paper| paper.file == again) {
            return Some(of(Some(paper.file.clone()), Some(paper.file.clone())));
        }
        shown.contains(&paper.code.as_str()).then(|| of(None, None))
    });
    handed_in.collect()
}

/// Files the dossier; the same form sent again finds the dossier that it became.
async fn once(
    app: &App,
    actor: &Actor,
    procedure: &Procedure,
    typed: &Typed,
    filing: File,
    now: Timestamp,
) -> Result<String, Failure> {
    let receive = typed.get("go") != "file";
    let form = typed.some("once");
    let request = form.as_ref().map(|key| Request::new(&actor.login, key, "POST /intake", b""));
    let (cache, actor, code): (ProvinceCache, _, _) = (app.province.clone(), actor.clone(), procedure.code.clone());
    app.write(move |tx| {
        if let Some(before) = request.as_ref().map(|request| answer_before(tx, request)).transpose()?.flatten() {
            return Ok(before.body);
        }
        let (dossier, by) = take_in(tx, &cache, &actor, &code, filing.clone(), now, receive)?;
        if let Some(form) = &form {
            store::tables::drafts::discard(tx, &drafts::owner(&actor.login), form)?;
            registry::became_dossier(tx, Reference::Form(form.clone()), &dossier, &by, now)?;
        }
        let taken = dossier.to_string();
        if let Some(request) = &request {
            keep_answer(tx, request, &StoredAnswer { status: 303, body: taken.clone() }, now)?;
        }
        Ok(taken)
    })
    .await
}

fn take_in(
    tx: &mut Tx,
    cache: &ProvinceCache,
    actor: &Actor,
    code: &ProcedureCode,
    mut filing: File,
    now: Timestamp,
    receive: bool,
) -> Result<(DossierCode, Capacity), store::Failure> {
    for (position, paper) in filing.documents.iter_mut().enumerate() {
        let Some(id) = &paper.file_id else { continue };
        let found: Option<store::files::File> = store::files::find(tx, id)?;
        let mine = |file: &store::files::File| file.owner == actor.login || paper.reuse_of.is_some();
        let Some(found) = found.filter(mine) else {
            return Err(Refusal::input(vec![Problem::new(format!("/documents/{position}"), "file-unknown")]).into());
        };
        paper.name = Some(found.name);
    }
    let province = cache.get(tx)?;
    let by = filing_capacity(actor, &filing)?;
    if filing.counter.is_none() {
        filing.counter.clone_from(&by.agency);
    }
    let dossier = file(tx, &province, code, filing, &by, now, receive)?;
    Ok((dossier.filed.code, by))
}
