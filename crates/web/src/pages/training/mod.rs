//! Training on the pages: courses for everybody who works for the state, the course with its register for the organiser, one's own courses and
//! certificates, and what agencies lack in skills. Whose marks somebody sees: their own, those of people whom they may send, and all as organiser.

mod act;
mod agency;
mod certificate;
mod file;
mod gaps;
mod list;
mod mine;
mod new;
mod register;
mod show;
mod skills;

use crate::Lang;
use crate::app::App;
use crate::components::{Tag, Tone};
use crate::frame::Frame;
use axum::Router;
use axum::routing::{get, post};
use jiff::civil::Date;
use rules::training::{Skill, Stage, skill};

/// The rooms of training.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/training", get(list::show))
        .route("/training.csv", get(file::courses))
        .route("/training/new", get(new::form).post(new::take))
        .route("/training/mine", get(mine::show))
        .route("/training/skills", get(skills::show))
        .route("/training/gaps", get(gaps::show))
        .route("/training/gaps.csv", get(file::gaps))
        .route("/training/gaps/{agency}", get(agency::show))
        .route("/training/certificates/{number}", get(certificate::show))
        .route("/training/certificates/{number}/paper.pdf", get(certificate::paper))
        .route("/training/{code}", get(show::show))
        .route("/training/{code}/sessions/{number}", get(register::session))
        .route("/training/{code}/scores", get(register::scores))
        .route("/training/{code}/actions/{action}", post(act::act))
}

/// The name of a skill in this language.
fn named(lang: Lang, skill: &Skill) -> String {
    if lang == Lang::En { skill.name_en.clone() } else { skill.name.clone() }
}

/// The name of the skill of this key as it was known on a day.
fn skill_named(f: &Frame, key: &str, day: Date) -> String {
    skill(key, day).map_or_else(|| key.to_owned(), |skill| named(f.lang(), skill))
}

fn stage_tag(f: &Frame, stage: Stage) -> Tag {
    let tone = match stage {
        Stage::Enrolling => Tone::New,
        Stage::Closed => Tone::Waiting,
        Stage::Running => Tone::Warning,
        Stage::Over => Tone::Good,
        Stage::CalledOff => Tone::Neutral,
    };
    Tag::new(tone, f.t(&format!("training-stage-{}", stage.key())))
}

/// How many of something as people write it.
fn many(f: &Frame, some: usize) -> String {
    f.count(&i64::try_from(some).unwrap_or(i64::MAX))
}
