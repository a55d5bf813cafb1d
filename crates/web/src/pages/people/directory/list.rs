//! All agencies: searched, narrowed by bloc, level and whether they are in force, and as a file.

use super::changes;
use crate::app::App;
use crate::components::{Choice, Column, Columns, FormErrors, Pages, Tag, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::sessions::Administrator;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use rules::people::{Agency, AgencyLevel, Bloc, Directory};
use rules::text::fold;
use serde::Deserialize;

/// Agencies on a page.
const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "people/directory/list.html")]
pub(super) struct ListPage {
    f: Frame,
    asked: Asked,
    narrowed: bool,
    blocs: Vec<Choice>,
    levels: Vec<Choice>,
    states: Vec<Choice>,
    total: i64,
    columns: Columns,
    rows: Vec<Row>,
    pages: Pages,
}

struct Row {
    code: String,
    name: String,
    bloc: String,
    level: String,
    state: Tag,
    since: String,
}

/// Which agencies.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    bloc: String,
    level: String,
    state: String,
    page: usize,
}

pub(super) async fn show(
    State(app): State<App>,
    _: Administrator,
    f: Frame,
    Query(asked): Query<Asked>,
) -> Result<View<ListPage>, Failure> {
    let province = app.province().await?;
    let directory = &province.directory;
    let all = found(directory, &asked);
    let page = asked.page.max(1);
    let rows = all.iter().skip((page - 1).saturating_mul(PAGE)).take(PAGE);
    let choice = |key: &str, label: String| Choice::new(key, label);
    Ok(View(ListPage {
        narrowed: [&asked.bloc, &asked.level, &asked.state].iter().any(|narrows| !narrows.is_empty()),
        blocs: Bloc::ALL.map(|bloc| choice(bloc.key(), changes::bloc(&f, bloc))).to_vec(),
        levels: AgencyLevel::ALL.map(|level| choice(level.key(), changes::level(&f, level))).to_vec(),
        states: ["in-force", "ended", "coming"]
            .map(|state| choice(state, f.t(&format!("agency-state-{state}"))))
            .to_vec(),
        total: i64::try_from(all.len()).unwrap_or(i64::MAX),
        columns: ["name", "bloc", "level", "state"]
            .map(|key| Column::text(f.t(&format!("agency-field-{key}"))))
            .to_vec(),
        rows: rows.map(|agency| row(&f, directory, agency)).collect(),
        pages: Pages {
            first: if page > 1 { asked.href("/admin/agencies", 1) } else { String::new() },
            next: if all.len() > page.saturating_mul(PAGE) {
                asked.href("/admin/agencies", page + 1)
            } else {
                String::new()
            },
            export: asked.href("/admin/agencies/export", 1),
        },
        asked,
        f,
    }))
}

fn found<'a>(directory: &'a Directory, asked: &Asked) -> Vec<&'a Agency> {
    let words = fold(&asked.q);
    let fits = |agency: &&Agency| {
        let name = || {
            let own =
                fold(&format!("{} {} {}", agency.name, agency.code, agency.name_en.as_deref().unwrap_or_default()));
            let eid = agency.eid.as_ref().map(|eid| fold(eid.as_str())).unwrap_or_default();
            own.contains(&words) || eid.contains(&words)
        };
        (asked.bloc.is_empty() || agency.bloc.key() == asked.bloc)
            && (asked.level.is_empty() || agency.level.key() == asked.level)
            && (asked.state.is_empty() || state(directory, agency).0 == asked.state)
            && (words.is_empty() || name())
    };
    directory.every().filter(fits).collect()
}

/// Whether the agency is in force, was, or is going to be: the end of the text's key, and its tone.
pub(super) fn state(directory: &Directory, agency: &Agency) -> (&'static str, Tone) {
    match (directory.is_in_force(&agency.code), directory.end(&agency.code), directory.day()) {
        (true, Some(_), _) => ("ending", Tone::Warning),
        (true, None, _) => ("in-force", Tone::Good),
        (false, Some(end), Some(day)) if end.on <= day => ("ended", Tone::Neutral),
        (false, ..) => ("coming", Tone::New),
    }
}

pub(super) fn state_tag(f: &Frame, directory: &Directory, agency: &Agency) -> Tag {
    let (key, tone) = state(directory, agency);
    Tag::new(tone, f.t(&format!("agency-state-{key}")))
}

/// From when to when it exists, as far as that is known.
pub(super) fn days(f: &Frame, directory: &Directory, agency: &Agency) -> String {
    let from = agency.founded_on.map(|day| f.t1("agency-since", "day", f.day(&day)));
    let to = directory.end(&agency.code).map(|end| f.t1("agency-until", "day", f.day(&end.on)));
    [from, to].into_iter().flatten().collect::<Vec<_>>().join("; ")
}

fn row(f: &Frame, directory: &Directory, agency: &Agency) -> Row {
    Row {
        code: agency.code.to_string(),
        name: said::agency_name(f.lang(), agency),
        bloc: changes::bloc(f, agency.bloc),
        level: changes::level(f, agency.level),
        state: state_tag(f, directory, agency),
        since: days(f, directory, agency),
    }
}

impl Asked {
    fn href(&self, path: &str, page: usize) -> String {
        let pairs = [("q", &self.q), ("bloc", &self.bloc), ("level", &self.level), ("state", &self.state)];
        let kept = pairs.iter().filter(|(_, value)| !value.is_empty());
        let kept: String = kept.map(|(name, value)| format!("{name}={}&", said::urlencoded(value))).collect();
        format!("{path}?{kept}page={page}")
    }
}

/// The same list as CSV, all of it, with the headings that the import reads.
pub(super) async fn download(
    State(app): State<App>,
    _: Administrator,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let province = app.province().await?;
    let directory = &province.directory;
    let mut sheet = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    let mut write = |row: [String; 17]| sheet.write_record(row).map_err(|error| Failure::fault(&error));
    write(HEADINGS.map(str::to_owned))?;
    for agency in found(directory, &asked) {
        let text = |text: &Option<String>| text.as_deref().map(said::harmless).unwrap_or_default();
        let end = directory.end(&agency.code);
        let into = end.map(|end| end.into.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "));
        write([
            agency.code.to_string(),
            agency.eid.as_ref().map(ToString::to_string).unwrap_or_default(),
            said::harmless(&agency.name),
            text(&agency.name_en),
            agency.level.key().to_owned(),
            agency.kind.key().to_owned(),
            agency.bloc.key().to_owned(),
            agency.parent.as_ref().map(ToString::to_string).unwrap_or_default(),
            agency.commune.as_ref().map(ToString::to_string).unwrap_or_default(),
            text(&agency.address),
            text(&agency.phone),
            if agency.saturday_morning { "yes".to_owned() } else { String::new() },
            agency.founded_on.map(|day| day.to_string()).unwrap_or_default(),
            text(&agency.founded_by),
            end.map(|end| end.on.to_string()).unwrap_or_default(),
            into.unwrap_or_default(),
            end.map(|end| said::harmless(&end.decision)).unwrap_or_default(),
        ])?;
    }
    let body = sheet.into_inner().map_err(|error| Failure::fault(&error))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8; header=present")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"agencies.csv\"")),
    ];
    Ok((headers, body).into_response())
}

/// The headings of the file.
const HEADINGS: [&str; 17] = [
    "code",
    "eid",
    "name",
    "name_en",
    "level",
    "kind",
    "bloc",
    "parent",
    "commune",
    "address",
    "phone",
    "saturday_morning",
    "founded_on",
    "founded_by",
    "ended_on",
    "merged_into",
    "decision",
];
