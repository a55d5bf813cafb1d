//! Indicators over the API: the register with its values, one with those of each agency that the caller sees, values reported and approved.

use super::body::Body;
use super::caller::Caller;
use super::dossiers::PageQuery;
use super::once::{Done, Key, once};
use super::openapi::Refusals;
use super::wire::{Answer, Asked, At, Complaints, Page, slice};
use crate::app::App;
use crate::errors::Failure;
use crate::pages::indicators::board::Board;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use rules::Refusal;
use rules::calendar::day_of;
use rules::codes::{AgencyCode, IndicatorCode};
use rules::indicators::{Amount, Command, Indicator, ReportPeriod, has_value};
use rules::people::permissions::{Deed, may, sees_value_of};
use rules::people::{Actor, AgencyLevel};
use serde::{Deserialize, Serialize};
use store::province::Province;
use store::tables::indicators::{Value, find as find_indicator, values_of};
use store::{Tx, desk};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of indicators.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_indicators))
        .routes(routes!(show_indicator))
        .routes(routes!(list_indicator_reports))
        .routes(routes!(show_indicator_report))
        .routes(routes!(act_on_indicator_report))
}

/// An indicator.
#[derive(Debug, Serialize, ToSchema)]
pub struct IndicatorItem {
    /// Its code.
    #[schema(example = "CT-06-07")]
    code: String,
    /// `resolution57` or `project06`.
    programme: &'static str,
    /// What is measured.
    name: String,
    /// In what.
    unit: String,
    /// How it is computed, in words.
    formula: String,
    /// `computed` from records of the house, else who reports it: `responsible`, `departments`, `communes`…
    source: &'static str,
    /// Whether more is better: `up` or `down`.
    direction: &'static str,
    /// How often it is told: `month`, `quarter`, `half_year` or `year`.
    every: &'static str,
    /// The agency that answers for it, by code.
    agency: String,
    /// Targets by year.
    targets: Vec<IndicatorTarget>,
    /// Its value of the province; nothing where it has none, or none is known yet. Exact, as text: `71.5`.
    #[schema(value_type = Option<String>, example = "71.5")]
    value: Option<String>,
    /// Of when, where it was reported.
    #[schema(example = "2025-Q4")]
    period: Option<String>,
    /// How far it is from the target of its year.
    achieved: &'static str,
}

/// The target of a year.
#[derive(Debug, Serialize, ToSchema)]
pub struct IndicatorTarget {
    /// The year.
    year: i16,
    /// How much, exact, as text.
    #[schema(example = "80")]
    value: String,
}

fn item(board: &Board, indicator: &Indicator) -> IndicatorItem {
    let valued = board.value(indicator, None);
    IndicatorItem {
        code: indicator.code.to_string(),
        programme: indicator.programme.key(),
        name: indicator.name.clone(),
        unit: indicator.unit.clone(),
        formula: indicator.formula.clone(),
        source: if indicator.computation.is_some() { "computed" } else { indicator.reporters.key() },
        direction: indicator.direction.key(),
        every: indicator.every.key(),
        agency: indicator.agency.to_string(),
        targets: indicator
            .targets
            .iter()
            .map(|target| IndicatorTarget { year: target.year, value: target.value.to_string() })
            .collect(),
        value: valued.as_ref().map(|valued| valued.value.to_string()),
        period: valued.as_ref().and_then(|valued| valued.reported).map(|period| period.to_string()),
        achieved: board.achieved(indicator, valued.as_ref()).key(),
    }
}

/// An indicator with the values of agencies.
#[derive(Debug, Serialize, ToSchema)]
pub struct IndicatorSeen {
    /// What it says, and its value of the province.
    indicator: IndicatorItem,
    /// Its values of the agencies that the caller sees.
    agencies: Vec<IndicatorOfAgency>,
}

/// The value of an agency.
#[derive(Debug, Serialize, ToSchema)]
pub struct IndicatorOfAgency {
    /// Whose, by agency code.
    agency: String,
    /// How much, exact, as text; nothing while none is known.
    value: Option<String>,
    /// Of when, where it was reported.
    period: Option<String>,
    /// Of computed shares: how many.
    numerator: Option<i64>,
    /// Of computed shares: of how many.
    denominator: Option<i64>,
    /// How far it is from the year's target.
    achieved: &'static str,
    /// The page with the records behind it.
    records: String,
}

/// A value that was reported.
#[derive(Debug, Serialize, ToSchema)]
pub struct IndicatorReportItem {
    /// Whose, by agency code.
    agency: String,
    /// Of when: `2025-11`, `2025-Q4`, `2025-H2` or `2025`.
    #[schema(example = "2025-11")]
    period: String,
    /// `missing`, `awaiting`, `returned` or `locked`.
    state: &'static str,
    /// How much, exact, as text.
    #[schema(example = "71.5")]
    value: String,
    /// Whether it stands out from those before it.
    outlier: bool,
    /// When it was reported, the last time.
    reported_at: At,
}

impl From<Value> for IndicatorReportItem {
    fn from(one: Value) -> Self {
        Self {
            agency: one.agency.to_string(),
            period: one.period.to_string(),
            state: one.state.key(),
            value: one.value.to_string(),
            outlier: one.outlier,
            reported_at: At(one.reported_at),
        }
    }
}

/// Which year.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct YearQuery {
    /// The year; this one when none that has been is named. What nobody has reported yet in this year is told as it was reported last in
    /// the year before.
    year: Option<i16>,
}

/// Who calls, if they may see indicators at all.
async fn officer(app: &App, caller: &Caller) -> Result<Actor, Failure> {
    let (now, provinces, caller) = (app.clock.now(), app.province.clone(), caller.clone());
    app.read(move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        may(&actor, Deed::WorkOnTasks)?;
        Ok((*actor).clone())
    })
    .await
}

/// The register of indicators with their values of the province.
#[utoipa::path(
    get, path = "/indicators", tag = "steering", summary = "The register of indicators with their values of the province",
    params(YearQuery, PageQuery),
    responses((status = 200, description = "A page of them, by code", body = Page<IndicatorItem>), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn list_indicators(
    State(app): State<App>,
    caller: Caller,
    Asked(when): Asked<YearQuery>,
    Asked(which): Asked<PageQuery>,
) -> Result<Answer<Page<IndicatorItem>>, Failure> {
    let mut complaints = Complaints::default();
    let (after, limit) = which.read(&mut complaints);
    complaints.settle()?;
    officer(&app, &caller).await?;
    let board = Board::read(&app, app.clock.now(), when.year).await?;
    Ok(Answer(slice(board.indicators.iter(), after, limit, |indicator| item(&board, indicator))))
}

fn unknown() -> Refusal {
    Refusal::not_found("target-indicator-unknown")
}

/// One indicator.
#[utoipa::path(
    get, path = "/indicators/{code}", tag = "steering", summary = "One indicator with the values of the agencies that the caller sees",
    params(("code" = String, Path, description = "The indicator's code", example = "CT-06-07"), YearQuery),
    responses((status = 200, description = "The indicator", body = IndicatorSeen), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn show_indicator(
    State(app): State<App>,
    Path(code): Path<String>,
    caller: Caller,
    Asked(when): Asked<YearQuery>,
) -> Result<Answer<IndicatorSeen>, Failure> {
    let actor = officer(&app, &caller).await?;
    let board = Board::read(&app, app.clock.now(), when.year).await?;
    let code: IndicatorCode = code.parse().map_err(|_| unknown())?;
    let indicator = board.indicators.iter().find(|one| one.code == code).ok_or_else(unknown)?;
    let agencies = board.province.directory.iter().filter(|agency| {
        agency.level != AgencyLevel::Province
            && board.applies(indicator, agency)
            && sees_value_of(&actor, &agency.code, &indicator.agency)
    });
    let agencies = agencies.map(|agency| {
        let valued = board.value(indicator, Some(&agency.code));
        let share = valued.as_ref().and_then(|valued| valued.share);
        IndicatorOfAgency {
            agency: agency.code.to_string(),
            value: valued.as_ref().map(|valued| valued.value.to_string()),
            numerator: share.map(|share| share.numerator),
            denominator: share.map(|share| share.denominator),
            period: valued.as_ref().and_then(|valued| valued.reported).map(|period| period.to_string()),
            achieved: board.achieved(indicator, valued.as_ref()).key(),
            records: valued.map(|valued| valued.href).unwrap_or_default(),
        }
    });
    Ok(Answer(IndicatorSeen { agencies: agencies.collect(), indicator: item(&board, indicator) }))
}

/// What was reported of an indicator in a year, this one and the one before where none is named, as far as the caller sees it.
#[utoipa::path(
    get, path = "/indicators/{code}/reports", tag = "steering", summary = "What was reported of an indicator in a year, this one and the one before where none is named, as far as the caller sees it",
    params(("code" = String, Path, description = "The indicator's code", example = "CT-06-07"), YearQuery, PageQuery),
    responses((status = 200, description = "A page of them, the newest period first", body = Page<IndicatorReportItem>), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn list_indicator_reports(
    State(app): State<App>,
    Path(code): Path<String>,
    caller: Caller,
    Asked(when): Asked<YearQuery>,
    Asked(which): Asked<PageQuery>,
) -> Result<Answer<Page<IndicatorReportItem>>, Failure> {
    let mut complaints = Complaints::default();
    let (after, limit) = which.read(&mut complaints);
    complaints.settle()?;
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let asked = when.year.and_then(|year| Date::new(year, 12, 31).ok());
    let until = asked.unwrap_or_else(|| day_of(now).last_of_year());
    let since = if asked.is_some() { until.first_of_year() } else { until.saturating_sub(1.year()).first_of_year() };
    let found = app
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let actor = caller.actor(tx, &province, now)?;
            may(&actor, Deed::WorkOnTasks)?;
            let code: IndicatorCode = code.parse().map_err(|_| unknown())?;
            let indicator = find_indicator(tx, &code)?.ok_or_else(unknown)?;
            let mut found = values_of(tx, &code, since, until)?;
            found.retain(|value| sees_value_of(&actor, &value.agency, &indicator.agency));
            Ok(found)
        })
        .await?;
    Ok(Answer(slice(found.into_iter(), after, limit, IndicatorReportItem::from)))
}

/// The report of a value.
#[derive(Debug, Serialize, ToSchema)]
pub struct IndicatorReportSeen {
    /// Of which indicator.
    indicator: String,
    /// Whose, by agency code.
    agency: String,
    /// Of when.
    period: String,
    /// To be sent along with the next action.
    version: u64,
    /// `missing`, `awaiting`, `returned` or `locked`.
    state: &'static str,
    /// How much, exact, as text.
    value: Option<String>,
    /// Where it comes from.
    basis: String,
    /// Why it stands out.
    explanation: String,
    /// Whether it stands out from those before it.
    outlier: bool,
    /// From which day on it can be reported.
    #[schema(value_type = String, format = Date)]
    opens_on: Date,
    /// The last day of the period.
    #[schema(value_type = String, format = Date)]
    ends_on: Date,
    /// Why it was returned.
    reason: String,
}

/// Which report.
type Which = (IndicatorCode, AgencyCode, ReportPeriod);

/// The report that the actor may read: the same answer for none and for somebody else's.
fn find(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    (code, agency, period): (&str, &str, &str),
) -> Result<Which, store::Failure> {
    may(actor, Deed::WorkOnTasks)?;
    let unknown = || Refusal::not_found("indicator-report-unknown");
    let code: IndicatorCode = code.parse().map_err(|_| unknown())?;
    let agency: AgencyCode = agency.parse().map_err(|_| unknown())?;
    let period: ReportPeriod = period.parse().map_err(|_| unknown())?;
    let indicator = find_indicator(tx, &code)?.ok_or_else(unknown)?;
    let has = has_value(&indicator, &province.directory, &agency) && indicator.computation.is_none();
    if has && sees_value_of(actor, &agency, &indicator.agency) {
        Ok((code, agency, period))
    } else {
        Err(unknown().into())
    }
}

fn seen(tx: &mut Tx, (code, agency, period): &Which) -> Result<IndicatorReportSeen, store::Fault> {
    let (report, _) = desk::indicators::load_report(tx, code, agency, *period)?;
    let told = report.reported.as_ref();
    Ok(IndicatorReportSeen {
        indicator: code.to_string(),
        agency: agency.to_string(),
        period: period.to_string(),
        version: report.version,
        state: report.state.key(),
        value: told.map(|told| Amount::to_string(&told.value)),
        basis: told.map(|told| told.basis.clone()).unwrap_or_default(),
        explanation: told.map(|told| told.explanation.clone()).unwrap_or_default(),
        outlier: told.is_some_and(|told| told.outlier.is_some()),
        opens_on: period.opens_on(),
        ends_on: period.ends_on(),
        reason: report.reason.clone(),
    })
}

/// One report of a value.
#[utoipa::path(
    get, path = "/indicators/{code}/reports/{agency}/{period}", tag = "steering", summary = "The value of an indicator that an agency reports for a period",
    params(
        ("code" = String, Path, description = "The indicator's code", example = "CT-06-07"),
        ("agency" = String, Path, description = "Whose, by agency code", example = "H35.38"),
        ("period" = String, Path, description = "`2025-11`, `2025-Q4`, `2025-H2` or `2025`", example = "2025-11")
    ),
    responses((status = 200, description = "The report; `missing` where nobody made it yet", body = IndicatorReportSeen), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn show_indicator_report(
    State(app): State<App>,
    Path((code, agency, period)): Path<(String, String, String)>,
    caller: Caller,
) -> Result<Answer<IndicatorReportSeen>, Failure> {
    let (now, provinces): (Timestamp, _) = (app.clock.now(), app.province.clone());
    let report = app
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let actor = caller.actor(tx, &province, now)?;
            let which = find(tx, &province, &actor, (&code, &agency, &period))?;
            Ok(seen(tx, &which)?)
        })
        .await?;
    Ok(Answer(report))
}

/// What an action on a report says.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct IndicatorReportActed {
    /// The version of the report that the caller saw; 0 for one that nobody made yet.
    version: u64,
    /// How much, as people write it: for `report`.
    #[schema(example = "71,5")]
    value: String,
    /// Where it comes from: for `report`.
    basis: String,
    /// Why it stands out: for `report`.
    explanation: String,
    /// Why: for `return`.
    reason: String,
}

/// Acts on a report of a value.
#[utoipa::path(
    post, path = "/indicators/{code}/reports/{agency}/{period}/actions/{action}", tag = "steering", summary = "Report, approve or return a value",
    params(
        ("code" = String, Path, description = "The indicator's code", example = "CT-06-07"),
        ("agency" = String, Path, description = "Whose, by agency code", example = "H35.38"),
        ("period" = String, Path, description = "`2025-11`, `2025-Q4`, `2025-H2` or `2025`", example = "2025-11"),
        ("action" = String, Path, description = "`report`, `approve` or `return`", example = "report"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated key is answered as the first time, for at least 24 hours")
    ),
    request_body = IndicatorReportActed,
    responses((status = 200, description = "The report as it stands then", body = IndicatorReportSeen), Refusals),
    security(("token" = []))
)]
pub async fn act_on_indicator_report(
    State(app): State<App>,
    Path((code, agency, period, action)): Path<(String, String, String, String)>,
    caller: Caller,
    key: Key,
    body: Body<IndicatorReportActed>,
) -> Result<Response, Failure> {
    let route = format!("POST /api/v1/indicators/{code}/reports/{agency}/{period}/actions/{action}");
    let request = key.request(&caller, &route, &body.bytes)?;
    let (now, provinces, sent) = (app.clock.now(), app.province.clone(), body.value);
    let done = once(&app, request, now, move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        let which = find(tx, &province, &actor, (&code, &agency, &period))?;
        let IndicatorReportActed { version, value, basis, explanation, reason } = sent.clone();
        let command = match action.as_str() {
            "report" => Command::Report { value, basis, explanation },
            "approve" => Command::Approve,
            "return" => Command::Return { reason },
            _ => return Err(Refusal::not_found("task-action-unknown").with("action", &action).into()),
        };
        desk::indicators::act(tx, &province, &actor, (&which.0, &which.1, which.2), version, command, now)?;
        Ok(Done::new(StatusCode::OK, &seen(tx, &which)?)?)
    });
    Ok(done.await?.into_response(|_| String::new()))
}
