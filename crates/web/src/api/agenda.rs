//! What concerns the caller's agencies, over the API: what they owe and are owed, and what happens when.

use super::caller::Caller;
use super::openapi::Refusals;
use super::wire::{Answer, Asked, At, Complaints};
use crate::app::App;
use crate::errors::Failure;
use axum::extract::State;
use jiff::ToSpan as _;
use jiff::civil::Date;
use rules::Problem;
use rules::agenda::{Happening, Matter, Side, When};
use rules::calendar::day_of;
use rules::people::permissions::{Deed, may};
use serde::{Deserialize, Serialize};
use store::tables::agenda::calendar::{Whose, Window, happenings};
use store::tables::agenda::matters::{Item, Owed, Record, matters};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// So many records of each matter are named.
const NAMED: u32 = 50;
/// So many days a calendar shows at once.
const MOST_DAYS: i32 = 370;
/// So many of each kind.
const MOST: u32 = 1000;

/// The routes of an agency's agenda.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show_agenda)).routes(routes!(show_calendar))
}

/// What is owed, side by side.
#[derive(Debug, Serialize, ToSchema)]
pub struct Agenda {
    /// What the caller's agencies owe.
    owed: Vec<AgendaMatter>,
    /// What waits for their decision.
    decisions: Vec<AgendaMatter>,
    /// What others owe them.
    owing: Vec<AgendaMatter>,
}

/// What is owed of one matter.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgendaMatter {
    /// `led-tasks`, `conclusions` (those of the led tasks that came of conclusions), `supported-tasks`, `obstacles`, `directives`, `indicator-values`,
    /// `monthly-reports`; `acceptances`, `extensions`, `report-approvals`, `value-approvals`, `unassigned-conclusions`; `given-tasks`,
    /// `raised-obstacles`.
    #[schema(example = "led-tasks")]
    key: &'static str,
    /// How many.
    count: i64,
    /// How many of them are late.
    late: i64,
    /// The most urgent, the latest first.
    items: Vec<AgendaItem>,
}

/// Something that is owed.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgendaItem {
    /// The code of the task, obstacle, directive, indicator or conference; of a monthly report its month.
    #[schema(example = "NV-2025-00145")]
    record: String,
    /// Its name; empty for a monthly report.
    name: String,
    /// The other agency, by code.
    #[schema(example = "H35")]
    agency: String,
    /// The last day.
    #[schema(value_type = Option<String>, format = Date)]
    due_on: Option<Date>,
    /// By how many days it is late; below nothing while days are left.
    days_late: Option<i32>,
    /// The day that the lead agency promised or asks for.
    #[schema(value_type = Option<String>, format = Date)]
    promised_on: Option<Date>,
}

impl AgendaItem {
    fn of(item: &Item, today: Date) -> Self {
        Self {
            record: match &item.record {
                Record::Task(code) => code.to_string(),
                Record::Obstacle(code) => code.to_string(),
                Record::Directive(code) => code.to_string(),
                Record::Value(code, ..) => code.to_string(),
                Record::Report(_, month) => month.to_string(),
                Record::Conclusion(code, number) => format!("{code}/{number}"),
            },
            name: item.name.clone(),
            agency: item.agency.to_string(),
            due_on: item.due_on,
            days_late: item.days_late(today),
            promised_on: item.promised_on,
        }
    }
}

/// What the caller's agencies owe and are owed.
#[utoipa::path(
    get, path = "/agenda", tag = "steering", summary = "What the caller's agencies owe, what waits for their decision, what others owe them",
    responses((status = 200, description = "Matter by matter, the latest first", body = Agenda), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn show_agenda(State(app): State<App>, caller: Caller) -> Result<Answer<Agenda>, Failure> {
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let today = day_of(now);
    let all = app
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let actor = caller.actor(tx, &province, now)?;
            may(&actor, Deed::WorkOnTasks)?;
            Ok(matters(tx, &province, &actor, None, now, NAMED)?)
        })
        .await?;
    let shown = |owed: &Owed| AgendaMatter {
        key: owed.matter.key(),
        count: owed.count,
        late: owed.late,
        items: owed.items.iter().map(|item| AgendaItem::of(item, today)).collect(),
    };
    let side = |side: Side| {
        let of = |owed: &&Owed| Matter::side(owed.matter) == side;
        all.iter().filter(of).map(shown).collect()
    };
    Ok(Answer(Agenda { owed: side(Side::Owed), decisions: side(Side::Decisions), owing: side(Side::Owing) }))
}

/// Which days.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct CalendarQuery {
    /// The first day; today where nothing is said.
    #[param(example = "2025-12-01", format = Date)]
    from: Option<String>,
    /// The last day, at most a year later; thirty days later where nothing is said.
    #[param(example = "2025-12-31", format = Date)]
    to: Option<String>,
    /// Whose tasks: `agency` (led or supported by the caller's agencies), `given` (given by them to others) or `own` (the caller's own).
    #[param(example = "agency")]
    whose: Option<String>,
}

/// What happens.
#[derive(Debug, Serialize, ToSchema)]
pub struct CalendarPage {
    /// In order of time.
    items: Vec<CalendarEntry>,
}

/// Something in a calendar.
#[derive(Debug, Serialize, ToSchema)]
pub struct CalendarEntry {
    /// The identifier that it has in the iCalendar feed too.
    #[schema(example = "task.NV-2025-00145@motcua")]
    uid: String,
    /// `conference`, `meeting`, `visit`, `task`, `delivery`, `obstacle`, `directive` or `monthly-report`.
    kind: &'static str,
    /// The code of what it is about; of a monthly report its month.
    record: String,
    /// Its name; empty for a monthly report.
    name: String,
    /// Whose it is, by code.
    agency: String,
    /// Where; often nothing.
    place: String,
    /// The first day.
    #[schema(value_type = String, format = Date)]
    from: Date,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    to: Date,
    /// The instant, where it has an hour.
    at: Option<At>,
}

impl From<&Happening> for CalendarEntry {
    fn from(one: &Happening) -> Self {
        Self {
            uid: one.uid(),
            kind: one.kind.key(),
            record: one.reference.clone(),
            name: one.name.clone(),
            agency: one.agency.to_string(),
            place: one.place.clone(),
            from: one.when.first(),
            to: one.when.last(),
            at: match one.when {
                When::At(at) => Some(At(at)),
                When::Days(..) => None,
            },
        }
    }
}

/// What happens between two days of what concerns the caller.
#[utoipa::path(
    get, path = "/calendar", tag = "steering", summary = "What happens between two days of what concerns the caller",
    params(CalendarQuery),
    responses((status = 200, description = "In order of time", body = CalendarPage), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn show_calendar(
    State(app): State<App>,
    caller: Caller,
    Asked(query): Asked<CalendarQuery>,
) -> Result<Answer<CalendarPage>, Failure> {
    let mut complaints = Complaints::default();
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let from = complaints.day("/from", query.from.as_deref()).unwrap_or_else(|| day_of(now));
    let to = complaints.day("/to", query.to.as_deref()).unwrap_or_else(|| from.saturating_add(30.days()));
    if to < from || (to - from).get_days() > MOST_DAYS {
        complaints.add(Problem::new("/to", "calendar-window").with("most", MOST_DAYS));
    }
    let choices = Whose::ALL.map(|whose| (whose.key(), whose));
    let whose = complaints.choice("/whose", query.whose.as_deref(), &choices);
    complaints.settle()?;
    let found = app
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let actor = caller.actor(tx, &province, now)?;
            may(&actor, Deed::WorkOnTasks)?;
            let whose = whose.unwrap_or_else(|| Whose::usual(&actor));
            Ok(happenings(tx, &actor, whose, Window { from, to, most: MOST })?)
        })
        .await?;
    Ok(Answer(CalendarPage { items: found.iter().map(CalendarEntry::from).collect() }))
}
