//! The calendar of the province and of single agencies: special days with the document of each, announced and withdrawn. What is
//! due already stays due; what is received from now on is counted by the new calendar.

use super::form::{agencies, read};
use super::{history, hours};
use crate::app::App;
use crate::components::{Choice, Column, Columns, FormErrors, Timeline, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::pages::typed::Typed;
use crate::sessions::{self, Administrator};
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::civil::Date;
use rules::calendar::{Calendar, DayKind, SpecialDay, day_of};
use rules::codes::AgencyCode;
use rules::text::tidy;
use rules::{Problem, Refusal};
use serde::Deserialize;
use store::desk::catalogue;
use store::journal;
use tower_sessions::Session;

/// The kinds of special days, with the ends of their keys.
const KINDS: [(DayKind, &str); 5] = [
    (DayKind::Holiday, "holiday"),
    (DayKind::Compensatory, "compensatory"),
    (DayKind::Swapped, "swapped"),
    (DayKind::MakeUp, "make-up"),
    (DayKind::LocalClosure, "local-closure"),
];

#[derive(Template)]
#[template(path = "people/directory/calendars.html")]
pub(super) struct CalendarPage {
    f: Frame,
    asked: Asked,
    agency: String,
    hours: String,
    years: Vec<Choice>,
    agencies: Vec<Choice>,
    kinds: Vec<Choice>,
    columns: Columns,
    days: Vec<Day>,
    history: Timeline,
    typed: Typed,
    errors: FormErrors,
}

struct Day {
    date: String,
    said: String,
    kind: String,
    name: String,
    source: String,
    /// Whether it can be withdrawn here: for one agency only its own days can.
    own: bool,
}

/// Which calendar.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    agency: String,
    year: String,
}

pub(super) async fn show(
    State(app): State<App>,
    _: Administrator,
    f: Frame,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let mut typed = Typed::default();
    typed.set("kind", if asked.agency.is_empty() { "holiday" } else { "local-closure" });
    page(&app, f, asked, typed, FormErrors::none()).await
}

async fn page(app: &App, f: Frame, asked: Asked, typed: Typed, errors: FormErrors) -> Result<Response, Failure> {
    let code = agency(&asked.agency)?;
    let (cache, stream) = (app.province.clone(), catalogue::calendar_stream(code.as_ref()));
    let (province, stream) = app.read(move |tx| Ok((cache.get(tx)?, journal::read_stream(tx, &stream)?))).await?;
    let directory = &province.directory;
    if let Some(code) = &code {
        super::show::known(directory, code.as_str())?;
    }
    let whole = province.calendar_of_the_province();
    let calendar = code.as_ref().map_or(whole, |code| province.calendar(code));
    let year = asked.year.parse().unwrap_or_else(|_| day_of(f.now).year());
    let day = |day: &SpecialDay| Day {
        date: day.date.to_string(),
        said: f.day(&day.date),
        kind: kind(&f, day.kind),
        name: day.name.clone(),
        source: if day.computed { f.t1("day-computed", "source", &day.source) } else { day.source.clone() },
        own: code.is_none() || whole.special(day.date) != Some(day),
    };
    let years = (2025..=day_of(f.now).year() + 2).map(|year| Choice::new(year.to_string(), year.to_string()));
    let status = if errors.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let shown = CalendarPage {
        agency: code.as_ref().map(|code| said::agency_named(f.lang(), directory, code)).unwrap_or_default(),
        hours: hours::said(&f, calendar.hours_on(day_of(f.now))),
        years: years.collect(),
        agencies: agencies(&f, directory, |agency| directory.is_in_force(&agency.code)),
        kinds: KINDS.map(|(day, key)| Choice::new(key, kind(&f, day))).to_vec(),
        columns: ["date", "kind", "name", "source", "withdraw"]
            .map(|key| Column::text(f.t(&format!("day-field-{key}"))))
            .to_vec(),
        days: calendar.special_days().filter(|day| day.date.year() == year).map(day).collect(),
        history: history::timeline(&f, directory, &stream)?,
        asked: Asked { year: year.to_string(), ..asked },
        typed,
        errors,
        f,
    };
    Ok(View(shown).status(status))
}

fn kind(f: &Frame, kind: DayKind) -> String {
    let key = KINDS.iter().find(|(known, _)| *known == kind).map_or("holiday", |(_, key)| key);
    f.t(&format!("day-kind-{key}"))
}

fn agency(typed: &str) -> Result<Option<AgencyCode>, Refusal> {
    if typed.is_empty() {
        return Ok(None);
    }
    typed.parse().map(Some).map_err(|_| Refusal::not_found("agency-unknown").with("code", typed))
}

pub(super) async fn announce(
    State(app): State<App>,
    Administrator(by): Administrator,
    f: Frame,
    session: Session,
    typed: Typed,
) -> Result<Response, Failure> {
    let (now, sent) = (f.now, typed.clone());
    let done = app
        .write(move |tx| {
            let (agency, day) = (agency(sent.get("agency"))?, announced(&sent)?);
            catalogue::announce_days(tx, agency, vec![day], &by, now)
        })
        .await;
    answer(&app, f, &session, typed, done, "day-announced").await
}

pub(super) async fn withdraw(
    State(app): State<App>,
    Administrator(by): Administrator,
    f: Frame,
    session: Session,
    typed: Typed,
) -> Result<Response, Failure> {
    let (cache, now, sent) = (app.province.clone(), f.now, typed.clone());
    let done = app
        .write(move |tx| {
            let province = cache.get(tx)?;
            let mut problems = Vec::new();
            let Some(day) = read::<Date>(&sent, "withdrawn", "day-wrong", &mut problems) else {
                return Err(Refusal::input(vec![Problem::new("/withdrawn", "day-wrong")]).into());
            };
            catalogue::withdraw_days(
                tx,
                &province,
                agency(sent.get("agency"))?,
                vec![day],
                sent.get("reason"),
                &by,
                now,
            )
        })
        .await;
    answer(&app, f, &session, typed, done, "day-withdrawn").await
}

async fn answer(
    app: &App,
    f: Frame,
    session: &Session,
    typed: Typed,
    done: Result<(), Failure>,
    said: &str,
) -> Result<Response, Failure> {
    let asked = Asked { agency: typed.text("agency"), year: typed.text("year") };
    match done {
        Ok(()) => {
            sessions::say(session, Tone::Good, said, "").await?;
            let (agency, year) = (crate::pages::said::urlencoded(&asked.agency), &asked.year);
            Ok(Redirect::to(&format!("/admin/calendars?agency={agency}&year={year}")).into_response())
        }
        Err(Failure::Refused(refusal)) => {
            let mut errors = FormErrors::of(f.words, &refusal);
            for error in errors.items.iter_mut().filter(|error| error.field == "reason") {
                error.field = format!("reason-{}", typed.get("withdrawn"));
            }
            page(app, f, asked, typed, errors).await
        }
        Err(failure) => Err(failure),
    }
}

/// The day that was typed.
fn announced(typed: &Typed) -> Result<SpecialDay, Refusal> {
    let mut problems = Vec::new();
    let date: Option<Date> = read(typed, "date", "day-wrong", &mut problems);
    if date.is_none() && problems.is_empty() {
        problems.push(Problem::new("/date", "day-wrong"));
    }
    let kind = KINDS.iter().find(|(_, key)| *key == typed.get("kind")).map(|(kind, _)| *kind);
    if kind.is_none() {
        problems.push(Problem::new("/kind", "choose"));
    }
    let (name, source) = (tidy(typed.get("name")), tidy(typed.get("source")));
    if name.is_empty() {
        problems.push(Problem::new("/name", "day-name-missing"));
    }
    if source.is_empty() {
        problems.push(Problem::new("/source", "decision-missing"));
    }
    let (Some(date), Some(kind), true) = (date, kind, problems.is_empty()) else {
        return Err(Refusal::input(problems));
    };
    let day = SpecialDay { date, kind, name, source, computed: false };
    if Calendar::national().with_days([day.clone()]).is_err() {
        return Err(Refusal::input(vec![Problem::new("/date", "day-make-up-on-weekday")]));
    }
    Ok(day)
}
