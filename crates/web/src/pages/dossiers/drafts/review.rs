//! Check your answers: everything on one page, each with the way to change it, then filed once.

use super::steps::{Then, show_step};
use super::view::Around;
use super::{DELIVERIES, Step, Writing};
use crate::app::App;
use crate::components::{FormErrors, Tone};
use crate::eforms;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::payments::cost;
use crate::pages::said;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use rules::calendar::day_of;
use rules::catalogue::forms::{Block, Known};
use rules::dossiers::{ApplicantKind, vouched_birth};
use rules::payments::{Payer, assess};
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "dossiers/drafts/review.html")]
pub(super) struct ReviewPage {
    f: Frame,
    d: Around,
    errors: FormErrors,
    applicant: Vec<Answer>,
    request: Vec<Answer>,
    /// The declaration, section by section; none where the procedure has no form.
    form: Vec<(String, Vec<Answer>)>,
    form_title: String,
    form_pdf: String,
    papers: Vec<Answer>,
    result: Vec<Answer>,
    /// Steps that are not in order yet: name and address.
    unfinished: Vec<(String, String)>,
    agency: String,
    limit: String,
    cost: Vec<String>,
}

/// One answer with the way to change it.
struct Answer {
    label: String,
    value: String,
    /// Where a prefilled value comes from; empty when it was typed.
    source: String,
    change: String,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    Path(id): Path<String>,
    Query(then): Query<Then>,
) -> Result<Response, Failure> {
    show_step(&app, f, &session, &actor, &id, Step::Review, then).await
}

pub(super) fn page(f: Frame, d: Around, errors: FormErrors, writing: &Writing) -> View<ReviewPage> {
    let directory = &writing.province.directory;
    let agency = writing.body.competent(&writing.procedure, directory);
    let unfinished = Step::of(&writing.procedure)
        .filter(|step| writing.problems(*step, &f).is_some())
        .map(|step| {
            (f.t(&format!("draft-step-{}", step.key())), format!("{}?then=review&check=true", step.href(&writing.id)))
        })
        .collect();
    View(ReviewPage {
        applicant: applicant(&f, writing, &d),
        request: request(&f, writing),
        form: declaration(&f, writing),
        form_title: writing.procedure.form.as_ref().map_or_else(String::new, |form| form.title().to_owned()),
        form_pdf: format!("/drafts/{}/form.pdf", writing.id),
        papers: papers(&f, writing),
        result: result(&f, writing),
        unfinished,
        agency: agency.map_or_else(String::new, |agency| said::agency_named(f.lang(), directory, &agency)),
        limit: said::time_limit(f.words, writing.procedure.time_limit),
        cost: cost(&f, writing),
        f,
        d,
        errors,
    })
}

/// What it costs by what was answered so far, and how that came about.
fn cost(f: &Frame, writing: &Writing) -> Vec<String> {
    let (body, procedure) = (&writing.body, &writing.procedure);
    let case = body.asked(procedure);
    if case.fees.is_empty() {
        return vec![said::cost(f.words, &case)];
    }
    let known = Known { today: day_of(f.now), directory: &writing.province.directory, marks: eforms::marks(f.lang()) };
    let form = procedure.form.as_ref().filter(|_| !body.on_paper);
    let form = form.and_then(|form| form.validate(&body.form, &known).ok()).unwrap_or_default();
    let applicant = body.applicant.check(f.now).ok();
    let payer = Payer {
        kind: body.applicant.kind,
        birth: applicant.as_ref().and_then(|applicant| applicant.birth_date.as_deref()),
        vouched: vouched_birth(&body.fills.sources(&body.applicant)),
        form: &form,
        field: &procedure.field,
        procedure: procedure.code.as_str(),
        online: true,
        day: day_of(f.now),
        group: None,
    };
    cost::lines(f, &assess(&case.fees, &payer))
}

fn answers<const N: usize>(f: &Frame, writing: &Writing, step: Step, answers: [(&str, String); N]) -> Vec<Answer> {
    let change = |key: &str| format!("{}?then=review#{key}", step.href(&writing.id));
    let label = |key: &str| f.t(&format!("answer-{}", key.replace('_', "-")));
    answers.map(|(key, value)| Answer { label: label(key), value, source: String::new(), change: change(key) }).into()
}

fn applicant(f: &Frame, writing: &Writing, d: &Around) -> Vec<Answer> {
    let who = &writing.body.applicant;
    let kind =
        if who.kind == ApplicantKind::Citizen { "applicant-kind-citizen" } else { "applicant-kind-organisation" };
    let commune = said::commune_named(f.lang(), &writing.province.directory, &who.commune);
    let mut all = answers(
        f,
        writing,
        Step::Applicant,
        [
            ("applicant-kind", f.t(kind)),
            ("applicant-name", who.name.clone()),
            ("applicant-id_number", who.id_number.clone()),
            ("applicant-birth_date", who.birth_date.clone()),
            ("applicant-phone", who.phone.clone()),
            ("applicant-email", who.email.clone()),
            ("applicant-commune", commune),
            ("applicant-address", who.address.clone()),
        ],
    );
    for answer in &mut all {
        let field = answer.change.rsplit('#').next().unwrap_or_default();
        answer.source = d.source(f, field);
    }
    all
}

fn request(f: &Frame, writing: &Writing) -> Vec<Answer> {
    let body = &writing.body;
    let whom = match (body.whom.as_str(), body.whom_name.as_str()) {
        ("" | "self", _) => f.t("whom-self"),
        (whom, name) => format!("{}: {name}", f.t(&format!("whom-{whom}"))),
    };
    let mut all = answers(f, writing, Step::Request, [("whom", whom)]);
    let variant = writing.procedure.variants.iter().find(|variant| variant.key == body.variant);
    if let Some(variant) = variant {
        all.extend(answers(f, writing, Step::Request, [("variant", variant.name.clone())]));
    }
    all.extend(answers(f, writing, Step::Request, [("details", body.details.clone())]));
    if writing.procedure.agency.is_none() {
        let commune =
            said::commune_named(f.lang(), &writing.province.directory, &body.settling_commune(&writing.procedure));
        all.extend(answers(f, writing, Step::Request, [("commune", commune)]));
    }
    all
}

/// What was declared, each answer with the way to change it.
fn declaration(f: &Frame, writing: &Writing) -> Vec<(String, Vec<Answer>)> {
    let Some(form) = &writing.procedure.form else { return Vec::new() };
    let href = Step::Form.href(&writing.id);
    let answer = |label: String, value: String, name: &str| Answer {
        label,
        value,
        source: String::new(),
        change: format!("{href}?then=review#form-{name}"),
    };
    if writing.body.on_paper {
        return vec![(String::new(), vec![answer(form.title().to_owned(), f.t("form-handed-on-paper"), "")])];
    }
    let said = eforms::said(f.words, f.lang(), &writing.province.directory, form, &writing.body.form);
    let line = |block: Block| match block {
        Block::Line(line) => answer(line.title, line.answer, &line.name),
        Block::Rows { name, title, rows, .. } => answer(title, eforms::lines(&rows), &name),
    };
    said.into_iter().map(|section| (section.title, section.blocks.into_iter().map(line).collect())).collect()
}

fn papers(f: &Frame, writing: &Writing) -> Vec<Answer> {
    let asked = writing.procedure.documents.iter().enumerate();
    asked
        .filter(|(_, asked)| asked.required || writing.body.papers.contains_key(&asked.code))
        .map(|(position, asked)| Answer {
            label: asked.name.clone(),
            value: match writing.body.papers.get(&asked.code) {
                Some(paper) if paper.file_id.is_some() => paper.name.clone(),
                Some(_) => f.t("paper-at-counter"),
                None => String::new(),
            },
            source: String::new(),
            change: format!("{}?then=review#documents-{position}", Step::Documents.href(&writing.id)),
        })
        .collect()
}

fn result(f: &Frame, writing: &Writing) -> Vec<Answer> {
    let body = &writing.body;
    let directory = &writing.province.directory;
    let way = DELIVERIES.iter().find(|(key, _)| *key == body.delivery);
    let way = way.map_or_else(String::new, |(key, _)| f.t(&format!("delivery-{key}")));
    let mut all = answers(f, writing, Step::Delivery, [("delivery", way)]);
    let counter = match body.counter.parse() {
        Ok(counter) => Some(counter),
        Err(_) => {
            let agency = body.competent(&writing.procedure, directory);
            agency.and_then(|agency| directory.counter_of(&agency)).map(|counter| counter.code.clone())
        }
    };
    if let Some(counter) = counter.filter(|_| body.delivery == "counter") {
        let counter = said::agency_named(f.lang(), directory, &counter);
        all.extend(answers(f, writing, Step::Delivery, [("result_delivery-counter", counter)]));
    }
    if body.delivery == "postal" {
        all.extend(answers(f, writing, Step::Delivery, [("result_delivery-address", body.post_address.clone())]));
    }
    all
}
