//! What recurs: obstacles counted by kind and by whoever raised them, in a period; every number opens its records.

use super::{list, words};
use crate::app::App;
use crate::components::{Column, Columns, FormErrors};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use jiff::civil::Date;
use rules::calendar::day_of;
use rules::obstacles::Kind;
use rules::people::permissions::{Deed, may, tasks_seen};
use store::tables::obstacles::{By, Counted, Filter, Side, State as Wanted, counted};

#[derive(Template)]
#[template(path = "obstacles/figures.html")]
pub(super) struct FiguresPage {
    f: Frame,
    from: String,
    to: String,
    tables: Vec<Table>,
}

/// Counts by one thing.
struct Table {
    caption: String,
    columns: Columns,
    rows: Vec<Row>,
}

/// Counts of one kind or agency; each with the address of its records.
struct Row {
    name: String,
    cells: Vec<(String, i64, String)>,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(asked): Query<list::Asked>,
) -> Result<View<FiguresPage>, Failure> {
    may(&actor, Deed::RaiseObstacles)?;
    let today = day_of(f.now);
    let day = |typed: &str| typed.parse::<Date>().ok();
    let from = day(&asked.from).unwrap_or_else(|| Date::new(today.year(), 1, 1).unwrap_or(today));
    let to = day(&asked.to).unwrap_or(today);
    let (scope, now) = (tasks_seen(&actor), f.now);
    let filter = Filter { from: Some(from), to: Some(to), ..Filter::default() };
    let (kinds, raisers) = app
        .read(move |tx| {
            let kinds = counted(tx, &scope, &filter, By::Kind, now)?;
            Ok((kinds, counted(tx, &scope, &filter, By::Raiser, now)?))
        })
        .await?;
    let province = app.province().await?;
    let period = format!("from={from}&to={to}");
    let row = |name: String, by: &str, one: &Counted| {
        let records = format!("/obstacles?side={}&{by}={}&{period}", Side::Any.key(), one.key);
        let mut cells = vec![(f.t("obstacles-count-raised"), one.raised, records.clone())];
        let counts = [one.open, one.overdue, one.late, one.answered, one.escalated];
        cells.extend(Wanted::ALL.into_iter().zip(counts).map(|(state, count)| {
            (f.t(&format!("obstacle-state-{}", state.key())), count, format!("{records}&state={}", state.key()))
        }));
        Row { name, cells }
    };
    let kind = |one: &Counted| Kind::from_key(&one.key).map_or_else(|| one.key.clone(), |kind| words::kind(&f, kind));
    let agency = |one: &Counted| match one.key.parse() {
        Ok(code) => words::agency(&f, &province, &code),
        Err(_) => one.key.clone(),
    };
    let columns = |first: &str| {
        let mut columns = vec![Column::text(f.t(first)), Column::number(f.t("obstacles-count-raised"))];
        columns.extend(Wanted::ALL.map(|state| Column::number(f.t(&format!("obstacle-state-{}", state.key())))));
        columns
    };
    let tables = vec![
        Table {
            caption: f.t("obstacles-by-kind"),
            columns: columns("obstacle-kind"),
            rows: kinds.iter().map(|one| row(kind(one), "kind", one)).collect(),
        },
        Table {
            caption: f.t("obstacles-by-raiser"),
            columns: columns("obstacle-col-raiser"),
            rows: raisers.iter().map(|one| row(agency(one), "raiser", one)).collect(),
        },
    ];
    Ok(View(FiguresPage { from: from.to_string(), to: to.to_string(), tables, f }))
}
