//! The register of committees and groups: how far they cover agencies and villages, and the list with its gaps.

use crate::app::App;
use crate::components::{Choice, Column, Columns, FormErrors, Pages, Tag, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::{said, tasks::words};
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Redirect;
use jiff::civil::Date;
use rules::Refusal;
use rules::calendar::day_of;
use rules::codes::{AgencyCode, CommitteeCode, VillageCode};
use rules::committees::{CommitteeKind, RegulationState};
use rules::people::permissions::{Deed, may};
use rules::people::{Actor, AgencyLevel};
use rules::text::fold;
use serde::Deserialize;
use store::province::Province;
use store::tables::committees::{Coverage, Filter, Listed, activity, coverage, covered_villages, list};

/// Committees on a page.
const PAGE: usize = 50;
/// All of a province, and more: there is one a village, and some an agency.
const ALL: u32 = 20_000;
/// In which orders they can be listed; first the own agencies' and then by code, where nothing is asked for.
const ORDERS: [&str; 3] = ["name", "met", "members"];

#[derive(Template)]
#[template(path = "committees/list.html")]
pub(super) struct ListPage {
    f: Frame,
    asked: Asked,
    kinds: Vec<Choice>,
    gaps: Vec<Choice>,
    agencies: Vec<Choice>,
    orders: Vec<Choice>,
    count: i64,
    coverage_columns: Columns,
    coverage: Vec<CoverageRow>,
    villages: String,
    activity: String,
    columns: Columns,
    rows: Vec<Row>,
    pages: Pages,
    keeps: bool,
}

/// How far the committees of a kind cover a level.
struct CoverageRow {
    name: String,
    /// Where the agencies behind the figures are.
    href: String,
    founded: String,
    regulated: String,
    met: String,
}

/// A committee in the list.
struct Row {
    code: String,
    name: String,
    also: String,
    head: String,
    members: i64,
    decision: String,
    regulation: Tag,
    met: String,
    reviewed: String,
}

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    kind: String,
    q: String,
    agency: String,
    gap: String,
    order: String,
    after: String,
}

impl Asked {
    fn filter(&self, today: Date) -> Filter {
        Filter {
            kind: CommitteeKind::from_key(&self.kind),
            steering: false,
            agency: self.agency.parse().ok(),
            without_regulation: self.gap == "regulation",
            not_met_since: (self.gap == "meeting").then_some(quarter_of(today)),
            not_reviewed_since: (self.gap == "review").then_some(today.first_of_year()),
        }
    }

    fn href(&self, path: &str, after: &str) -> String {
        let pairs = [
            ("q", self.q.as_str()),
            ("kind", &self.kind),
            ("agency", &self.agency),
            ("gap", &self.gap),
            ("order", &self.order),
            ("after", after),
        ];
        said::address(path, &pairs)
    }
}

/// The first day of the quarter of this day.
fn quarter_of(today: Date) -> Date {
    Date::new(today.year(), (today.month() - 1) / 3 * 3 + 1, 1).unwrap_or(today)
}

/// All committees that are asked for, in the order that is.
pub(super) async fn asked_for(
    app: &App,
    f: &Frame,
    province: &Province,
    actor: &Actor,
    asked: &Asked,
) -> Result<Vec<Listed>, Failure> {
    let filter = asked.filter(day_of(f.now));
    let mut found = app.read(move |tx| Ok(list(tx, &filter, "", ALL)?)).await?;
    found.retain(|one| one.has_words(&asked.q, &said::agency_named(f.lang(), &province.directory, &one.agency)));
    let own = |one: &Listed| actor.positions.iter().any(|held| held.agency == one.agency);
    match asked.order.as_str() {
        "name" => found.sort_by_cached_key(|one| fold(&one.name)),
        "met" => found.sort_by_key(|one| one.last_met),
        "members" => found.sort_by_key(|one| one.members),
        _ => found.sort_by_key(|one| !own(one)),
    }
    Ok(found)
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<View<ListPage>, Failure> {
    may(&actor, Deed::WorkOnTasks)?;
    let today = day_of(f.now);
    let province = app.province().await?;
    let (chosen, whole) = (asked.filter(today).kind, province.clone());
    let is_chosen = |kind: &CommitteeKind| chosen.is_none_or(|chosen| chosen == *kind);
    let kinds: Vec<CommitteeKind> = CommitteeKind::STEERING.into_iter().filter(is_chosen).collect();
    let (levels, villages, activity) = app
        .read(move |tx| {
            let levels = [AgencyLevel::Department, AgencyLevel::Commune];
            let mut counted = Vec::new();
            for (level, kind) in levels.into_iter().flat_map(|level| kinds.iter().map(move |kind| (level, *kind))) {
                counted.push((level, kind, coverage(tx, &whole, level, kind, today)?));
            }
            let (with, without) = covered_villages(tx, today)?;
            let activity = activity(tx, today.first_of_month())?;
            Ok((counted, (with.len(), with.len() + without.len()), activity))
        })
        .await?;
    let found = asked_for(&app, &f, &province, &actor, &asked).await?;
    let from = found.iter().position(|one| one.code.as_str() == asked.after).map_or(0, |at| at + 1);
    let page = found.get(from..found.len().min(from + PAGE)).unwrap_or_default();
    let next =
        page.last().filter(|_| from + PAGE < found.len()).map(|last| asked.href("/committees", last.code.as_str()));
    Ok(View(ListPage {
        kinds: CommitteeKind::ALL.map(|kind| Choice::new(kind.key(), kind_name(&f, kind))).into(),
        gaps: ["regulation", "meeting", "review"]
            .map(|gap| Choice::new(gap, f.t(&format!("committees-gap-{gap}"))))
            .into(),
        coverage_columns: columns(&f, &["level", "founded", "regulated", "met"]),
        coverage: levels.into_iter().map(|(level, kind, coverage)| covered(&f, kind, level, coverage)).collect(),
        villages: f.t2("committees-villages", "with", villages.0, "all", villages.1),
        activity: f.t2("committees-activity", "count", activity.1, "all", activity.0),
        columns: columns(&f, &["name", "head", "regulation", "last", "reviewed"]),
        agencies: words::choices(&f, &province, |_| true),
        orders: ORDERS.map(|order| Choice::new(order, f.t(&format!("committees-order-{order}")))).into(),
        count: i64::try_from(found.len()).unwrap_or(i64::MAX),
        rows: page.iter().map(|committee| row(&f, &province, committee)).collect(),
        pages: Pages {
            first: if asked.after.is_empty() { String::new() } else { asked.href("/committees", "") },
            next: next.unwrap_or_default(),
            export: asked.href("/committees.csv", ""),
        },
        keeps: may(&actor, Deed::AssignTasks).is_ok(),
        asked,
        f,
    }))
}

fn columns(f: &Frame, keys: &[&str]) -> Columns {
    keys.iter().map(|key| Column::text(f.t(&format!("committees-col-{key}")))).collect()
}

/// The words of a kind.
pub(super) fn kind_name(f: &Frame, kind: CommitteeKind) -> String {
    f.t(&format!("committee-kind-{}", kind.key().replace('_', "-")))
}

/// The words of what is steered.
pub(super) fn subject_name(f: &Frame, kind: CommitteeKind) -> String {
    f.t(&format!("committee-subject-{}", kind.key().replace('_', "-")))
}

/// What one steers besides, in words; empty where it steers one thing.
pub(super) fn besides(f: &Frame, also: impl Iterator<Item = CommitteeKind>) -> String {
    also.map(|kind| subject_name(f, kind)).collect::<Vec<_>>().join("; ")
}

/// The tag of a regulation.
pub(super) fn regulation(f: &Frame, state: RegulationState) -> Tag {
    let tone = match state {
        RegulationState::Missing => Tone::Bad,
        RegulationState::Drafted => Tone::Warning,
        RegulationState::Issued => Tone::Good,
    };
    Tag::new(tone, f.t(&format!("committee-regulation-{}", state.key())))
}

/// What is covered: a level, and what is steered there.
pub(super) fn level_name(f: &Frame, level: AgencyLevel, kind: CommitteeKind) -> String {
    format!("{}: {}", f.t(&format!("committees-level-{}", level.key())), subject_name(f, kind))
}

fn covered(f: &Frame, kind: CommitteeKind, level: AgencyLevel, coverage: Coverage) -> CoverageRow {
    let of = |count| f.t2("committees-of", "count", count, "all", coverage.agencies);
    CoverageRow {
        name: level_name(f, level, kind),
        href: said::address("/committees/coverage", &[("level", level.key()), ("kind", kind.key())]),
        founded: of(coverage.founded),
        regulated: of(coverage.regulated),
        met: of(coverage.met),
    }
}

fn row(f: &Frame, province: &Province, committee: &Listed) -> Row {
    let met = match (committee.next_meeting, committee.last_met) {
        (Some(next), _) => f.t1("committee-meets", "day", f.day(&next)),
        (None, Some(last)) => f.day(&last),
        (None, None) => String::new(),
    };
    let agency = said::agency_named(f.lang(), &province.directory, &committee.agency);
    Row {
        code: committee.code.to_string(),
        name: committee.name.clone(),
        also: besides(f, committee.also.iter().copied()),
        head: committee.head.clone(),
        members: committee.members,
        decision: format!("{agency} · {}, {}", committee.decision, f.day(&committee.decided_on)),
        regulation: regulation(f, committee.regulation),
        met,
        reviewed: committee.last_reviewed.map(|day| f.day(&day)).unwrap_or_default(),
    }
}

/// Leads from an agency or village to its committee or group, or to the form that founds it.
pub(super) async fn of(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
) -> Result<Redirect, Failure> {
    may(&actor, Deed::WorkOnTasks)?;
    let province = app.province().await?;
    let village: Option<VillageCode> = code.parse().ok();
    let agency: Option<AgencyCode> = match &village {
        Some(village) => village
            .commune()
            .parse()
            .ok()
            .and_then(|commune| province.directory.authority_of(&commune).map(|agency| agency.code.clone())),
        None => code.parse().ok(),
    };
    let unknown = || Refusal::not_found("committee-unknown");
    let agency = agency.ok_or_else(unknown)?;
    let kind = if village.is_some() { CommitteeKind::WorkingGroup } else { CommitteeKind::Resolution57 };
    let committee: CommitteeCode = kind.code(&agency, village.as_ref()).ok_or_else(unknown)?;
    Ok(Redirect::to(&format!("/committees/{committee}")))
}
