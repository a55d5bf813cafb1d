//! Official reports over the API: where each agency's stands, one report with its numbers, the records behind each of them, sending,
//! approving, unlocking.

use super::body::Body;
use super::caller::Caller;
use super::dossiers::{PageQuery, page};
use super::once::{Done, Key, once};
use super::openapi::Refusals;
use super::quality::RecordItem;
use super::wire::{Answer, Asked, At, Complaints, Page, slice};
use crate::app::App;
use crate::errors::Failure;
use crate::official_reports::{Found, read};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use jiff::civil::Date;
use rules::Refusal;
use rules::calendar::day_of;
use rules::codes::AgencyCode;
use rules::official_reports::{Cadence, Command, Form, Line, ReportPeriod};
use rules::people::Actor;
use rules::people::permissions::{Deed, Scope as Seen, may, scope, sees_official_report};
use rules::quality::Scope;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::province::Province;
use store::tables::dossier_lists::{Filter, list};
use store::tables::official_reports::{self, Listed, of_period, records, schedules};
use store::tables::quality::Records;
use store::{Tx, desk};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of official reports.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_official_reports))
        .routes(routes!(show_official_report))
        .routes(routes!(list_official_report_records))
        .routes(routes!(act_on_official_report))
}

/// Which period.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct PeriodQuery {
    /// The period: a month, a quarter (`2025-Q4`), half a year (`2025-H2`) or a year; the month before this one where nothing is said.
    #[param(example = "2025-11")]
    period: Option<String>,
}

/// Where an agency's report stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfficialReportItem {
    /// Whose, by agency code.
    #[schema(example = "H35.07")]
    agency: String,
    /// `not-sent`, `awaiting` or `locked`.
    state: &'static str,
    /// When it was sent, the last time.
    sent_at: Option<At>,
    /// When it was approved and locked, the last time.
    approved_at: Option<At>,
}

impl From<Listed> for OfficialReportItem {
    fn from(one: Listed) -> Self {
        Self {
            agency: one.agency.to_string(),
            state: one.state.key(),
            sent_at: one.sent_at.map(At),
            approved_at: one.approved_at.map(At),
        }
    }
}

/// An official report.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfficialReportSeen {
    /// `06a`, `06b`, `07a` or `07b`.
    form: &'static str,
    /// The form's sign.
    #[schema(example = "II.06a/VPCP/KSTT")]
    sign: String,
    /// Whose, by agency code.
    agency: String,
    /// Over which period.
    period: String,
    /// Its first day.
    #[schema(value_type = String, format = Date)]
    from: Date,
    /// Its last day.
    #[schema(value_type = String, format = Date)]
    to: Date,
    /// To be sent along with the next action.
    version: u64,
    /// `not-sent`, `awaiting` or `locked`.
    state: &'static str,
    /// By when it is due, where the province laid it down.
    #[schema(value_type = Option<String>, format = Date)]
    due_on: Option<Date>,
    /// The moment as of which the numbers are.
    known_at: At,
    /// Whether the numbers are those that were sent; else they are as of now.
    frozen: bool,
    /// The columns.
    columns: Vec<OfficialReportColumn>,
    /// The lines, the total first.
    rows: Vec<OfficialReportRow>,
    /// Why it was returned or unlocked.
    reason: String,
}

/// A column of an official report.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfficialReportColumn {
    /// Its number on the form.
    number: u8,
    /// Its name.
    #[schema(example = "intake-online")]
    key: &'static str,
    /// The columns whose sum it is; none for what is counted itself.
    sum: Vec<u8>,
}

/// A line of an official report.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfficialReportRow {
    /// Which line: `all`, a level, or a level and a field or agency.
    #[schema(example = "commune:Hộ tịch")]
    line: String,
    /// Its numbers, a column each.
    cells: Vec<i64>,
}

/// The reports of a form over a period that anybody made and the caller sees.
#[utoipa::path(
    get, path = "/reports/{form}", tag = "quality", summary = "Where the official reports of a form stand that the caller sees, of one period",
    params(("form" = String, Path, description = "`06a`, `06b`, `07a` or `07b`", example = "06a"), PeriodQuery, PageQuery),
    responses((status = 200, description = "A page of them, by agency", body = Page<OfficialReportItem>), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn list_official_reports(
    State(app): State<App>,
    Path(form): Path<String>,
    caller: Caller,
    Asked(query): Asked<PeriodQuery>,
    Asked(which): Asked<PageQuery>,
) -> Result<Answer<Page<OfficialReportItem>>, Failure> {
    let mut complaints = Complaints::default();
    let (after, limit) = which.read(&mut complaints);
    let period: Option<ReportPeriod> = complaints.code("/period", query.period.as_deref(), "official-report-period");
    complaints.settle()?;
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let period = period.unwrap_or_else(|| ReportPeriod::of(day_of(now), Cadence::Month).before());
    let found = app
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let actor = caller.actor(tx, &province, now)?;
            may(&actor, Deed::PrepareReports)?;
            let form = Form::from_key(&form).ok_or_else(|| Refusal::not_found("official-report-unknown"))?;
            let mut found = of_period(tx, form, period)?;
            found.retain(|listed| sees_official_report(&actor, &listed.agency));
            Ok(found)
        })
        .await?;
    Ok(Answer(slice(found.into_iter(), after, limit, OfficialReportItem::from)))
}

/// Form, agency and period of a report that the actor may read: the same answer for none and for somebody else's.
fn find(
    province: &Province,
    actor: &Actor,
    (form, agency, period): (&str, &str, &str),
    now: Timestamp,
) -> Result<(official_reports::Asked, AgencyCode), Refusal> {
    may(actor, Deed::PrepareReports)?;
    let unknown = || Refusal::not_found("official-report-unknown");
    let form = Form::from_key(form).ok_or_else(unknown)?;
    let agency: AgencyCode = agency.parse().map_err(|_| unknown())?;
    let period: ReportPeriod = period.parse().map_err(|_| unknown())?;
    let scope = Scope::of(&agency, &province.directory).ok_or_else(unknown)?;
    if period.days().from > day_of(now) || !sees_official_report(actor, &agency) {
        return Err(unknown());
    }
    Ok((official_reports::Asked { form, scope, period, known_at: None }, agency))
}

fn seen(
    tx: &mut Tx,
    province: &Arc<Province>,
    asked: official_reports::Asked,
    agency: &AgencyCode,
    now: Timestamp,
) -> Result<OfficialReportSeen, store::Failure> {
    let (form, period) = (asked.form, asked.period);
    let Found { report, asked, table, .. } = read(tx, province, agency.clone(), asked)?;
    let days = period.days();
    let schedule = schedules(tx, days.to)?.into_iter().find(|one| one.form == form);
    let column = |column: &rules::official_reports::Column| OfficialReportColumn {
        number: column.number,
        key: column.key,
        sum: column.sum.to_vec(),
    };
    let row = |row: &rules::official_reports::Row| OfficialReportRow { line: row.line.key(), cells: row.cells.clone() };
    Ok(OfficialReportSeen {
        form: form.key(),
        sign: form.sign(),
        agency: agency.to_string(),
        period: period.to_string(),
        from: days.from,
        to: days.to,
        version: report.version,
        state: report.state.key(),
        due_on: schedule.and_then(|one| one.due(period)),
        known_at: At(asked.known_at.unwrap_or(now)),
        frozen: report.frozen().is_some(),
        columns: form.columns().iter().map(column).collect(),
        rows: table.rows().iter().map(row).collect(),
        reason: report.reason,
    })
}

/// One official report.
#[utoipa::path(
    get, path = "/reports/{form}/{agency}/{period}", tag = "quality", summary = "One official report with its numbers",
    params(
        ("form" = String, Path, description = "`06a`, `06b`, `07a` or `07b`", example = "06a"),
        ("agency" = String, Path, description = "Whose, by agency code", example = "H35.07"),
        ("period" = String, Path, description = "A month, quarter, half-year or year", example = "2025-Q4")
    ),
    responses((status = 200, description = "The report", body = OfficialReportSeen), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn show_official_report(
    State(app): State<App>,
    Path((form, agency, period)): Path<(String, String, String)>,
    caller: Caller,
) -> Result<Answer<OfficialReportSeen>, Failure> {
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let report = app
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let actor = caller.actor(tx, &province, now)?;
            let (asked, agency) = find(&province, &actor, (&form, &agency, &period), now)?;
            seen(tx, &province, asked, &agency, now)
        })
        .await?;
    Ok(Answer(report))
}

/// Which number of a report.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct CellQuery {
    /// The line; the total where nothing is said.
    #[param(example = "commune:Hộ tịch")]
    line: Option<String>,
    /// The column's number; the first one where nothing is said.
    #[param(value_type = Option<u8>, example = 10)]
    column: Option<String>,
}

/// The records behind one number.
#[utoipa::path(
    get, path = "/reports/{form}/{agency}/{period}/records", tag = "quality", summary = "The records behind one number of an official report",
    description = "Dossiers within what the caller may see, or procedures: those that were counted, as they were known when the report was drawn.",
    params(
        ("form" = String, Path, description = "`06a`, `06b`, `07a` or `07b`", example = "06a"),
        ("agency" = String, Path, description = "Whose, by agency code", example = "H35.07"),
        ("period" = String, Path, description = "A month, quarter, half-year or year", example = "2025-Q4"),
        CellQuery, PageQuery
    ),
    responses((status = 200, description = "A page of them", body = Page<RecordItem>), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn list_official_report_records(
    State(app): State<App>,
    Path((form, agency, period)): Path<(String, String, String)>,
    caller: Caller,
    Asked(cell): Asked<CellQuery>,
    Asked(which): Asked<PageQuery>,
) -> Result<Answer<Page<RecordItem>>, Failure> {
    let mut complaints = Complaints::default();
    let (after, limit) = which.read(&mut complaints);
    let line = cell.line.unwrap_or_else(|| Line::All.key());
    let column: Option<u8> = complaints.code("/column", cell.column.as_deref(), "official-report-line");
    complaints.settle()?;
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let page = app
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let actor = caller.actor(tx, &province, now)?;
            let (mut asked, agency) = find(&province, &actor, (&form, &agency, &period), now)?;
            let (report, _) = desk::official_reports::load(tx, asked.form, &agency, asked.period)?;
            asked.known_at = report.frozen().map(|sent| sent.known_at);
            let wrong = |field: &str| Refusal::input(vec![rules::Problem::new(field, "official-report-line")]);
            let line = Line::from_key(&line).ok_or_else(|| wrong("/line"))?;
            let column = asked.form.column(column.unwrap_or(3)).ok_or_else(|| wrong("/column"))?;
            let named = |(code, name): (String, String)| RecordItem::Named { code, name };
            Ok(match records(tx, &province, &asked, &line, column)? {
                Records::Dossiers(condition) => {
                    let filter = Filter { condition: Some(condition), ..Filter::default() };
                    let seen: Seen = scope(&actor);
                    let found = page(list(tx, &seen, &filter, after, limit)?, limit);
                    let items = found.items.into_iter().map(|item| RecordItem::Dossier(Box::new(item))).collect();
                    Page { items, next: found.next }
                }
                Records::Procedures(procedures) => slice(procedures.into_iter(), after, limit, named),
                _ => return Err(wrong("/line").into()),
            })
        })
        .await?;
    Ok(Answer(page))
}

/// What an action on an official report says.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct OfficialReportActed {
    /// The version of the report that the caller saw; 0 for one that nobody sent yet.
    version: u64,
    /// A word about it: for `send`.
    note: String,
    /// Why: for `return`, `unlock`.
    reason: String,
}

/// Acts on an official report.
#[utoipa::path(
    post, path = "/reports/{form}/{agency}/{period}/actions/{action}", tag = "quality", summary = "Send, approve, return or unlock an official report",
    params(
        ("form" = String, Path, description = "`06a`, `06b`, `07a` or `07b`", example = "06a"),
        ("agency" = String, Path, description = "Whose, by agency code", example = "H35.07"),
        ("period" = String, Path, description = "A month, quarter, half-year or year", example = "2025-Q4"),
        ("action" = String, Path, description = "`send`, `approve`, `return` or `unlock`", example = "send"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated key is answered as the first time, for at least 24 hours")
    ),
    request_body = OfficialReportActed,
    responses((status = 200, description = "The report as it stands then", body = OfficialReportSeen), Refusals),
    security(("token" = []))
)]
pub async fn act_on_official_report(
    State(app): State<App>,
    Path((form, agency, period, action)): Path<(String, String, String, String)>,
    caller: Caller,
    key: Key,
    body: Body<OfficialReportActed>,
) -> Result<Response, Failure> {
    let route = format!("POST /api/v1/reports/{form}/{agency}/{period}/actions/{action}");
    let request = key.request(&caller, &route, &body.bytes)?;
    let (now, provinces, sent) = (app.clock.now(), app.province.clone(), body.value);
    let done = once(&app, request, now, move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        let (asked, agency) = find(&province, &actor, (&form, &agency, &period), now)?;
        let command = match action.as_str() {
            "send" => Command::Send { note: sent.note.clone() },
            "approve" => Command::Approve,
            "return" => Command::Return { reason: sent.reason.clone() },
            "unlock" => Command::Unlock { reason: sent.reason.clone() },
            _ => return Err(Refusal::not_found("task-action-unknown").with("action", &action).into()),
        };
        let whose = (asked.form, &agency, asked.period);
        desk::official_reports::act(tx, &province, &actor, whose, sent.version, command, now)?;
        Ok(Done::new(StatusCode::OK, &seen(tx, &province, asked, &agency, now)?)?)
    });
    Ok(done.await?.into_response(|_| String::new()))
}
