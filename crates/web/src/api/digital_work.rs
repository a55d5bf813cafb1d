//! Digital work: agencies of the four blocs with what they recorded, and the course by week.

use super::openapi::Refusals;
use super::wire::{Answer, Asked, Complaints};
use crate::app::App;
use crate::errors::Failure;
use axum::extract::State;
use jiff::civil::Date;
use rules::calendar::day_of;
use rules::people::Bloc;
use rules::quality::Share;
use serde::{Deserialize, Serialize};
use store::tables::digital_work::{Sum, Week, Worked, course, on};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// So many weeks are told: half a year.
const WEEKS: usize = 26;

/// The route of digital work.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show_digital_work))
}

/// As of when, and which agencies.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct WorkQuery {
    /// The day as of which; today where none is given.
    #[param(example = "2025-12-23")]
    as_of: Option<String>,
}

/// Agencies that do something, of how many.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct AgencyShare {
    /// Those that do.
    count: i64,
    /// All in force.
    agencies: i64,
}

impl From<Share> for AgencyShare {
    fn from(share: Share) -> Self {
        Self { count: share.numerator, agencies: share.denominator }
    }
}

/// The agencies of the four blocs as of a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct DigitalWork {
    /// The day as of which.
    #[schema(value_type = String, format = Date)]
    as_of: Date,
    /// Agencies that recorded work in at least 3 of the last 4 whole weeks.
    working: AgencyShare,
    /// Every agency, by its code.
    items: Vec<AgencyWork>,
    /// The last 26 whole weeks, oldest first.
    weeks: Vec<WeekOfWork>,
}

/// What the people of an agency recorded in the last 4 whole weeks.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgencyWork {
    /// Its code.
    #[schema(example = "H35.TU.01")]
    code: String,
    /// Its name.
    name: String,
    /// `party`, `government`, `front` or `mass_organisation`.
    bloc: &'static str,
    /// In how many of the weeks anything was recorded.
    weeks_with_work: usize,
    /// Whether it works digitally.
    working: bool,
    /// Entries of the journal.
    acts: i64,
    /// Documents signed or issued.
    signed: i64,
    /// Of these, with a digital signature made here.
    certified: i64,
}

impl From<&Worked> for AgencyWork {
    fn from(one: &Worked) -> Self {
        let Sum { acts, signed, certified } = one.sum();
        Self {
            code: one.agency.code.to_string(),
            name: one.agency.name.clone(),
            bloc: one.agency.bloc.key(),
            weeks_with_work: one.weeks_with_work(),
            working: one.works(),
            acts,
            signed,
            certified,
        }
    }
}

/// Agencies that recorded anything in a week, of those in force at its end.
#[derive(Debug, Serialize, ToSchema)]
pub struct WeekOfWork {
    /// Its Monday.
    #[schema(value_type = String, format = Date)]
    monday: Date,
    /// Of the Party.
    party: AgencyShare,
    /// Of the state.
    government: AgencyShare,
    /// Of the Fatherland Front.
    front: AgencyShare,
    /// Mass organisations.
    mass_organisation: AgencyShare,
    /// Documents that all of them signed or issued.
    signed: i64,
}

impl From<&Week> for WeekOfWork {
    fn from(week: &Week) -> Self {
        let of = |bloc: Bloc| {
            let found = Bloc::ALL.iter().zip(week.blocs).find(|(known, _)| **known == bloc);
            AgencyShare::from(found.map_or(Share::new(0, 0), |(_, share)| share))
        };
        Self {
            monday: week.monday,
            party: of(Bloc::Party),
            government: of(Bloc::Government),
            front: of(Bloc::Front),
            mass_organisation: of(Bloc::MassOrganisation),
            signed: week.sum.signed,
        }
    }
}

/// The agencies of the four blocs.
#[utoipa::path(
    get, path = "/digital-work", tag = "resources", summary = "Digital work: agencies of the four blocs, what they recorded, and the course by week",
    params(WorkQuery),
    responses((status = 200, description = "All of them", body = DigitalWork), Refusals)
)]
pub async fn show_digital_work(
    State(app): State<App>,
    Asked(query): Asked<WorkQuery>,
) -> Result<Answer<DigitalWork>, Failure> {
    let mut complaints = Complaints::default();
    let today = day_of(app.clock.now());
    let day: Option<Date> = complaints.code("/as_of", query.as_of.as_deref(), "date");
    complaints.settle()?;
    let day = day.unwrap_or(today).min(today);
    let province = app.province().await?;
    let (agencies, weeks) =
        app.read(move |tx| Ok((on(tx, &province, day)?, course(tx, &province, day, WEEKS)?))).await?;
    let count = |some: usize| i64::try_from(some).unwrap_or(i64::MAX);
    let working = agencies.iter().filter(|one| one.works()).count();
    Ok(Answer(DigitalWork {
        as_of: day,
        working: AgencyShare { count: count(working), agencies: count(agencies.len()) },
        items: agencies.iter().map(AgencyWork::from).collect(),
        weeks: weeks.iter().map(WeekOfWork::from).collect(),
    }))
}
