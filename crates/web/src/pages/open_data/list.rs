//! The page of open data: what there is, what its columns mean, how it may be used, and charts for other sites.

use super::charts::Chart;
use super::serve::DICTIONARY;
use super::sets::Set;
use crate::app::App;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::view::View;
use askama::Template;
use axum::extract::State;

#[derive(Template)]
#[template(path = "open_data/list.html")]
pub(super) struct ListPage {
    f: Frame,
    tables: Vec<Table>,
    charts: Vec<Embedded>,
    dictionary: String,
}

/// A table of open data in the page.
struct Table {
    key: &'static str,
    title: String,
    text: String,
    columns: Vec<(&'static str, String)>,
}

/// A chart with the line that shows it elsewhere.
struct Embedded {
    name: String,
    href: String,
    line: String,
}

pub(super) async fn show(State(app): State<App>, f: Frame) -> Result<View<ListPage>, Failure> {
    let (cache, boards, now) = (app.province.clone(), app.boards.clone(), f.now);
    let report = app
        .read(move |tx| {
            let province = cache.get(tx)?;
            Ok(boards.figures(tx, &province, rules::calendar::day_of(now), now)?)
        })
        .await?;
    let meaning = |column: &'static str| (column, f.t(&format!("open-column-{}", column.replace('_', "-"))));
    let tables = Set::ALL.iter().map(|set| {
        let key = format!("open-set-{}", set.key());
        Table {
            key: set.key(),
            text: f.t(&format!("{key}.text")),
            title: f.t(&key),
            columns: set.columns().iter().copied().map(meaning).collect(),
        }
    });
    let charts = report.items.iter().filter_map(|item| Chart::of(f.words, item, app.settings.simulated)).map(|chart| {
        let href = format!("/open-data/charts/{}.svg?lang={}", chart.key, f.lang().code());
        let address = app.settings.public_url.trim_end_matches('/');
        Embedded {
            line: format!("<img src=\"{address}{href}\" alt=\"{}\">", chart.alt()),
            name: chart.name.clone(),
            href,
        }
    });
    Ok(View(ListPage {
        tables: tables.collect(),
        charts: charts.collect(),
        dictionary: format!("/open-data/{DICTIONARY}"),
        f,
    }))
}
