//! Steps that are late, counted by agency, officer or procedure, with the records behind: what ended late in a period, and what
//! is late now. The step's own deadline is a measure of its own: a dossier with a late step may well be in time.

use crate::app::App;
use crate::components::{Choice, Column, Columns, Deadline, FormErrors, Pages};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::desk::address::query;
use crate::pages::said;
use crate::sessions::Worker;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use rules::calendar::{self, day_of};
use rules::codes::AgencyCode;
use rules::people::permissions::{Seen, scope};
use serde::Deserialize;
use store::province::Province;
use store::tables::workload::{By, Late, LateFilter, late_counts, late_steps};

/// Records on a page.
const PAGE: u32 = 50;

#[derive(Template)]
#[template(path = "routes/late.html")]
pub(super) struct LatePage {
    f: Frame,
    asked: Asked,
    tabs: Vec<(String, String, bool)>,
    total: i64,
    count_columns: Columns,
    counts: Vec<Count>,
    columns: Columns,
    rows: Vec<Row>,
    pages: Pages,
    narrowed: String,
    agencies: Vec<Choice>,
}

/// How many steps are late here.
struct Count {
    name: String,
    href: String,
    all: String,
    running: String,
}

/// A late step.
struct Row {
    dossier: String,
    procedure: String,
    task: String,
    place: String,
    officer: String,
    due: Deadline,
}

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    by: String,
    from: String,
    to: String,
    agency: String,
    officer: String,
    procedure: String,
    page: u32,
}

impl Asked {
    fn by(&self) -> By {
        By::from_key(&self.by).unwrap_or_default()
    }

    fn href(&self, page: u32) -> String {
        let page = if page == 0 { String::new() } else { page.to_string() };
        let pairs = [
            ("by", &self.by),
            ("from", &self.from),
            ("to", &self.to),
            ("agency", &self.agency),
            ("officer", &self.officer),
            ("procedure", &self.procedure),
            ("page", &page),
        ];
        format!("/late-steps?{}", query(&pairs.map(|(name, value)| (name, value.as_str()))))
    }

    /// The same with one of the keys narrowed.
    fn narrowed(&self, by: By, key: &str) -> Self {
        let mut asked = Self { page: 0, ..self.clone() };
        match by {
            By::Agency => asked.agency = key.to_owned(),
            By::Officer => asked.officer = key.to_owned(),
            By::Procedure => asked.procedure = key.to_owned(),
        }
        asked
    }
}

/// The first and the last day of a period as typed: the last thirty days when nothing else is said.
pub(crate) fn period(from: &str, to: &str, now: Timestamp) -> (Date, Date) {
    let to: Date = to.parse().unwrap_or_else(|_| day_of(now));
    let from = from.parse().unwrap_or_else(|_| to.checked_sub(29.days()).unwrap_or(to));
    (from.min(to), to)
}

/// The instants between which these days lie.
pub(crate) fn instants((from, to): (Date, Date)) -> (Timestamp, Timestamp) {
    let next = to.tomorrow().unwrap_or(to);
    (calendar::instant(from.at(0, 0, 0, 0)), calendar::instant(next.at(0, 0, 0, 0)))
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    Worker(actor): Worker,
    Query(asked): Query<Asked>,
) -> Result<View<LatePage>, Failure> {
    let province = app.province().await?;
    let days = period(&asked.from, &asked.to, f.now);
    let (from, to) = instants(days);
    let some = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    let within = LateFilter::within(&scope(&actor));
    let filter = LateFilter {
        from,
        to,
        now: f.now,
        within: within.clone(),
        agency: some(&asked.agency),
        officer: some(&asked.officer),
        procedure: some(&asked.procedure),
    };
    let (by, skip) = (asked.by(), asked.page.saturating_mul(PAGE));
    let (counts, mut listed) = app
        .read(move |tx| {
            let counts = late_counts(tx, &filter, by)?;
            let names = if by == By::Officer { names(tx, &counts)? } else { Vec::new() };
            Ok(((counts, names), late_steps(tx, &filter, skip, PAGE + 1)?))
        })
        .await?;
    let more = listed.len() > PAGE as usize;
    listed.truncate(PAGE as usize);
    let (counts, names) = counts;
    let asked = Asked { from: days.0.to_string(), to: days.1.to_string(), ..asked };
    let tab = |way: By| {
        let there = Asked { by: way.key().to_owned(), page: 0, ..asked.clone() };
        (f.t(&format!("late-by-{}", way.key())), there.href(0), way == by)
    };
    let count = |(at, (key, all, running)): (usize, &(String, i64, i64))| Count {
        name: names.get(at).cloned().unwrap_or_else(|| named(&f, &province, by, key)),
        href: asked.narrowed(by, key).href(0),
        all: f.count(all),
        running: f.count(running),
    };
    Ok(View(LatePage {
        tabs: By::ALL.map(tab).into(),
        total: counts.iter().map(|(_, all, _)| all).sum(),
        count_columns: vec![
            Column::text(f.t(&format!("late-by-{}", by.key()))),
            Column::number(f.t("late-all")),
            Column::number(f.t("late-running")),
        ],
        counts: counts.iter().enumerate().map(count).collect(),
        columns: ["dossier", "step", "officer", "due"].map(|key| Column::text(f.t(&format!("late-col-{key}")))).into(),
        rows: listed.into_iter().map(|late| row(&f, &province, late)).collect(),
        pages: Pages {
            first: if asked.page == 0 { String::new() } else { asked.href(0) },
            next: if more { asked.href(asked.page + 1) } else { String::new() },
            export: String::new(),
        },
        narrowed: narrowing(&f, &province, &asked),
        agencies: agencies(&f, &province, within.as_deref()),
        asked,
        f,
    }))
}

/// The names of officers, in the order of the counts.
fn names(tx: &mut store::Tx, counts: &[(String, i64, i64)]) -> Result<Vec<String>, store::Fault> {
    let name = |login: &String| {
        let person = store::tables::people::person(tx, login)?;
        Ok(person.map_or_else(|| login.clone(), |person| person.name))
    };
    counts.iter().map(|(login, ..)| login).map(name).collect()
}

fn named(f: &Frame, province: &Province, by: By, key: &str) -> String {
    let name = match by {
        By::Agency => key.parse().ok().map(|code| said::agency_named(f.lang(), &province.directory, &code)),
        By::Procedure => key.parse().ok().map(|code| said::procedure_named(f.lang(), province, &code, key)),
        By::Officer => None,
    };
    match name {
        Some(name) => name,
        None if key.is_empty() => f.t("progress-nobody"),
        None => key.to_owned(),
    }
}

/// What the list is narrowed to besides the period, in words.
fn narrowing(f: &Frame, province: &Province, asked: &Asked) -> String {
    let of = |by, key: &str| (!key.is_empty()).then(|| named(f, province, by, key));
    let parts = [of(By::Agency, &asked.agency), of(By::Officer, &asked.officer), of(By::Procedure, &asked.procedure)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn agencies(f: &Frame, province: &Province, within: Option<&[Seen]>) -> Vec<Choice> {
    let directory = &province.directory;
    let seen = directory
        .iter()
        .filter(|agency| within.is_none_or(|within| within.iter().any(|seen| seen.agency == agency.code)));
    let name = |code: &AgencyCode| said::agency_named(f.lang(), directory, code);
    let mut choices: Vec<_> = seen.map(|agency| Choice::new(agency.code.as_str(), name(&agency.code))).collect();
    choices.sort_by_cached_key(|choice| rules::text::fold(&choice.label));
    choices
}

fn row(f: &Frame, province: &Province, late: Late) -> Row {
    let calendar = late.agency.parse().ok().map(|code: AgencyCode| province.calendar(&code));
    let calendar = calendar.unwrap_or_else(|| province.calendar_of_the_province());
    let by = calendar.working_between(late.due_at, late.ended_at.unwrap_or(f.now)).seconds().max(1);
    Row {
        due: match late.ended_at {
            Some(_) => Deadline::done(late.due_at, -by),
            None => Deadline::running(late.due_at, -by),
        },
        procedure: named(f, province, By::Procedure, &late.procedure),
        task: f.t(&format!("task-{}", late.task)),
        place: named(f, province, By::Agency, &late.agency),
        officer: late.officer_name,
        dossier: late.dossier,
    }
}
