//! One indicator: what it says, its value of each agency that the visitor sees, and where to report one's own.

use super::board::Board;
use super::{AskedYear, achieved, amount, of_when, period, state};
use crate::app::App;
use crate::components::{Column, Columns, Tag};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::pages::tasks::words;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, Query, State};
use rules::Refusal;
use rules::calendar::day_of;
use rules::codes::IndicatorCode;
use rules::indicators::{Indicator, ReportPeriod};
use rules::people::permissions::{Deed, assigns_for, may, may_report_value, sees_value_of};
use rules::people::{Agency, AgencyLevel};
use store::tables::indicators::values_of;

#[derive(Template)]
#[template(path = "indicators/show.html")]
pub(super) struct IndicatorPage {
    f: Frame,
    code: String,
    name: String,
    achieved: Tag,
    value: String,
    rows: Vec<(String, String)>,
    tasks: String,
    reports: Vec<(String, String)>,
    columns: Columns,
    agencies: Vec<AgencyRow>,
    history_columns: Columns,
    history: Vec<HistoryRow>,
    years: Vec<(String, String, bool)>,
    keeps: bool,
}

/// The value of an agency.
struct AgencyRow {
    name: String,
    value: String,
    href: String,
    of: String,
    achieved: Tag,
}

/// A report.
struct HistoryRow {
    agency: String,
    period: String,
    href: String,
    value: String,
    state: Tag,
    outlier: bool,
}

/// The indicator of this code.
pub(super) fn find<'a>(board: &'a Board, code: &str) -> Result<&'a Indicator, Refusal> {
    let code: Option<IndicatorCode> = code.parse().ok();
    let found = code.and_then(|code| board.indicators.iter().find(|indicator| indicator.code == code));
    found.ok_or_else(|| Refusal::not_found("target-indicator-unknown"))
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
    Query(asked): Query<AskedYear>,
) -> Result<View<IndicatorPage>, Failure> {
    may(&actor, Deed::WorkOnTasks)?;
    let board = Board::read(&app, f.now, asked.year()).await?;
    let indicator = find(&board, &code)?;
    let (of, since, until) = (indicator.code.clone(), board.since, board.period.to.last_of_year());
    let values = app.read(move |tx| Ok(values_of(tx, &of, since, until)?)).await?;
    let name = |code| said::agency_named(f.lang(), &board.province.directory, code);
    let told = board.value(indicator, None);
    let mut agencies: Vec<&Agency> = board
        .province
        .directory
        .iter()
        .filter(|agency| agency.level != AgencyLevel::Province)
        .filter(|agency| board.applies(indicator, agency) && sees_value_of(&actor, &agency.code, &indicator.agency))
        .collect();
    agencies.sort_by_cached_key(|agency| rules::text::fold(&said::agency_name(f.lang(), agency)));
    let agency_row = |agency: &&Agency| {
        let valued = board.value(indicator, Some(&agency.code));
        AgencyRow {
            name: said::agency_name(f.lang(), agency),
            value: valued.as_ref().map_or_else(String::new, |valued| of_when(&f, &board, indicator, valued)),
            of: valued.as_ref().and_then(|valued| valued.share).map_or_else(String::new, |share| {
                f.t2("quality-of", "numerator", share.numerator, "denominator", share.denominator)
            }),
            achieved: achieved(&f, board.achieved(indicator, valued.as_ref())),
            href: valued.map(|valued| valued.href).unwrap_or_default(),
        }
    };
    let history = values.iter().filter(|value| sees_value_of(&actor, &value.agency, &indicator.agency));
    let history = history.take(200).map(|value| HistoryRow {
        agency: name(&value.agency),
        period: period(&f, value.period),
        href: format!("/indicators/{}/reports/{}/{}", indicator.code, value.agency, value.period),
        value: amount(&f, value.value, indicator),
        state: state(&f, value.state),
        outlier: value.outlier,
    });
    let targets: Vec<_> = indicator
        .targets
        .iter()
        .map(|target| {
            f.t2("indicator-target-by", "value", amount(&f, target.value, indicator), "year", target.year.to_string())
        })
        .collect();
    let range = match (indicator.least, indicator.most) {
        (None, None) => String::new(),
        (least, most) => {
            let said = |bound: Option<_>| bound.map_or_else(|| "…".to_owned(), |bound| super::number(&f, bound));
            format!("{} – {}", said(least), said(most))
        }
    };
    let key = |name: &str, key: &str| f.t(&format!("indicator-{name}-{key}"));
    let rows = [
        ("programme", key("programme", indicator.programme.key())),
        ("unit", indicator.unit.clone()),
        ("formula", indicator.formula.clone()),
        (
            "computed",
            match indicator.computation {
                Some(computation) => key("computation", computation.key()),
                None => key("reporters", indicator.reporters.key()),
            },
        ),
        ("direction", key("direction", indicator.direction.key())),
        ("targets", targets.join("; ")),
        ("agency", name(&indicator.agency)),
        ("every", words::every(&f, Some(indicator.every))),
        ("kind", key("kind", indicator.kind.key())),
        ("range", range),
        ("source", indicator.source.clone()),
        ("origin", key("origin", if indicator.national { "national" } else { "province" })),
    ];
    let link = format!("indicator:{}", indicator.code);
    Ok(View(IndicatorPage {
        code: indicator.code.to_string(),
        name: indicator.name.clone(),
        achieved: achieved(&f, board.achieved(indicator, told.as_ref())),
        value: told.as_ref().map_or_else(String::new, |valued| of_when(&f, &board, indicator, valued)),
        years: board.tabs(&format!("/indicators/{}?", indicator.code)),
        rows: rows
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(key, value)| (f.t(&format!("indicator-field-{key}")), value))
            .collect(),
        tasks: format!("/tasks?side=all&link={}", said::urlencoded(&link)),
        reports: own_reports(&f, &board, indicator, &actor),
        columns: ["agency", "value", "achieved"].map(|key| Column::text(f.t(&format!("indicator-col-{key}")))).into(),
        agencies: agencies.iter().map(agency_row).collect(),
        history_columns: ["agency", "period", "value", "state"]
            .map(|key| Column::text(f.t(&format!("indicator-col-{key}"))))
            .into(),
        history: history.collect(),
        keeps: assigns_for(&actor).iter().any(|agency| {
            board.province.directory.get(agency).is_some_and(|agency| agency.level == AgencyLevel::Province)
        }),
        f,
    }))
}

/// The last three periods of the visitor's own agencies that have a value: what each is called, and where it is reported.
fn own_reports(f: &Frame, board: &Board, indicator: &Indicator, actor: &rules::people::Actor) -> Vec<(String, String)> {
    if indicator.computation.is_some() {
        return Vec::new();
    }
    let own = board
        .province
        .directory
        .iter()
        .filter(|agency| board.applies(indicator, agency) && may_report_value(actor, &agency.code).is_ok());
    let now = ReportPeriod::of(day_of(f.now), indicator.every);
    let open = std::iter::successors(Some(now), |one| Some(one.before())).filter(|one| one.opens_on() <= day_of(f.now));
    let open: Vec<_> = open.take(3).collect();
    own.flat_map(|agency| {
        let code = agency.code.clone();
        let name = said::agency_name(f.lang(), agency);
        open.iter().map(move |one| {
            (format!("{name}: {}", period(f, *one)), format!("/indicators/{}/reports/{code}/{one}", indicator.code))
        })
    })
    .collect()
}
