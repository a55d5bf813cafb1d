//! The digital skills, which positions require them, and for how long a certificate counts.

use super::named;
use crate::app::App;
use crate::components::{Column, Columns, FormErrors};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use rules::calendar::day_of;
use rules::people::permissions::{Deed, may};
use rules::training::edition;

use super::gaps::Asked;

#[derive(Template)]
#[template(path = "training/skills.html")]
pub(super) struct SkillsPage {
    f: Frame,
    on: String,
    columns: Columns,
    rows: Vec<Row>,
    /// From when the list is in force, and by which document.
    source: String,
}

/// A skill.
struct Row {
    key: String,
    name: String,
    roles: String,
    months: String,
}

pub(super) async fn show(
    State(_): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<View<SkillsPage>, Failure> {
    may(&actor, Deed::TakeTraining)?;
    let day = asked.day(&f).min(day_of(f.now));
    let found = edition(day);
    let row = |skill: &rules::training::Skill| Row {
        key: skill.key.clone(),
        name: named(f.lang(), skill),
        roles: skill.required_of.iter().map(|role| f.role(role)).collect::<Vec<_>>().join("; "),
        months: match skill.months {
            Some(months) => f.t1("training-months", "count", i64::from(months)),
            None => f.t("training-without-end"),
        },
    };
    Ok(View(SkillsPage {
        on: asked.on,
        columns: ["skill", "required-of", "months"].map(|key| Column::text(f.t(&format!("training-col-{key}")))).into(),
        rows: found.map(|list| list.skills.iter().map(row).collect()).unwrap_or_default(),
        source: found
            .map(|list| f.t2("training-skills-source", "day", f.day(&list.from), "source", list.source.clone()))
            .unwrap_or_default(),
        f,
    }))
}
