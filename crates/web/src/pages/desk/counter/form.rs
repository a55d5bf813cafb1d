//! The form of the counter: one page, filled from top to bottom by keyboard.

use super::declaration::{Asked, Declared};
use super::drafts;
use super::known::Known;
use super::{behind, counters, may_take_in, settled_behind};
use crate::app::App;
use crate::components::{Choice, FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::registry::{Fills, Notice, doubts_said, origin_said};
use crate::pages::said;
use crate::pages::typed::Typed;
use crate::sessions::Worker;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use rules::Refusal;
use rules::catalogue::{Level, Procedure};
use rules::codes::AgencyCode;
use rules::dossiers::ApplicantKind;
use rules::people::{Actor, AgencyLevel};
use serde::Deserialize;
use store::province::Province;

#[derive(Template)]
#[template(path = "desk/intake.html")]
pub(super) struct IntakePage {
    f: Frame,
    code: String,
    name: String,
    limit: String,
    cost: String,
    settles: String,
    errors: FormErrors,
    typed: Typed,
    fills: Fills,
    once: String,
    known: String,
    /// What the population registry has to say, and how it feels.
    said: Option<(Tone, String)>,
    /// What makes one look twice at the number; empty when it fits the birth.
    doubt: String,
    kinds: Vec<Choice>,
    channels: Vec<Choice>,
    counters: Vec<Choice>,
    communes: Vec<Choice>,
    competent: Vec<Choice>,
    deliveries: Vec<Choice>,
    return_counters: Vec<Choice>,
    /// The cases of the procedure; nothing where it has none.
    variants: Vec<Choice>,
    declared: Declared,
    papers: Vec<Choice>,
    shown: Vec<String>,
    files: Vec<Paper>,
    files_open: bool,
}

/// The file field of a paper.
struct Paper {
    place: usize,
    code: String,
    field: String,
    name: String,
    required: bool,
    kept: String,
    kept_name: String,
    again: Vec<Choice>,
    again_value: String,
}

impl IntakePage {
    /// Where the value of a field comes from, in words; empty when it was typed.
    fn source(&self, field: &str) -> String {
        let filled = self.fills.of(field, self.typed.get(field));
        filled
            .map_or_else(String::new, |(filled, corrected)| origin_said(&self.f, &filled.origin, &filled.at, corrected))
    }
}

/// How a form is shown this time.
#[derive(Default)]
pub(super) struct Shown {
    pub(super) errors: FormErrors,
    pub(super) typed: Typed,
    pub(super) fills: Fills,
    pub(super) notice: Option<Notice>,
    pub(super) known: Option<Known>,
    /// What is asked, where that was found out already.
    pub(super) asked: Option<Asked>,
}

/// Which of the forms that were begun is gone on with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Which {
    draft: String,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    Worker(actor): Worker,
    Path(code): Path<String>,
    Query(which): Query<Which>,
) -> Result<Response, Failure> {
    let province = app.province().await?;
    let procedure = procedure(&province, &actor, &code)?;
    if !which.draft.is_empty() {
        let typed = drafts::find(&app, &actor, procedure.code.as_str(), &which.draft).await?;
        let fills = Fills::open(typed.get("filled"), &app.settings.secret, &actor.login, typed.get("once"));
        let shown = Shown { typed, fills, ..Shown::default() };
        return Ok(page(&app, f, &province, &actor, procedure, shown).await?.into_response());
    }
    let mut typed = Typed::default();
    let usual =
        [("applicant-kind", "citizen"), ("channel", "counter"), ("delivery", "counter"), ("declaration", "paper")];
    for (field, value) in usual {
        typed.set(field, value);
    }
    let counters = counters(&actor)?;
    let own = counters.iter().find(|counter| settled_behind(procedure, counter, &province.directory));
    let own = own.and_then(|counter| behind(counter, &province.directory));
    // What any counter takes in is settled where the matter is or the applicant lives, which is found from what is typed; what is
    // bound to the place, here.
    if let Some(agency) = own.filter(|_| procedure.agency.is_none() && !procedure.location_independent) {
        typed.set("competent_agency", agency.code.as_str());
    }
    typed.set("once", uuid::Uuid::new_v4().to_string());
    Ok(page(&app, f, &province, &actor, procedure, Shown { typed, ..Shown::default() }).await?.into_response())
}

/// The form again, with what was typed.
pub(super) async fn again(
    app: &App,
    f: Frame,
    province: &Province,
    actor: &Actor,
    procedure: &Procedure,
    shown: Shown,
) -> Result<Response, Failure> {
    let status = if shown.errors.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(page(app, f, province, actor, procedure, shown).await?.status(status))
}

/// The procedure of this code, if the officer's counter may take it in.
pub(super) fn procedure<'a>(province: &'a Province, actor: &Actor, code: &str) -> Result<&'a Procedure, Refusal> {
    let unknown = || Refusal::not_found("procedure-unknown");
    let code = code.parse().map_err(|_| unknown())?;
    let procedure = province.procedure(&code).and_then(|state| state.procedure.as_ref()).ok_or_else(unknown)?;
    if procedure.level == Level::Ministry {
        return Err(Refusal::rule("procedure-of-a-ministry").with("authority", &procedure.authority));
    }
    let counters = counters(actor)?;
    if may_take_in(procedure, &counters, &province.directory) {
        return Ok(procedure);
    }
    let own = procedure.agency.as_ref().and_then(|agency| province.directory.counter_of(agency));
    let own = own.map_or_else(|| procedure.authority.clone(), |counter| counter.name.clone());
    Err(Refusal::rule("procedure-bound-to-place")
        .with("name", &procedure.name)
        .with("counter", own)
        .citing("Nghị định 118/2025/NĐ-CP"))
}

async fn page(
    app: &App,
    f: Frame,
    province: &Province,
    actor: &Actor,
    procedure: &Procedure,
    shown: Shown,
) -> Result<View<IntakePage>, Failure> {
    let directory = &province.directory;
    let counters = counters(actor)?;
    let choice = |key: &str, name: &str| Choice::new(key, f.t(&format!("intake-{name}-{key}")));
    let Shown { errors, typed, fills, notice, known, asked } = shown;
    let asked = asked.unwrap_or_else(|| Asked::of(procedure, &typed));
    let declared = Declared::of(app, &f, province, &asked, &typed).await?;
    let files: Vec<_> = papers(&f, &asked, &typed, known.as_ref());
    let agency = procedure.agency.as_ref().map(|code| said::agency_named(f.lang(), directory, code));
    Ok(View(IntakePage {
        code: procedure.code.to_string(),
        name: said::procedure_name(f.lang(), procedure),
        limit: said::time_limit(f.words, asked.procedure.time_limit),
        cost: said::cost(f.words, &asked.procedure),
        settles: agency.unwrap_or_else(|| said::level(f.words, procedure.level)),
        once: typed.text("once"),
        known: known.as_ref().map_or_else(String::new, |known| match &known.applicant {
            Some((_, dossier)) => f.t1("intake-known", "dossier", dossier),
            // Where the registry just filled the form in, nothing more need be said.
            None if matches!(notice, Some(Notice::Found { .. })) => String::new(),
            None => f.t("intake-unknown"),
        }),
        kinds: [ApplicantKind::Citizen, ApplicantKind::Organisation]
            .map(|kind| choice(if kind == ApplicantKind::Citizen { "citizen" } else { "organisation" }, "kind"))
            .into(),
        channels: ["counter", "postal"].map(|key| choice(key, "channel")).into(),
        counters: counters
            .iter()
            .map(|code| Choice::new(code.as_str(), said::agency_named(f.lang(), directory, code)))
            .collect(),
        communes: said::communes(f.lang(), directory),
        competent: if procedure.agency.is_some() { Vec::new() } else { competent(&f, province, procedure, &counters) },
        deliveries: ["counter", "postal", "online"].map(|key| choice(key, "delivery")).into(),
        return_counters: said::counters(f.lang(), directory),
        variants: procedure
            .variants
            .iter()
            .map(|variant| Choice::new(&variant.key, &variant.name).explained(variant.note.clone().unwrap_or_default()))
            .collect(),
        declared,
        papers: asked.papers().map(|(_, asked)| paper_choice(&f, &asked)).collect(),
        shown: typed.get("shown").lines().map(str::to_owned).collect(),
        files_open: errors.any() || files.iter().any(|paper| !paper.kept.is_empty() || !paper.again.is_empty()),
        files,
        said: notice.map(|notice| (notice.tone(), notice.said(&f))),
        doubt: match typed.get("applicant-kind") {
            "organisation" => String::new(),
            _ => doubts_said(&f, typed.get("applicant-id_number"), typed.get("applicant-birth_date")),
        },
        errors,
        typed,
        fills,
        f,
    }))
}

/// The agencies that can be competent: the commune behind the counter where the procedure is bound to the place, else all.
fn competent(f: &Frame, province: &Province, procedure: &Procedure, counters: &[AgencyCode]) -> Vec<Choice> {
    let directory = &province.directory;
    let level = if procedure.level == Level::Commune { AgencyLevel::Commune } else { AgencyLevel::Department };
    let own: Vec<_> =
        counters.iter().filter_map(|counter| behind(counter, directory)).map(|agency| &agency.code).collect();
    let authorities = directory.iter().filter(|agency| agency.settles() && agency.level == level);
    let fits = authorities.filter(|agency| procedure.location_independent || own.contains(&&agency.code));
    let mut choices: Vec<_> =
        fits.map(|agency| Choice::new(agency.code.as_str(), said::agency_name(f.lang(), agency))).collect();
    choices.sort_by_cached_key(|choice| rules::text::fold(&choice.label));
    choices
}

fn paper_choice(f: &Frame, asked: &rules::catalogue::RequiredDocument) -> Choice {
    let label = if asked.required { asked.name.clone() } else { f.t1("intake-paper-optional", "name", &asked.name) };
    let count = |key: &str, number: u8| if number > 0 { f.t1(key, "count", number) } else { String::new() };
    let hint = [
        count("intake-paper-originals", asked.originals),
        count("intake-paper-copies", asked.copies),
        asked.note.clone().unwrap_or_default(),
    ];
    Choice::new(&asked.code, label)
        .explained(hint.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "))
}

fn papers(f: &Frame, asked: &Asked, typed: &Typed, known: Option<&Known>) -> Vec<Paper> {
    asked
        .papers()
        .map(|(place, paper)| {
            let field = format!("documents-{place}");
            let again = known.into_iter().flat_map(|known| known.papers_for(&asked.procedure, &paper));
            Paper {
                name: paper.name.clone(),
                required: paper.required,
                kept: typed.text(&format!("{field}-kept")),
                kept_name: typed.text(&format!("{field}-kept-name")),
                again: again
                    .map(|paper| {
                        Choice::new(&paper.file, f.t2("intake-again", "name", &paper.name, "dossier", &paper.dossier))
                    })
                    .take(1)
                    .collect(),
                again_value: typed.text(&format!("again-{place}")),
                code: paper.code.clone(),
                place,
                field,
            }
        })
        .collect()
}
