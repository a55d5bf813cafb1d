//! The agency's view: what we owe, what waits for our decision, what others owe us; the most urgent first, each count opens its records.

use super::words;
use crate::app::App;
use crate::components::{Column, Columns, Figure, Tag, Trend};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::{said, tasks};
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use jiff::civil::Date;
use rules::agenda::{Matter, Side};
use rules::calendar::day_of;
use rules::people::permissions::{Deed, may};
use serde::Deserialize;
use std::sync::Arc;
use store::province::Province;
use store::tables::agenda::matters::{Item, Owed, Record, matters};
use store::tables::agenda::own;

/// So many records of a side are named.
const NAMED: usize = 30;
/// So many of one matter, where only it is asked for.
const OF_ONE: u32 = 500;

#[derive(Template)]
#[template(path = "agenda/matters.html")]
pub(super) struct MattersPage {
    f: Frame,
    whose: String,
    /// Whether only one matter is shown.
    only: bool,
    columns: Columns,
    sections: Vec<Section>,
}

/// A side: its counts, and the most urgent of it.
struct Section {
    title: String,
    none: String,
    figures: Vec<Figure>,
    rows: Vec<Row>,
}

/// Something that is owed.
struct Row {
    name: String,
    kind: String,
    href: String,
    agency: String,
    due: String,
    promised: String,
    late: Tag,
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    only: String,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<View<MattersPage>, Failure> {
    may(&actor, Deed::WorkOnTasks)?;
    let (province, now, today) = (app.province().await?, f.now, day_of(f.now));
    let (known, only) = (Arc::clone(&province), Matter::from_key(&asked.only));
    let whose: Vec<_> =
        own(&actor).iter().map(|code| said::agency_named(f.lang(), &province.directory, code)).collect();
    let most = if only.is_some() { OF_ONE } else { u32::try_from(NAMED).unwrap_or(u32::MAX) };
    let all = app.read(move |tx| Ok(matters(tx, &known, &actor, only, now, most)?)).await?;
    let sides = Side::ALL.into_iter().filter(|side| only.is_none_or(|only| only.side() == *side));
    let named = usize::try_from(most).unwrap_or(NAMED);
    let sections = sides.map(|side| section(&f, &province, side, &all, named, today)).collect();
    let columns = ["what", "agency", "due", "late"];
    Ok(View(MattersPage {
        whose: whose.join(", "),
        only: only.is_some(),
        columns: columns.map(|key| Column::text(f.t(&format!("agenda-col-{key}")))).into(),
        sections,
        f,
    }))
}

fn section(f: &Frame, province: &Province, side: Side, all: &[Owed], named: usize, today: Date) -> Section {
    let owed: Vec<&Owed> = all.iter().filter(|owed| owed.matter.side() == side).collect();
    let mut items: Vec<(&Owed, &Item)> =
        owed.iter().flat_map(|owed| owed.items.iter().map(move |item| (*owed, item))).collect();
    // What has no last day comes last.
    items.sort_by_key(|(_, item)| (item.due_on.is_none(), item.due_on));
    items.truncate(named);
    Section {
        title: f.t(&format!("agenda-{}", side.key())),
        none: f.t(&format!("agenda-{}-none", side.key())),
        figures: owed.iter().map(|owed| figure(f, owed)).collect(),
        rows: items.into_iter().map(|(owed, item)| row(f, province, owed.matter, item, today)).collect(),
    }
}

fn figure(f: &Frame, owed: &Owed) -> Figure {
    Figure {
        label: f.t(&format!("agenda-matter-{}", owed.matter.key())),
        value: f.count(&owed.count),
        note: if owed.late > 0 { f.t1("agenda-late", "count", owed.late) } else { String::new() },
        href: words::list(owed.matter),
        trend: if owed.late > 0 { Trend::Bad } else { Trend::None },
        ..Figure::default()
    }
}

fn row(f: &Frame, province: &Province, matter: Matter, item: &Item, today: Date) -> Row {
    let name = match &item.record {
        Record::Report(_, month) => {
            f.t2("agenda-month", "month", format!("{:02}", month.number()), "year", month.year().to_string())
        }
        Record::Value(_, _, period) => format!("{} ({period})", item.name),
        _ => item.name.clone(),
    };
    let promised = item.promised_on.map_or_else(String::new, |day| {
        let asked = (matter == Matter::Extension).then_some(day);
        tasks::words::promise(f, asked, Some(day), today)
    });
    Row {
        name,
        kind: f.t(&format!("agenda-one-{}", matter.key())),
        href: words::page(&item.record),
        agency: said::agency_named(f.lang(), &province.directory, &item.agency),
        due: item.due_on.map_or_else(String::new, |day| f.day(&day)),
        promised,
        late: words::lateness(f, item.due_on, today),
    }
}
