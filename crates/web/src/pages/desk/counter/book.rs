//! The tracking book of a counter (Mẫu 07, Thông tư 03/2025/TT-VPCP) over a period, as PDF.

use crate::app::App;
use crate::components::{Choice, FormErrors};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::official::{Period, book, counters, shown};
use crate::pages::said;
use crate::reads::{self, Looked};
use crate::sessions::Worker;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use jiff::civil::Date;
use rules::calendar::day_of;
use rules::people::Actor;
use rules::personal::access::Purpose;
use rules::{Problem, Refusal};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "desk/book.html")]
struct BookPage {
    f: Frame,
    errors: FormErrors,
    counters: Vec<Choice>,
    counter: String,
    from: String,
    to: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    counter: String,
    from: String,
    to: String,
}

impl Asked {
    fn read(&self, f: &Frame) -> Result<Period, Refusal> {
        let mut problems = Vec::new();
        let counter = self.counter.parse();
        if counter.is_err() {
            problems.push(Problem::new("/counter", "book-counter-missing"));
        }
        let mut day = |text: &str, pointer: &str| {
            let day = text.trim().parse::<Date>().ok().filter(|day| *day <= day_of(f.now));
            if day.is_none() {
                problems.push(Problem::new(pointer, "book-day"));
            }
            day
        };
        let (from, to) = (day(&self.from, "/from"), day(&self.to, "/to"));
        match (counter, from, to) {
            (Ok(_), Some(from), Some(to)) if from > to => {
                Err(Refusal::input(vec![Problem::new("/to", "book-days-turned")]))
            }
            (Ok(counter), Some(from), Some(to)) => Ok(Period { counter, from, to }),
            _ => Err(Refusal::input(problems)),
        }
    }
}

pub(super) async fn ask(State(app): State<App>, f: Frame, Worker(actor): Worker) -> Result<Response, Failure> {
    let today = day_of(f.now);
    let asked = Asked { from: today.first_of_month().to_string(), to: today.to_string(), counter: String::new() };
    Ok(View(page(&app, f, &actor, asked, FormErrors::none()).await?).into_response())
}

async fn page(app: &App, f: Frame, actor: &Actor, asked: Asked, errors: FormErrors) -> Result<BookPage, Failure> {
    let province = app.province().await?;
    let theirs = counters(actor, &province.directory);
    let choice = |code: &rules::codes::AgencyCode| {
        Choice::new(code.as_str(), said::agency_named(f.lang(), &province.directory, code))
    };
    Ok(BookPage {
        counters: theirs.iter().map(choice).collect(),
        counter: match theirs.as_slice() {
            [only] => only.to_string(),
            _ => asked.counter,
        },
        from: asked.from,
        to: asked.to,
        errors,
        f,
    })
}

pub(super) async fn download(
    State(app): State<App>,
    f: Frame,
    Worker(actor): Worker,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let now = f.now;
    let made = async {
        let period = asked.read(&f)?;
        let narrowed = format!("{} {} {}", period.counter, period.from, period.to);
        let counter = period.counter.clone();
        let pdf = book(&app, &actor, period, now).await?;
        let look = Looked { agency: Some(&counter), item: Some(&narrowed), ..Looked::default() };
        reads::elsewhere(&app, &actor, "export", Purpose::Follow, look).await?;
        shown(pdf, "so-theo-doi-ho-so.pdf")
    };
    match made.await {
        Err(Failure::Refused(refusal)) if !refusal.problems.is_empty() => {
            let errors = FormErrors::of(f.words, &refusal);
            Ok(View(page(&app, f, &actor, asked, errors).await?).status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        made => made,
    }
}
