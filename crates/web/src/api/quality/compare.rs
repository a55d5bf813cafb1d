//! Two days side by side, and the dossiers that moved between them.

use super::scope_of;
use crate::api::caller::Caller;
use crate::api::openapi::Refusals;
use crate::api::wire::{Answer, Asked, Complaints};
use crate::app::App;
use crate::errors::Failure;
use axum::extract::State;
use rules::calendar::day_of;
use rules::people::permissions::may_see;
use rules::quality::{IndexReport, JUDGED, Period, Points, Side};
use rules::{Problem, Refusal};
use serde::{Deserialize, Serialize};
use store::desk::dossiers::load;
use store::tables::quality::{self, moved};
use utoipa::{IntoParams, ToSchema};

/// Most dossiers that are told in one answer.
const MOST: usize = 200;

/// Which two days.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct CompareQuery {
    /// The agency; the whole province when not said.
    #[param(example = "H35.38")]
    agency: Option<String>,
    /// The earlier day; the one before the later when not said.
    #[param(example = "2025-12-22")]
    earlier: Option<String>,
    /// The later day; today when not said.
    #[param(example = "2025-12-23")]
    later: Option<String>,
    /// The indicator or figure whose dossiers are told; none when not said.
    #[param(example = "2.1")]
    indicator: Option<String>,
}

/// Two days side by side.
#[derive(Debug, Serialize, ToSchema)]
pub struct Comparison {
    /// The score at the end of the earlier day.
    earlier: Option<f64>,
    /// The score at the end of the later day.
    later: Option<f64>,
    /// Each indicator on both days.
    indicators: Vec<Compared>,
    /// How many dossiers moved in the indicator that was asked for.
    moved_count: usize,
    /// These dossiers, by code, as far as the caller may see them: at most 200.
    moved: Vec<MovedItem>,
}

/// An indicator on both days: numerator and denominator, and the points.
#[derive(Debug, Serialize, ToSchema)]
pub struct Compared {
    #[schema(example = "2.1")]
    key: &'static str,
    earlier: Option<(i64, i64)>,
    later: Option<(i64, i64)>,
    earlier_score: Option<f64>,
    later_score: Option<f64>,
}

/// A dossier that moved.
#[derive(Debug, Serialize, ToSchema)]
pub struct MovedItem {
    code: String,
    /// `numerator` or `rest`; nothing where it did not count.
    #[schema(value_type = Option<String>)]
    from: Option<Side>,
    #[schema(value_type = Option<String>)]
    to: Option<Side>,
}

/// Two days compared.
#[utoipa::path(
    get, path = "/index/compare", tag = "quality", summary = "The index of two days, and the dossiers that moved between them",
    description = "Each day as it was known at its end, over the year to it. Dossiers are told to whoever may see them; their number to every caller.",
    params(CompareQuery),
    responses((status = 200, description = "Both days", body = Comparison), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn compare(
    State(app): State<App>,
    caller: Caller,
    Asked(query): Asked<CompareQuery>,
) -> Result<Answer<Comparison>, Failure> {
    let now = app.clock.now();
    let today = day_of(now);
    let mut complaints = Complaints::default();
    let agency = complaints.code("/agency", query.agency.as_deref(), "agency-unknown");
    let later = complaints.day("/later", query.later.as_deref()).unwrap_or(today);
    let before = later.yesterday().unwrap_or(later);
    let earlier = complaints.day("/earlier", query.earlier.as_deref()).unwrap_or(before);
    if later > today {
        complaints.add(Problem::new("/later", "date-in-future"));
    }
    if earlier > later {
        complaints.add(Problem::new("/earlier", "period"));
    }
    complaints.settle()?;
    let key = match query.indicator.as_deref().filter(|key| !key.is_empty()) {
        None => None,
        Some(asked) => {
            let unknown = || Refusal::not_found("records-unknown").with("key", asked);
            Some(JUDGED.into_iter().find(|key| *key == asked).ok_or_else(unknown)?)
        }
    };
    let (provinces, rankings, from) = (app.province.clone(), app.rankings.clone(), earlier.first_of_year());
    let answer = app
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let scope = scope_of(&province, agency.as_ref())?;
            let mut report = |to| {
                let asked = quality::Asked { scope: scope.clone(), period: Period { from, to }, as_of: to };
                quality::index(tx, &province, &rankings, &asked, now)
            };
            let (first, second) = (report(earlier)?, report(later)?);
            let found = match key {
                Some(key) => moved(tx, &province, key, &scope, from, (earlier, later))?,
                None => Vec::new(),
            };
            let moved_count = found.len();
            let actor = caller.actor(tx, &province, now)?;
            let mut told = Vec::new();
            for moved in found.into_iter().take(MOST) {
                if load(tx, &moved.code)?.is_some_and(|loaded| may_see(&actor, &loaded.dossier)) {
                    told.push(MovedItem { code: moved.code, from: moved.from, to: moved.to });
                }
            }
            Ok(comparison(&first, &second, moved_count, told))
        })
        .await?;
    Ok(Answer(answer))
}

fn comparison(first: &IndexReport, second: &IndexReport, moved_count: usize, moved: Vec<MovedItem>) -> Comparison {
    let rows = |report: &IndexReport| {
        let all = report.groups.iter().flat_map(|group| &group.indicators);
        all.map(|row| (row.key, row.numerator.zip(row.denominator), row.score.map(Points::to_f64))).collect::<Vec<_>>()
    };
    let before = rows(first);
    let indicators = rows(second).into_iter().map(|(key, later, later_score)| {
        let old = before.iter().find(|(known, ..)| *known == key);
        Compared {
            key,
            earlier: old.and_then(|(_, share, _)| *share),
            later,
            earlier_score: old.and_then(|(.., score)| *score),
            later_score,
        }
    });
    Comparison {
        earlier: first.score.map(Points::to_f64),
        later: second.score.map(Points::to_f64),
        indicators: indicators.collect(),
        moved_count,
        moved,
    }
}
