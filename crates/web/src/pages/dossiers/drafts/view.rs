//! The pages of the steps: each one question, the way back, and what was answered so far.

use super::{Body, DELIVERIES, Step, Writing, check};
use crate::components::{Choice, FormErrors, Tag, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::registry::{doubts_said, origin_said};
use crate::pages::said;
use crate::texts::Words;
use crate::view::View;
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use rules::catalogue::{Level, OnlineLevel, Procedure, RequiredDocument};
use rules::codes::ProcedureCode;
use rules::dossiers::ApplicantKind;
use rules::personal::fit;

/// So many documents are offered that don't answer a demand by their name.
const OTHERS: usize = 8;

/// What every step shows around its question.
pub(super) struct Around {
    /// The procedure's name.
    pub(super) procedure: String,
    /// The steps' names.
    pub(super) steps: Vec<String>,
    /// Which of them this is, from 1.
    pub(super) current: usize,
    /// The address of this step, to which the form goes.
    pub(super) action: String,
    /// Where the form is kept while it is typed.
    pub(super) autosave: String,
    /// One step back.
    pub(super) back: String,
    /// `review` when one came from there to change an answer.
    pub(super) then: String,
    /// The answers so far.
    pub(super) body: Body,
    /// Said on top: what was typed before the sign-in is here.
    pub(super) restored: bool,
}

impl Around {
    pub(super) fn new(f: &Frame, writing: &Writing, step: Step, shown: &Shown) -> Self {
        let back = match step.before(&writing.procedure) {
            _ if shown.then == "review" && step != Step::Review => Step::Review.href(&writing.id),
            Some(before) => before.href(&writing.id),
            None => format!("/procedures/{}", writing.procedure.code),
        };
        Self {
            procedure: said::procedure_name(f.lang(), &writing.procedure),
            steps: Step::of(&writing.procedure).map(|step| f.t(&format!("draft-step-{}", step.key()))).collect(),
            current: Step::of(&writing.procedure).take_while(|other| *other <= step).count(),
            action: step.href(&writing.id),
            autosave: format!("{}/save", step.href(&writing.id)),
            back,
            then: shown.then.clone(),
            body: writing.body.clone(),
            restored: shown.restored,
        }
    }

    /// Where a prefilled value comes from, in words; empty when it was typed.
    pub(super) fn source(&self, f: &Frame, field: &str) -> String {
        let filled = self.body.fills.of(field, self.body.value(field));
        filled.map_or_else(String::new, |(filled, corrected)| origin_said(f, &filled.origin, &filled.at, corrected))
    }

    /// What makes one look twice at the number; empty when it fits the birth.
    pub(super) fn doubt(&self, f: &Frame) -> String {
        match self.body.applicant.kind {
            ApplicantKind::Citizen => doubts_said(f, &self.body.applicant.id_number, &self.body.applicant.birth_date),
            ApplicantKind::Organisation => String::new(),
        }
    }
}

/// How a step is shown this time.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// What was wrong with the answers.
    pub(super) errors: FormErrors,
    /// `review` when one came from there to change an answer.
    pub(super) then: String,
    /// Whether what was typed before a sign-in was put back.
    pub(super) restored: bool,
}

#[derive(Template)]
#[template(path = "dossiers/drafts/applicant.html")]
struct ApplicantPage {
    f: Frame,
    d: Around,
    errors: FormErrors,
    kinds: Vec<Choice>,
    kind: String,
    id_label: String,
    id_hint: String,
    communes: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "dossiers/drafts/request.html")]
struct RequestPage {
    f: Frame,
    d: Around,
    errors: FormErrors,
    whom: Vec<Choice>,
    /// The cases of the procedure; none where it has none.
    variants: Vec<Choice>,
    /// Whether words of one's own are welcome, not demanded.
    has_form: bool,
    /// The communes that can settle it; none where the procedure itself says who does.
    communes: Vec<Choice>,
    commune: String,
}

#[derive(Template)]
#[template(path = "dossiers/drafts/documents.html")]
struct DocumentsPage {
    f: Frame,
    d: Around,
    errors: FormErrors,
    papers: Vec<AskedPaper>,
    partial: bool,
}

/// A paper that is asked for, with what is there already.
struct AskedPaper {
    field: String,
    /// Names of the fields beside the file: to throw it away, to use an earlier one, to bring it to the counter.
    remove: String,
    reuse: String,
    counter: String,
    name: String,
    note: String,
    required: bool,
    kept: String,
    kept_href: String,
    from: String,
    at_counter: bool,
    earlier: Vec<Choice>,
    /// Whether one of the earlier ones answers this very demand.
    fits: bool,
}

#[derive(Template)]
#[template(path = "dossiers/drafts/result.html")]
struct ResultPage {
    f: Frame,
    d: Around,
    errors: FormErrors,
    ways: Vec<Choice>,
    counters: Vec<Choice>,
    /// The counter that receives the dossier, which hands the result over when no other is chosen.
    own_counter: String,
    result: String,
    address: String,
}

/// Shown instead of any step when the procedure was withdrawn meanwhile.
#[derive(Template)]
#[template(path = "dossiers/drafts/withdrawn.html")]
struct WithdrawnPage {
    f: Frame,
    d: Around,
    search: String,
    discard: String,
}

/// A file of an earlier dossier of the same person, to use again.
#[derive(Debug, Clone)]
pub(crate) struct Earlier {
    pub(crate) file_id: String,
    pub(crate) name: String,
    pub(crate) paper: String,
    pub(crate) dossier: String,
    /// The demand that it answered: procedure and code of the required document; no code for a result.
    pub(crate) answered: (ProcedureCode, String),
}

impl Earlier {
    /// What is sent when it is chosen: one file may stand in several dossiers.
    pub(crate) fn value(&self) -> String {
        format!("{}/{}", self.dossier, self.file_id)
    }
}

/// The files that are offered for a demand of a procedure, those that answer it first; and whether any does.
pub(crate) fn offered(
    words: Words,
    procedure: &Procedure,
    asked: &RequiredDocument,
    earlier: &[Earlier],
) -> (Vec<Choice>, bool) {
    let fits = |earlier: &&Earlier| {
        let same = earlier.answered == (procedure.code.clone(), asked.code.clone());
        fit(asked, &earlier.paper, same)
    };
    let mut fitting: Vec<_> = earlier.iter().filter(|earlier| fits(earlier).is_some()).collect();
    fitting.sort_by_key(fits);
    let matches = fitting.len();
    // The person may know better than names tell, so a few others follow.
    fitting.extend(earlier.iter().filter(|earlier| fits(earlier).is_none()).take(OTHERS));
    let choice = |earlier: &&Earlier| {
        let of = [("name", &earlier.name), ("paper", &earlier.paper), ("dossier", &earlier.dossier)];
        let [name, paper, dossier] = of.map(|(name, value)| (name, value as &dyn crate::texts::Arg));
        Choice::new(earlier.value(), words.with("earlier-file", &[name, paper, dossier]))
    };
    (fitting.iter().map(choice).collect(), matches > 0)
}

/// The page of a step; `earlier` are the files that the step of papers offers again.
pub(super) fn page(
    f: Frame,
    writing: &Writing,
    step: Step,
    shown: Shown,
    earlier: &[Earlier],
) -> Result<Response, Failure> {
    let d = Around::new(&f, writing, step, &shown);
    if writing.withdrawn {
        let search = format!("/procedures?q={}", said::urlencoded(&writing.procedure.name));
        return Ok(View(WithdrawnPage { discard: format!("/drafts/{}/discard", writing.id), f, d, search })
            .status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let status = if shown.errors.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let errors = shown.errors;
    Ok(match step {
        Step::Applicant => View(applicant(f, d, errors, writing)).status(status),
        Step::Request => View(request(f, d, errors, writing)).status(status),
        Step::Documents => View(documents(f, d, errors, writing, earlier)).status(status),
        Step::Delivery => View(result(f, d, errors, writing)).status(status),
        // The form has a page of its own ([`super::form::page`]); nothing leads here.
        Step::Form => return Err(Failure::Status(StatusCode::NOT_FOUND)),
        Step::Review => super::review::page(f, d, errors, writing).status(status),
    }
    .into_response())
}

fn applicant(f: Frame, d: Around, errors: FormErrors, writing: &Writing) -> ApplicantPage {
    let kinds = check::kinds(&writing.procedure);
    let key = |kind| if kind == ApplicantKind::Citizen { "citizen" } else { "organisation" };
    let fits = kinds.contains(&writing.body.applicant.kind) || kinds.len() != 1;
    let kind = if fits { key(writing.body.applicant.kind) } else { key(kinds[0]) };
    let choices: Vec<_> =
        kinds.iter().map(|kind| Choice::new(key(*kind), f.t(&format!("applicant-kind-{}", key(*kind))))).collect();
    let communes = said::communes(f.lang(), &writing.province.directory);
    let id = match (kinds.len(), kind) {
        (1, "citizen") => "citizen",
        (1, _) => "organisation",
        _ => "either",
    };
    let (id_label, id_hint) = (f.t(&format!("id-of-{id}")), f.t(&format!("id-of-{id}.hint")));
    ApplicantPage { f, d, errors, kinds: choices, kind: kind.to_owned(), id_label, id_hint, communes }
}

fn request(f: Frame, d: Around, errors: FormErrors, writing: &Writing) -> RequestPage {
    let whom = ["self", "family", "other"].map(|whom| Choice::new(whom, f.t(&format!("whom-{whom}")))).to_vec();
    let by_commune = writing.procedure.agency.is_none() && writing.procedure.level == Level::Commune;
    // A form that asks where the matter is finds who settles it by itself.
    let form = writing.procedure.form.as_ref().filter(|_| !writing.body.on_paper);
    let by_commune = by_commune && form.is_none_or(|form| form.place().is_none());
    let communes = if by_commune { said::communes(f.lang(), &writing.province.directory) } else { Vec::new() };
    let variants =
        writing.procedure.variants.iter().map(|variant| {
            Choice::new(&variant.key, &variant.name).explained(variant.note.clone().unwrap_or_default())
        });
    let variants = variants.collect();
    let has_form = writing.procedure.form.is_some();
    RequestPage {
        f,
        d,
        errors,
        variants,
        has_form,
        whom,
        communes,
        commune: writing.body.settling_commune(&writing.procedure),
    }
}

fn documents(f: Frame, d: Around, errors: FormErrors, writing: &Writing, earlier: &[Earlier]) -> DocumentsPage {
    let asked = writing.procedure.documents.iter().enumerate();
    let papers = asked
        .map(|(position, asked)| {
            let paper = writing.body.papers.get(&asked.code);
            let file = paper.filter(|paper| paper.file_id.is_some());
            let (earlier, fits) = offered(f.words, &writing.procedure, asked, earlier);
            AskedPaper {
                field: format!("documents-{position}"),
                remove: format!("remove-{position}"),
                reuse: format!("reuse-{position}"),
                counter: format!("counter-{position}"),
                name: asked.name.clone(),
                note: asked.note.clone().unwrap_or_default(),
                required: asked.required,
                kept: file.map(|paper| paper.name.clone()).unwrap_or_default(),
                kept_href: format!("/drafts/{}/files/{}", writing.id, asked.code),
                from: file
                    .and_then(|paper| paper.reused_from.as_ref())
                    .map_or_else(String::new, |dossier| f.t1("paper-from-dossier", "code", dossier)),
                at_counter: paper.is_some_and(|paper| paper.file_id.is_none()),
                earlier,
                fits,
            }
        })
        .collect();
    DocumentsPage { f, d, errors, papers, partial: writing.procedure.online == OnlineLevel::Partial }
}

fn result(f: Frame, d: Around, errors: FormErrors, writing: &Writing) -> ResultPage {
    let way =
        |key: &str| Choice::new(key, f.t(&format!("delivery-{key}"))).explained(f.t(&format!("delivery-{key}.hint")));
    let ways = DELIVERIES.iter().map(|(key, _)| way(key)).collect();
    let directory = &writing.province.directory;
    let own = writing.body.competent(&writing.procedure, directory);
    let own = own.and_then(|agency| directory.counter_of(&agency));
    let body = &writing.body;
    ResultPage {
        ways,
        counters: said::counters(f.lang(), directory),
        own_counter: own.map_or_else(String::new, |counter| said::agency_name(f.lang(), counter)),
        result: writing.procedure.result.name.clone(),
        address: if body.post_address.is_empty() { postal_address(&f, writing) } else { body.post_address.clone() },
        f,
        d,
        errors,
    }
}

/// The applicant's address as the post needs it: village and commune.
fn postal_address(f: &Frame, writing: &Writing) -> String {
    let who = &writing.body.applicant;
    let commune = said::commune_named(f.lang(), &writing.province.directory, &who.commune);
    let parts = [who.address.as_str(), commune.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
