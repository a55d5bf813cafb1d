//! The people of the province: found by name, agency, role and standing; page by page.

use super::within;
use crate::app::App;
use crate::components::{Choice, Column, Columns, FormErrors, Pages, Tag, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use rules::calendar::day_of;
use rules::people::Role;
use rules::people::permissions::may_register_people;
use serde::Deserialize;
use std::sync::Arc;
use store::province::Province;
use store::tables::staff::{self, Filter, Key, Listed, Standing};

/// People on a page.
const PAGE: u32 = 30;

#[derive(Template)]
#[template(path = "people/staff/list.html")]
pub(super) struct ListPage {
    f: Frame,
    /// Whether the reader may enter somebody new.
    may_register: bool,
    asked: Asked,
    agencies: Vec<Choice>,
    roles: Vec<Choice>,
    standings: Vec<Choice>,
    count: i64,
    columns: Columns,
    rows: Vec<Row>,
    pages: Pages,
}

struct Row {
    login: String,
    name: String,
    positions: Vec<(String, String)>,
    standing: Tag,
}

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    agency: String,
    role: String,
    standing: String,
    after: String,
}

impl Asked {
    pub(super) fn filter(&self, within: Option<Vec<rules::codes::AgencyCode>>) -> Filter {
        Filter {
            within,
            q: Some(self.q.trim().to_owned()).filter(|typed| !typed.is_empty()),
            agency: self.agency.parse().ok(),
            role: Role::from_key(&self.role),
            standing: Standing::from_key(&self.standing).unwrap_or_default(),
        }
    }

    fn after(&self) -> Option<Key> {
        let (folded, login) = self.after.split_once('~')?;
        Some((folded.to_owned(), login.to_owned()))
    }

    fn href(&self, path: &str, after: Option<Key>) -> String {
        let after = after.map(|(folded, login)| format!("{folded}~{login}")).unwrap_or_default();
        let pairs = [
            ("q", self.q.as_str()),
            ("agency", &self.agency),
            ("role", &self.role),
            ("standing", &self.standing),
            ("after", &after),
        ];
        said::address(path, &pairs)
    }
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<View<ListPage>, Failure> {
    let filter = asked.filter(within(&actor)?);
    let (today, after, province) = (day_of(f.now), asked.after(), app.province().await?);
    let (mut found, count) = app
        .read(move |tx| Ok((staff::page(tx, &filter, today, after.as_ref(), PAGE)?, staff::count(tx, &filter, today)?)))
        .await?;
    let more = found.len() > PAGE as usize;
    found.truncate(PAGE as usize);
    let next = found.last().filter(|_| more).map(|last| asked.href("/admin/people", Some(last.key())));
    Ok(View(ListPage {
        may_register: may_register_people(&actor).is_ok(),
        agencies: agencies(&f, &province),
        roles: roles(&f),
        standings: Standing::ALL
            .iter()
            .map(|standing| Choice::new(standing.key(), f.t(&format!("staff-standing-{}", standing.key()))))
            .collect(),
        count,
        columns: ["person", "positions", "standing"].map(|key| Column::text(f.t(&format!("staff-col-{key}")))).into(),
        rows: found.iter().map(|person| row(&f, &province, person)).collect(),
        pages: Pages {
            first: if asked.after.is_empty() { String::new() } else { asked.href("/admin/people", None) },
            next: next.unwrap_or_default(),
            export: asked.href("/admin/people.csv", None),
        },
        asked,
        f,
    }))
}

fn row(f: &Frame, province: &Arc<Province>, person: &Listed) -> Row {
    let today = day_of(f.now);
    let held = |position: &&staff::Held| {
        let days = position.from <= today && position.until.is_none_or(|until| until >= today);
        days && !super::is_no_more(province, &position.agency, today)
    };
    let current = person.positions.iter().any(|position| held(&position));
    let shown = person.positions.iter().filter(|position| !current || held(position));
    let positions = shown.map(|position| {
        let what = super::position(f, province, &position.agency, position.role);
        (what, format!("{}, {}", position.title, super::days(f, position.from, position.until)))
    });
    Row {
        login: person.login.clone(),
        name: person.name.clone(),
        positions: positions.collect(),
        standing: match (person.disabled, current, person.positions.is_empty()) {
            (true, ..) => Tag::new(Tone::Bad, f.t("staff-standing-disabled")),
            (false, true, _) => Tag::new(Tone::Good, f.t("staff-standing-in-force")),
            (false, false, true) => Tag::new(Tone::Neutral, f.t("staff-standing-none")),
            (false, false, false) => Tag::new(Tone::Neutral, f.t("staff-standing-past")),
        },
    }
}

/// The agencies to choose from, by name.
pub(super) fn agencies(f: &Frame, province: &Province) -> Vec<Choice> {
    let all = province.directory.iter();
    let mut choices: Vec<_> =
        all.map(|agency| Choice::new(agency.code.as_str(), said::agency_name(f.lang(), agency))).collect();
    choices.sort_by_cached_key(|choice| rules::text::fold(&choice.label));
    choices
}

/// The roles of officers to choose from.
pub(super) fn roles(f: &Frame) -> Vec<Choice> {
    let officers = Role::ALL.into_iter().filter(|role| *role != Role::Citizen);
    officers.map(|role| Choice::new(role.key(), f.role(&role))).collect()
}
