//! One's own courses and certificates, and what one lacks.

use super::{named, skill_named};
use crate::app::App;
use crate::components::{Column, Columns};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::State;
use rules::calendar::day_of;
use rules::people::Role;
use rules::people::permissions::{Deed, may};
use rules::training::{Proof, needs};
use store::tables::training::{Part, parts_of, positions_of};

#[derive(Template)]
#[template(path = "training/mine.html")]
pub(super) struct MinePage {
    f: Frame,
    columns: Columns,
    rows: Vec<Row>,
    lacking: Vec<(String, String)>,
}

/// A course that somebody takes or took part in.
struct Row {
    code: String,
    title: String,
    skill: String,
    attended: String,
    score: String,
    certificate: String,
    on: String,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
) -> Result<View<MinePage>, Failure> {
    may(&actor, Deed::TakeTraining)?;
    let (today, login) = (day_of(f.now), actor.login.clone());
    let (parts, held) = app.read(move |tx| Ok((parts_of(tx, &login)?, positions_of(tx, &login, today)?))).await?;
    let proof = |part: &Part| {
        let (number, on) = part.certificate.clone()?;
        Some(Proof { skill: part.opened.skill.clone(), number, on })
    };
    let proofs: Vec<Proof> = parts.iter().filter_map(proof).collect();
    let roles: Vec<Role> = held.iter().map(|held| held.role).collect();
    let lacking = needs(&roles, &proofs, today).into_iter().filter(|need| need.proof.is_none());
    let lacking = lacking.map(|need| (need.skill.key.clone(), named(f.lang(), need.skill))).collect();
    let rows = parts.iter().map(|part| Row {
        code: part.opened.course.to_string(),
        title: part.opened.title.clone(),
        skill: skill_named(&f, &part.opened.skill, today),
        attended: format!("{}/{}", part.attended, part.opened.sessions.len()),
        score: part.score.map_or_else(|| f.t("none"), |score| f.count(&score)),
        certificate: part.certificate.as_ref().map(|(number, _)| number.clone()).unwrap_or_default(),
        on: part.certificate.as_ref().map(|(_, on)| f.day(on)).unwrap_or_default(),
    });
    let mut columns: Columns = ["course", "skill"].map(|key| Column::text(f.t(&format!("training-col-{key}")))).into();
    columns.extend(["attended", "score"].map(|key| Column::number(f.t(&format!("training-col-{key}")))));
    columns.push(Column::text(f.t("training-col-certificate")));
    Ok(View(MinePage { rows: rows.collect(), lacking, columns, f }))
}
