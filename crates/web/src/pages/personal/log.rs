//! Who looked at whose data: what a person sees of it, and what an administrator who inspects it does.

use super::documents::holder;
use super::tabs;
use crate::app::App;
use crate::components::{Column, Columns, FormErrors, Pages, Tag, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::registry::{LookUpRow, look_up_row};
use crate::pages::said;
use crate::reads::{self, Looked};
use crate::sessions::{Officer, Sure};
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use jiff::Timestamp;
use rules::Refusal;
use rules::calendar::day_of;
use rules::personal::access::{Purpose, may_handle_requests};
use serde::Deserialize;
use store::province::Province;
use store::tables::personal::reads::{About, Seen, list};

/// Lines on a page.
const PAGE: u32 = 50;

/// A look, or several of one day that differ in nothing else.
#[derive(Debug, Clone)]
pub(super) struct Look {
    pub(super) agency: String,
    pub(super) title: String,
    /// The officer's name, where the person is told.
    pub(super) name: String,
    pub(super) what: String,
    pub(super) dossier: String,
    pub(super) purpose: String,
    /// Whether it was outside the officer's scope.
    pub(super) glass: bool,
    pub(super) at: Timestamp,
    pub(super) times: u32,
    /// Who: what tells two officers of the same title apart.
    login: String,
    /// Whose data, for those who inspect.
    subject: String,
}

/// Lines as people read them. Officers act for their agency, so agency and title are told; whoever went beyond their scope
/// is named.
pub(super) fn looks(f: &Frame, province: &Province, seen: Vec<Seen>) -> Vec<Look> {
    let mut all: Vec<Look> = Vec::new();
    for line in seen {
        let look = look(f, province, line);
        let same = |last: &Look| {
            (&last.login, &last.dossier, &last.what, &last.purpose, &last.subject, day_of(last.at))
                == (&look.login, &look.dossier, &look.what, &look.purpose, &look.subject, day_of(look.at))
        };
        match all.last_mut().filter(|last| same(last)) {
            Some(last) => last.times += 1,
            None => all.push(look),
        }
    }
    all
}

fn look(f: &Frame, province: &Province, line: Seen) -> Look {
    let (kind, rest) = line.purpose.split_once(':').unwrap_or((&line.purpose, ""));
    let glass = kind == "glass";
    let purpose = match kind {
        "task" => f.t1("purpose-task", "task", f.t(&format!("task-{rest}"))),
        "glass" => rest.to_owned(),
        kind => f.t(&format!("purpose-{kind}")),
    };
    let agency = line.agency.as_deref().and_then(|code| code.parse().ok());
    let agency = agency.map(|code| said::agency_named(f.lang(), &province.directory, &code));
    // Whoever looks for no agency was authorised by the person, who knows them by name.
    let (agency, title, name) = match agency {
        Some(agency) => (agency, line.title.unwrap_or_default(), if glass { line.name } else { String::new() }),
        None => (line.name, f.t("reads-authorised"), String::new()),
    };
    Look {
        agency,
        title,
        name,
        what: f.t(&format!("read-{}", line.what)),
        dossier: line.dossier.unwrap_or_default(),
        purpose,
        glass,
        at: line.at,
        times: 1,
        login: line.login,
        subject: line.subject,
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Page {
    before: Option<String>,
}

#[derive(Template)]
#[template(path = "personal/reads.html")]
pub(super) struct ReadsPage {
    f: Frame,
    tabs: Vec<(String, String, bool)>,
    columns: Columns,
    looks: Vec<Look>,
    pages: Pages,
    /// Look-ups of this person in the population registry, on the first page.
    look_up_columns: Columns,
    look_ups: Vec<LookUpRow>,
}

fn columns(f: &Frame) -> Columns {
    ["who", "what", "purpose", "at"].map(|key| Column::text(f.t(&format!("reads-col-{key}")))).into()
}

pub(super) async fn mine(
    State(app): State<App>,
    f: Frame,
    Sure(actor): Sure,
    Query(page): Query<Page>,
) -> Result<View<ReadsPage>, Failure> {
    let (cache, before) = (app.province.clone(), page.before.clone());
    let (province, seen, look_ups) = app
        .read(move |tx| {
            let subject = holder(&actor).subject;
            let look_ups = match subject.as_deref().filter(|_| before.is_none()) {
                Some(number) => store::tables::registry::look_ups_of(tx, number, PAGE)?,
                None => Vec::new(),
            };
            let about = About::Person { login: actor.login.clone(), subject };
            Ok((cache.get(tx)?, list(tx, &about, before.as_deref(), PAGE)?, look_ups))
        })
        .await?;
    let pages = pages(&seen, "/my/data/reads", "", page.before.is_some());
    let look_up_columns = ["agency", "purpose", "dossier", "result", "at"]
        .map(|key| Column::text(f.t(&format!("look-ups-{key}"))))
        .into();
    Ok(View(ReadsPage {
        tabs: tabs(&f),
        columns: columns(&f),
        looks: looks(&f, &province, seen),
        pages,
        look_up_columns,
        look_ups: look_ups.iter().map(|look_up| look_up_row(&f, &province, look_up)).collect(),
        f,
    }))
}

fn pages(seen: &[Seen], path: &str, query: &str, further: bool) -> Pages {
    let last = seen.last().filter(|_| seen.len() == PAGE as usize);
    Pages {
        first: if further { format!("{path}?{query}") } else { String::new() },
        next: last.map(|last| format!("{path}?{query}before={}", last.id)).unwrap_or_default(),
        export: String::new(),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Inspected {
    subject: String,
    login: String,
    before: Option<String>,
}

#[derive(Template)]
#[template(path = "personal/inspect.html")]
pub(super) struct InspectPage {
    f: Frame,
    asked: Inspected,
    columns: Columns,
    looks: Vec<Look>,
    pages: Pages,
}

/// The log of one person or of one officer, for administrators; that they looked is in the log too.
pub(super) async fn inspect(
    State(app): State<App>,
    f: Frame,
    Officer(actor): Officer,
    Query(asked): Query<Inspected>,
) -> Result<View<InspectPage>, Failure> {
    may_handle_requests(&actor).ok_or_else(|| Refusal::forbidden("administrators-only"))?;
    let (subject, login) = (asked.subject.trim().to_owned(), asked.login.trim().to_owned());
    let about = match (subject.is_empty(), login.is_empty()) {
        (false, _) => Some(About::Subject(subject.clone())),
        (true, false) => Some(About::Reader(login.clone())),
        (true, true) => None,
    };
    let mut looks = Vec::new();
    let mut pages = Pages::default();
    if let Some(about) = about {
        let look = Looked { subject: &subject, item: Some(&login), ..Looked::default() };
        reads::elsewhere(&app, &actor, "log", Purpose::Inspection, look).await?;
        let (cache, before) = (app.province.clone(), asked.before.clone());
        let (province, seen) =
            app.read(move |tx| Ok((cache.get(tx)?, list(tx, &about, before.as_deref(), PAGE)?))).await?;
        let query = format!("subject={}&login={}&", said::urlencoded(&subject), said::urlencoded(&login));
        pages = self::pages(&seen, "/admin/reads", &query, asked.before.is_some());
        let names: Vec<_> = seen.iter().map(|line| (line.login.clone(), line.name.clone())).collect();
        looks = self::looks(&f, &province, seen);
        for look in &mut looks {
            look.name =
                names.iter().find(|(login, _)| *login == look.login).map(|(_, name)| name.clone()).unwrap_or_default();
        }
    }
    Ok(View(InspectPage { columns: columns(&f), asked, looks, pages, f }))
}
