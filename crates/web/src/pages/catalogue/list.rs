//! Finding a procedure: by words, field, level, and how far it goes online.

use crate::app::App;
use crate::components::{Choice, FormErrors, Pages};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use rules::catalogue::{Level, OnlineLevel, Procedure};
use serde::Deserialize;
use std::collections::BTreeSet;
use store::province::Province;

/// Procedures on a page.
const PAGE: usize = 20;

#[derive(Template)]
#[template(path = "catalogue/list.html")]
pub(super) struct ListPage {
    f: Frame,
    asked: Asked,
    /// Whether more than words narrow the list.
    narrowed: bool,
    fields: Vec<Choice>,
    levels: Vec<Choice>,
    online: Vec<Choice>,
    total: i64,
    found: Vec<Found>,
    pages: Pages,
}

/// One procedure in the list.
struct Found {
    code: String,
    name: String,
    field: String,
    limit: String,
    cost: String,
    online: String,
    level: String,
}

/// What is looked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    field: String,
    level: String,
    online: String,
    page: usize,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    Query(asked): Query<Asked>,
) -> Result<View<ListPage>, Failure> {
    let province = app.province().await?;
    let all = found(&province, &asked);
    let page = asked.page.max(1);
    let shown = all.iter().skip((page - 1).saturating_mul(PAGE)).take(PAGE);
    let list = ListPage {
        narrowed: [&asked.field, &asked.level, &asked.online].iter().any(|narrows| !narrows.is_empty()),
        fields: fields(&province),
        levels: [("commune", Level::Commune), ("province", Level::Province)]
            .map(|(key, level)| Choice::new(key, said::level(f.words, level)))
            .to_vec(),
        online: [("full", OnlineLevel::Full), ("partial", OnlineLevel::Partial), ("none", OnlineLevel::None)]
            .map(|(key, level)| Choice::new(key, said::online(f.words, level)))
            .to_vec(),
        total: i64::try_from(all.len()).unwrap_or(i64::MAX),
        found: shown.map(|procedure| one(&f, procedure)).collect(),
        pages: Pages {
            first: if page > 1 { asked.href(1) } else { String::new() },
            next: if all.len() > page.saturating_mul(PAGE) { asked.href(page + 1) } else { String::new() },
            export: String::new(),
        },
        asked,
        f,
    };
    Ok(View(list))
}

fn found<'a>(province: &'a Province, asked: &Asked) -> Vec<&'a Procedure> {
    let fits = |procedure: &&Procedure| {
        (asked.field.is_empty() || procedure.field == asked.field)
            && (asked.level.is_empty() || level_key(procedure.level) == asked.level)
            && (asked.online.is_empty() || online_key(procedure.online) == asked.online)
    };
    if asked.q.trim().is_empty() {
        let mut all: Vec<_> = province.procedures().filter(fits).collect();
        // Essential services first: they are what most people look for.
        all.sort_by_key(|procedure| (procedure.essential.unwrap_or(u16::MAX), procedure.code.as_str()));
        return all;
    }
    province.search(&asked.q).filter(fits).collect()
}

fn level_key(level: Level) -> &'static str {
    match level {
        Level::Province => "province",
        Level::Commune => "commune",
        Level::Ministry => "ministry",
    }
}

fn online_key(online: OnlineLevel) -> &'static str {
    match online {
        OnlineLevel::None => "none",
        OnlineLevel::Partial => "partial",
        OnlineLevel::Full => "full",
    }
}

fn fields(province: &Province) -> Vec<Choice> {
    let names: BTreeSet<_> = province.procedures().map(|procedure| procedure.field.as_str()).collect();
    let mut names: Vec<_> = names.into_iter().map(|name| Choice::new(name, name)).collect();
    names.sort_by_cached_key(|choice| rules::text::fold(&choice.label));
    names
}

fn one(f: &Frame, procedure: &Procedure) -> Found {
    Found {
        code: procedure.code.to_string(),
        name: said::procedure_name(f.lang(), procedure),
        field: procedure.field.clone(),
        limit: said::time_limit(f.words, procedure.time_limit),
        cost: said::cost(f.words, procedure),
        online: said::online(f.words, procedure.online),
        level: said::level(f.words, procedure.level),
    }
}

impl Asked {
    /// The address of a page of the same search.
    fn href(&self, page: usize) -> String {
        let pairs = [("q", &self.q), ("field", &self.field), ("level", &self.level), ("online", &self.online)];
        let kept = pairs.iter().filter(|(_, value)| !value.is_empty());
        let kept: String = kept.map(|(name, value)| format!("{name}={}&", said::urlencoded(value))).collect();
        format!("/procedures?{kept}page={page}")
    }
}
