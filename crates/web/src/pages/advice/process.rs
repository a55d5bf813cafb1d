//! Where the dossiers of a procedure go and where they wait: the map of what follows what, drawn from the journal, with its table.

use super::tabs;
use crate::app::App;
use crate::components::{Choice, Column, Columns, FormErrors};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::sessions::Worker;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use rules::calendar::day_of;
use rules::people::permissions::{Deed, may};
use rules::process::{Edge, Graph};
use rules::quality::Period;
use serde::Deserialize;
use std::cmp::Reverse;
use std::fmt::Write as _;
use store::tables::process::{procedures, traces};

/// So many procedures can be chosen from: those with the most dossiers.
const PROCEDURES: usize = 60;
/// A way that fewer than one dossier of so many went is not drawn; the table has it.
const RARE: u64 = 50;

#[derive(Template)]
#[template(path = "advice/process.html")]
pub(super) struct ProcessPage {
    f: Frame,
    tabs: Vec<(String, String, bool)>,
    procedures: Vec<Choice>,
    asked: String,
    summary: String,
    map: String,
    columns: Columns,
    rows: Vec<Row>,
    loops: String,
}

/// A way from one thing to the next.
struct Row {
    from: String,
    to: String,
    count: String,
    working: String,
    elapsed: String,
    longest: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    procedure: String,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    Worker(actor): Worker,
    Query(asked): Query<Asked>,
) -> Result<View<ProcessPage>, Failure> {
    may(&actor, Deed::WorkTheQueue)?;
    let province = app.province().await?;
    let (today, wished) = (day_of(f.now), asked.procedure.clone());
    let year = Period { from: today.first_of_year(), to: today };
    let (known, code, found) = app
        .read(move |tx| {
            let known = procedures(tx, year.start(), year.end())?;
            let code = match known.iter().find(|(code, _)| *code == wished).or_else(|| known.first()) {
                Some((code, _)) => code.clone(),
                None => String::new(),
            };
            let found = traces(tx, &code, year.start(), year.end())?;
            Ok((known, code, found))
        })
        .await?;
    let calendar = province.calendar_of_the_province();
    let graph = Graph::of(&found, &|from, to| calendar.working_between(from, to).seconds());
    let name = |code: &str| {
        let procedure = code.parse().ok().and_then(|code| province.procedure(&code)?.procedure.as_ref());
        procedure.map_or_else(|| code.to_owned(), |procedure| said::procedure_name(f.lang(), procedure))
    };
    let row = |(from, to, edge): (&str, &str, Edge)| Row {
        from: activity(&f, from),
        to: activity(&f, to),
        count: count(&f, edge.count),
        working: hours(&f, edge.mean_working()),
        elapsed: hours(&f, edge.mean()),
        longest: hours(&f, edge.longest),
    };
    let asked_again = graph.activities.get("supplement_requested").copied().unwrap_or(0);
    let returned = graph.activities.get("sent_back").copied().unwrap_or(0);
    let heads = ["from", "to", "count", "working", "elapsed", "longest"];
    Ok(View(ProcessPage {
        tabs: tabs(&f, "process"),
        procedures: known
            .iter()
            .take(PROCEDURES)
            .map(|(code, all)| Choice::new(code.as_str(), format!("{} ({})", name(code), count(&f, *all))))
            .collect(),
        summary: f.t1("advice-process-summary", "count", count(&f, graph.cases)),
        loops: f.t2("advice-process-loops", "supplements", count(&f, asked_again), "back", count(&f, returned)),
        map: map(&f, &graph),
        columns: heads.map(|key| Column::text(f.t(&format!("advice-process-col-{key}")))).into(),
        rows: graph.waits().into_iter().map(row).collect(),
        asked: code,
        f,
    }))
}

fn count(f: &Frame, number: u64) -> String {
    f.count(&i64::try_from(number).unwrap_or(i64::MAX))
}

fn hours(f: &Frame, seconds: i64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "for display only")]
    let hours = seconds as f64 / 3600.0;
    f.t1("advice-process-hours", "hours", crate::format::decimal(f.lang(), hours, 1))
}

/// What happened, in the words of a dossier's history.
fn activity(f: &Frame, name: &str) -> String {
    f.t(&format!("advice-activity-{}", name.replace('_', "-")))
}

const WIDTH: i32 = 640;
const STEP: i32 = 64;
const BOX: i32 = 44;
const LEFT: i32 = 200;
const BROAD: i32 = 240;

/// The map: what happens stands in a column in the order in which it usually comes; ways on lead down at the right, ways back lead up at the
/// left. The more dossiers went a way, the thicker it is.
fn map(f: &Frame, graph: &Graph) -> String {
    let order = order(graph);
    let place = |name: &str| order.iter().position(|other| other == name).and_then(|at| i32::try_from(at).ok());
    let most = graph.edges.values().map(|edge| edge.count).max().unwrap_or(1).max(1);
    let height = i32::try_from(order.len()).unwrap_or(0) * STEP + 20;
    let title = escaped(&f.t("advice-process-map"));
    let mut out = format!(
        r#"<svg class="mc-chart" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{title}" font-size="12" fill="currentColor">"#
    );
    let drawn = graph.edges.iter().filter(|(_, edge)| edge.count * RARE >= graph.cases);
    for ((from, to), edge) in drawn {
        let (Some(one), Some(other)) = (place(from), place(to)) else { continue };
        let (y, end) = (one * STEP + 10 + BOX / 2, other * STEP + 10 + BOX / 2);
        #[expect(clippy::cast_precision_loss, reason = "a width on the screen")]
        let thick = 1.0 + 5.0 * (edge.count as f64 / most as f64);
        let back = other <= one;
        let (x, side) = if back { (LEFT, -1) } else { (LEFT + BROAD, 1) };
        let reach = x + side * (30 + 14 * (other - one).abs()).min(150);
        let _ = write!(
            out,
            r#"<path d="M{x} {y}C{reach} {y} {reach} {end} {x} {end}" fill="none" stroke="currentColor" stroke-opacity="0.45" stroke-width="{thick:.1}"><title>{} → {}: {}, {}</title></path>"#,
            escaped(&activity(f, from)),
            escaped(&activity(f, to)),
            count(f, edge.count),
            escaped(&hours(f, edge.mean_working())),
        );
    }
    for (at, name) in order.iter().enumerate() {
        let y = i32::try_from(at).unwrap_or(0) * STEP + 10;
        let _ = write!(
            out,
            r##"<rect x="{LEFT}" y="{y}" width="{BROAD}" height="{BOX}" rx="4" fill="#ffffff" stroke="currentColor"/><text x="{middle}" y="{first}" text-anchor="middle" fill="#0b0c0c">{}</text><text x="{middle}" y="{second}" text-anchor="middle" fill="#0b0c0c" font-weight="bold">{}</text>"##,
            escaped(&activity(f, name)),
            count(f, graph.activities.get(name).copied().unwrap_or(0)),
            middle = LEFT + BROAD / 2,
            first = y + 18,
            second = y + 35,
        );
    }
    out.push_str("</svg>");
    out
}

/// What happens, in the order in which it usually comes: before whatever follows it more often than it is followed.
fn order(graph: &Graph) -> Vec<String> {
    let weight = |from: &str, to: &str| {
        let edge = graph.edges.get(&(from.to_owned(), to.to_owned()));
        edge.map_or(0, |edge| i64::try_from(edge.count).unwrap_or(i64::MAX))
    };
    let mut left: Vec<String> = graph.activities.keys().cloned().collect();
    let mut order = Vec::with_capacity(left.len());
    while !left.is_empty() {
        // Next comes what least still comes from what is left.
        let rank = |name: &str| {
            let before: i64 = left.iter().map(|other| weight(other, name) - weight(name, other)).sum();
            (before, Reverse(graph.starts.get(name).copied().unwrap_or(0)))
        };
        let ranked = left.iter().enumerate().min_by_key(|(_, name)| rank(name));
        let Some(next) = ranked.map(|(at, _)| at) else { break };
        order.push(left.remove(next));
    }
    order
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
