//! The province and its communes: shares with their targets, as tiles, a chart and a table; and the form that sets a year's target.

use super::{measure_name, percent, ratio, reaches};
use crate::app::App;
use crate::components::{Bar, Bars, Choice, Column, Columns, Figure, FormErrors, Tag, Tone, Trend};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said::{agency_name, commune_named, urlencoded};
use crate::pages::typed::Typed;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use jiff::civil::Date;
use rules::calendar::day_of;
use rules::digital_citizens::{Aimed, Measure};
use rules::people::Agency;
use rules::people::permissions::{Deed, may_at};
use rules::text::fold;
use serde::Deserialize;
use std::collections::BTreeMap;
use store::province::PROVINCE_LEDGER;
use store::tables::digital_citizens::{Sum, on, targets};

#[derive(Template)]
#[template(path = "digital_citizens/overview.html")]
pub(super) struct OverviewPage {
    f: Frame,
    asked: Asked,
    figures: Vec<Figure>,
    reported: String,
    measures: Vec<Choice>,
    chart: Bars,
    columns: Columns,
    rows: Vec<Row>,
    /// The agencies whose target this person may set.
    agencies: Vec<Choice>,
    targets: Vec<(String, String)>,
    errors: FormErrors,
    typed: Typed,
}

/// A commune in the table.
struct Row {
    name: String,
    href: String,
    residents: String,
    shares: Vec<(String, String)>,
    reached: Tag,
    reported: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    on: String,
    measure: String,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    Query(asked): Query<Asked>,
) -> Result<View<OverviewPage>, Failure> {
    Ok(View(page(&app, f, asked, FormErrors::none(), Typed::default()).await?))
}

pub(super) async fn page(
    app: &App,
    f: Frame,
    asked: Asked,
    errors: FormErrors,
    mut typed: Typed,
) -> Result<OverviewPage, Failure> {
    let province = app.province().await?;
    let today = day_of(f.now);
    let day: Date = asked.on.parse().unwrap_or(today).min(today);
    let (villages, aims) = app.read(move |tx| Ok((on(tx, day, None)?, targets(tx, day.year())?))).await?;
    let mut communes: BTreeMap<String, Sum> = BTreeMap::new();
    let governing: Vec<&Agency> = province.directory.iter().filter(|agency| agency.governs_a_commune()).collect();
    for code in governing.iter().filter_map(|agency| agency.commune.as_ref()) {
        communes.entry(code.to_string()).or_default();
    }
    let mut whole = Sum::default();
    for village in &villages {
        whole.add(village);
        communes.entry(village.known.village.commune.to_string()).or_default().add(village);
    }
    let top: Vec<&Agency> =
        province.directory.iter().filter(|agency| agency.code.as_str() == PROVINCE_LEDGER).collect();
    let aim_of_all = top.iter().find_map(|agency| aims.get(&agency.code));
    let named = |code: &str| commune_named(f.lang(), &province.directory, code);
    let mut shown: Vec<(String, String, Sum)> =
        communes.into_iter().map(|(code, sum)| (named(&code), code, sum)).collect();
    shown.sort_by_cached_key(|(name, ..)| fold(name));
    let rows = shown.iter().map(|(name, code, sum)| {
        let authority = code.parse().ok().and_then(|code| province.directory.authority_of(&code));
        let aim = authority.and_then(|authority| aims.get(&authority.code)).or(aim_of_all);
        row(&f, name, href(code, day), sum, aim)
    });
    let rows: Vec<Row> = rows.collect();
    let measure = Measure::ALL.into_iter().find(|one| one.key() == asked.measure).unwrap_or(Measure::Eid);
    let chart = chart(&f, measure, &shown, day);
    let can = |agency: &&Agency| {
        let may = |actor| may_at(actor, Deed::VerifyDigitalCitizens, &agency.code).is_ok();
        f.actor.as_ref().is_some_and(may)
    };
    let agencies = top.iter().chain(&governing).copied().filter(can);
    let agencies: Vec<Choice> =
        agencies.map(|agency| Choice::new(agency.code.as_str(), agency_name(f.lang(), agency))).collect();
    if !typed.has("year") {
        typed.set("year", day.year().to_string());
    }
    let mut columns = vec![Column::text(f.t("citizens-col-commune")), Column::number(f.t("citizens-residents"))];
    columns.extend(Measure::ALL.map(|measure| Column::number(measure_name(&f, measure))));
    columns.extend(["reached", "reported"].map(|key| Column::text(f.t(&format!("citizens-col-{key}")))));
    Ok(OverviewPage {
        figures: Measure::ALL.iter().enumerate().map(|(at, one)| tile(&f, *one, at, &whole, aim_of_all)).collect(),
        reported: f.t2("citizens-reported", "known", f.count(&whole.known), "villages", f.count(&whole.villages)),
        measures: Measure::ALL.map(|one| Choice::new(one.key(), measure_name(&f, one))).into(),
        chart,
        columns,
        rows,
        agencies,
        targets: Measure::ALL.map(|one| (format!("target_{}", one.key()), measure_name(&f, one))).into(),
        errors,
        typed,
        asked,
        f,
    })
}

/// Where the villages of a commune are listed.
fn href(commune: &str, day: Date) -> String {
    format!("/digital-citizens/villages?commune={}&on={day}", urlencoded(commune))
}

fn tile(f: &Frame, measure: Measure, at: usize, sum: &Sum, aim: Option<&Aimed>) -> Figure {
    let (share, target) = (sum.share(at), aim.and_then(|aim| aim.percent.get(at)).copied());
    Figure {
        label: measure_name(f, measure),
        value: percent(f, share),
        unit: String::new(),
        note: target.map_or_else(
            || f.t("citizens-target-none"),
            |target| {
                let reached = if reaches(share, target) { "citizens-target-reached" } else { "citizens-target-short" };
                f.t1(reached, "target", i64::from(target))
            },
        ),
        href: "#communes".into(),
        trend: match target {
            Some(target) if reaches(share, target) => Trend::Good,
            Some(_) if share.denominator > 0 => Trend::Bad,
            _ => Trend::None,
        },
    }
}

fn row(f: &Frame, name: &str, href: String, sum: &Sum, aim: Option<&Aimed>) -> Row {
    let [residents, ..] = sum.people;
    let reached = aim.map(|aim| {
        let hit = aim.percent.iter().enumerate().filter(|(at, target)| reaches(sum.share(*at), **target));
        hit.count()
    });
    Row {
        name: name.to_owned(),
        href,
        residents: f.count(&residents),
        shares: Measure::ALL
            .iter()
            .enumerate()
            .map(|(at, measure)| (measure_name(f, *measure), percent(f, sum.share(at))))
            .collect(),
        reached: match reached {
            None => Tag::new(Tone::Neutral, f.t("citizens-target-none")),
            Some(hit) => {
                let tone = if hit == Measure::ALL.len() { Tone::Good } else { Tone::Warning };
                Tag::new(tone, f.t2("citizens-reached", "hit", hit, "all", Measure::ALL.len()))
            }
        },
        reported: format!("{}/{}", sum.known, sum.villages),
    }
}

fn chart(f: &Frame, measure: Measure, shown: &[(String, String, Sum)], day: Date) -> Bars {
    let at = Measure::ALL.iter().position(|one| *one == measure).unwrap_or_default();
    let mut bars: Vec<Bar> = shown
        .iter()
        .filter_map(|(name, code, sum)| {
            let value = ratio(sum.share(at))?;
            Some(Bar { label: name.clone(), value, text: f.percent(&value), href: href(code, day), marked: false })
        })
        .collect();
    // Where most is to be done comes first.
    bars.sort_by(|one, other| one.value.total_cmp(&other.value));
    Bars {
        caption: f.t1("citizens-chart", "measure", measure_name(f, measure)),
        label_heading: f.t("citizens-col-commune"),
        value_heading: f.t("citizens-share"),
        bars,
        full: Some(1.0),
    }
}
