//! A year's budget: what may be spent, what was, what is expected, and its lines.

use super::curve::{Curve, drawn, months, planned};
use super::{billions, field_name, millions, share};
use crate::app::App;
use crate::components::{Choice, Column, Columns, Figure, FormErrors, Tag, Tone, Trend};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said::agency_named;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use jiff::civil::Date;
use rules::budget::{Field, Forecast, Line, MovementKind, Sums, closes_on};
use rules::calendar::day_of;
use rules::money::Dong;
use rules::people::permissions::{Deed, may, may_everywhere, tasks_seen};
use serde::Deserialize;
use std::collections::BTreeMap;
use store::tables::budget::{Filter, Listed, course, forecast, list, years};

#[derive(Template)]
#[template(path = "budget/list.html")]
pub(super) struct ListPage {
    f: Frame,
    asked: Asked,
    years: Vec<Choice>,
    fields: Vec<Choice>,
    figures: Vec<Figure>,
    /// How the forecast was made; why there is none.
    method: String,
    curve: Curve,
    caption: String,
    columns: Columns,
    rows: Vec<Row>,
    opens: bool,
}

/// A line in the list.
struct Row {
    code: String,
    name: String,
    agency: String,
    allocated: String,
    committed: String,
    disbursed: String,
    share: String,
    /// What is expected to be left, where that is much.
    left: Option<Tag>,
    /// What stands there else: that it is expected to be spent, or that nothing is known.
    spent: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    year: String,
    field: String,
    q: String,
    on: String,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(mut asked): Query<Asked>,
) -> Result<View<ListPage>, Failure> {
    may(&actor, Deed::WorkOnTasks)?;
    let province = app.province().await?;
    let today = day_of(f.now);
    let day: Date = asked.on.parse().unwrap_or(today).min(today);
    let year: i16 = asked.year.parse().unwrap_or_else(|_| day.year());
    asked.year = year.to_string();
    let field = Field::from_key(&asked.field);
    let (scope, words) = (tasks_seen(&actor), asked.q.clone());
    let by = day.min(closes_on(year));
    let (lines, whole, entries, told, known) = app
        .read(move |tx| {
            let all = Filter { year, field, words: String::new() };
            let lines = list(tx, &scope, &Filter { words: words.clone(), ..all.clone() }, by)?;
            let whole = list(tx, &rules::people::permissions::Scope::All, &all, by)?;
            let told = if day.year() == year { forecast(tx, year, field, day)? } else { None };
            Ok((lines, whole, course(tx, year, field)?, told, years(tx)?))
        })
        .await?;
    let expected = told.as_ref().map(|told| (told.least, told.expected, told.most));
    let curve = curve(&f, year, by, &whole, &entries, expected);
    let rows = lines.iter().map(|one| row(&f, &province.directory, one, told.as_ref()));
    Ok(View(ListPage {
        figures: figures(&f, year, &whole, told.as_ref(), by),
        method: match &told {
            Some(told) => {
                let years: Vec<_> = told.years.iter().map(ToString::to_string).collect();
                f.t2("budget-method", "years", years.join(", "), "lines", told.lines.len())
            }
            None if day.year() == year => f.t("budget-no-forecast"),
            None => String::new(),
        },
        years: known.iter().map(|year| Choice::new(year.to_string(), year.to_string())).collect(),
        fields: Field::ALL.map(|field| Choice::new(field.key(), field_name(&f, field))).into(),
        caption: f.t1("budget-curve", "year", year.to_string()),
        curve,
        columns: vec![
            Column::text(f.t("budget-col-line")),
            Column::text(f.t("budget-col-agency")),
            Column::number(f.t("budget-col-allocated")),
            Column::number(f.t("budget-col-committed")),
            Column::number(f.t("budget-col-disbursed")),
            Column::number(f.t("budget-col-share")),
            Column::text(f.t("budget-col-left")),
        ],
        rows: rows.collect(),
        opens: may_everywhere(&actor, Deed::KeepBudget).is_some(),
        asked,
        f,
    }))
}

fn row(f: &Frame, directory: &rules::people::Directory, one: &Listed, told: Option<&Forecast>) -> Row {
    let spent = if told.is_some() { f.t("budget-spent") } else { f.t("none") };
    let told = told.and_then(|told| told.lines.iter().find(|line| line.code == one.line.code));
    let left = told.filter(|told| told.stays).map(|told| told.left);
    Row {
        code: one.line.code.to_string(),
        name: one.line.name.clone(),
        agency: agency_named(f.lang(), directory, &one.line.agency),
        allocated: millions(f, one.sums.allocated),
        committed: millions(f, one.sums.committed),
        disbursed: millions(f, one.sums.disbursed),
        share: share(f, one.sums.disbursed, one.sums.allocated),
        spent,
        left: left.map(|left| Tag::new(Tone::Warning, f.t1("budget-stays", "amount", millions(f, left)))),
    }
}

fn figures(f: &Frame, year: i16, lines: &[Listed], told: Option<&Forecast>, by: Date) -> Vec<Figure> {
    let sum = |part: fn(&Sums) -> Dong, digital: bool| {
        let lines = lines.iter().filter(|one| !digital || one.line.field == Field::Digital);
        Dong(lines.map(|one| part(&one.sums).0).sum())
    };
    let (allocated, disbursed) = (|sums: &Sums| sums.allocated, |sums: &Sums| sums.disbursed);
    let tile =
        |label, value, note, href: String| Figure { label, value, unit: String::new(), note, href, trend: Trend::None };
    let year_text = year.to_string();
    let mut tiles = vec![
        Figure {
            unit: f.t("cli-unit-billion_dong"),
            ..tile(
                f.t1("budget-figure-allocated", "year", year_text.clone()),
                billions(f, sum(allocated, false)),
                f.money(&sum(allocated, false)),
                format!("/budget?year={year}&on={by}"),
            )
        },
        tile(
            f.t1("budget-figure-disbursed", "day", f.day(&by)),
            share(f, sum(disbursed, false), sum(allocated, false)),
            f.money(&sum(disbursed, false)),
            format!("/budget?year={year}&on={by}"),
        ),
        tile(
            f.t1("budget-figure-digital", "day", f.day(&by)),
            share(f, sum(disbursed, true), sum(allocated, true)),
            f.money(&sum(disbursed, true)),
            format!("/budget?year={year}&field=digital&on={by}"),
        ),
    ];
    if let Some(told) = told {
        let percent = |amount| share(f, amount, told.allocated);
        tiles.push(tile(
            f.t1("budget-figure-forecast", "year", year_text),
            percent(told.expected),
            f.t2("budget-interval", "least", percent(told.least), "most", percent(told.most)),
            format!("/budget?year={year}&on={by}#lines"),
        ));
    }
    tiles
}

fn curve(
    f: &Frame,
    year: i16,
    today: Date,
    whole: &[Listed],
    entries: &[(Date, MovementKind, Dong)],
    expected: Option<(Dong, Dong, Dong)>,
) -> Curve {
    let share_of: BTreeMap<&str, (&Line, Dong)> =
        whole.iter().map(|one| (one.line.code.as_str(), (&one.line, one.sums.allocated))).collect();
    let months = months(year, today, |last_day| {
        let made = entries.iter().filter(|(on, ..)| *on <= last_day && *on <= today);
        let sums = made.fold(Sums::default(), |sums, (_, kind, amount)| sums.with(*kind, *amount));
        (sums.allocated, planned(share_of.values().copied(), last_day), sums.disbursed)
    });
    drawn(f, &months, expected)
}
