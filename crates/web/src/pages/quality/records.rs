//! The records behind one side of a ratio. Procedures and communes are public; of a dossier, who may not see it reads
//! that it counts, when and how it ended, not its code nor whose it is.

use super::period::{Asked, Wanted};
use crate::app::App;
use crate::components::{Choice, Column, Columns, FormErrors, Pages, Tag, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::desk::{export, list::procedures};
use crate::pages::said;
use crate::sessions::Worker;
use crate::texts::Lang;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use jiff::Timestamp;
use jiff::civil::Date;
use rules::Refusal;
use rules::codes::ProcedureCode;
use rules::people::Actor;
use rules::people::permissions::{Scope as Seen, scope};
use rules::quality::{Definition, Formula, Share, Side, figure_definitions};
use store::Tx;
use store::province::Province;
use store::tables::dossier_lists::{Condition, Filter, list};
use store::tables::dossiers::Listed;
use store::tables::quality::{self, PetitionRecord, Records};
use store::tables::{coverage, essential_services};

/// Records on a page.
const PAGE: u32 = 50;

#[derive(Template)]
#[template(path = "quality/records.html")]
pub(super) struct RecordsPage {
    f: Frame,
    back: String,
    title: String,
    whose: String,
    meaning: String,
    tabs: Vec<(String, String, bool)>,
    /// What the filters send along, and what they offer; none for lists that are not of dossiers.
    filters: Option<Filters>,
    masked: bool,
    columns: Columns,
    rows: Vec<Row>,
    items: Vec<(String, String, String)>,
    pages: Pages,
}

/// What a list of dossiers is narrowed by.
struct Filters {
    action: String,
    clear: String,
    kept: Vec<(&'static str, String)>,
    procedures: Vec<Choice>,
    asked: Asked,
    /// Words are for who may see what they find.
    words: bool,
}

/// A dossier behind a ratio.
pub(crate) struct Row {
    pub(crate) code: String,
    /// Its page; empty for who may not see it.
    pub(crate) href: String,
    pub(crate) procedure: String,
    applicant: String,
    pub(crate) agency: String,
    pub(crate) channel: String,
    pub(crate) received: String,
    pub(crate) due: String,
    pub(crate) finished: String,
    pub(crate) verdict: Tag,
    /// Why the index counts it otherwise than the law does; empty when it does not.
    pub(crate) note: String,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    Path(key): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<View<RecordsPage>, Failure> {
    let province = app.province().await?;
    let wanted = asked.read(&f, &province)?;
    let side = Side::from_key(&asked.side).unwrap_or(Side::Numerator);
    let (name, meaning) =
        named(&f, &wanted, &key).ok_or_else(|| Refusal::not_found("indicator-unknown").with("key", &key))?;
    let seen = f.actor.as_ref().and_then(sees);
    let (whole, scoped, wished) = (province.clone(), wanted.scope.clone(), key.clone());
    let (period, as_of) = (wanted.period, wanted.as_of);
    let (after, narrowing) = (asked.after.parse().ok(), Narrowing::read(&asked, seen.clone()));
    let (found, share) = app
        .read(move |tx| {
            let share = share(tx, &whole, &wished, &scoped, (period, as_of))?;
            Ok((find(tx, &whole, &wished, side, (&scoped, period, as_of), &narrowing, after)?, share))
        })
        .await?;
    let found = found.ok_or_else(|| Refusal::not_found("records-none").with("key", &key))?;
    let (mut rows, mut items, mut next, mut filters) = (Vec::new(), Vec::new(), String::new(), None);
    let narrowed = |file: &str, after: &str| {
        let more = [("side", side.key()), ("procedure", &asked.procedure), ("q", &asked.q), ("after", after)];
        wanted.narrowed(&key, file, &more)
    };
    match found {
        Found::Dossiers(mut listed) => {
            let more = listed.len() > PAGE as usize;
            listed.truncate(PAGE as usize);
            if let Some(last) = listed.last().filter(|_| more) {
                next = narrowed("", &last.id.to_string());
            }
            rows = listed.iter().map(|listed| row(&f, &province, seen.as_ref(), listed)).collect();
            filters = Some(Filters {
                action: format!("/index/{key}"),
                clear: wanted.records(&key, side.key()),
                kept: vec![
                    ("agency", wanted.agency().to_owned()),
                    ("side", side.key().to_owned()),
                    ("from", period.from.to_string()),
                    ("to", period.to.to_string()),
                    ("as_of", as_of.to_string()),
                ],
                procedures: procedures(&f, &province),
                asked: asked.clone(),
                words: seen.is_some(),
            });
        }
        Found::Items(found) => items = found,
        Found::Petitions(found) => items = found.into_iter().map(|found| petition(&f, &province, found)).collect(),
    }
    let sides = [(Side::Numerator, share.numerator), (Side::Rest, share.denominator - share.numerator)];
    let tabs = sides.map(|(one, count)| {
        let text = f.t1(&format!("quality-side-{}", one.key()), "count", count);
        (text, wanted.records(&key, one.key()), one == side)
    });
    Ok(View(RecordsPage {
        back: wanted.href_of(wanted.agency()),
        title: name,
        whose: f.t2("quality-records-over", "agency", wanted.name(&f, &province), "days", wanted.days(&f)),
        meaning,
        tabs: tabs.into(),
        filters,
        masked: rows.iter().any(|row: &Row| row.href.is_empty()),
        columns: columns(&f, items.is_empty()),
        rows,
        items,
        pages: Pages {
            first: if asked.after.is_empty() { String::new() } else { narrowed("", "") },
            next,
            export: if seen.is_some() { narrowed("/records.csv", "") } else { String::new() },
        },
        f,
    }))
}

/// The dossiers behind one side as CSV, within what the officer may see.
pub(super) async fn download(
    State(app): State<App>,
    f: Frame,
    Worker(actor): Worker,
    Path(key): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let province = app.province().await?;
    let wanted = asked.read(&f, &province)?;
    let side = Side::from_key(&asked.side).unwrap_or(Side::Numerator);
    let (scoped, period, as_of, wished) = (wanted.scope.clone(), wanted.period, wanted.as_of, key.clone());
    let found = app.read(move |tx| quality::records(tx, &province, &wished, side, &scoped, period, as_of)).await?;
    let Some(Records::Dossiers(condition)) = found else {
        return Err(Refusal::not_found("records-none").with("key", &key).into());
    };
    let filter = Narrowing::read(&asked, sees(&actor)).filter(condition);
    export::csv(&app, f, actor, filter).await
}

/// What an officer may see of dossiers; nothing for whoever sees none.
pub(in crate::pages) fn sees(actor: &Actor) -> Option<Seen> {
    let seen = scope(actor);
    let none = matches!(&seen, Seen::Agencies(agencies) if agencies.is_empty());
    (actor.is_officer() && !none).then_some(seen)
}

/// What a list is narrowed to besides what it stands behind.
struct Narrowing {
    procedure: Option<String>,
    /// For whoever sees dossiers, and among these: to find somebody by name is to learn that they are there.
    words: Option<String>,
    seen: Option<Seen>,
}

impl Narrowing {
    fn read(asked: &Asked, seen: Option<Seen>) -> Self {
        let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let words = seen.as_ref().and_then(|_| some(&asked.q));
        Self { procedure: some(&asked.procedure), words, seen }
    }

    fn filter(&self, condition: Condition) -> Filter {
        let (procedure, q) = (self.procedure.clone(), self.words.clone());
        Filter { procedure, q, condition: Some(condition), ..Filter::default() }
    }
}

/// What an indicator or figure is called, and what its sides count.
fn named(f: &Frame, wanted: &Wanted, key: &str) -> Option<(String, String)> {
    let english = f.lang() == Lang::En;
    if let Some(indicator) = Definition::in_force(wanted.period.to).indicator(key) {
        let (name, counts) =
            if english { (&indicator.name_en, &indicator.counts_en) } else { (&indicator.name, &indicator.counts) };
        return Some((format!("{key} {name}"), counts.clone()));
    }
    let figure = figure_definitions().iter().find(|figure| figure.key == key)?;
    let (name, meaning) =
        if english { (&figure.name_en, &figure.definition_en) } else { (&figure.name, &figure.definition) };
    Some((name.clone(), meaning.clone()))
}

/// What stands behind a side.
enum Found {
    Dossiers(Vec<Listed>),
    /// Code, name and address.
    Items(Vec<(String, String, String)>),
    Petitions(Vec<PetitionRecord>),
}

/// How many records stand on each side. An average has all of its dossiers on one.
fn share(
    tx: &mut Tx,
    province: &Province,
    key: &str,
    scope: &rules::quality::Scope,
    (period, as_of): (rules::quality::Period, Date),
) -> Result<Share, store::Failure> {
    let definition = Definition::in_force(period.to);
    if let Some(indicator) = definition.indicator(key) {
        let known = province.as_known(tx, as_of)?;
        let province = known.as_ref().unwrap_or(province);
        let share = quality::counts(tx, province, scope, period, as_of)?.get(key).unwrap_or(Share::new(0, 0));
        let average = matches!(indicator.formula, Formula::Average { .. });
        return Ok(if average { Share::new(share.denominator, share.denominator) } else { share });
    }
    let now = period.end();
    let report = quality::figures(tx, province, period.to, now)?;
    let figure = report.items.iter().find(|item| item.key == key);
    let numbers = figure.and_then(|figure| Some(Share::new(figure.numerator?, figure.denominator?)));
    Ok(numbers.unwrap_or(Share::new(0, 0)))
}

fn find(
    tx: &mut Tx,
    province: &Province,
    key: &str,
    side: Side,
    (scope, period, as_of): (&rules::quality::Scope, rules::quality::Period, Date),
    narrowing: &Narrowing,
    after: Option<i64>,
) -> Result<Option<Found>, store::Failure> {
    let Some(records) = quality::records(tx, province, key, side, scope, period, as_of)? else { return Ok(None) };
    Ok(Some(match records {
        Records::Dossiers(condition) => {
            let filter = narrowing.filter(condition);
            let within = narrowing.seen.as_ref().filter(|_| filter.q.is_some()).unwrap_or(&Seen::All);
            Found::Dossiers(list(tx, within, &filter, after, PAGE)?)
        }
        Records::Procedures(procedures) => Found::Items(
            procedures.into_iter().map(|(code, name)| (code.clone(), name, format!("/procedures/{code}"))).collect(),
        ),
        // Who may not see a petition is told so at its door; without names it is only when, where and what about.
        Records::Petitions(petitions) => Found::Petitions(petitions),
        Records::Agencies(agencies) => Found::Items(
            agencies
                .into_iter()
                .map(|(code, name)| (code.to_string(), name, format!("/index?agency={code}")))
                .collect(),
        ),
        Records::Covered(covered) => Found::Items(
            covered
                .into_iter()
                .map(|(code, name)| {
                    let href = covered_href(key, &code);
                    (code, name, href)
                })
                .collect(),
        ),
    }))
}

/// The page of a record behind a figure that has no list of its own.
pub(in crate::pages) fn covered_href(key: &str, code: &str) -> String {
    match key {
        essential_services::FIGURE => format!("/essential-services/{code}"),
        coverage::FIGURE => format!("/coverage/{code}"),
        _ => format!("/committees/of/{code}"),
    }
}

pub(in crate::pages) fn row(f: &Frame, province: &Province, seen: Option<&Seen>, listed: &Listed) -> Row {
    let visible = seen.is_some_and(|scope| within(scope, listed));
    let day = |at: Timestamp| if visible { f.day_of(&at) } else { month(f, at) };
    let procedure = listed.procedure.parse().ok().and_then(|code| province.procedure(&code)?.procedure.as_ref());
    let agency = |code: &str| {
        code.parse().map_or_else(|_| code.to_owned(), |code| said::agency_named(f.lang(), &province.directory, &code))
    };
    Row {
        code: if visible { listed.code.clone() } else { masked(&listed.code) },
        href: if visible { format!("/dossiers/{}", listed.code) } else { String::new() },
        procedure: procedure
            .map_or_else(|| listed.procedure.clone(), |procedure| said::procedure_name(f.lang(), procedure)),
        applicant: if visible { listed.applicant_name.clone() } else { String::new() },
        agency: agency(&listed.competent_agency),
        channel: f.t(&format!("desk-channel-{}", listed.channel.replace('_', "-"))),
        received: listed.received_at.map(day).unwrap_or_default(),
        due: listed.due_at.map(day).unwrap_or_default(),
        finished: listed.finished_at.map(day).unwrap_or_default(),
        verdict: verdict(f, listed),
        note: listed.second_supplement_at.map(|_| f.t("quality-second-supplement")).unwrap_or_default(),
    }
}

fn petition(f: &Frame, province: &Province, found: PetitionRecord) -> (String, String, String) {
    let agency = said::agency_named(f.lang(), &province.directory, &found.agency);
    let mut told = vec![f.t(&format!("petition-kind-{}", found.kind.key())), agency];
    told.push(f.t1("petition-filed", "at", f.day_of(&found.began_at)));
    told.extend(found.due_at.map(|due| f.t1("petition-due", "at", f.day_of(&due))));
    let href = format!("/petitions/{}", found.id);
    (found.id, told.join(" · "), href)
}

/// Whether the policy lets the officer see this dossier, as far as its row tells; what it does not tell stays hidden.
fn within(scope: &Seen, listed: &Listed) -> bool {
    match scope {
        Seen::All => true,
        Seen::Agencies(agencies) => agencies.iter().any(|seen| {
            let concerned = [&listed.competent_agency, &listed.counter, &listed.holder];
            let covers = |some: &Vec<ProcedureCode>| some.iter().any(|code| code.as_str() == listed.procedure);
            concerned.contains(&&seen.agency.to_string()) && seen.procedures.as_ref().is_none_or(covers)
        }),
        Seen::Owner(_) => false,
    }
}

/// A code without what would lead to one dossier: `H35.12-2512••-••••`.
fn masked(code: &str) -> String {
    let mut parts = code.rsplitn(3, '-');
    let (_, day, agency) = (parts.next(), parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    format!("{agency}-{}••-••••", day.get(..4).unwrap_or_default())
}

fn month(f: &Frame, at: Timestamp) -> String {
    let day = rules::calendar::day_of(at);
    f.t2("quality-month", "month", i32::from(day.month()), "year", day.year().to_string())
}

/// How it ended or stands, by the legal deadline.
fn verdict(f: &Frame, listed: &Listed) -> Tag {
    let late = |at: Timestamp| listed.due_at.is_some_and(|due| at.as_second() > due.as_second());
    match listed.finished_at {
        Some(finished) if late(finished) => Tag::new(Tone::Bad, f.t("deadline-missed")),
        Some(_) => Tag::new(Tone::Good, f.t("deadline-met")),
        None if listed.paused => Tag::new(Tone::Waiting, f.t("deadline-paused")),
        None if late(f.now) => Tag::new(Tone::Bad, f.t("deadline-overdue")),
        None => Tag::new(Tone::Neutral, f.t("deadline-calm")),
    }
}

pub(crate) fn columns(f: &Frame, dossiers: bool) -> Columns {
    let keys: &[&str] =
        if dossiers { &["dossier", "agency", "received", "due", "finished", "timeliness"] } else { &["code", "name"] };
    keys.iter().map(|key| Column::text(f.t(&format!("quality-col-{key}")))).collect()
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn a_masked_code_keeps_agency_and_month_only() {
        assert_eq!(masked("H35.12-251223-0001"), "H35.12-2512••-••••");
    }
}
