//! Lists of obstacles: what waits for my agencies' answer, what they raised, everything that I see.

use super::words;
use crate::app::App;
use crate::components::{Choice, Column, Columns, FormErrors, Pages, Tag};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use jiff::Timestamp;
use rules::codes::ObstacleCode;
use rules::obstacles::Kind;
use rules::people::Actor;
use rules::people::permissions::{Deed, Scope, may, raises_for, tasks_seen};
use serde::Deserialize;
use store::province::Province;
use store::tables::obstacles::{Filter, Listed, Side, State as Wanted, count, list};

/// Obstacles on a page.
const PAGE: u32 = 30;

#[derive(Template)]
#[template(path = "obstacles/list.html")]
pub(super) struct ListPage {
    f: Frame,
    tabs: Vec<(String, String, bool)>,
    asked: Asked,
    kinds: Vec<Choice>,
    states: Vec<Choice>,
    raisers: Vec<Choice>,
    count: i64,
    columns: Columns,
    rows: Vec<Row>,
    pages: Pages,
    raises: bool,
}

/// An obstacle in a list.
pub(super) struct Row {
    pub(super) code: String,
    pub(super) title: String,
    pub(super) kind: String,
    pub(super) raiser: String,
    pub(super) place: String,
    pub(super) holder: String,
    pub(super) due: String,
    pub(super) raised: String,
    pub(super) status: Tag,
    /// How many others raised the same.
    pub(super) others: i64,
}

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    side: String,
    pub(super) q: String,
    kind: String,
    state: String,
    raiser: String,
    pub(super) from: String,
    pub(super) to: String,
    after: String,
}

impl Asked {
    fn side(&self) -> Side {
        Side::from_key(&self.side).unwrap_or(Side::Held)
    }

    pub(super) fn filter(&self, actor: &Actor) -> Filter {
        Filter {
            side: self.side(),
            agencies: raises_for(actor),
            state: Wanted::from_key(&self.state),
            kind: Kind::from_key(&self.kind),
            raiser: self.raiser.parse().ok(),
            from: self.from.parse().ok(),
            to: self.to.parse().ok(),
            words: self.q.clone(),
            task: None,
        }
    }

    fn after(&self) -> Option<(Timestamp, ObstacleCode)> {
        let (at, code) = self.after.split_once('~')?;
        Some((Timestamp::from_microsecond(at.parse().ok()?).ok()?, code.parse().ok()?))
    }

    fn href(&self, side: Side, after: &str) -> String {
        let pairs = [
            ("side", side.key()),
            ("q", self.q.as_str()),
            ("kind", &self.kind),
            ("state", &self.state),
            ("raiser", &self.raiser),
            ("from", &self.from),
            ("to", &self.to),
            ("after", after),
        ];
        said::address("/obstacles", &pairs)
    }
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(mut asked): Query<Asked>,
) -> Result<View<ListPage>, Failure> {
    may(&actor, Deed::RaiseObstacles)?;
    // Who answers nothing begins with what they raised.
    if asked.side.is_empty() && may(&actor, Deed::AnswerObstacles).is_err() {
        asked.side = Side::Raised.key().to_owned();
    }
    // What waits for an answer is what is open, unless something else is asked for.
    if asked.side() == Side::Held && asked.state.is_empty() {
        asked.state = Wanted::Open.key().to_owned();
    }
    let (filter, scope, after, now) = (asked.filter(&actor), tasks_seen(&actor), asked.after(), f.now);
    let province = app.province().await?;
    let (mut found, count) = app
        .read(move |tx| {
            let found = list(tx, &scope, &filter, now, after.as_ref(), PAGE)?;
            Ok((found, count(tx, &scope, &filter, now)?))
        })
        .await?;
    let more = found.len() > PAGE as usize;
    found.truncate(PAGE as usize);
    let next = found.last().filter(|_| more).map(|last| format!("{}~{}", last.raised_at.as_microsecond(), last.code));
    let tabs = Side::ALL.map(|side| {
        (f.t(&format!("obstacles-side-{}", side.key())), Asked::default().href(side, ""), side == asked.side())
    });
    let states = Wanted::ALL.map(|state| Choice::new(state.key(), f.t(&format!("obstacle-state-{}", state.key()))));
    let raisers = match tasks_seen(&actor) {
        Scope::All => words::choices(&f, province.directory.iter().filter(|agency| agency.settles())),
        _ => Vec::new(),
    };
    Ok(View(ListPage {
        tabs: tabs.into(),
        kinds: words::kinds(&f),
        states: states.into(),
        raisers,
        count,
        columns: columns(&f),
        rows: found.iter().map(|one| row(&f, &province, one)).collect(),
        pages: Pages {
            first: if asked.after.is_empty() { String::new() } else { asked.href(asked.side(), "") },
            next: next.map(|after| asked.href(asked.side(), &after)).unwrap_or_default(),
            export: String::new(),
        },
        raises: !raises_for(&actor).is_empty(),
        asked,
        f,
    }))
}

/// The columns of lists of obstacles.
pub(super) fn columns(f: &Frame) -> Columns {
    ["title", "raiser", "holder", "status"].map(|key| Column::text(f.t(&format!("obstacle-col-{key}")))).into()
}

/// An obstacle in a list, in words.
pub(super) fn row(f: &Frame, province: &Province, one: &Listed) -> Row {
    let late = one.due_at.is_some_and(|due| due < f.now);
    Row {
        code: one.code.to_string(),
        title: one.title.clone(),
        kind: words::kind(f, one.kind),
        raiser: words::agency(f, province, &one.raiser),
        place: one.place.clone(),
        holder: words::agency(f, province, &one.holder),
        due: one.due_at.map(|due| f.t1("obstacle-due", "due", f.moment(&due))).unwrap_or_default(),
        raised: f.day_of(&one.raised_at),
        status: words::status(f, one.status, late),
        others: i64::try_from(one.raisers).unwrap_or(1) - 1,
    }
}
