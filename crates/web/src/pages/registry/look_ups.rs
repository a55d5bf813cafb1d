//! The log of look-ups: counted by month, agency and officer, listed newest first, exported.

use crate::app::App;
use crate::components::{Choice, Column, Columns, FormErrors, Pages, Tag, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::sessions::Officer;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::calendar::day_of;
use rules::codes::AgencyCode;
use rules::people::is_within;
use rules::people::permissions::{Scope, look_ups_read};
use rules::registry::{LookUpResult, masked};
use serde::Deserialize;
use std::collections::BTreeMap;
use store::province::Province;
use store::tables::registry::{self, Filter, LookUp};

/// Look-ups on a page.
const PAGE: u32 = 30;
/// Rows of counts; whoever needs more takes the file.
const COUNTS: u32 = 200;

#[derive(Template)]
#[template(path = "registry/look_ups.html")]
pub(super) struct LookUpsPage {
    f: Frame,
    asked: Asked,
    agencies: Vec<Choice>,
    officers: Vec<Choice>,
    results: Vec<Choice>,
    count_columns: Columns,
    counts: Vec<CountRow>,
    columns: Columns,
    rows: Vec<Row>,
    pages: Pages,
}

/// Counts of an officer in a month.
struct CountRow {
    month: String,
    agency: String,
    officer: String,
    all: String,
    found: String,
    unavailable: String,
}

/// A look-up.
pub(crate) struct Row {
    pub(crate) at: Timestamp,
    subject: String,
    who: String,
    pub(crate) agency: String,
    /// With which title; empty for a citizen.
    pub(crate) title: String,
    pub(crate) purpose: String,
    pub(crate) procedure: String,
    /// The dossier that it was for; empty while none was filed.
    pub(crate) dossier: String,
    pub(crate) result: Tag,
    pub(crate) reason: String,
}

/// What the address asks for. The number of a person is nothing that stands in addresses.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    from: String,
    to: String,
    agency: String,
    officer: String,
    result: String,
    after: String,
}

impl Asked {
    /// The filter that this is: this month where no day is given.
    pub(super) fn filter(&self, now: Timestamp) -> Filter {
        let day = |text: &String| text.trim().parse::<Date>().ok();
        let some = |text: &String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let (from, to) = (day(&self.from), day(&self.to));
        let month = (from.is_none() && to.is_none()).then(|| day_of(now).first_of_month());
        Filter {
            from: from.or(month),
            to,
            agency: some(&self.agency),
            login: some(&self.officer),
            result: LookUpResult::from_key(&self.result),
            subject: None,
        }
    }

    fn href(&self, path: &str, after: Option<&LookUp>) -> String {
        let mut href = format!("{path}?");
        let fields = [
            ("from", &self.from),
            ("to", &self.to),
            ("agency", &self.agency),
            ("officer", &self.officer),
            ("result", &self.result),
        ];
        for (name, value) in fields.into_iter().filter(|(_, value)| !value.is_empty()) {
            href.push_str(&format!("{name}={}&", said::urlencoded(value)));
        }
        if let Some(last) = after {
            href.push_str(&format!("after={}.{}&", last.at.as_microsecond(), last.request));
        }
        href.truncate(href.len() - 1);
        href
    }

    /// Behind which look-up the page begins.
    fn after(&self) -> Option<(i64, String)> {
        let (at, request) = self.after.split_once('.')?;
        Some((at.parse().ok()?, request.to_owned()))
    }
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    Officer(actor): Officer,
    Query(mut asked): Query<Asked>,
) -> Result<View<LookUpsPage>, Failure> {
    let scope = look_ups_read(&actor)?;
    let (filter, after, cache) = (asked.filter(f.now), asked.after(), app.province.clone());
    let (reading, filtered) = (scope.clone(), filter.clone());
    let (province, mut found, counts, officers) = app
        .read(move |tx| {
            let after = after.as_ref().map(|(at, request)| (*at, request.as_str()));
            // Everybody who looked somebody up in these days can be chosen.
            let days = Filter { from: filtered.from, to: filtered.to, ..Filter::default() };
            Ok((
                cache.get(tx)?,
                registry::list(tx, &reading, &filtered, after, PAGE)?,
                registry::counts(tx, &reading, &filtered, COUNTS)?,
                registry::counts(tx, &reading, &days, COUNTS)?,
            ))
        })
        .await?;
    let more = found.len() > PAGE as usize;
    found.truncate(PAGE as usize);
    if let (Some(from), true) = (filter.from, asked.from.is_empty()) {
        asked.from = from.to_string();
    }
    let names: BTreeMap<_, _> =
        officers.into_iter().filter(|count| !count.login.is_empty()).map(|count| (count.login, count.name)).collect();
    let counted = counts.iter().map(|count| CountRow {
        month: month(&count.month),
        agency: agency(&f, &province, &count.agency),
        officer: count.name.clone(),
        all: f.count(&count.all),
        found: f.count(&count.found),
        unavailable: f.count(&count.unavailable),
    });
    let columns = |keys: &[&str]| keys.iter().map(|key| Column::text(f.t(&format!("look-ups-{key}")))).collect();
    Ok(View(LookUpsPage {
        agencies: agencies(&f, &province, &scope),
        officers: names.into_iter().map(|(login, name)| Choice::new(login, name)).collect(),
        results: LookUpResult::ALL.map(|result| Choice::new(result.key(), f.t(&result_key(result)))).into(),
        count_columns: {
            let mut all: Columns = columns(&["month", "agency", "officer"]);
            all.extend(["all", "found", "unavailable"].map(|key| Column::number(f.t(&format!("look-ups-{key}")))));
            all
        },
        counts: counted.collect(),
        columns: columns(&["at", "subject", "officer", "purpose", "dossier", "result"]),
        rows: found.iter().map(|look_up| row(&f, &province, look_up)).collect(),
        pages: Pages {
            first: if asked.after.is_empty() { String::new() } else { asked.href("/admin/look-ups", None) },
            next: found
                .last()
                .filter(|_| more)
                .map_or_else(String::new, |last| asked.href("/admin/look-ups", Some(last))),
            export: asked.href("/admin/look-ups.csv", None),
        },
        asked,
        f,
    }))
}

/// `2025-12` as people write a month: 12/2025.
fn month(kept: &str) -> String {
    kept.split_once('-').map_or_else(|| kept.to_owned(), |(year, month)| format!("{month}/{year}"))
}

/// The agency for which somebody was looked up, in words.
pub(super) fn agency(f: &Frame, province: &Province, code: &str) -> String {
    match code.parse() {
        Ok(code) => said::agency_named(f.lang(), &province.directory, &code),
        Err(_) => f.t("look-ups-citizens"),
    }
}

/// The key of a result's name.
pub(super) fn result_key(result: LookUpResult) -> String {
    format!("look-ups-result-{}", result.key().replace('_', "-"))
}

/// Why no answer came, in words; empty where one came.
pub(super) fn reason(f: &Frame, look_up: &LookUp) -> String {
    look_up.reason.map_or_else(String::new, |reason| f.t(&format!("registry-why-{}", reason.key().replace('_', "-"))))
}

/// The procedure for which somebody was looked up, in words.
pub(super) fn procedure(f: &Frame, province: &Province, code: &str) -> String {
    let known = code.parse().ok().and_then(|code| province.procedure(&code)?.procedure.as_ref());
    known.map_or_else(|| code.to_owned(), |procedure| said::procedure_name(f.lang(), procedure))
}

/// A look-up in words.
pub(crate) fn row(f: &Frame, province: &Province, look_up: &LookUp) -> Row {
    let tone = match look_up.result {
        LookUpResult::Found => Tone::Good,
        LookUpResult::NotFound | LookUpResult::Mismatch => Tone::Neutral,
        LookUpResult::Unavailable => Tone::Warning,
    };
    let citizen = look_up.agency.is_empty();
    Row {
        at: look_up.at,
        subject: masked(&look_up.subject),
        who: if citizen { String::new() } else { look_up.name.clone() },
        agency: agency(f, province, &look_up.agency),
        title: look_up.title.clone(),
        purpose: f.t(&format!("look-ups-purpose-{}", look_up.purpose.key())),
        procedure: procedure(f, province, &look_up.procedure),
        dossier: look_up.dossier.clone(),
        result: Tag::new(tone, f.t(&result_key(look_up.result))),
        reason: reason(f, look_up),
    }
}

/// The agencies whose look-ups the officer reads.
fn agencies(f: &Frame, province: &Province, scope: &Scope) -> Vec<Choice> {
    let read = |code: &AgencyCode| match scope {
        Scope::All => true,
        Scope::Agencies(led) => led.iter().any(|led| is_within(code, &led.agency)),
        Scope::Owner(_) => false,
    };
    let counters = province.directory.iter().filter(|agency| agency.kind == rules::people::AgencyKind::Counter);
    let mut choices: Vec<_> = counters
        .filter(|agency| read(&agency.code))
        .map(|agency| Choice::new(agency.code.as_str(), said::agency_name(f.lang(), agency)))
        .collect();
    choices.sort_by_cached_key(|choice| rules::text::fold(&choice.label));
    choices
}
