//! The editor of a procedure's route: its steps with a picture, saved into the procedure's draft, published by a second person.
//! Adding, moving and taking out steps sends the form and brings it back: no script, and nothing typed is lost.

use super::picture::{self, Picture, Row};
use super::steps::{self, Typing};
use crate::app::App;
use crate::components::{Choice, Column, Columns, FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::pages::typed::Typed;
use crate::sessions::{self, Administrator};
use crate::view::View;
use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::civil::Date;
use rules::calendar::day_of;
use rules::catalogue::{AnswerTime, Author, Draft, Procedure, Route};
use rules::codes::ProcedureCode;
use rules::people::Capacity;
use rules::{Problem, Refusal, RefusalKind};
use store::desk::{procedure_drafts as drafts, vacancies};
use store::province::ProvinceCache;
use store::tables::procedure_drafts::{Kept, load};
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "routes/editor.html")]
pub(super) struct EditorPage {
    f: Frame,
    code: String,
    name: String,
    errors: FormErrors,
    /// What to mind before it is published: where nobody holds a role.
    warnings: Vec<String>,
    picture: Picture,
    columns: Columns,
    rows: Vec<Row>,
    steps: Vec<Typing>,
    tasks: Vec<Choice>,
    roles: Vec<Choice>,
    places: Vec<Choice>,
    /// Whom a step may ask for an opinion, and by what its time is counted.
    whoms: Vec<Choice>,
    units: Vec<Choice>,
    version: u64,
    effective_on: String,
    note: String,
    /// Whether the draft waits for the second person; and whether that is who looks.
    in_review: bool,
    may_publish: bool,
    prepared_by: String,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    Administrator(by): Administrator,
    Path(code): Path<String>,
) -> Result<Response, Failure> {
    let (procedure, kept) = found(&app, &code).await?;
    let route = kept.as_ref().and_then(|kept| kept.draft.part::<Route>("route").ok());
    let typed = steps::typed_of(&route.unwrap_or_else(|| procedure.route.clone()));
    let errors = FormErrors::none();
    page(&app, f, &by, &procedure, kept.as_ref(), typed, errors).await.map(|page| View(page).into_response())
}

pub(super) async fn send(
    State(app): State<App>,
    f: Frame,
    session: Session,
    Administrator(by): Administrator,
    Path(code): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let (procedure, kept) = found(&app, &code).await?;
    let mut typed = Typed::default();
    pairs.into_iter().for_each(|(field, value)| typed.set(field, value));
    let mut steps = steps::read(&typed);
    let wanted = typed.text("do");
    let errors = if steps::edit(&mut steps, &wanted) {
        FormErrors::none()
    } else {
        let seen = typed.get("version").parse().unwrap_or(0);
        match keep(&app, &f, &by, &procedure, &typed, &steps, seen).await {
            Ok(said) => {
                sessions::say(&session, Tone::Good, said, &procedure.name).await?;
                return Ok(Redirect::to(&format!("/admin/routes/{code}")).into_response());
            }
            Err(Failure::Refused(refusal)) if refusal.kind != RefusalKind::NotFound => {
                FormErrors::of(f.words, &refusal)
            }
            Err(failure) => return Err(failure),
        }
    };
    let status = if errors.items.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let mut page = page(&app, f, &by, &procedure, kept.as_ref(), steps, errors).await?;
    page.effective_on = typed.text("effective_on");
    page.note = typed.text("note");
    Ok(View(page).status(status))
}

async fn found(app: &App, code: &str) -> Result<(Procedure, Option<Kept>), Failure> {
    let unknown = || Refusal::not_found("procedure-unknown").with("code", code);
    let wanted: ProcedureCode = code.parse().map_err(|_| unknown())?;
    let cache: ProvinceCache = app.province.clone();
    app.read(move |tx| {
        let province = cache.get(tx)?;
        let procedure = province.procedure(&wanted).and_then(|state| state.newest()).cloned();
        let procedure = procedure.ok_or_else(|| Refusal::not_found("procedure-unknown").with("code", &wanted))?;
        Ok((procedure, load(tx, wanted.as_str())?))
    })
    .await
}

/// Saves the steps into the draft, and submits or publishes it where that was asked for; what to say then.
async fn keep(
    app: &App,
    f: &Frame,
    by: &Capacity,
    procedure: &Procedure,
    typed: &Typed,
    steps: &[Typing],
    seen: u64,
) -> Result<&'static str, Failure> {
    let (cache, now, today): (ProvinceCache, _, _) = (app.province.clone(), f.now, day_of(f.now));
    let (by, procedure, wanted) = (by.clone(), procedure.clone(), typed.text("do"));
    if wanted == "publish" {
        app.write(move |tx| {
            let province = cache.get(tx)?;
            drafts::publish(tx, &province, &procedure.code, seen, &by, now)
        })
        .await?;
        return Ok("route-published");
    }
    let route = steps::route(steps)?;
    let effective_on = match typed.get("effective_on") {
        "" => None,
        day => Some(day.parse::<Date>().map_err(|_| Refusal::input(vec![Problem::new("/effective_on", "date")]))?),
    };
    let (note, submits) = (typed.text("note"), wanted == "submit");
    app.write(move |tx| {
        let province = cache.get(tx)?;
        vacancies::refuse_unwalkable(tx, &province, &Procedure { route: route.clone(), ..procedure.clone() }, now)?;
        let author = Author { login: by.login.clone(), name: by.name.clone() };
        let kept = drafts::begin(tx, &province, &procedure.code, author.clone(), now)?;
        let seen = if seen == 0 { kept.version } else { seen };
        let value = serde_json::to_value(&route).unwrap_or_default();
        let write = |draft: &mut Draft| {
            draft.put("route", value);
            draft.effective_on = effective_on;
            draft.note = note.clone();
            if submits { draft.submit(today) } else { Ok(()) }
        };
        drafts::change(tx, procedure.code.as_str(), seen, author, now, write)
    })
    .await?;
    Ok(if submits { "route-submitted" } else { "route-saved" })
}

async fn page(
    app: &App,
    f: Frame,
    by: &Capacity,
    procedure: &Procedure,
    kept: Option<&Kept>,
    steps: Vec<Typing>,
    errors: FormErrors,
) -> Result<EditorPage, Failure> {
    let province = app.province().await?;
    let warnings = match steps::route(&steps) {
        Ok(route) => {
            let (within, wanted, now) = (province.clone(), Procedure { route, ..procedure.clone() }, f.now);
            let found = app.read(move |tx| Ok(vacancies::vacancies(tx, &within, &wanted, now)?)).await?;
            said::vacancies(f.words, &province.directory, &found)
        }
        Err(_) => Vec::new(),
    };
    let draft = kept.map(|kept| &kept.draft);
    let agencies: Vec<_> = province
        .directory
        .iter()
        .filter(|agency| agency.settles())
        .map(|agency| {
            Choice::new(agency.code.as_str(), said::agency_named(f.lang(), &province.directory, &agency.code))
        })
        .collect();
    let mut whoms: Vec<_> =
        ["commune", "superior"].map(|key| Choice::new(key, f.t(&format!("route-whom-{key}")))).into();
    whoms.extend(agencies.iter().cloned());
    let mut places = vec![
        Choice::new("competent", f.t("route-place-competent")),
        Choice::new("counter", f.t("route-place-counter")),
    ];
    places.extend(agencies);
    let told = picture::told(&f, &province.directory, &steps, &places);
    Ok(EditorPage {
        code: procedure.code.to_string(),
        name: said::procedure_name(f.lang(), procedure),
        errors,
        warnings,
        picture: picture::draw(&told),
        columns: ["step", "who", "share", "opinions"].map(|key| Column::text(f.t(&format!("route-col-{key}")))).into(),
        rows: picture::rows(&f, &told),
        tasks: steps::TASKS.iter().map(|task| Choice::new(task.key(), f.t(&format!("task-{}", task.key())))).collect(),
        roles: steps::ROLES.iter().map(|role| Choice::new(role.key(), f.role(role))).collect(),
        places,
        whoms,
        units: AnswerTime::UNITS
            .map(|unit| Choice::new(unit, f.t(&format!("route-unit-{}", unit.replace('_', "-")))))
            .into(),
        version: kept.map_or(0, |kept| kept.version),
        effective_on: draft.and_then(|draft| draft.effective_on).map(|day| day.to_string()).unwrap_or_default(),
        note: draft.map(|draft| draft.note.clone()).unwrap_or_default(),
        in_review: draft.is_some_and(|draft| draft.in_review),
        may_publish: draft.is_some_and(|draft| draft.in_review && draft.author.login != by.login),
        prepared_by: draft.map(|draft| draft.author.name.clone()).unwrap_or_default(),
        steps,
        f,
    })
}
