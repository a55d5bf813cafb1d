//! Reports in prose: an officer chooses what for and as of which day, reads them, and takes them along as PDF or DOCX.

use crate::app::App;
use crate::components::{Choice, FormErrors};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::official;
use crate::pages::desk::address::query;
use crate::sessions::SignedIn;
use crate::summaries::{Kind, compose, day_of_the_last};
use crate::texts::{Lang, Words};
use crate::view::View;
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use documents::forms::Summary;
use jiff::civil::Date;
use rules::calendar::day_of;
use rules::people::permissions::{Deed, may};
use rules::{Problem, Refusal};
use serde::Deserialize;

/// The rooms of reports in prose.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/summaries", get(show))
        .route("/summaries/report.pdf", get(pdf))
        .route("/summaries/report.docx", get(docx))
}

/// What the address asks for, as it was typed.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
struct Asked {
    kind: String,
    as_of: String,
    since: String,
}

/// The same, read.
#[derive(Debug, Clone, Copy)]
struct Wanted {
    kind: Kind,
    as_of: Date,
    since: Option<Date>,
}

impl Asked {
    /// Reads it: a conference as of today, where nothing is said.
    fn read(&self, today: Date) -> Result<Wanted, Refusal> {
        let mut problems = Vec::new();
        let mut day = |field: &str, typed: &str| match typed.trim() {
            "" => None,
            typed => {
                let day = typed.parse::<Date>().ok();
                match day {
                    None => problems.push(Problem::new(format!("/{field}"), "date")),
                    Some(day) if day > today => problems.push(Problem::new(format!("/{field}"), "date-in-future")),
                    Some(_) => {}
                }
                day
            }
        };
        let as_of = day("as_of", &self.as_of).unwrap_or(today);
        let since = day("since", &self.since);
        if problems.is_empty() && since.is_some_and(|since| since >= as_of) {
            problems.push(Problem::new("/since", "day-not-before"));
        }
        let kind = if self.kind.is_empty() { Some(Kind::default()) } else { Kind::from_key(&self.kind) };
        if kind.is_none() {
            problems.push(Problem::new("/kind", "kind-unknown"));
        }
        if !problems.is_empty() {
            return Err(Refusal::input(problems));
        }
        Ok(Wanted { kind: kind.unwrap_or_default(), as_of, since })
    }
}

#[derive(Template)]
#[template(path = "summaries/show.html")]
struct SummariesPage {
    f: Frame,
    errors: FormErrors,
    kinds: Vec<Choice>,
    asked: Asked,
    today: String,
    /// The report, with the day in its head and the addresses of its files; nothing where something is wrong.
    drawn: Option<Drawn>,
}

struct Drawn {
    report: Summary,
    day: String,
    pdf: String,
    docx: String,
}

async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    may(&actor, Deed::WorkOnTasks)?;
    let today = day_of(f.now);
    let (errors, drawn) = match asked.read(today) {
        Ok(wanted) => (FormErrors::none(), Some(make(&app, wanted).await?)),
        Err(refusal) => (FormErrors::of(f.words, &refusal), None),
    };
    let wrong = errors.any();
    let kinds = Kind::ALL.map(|kind| Choice::new(kind.key(), f.t(&format!("summaries-kind-{}", kind.key()))));
    let shown = match &drawn {
        Some((wanted, since, _)) => {
            Asked { kind: wanted.kind.key().to_owned(), as_of: wanted.as_of.to_string(), since: since.to_string() }
        }
        None => asked,
    };
    let address = |file: &str| {
        let pairs = [("kind", shown.kind.as_str()), ("as_of", &shown.as_of), ("since", &shown.since)];
        format!("/summaries/{file}?{}", query(&pairs))
    };
    let page = SummariesPage {
        errors,
        kinds: kinds.into(),
        today: today.to_string(),
        drawn: drawn.map(|(_, _, report)| Drawn {
            day: Words::new(Lang::Vi).t2(
                "summaries-place-and-day",
                "place",
                report.letter.place.clone(),
                "day",
                crate::format::day_of(Lang::Vi, report.letter.issued_at),
            ),
            pdf: address("report.pdf"),
            docx: address("report.docx"),
            report,
        }),
        asked: shown,
        f,
    };
    let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(View(page).status(status))
}

/// Writes the report that is wanted, in Vietnamese as every official paper; also since when.
async fn make(app: &App, wanted: Wanted) -> Result<(Wanted, Date, Summary), Failure> {
    let province = app.province().await?;
    let (boards, now, url) = (app.boards.clone(), app.clock.now(), app.settings.public_url.clone());
    app.read(move |tx| {
        let since = match wanted.since {
            Some(since) => since,
            None => day_of_the_last(tx, wanted.kind, wanted.as_of)?,
        };
        let figures = boards.figures(tx, &province, wanted.as_of, now)?;
        let before = boards.figures(tx, &province, since, now)?;
        Ok((wanted, since, compose(Words::new(Lang::Vi), wanted.kind, &figures, &before, &url)))
    })
    .await
}

/// The report for a file, and the file's name without its end.
async fn file(app: &App, f: &Frame, asked: &Asked) -> Result<(Summary, String), Failure> {
    let (wanted, _, report) = make(app, asked.read(day_of(f.now))?).await?;
    Ok((report, format!("bao-cao-{}-{}", wanted.kind.key(), wanted.as_of)))
}

async fn pdf(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    may(&actor, Deed::WorkOnTasks)?;
    let (report, name) = file(&app, &f, &asked).await?;
    official::summary(report, &format!("{name}.pdf")).await
}

async fn docx(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    may(&actor, Deed::WorkOnTasks)?;
    let (report, name) = file(&app, &f, &asked).await?;
    let made = tokio::task::spawn_blocking(move || report.docx()).await.map_err(|error| Failure::fault(&error))?;
    let mut response = made.map_err(|error| Failure::fault(&error))?.into_response();
    let kept = format!("attachment; filename=\"{name}.docx\"");
    let headers = response.headers_mut();
    let kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_str(&kept).map_err(|error| Failure::fault(&error))?);
    Ok(response)
}
