//! What agencies lack in skills: required by the positions of their people, less certified.

use super::{many, named};
use crate::app::App;
use crate::components::{Bar, Bars, Column, Columns, FormErrors, Pages};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said::{address, agency_name};
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use jiff::civil::Date;
use rules::calendar::day_of;
use rules::people::permissions::{Deed, may, may_at};
use rules::text::fold;
use rules::training::Skill;
use serde::Deserialize;
use store::tables::training::{Gap, gaps, skills};

/// Agencies on a page.
const PAGE: usize = 20;

#[derive(Template)]
#[template(path = "training/gaps.html")]
pub(super) struct GapsPage {
    f: Frame,
    asked: Asked,
    chart: Bars,
    columns: Columns,
    rows: Vec<Row>,
    pages: Pages,
}

/// An agency in the table.
struct Row {
    name: String,
    /// Who lacks what; empty where this person may not see it.
    href: String,
    cells: Vec<Cell>,
}

/// A number in the table, with who is behind it where this person may see that.
struct Cell {
    label: String,
    text: String,
    href: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub(super) on: String,
    q: String,
    /// The key of a skill: of an agency only those who lack it.
    pub(super) skill: String,
    page: usize,
}

impl Asked {
    fn href(&self, path: &str, page: usize) -> String {
        let page = if page == 0 { String::new() } else { page.to_string() };
        address(path, &[("on", self.on.as_str()), ("q", self.q.as_str()), ("page", page.as_str())])
    }

    /// The day as of which; never one that is still to come.
    pub(super) fn day(&self, f: &Frame) -> Date {
        let today = day_of(f.now);
        self.on.parse().unwrap_or(today).min(today)
    }

    /// The agencies asked for, those that lack most first.
    pub(super) fn choose(&self, all: Vec<Gap>) -> Vec<Gap> {
        let wanted = |gap: &Gap| {
            let name = fold(&format!("{} {}", gap.agency.code, gap.agency.name));
            fold(&self.q).split(' ').all(|word| name.contains(word))
        };
        let mut chosen: Vec<Gap> = all.into_iter().filter(wanted).collect();
        chosen.sort_by_cached_key(|gap| (std::cmp::Reverse(gap.lacking()), gap.agency.code.clone()));
        chosen
    }
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<View<GapsPage>, Failure> {
    may(&actor, Deed::TakeTraining)?;
    let (province, day) = (app.province().await?, asked.day(&f));
    let mut found = asked.choose(app.read(move |tx| Ok(gaps(tx, &province, day, None)?)).await?);
    let sees = |gap: &Gap| may_at(&actor, Deed::SendToTraining, &gap.agency.code).is_ok();
    // Whose people the visitor may send stand first.
    found.sort_by_key(|gap| !sees(gap));
    let bar = |skill: &Skill| {
        let lack: usize = found.iter().map(|gap| gap.lack(skill)).sum();
        let value = f64::from(u32::try_from(lack).unwrap_or(u32::MAX));
        Bar { label: named(f.lang(), skill), value, text: many(&f, lack), href: String::new(), marked: false }
    };
    let first = asked.page.saturating_mul(PAGE);
    let rows = found.iter().skip(first).take(PAGE).map(|gap| {
        let sees = sees(gap);
        let behind = |skill: &str| {
            let path = format!("/training/gaps/{}", gap.agency.code);
            if sees { address(&path, &[("on", &day.to_string()), ("skill", skill)]) } else { String::new() }
        };
        let lacking = format!("{}/{}", many(&f, gap.lacking()), many(&f, gap.required()));
        let mut cells = vec![
            Cell { label: f.t("training-col-officers"), text: many(&f, gap.officers.len()), href: behind("") },
            Cell { label: f.t("training-col-lacking"), text: lacking, href: behind("") },
        ];
        cells.extend(skills(day).iter().map(|skill| Cell {
            label: named(f.lang(), skill),
            text: many(&f, gap.lack(skill)),
            href: if gap.lack(skill) > 0 { behind(&skill.key) } else { String::new() },
        }));
        Row { name: agency_name(f.lang(), &gap.agency), href: behind(""), cells }
    });
    let rows = rows.collect();
    let chart = Bars {
        caption: f.t("training-gaps-chart"),
        label_heading: f.t("training-col-skill"),
        value_heading: f.t("training-col-lacking-people"),
        bars: skills(day).iter().map(bar).collect(),
        full: None,
    };
    let mut columns: Columns = vec![Column::text(f.t("training-col-agency"))];
    columns.extend(["officers", "lacking"].map(|key| Column::number(f.t(&format!("training-col-{key}")))));
    columns.extend(skills(day).iter().map(|skill| Column::number(named(f.lang(), skill))));
    let pages = Pages {
        first: if asked.page > 0 { asked.href("/training/gaps", 0) } else { String::new() },
        next: if found.len() > first.saturating_add(PAGE) {
            asked.href("/training/gaps", asked.page + 1)
        } else {
            String::new()
        },
        export: asked.href("/training/gaps.csv", 0),
    };
    Ok(View(GapsPage { chart, columns, rows, pages, asked, f }))
}
