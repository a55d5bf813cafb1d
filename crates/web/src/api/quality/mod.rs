//! The service index and the figures, and the records behind each of their numbers.

mod compare;
mod history;
mod national;
mod schema;

use super::caller::{Caller, Visitor};
use super::dossiers::{DossierItem, PageQuery, page};
use super::openapi::Refusals;
use super::wire::{Answer, Asked, Complaints, Page, slice};
use crate::app::App;
use crate::errors::Failure;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::calendar::day_of;
use rules::codes::AgencyCode;
use rules::people::Actor;
use rules::people::permissions::{Deed, Scope as Seen, may, scope};
use rules::quality::{FiguresReport, IndexReport, Period, Scope, Side};
use rules::{Problem, Refusal};
use schema::{FiguresSeen, IndexSeen};
use serde::{Deserialize, Serialize};
use store::province::Province;
use store::tables::dossier_lists::{Filter, list};
use store::tables::quality::{self, Narrow, Records, figures, index, records};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of the index and the figures.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(show_index))
        .routes(routes!(list_records))
        .routes(routes!(show_figures))
        .routes(routes!(national::list_provinces))
        .routes(routes!(compare::compare))
        .routes(routes!(history::index_history))
}

/// Whose index, over which days.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct IndexQuery {
    /// The agency; the whole province when not said.
    #[param(example = "H35.38")]
    agency: Option<String>,
    /// From this day on; the first of the year when not said.
    #[param(example = "2025-01-01")]
    from: Option<String>,
    /// Up to and with this day; `as_of` when not said.
    #[param(example = "2025-12-23")]
    to: Option<String>,
    /// As it was known at the end of this day; today when not said.
    #[param(example = "2025-12-23")]
    as_of: Option<String>,
    /// Only what this counter received.
    #[param(example = "H35.38")]
    counter: Option<String>,
    /// Only dossiers of this procedure.
    #[param(example = "1.001193")]
    procedure: Option<String>,
    /// Only dossiers of this officer, by login: for officers themselves and those who assign work.
    officer: Option<String>,
}

/// What a query asks for, but the agency, which the directory must know.
#[derive(Debug)]
struct Wanted {
    agency: Option<AgencyCode>,
    period: Period,
    as_of: Date,
    narrow: Narrow,
}

impl IndexQuery {
    fn read(&self, now: Timestamp, mut complaints: Complaints) -> Result<Wanted, Refusal> {
        let today = day_of(now);
        let agency = complaints.code("/agency", self.agency.as_deref(), "agency-unknown");
        let narrow = Narrow {
            counter: complaints.code("/counter", self.counter.as_deref(), "agency-unknown"),
            procedure: complaints.code("/procedure", self.procedure.as_deref(), "procedure-unknown"),
            officer: self.officer.clone().filter(|login| !login.is_empty()),
        };
        let (from, to) = (complaints.day("/from", self.from.as_deref()), complaints.day("/to", self.to.as_deref()));
        let as_of = complaints.day("/as_of", self.as_of.as_deref()).unwrap_or(today);
        if as_of > today {
            complaints.add(Problem::new("/as_of", "date-in-future"));
        }
        let period = complaints.keep(Period::asked(from, to, as_of).map_err(|_| Problem::new("/to", "period")));
        complaints.settle()?;
        Ok(Wanted { agency, period: period.unwrap_or(Period { from: as_of, to: as_of }), as_of, narrow })
    }
}

/// The scope of the index: an authority of the province, or all of it.
fn scope_of(province: &Province, agency: Option<&AgencyCode>) -> Result<Scope, Refusal> {
    let Some(code) = agency else { return Ok(Scope::Province) };
    let unknown = || Refusal::input(vec![Problem::new("/agency", "agency-unknown").with("code", code)]);
    Scope::of(code, &province.directory).ok_or_else(unknown)
}

/// Results of single officers are internal: only they themselves and those who assign work may see them.
fn may_see_officer(actor: Option<&Actor>, login: &str) -> Result<(), Refusal> {
    let sees = actor.is_some_and(|actor| actor.login == login || may(actor, Deed::AssignTasks).is_ok());
    if sees { Ok(()) } else { Err(Refusal::forbidden("officer-index-not-for-you")) }
}

/// The service index.
#[utoipa::path(
    get, path = "/index", tag = "quality", summary = "The service index (Quyết định 766/QĐ-TTg)",
    description = "Of the province or an agency over a period. Indicators without records yet have no score and say so. \
        `records` and `records_rest` open the numerator and the rest of each ratio.",
    params(IndexQuery),
    responses((status = 200, description = "The index", body = IndexSeen), Refusals)
)]
pub async fn show_index(
    State(app): State<App>,
    Visitor(visitor): Visitor,
    Asked(query): Asked<IndexQuery>,
) -> Result<Answer<IndexReport>, Failure> {
    let now = app.clock.now();
    let wanted = query.read(now, Complaints::default())?;
    let (provinces, rankings) = (app.province.clone(), app.rankings.clone());
    let report = app
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let scope = scope_of(&province, wanted.agency.as_ref())?;
            if let Some(login) = &wanted.narrow.officer {
                let caller = visitor.as_ref().map(|caller| caller.actor(tx, &province, now)).transpose()?;
                may_see_officer(caller.as_deref(), login)?;
            }
            let asked = quality::Asked { scope, period: wanted.period, as_of: wanted.as_of };
            if wanted.narrow.is_empty() {
                return Ok(index(tx, &province, &rankings, &asked, now)?);
            }
            if !quality::is_known(tx, &wanted.narrow)? {
                return Err(Refusal::not_found("narrow-unknown").into());
            }
            quality::narrow_index(tx, &province, &asked, &wanted.narrow, now)
        })
        .await?;
    Ok(Answer(report))
}

/// The figures of the conference report.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct FiguresQuery {
    /// As of this day; today when not said.
    #[param(example = "2025-12-23")]
    as_of: Option<String>,
}

impl FiguresQuery {
    fn read(self, now: Timestamp, complaints: Complaints) -> Result<Date, Refusal> {
        let query = IndexQuery { as_of: self.as_of, ..IndexQuery::default() };
        Ok(query.read(now, complaints)?.as_of)
    }
}

/// The figures.
#[utoipa::path(
    get, path = "/figures", tag = "quality", summary = "The figures of the conference report",
    description = "Over the year up to `as_of`, each with its passport: definition, formula, source, period, owner.",
    params(FiguresQuery),
    responses((status = 200, description = "The figures", body = FiguresSeen), Refusals)
)]
pub async fn show_figures(
    State(app): State<App>,
    Asked(query): Asked<FiguresQuery>,
) -> Result<Answer<FiguresReport>, Failure> {
    let now = app.clock.now();
    let as_of = query.read(now, Complaints::default())?;
    let provinces = app.province.clone();
    let report = app
        .read(move |tx| {
            let province = provinces.get(tx)?;
            Ok(figures(tx, &province, as_of, now)?)
        })
        .await?;
    Ok(Answer(report))
}

/// Which side of a ratio.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct SideQuery {
    /// `numerator` (when not said) or `rest`.
    #[param(example = "rest")]
    side: Option<String>,
}

/// A record behind a number: a dossier, or a procedure or an agency by code and name.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum RecordItem {
    /// A dossier.
    Dossier(Box<DossierItem>),
    /// A procedure or an agency.
    Named {
        /// Its code.
        code: String,
        /// Its name.
        name: String,
    },
}

/// The records behind a number.
#[utoipa::path(
    get, path = "/index/{indicator}/records", tag = "quality", summary = "The records behind an indicator or a figure",
    description = "Dossiers (within what the caller may see; 403 for officers who see none), procedures or communes, as the indicator counts them.",
    params(("indicator" = String, Path, description = "The indicator's or figure's key", example = "2.1"), SideQuery, IndexQuery, PageQuery),
    responses((status = 200, description = "A page of them", body = Page<RecordItem>), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn list_records(
    State(app): State<App>,
    Path(indicator): Path<String>,
    caller: Caller,
    Asked(side): Asked<SideQuery>,
    Asked(query): Asked<IndexQuery>,
    Asked(which): Asked<PageQuery>,
) -> Result<Response, Failure> {
    let now = app.clock.now();
    let mut complaints = Complaints::default();
    let sides = [("numerator", Side::Numerator), ("rest", Side::Rest)];
    let side = complaints.choice("/side", side.side.as_deref(), &sides).unwrap_or(Side::Numerator);
    let (after, limit) = which.read(&mut complaints);
    let wanted = query.read(now, complaints)?;
    let provinces = app.province.clone();
    let page: Page<RecordItem> = app
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let actor = caller.actor(tx, &province, now)?;
            let whose = scope_of(&province, wanted.agency.as_ref())?;
            let unknown = || Refusal::not_found("records-unknown").with("key", &indicator);
            let found =
                records(tx, &province, &indicator, side, &whose, wanted.period, wanted.as_of)?.ok_or_else(unknown)?;
            Ok(match found {
                Records::Dossiers(mut condition) => {
                    if let Some(login) = &wanted.narrow.officer {
                        may_see_officer(Some(&actor), login)?;
                    }
                    wanted.narrow.join(&mut condition);
                    let seen = scope(&actor);
                    // Not an empty list: the number that it stands behind is another one.
                    if matches!(&seen, Seen::Agencies(agencies) if agencies.is_empty()) {
                        return Err(Refusal::forbidden("records-not-for-you").with("key", &indicator).into());
                    }
                    let filter = Filter { condition: Some(condition), ..Filter::default() };
                    let found = page(list(tx, &seen, &filter, after, limit)?, limit);
                    let items = found.items.into_iter().map(|item| RecordItem::Dossier(Box::new(item))).collect();
                    Page { items, next: found.next }
                }
                Records::Procedures(procedures) => {
                    slice(procedures.into_iter(), after, limit, |(code, name)| named(code, name))
                }
                Records::Petitions(petitions) => {
                    slice(petitions.into_iter(), after, limit, |found| named(found.id, found.agency.into()))
                }
                Records::Agencies(agencies) => {
                    slice(agencies.into_iter(), after, limit, |(code, name)| named(code.into(), name))
                }
                Records::Covered(covered) => slice(covered.into_iter(), after, limit, |(code, name)| named(code, name)),
            })
        })
        .await?;
    Ok(Answer(page).into_response())
}

fn named(code: String, name: String) -> RecordItem {
    RecordItem::Named { code, name }
}
