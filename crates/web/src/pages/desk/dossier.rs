//! One dossier for an officer: everything at a glance, what they may do now, and how it came about.

use super::due::{self, Explained};
use super::fields::{self, ActionForm, Around};
use crate::app::App;
use crate::components::{Deadline, FormErrors, RouteProgress, Tag, Timeline, Tone};
use crate::eforms;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::dossiers::documents::{Link, links};
use crate::pages::dossiers::needed::{self, Needed};
use crate::pages::dossiers::papers::{self, HandedIn};
use crate::pages::dossiers::together::{self, Joined};
use crate::pages::dossiers::{self, Audience, find, story, whereabouts};
use crate::pages::payments::cost;
use crate::pages::registry::doubts_said;
use crate::pages::results::After;
use crate::pages::routes;
use crate::pages::said;
use crate::pages::signatures::{Sealed, SealedFiles};
use crate::pages::typed::Typed;
use crate::reads;
use crate::view::View;
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use rules::catalogue::Procedure;
use rules::codes::AgencyCode;
use rules::dossiers::{Action, ApplicantKind, Dossier, Outcome, Passage, Status, Verdict, national_verdict};
use rules::payments::Owed;
use rules::people::permissions::open_actions;
use rules::people::{Actor, Load, Role};
use rules::{Refusal, RefusalKind};
use std::sync::Arc;
use store::desk::dossiers::{Loaded, filed_by_stranger};
use store::desk::payments::owed;
use store::province::Province;
use store::tables::workload::loads;

#[derive(Template)]
#[template(path = "desk/dossier.html")]
struct DossierPage {
    f: Frame,
    code: String,
    version: u64,
    name: String,
    procedure_code: String,
    applicant_name: String,
    filed_line: String,
    errors: FormErrors,
    /// What others did while this officer was writing.
    changed: Timeline,
    /// What was typed into a form that is no longer open.
    lost: Vec<(String, String)>,
    progress: RouteProgress,
    measures: Vec<Measure>,
    explained: Option<Explained>,
    actions: Vec<ActionForm>,
    closed: String,
    /// What is still owed; empty where nothing is.
    owed: String,
    proposal: Option<Proposed>,
    result: Option<ResultBox>,
    supplements: Vec<Asked>,
    consultations: Vec<routes::Asked>,
    /// Where it went from and to, with the reason.
    passages: Vec<(String, String)>,
    apology: Option<(String, String)>,
    applicant: Vec<(String, String, String)>,
    /// What makes one look twice at the applicant's number; empty when it fits the birth.
    doubt: String,
    /// Who filed it in the applicant's name, by what right or without one; empty where the applicant did.
    filer: Option<(Tone, String)>,
    request: Vec<(String, String)>,
    answers: Vec<(String, String)>,
    /// The declaration as PDF; empty where there is none.
    declaration: String,
    papers: Vec<HandedIn>,
    timeline: Timeline,
    received: bool,
    /// Whether this officer may digitise its papers now.
    digitises: bool,
    /// Whether they may write its result now.
    writes: bool,
    forms: Vec<Link>,
    /// What was opened together with it.
    joined: Option<Joined>,
    /// What it needs of the dossier before it in the same filing.
    needed: Option<Needed>,
}

/// One of the three measures of lateness.
struct Measure {
    key: &'static str,
    label: String,
    deadline: Option<Deadline>,
    tag: Option<Tag>,
    note: String,
}

/// What the case officer proposes.
struct Proposed {
    tag: Tag,
    content: String,
    href: String,
    /// What is found about its digital signatures; nothing where there are none.
    sealed: Option<Sealed>,
}

/// What came of it.
struct ResultBox {
    tag: Tag,
    number: String,
    href: String,
    returned: String,
    /// What is found about its digital signatures; nothing where there are none.
    sealed: Option<Sealed>,
    /// How it is checked, its versions, and what may be asked about it.
    after: After,
}

/// A supplement round.
struct Asked {
    title: String,
    content: String,
    papers: Vec<String>,
    supplied: String,
}

/// A form that came back.
pub(super) struct Came {
    pub(super) action: Action,
    pub(super) seen: u64,
    pub(super) errors: FormErrors,
    pub(super) typed: Typed,
    pub(super) refusal: Refusal,
}

/// The page of a dossier for an officer who may see it.
///
/// # Errors
/// When something that the page shows can't be read.
pub async fn show(
    app: &App,
    f: Frame,
    actor: &Actor,
    province: Arc<Province>,
    loaded: Loaded,
) -> Result<Response, Failure> {
    let beside = Beside::of(app, &province, &loaded.dossier).await?;
    let answers = papers::answers(app, &f, &province, &loaded.dossier).await?;
    let joined = joined(app, &f, actor, &province, &loaded.dossier).await?;
    let needed = needed::of(app, &f, actor, &province, &loaded.dossier).await?;
    let page = DossierPage { answers, joined, needed, ..page(f, actor, &province, &loaded, &beside, None) };
    Ok(View(page).into_response())
}

/// Shows the dossier again after a refused action: what is wrong, what others did meanwhile, everything typed.
pub(super) async fn again(app: &App, f: Frame, actor: &Actor, code: &str, came: Came) -> Result<Response, Failure> {
    let (province, loaded, sight) = find(app, actor, code).await?;
    if !sight.is_officers() {
        return Err(came.refusal.into());
    }
    reads::dossier(app, actor, &loaded.dossier, &sight, "dossier", None).await?;
    let beside = Beside::of(app, &province, &loaded.dossier).await?;
    let status = match came.refusal.kind {
        RefusalKind::Conflict => StatusCode::CONFLICT,
        RefusalKind::Forbidden => StatusCode::FORBIDDEN,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let answers = papers::answers(app, &f, &province, &loaded.dossier).await?;
    let joined = joined(app, &f, actor, &province, &loaded.dossier).await?;
    let needed = needed::of(app, &f, actor, &province, &loaded.dossier).await?;
    let page = DossierPage { answers, joined, needed, ..page(f, actor, &province, &loaded, &beside, Some(&came)) };
    Ok(View(page).status(status))
}

/// What was opened together with it; the counter that took it in sees all of them through.
async fn joined(
    app: &App,
    f: &Frame,
    actor: &Actor,
    province: &Province,
    dossier: &Dossier,
) -> Result<Option<Joined>, Failure> {
    let here = actor.positions.iter().any(|position| position.agency == dossier.filed.counter);
    together::of(app, f, province, dossier, here).await
}

/// What a page needs beside the dossier.
struct Beside {
    /// The case officers who can be put in charge.
    officers: Vec<Load>,
    sealed: SealedFiles,
    /// Whose account filed it under a number for which nobody vouched.
    stranger: Option<String>,
    /// What is still owed.
    owed: Option<Owed>,
}

impl Beside {
    async fn of(app: &App, province: &Arc<Province>, dossier: &Dossier) -> Result<Self, Failure> {
        let files = papers::files_of(dossier);
        let sealed = SealedFiles::of(app, dossier.filed.code.as_str(), files).await?;
        let sealed = sealed.with_standings(app, dossier).await?;
        let (province, known) = (province.clone(), dossier.clone());
        let read = app.read(move |tx| Ok((filed_by_stranger(tx, &known.filed)?, owed(tx, &province, &known)?)));
        let (stranger, owed) = read.await?;
        Ok(Self { officers: officers(app, dossier).await?, sealed, stranger, owed })
    }
}

/// The case officers who can be put in charge, whoever has the fewest dossiers first.
async fn officers(app: &App, dossier: &Dossier) -> Result<Vec<Load>, Failure> {
    let agency = dossier.filed.competent_agency.to_string();
    let now = app.clock.now();
    app.read(move |tx| Ok(loads(tx, &agency, Role::CaseOfficer, now)?)).await
}

fn page(
    f: Frame,
    actor: &Actor,
    province: &Province,
    loaded: &Loaded,
    beside: &Beside,
    came: Option<&Came>,
) -> DossierPage {
    let dossier = &loaded.dossier;
    let filed = &dossier.filed;
    let procedure = province.procedure(&filed.procedure).and_then(|state| state.procedure.as_ref());
    let timeline = timeline(&f, province, loaded);
    let none = Typed::default();
    let (typed, failed) = came.map_or((&none, None), |came| (&came.typed, Some(came.action)));
    let errors = came.map_or_else(FormErrors::none, |came| came.errors.clone());
    let open = open_actions(actor, dossier);
    let around = Around {
        f: &f,
        actor,
        dossier,
        procedure,
        officers: &beside.officers,
        directory: &province.directory,
        typed,
        failed,
    };
    let actions = fields::forms(&around, &open, &errors);
    let stale = came.filter(|came| came.refusal.kind == RefusalKind::Conflict);
    let channel = f.t(&format!("channel-{}", filed.channel.key().replace('_', "-")));
    DossierPage {
        code: filed.code.to_string(),
        version: dossier.version,
        name: said::procedure_named(f.lang(), province, &filed.procedure, &filed.procedure_name),
        procedure_code: filed.procedure.to_string(),
        applicant_name: filed.applicant.name.clone(),
        filed_line: f.t2("desk-over", "channel", channel, "at", f.moment(&dossier.filed_at)),
        changed: stale.map_or_else(Vec::new, |came| changed(&timeline, dossier.version, came.seen)),
        lost: came.map_or_else(Vec::new, |came| lost(&f, came, &open)),
        progress: whereabouts::progress(&f, province, dossier, Audience::Officer),
        measures: measures(&f, province, dossier),
        explained: due::explain(&f, province, dossier),
        owed: beside.owed.as_ref().map_or_else(String::new, |owed| cost::owed(&f, owed)),
        closed: if actions.is_empty() { closed(&f, dossier) } else { String::new() },
        actions,
        proposal: dossier.proposal.as_ref().filter(|_| dossier.outcome.is_none()).map(|proposal| Proposed {
            tag: outcome(&f, proposal.outcome),
            content: proposal.content.clone(),
            href: file_href(filed.code.as_str(), proposal.file.as_ref()),
            sealed: beside.sealed.beside(&f, proposal.file.as_ref()),
        }),
        result: result(&f, loaded, &beside.sealed),
        supplements: supplements(&f, dossier, procedure),
        consultations: routes::asked(&f, province, dossier),
        passages: passages(&f, province, dossier),
        apology: dossier.apology.as_ref().map(|apology| (f.moment(&apology.new_due_at), apology.reason.clone())),
        applicant: dossiers::particulars(&f, province, dossier),
        doubt: doubt(&f, dossier),
        filer: filer(&f, dossier, beside.stranger.as_deref()),
        request: request(&f, province, dossier, channel_of(&f, dossier)),
        // What was filled in is read by whoever shows the page.
        answers: Vec::new(),
        declaration: if eforms::is_in(filed) { format!("/dossiers/{}/form.pdf", filed.code) } else { String::new() },
        papers: papers::handed_in(&f, province, dossier, &beside.sealed),
        received: dossier.received_at.is_some(),
        digitises: open.contains(&Action::Digitise),
        writes: open.contains(&Action::Propose),
        forms: links(&f, actor, loaded, true),
        joined: None,
        needed: None,
        timeline,
        errors,
        f,
    }
}

/// What makes one look twice at the applicant's number; empty when it fits the birth, and for organisations.
fn filer(f: &Frame, dossier: &Dossier, stranger: Option<&str>) -> Option<(Tone, String)> {
    match &dossier.filed.on_behalf_of {
        Some(other) if stranger.is_none() => {
            let told = f.t2("filed-on-behalf", "agent", other.agent.as_str(), "name", other.name.as_str());
            Some((Tone::Neutral, told))
        }
        _ => stranger.map(|name| (Tone::Warning, f.t1("desk-filed-by-stranger", "name", name))),
    }
}

fn doubt(f: &Frame, dossier: &Dossier) -> String {
    let who = &dossier.filed.applicant;
    match who.kind {
        ApplicantKind::Citizen => doubts_said(f, &who.id_number, who.birth_date.as_deref().unwrap_or_default()),
        ApplicantKind::Organisation => String::new(),
    }
}

fn channel_of(f: &Frame, dossier: &Dossier) -> String {
    f.t(&format!("channel-{}", dossier.filed.channel.key().replace('_', "-")))
}

/// What happened, each entry with its place in the journal.
fn timeline(f: &Frame, province: &Province, loaded: &Loaded) -> Timeline {
    let mut timeline = story::timeline(f, province, &loaded.history, Audience::Officer);
    for (moment, recorded) in timeline.iter_mut().zip(loaded.history.iter().rev()) {
        let href = format!("/dossiers/{}/proof#entry-{}", loaded.dossier.filed.code, recorded.version);
        moment.links.push((f.t2("desk-proof-link", "ledger", &recorded.ledger, "number", recorded.number), href));
    }
    timeline
}

/// What was entered after the version that the officer saw.
fn changed(timeline: &Timeline, now: u64, seen: u64) -> Timeline {
    let new = usize::try_from(now.saturating_sub(seen)).unwrap_or(usize::MAX);
    timeline.iter().take(new).cloned().collect()
}

/// What was typed into a form that is no longer open: shown, so that it can be copied.
fn lost(f: &Frame, came: &Came, open: &[Action]) -> Vec<(String, String)> {
    if open.contains(&came.action) {
        return Vec::new();
    }
    let key = came.action.key();
    let begins = format!("{key}-");
    let typed =
        came.typed.beginning_with(&begins).filter(|(field, value)| !value.is_empty() && !field.contains("-kept"));
    typed
        .filter_map(|(field, value)| {
            let label = f.words.maybe(&format!("desk-{key}-{}", field.replace('_', "-")), &[])?;
            Some((label, value.to_owned()))
        })
        .collect()
}

/// The legal deadline, the verdict of the national index, the step's own deadline: side by side, never mixed.
fn measures(f: &Frame, province: &Province, dossier: &Dossier) -> Vec<Measure> {
    let legal = legal(f, province, dossier);
    let note = match (&legal, dossier.first_due_at, dossier.due_at) {
        (None, ..) if dossier.received_at.is_none() => f.t("measure-legal-not-received"),
        (None, ..) => f.t("measure-legal-none"),
        (_, Some(first), Some(due)) if first != due => f.t1("measure-legal-moved", "first", f.moment(&first)),
        _ => f.t("measure-legal.note"),
    };
    let verdict = national_verdict(dossier, f.now);
    let (tag, index_note) = match verdict {
        Some(verdict) => (Some(verdict_tag(f, verdict)), f.t(&verdict_note(dossier, verdict))),
        None => (None, f.t("measure-index-none")),
    };
    let step = step(f, province, dossier);
    let step_note = match (&step, dossier.current_step()) {
        (Some(_), Some(step)) => f.t1("measure-step-of", "step", said::step_name(f.words, &step.name, step.task)),
        _ => f.t("measure-step-none"),
    };
    let measure = |key: &'static str, deadline, tag, note| Measure {
        key,
        label: f.t(&format!("measure-{key}")),
        deadline,
        tag,
        note,
    };
    vec![
        measure("legal", legal, None, note),
        measure("index", None, tag, index_note),
        measure("step", step, None, step_note),
    ]
}

fn legal(f: &Frame, province: &Province, dossier: &Dossier) -> Option<Deadline> {
    let due = dossier.due_at?;
    if let Some(ended) = Deadline::ended(due, dossier.status) {
        return Some(ended);
    }
    if let Some(finished) = dossier.finished_at {
        return Some(Deadline::done(due, due.as_second() - finished.as_second()));
    }
    let calendar = province.calendar(&dossier.filed.competent_agency);
    Some(match dossier.pauses.last().filter(|pause| pause.to.is_none()) {
        Some(pause) => Deadline::paused(due, calendar.working_between(pause.from, due).seconds()),
        None => {
            let left = calendar.working_between(f.now, due).seconds();
            Deadline::running(due, if f.now > due { left.min(-1) } else { left })
        }
    })
}

fn step(f: &Frame, province: &Province, dossier: &Dossier) -> Option<Deadline> {
    let due = dossier.step_due_at.filter(|_| matches!(dossier.status, Status::Received | Status::InProcess))?;
    let left = province.calendar(&dossier.filed.competent_agency).working_between(f.now, due).seconds();
    Some(Deadline::running(due, if f.now > due { left.min(-1) } else { left }))
}

pub(super) fn verdict_tag(f: &Frame, verdict: Verdict) -> Tag {
    let (tone, key) = match verdict {
        Verdict::Early => (Tone::Good, "verdict-early"),
        Verdict::OnTime => (Tone::Good, "verdict-on-time"),
        Verdict::Late => (Tone::Bad, "verdict-late"),
        Verdict::Running => (Tone::Neutral, "verdict-running"),
        Verdict::Overdue => (Tone::Bad, "verdict-overdue"),
    };
    Tag::new(tone, f.t(key))
}

/// Why the index says so, where that is not plain.
fn verdict_note(dossier: &Dossier, verdict: Verdict) -> String {
    let key = match verdict {
        Verdict::Late | Verdict::Overdue if dossier.supplements.len() > 1 => "measure-index-second-supplement",
        Verdict::Late | Verdict::Overdue if dossier.apology.is_some() => "measure-index-apology",
        Verdict::Running if dossier.status == Status::AwaitingSupplement => "measure-index-waiting",
        Verdict::Running if dossier.status == Status::AwaitingPayment => "measure-index-payment",
        _ => "measure-index.note",
    };
    key.to_owned()
}

/// Why there is nothing to do here for this officer.
fn closed(f: &Frame, dossier: &Dossier) -> String {
    match (dossier.status, &dossier.officer) {
        (status, _) if status.is_finished() && status != Status::Processed => f.t("desk-closed-finished"),
        (Status::AwaitingSupplement, _) => f.t("desk-closed-waiting"),
        (Status::AwaitingPayment, _) => f.t("desk-closed-payment"),
        (_, Some((_, name))) => f.t1("desk-closed-other", "officer", name),
        _ => f.t("desk-closed-elsewhere"),
    }
}

fn outcome(f: &Frame, outcome: Outcome) -> Tag {
    match outcome {
        Outcome::Granted => Tag::new(Tone::Good, f.t("outcome-granted")),
        Outcome::Rejected => Tag::new(Tone::Bad, f.t("outcome-rejected")),
    }
}

fn file_href(code: &str, file: Option<&String>) -> String {
    file.map(|file| format!("/dossiers/{code}/files/{file}")).unwrap_or_default()
}

fn result(f: &Frame, loaded: &Loaded, sealed: &SealedFiles) -> Option<ResultBox> {
    let dossier = &loaded.dossier;
    Some(ResultBox {
        after: After::of(f, loaded),
        tag: outcome(f, dossier.outcome?),
        number: dossier.result_number.clone().unwrap_or_default(),
        href: file_href(dossier.filed.code.as_str(), dossier.result_file.as_ref()),
        returned: dossier.returned_at.map(|at| f.moment(&at)).unwrap_or_default(),
        sealed: sealed.beside(f, dossier.result_file.as_ref()),
    })
}

fn supplements(f: &Frame, dossier: &Dossier, procedure: Option<&Procedure>) -> Vec<Asked> {
    let name = |code: &String| {
        let asked = procedure.and_then(|procedure| procedure.documents.iter().find(|asked| asked.code == *code));
        asked.map_or_else(|| code.clone(), |asked| asked.name.clone())
    };
    let rounds = dossier.supplements.iter().zip(1_u32..);
    rounds
        .map(|(supplement, round)| Asked {
            title: f.t2("desk-supplement-round", "round", round, "at", f.moment(&supplement.requested_at)),
            content: supplement.content.clone(),
            papers: supplement.documents.iter().map(name).collect(),
            supplied: supplement.supplied_at.map(|at| f.moment(&at)).unwrap_or_default(),
        })
        .collect()
}

/// Each transfer: when, from whom to whom; and why.
fn passages(f: &Frame, province: &Province, dossier: &Dossier) -> Vec<(String, String)> {
    let agency = |code: &AgencyCode| said::agency_named(f.lang(), &province.directory, code);
    let told = |passage: &Passage| {
        let told = f.t2("passage", "from", agency(&passage.from), "to", agency(&passage.to));
        (format!("{}: {told}", f.moment(&passage.at)), passage.reason.clone())
    };
    dossier.passages.iter().map(told).collect()
}

/// Where it came in, who settles it, how the result goes out.
fn request(f: &Frame, province: &Province, dossier: &Dossier, channel: String) -> Vec<(String, String)> {
    let filed = &dossier.filed;
    let agency = |code| said::agency_named(f.lang(), &province.directory, code);
    vec![
        (f.t("desk-channel"), channel),
        (f.t("desk-counter"), agency(&filed.counter)),
        (f.t("desk-competent"), agency(&filed.competent_agency)),
        (f.t("due-limit"), said::time_limit(f.words, filed.time_limit)),
        (f.t("desk-delivery"), dossiers::delivery(f, province, dossier)),
    ]
}
