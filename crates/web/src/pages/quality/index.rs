//! The service index of the province, a department or a commune: score, groups, indicators, each with what it is made of.

use super::period::{Asked, Wanted, agencies};
use super::ranking;
use crate::app::App;
use crate::components::{Bars, Choice, Column, Columns, Figure, FormErrors, Meter, Trend};
use crate::errors::Failure;
use crate::format;
use crate::frame::Frame;
use crate::texts::{Arg, Lang};
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use rules::people::AgencyLevel;
use rules::quality::{
    Band, Definition, Formula, GroupReport, IndexReport, Indicator, IndicatorReport, NoCases, Points,
    State as Measured, apportion,
};
use store::tables::quality;

#[derive(Template)]
#[template(path = "quality/index.html")]
pub(super) struct IndexPage {
    f: Frame,
    name: String,
    agency: String,
    from: String,
    to: String,
    today: String,
    as_of: String,
    /// What was asked as of a past day says so.
    past: String,
    agencies: Vec<Choice>,
    tabs: Vec<(String, String, bool)>,
    days: String,
    figures: Vec<Figure>,
    arithmetic: String,
    columns: Columns,
    groups: Vec<Group>,
    rankings: Vec<Bars>,
    definition: String,
    source: String,
    computed: String,
}

/// A group of indicators.
struct Group {
    key: &'static str,
    meter: Meter,
    indicators: Vec<Line>,
}

/// An indicator.
struct Line {
    key: &'static str,
    name: String,
    /// The ratio, or the average, or why there is no number.
    ratio: String,
    measured: bool,
    numbers: String,
    points: String,
    counted: String,
    rest: String,
    counted_href: String,
    rest_href: String,
    passport: Vec<(String, String)>,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    Query(asked): Query<Asked>,
) -> Result<View<IndexPage>, Failure> {
    let province = app.province().await?;
    let wanted = asked.read(&f, &province)?;
    let (period, as_of, now) = (wanted.period, wanted.as_of, f.now);
    let question = quality::Asked { scope: wanted.scope.clone(), period, as_of };
    let (whole, rankings) = (province.clone(), app.rankings.clone());
    let (report, ranked) = app
        .read(move |tx| {
            let report = quality::index(tx, &whole, &rankings, &question, now)?;
            let mut ranked = Vec::new();
            for level in [AgencyLevel::Commune, AgencyLevel::Department] {
                if question.scope.agency().is_none() || question.scope.level() == level {
                    ranked.push((level, rankings.get(tx, &whole, level, (period, as_of), now)?));
                }
            }
            Ok((report, ranked))
        })
        .await?;
    let definition = Definition::in_force(period.to);
    let points = |points: Points| format::decimal(f.lang(), points.to_f64(), 2);
    Ok(View(IndexPage {
        name: wanted.name(&f, &province),
        agency: wanted.agency().to_owned(),
        from: period.from.to_string(),
        to: period.to.to_string(),
        today: wanted.today.to_string(),
        past: if as_of < wanted.today { f.t1("quality-past", "day", f.day(&as_of)) } else { String::new() },
        as_of: as_of.to_string(),
        agencies: agencies(&f, &province),
        tabs: wanted.tabs(&f),
        days: wanted.days(&f),
        figures: figures(&f, definition, &report),
        arithmetic: report.score.map_or_else(String::new, |_| {
            f.t2("quality-arithmetic", "points", points(report.points), "max", points(report.measured_max))
        }),
        columns: ["indicator", "ratio", "points", "records"]
            .map(|key| Column::text(f.t(&format!("quality-col-{key}"))))
            .into(),
        groups: groups(&f, definition, &wanted, &report),
        rankings: ranked
            .iter()
            .map(|(level, ranked)| ranking::bars(&f, &province, &wanted, *level, &ranked.agencies))
            .collect(),
        definition: report.definition.to_owned(),
        source: report.source.to_owned(),
        computed: f.moment(&report.computed_at),
        f,
    }))
}

/// The tiles on top: score and band, points, how much is measured, the rank.
fn figures(f: &Frame, definition: &Definition, report: &IndexReport) -> Vec<Figure> {
    let points = |points: Points| format::decimal(f.lang(), points.to_f64(), 2);
    let band = definition.bands.iter().find(|band| Some(band.key.as_str()) == report.band);
    let band_name = |band: &Band| if f.lang() == Lang::En { band.name_en.clone() } else { band.name.clone() };
    let rows = || report.groups.iter().flat_map(|group| &group.indicators);
    let known = rows().filter(|one| matches!(one.state, Measured::Measured | Measured::NoCases)).count();
    let applies = rows().filter(|one| one.state != Measured::NotApplicable).count();
    let tile =
        |label: &str, value: String, note: String| Figure { label: f.t(label), value, note, ..Figure::default() };
    let mut score = tile(
        "quality-score",
        report.score.map_or_else(|| f.t("no-data-yet"), points),
        band.map(band_name).unwrap_or_default(),
    );
    score.unit = report.score.map_or("", |_| "/100").to_owned();
    score.trend = match band.map(|band| band.key.as_str()) {
        Some("excellent" | "good") => Trend::Good,
        Some("weak") => Trend::Bad,
        _ => Trend::None,
    };
    let rank = match (report.rank.position, report.rank.of) {
        (Some(position), Some(of)) if report.agency.is_none() => {
            let mut place =
                tile("quality-place-nation", position.to_string(), f.t1("quality-place-nation.of", "of", of));
            place.href = "/index/provinces".to_owned();
            place
        }
        (Some(position), Some(of)) => tile("quality-place", position.to_string(), f.t1("quality-place.note", "of", of)),
        _ if report.agency.is_none() => tile("quality-place-nation", "–".to_owned(), f.t("no-data-yet")),
        _ => tile("quality-place", "–".to_owned(), f.t("quality-no-dossiers")),
    };
    vec![
        score,
        tile("quality-points", points(report.points), f.t1("quality-points.note", "max", points(report.measured_max))),
        tile("quality-known", known.to_string(), f.t1("quality-known.note", "of", applies)),
        rank,
    ]
}

/// The groups. What is shown of each indicator is rounded so that parts add up to groups and groups to the total.
fn groups(f: &Frame, definition: &'static Definition, wanted: &Wanted, report: &IndexReport) -> Vec<Group> {
    let all: Vec<Points> =
        report.groups.iter().flat_map(|group| &group.indicators).map(|one| one.score.unwrap_or_default()).collect();
    let mut shown = apportion(&all).into_iter();
    let mut groups = Vec::new();
    for group in &report.groups {
        let mut sum = 0;
        let mut indicators = Vec::new();
        for one in &group.indicators {
            let hundredths = shown.next().unwrap_or_default();
            sum += hundredths;
            if let Some(row) = definition.indicator(one.key) {
                indicators.push(line(f, wanted, one, row, hundredths));
            }
        }
        groups.push(Group { key: group.key, meter: group_meter(f, group, sum), indicators });
    }
    groups
}

fn group_meter(f: &Frame, group: &GroupReport, hundredths: i64) -> Meter {
    let name = if f.lang() == Lang::En { group.name_en } else { group.name };
    let any = group.measured_max > Points::ZERO;
    let share = any.then(|| group.score.to_f64() / group.measured_max.to_f64());
    let max = format::decimal(f.lang(), group.measured_max.to_f64(), 0);
    let full = group.measured_max == Points::whole(group.max);
    Meter {
        label: name.to_owned(),
        share,
        numbers: if full || !any {
            String::new()
        } else {
            f.t2("quality-part-measured", "measured", max, "max", group.max)
        },
        score: f.t2("quality-points-of", "points", cents(f, hundredths), "max", group.max),
        href: String::new(),
    }
}

fn cents(f: &Frame, hundredths: i64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "at most ten thousand")]
    format::decimal(f.lang(), hundredths as f64 / 100.0, 2)
}

fn line(f: &Frame, wanted: &Wanted, one: &IndicatorReport, row: &Indicator, hundredths: i64) -> Line {
    let (numerator, denominator) = (one.numerator.unwrap_or_default(), one.denominator.unwrap_or_default());
    let average = matches!(row.formula, Formula::Average { .. });
    let measured = one.state == Measured::Measured;
    let rest = denominator - numerator;
    let open = one.records.is_some() && measured;
    Line {
        key: one.key,
        name: if f.lang() == Lang::En { one.name_en } else { one.name }.to_owned(),
        ratio: match one.ratio {
            Some(_) if average => average_days(f, numerator, denominator),
            Some(ratio) => f.percent(&ratio),
            None => f.t(&format!("quality-state-{}", one.state.key().replace('_', "-"))),
        },
        measured,
        numbers: match (measured, average) {
            (false, _) => String::new(),
            (true, true) => f.t1("quality-average-of", "count", denominator),
            (true, false) => f.t2("quality-of", "numerator", numerator, "denominator", denominator),
        },
        points: match row.max {
            0 => f.t("quality-for-information"),
            max if one.score.is_some() => f.t2("quality-points-of", "points", cents(f, hundredths), "max", max),
            max => f.t1("quality-max", "max", max),
        },
        counted: f.t1(
            if average { "quality-open-all" } else { "quality-open-numerator" },
            "count",
            if average { denominator } else { numerator },
        ),
        rest: f.t1("quality-open-rest", "count", rest),
        counted_href: if open { wanted.records(one.key, "numerator") } else { String::new() },
        rest_href: if open && rest > 0 && !average { wanted.records(one.key, "rest") } else { String::new() },
        passport: passport(f, one, row),
    }
}

/// An average of seconds by the calendar, in days.
fn average_days(f: &Frame, seconds: i64, cases: i64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "for display")]
    let days = if cases > 0 { seconds as f64 / cases as f64 / 86_400.0 } else { 0.0 };
    f.t1("quality-average-days", "days", format::decimal(f.lang(), days, 1))
}

/// What an indicator means, how it becomes points, what an empty period is worth, what to mind.
fn passport(f: &Frame, one: &IndicatorReport, row: &Indicator) -> Vec<(String, String)> {
    let english = f.lang() == Lang::En;
    let max = row.max;
    let formula = match row.formula {
        Formula::Ratio => f.t1("quality-formula-ratio", "max", max),
        Formula::RatioCapped { full_from_percent } => {
            let values: [(&'static str, &dyn Arg); 2] = [("max", &max), ("full", &full_from_percent)];
            f.words.with("quality-formula-capped", &values)
        }
        Formula::Average { .. } => f.t("quality-formula-average"),
        Formula::Information => f.t("quality-formula-information"),
    };
    let empty = match row.no_cases {
        NoCases::LeftOut => "quality-empty-left-out",
        NoCases::Zero => "quality-empty-zero",
        NoCases::Full => "quality-empty-full",
    };
    let note = if english { row.note_en.clone() } else { row.note.clone() };
    let rows = [
        ("definition", if english { one.counts_en } else { one.counts }.to_owned()),
        ("formula", formula),
        ("empty", f.t(empty)),
        ("note", note.unwrap_or_default()),
        ("code", one.code.to_owned()),
    ];
    let filled = rows.into_iter().filter(|(_, value)| !value.is_empty());
    filled.map(|(key, value)| (f.t(&format!("quality-passport-{key}")), value)).collect()
}
