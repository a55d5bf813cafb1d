//! Lists of directives: what my agencies have not opened, what they have, their registers, everything that I see.

use super::words;
use crate::app::App;
use crate::components::{Choice, Column, Columns, FormErrors, Pages, Tag};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said::urlencoded;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use rules::codes::{AgencyCode, DirectiveCode};
use rules::directives::{Direction, Kind};
use rules::people::Actor;
use rules::people::permissions::{Deed, assigns_for, may, receives_for, tasks_seen};
use serde::Deserialize;
use store::province::Province;
use store::tables::directives::{Filter, Listed, Side, count, list};

/// Directives on a page.
const PAGE: u32 = 30;

#[derive(Template)]
#[template(path = "directives/list.html")]
pub(super) struct ListPage {
    f: Frame,
    tabs: Vec<(String, String, bool)>,
    asked: Asked,
    directions: Vec<Choice>,
    kinds: Vec<Choice>,
    count: i64,
    columns: Columns,
    rows: Vec<Row>,
    pages: Pages,
    registers: bool,
}

/// A directive in a list.
struct Row {
    code: String,
    subject: String,
    named: String,
    urgency: Option<Tag>,
    register: String,
    issuer: String,
    issued: String,
    due: String,
    opened: String,
}

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    side: String,
    q: String,
    direction: String,
    kind: String,
    after: String,
}

impl Asked {
    fn side(&self) -> Side {
        // Whoever looks for words looks everywhere.
        let usual = if self.q.is_empty() { Side::Unread } else { Side::Any };
        Side::from_key(&self.side).unwrap_or(usual)
    }

    fn filter(&self, actor: &Actor) -> Filter {
        Filter {
            side: self.side(),
            agencies: own(actor),
            direction: Direction::from_key(&self.direction),
            kind: Kind::from_key(&self.kind),
            words: self.q.clone(),
        }
    }

    fn after(&self) -> Option<DirectiveCode> {
        self.after.parse().ok()
    }

    fn href(&self, side: Side, after: &str) -> String {
        let pairs = [
            ("side", side.key()),
            ("q", self.q.as_str()),
            ("direction", &self.direction),
            ("kind", &self.kind),
            ("after", after),
        ];
        let given = pairs.iter().filter(|(_, value)| !value.is_empty());
        let query: Vec<_> = given.map(|(name, value)| format!("{name}={}", urlencoded(value))).collect();
        format!("/directives?{}", query.join("&"))
    }
}

/// The agencies of the actor's positions.
fn own(actor: &Actor) -> Vec<AgencyCode> {
    receives_for(actor).map(|held| held.agency.clone()).collect()
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<View<ListPage>, Failure> {
    may(&actor, Deed::WorkOnTasks)?;
    let (filter, scope, after) = (asked.filter(&actor), tasks_seen(&actor), asked.after());
    let province = app.province().await?;
    let (mut found, count) = app
        .read(move |tx| {
            let found = list(tx, &scope, &filter, after.as_ref(), PAGE)?;
            Ok((found, count(tx, &scope, &filter)?))
        })
        .await?;
    let more = found.len() > PAGE as usize;
    found.truncate(PAGE as usize);
    let next = found.last().filter(|_| more).map(|last| last.code.to_string());
    let tabs = Side::ALL.map(|side| {
        (f.t(&format!("directives-side-{}", side.key())), Asked::default().href(side, ""), side == asked.side())
    });
    Ok(View(ListPage {
        tabs: tabs.into(),
        directions: words::directions(&f),
        kinds: words::kinds(&f),
        count,
        columns: ["subject", "issuer", "register", "due", "opened"]
            .map(|key| Column::text(f.t(&format!("directive-col-{key}"))))
            .into(),
        rows: found.iter().map(|one| row(&f, &province, one)).collect(),
        pages: Pages {
            first: if asked.after.is_empty() { String::new() } else { asked.href(asked.side(), "") },
            next: next.map(|after| asked.href(asked.side(), &after)).unwrap_or_default(),
            export: String::new(),
        },
        registers: !assigns_for(&actor).is_empty(),
        asked,
        f,
    }))
}

fn row(f: &Frame, province: &Province, one: &Listed) -> Row {
    Row {
        code: one.code.to_string(),
        subject: one.subject.clone(),
        named: format!("{} {}", words::kind(f, one.kind), one.notation),
        urgency: words::urgency(f, one.urgency),
        register: format!(
            "{} {}, {}",
            words::direction(f, one.direction),
            one.number,
            words::agency(f, province, &one.agency)
        ),
        issuer: one.issuer.clone(),
        issued: f.day(&one.issued_on),
        due: one.due_on.map(|day| f.day(&day)).unwrap_or_default(),
        opened: format!("{}/{}", one.opened, one.assigned),
    }
}
