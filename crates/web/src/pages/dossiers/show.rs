//! One dossier, for its owner; officers are shown theirs.

use super::drafts::{Earlier, offered};
use super::papers::{self, HandedIn};
use super::together::{self, Joined};
use super::{Audience, desk, documents, rate, story, whereabouts};
use crate::app::App;
use crate::components::{Choice, FormErrors, RouteProgress, Timeline, Tone};
use crate::eforms;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::payments::show::until;
use crate::pages::registry::origin_said;
use crate::pages::results::After;
use crate::pages::said;
use crate::pages::signatures::{Sealed, SealedFiles};
use crate::pages::typed::Typed;
use crate::reads;
use crate::sessions::{Flash, SignedIn};
use crate::view::View;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use rules::Refusal;
use rules::dossiers::{Action, ApplicantKind, Criterion, Delivery, Dossier, Event, Outcome, Status};
use rules::people::Actor;
use rules::people::permissions::{may_receive, open_actions};
use serde::Deserialize;
use std::sync::Arc;
use store::desk::dossiers::Loaded;
use store::desk::payments::withheld;
use store::desk::personal::{Sight, look_at};
use store::province::Province;

#[derive(Template)]
#[template(path = "dossiers/show.html")]
struct OwnerPage {
    f: Frame,
    errors: FormErrors,
    code: String,
    version: u64,
    name: String,
    /// Just filed: the confirmation stands on top.
    just_filed: bool,
    confirmation: String,
    /// Who filed it for whom; empty when the owner did.
    on_behalf_of: String,
    progress: RouteProgress,
    late: bool,
    /// The apology, while its new appointment still counts.
    apology: Option<String>,
    supplement: Option<Asked>,
    result: Option<ResultBox>,
    may_withdraw: bool,
    may_rate: bool,
    ratings: Vec<Choice>,
    /// What may be judged on its own: field and label.
    criteria: Vec<(String, String)>,
    received: bool,
    timeline: Timeline,
    papers: Vec<HandedIn>,
    applicant: Vec<(String, String, String)>,
    answers: Vec<(String, String)>,
    /// The declaration as PDF; empty where there is none.
    declaration: String,
    delivery: String,
    typed: Typed,
    supplement_href: String,
    withdraw_href: String,
    rate_href: String,
    acknowledgement_href: String,
    payment_href: String,
    /// What is to be paid, in words; empty when the procedure costs nothing.
    payment: String,
    forms: Vec<documents::Link>,
    /// What was opened together with it.
    joined: Option<Joined>,
}

/// What an officer asked to be supplemented.
struct Asked {
    content: String,
    who: String,
    papers: Vec<AskedPaper>,
    /// Whether who looks may hand it in; who may only follow reads what is missing.
    yours: bool,
}

/// A paper that can be handed in with a supplement.
struct AskedPaper {
    id_field: String,
    name_field: String,
    field: String,
    name: String,
    kept: String,
    kept_id: String,
    /// The field with which a document of the store is used again, what it may be, and what was chosen.
    reuse: String,
    earlier: Vec<Choice>,
    chosen: String,
}

/// What came of it.
struct ResultBox {
    title: String,
    number: String,
    granted: bool,
    file: String,
    how: String,
    /// Where it is paid for, while it is kept back for that.
    pay_first: String,
    /// What is found about its digital signatures; nothing where there are none.
    sealed: Option<Sealed>,
    /// How it is checked, its versions, and what may be asked about it.
    after: After,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Arrived {
    filed: String,
}

pub(super) async fn show(
    State(app): State<App>,
    mut f: Frame,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
    Query(arrived): Query<Arrived>,
) -> Result<Response, Failure> {
    let (province, loaded, sight) = find(&app, &actor, &code).await?;
    reads::dossier(&app, &actor, &loaded.dossier, &sight, "dossier", None).await?;
    // Whoever acts for the owner sees what the owner sees.
    if !sight.is_officers() {
        let seen =
            Seen { just_filed: arrived.filed == "now" && loaded.dossier.status == Status::Filed, ..Seen::default() };
        let sealed = SealedFiles::of(&app, &code, papers::files_of(&loaded.dossier)).await?;
        let sealed = sealed.with_standings(&app, &loaded.dossier).await?;
        let answers = papers::answers(&app, &f, &province, &loaded.dossier).await?;
        let joined = together::of(&app, &f, &province, &loaded.dossier, true).await?;
        let unpaid = is_unpaid(&app, &actor, &loaded).await?;
        let seen = Seen { earlier: earlier(&app, &f, &actor, &loaded).await?, answers, sealed, joined, unpaid, ..seen };
        return Ok(owner(f, &actor, &province, &loaded, seen).into_response());
    }
    if let (Sight::Glass(reason), None) = (&sight, &f.flash) {
        f.flash = Some(Flash { tone: Tone::Warning, key: "glass-now".into(), value: reason.clone() });
    }
    desk::show(&app, f, &actor, province, loaded).await
}

/// The province, the dossier of this code for this person, and how they come to see it.
pub(crate) async fn find(app: &App, actor: &Actor, code: &str) -> Result<(Arc<Province>, Loaded, Sight), Failure> {
    let (cache, actor, code, now) = (app.province.clone(), actor.clone(), code.to_owned(), app.clock.now());
    app.read(move |tx| {
        let (loaded, sight) = look_at(tx, &actor, &code, now)?;
        Ok((cache.get(tx)?, loaded, sight))
    })
    .await
}

/// How the page is shown this time.
#[derive(Default)]
pub(super) struct Seen {
    just_filed: bool,
    pub(super) errors: FormErrors,
    pub(super) typed: Typed,
    earlier: Vec<Earlier>,
    sealed: SealedFiles,
    /// What was filled in, in words.
    answers: Vec<(String, String)>,
    joined: Option<Joined>,
    /// Whether the result is kept back until it is paid for.
    unpaid: bool,
}

/// Whether the result is kept back from the actor until it is paid for.
async fn is_unpaid(app: &App, actor: &Actor, loaded: &Loaded) -> Result<bool, Failure> {
    let (provinces, actor, dossier) = (app.province.clone(), actor.clone(), loaded.dossier.clone());
    let withheld = app
        .read(move |tx| {
            let province = provinces.get(tx)?;
            Ok(withheld(tx, &province, &actor, &dossier)?)
        })
        .await?;
    Ok(withheld.is_some())
}

/// What the store of whoever supplements holds; nothing while nothing is asked for.
async fn earlier(app: &App, f: &Frame, actor: &Actor, loaded: &Loaded) -> Result<Vec<Earlier>, Failure> {
    if loaded.dossier.status != Status::AwaitingSupplement {
        return Ok(Vec::new());
    }
    super::drafts::earlier(app, f.words, actor).await
}

/// Shows the dossier again after an action was refused: what is wrong on top, everything typed kept. When somebody else
/// was faster, the page shows what they did.
pub(super) async fn again(
    app: &App,
    f: Frame,
    actor: &Actor,
    code: &str,
    refusal: &Refusal,
    typed: Typed,
) -> Result<Response, Failure> {
    let (province, loaded, sight) = find(app, actor, code).await?;
    reads::dossier(app, actor, &loaded.dossier, &sight, "dossier", None).await?;
    let status = Failure::Refused(refusal.clone()).status();
    let errors = FormErrors::of(f.words, refusal);
    let earlier = earlier(app, &f, actor, &loaded).await?;
    let sealed = SealedFiles::of(app, code, papers::files_of(&loaded.dossier)).await?;
    let sealed = sealed.with_standings(app, &loaded.dossier).await?;
    let answers = papers::answers(app, &f, &province, &loaded.dossier).await?;
    let joined = together::of(app, &f, &province, &loaded.dossier, true).await?;
    let unpaid = is_unpaid(app, actor, &loaded).await?;
    let seen = Seen { errors, typed, earlier, answers, sealed, joined, unpaid, just_filed: false };
    let page = owner(f, actor, &province, &loaded, seen);
    Ok(page.status(if status == StatusCode::CONFLICT {
        StatusCode::CONFLICT
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    }))
}

fn owner(f: Frame, actor: &Actor, province: &Province, loaded: &Loaded, seen: Seen) -> View<OwnerPage> {
    let dossier = &loaded.dossier;
    let filed = &dossier.filed;
    let filed_form = eforms::is_in(filed);
    let href = |action: &str| format!("/dossiers/{}/{action}", filed.code);
    let open = open_actions(actor, dossier);
    let may_supplement = open.contains(&Action::Supplement);
    // Nothing is asked of who may only follow.
    let waits_for_another = dossier.status == Status::AwaitingSupplement && !may_supplement;
    let audience = if waits_for_another { Audience::Anybody } else { Audience::Owner };
    let may_receive = may_receive(actor, dossier) && !seen.unpaid;
    let ratings = ["very_satisfied", "satisfied", "dissatisfied"]
        .map(|rating| Choice::new(rating, f.t(&format!("rating-{}", rating.replace('_', "-")))))
        .to_vec();
    View(OwnerPage {
        code: filed.code.to_string(),
        version: dossier.version,
        name: said::procedure_named(f.lang(), province, &filed.procedure, &filed.procedure_name),
        just_filed: seen.just_filed,
        confirmation: confirmation(&f, province, dossier),
        progress: whereabouts::progress(&f, province, dossier, audience),
        late: whereabouts::is_late(&f, dossier),
        apology: dossier
            .apology
            .as_ref()
            .filter(|_| dossier.status.is_open())
            .map(|apology| f.t2("apology-notice", "due", f.moment(&apology.new_due_at), "reason", &apology.reason)),
        supplement: asked(&f, province, loaded, &seen, may_supplement),
        on_behalf_of: filed.on_behalf_of.as_ref().map_or_else(String::new, |on_behalf| {
            f.t2("filed-on-behalf", "agent", on_behalf.agent.as_str(), "name", on_behalf.name.as_str())
        }),
        result: result(&f, province, loaded).map(|shown| ResultBox {
            file: if may_receive { shown.file } else { String::new() },
            sealed: seen.sealed.beside(&f, dossier.result_file.as_ref()).filter(|_| may_receive),
            pay_first: if seen.unpaid { href("payment") } else { String::new() },
            ..shown
        }),
        may_withdraw: open.contains(&Action::Withdraw),
        may_rate: open.contains(&Action::Rate) && dossier.rating.is_none(),
        ratings,
        criteria: Criterion::ALL.map(|one| (rate::field(one), f.t(&format!("criterion-{}", one.key())))).into(),
        received: dossier.received_at.is_some(),
        timeline: story::timeline(&f, province, &loaded.history, Audience::Owner),
        papers: papers::handed_in(&f, province, dossier, &seen.sealed),
        applicant: particulars(&f, province, dossier),
        answers: seen.answers,
        declaration: if filed_form { href("form.pdf") } else { String::new() },
        delivery: delivery(&f, province, dossier),
        typed: seen.typed,
        supplement_href: href("supplement"),
        withdraw_href: href("withdraw"),
        rate_href: href("rate"),
        acknowledgement_href: href("acknowledgement"),
        payment_href: href("payment"),
        payment: match &dossier.demand {
            Some(demand) => {
                // Before reception there is no time limit that could stand or run.
                let clock = match (dossier.received_at, dossier.stopped_at()) {
                    (None, _) => String::new(),
                    (_, Some(_)) => f.t("payment-clock-stands"),
                    (_, None) => f.t("payment-clock-runs"),
                };
                let awaited = f.t1("payment-awaited", "amount", f.money(&demand.amount));
                let said = [awaited, clock, until(&f, demand.expires_at)];
                said.into_iter().filter(|one| !one.is_empty()).collect::<Vec<_>>().join(" ")
            }
            None if expired(&loaded.history) => f.t("payment-expired-next"),
            None if filed.fees.is_empty() => String::new(),
            None => f.t("payment-look"),
        },
        forms: documents::links(&f, actor, loaded, false),
        joined: seen.joined,
        errors: seen.errors,
        f,
    })
}

/// Whether the last that was asked for was not paid in its time.
fn expired(history: &[store::journal::Recorded]) -> bool {
    let ended = history.iter().rev().find_map(|entry| match &entry.event {
        rules::Event::Dossiers(Event::PaymentRequested(_)) => Some(false),
        rules::Event::Dossiers(Event::PaymentSettled(settled)) => Some(settled.expired),
        _ => None,
    });
    ended.unwrap_or(false)
}

/// What happens next and until when, for somebody who has just filed.
fn confirmation(f: &Frame, province: &Province, dossier: &Dossier) -> String {
    let counter = said::agency_named(f.lang(), &province.directory, &dossier.filed.counter);
    f.t2("filed-next", "counter", counter, "limit", said::time_limit(f.words, dossier.filed.time_limit))
}

fn asked(f: &Frame, province: &Province, loaded: &Loaded, seen: &Seen, yours: bool) -> Option<Asked> {
    let typed = &seen.typed;
    let dossier = &loaded.dossier;
    let supplement = dossier.supplements.last().filter(|_| dossier.status == Status::AwaitingSupplement)?;
    let procedure = province.procedure(&dossier.filed.procedure)?.procedure.as_ref()?;
    // The whole list where the officer named none: something can always be handed in.
    let named = |code: &String| supplement.documents.is_empty() || supplement.documents.contains(code);
    let papers = procedure.documents.iter().filter(|asked| named(&asked.code)).map(|asked| {
        let (id_field, name_field) = (format!("kept-{}", asked.code), format!("kept_name-{}", asked.code));
        let reuse = format!("reuse-{}", asked.code);
        AskedPaper {
            earlier: offered(f.words, procedure, asked, &seen.earlier).0,
            chosen: typed.text(&reuse),
            reuse,
            kept: typed.text(&name_field),
            kept_id: typed.text(&id_field),
            name: asked.name.clone(),
            field: format!("documents-{}", asked.code),
            id_field,
            name_field,
        }
    });
    let who = story::timeline(f, province, &loaded.history, Audience::Owner);
    Some(Asked {
        content: supplement.content.clone(),
        who: who
            .iter()
            .find(|moment| moment.at == supplement.requested_at)
            .map(|moment| moment.who.clone())
            .unwrap_or_default(),
        papers: papers.collect(),
        yours,
    })
}

fn result(f: &Frame, province: &Province, loaded: &Loaded) -> Option<ResultBox> {
    let dossier = &loaded.dossier;
    let outcome = dossier.outcome?;
    let procedure = province.procedure(&dossier.filed.procedure).and_then(|state| state.procedure.as_ref());
    let granted = outcome == Outcome::Granted;
    let title = match (granted, procedure) {
        (true, Some(procedure)) => procedure.result.name.clone(),
        (true, None) => f.t("result-granted"),
        (false, _) => f.t("result-rejected"),
    };
    let file = dossier.result_file.as_ref();
    Some(ResultBox {
        pay_first: String::new(),
        sealed: None,
        after: After::of(f, loaded),
        title,
        number: dossier.result_number.clone().unwrap_or_default(),
        granted,
        file: file.map(|file| format!("/dossiers/{}/files/{file}", dossier.filed.code)).unwrap_or_default(),
        how: delivery(f, province, dossier),
    })
}

/// How and where the result is handed over, in words.
#[must_use]
pub fn delivery(f: &Frame, province: &Province, dossier: &Dossier) -> String {
    let wish = &dossier.filed.delivery;
    match wish.method {
        Delivery::Online => f.t("delivery-online"),
        Delivery::Postal => f.t1("delivery-postal-to", "address", wish.address.clone().unwrap_or_default()),
        Delivery::Counter => {
            let counter = wish.counter.as_ref().unwrap_or(&dossier.filed.counter);
            f.t1("delivery-counter-at", "counter", said::agency_named(f.lang(), &province.directory, counter))
        }
    }
}

/// The particulars of the applicant, as names and values.
#[must_use]
pub fn applicant(f: &Frame, province: &Province, dossier: &Dossier) -> Vec<(String, String)> {
    particulars(f, province, dossier).into_iter().map(|(label, value, _)| (label, value)).collect()
}

/// The particulars of the applicant, as names, values, and where a value that was filled in came from.
#[must_use]
pub fn particulars(f: &Frame, province: &Province, dossier: &Dossier) -> Vec<(String, String, String)> {
    let who = &dossier.filed.applicant;
    let commune = who.commune.as_ref().map(|code| said::commune_named(f.lang(), &province.directory, code.as_str()));
    let address = [who.address.clone(), commune].into_iter().flatten().filter(|part| !part.is_empty());
    let (name, id) = match who.kind {
        ApplicantKind::Citizen => ("name-of-citizen", "id-of-citizen"),
        ApplicantKind::Organisation => ("name-of-organisation", "id-of-organisation"),
    };
    let values = [
        (name, who.name.clone(), "name"),
        (id, who.id_number.clone(), "id_number"),
        ("answer-applicant-birth-date", birth_date(f, who.birth_date.as_deref().unwrap_or_default()), "birth_date"),
        ("answer-applicant-phone", who.phone.to_string(), "phone"),
        ("answer-applicant-email", who.email.clone().unwrap_or_default(), "email"),
        ("address", address.collect::<Vec<_>>().join(", "), "address"),
    ];
    // An address stands in one line: where the commune came from, unless only the rest was filled in.
    let of = |field: &str| match field {
        "address" => dossier.filed.sources.get("commune").or_else(|| dossier.filed.sources.get("address")),
        field => dossier.filed.sources.get(field),
    };
    let source = |field| of(field).map(|source| origin_said(f, &source.origin, &source.at, source.corrected));
    let filled = values.into_iter().filter(|(_, value, _)| !value.is_empty());
    filled.map(|(key, value, field)| (f.t(key), value, source(field).unwrap_or_default())).collect()
}

/// A day of birth as people write it; many know only the year.
fn birth_date(f: &Frame, kept: &str) -> String {
    kept.parse().map_or_else(|_| kept.to_owned(), |day| f.day(&day))
}
