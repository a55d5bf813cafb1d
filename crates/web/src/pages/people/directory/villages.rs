//! Villages: the list, one of them with its history, entering, renaming, dissolving.

use super::form::read;
use super::history;
use crate::app::App;
use crate::components::{Choice, Column, Columns, FormErrors, Pages, Tag, Timeline, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::pages::typed::Typed;
use crate::sessions::{self, Administrator};
use crate::view::View;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::codes::{CommuneCode, VillageCode};
use rules::people::{KnownVillage, Ordered, Village, VillageKind};
use rules::{Problem, Refusal};
use serde::Deserialize;
use store::desk::agencies;
use store::journal;
use store::tables::villages::{self, Filter};
use tower_sessions::Session;

/// Villages on a page.
const PAGE: u32 = 50;

#[derive(Template)]
#[template(path = "people/directory/villages.html")]
pub(super) struct ListPage {
    f: Frame,
    asked: Asked,
    communes: Vec<Choice>,
    total: i64,
    columns: Columns,
    rows: Vec<Row>,
    pages: Pages,
}

struct Row {
    code: String,
    name: String,
    commune: String,
    state: Tag,
}

/// Which villages.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    commune: String,
    after: String,
}

#[derive(Template)]
#[template(path = "people/directory/village_new.html")]
pub(super) struct NewPage {
    f: Frame,
    typed: Typed,
    errors: FormErrors,
    communes: Vec<Choice>,
    kinds: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "people/directory/village.html")]
pub(super) struct VillagePage {
    f: Frame,
    code: String,
    name: String,
    state: Tag,
    open: bool,
    particulars: Vec<(String, String)>,
    history: Timeline,
    others: Vec<Choice>,
    typed: Typed,
    /// The form that came back: `rename` or `dissolve`; empty when none did.
    form: &'static str,
    errors: FormErrors,
}

pub(super) async fn list(
    State(app): State<App>,
    _: Administrator,
    f: Frame,
    Query(asked): Query<Asked>,
) -> Result<View<ListPage>, Failure> {
    let filter = Filter {
        commune: Some(asked.commune.clone()).filter(|commune| !commune.is_empty()),
        words: asked.q.clone(),
        in_force: false,
    };
    let (cache, after) = (app.province.clone(), asked.after.clone());
    let (province, total, found) = app
        .read(move |tx| {
            let total = villages::count(tx, &filter)?;
            Ok((cache.get(tx)?, total, villages::list(tx, &filter, &after, PAGE + 1)?))
        })
        .await?;
    let directory = &province.directory;
    let shown = found.len().min(PAGE as usize);
    let next = found.get(shown).and(found.get(shown.saturating_sub(1))).map(|last| last.village.code.to_string());
    let row = |known: &KnownVillage| Row {
        code: known.village.code.to_string(),
        name: name(&f, &known.village),
        commune: said::commune_named(f.lang(), directory, known.village.commune.as_str()),
        state: state(&f, known),
    };
    Ok(View(ListPage {
        communes: said::communes(f.lang(), directory),
        total,
        columns: ["name", "commune", "state"].map(|key| Column::text(f.t(&format!("village-field-{key}")))).to_vec(),
        rows: found[..shown].iter().map(row).collect(),
        pages: Pages {
            first: if asked.after.is_empty() { String::new() } else { asked.href("") },
            next: next.map(|after| asked.href(&after)).unwrap_or_default(),
            export: String::new(),
        },
        asked,
        f,
    }))
}

impl Asked {
    fn href(&self, after: &str) -> String {
        let pairs = [("q", self.q.as_str()), ("commune", self.commune.as_str()), ("after", after)];
        let kept = pairs.iter().filter(|(_, value)| !value.is_empty());
        let kept: Vec<_> = kept.map(|(name, value)| format!("{name}={}", said::urlencoded(value))).collect();
        format!("/admin/villages?{}", kept.join("&"))
    }
}

fn name(f: &Frame, village: &Village) -> String {
    f.t1(&format!("village-{}", village.kind.key().replace('_', "-")), "name", &village.name)
}

fn state(f: &Frame, known: &KnownVillage) -> Tag {
    match known.ended_on {
        Some(day) if day <= rules::calendar::day_of(f.now) => {
            Tag::new(Tone::Neutral, f.t1("agency-until", "day", f.day(&day)))
        }
        Some(day) => Tag::new(Tone::Warning, f.t1("agency-until", "day", f.day(&day))),
        None => Tag::new(Tone::Good, f.t("agency-state-in-force")),
    }
}

pub(super) async fn ask(State(app): State<App>, _: Administrator, f: Frame) -> Result<Response, Failure> {
    let mut typed = Typed::default();
    typed.set("kind", VillageKind::Ban.key());
    form_of(&app, f, typed, FormErrors::none()).await
}

async fn form_of(app: &App, f: Frame, typed: Typed, errors: FormErrors) -> Result<Response, Failure> {
    let province = app.province().await?;
    let status = if errors.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let kind = |kind: VillageKind| {
        let label = f.t(&format!("village-kind-{}", kind.key().replace('_', "-")));
        Choice::new(kind.key(), label)
    };
    let page = NewPage {
        communes: said::communes(f.lang(), &province.directory),
        kinds: VillageKind::ALL.map(kind).to_vec(),
        typed,
        errors,
        f,
    };
    Ok(View(page).status(status))
}

pub(super) async fn enter(
    State(app): State<App>,
    Administrator(by): Administrator,
    f: Frame,
    session: Session,
    typed: Typed,
) -> Result<Response, Failure> {
    let (cache, now, sent) = (app.province.clone(), f.now, typed.clone());
    let entered = app
        .write(move |tx| {
            let province = cache.get(tx)?;
            let mut problems = Vec::new();
            let commune: Option<CommuneCode> = read(&sent, "commune", "commune", &mut problems);
            let kind = VillageKind::from_key(sent.get("kind"));
            let founded_on = read(&sent, "founded_on", "day-wrong", &mut problems);
            let (Some(commune), Some(kind), true) = (commune, kind, problems.is_empty()) else {
                if problems.is_empty() {
                    problems.push(Problem::new("/commune", "choose"));
                }
                return Err(Refusal::input(problems).into());
            };
            let village = |code, commune| Village {
                code,
                name: sent.text("name"),
                kind,
                commune,
                founded_on,
                decision: sent.some("decision"),
            };
            agencies::found_village(tx, &province, commune, village, &by, now)
        })
        .await;
    match entered {
        Ok(code) => {
            sessions::say(&session, Tone::Good, "village-kept", typed.get("name")).await?;
            Ok(Redirect::to(&format!("/admin/villages/{code}")).into_response())
        }
        Err(Failure::Refused(refusal)) => {
            let errors = FormErrors::of(f.words, &refusal);
            form_of(&app, f, typed, errors).await
        }
        Err(failure) => Err(failure),
    }
}

pub(super) async fn show(
    State(app): State<App>,
    _: Administrator,
    f: Frame,
    Path(code): Path<String>,
) -> Result<Response, Failure> {
    page(&app, f, &code, "", Typed::default(), FormErrors::none()).await
}

async fn page(
    app: &App,
    f: Frame,
    code: &str,
    form: &'static str,
    typed: Typed,
    errors: FormErrors,
) -> Result<Response, Failure> {
    let unknown = || Refusal::not_found("village-unknown").with("code", code);
    let asked: VillageCode = code.parse().map_err(|_| unknown())?;
    let cache = app.province.clone();
    let (province, there, stream) = app
        .read(move |tx| {
            let stream = journal::read_stream(tx, &format!("villages/{asked}"))?;
            Ok((cache.get(tx)?, villages::of_commune(tx, asked.commune())?, stream))
        })
        .await?;
    let known = there.iter().find(|known| known.village.code.as_str() == code).ok_or_else(unknown)?;
    let others = there.iter().filter(|other| other.ended_on.is_none() && other.village.code != known.village.code);
    let village = &known.village;
    let status = if errors.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let commune = said::commune_named(f.lang(), &province.directory, village.commune.as_str());
    let shown = VillagePage {
        code: code.to_owned(),
        name: name(&f, village),
        state: state(&f, known),
        open: known.ended_on.is_none(),
        particulars: vec![
            (f.t("agency-field-code"), code.to_owned()),
            (f.t("village-field-commune"), commune),
            (f.t("agency-field-founded-on"), village.founded_on.map(|day| f.day(&day)).unwrap_or_default()),
            (f.t("agency-field-founded-by"), village.decision.clone().unwrap_or_default()),
        ],
        history: history::timeline(&f, &province.directory, &stream)?,
        others: others.map(|other| Choice::new(other.village.code.as_str(), name(&f, &other.village))).collect(),
        typed,
        form,
        errors,
        f,
    };
    Ok(View(shown).status(status))
}

pub(super) async fn rename(
    state: State<App>,
    by: Administrator,
    f: Frame,
    session: Session,
    path: Path<String>,
    typed: Typed,
) -> Result<Response, Failure> {
    change(state, by, f, session, path, typed, "rename").await
}

pub(super) async fn dissolve(
    state: State<App>,
    by: Administrator,
    f: Frame,
    session: Session,
    path: Path<String>,
    typed: Typed,
) -> Result<Response, Failure> {
    change(state, by, f, session, path, typed, "dissolve").await
}

async fn change(
    State(app): State<App>,
    Administrator(by): Administrator,
    f: Frame,
    session: Session,
    Path(code): Path<String>,
    typed: Typed,
    what: &'static str,
) -> Result<Response, Failure> {
    let (now, sent, of) = (f.now, typed.clone(), code.clone());
    let done = app
        .write(move |tx| {
            let mut problems = Vec::new();
            let fields = if what == "rename" { ["on", "decision"] } else { ["ended", "ended-by"] };
            let Some(on) = read(&sent, fields[0], "day-wrong", &mut problems) else {
                return Err(Refusal::input(vec![Problem::new("/on", "day-wrong")]).into());
            };
            let unknown = || Refusal::not_found("village-unknown").with("code", &of);
            let code: VillageCode = of.parse().map_err(|_| unknown())?;
            let ordered = Ordered { on, decision: sent.text(fields[1]) };
            if what == "rename" {
                return agencies::rename_village(tx, &code, sent.get("name"), &ordered, &by, now);
            }
            let into: Vec<VillageCode> = read(&sent, "into", "choose", &mut problems).into_iter().collect();
            agencies::dissolve_village(tx, &code, &into, &ordered, &by, now)
        })
        .await;
    match done {
        Ok(()) => {
            sessions::say(&session, Tone::Good, "village-kept", &code).await?;
            Ok(Redirect::to(&format!("/admin/villages/{code}")).into_response())
        }
        Err(Failure::Refused(refusal)) if !refusal.problems.is_empty() || refusal.code == "agency-ended" => {
            let mut errors = FormErrors::of(f.words, &refusal);
            if what == "dissolve" {
                // Both forms stand on the page, so the fields of this one have names of their own.
                for error in &mut errors.items {
                    match error.field.as_str() {
                        "on" => error.field = "ended".to_owned(),
                        "decision" => error.field = "ended-by".to_owned(),
                        _ => {}
                    }
                }
            }
            page(&app, f, &code, what, typed, errors).await
        }
        Err(failure) => Err(failure),
    }
}
