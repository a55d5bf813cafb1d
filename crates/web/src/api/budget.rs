//! Budget lines over the API: lists within what the caller sees, opening, entering amounts.

use super::body::Body;
use super::caller::Caller;
use super::dossiers::PageQuery;
use super::once::{Done, Key, once};
use super::openapi::Refusals;
use super::wire::{Answer, Asked, Complaints, Page, cursor};
use crate::app::App;
use crate::errors::Failure;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use rules::budget::{BudgetLine, Draft, Entry, Field, Line, MovementKind, Source, Sums};
use rules::calendar::day_of;
use rules::codes::{AgencyCode, BudgetCode, TaskCode};
use rules::money::Dong;
use rules::people::Actor;
use rules::people::permissions::{Deed, may, sees_work_of, tasks_seen};
use rules::{Problem, Refusal};
use serde::{Deserialize, Serialize};
use store::tables::budget::{Filter, forecast, list};
use store::{Tx, desk};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of budget lines.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_budget_lines, open_budget_line))
        .routes(routes!(show_budget_line))
        .routes(routes!(act_on_budget_line))
}

/// What a list of lines is narrowed to.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct BudgetQuery {
    /// Of which year's budget; this year's where nothing is said.
    #[param(example = 2025)]
    year: Option<i16>,
    /// `science`, `innovation` or `digital`.
    #[param(example = "digital")]
    field: Option<String>,
    /// What it comes to by this day; today where nothing is said.
    #[param(value_type = Option<String>, example = "2025-12-23")]
    as_of: Option<Date>,
    /// Words of what it is for; marks may be left out.
    #[param(example = "mot cua")]
    q: Option<String>,
}

/// A budget line.
#[derive(Debug, Serialize, ToSchema)]
pub struct BudgetLineSeen {
    /// Its code.
    #[schema(example = "NS-2025-00003")]
    code: String,
    /// Its version, for actions; nothing in a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<u64>,
    /// Of which year's budget.
    year: i16,
    /// What the money is for.
    name: String,
    /// `central`, `provincial`, `commune` or `other`.
    source: &'static str,
    /// `science`, `innovation` or `digital`.
    field: &'static str,
    /// Which agency spends it, by code.
    agency: String,
    /// The task that it pays for.
    task: Option<String>,
    /// What may be spent, in đồng.
    allocated: i64,
    /// What is bound by contracts, in đồng.
    committed: i64,
    /// What was paid out, in đồng.
    disbursed: i64,
    /// What is expected to have been paid out when the year's books are closed, in đồng; nothing where nothing can be foretold.
    expected: Option<i64>,
    /// What was entered, in order of entering; nothing in a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    entries: Option<Vec<BudgetEntry>>,
}

/// An amount that was entered.
#[derive(Debug, Serialize, ToSchema)]
pub struct BudgetEntry {
    /// Its number, from 1.
    number: u32,
    /// `allocation`, `adjustment`, `commitment` or `disbursement`.
    kind: &'static str,
    /// On which day.
    #[schema(value_type = String, format = Date)]
    on: Date,
    /// How much, in đồng.
    amount: i64,
    /// By which document.
    document: String,
}

fn seen(line: &Line, sums: Sums, expected: Option<Dong>) -> BudgetLineSeen {
    BudgetLineSeen {
        code: line.code.to_string(),
        version: None,
        year: line.year,
        name: line.name.clone(),
        source: line.source.key(),
        field: line.field.key(),
        agency: line.agency.to_string(),
        task: line.task.as_ref().map(TaskCode::to_string),
        allocated: sums.allocated.0,
        committed: sums.committed.0,
        disbursed: sums.disbursed.0,
        expected: expected.map(|amount| amount.0),
        entries: None,
    }
}

/// The budget lines of a year.
#[utoipa::path(
    get, path = "/budget-lines", tag = "resources", summary = "The budget lines of a year that the caller sees, by code",
    params(BudgetQuery, PageQuery),
    responses((status = 200, description = "A page of them", body = Page<BudgetLineSeen>), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn list_budget_lines(
    State(app): State<App>,
    caller: Caller,
    Asked(query): Asked<BudgetQuery>,
    Asked(which): Asked<PageQuery>,
) -> Result<Answer<Page<BudgetLineSeen>>, Failure> {
    let mut complaints = Complaints::default();
    let (after, limit) = which.read(&mut complaints);
    let field = complaints.choice("/field", query.field.as_deref(), &Field::ALL.map(|field| (field.key(), field)));
    complaints.settle()?;
    let (now, provinces, words) = (app.clock.now(), app.province.clone(), query.q.unwrap_or_default());
    let day = query.as_of.unwrap_or_else(|| day_of(now));
    let year = query.year.unwrap_or_else(|| day.year());
    let (lines, told) = app
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let actor = caller.actor(tx, &province, now)?;
            may(&actor, Deed::WorkOnTasks)?;
            let lines = list(tx, &tasks_seen(&actor), &Filter { year, field, words: words.clone() }, day)?;
            Ok((lines, if day.year() == year { forecast(tx, year, None, day)? } else { None }))
        })
        .await?;
    let number = |code: &BudgetCode| i64::from(code.parts().1);
    let after = after.unwrap_or(0);
    let mut lines: Vec<_> = lines.into_iter().filter(|one| number(&one.line.code) > after).collect();
    let more = lines.len() > limit as usize;
    lines.truncate(limit as usize);
    let next = lines.last().filter(|_| more).map(|one| cursor(number(&one.line.code)));
    let expected = |code: &BudgetCode| {
        let told = told.as_ref()?.lines.iter().find(|line| line.code == *code)?;
        Some(told.expected)
    };
    let items = lines.iter().map(|one| seen(&one.line, one.sums, expected(&one.line.code)));
    Ok(Answer(Page { items: items.collect(), next }))
}

/// The line of this code, if the actor may see it: the same answer for none and for somebody else's.
fn find(tx: &mut Tx, actor: &Actor, code: &str) -> Result<BudgetLine, store::Failure> {
    may(actor, Deed::WorkOnTasks)?;
    let unknown = || Refusal::not_found("budget-line-unknown");
    let code: BudgetCode = code.parse().map_err(|_| unknown())?;
    let (line, _) = desk::budget::load_with_history(tx, &code)?.ok_or_else(unknown)?;
    if sees_work_of(actor, &line.line.agency) { Ok(line) } else { Err(unknown().into()) }
}

fn whole(line: &BudgetLine) -> BudgetLineSeen {
    let entry = |(kind, movement): (MovementKind, &rules::budget::Movement)| BudgetEntry {
        number: movement.number,
        kind: kind.key(),
        on: movement.on,
        amount: movement.amount.0,
        document: movement.document.clone(),
    };
    BudgetLineSeen {
        version: Some(line.version),
        entries: Some(line.counted().map(entry).collect()),
        ..seen(&line.line, line.whole(), None)
    }
}

/// One budget line.
#[utoipa::path(
    get, path = "/budget-lines/{code}", tag = "resources", summary = "One budget line with everything that was entered",
    params(("code" = String, Path, description = "The line's code", example = "NS-2025-00003")),
    responses((status = 200, description = "The line", body = BudgetLineSeen), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn show_budget_line(
    State(app): State<App>,
    Path(code): Path<String>,
    caller: Caller,
) -> Result<Answer<BudgetLineSeen>, Failure> {
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let line = app
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let actor = caller.actor(tx, &province, now)?;
            find(tx, &actor, &code)
        })
        .await?;
    Ok(Answer(whole(&line)))
}

/// A line to be opened.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct BudgetLineToOpen {
    /// Of which year's budget.
    #[schema(example = 2025)]
    year: i16,
    /// What the money is for.
    name: String,
    /// `central`, `provincial`, `commune` or `other`.
    source: String,
    /// `science`, `innovation` or `digital`.
    field: String,
    /// Which agency spends it, by code.
    agency: String,
    /// The task that it pays for.
    task: Option<String>,
    /// Percent to be paid out by the end of each quarter; evenly where nothing is said.
    #[schema(example = "10 30 60 100")]
    plan: String,
}

/// Opens a budget line.
#[utoipa::path(
    post, path = "/budget-lines", tag = "resources", summary = "Open a budget line",
    description = "For leaders and clerks of the province itself.",
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated key is answered as the first time, for at least 24 hours")),
    request_body = BudgetLineToOpen,
    responses((status = 201, description = "The line", body = BudgetLineSeen), Refusals),
    security(("token" = []))
)]
pub async fn open_budget_line(
    State(app): State<App>,
    caller: Caller,
    key: Key,
    body: Body<BudgetLineToOpen>,
) -> Result<Response, Failure> {
    let request = key.request(&caller, "POST /api/v1/budget-lines", &body.bytes)?;
    let (now, provinces, sent) = (app.clock.now(), app.province.clone(), body.value);
    let done = once(&app, request, now, move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        may(&actor, Deed::KeepBudget)?;
        let draft = Draft {
            year: Some(sent.year),
            name: sent.name.clone(),
            source: Source::from_key(&sent.source),
            field: Field::from_key(&sent.field),
            agency: sent.agency.parse::<AgencyCode>().ok(),
            task: sent.task.as_deref().and_then(|task| task.parse().ok()),
            plan: sent.plan.clone(),
        };
        let code = desk::budget::open(tx, &province, &actor, &draft, now)?;
        let line = find(tx, &actor, code.as_str())?;
        Ok(Done::new(StatusCode::CREATED, &whole(&line))?)
    });
    Ok(done.await?.into_response(|code| format!("/api/v1/budget-lines/{code}")))
}

/// What an action on a line says.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct BudgetActed {
    /// The version of the line that the caller saw.
    version: u64,
    /// On which day: not for `void`.
    #[schema(value_type = Option<String>, format = Date)]
    on: Option<Date>,
    /// How much, in đồng: not for `void`.
    amount: Option<i64>,
    /// By which document: not for `void`. Its file is handed in on the page.
    document: String,
    /// Which entry: for `void`.
    number: u32,
    /// Why: for `void`.
    reason: String,
}

/// Acts on a budget line.
#[utoipa::path(
    post, path = "/budget-lines/{code}/actions/{action}", tag = "resources", summary = "Allocate, adjust, commit, disburse, or take an entry back",
    params(
        ("code" = String, Path, description = "The line's code", example = "NS-2025-00003"),
        ("action" = String, Path, description = "`allocate`, `adjust`, `commit`, `disburse` or `void`", example = "disburse"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated key is answered as the first time, for at least 24 hours")
    ),
    request_body = BudgetActed,
    responses((status = 200, description = "The line as it stands then", body = BudgetLineSeen), Refusals),
    security(("token" = []))
)]
pub async fn act_on_budget_line(
    State(app): State<App>,
    Path((code, action)): Path<(String, String)>,
    caller: Caller,
    key: Key,
    body: Body<BudgetActed>,
) -> Result<Response, Failure> {
    let request = key.request(&caller, &format!("POST /api/v1/budget-lines/{code}/actions/{action}"), &body.bytes)?;
    let (now, provinces, sent) = (app.clock.now(), app.province.clone(), body.value);
    let done = once(&app, request, now, move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        let line = find(tx, &actor, &code)?;
        let kind = match action.as_str() {
            "allocate" => Some(MovementKind::Allocation),
            "adjust" => Some(MovementKind::Adjustment),
            "commit" => Some(MovementKind::Commitment),
            "disburse" => Some(MovementKind::Disbursement),
            "void" => None,
            _ => return Err(Refusal::not_found("task-action-unknown").with("action", &action).into()),
        };
        let of = &line.line.code;
        if kind.is_some() {
            let amount = sent.amount.map(Dong);
            let entry = Entry { kind, on: sent.on, amount, document: sent.document.clone(), files: Vec::new() };
            desk::budget::record(tx, &actor, of, sent.version, entry, now)?;
        } else if sent.number == 0 {
            return Err(Refusal::input(vec![Problem::new("/number", "missing")]).into());
        } else {
            desk::budget::void(tx, &actor, of, sent.version, (sent.number, &sent.reason), now)?;
        }
        let line = find(tx, &actor, of.as_str())?;
        Ok(Done::new(StatusCode::OK, &whole(&line))?)
    });
    Ok(done.await?.into_response(|_| String::new()))
}
