//! The tables of open data: their columns, and their rows as they are today. None of them says anything about a person.

use jiff::civil::Date;
use jiff::{Span, Timestamp};
use rules::calendar::TimeLimit;
use rules::catalogue::Procedure;
use rules::essential_services::Stage;
use rules::open_data::suppress;
use rules::people::AgencyLevel;
use rules::quality::{FigureItem, Measure, Period};
use serde_json::{Value, json};
use store::province::Province;
use store::tables::quality::Boards;
use store::tables::{coverage, essential_services, quality};
use store::{Fault, Tx};

/// So many months of counts are published.
const MONTHS: i32 = 24;
/// The register of essential services is not longer than this.
const SERVICES: u32 = 500;

/// A table of open data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Set {
    Figures,
    Index,
    Dossiers,
    Procedures,
    Agencies,
    Villages,
    Services,
}

/// A row, in the order of the columns; nothing where a value is not known or not told.
pub(super) type Row = Vec<Value>;

impl Set {
    pub(super) const ALL: [Self; 7] =
        [Self::Figures, Self::Index, Self::Dossiers, Self::Procedures, Self::Agencies, Self::Villages, Self::Services];

    /// The name in addresses and texts.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Figures => "figures",
            Self::Index => "index",
            Self::Dossiers => "dossiers",
            Self::Procedures => "procedures",
            Self::Agencies => "agencies",
            Self::Villages => "villages",
            Self::Services => "essential-services",
        }
    }

    pub(super) fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|set| set.key() == key)
    }

    /// The columns; what each means is the text `open-column-NAME`.
    pub(super) fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Figures => &[
                "key",
                "name",
                "name_en",
                "value",
                "unit",
                "target",
                "numerator",
                "denominator",
                "owner",
                "definition",
            ],
            Self::Index => &[
                "agency",
                "agency_name",
                "level",
                "position",
                "score",
                "transparency",
                "progress",
                "online_services",
                "online_payment",
                "digitisation",
                "satisfaction",
            ],
            Self::Dossiers => &[
                "month",
                "agency",
                "agency_name",
                "received_online",
                "received_counter",
                "received_postal",
                "finished_early",
                "finished_on_time",
                "finished_late",
            ],
            Self::Procedures => &[
                "code",
                "name",
                "field",
                "level",
                "authority",
                "online",
                "time_limit",
                "time_limit_unit",
                "fee_least",
                "fee_most",
                "location_independent",
                "essential",
            ],
            Self::Agencies => &[
                "code",
                "eid",
                "name",
                "name_en",
                "bloc",
                "level",
                "kind",
                "parent",
                "commune",
                "address",
                "phone",
                "founded_on",
            ],
            Self::Villages => {
                &["code", "name", "kind", "commune", "coverage", "population", "observed_on", "plan", "plan_by"]
            }
            Self::Services => &["code", "name", "agency", "stage", "restructured_on", "integrated_on"],
        }
    }

    /// The rows as they are on a day.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) fn rows(
        self,
        tx: &mut Tx,
        boards: &Boards,
        province: &Province,
        day: Date,
        now: Timestamp,
    ) -> Result<Vec<Row>, Fault> {
        Ok(match self {
            Self::Figures => boards.figures(tx, province, day, now)?.items.iter().map(figure).collect(),
            Self::Index => index(tx, province, day)?,
            Self::Dossiers => dossiers(tx, province, day)?,
            Self::Procedures => province.procedures().map(procedure).collect(),
            Self::Agencies => province.directory.iter().map(agency).collect(),
            Self::Villages => coverage::on(tx, day, None)?.iter().map(village).collect(),
            Self::Services => {
                let all = essential_services::list(tx, &essential_services::Filter::default(), "", SERVICES)?;
                all.iter().map(service).collect()
            }
        })
    }
}

fn figure(item: &FigureItem) -> Row {
    vec![
        json!(item.key),
        json!(item.name),
        json!(item.name_en),
        json!(item.value),
        json!(item.unit),
        json!(item.target),
        json!(item.numerator),
        json!(item.denominator),
        json!(item.passport.owner),
        json!(item.passport.definition),
    ]
}

/// The index of every department and commune since the year began.
fn index(tx: &mut Tx, province: &Province, day: Date) -> Result<Vec<Row>, Fault> {
    let period = Period { from: day.first_of_year(), to: day };
    let mut rows = Vec::new();
    for level in [AgencyLevel::Department, AgencyLevel::Commune] {
        for one in quality::ranking(tx, province, level, period, day)? {
            let name = province.directory.get(&one.agency).map(|agency| &agency.name);
            let mut row = vec![
                json!(one.agency.as_str()),
                json!(name),
                json!(level.key()),
                json!(one.position),
                json!(one.index.score.filter(|_| one.position.is_some())),
            ];
            for key in &Set::Index.columns()[row.len()..] {
                let group = one.index.groups.iter().find(|group| group.key == *key);
                row.push(json!(group.filter(|_| one.position.is_some()).map(|group| group.points)));
            }
            rows.push(row);
        }
    }
    Ok(rows)
}

/// What each agency received and settled, month by month. Whoever knows the sum of a group of counts learns none that is not told.
fn dossiers(tx: &mut Tx, province: &Province, day: Date) -> Result<Vec<Row>, Fault> {
    const GROUPS: [[Measure; 3]; 2] = [
        [Measure::ReceivedOnline, Measure::ReceivedCounter, Measure::ReceivedPostal],
        [Measure::FinishedEarly, Measure::FinishedOnTime, Measure::FinishedLate],
    ];
    let mut rows = Vec::new();
    for back in (0..MONTHS).rev() {
        let first = day.first_of_month().saturating_sub(Span::new().months(back));
        let period = Period { from: first, to: first.last_of_month().min(day) };
        for (agency, totals) in quality::totals(tx, &[], period, day)? {
            let name = agency.parse().ok().and_then(|code| province.directory.get(&code)).map(|agency| &agency.name);
            let mut row = vec![json!(first.strftime("%Y-%m").to_string()), json!(agency), json!(name)];
            for group in GROUPS {
                let mut counts = group.map(|measure| Some(totals.period[measure]));
                suppress(&mut counts);
                row.extend(counts.map(|count| json!(count)));
            }
            rows.push(row);
        }
    }
    Ok(rows)
}

fn procedure(procedure: &Procedure) -> Row {
    let (limit, unit) = match procedure.time_limit {
        None => (None, None),
        Some(TimeLimit::SameDay) => (Some(1), Some("same_day")),
        Some(TimeLimit::WorkingHours(hours)) => (Some(hours), Some("working_hours")),
        Some(TimeLimit::HalfDays(halves)) => (Some(halves), Some("half_days")),
        Some(TimeLimit::WorkingDays(days)) => (Some(days), Some("working_days")),
        Some(TimeLimit::Days(days)) => (Some(days), Some("days")),
        Some(TimeLimit::Months(months)) => (Some(months), Some("months")),
    };
    let fees = || procedure.fees.iter().filter_map(|fee| fee.amount);
    vec![
        json!(procedure.code.as_str()),
        json!(procedure.name),
        json!(procedure.field),
        json!(procedure.level),
        json!(procedure.authority),
        json!(procedure.online),
        json!(limit),
        json!(unit),
        json!(fees().min()),
        json!(fees().max()),
        json!(procedure.location_independent),
        json!(procedure.essential),
    ]
}

fn agency(agency: &rules::people::Agency) -> Row {
    vec![
        json!(agency.code.as_str()),
        json!(agency.eid.as_ref().map(ToString::to_string)),
        json!(agency.name),
        json!(agency.name_en),
        json!(agency.bloc.key()),
        json!(agency.level.key()),
        json!(agency.kind.key()),
        json!(agency.parent.as_ref().map(ToString::to_string)),
        json!(agency.commune.as_ref().map(ToString::to_string)),
        json!(agency.address),
        json!(agency.phone),
        json!(agency.founded_on),
    ]
}

fn village(covered: &coverage::Covered) -> Row {
    let (village, report, plan) = (&covered.known.village, covered.report.as_ref(), covered.plan.as_ref());
    vec![
        json!(village.code.as_str()),
        json!(village.name),
        json!(village.kind),
        json!(village.commune.as_str()),
        json!(covered.status.key()),
        json!(report.and_then(|report| report.population)),
        json!(report.map(|report| report.observed_on)),
        json!(plan.map(|plan| format!("{} {}", plan.operator, plan.technology.key()))),
        json!(plan.map(|plan| plan.by)),
    ]
}

fn service(listed: &essential_services::Listed) -> Row {
    let since = |stage: Stage| listed.reached.iter().find(|reached| reached.stage == stage).map(|reached| reached.on);
    vec![
        json!(listed.service.code.as_str()),
        json!(listed.service.name),
        json!(listed.service.agency.as_str()),
        json!(listed.stage().map(Stage::key)),
        json!(since(Stage::Restructured)),
        json!(since(Stage::Integrated)),
    ]
}
