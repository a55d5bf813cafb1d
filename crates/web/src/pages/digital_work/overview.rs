//! The four blocs: their shares, the course by week as lines and a table, and every agency with what it recorded.

use super::{bloc_name, blocs, percent, ratio, standing, week};
use crate::app::App;
use crate::components::{Choice, Column, Columns, Dot, Figure, FormErrors, Pages, Sparkline, Tag, Trend};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said::{agency_name, urlencoded};
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use jiff::civil::Date;
use rules::calendar::day_of;
use rules::people::Bloc;
use rules::quality::Share;
use rules::text::fold;
use serde::Deserialize;
use store::tables::digital_work::{Week, Worked, course, on};

/// So many weeks are drawn: half a year.
const DRAWN: usize = 26;
/// Agencies on a page.
const PAGE: usize = 40;

#[derive(Template)]
#[template(path = "digital_work/overview.html")]
pub(super) struct OverviewPage {
    f: Frame,
    asked: Asked,
    figures: Vec<Figure>,
    measured: String,
    lines: Vec<(String, Sparkline)>,
    week_columns: Columns,
    weeks: Vec<WeekRow>,
    blocs: Vec<Choice>,
    states: Vec<Choice>,
    columns: Columns,
    rows: Vec<Row>,
    total: i64,
    pages: Pages,
}

/// A week in the table: its days, a cell a bloc, the documents.
struct WeekRow {
    name: String,
    cells: Vec<(String, String)>,
}

/// An agency in the list.
struct Row {
    href: String,
    name: String,
    bloc: String,
    standing: Tag,
    acts: String,
    signed: String,
    certified: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub(super) on: String,
    bloc: String,
    state: String,
    q: String,
    page: usize,
}

impl Asked {
    fn href(&self, file: &str, page: usize) -> String {
        let [on, bloc, state, q] = [&self.on, &self.bloc, &self.state, &self.q].map(|text| urlencoded(text));
        let place = if file.is_empty() { "#agencies" } else { "" };
        format!("/digital-work{file}?on={on}&bloc={bloc}&state={state}&q={q}&page={page}{place}")
    }

    /// The day as of which is asked, today at the latest.
    pub(super) fn day(&self, f: &Frame) -> Date {
        let today = day_of(f.now);
        self.on.parse().unwrap_or(today).min(today)
    }

    fn wants(&self, one: &Worked) -> bool {
        let state = match self.state.as_str() {
            "working" => one.works(),
            "not-working" => !one.works(),
            "nothing" => one.weeks_with_work() == 0,
            _ => true,
        };
        let name = fold(&format!("{} {}", one.agency.code, one.agency.name));
        state
            && Bloc::from_key(&self.bloc).is_none_or(|bloc| bloc == one.agency.bloc)
            && fold(&self.q).split(' ').all(|word| name.contains(word))
    }

    /// Those of these agencies that are asked for: those that recorded least first, else by name.
    pub(super) fn choose(&self, all: Vec<Worked>) -> Vec<Worked> {
        let mut chosen: Vec<Worked> = all.into_iter().filter(|one| self.wants(one)).collect();
        chosen.sort_by_cached_key(|one| (one.weeks_with_work(), fold(&one.agency.name)));
        chosen
    }
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    Query(asked): Query<Asked>,
) -> Result<View<OverviewPage>, Failure> {
    let province = app.province().await?;
    let (day, known) = (asked.day(&f), province.clone());
    let (agencies, weeks) = app.read(move |tx| Ok((on(tx, &known, day)?, course(tx, &known, day, DRAWN)?))).await?;
    let (first, last) = (agencies.first(), weeks.last());
    let measured = match (first, weeks.len().checked_sub(rules::digital_work::WEEKS).and_then(|at| weeks.get(at)), last)
    {
        (Some(_), Some(from), Some(to)) => f.t2("work-measured", "from", week(from.monday), "to", week(to.monday)),
        _ => String::new(),
    };
    let figures = figures(&f, &agencies, day);
    let mut columns: Columns =
        ["agency", "bloc", "standing"].map(|key| Column::text(f.t(&format!("work-col-{key}")))).into();
    columns.extend(["acts", "signed", "certified"].map(|key| Column::number(f.t(&format!("work-col-{key}")))));
    let mut week_columns: Columns = vec![Column::text(f.t("work-col-week"))];
    week_columns.extend(Bloc::ALL.map(|bloc| Column::number(bloc_name(&f, bloc))));
    week_columns.extend(["all", "signed"].map(|key| Column::number(f.t(&format!("work-col-{key}")))));
    let chosen = asked.choose(agencies);
    let officer = f.actor.as_ref().is_some_and(rules::people::Actor::is_officer);
    let first = asked.page.saturating_mul(PAGE);
    let pages = Pages {
        first: if asked.page > 0 { asked.href("", 0) } else { String::new() },
        next: if chosen.len() > first.saturating_add(PAGE) { asked.href("", asked.page + 1) } else { String::new() },
        export: if officer { asked.href(".csv", 0) } else { String::new() },
    };
    Ok(View(OverviewPage {
        figures,
        measured,
        lines: lines(&f, &weeks),
        week_columns,
        weeks: weeks.iter().rev().map(|one| week_row(&f, one)).collect(),
        blocs: blocs(&f),
        states: ["working", "not-working", "nothing"]
            .map(|key| Choice::new(key, f.t(&format!("work-only-{key}"))))
            .into(),
        columns,
        total: i64::try_from(chosen.len()).unwrap_or(i64::MAX),
        rows: chosen.iter().skip(first).take(PAGE).map(|one| row(&f, one, day)).collect(),
        pages,
        asked,
        f,
    }))
}

/// A tile for all four blocs and one for each, which lead to the list below.
fn figures(f: &Frame, agencies: &[Worked], day: Date) -> Vec<Figure> {
    let share = |bloc: Option<Bloc>| {
        let mut share = Share::new(0, 0);
        for one in agencies.iter().filter(|one| bloc.is_none_or(|bloc| one.agency.bloc == bloc)) {
            share = Share::new(share.numerator + i64::from(one.works()), share.denominator + 1);
        }
        share
    };
    let tile = |label: String, bloc: Option<Bloc>| {
        let share = share(bloc);
        let whole = share.numerator == share.denominator;
        Figure {
            label,
            value: percent(f, share),
            unit: String::new(),
            note: f.t2("work-of", "count", f.count(&share.numerator), "all", f.count(&share.denominator)),
            href: format!("/digital-work?on={day}&bloc={}#agencies", bloc.map_or("", Bloc::key)),
            trend: match share.denominator {
                0 => Trend::None,
                _ if whole => Trend::Good,
                _ => Trend::Bad,
            },
        }
    };
    let all = std::iter::once(tile(f.t("work-all-blocs"), None));
    all.chain(Bloc::ALL.map(|bloc| tile(bloc_name(f, bloc), Some(bloc)))).collect()
}

/// A line a bloc, and one for all: the share of agencies that recorded anything in each week.
fn lines(f: &Frame, weeks: &[Week]) -> Vec<(String, Sparkline)> {
    let line = |name: String, share: &dyn Fn(&Week) -> Share| {
        let dots = weeks.iter().map(|one| {
            let share = share(one);
            Dot { label: week(one.monday), value: ratio(share), text: percent(f, share) }
        });
        let line = Sparkline {
            caption: f.t1("work-course", "bloc", &name),
            label_heading: f.t("work-col-week"),
            value_heading: f.t("work-col-share"),
            dots: dots.collect(),
        };
        (name, line)
    };
    let mut lines = vec![line(f.t("work-all-blocs"), &Week::share)];
    for (at, bloc) in Bloc::ALL.into_iter().enumerate() {
        lines.push(line(bloc_name(f, bloc), &|one| one.blocs.get(at).copied().unwrap_or(Share::new(0, 0))));
    }
    lines
}

fn week_row(f: &Frame, one: &Week) -> WeekRow {
    let said = |share: Share| match ratio(share) {
        None => f.t("none"),
        Some(ratio) => {
            format!("{} ({}/{})", f.percent(&ratio), f.count(&share.numerator), f.count(&share.denominator))
        }
    };
    let mut cells: Vec<_> =
        Bloc::ALL.iter().zip(one.blocs).map(|(bloc, share)| (bloc_name(f, *bloc), said(share))).collect();
    cells.push((f.t("work-col-all"), said(one.share())));
    cells.push((f.t("work-col-signed"), f.count(&one.sum.signed)));
    WeekRow { name: week(one.monday), cells }
}

fn row(f: &Frame, one: &Worked, day: Date) -> Row {
    let sum = one.sum();
    Row {
        href: format!("/digital-work/{}?on={day}", one.agency.code),
        name: agency_name(f.lang(), &one.agency),
        bloc: bloc_name(f, one.agency.bloc),
        standing: standing(f, one),
        acts: f.count(&sum.acts),
        signed: f.count(&sum.signed),
        certified: f.count(&sum.certified),
    }
}
