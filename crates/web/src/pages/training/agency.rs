//! What the people of an agency have and lack in skills: for who may send them to courses.

use super::gaps::Asked;
use super::{many, named};
use crate::app::App;
use crate::components::{Choice, Column, Columns, FormErrors};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said::agency_name;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, Query, State};
use rules::Refusal;
use rules::codes::AgencyCode;
use rules::people::permissions::{Deed, may, may_at};
use rules::training::Need;
use store::tables::training::{Officer, gaps, skills};

#[derive(Template)]
#[template(path = "training/agency.html")]
pub(super) struct AgencyPage {
    f: Frame,
    name: String,
    code: String,
    asked: Asked,
    /// How many lack what is asked for, of all who work there.
    said: String,
    skills: Vec<Choice>,
    columns: Columns,
    rows: Vec<Row>,
}

/// Somebody with what they have and lack.
struct Row {
    name: String,
    roles: String,
    has: Vec<Link>,
    lacks: Vec<Link>,
}

/// A skill: its certificate, or the courses that teach it.
struct Link {
    text: String,
    href: String,
    note: String,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<View<AgencyPage>, Failure> {
    may(&actor, Deed::SendToTraining)?;
    let unknown = || Refusal::not_found("agency-unknown").with("code", &code);
    let known: AgencyCode = code.parse().map_err(|_| unknown())?;
    let (province, day) = (app.province().await?, asked.day(&f));
    let agency = province.directory.get(&known).ok_or_else(unknown)?.clone();
    may_at(&actor, Deed::SendToTraining, &known)?;
    let found = app.read(move |tx| Ok(gaps(tx, &province, day, Some(&known))?)).await?;
    let wanted = |officer: &&Officer| asked.skill.is_empty() || officer.lacking().any(|skill| skill.key == asked.skill);
    let officers = || found.iter().flat_map(|gap| &gap.officers);
    let rows: Vec<Row> = officers().filter(wanted).map(|officer| row(&f, officer)).collect();
    let said = f.t2("training-officers-shown", "count", many(&f, rows.len()), "of", many(&f, officers().count()));
    Ok(View(AgencyPage {
        name: agency_name(f.lang(), &agency),
        code,
        said,
        skills: skills(day).iter().map(|skill| Choice::new(skill.key.as_str(), named(f.lang(), skill))).collect(),
        columns: ["learner", "roles", "has", "lacks"]
            .map(|key| Column::text(f.t(&format!("training-col-{key}"))))
            .into(),
        rows,
        asked,
        f,
    }))
}

fn row(f: &Frame, officer: &Officer) -> Row {
    let has = |need: &Need| {
        let proof = need.proof.as_ref()?;
        let note = match need.skill.last_day(proof.on) {
            Some(last) => f.t1("training-counts-until", "day", f.day(&last)),
            None => f.day(&proof.on),
        };
        let href = format!("/training/certificates/{}", proof.number);
        Some(Link { text: named(f.lang(), need.skill), href, note })
    };
    Row {
        name: officer.name.clone(),
        roles: officer.roles.iter().map(|role| f.role(role)).collect::<Vec<_>>().join("; "),
        has: officer.needs.iter().filter_map(has).collect(),
        lacks: officer
            .lacking()
            .map(|skill| Link {
                text: named(f.lang(), skill),
                href: format!("/training?skill={}&stage=enrolling", skill.key),
                note: String::new(),
            })
            .collect(),
    }
}
