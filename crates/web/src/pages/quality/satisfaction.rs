//! How content applicants were after the result: by criterion and by agency, with the dossiers behind each number, as far as the
//! officer may see them.

use crate::app::App;
use crate::components::{Column, Columns};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::sessions::Worker;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use rules::dossiers::{Criterion, Rating};
use rules::people::permissions::scope;
use rules::quality::Period;
use serde::Deserialize;
use store::tables::dossier_lists::{Filter, list};
use store::tables::ratings::{self, Counted};

/// Dossiers on the page.
const ROWS: u32 = 100;

/// The year to today.
fn period(f: &Frame) -> Period {
    let today = rules::calendar::day_of(f.now);
    Period { from: today.first_of_year(), to: today }
}

#[derive(Template)]
#[template(path = "quality/satisfaction.html")]
pub(super) struct SatisfactionPage {
    f: Frame,
    days: String,
    /// The agency that is looked at; the province where none is chosen.
    whose: String,
    columns: Columns,
    criteria: Vec<Row>,
    agency_columns: Columns,
    agencies: Vec<Row>,
}

struct Row {
    name: String,
    /// The rating's word, how often it was given, and the dossiers behind.
    counts: Vec<(String, i64, String)>,
    share: String,
    href: String,
}

#[expect(clippy::cast_precision_loss, reason = "for display only")]
fn row(f: &Frame, name: String, counted: &Counted, criterion: &str, agency: &str) -> Row {
    let all: i64 = counted.counts.iter().sum();
    let content = counted.counts[0] + counted.counts[1];
    let counts = Rating::ALL.into_iter().zip(counted.counts).map(|(rating, count)| {
        let (agency, rating) = (said::urlencoded(agency), rating.key());
        let href = format!("/satisfaction/dossiers?criterion={criterion}&rating={rating}&agency={agency}");
        let href = if count > 0 { href } else { String::new() };
        (f.t(&format!("rating-{}", rating.replace('_', "-"))), count, href)
    });
    Row {
        name,
        counts: counts.collect(),
        share: f.percent(&(if all > 0 { content as f64 / all as f64 } else { 0.0 })),
        href: format!("/satisfaction?agency={}", said::urlencoded(agency)),
    }
}

fn criterion_name(f: &Frame, key: &str) -> String {
    let known = Criterion::ALL.iter().any(|criterion| criterion.key() == key);
    f.t(&format!("criterion-{}", if known { key } else { "overall" }))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    agency: String,
    criterion: String,
    rating: String,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    Worker(_): Worker,
    Query(wanted): Query<Wanted>,
) -> Result<View<SatisfactionPage>, Failure> {
    let (period, agency) = (period(&f), wanted.agency.clone());
    let (criteria, agencies) =
        app.read(move |tx| Ok((ratings::by_criterion(tx, &agency, period)?, ratings::by_agency(tx, period)?))).await?;
    let province = app.province().await?;
    let named = |code: &str| {
        let known = code.parse().ok();
        known.map_or_else(|| code.to_owned(), |code| said::agency_named(f.lang(), &province.directory, &code))
    };
    let columns = |first: &str| {
        let ratings = Rating::ALL.map(|rating| f.t(&format!("rating-{}", rating.key().replace('_', "-"))));
        let mut columns = vec![Column::text(f.t(first))];
        columns.extend(ratings.into_iter().map(Column::number));
        columns.push(Column::number(f.t("satisfaction-share")));
        columns
    };
    Ok(View(SatisfactionPage {
        days: f.t2("satisfaction-days", "from", f.day(&period.from), "to", f.day(&period.to)),
        whose: if wanted.agency.is_empty() { f.t("satisfaction-all") } else { named(&wanted.agency) },
        columns: columns("satisfaction-criterion"),
        criteria: criteria
            .iter()
            .map(|counted| row(&f, criterion_name(&f, &counted.key), counted, &counted.key, &wanted.agency))
            .collect(),
        agency_columns: columns("satisfaction-by-agency"),
        agencies: agencies.iter().map(|counted| row(&f, named(&counted.key), counted, "", &counted.key)).collect(),
        f,
    }))
}

#[derive(Template)]
#[template(path = "quality/satisfaction_dossiers.html")]
pub(super) struct BehindPage {
    f: Frame,
    title: String,
    dossiers: Vec<(String, String, String)>,
}

pub(super) async fn behind(
    State(app): State<App>,
    f: Frame,
    Worker(actor): Worker,
    Query(wanted): Query<Wanted>,
) -> Result<View<BehindPage>, Failure> {
    let province = app.province().await?;
    let rating = Rating::from_key(&wanted.rating).unwrap_or(Rating::Dissatisfied);
    let word = f.t(&format!("rating-{}", rating.key().replace('_', "-")));
    let title = f.t2("satisfaction-of", "rating", word, "criterion", criterion_name(&f, &wanted.criterion));
    let condition = ratings::behind(&wanted.criterion, rating.key(), &wanted.agency, period(&f));
    let filter = Filter { condition: Some(condition), ..Filter::default() };
    let listed = app.read(move |tx| Ok(list(tx, &scope(&actor), &filter, None, ROWS)?)).await?;
    let dossiers = listed
        .into_iter()
        .map(|listed| {
            let agency = listed.competent_agency.parse();
            let agency =
                agency.map_or(listed.competent_agency, |code| said::agency_named(f.lang(), &province.directory, &code));
            (listed.code, agency, f.day_of(&listed.filed_at))
        })
        .collect();
    Ok(View(BehindPage { f, title, dossiers }))
}
