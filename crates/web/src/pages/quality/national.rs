//! All provinces in the order of the scores that the national portal published, ours among them, beside what we compute ourselves; an
//! administrator takes in a table.

use crate::app::App;
use crate::components::{Bar, Bars, FormErrors, Tone};
use crate::errors::Failure;
use crate::format;
use crate::frame::Frame;
use crate::scores::{LARGEST, rows};
use crate::sessions::{self, Administrator};
use crate::view::View;
use askama::Template;
use axum::extract::{Multipart, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::civil::Date;
use rules::calendar::day_of;
use rules::people::permissions::{Deed, may};
use rules::quality::{OWN_PROVINCE, Period, Points, Scope, read_scores};
use rules::{Problem, Refusal, RefusalKind};
use store::desk::quality::import_scores;
use store::tables::quality;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "quality/national.html")]
struct NationalPage {
    f: Frame,
    errors: FormErrors,
    /// For which day and from where; empty as long as there is no table.
    lead: String,
    place: String,
    /// Our own computation beside what was published.
    own: String,
    bars: Option<Bars>,
    typed: Entered,
    today: String,
    keeps: bool,
}

/// What was typed into the form.
#[derive(Debug, Default, Clone)]
struct Entered {
    on: String,
    source: String,
    contents: Vec<u8>,
}

pub(super) async fn show(State(app): State<App>, f: Frame) -> Result<Response, Failure> {
    Ok(page(&app, f, Entered::default(), FormErrors::none()).await?.into_response())
}

async fn page(app: &App, f: Frame, typed: Entered, errors: FormErrors) -> Result<View<NationalPage>, Failure> {
    let today = day_of(f.now);
    let (cache, rankings, now) = (app.province.clone(), app.rankings.clone(), f.now);
    let (table, own) = app
        .read(move |tx| {
            let end = Period { from: today, to: today }.end();
            let Some(table) = quality::scores(tx, today, end)? else { return Ok((None, None)) };
            let province = cache.get(tx)?;
            let period = Period { from: table.on.first_of_year(), to: table.on };
            let asked = quality::Asked { scope: Scope::Province, period, as_of: table.on };
            let report = quality::index(tx, &province, &rankings, &asked, now)?;
            Ok((Some(table), report.score))
        })
        .await?;
    let points = |points: Points| format::decimal(f.lang(), points.to_f64(), 2);
    let placed = table.as_ref().map(rules::quality::ScoreTable::placed).unwrap_or_default();
    let ours = placed.iter().find(|placed| placed.province.code == OWN_PROVINCE);
    let bars = table.as_ref().map(|table| Bars {
        caption: f.t1("national-caption", "day", f.day(&table.on)),
        label_heading: f.t("national-province"),
        value_heading: f.t("quality-score"),
        bars: placed
            .iter()
            .map(|one| Bar {
                label: format!("{}. {}", one.position, one.province.name),
                value: one.score.points().to_f64(),
                text: points(one.score.points()),
                href: if one.province.code == OWN_PROVINCE { "/index".to_owned() } else { String::new() },
                marked: one.province.code == OWN_PROVINCE,
            })
            .collect(),
        full: Some(100.0),
    });
    let place = ours.map(|one| {
        let (position, of) = (one.position.to_string(), placed.len().to_string());
        f.t2("national-place", "position", position, "of", of)
    });
    let own = ours.zip(own).map(|(published, own)| {
        f.t2("national-own", "published", points(published.score.points()), "own", points(own))
    });
    Ok(View(NationalPage {
        lead: table.as_ref().map_or_else(
            || f.t("national-none"),
            |table| f.t2("national-lead", "day", f.day(&table.on), "source", &table.source),
        ),
        place: place.unwrap_or_default(),
        own: own.unwrap_or_default(),
        bars,
        typed,
        today: today.to_string(),
        keeps: f.actor.as_ref().is_some_and(|actor| may(actor, Deed::AdministerDirectory).is_ok()),
        errors,
        f,
    }))
}

pub(super) async fn take(
    State(app): State<App>,
    f: Frame,
    session: Session,
    Administrator(by): Administrator,
    form: Multipart,
) -> Result<Response, Failure> {
    let typed = read(form).await?;
    let (today, now) = (day_of(f.now), f.now);
    let table = typed.on.parse::<Date>().map_err(|_| Refusal::input(vec![Problem::new("/on", "date")]));
    let table = match table {
        Ok(on) => rows(&typed.contents).and_then(|rows| read_scores(&rows, on, today, &typed.source)),
        Err(refusal) => Err(refusal),
    };
    match table {
        Ok(table) => {
            app.write(move |tx| import_scores(tx, table.clone(), &by, now)).await?;
            sessions::say(&session, Tone::Good, "national-taken-in", "").await?;
            Ok(Redirect::to("/index/provinces").into_response())
        }
        Err(refusal) if refusal.kind == RefusalKind::Input => {
            let errors = FormErrors::of(f.words, &refusal);
            let status = Failure::Refused(refusal).status();
            Ok(page(&app, f, typed, errors).await?.status(status))
        }
        Err(refusal) => Err(refusal.into()),
    }
}

async fn read(mut form: Multipart) -> Result<Entered, Failure> {
    let unreadable = |error: axum::extract::multipart::MultipartError| Failure::Status(error.status());
    let mut typed = Entered::default();
    while let Some(mut field) = form.next_field().await.map_err(unreadable)? {
        match field.name().unwrap_or_default() {
            "on" => typed.on = field.text().await.map_err(unreadable)?,
            "source" => typed.source = field.text().await.map_err(unreadable)?,
            "scores" => {
                // Of one that is too large, just enough to see that.
                while let Some(chunk) = field.chunk().await.map_err(unreadable)? {
                    if typed.contents.len() <= LARGEST {
                        typed.contents.extend_from_slice(&chunk);
                    }
                }
            }
            _ => {}
        }
    }
    Ok(typed)
}
