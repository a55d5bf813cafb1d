//! Behind a figure of coverage: the agencies of a level that have a committee for something, with what it lacks, and those that have none.

use super::list::level_name;
use crate::app::App;
use crate::components::{Column, Columns, Tag, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use rules::calendar::day_of;
use rules::committees::CommitteeKind;
use rules::people::AgencyLevel;
use rules::people::permissions::{Deed, assigns_for, may};
use serde::Deserialize;
use store::tables::committees::{Steering, standings};

#[derive(Template)]
#[template(path = "committees/coverage.html")]
pub(super) struct CoveragePage {
    f: Frame,
    name: String,
    columns: Columns,
    having: Vec<Having>,
    lacking: Vec<Lacking>,
}

/// An agency that has one.
struct Having {
    agency: String,
    href: String,
    regulated: Tag,
    met: Tag,
}

/// An agency that has none.
struct Lacking {
    agency: String,
    /// Where this person founds one; empty where they may not.
    href: String,
}

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    level: String,
    kind: String,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<View<CoveragePage>, Failure> {
    may(&actor, Deed::WorkOnTasks)?;
    let level = AgencyLevel::from_key(&asked.level);
    let kind = CommitteeKind::from_key(&asked.kind).filter(|kind| CommitteeKind::STEERING.contains(kind));
    let (level, kind) = level.zip(kind).ok_or(Failure::Status(StatusCode::NOT_FOUND))?;
    let (province, today) = (app.province().await?, day_of(f.now));
    let whole = province.clone();
    let found = app
        .read(move |tx| {
            let found = standings(tx, &whole, level, kind, today)?;
            let with = |one: store::tables::committees::Standing<'_>| (one.agency.code.clone(), one.committee);
            Ok(found.into_iter().map(with).collect::<Vec<_>>())
        })
        .await?;
    let own = assigns_for(&actor);
    let (mut having, mut lacking) = (Vec::new(), Vec::new());
    for (code, committee) in found {
        let agency = said::agency_named(f.lang(), &province.directory, &code);
        match committee {
            Some(committee) => having.push(has(&f, agency, &committee)),
            None => {
                let pairs = [("agency", code.as_str()), ("kind", kind.key())];
                let href = said::address("/committees/new", &pairs);
                lacking.push(Lacking { agency, href: if own.contains(&code) { href } else { String::new() } });
            }
        }
    }
    let columns = ["agency", "regulated", "met"].map(|key| Column::text(f.t(&format!("committees-col-{key}"))));
    Ok(View(CoveragePage { name: level_name(&f, level, kind), columns: columns.into(), having, lacking, f }))
}

fn has(f: &Frame, agency: String, committee: &Steering) -> Having {
    let tag = |is: bool, key: &str| {
        let (tone, word) = if is { (Tone::Good, "yes") } else { (Tone::Warning, "no") };
        Tag::new(tone, f.t(&format!("committees-{key}-{word}")))
    };
    Having {
        agency,
        href: format!("/committees/{}", committee.code),
        regulated: tag(committee.regulated, "regulated"),
        met: tag(committee.met, "met"),
    }
}
