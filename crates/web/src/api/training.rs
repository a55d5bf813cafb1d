//! Training: courses, one's own certificates, and what agencies lack in skills; for whoever works for the state.

use super::caller::Caller;
use super::openapi::Refusals;
use super::wire::{Answer, Asked, Complaints, Page};
use crate::app::App;
use crate::errors::Failure;
use axum::extract::{Path, State};
use jiff::civil::Date;
use rules::Refusal;
use rules::calendar::day_of;
use rules::codes::CourseCode;
use rules::people::permissions::{Deed, may, may_at};
use rules::training::Opened;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::desk::training::find;
use store::tables::training::{Gap, Listed, Part, courses, gaps, parts_of, skills};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of training.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_courses))
        .routes(routes!(show_course))
        .routes(routes!(list_own_courses))
        .routes(routes!(list_skill_gaps))
}

/// A course.
#[derive(Debug, Serialize, ToSchema)]
pub struct CourseSeen {
    /// Its code.
    #[schema(example = "DT-2025-00001")]
    code: String,
    /// Its title.
    title: String,
    /// Who organises it.
    agency: String,
    /// The key of the skill that it teaches.
    skill: String,
    /// `class` or `online`.
    form: &'static str,
    /// Where.
    place: String,
    /// How many hours.
    hours: u16,
    /// The days of its sessions.
    #[schema(value_type = Vec<String>)]
    sessions: Vec<Date>,
    /// The last day of enrolment.
    #[schema(value_type = String, format = Date)]
    enrol_by: Date,
    /// How many may take part.
    seats: u16,
    /// From how many points of 100 the test is passed.
    pass_mark: u8,
    /// `enrolling`, `closed`, `running`, `over` or `called-off`.
    stage: &'static str,
    /// How many take part.
    learners: i64,
    /// How many have their certificate.
    certified: i64,
}

fn seen(opened: &Opened, stage: &'static str, learners: i64, certified: i64) -> CourseSeen {
    CourseSeen {
        code: opened.course.to_string(),
        title: opened.title.clone(),
        agency: opened.agency.to_string(),
        skill: opened.skill.clone(),
        form: opened.form.key(),
        place: opened.place.clone(),
        hours: opened.hours,
        sessions: opened.sessions.clone(),
        enrol_by: opened.enrol_by,
        seats: opened.seats,
        pass_mark: opened.pass_mark,
        stage,
        learners,
        certified,
    }
}

/// Every course, the newest first.
#[utoipa::path(
    get, path = "/training-courses", tag = "resources", summary = "Courses in digital skills",
    responses((status = 200, description = "All of them", body = Page<CourseSeen>), Refusals),
    security(("token" = []))
)]
pub async fn list_courses(State(app): State<App>, caller: Caller) -> Result<Answer<Page<CourseSeen>>, Failure> {
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let found = app
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let actor = caller.actor(tx, &province, now)?;
            may(&actor, Deed::TakeTraining)?;
            Ok(courses(tx)?)
        })
        .await?;
    let today = day_of(now);
    let item = |one: &Listed| seen(&one.opened, one.stage(today).key(), one.learners, one.certified);
    Ok(Answer(Page { items: found.iter().map(item).collect(), next: None }))
}

/// Somebody who takes part in a course.
#[derive(Debug, Serialize, ToSchema)]
pub struct LearnerSeen {
    /// Their login.
    login: String,
    /// Their name.
    name: String,
    /// For which agency.
    agency: String,
    /// At how many sessions they were.
    attended: usize,
    /// Points of 100, once the test is marked.
    score: Option<u8>,
    /// The number of their certificate.
    certificate: Option<String>,
}

/// A course with those whose marks the caller may see.
#[derive(Debug, Serialize, ToSchema)]
pub struct CourseWhole {
    /// The course.
    #[serde(flatten)]
    course: CourseSeen,
    /// All participants for the organiser; for others themselves and those whom they may send.
    participants: Vec<LearnerSeen>,
    /// The version.
    version: u64,
}

/// One course.
#[utoipa::path(
    get, path = "/training-courses/{code}", tag = "resources", summary = "One course with the participants whose marks the caller may see",
    params(("code" = String, Path, description = "The course's code", example = "DT-2025-00001")),
    responses((status = 200, description = "The course", body = CourseWhole), Refusals),
    security(("token" = []))
)]
pub async fn show_course(
    State(app): State<App>,
    Path(code): Path<String>,
    caller: Caller,
) -> Result<Answer<CourseWhole>, Failure> {
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let found = app
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let actor = caller.actor(tx, &province, now)?;
            may(&actor, Deed::TakeTraining)?;
            let known: CourseCode =
                code.parse().map_err(|_| Refusal::not_found("course-unknown").with("code", &code))?;
            let (course, _) = find(tx, &known)?;
            let organises = may_at(&actor, Deed::OrganiseTraining, &course.opened.agency).is_ok();
            let participants = course.learners.iter().filter(|(login, one)| {
                organises || **login == actor.login || may_at(&actor, Deed::SendToTraining, &one.agency).is_ok()
            });
            let learner = |(login, one): (&String, &rules::training::Learner)| LearnerSeen {
                login: login.clone(),
                name: one.name.clone(),
                agency: one.agency.to_string(),
                attended: one.attended.len(),
                score: one.score,
                certificate: one.certificate.as_ref().map(|one| one.number.clone()),
            };
            let count = |some: usize| i64::try_from(some).unwrap_or(i64::MAX);
            let certified = course.learners.values().filter(|one| one.certificate.is_some()).count();
            let stage = course.stage(day_of(now)).key();
            Ok(CourseWhole {
                participants: participants.map(learner).collect(),
                course: seen(&course.opened, stage, count(course.learners.len()), count(certified)),
                version: course.version,
            })
        })
        .await?;
    Ok(Answer(found))
}

/// The caller's part in a course.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnCourse {
    /// The course's code.
    code: String,
    /// Its title.
    title: String,
    /// The key of its skill.
    skill: String,
    /// At how many sessions they were.
    attended: i64,
    /// Points of 100.
    score: Option<i64>,
    /// The number of the certificate.
    certificate: Option<String>,
    /// Its day.
    #[schema(value_type = Option<String>, format = Date)]
    certified_on: Option<Date>,
}

impl From<&Part> for OwnCourse {
    fn from(part: &Part) -> Self {
        let (certificate, certified_on) = part.certificate.clone().unzip();
        Self {
            code: part.opened.course.to_string(),
            title: part.opened.title.clone(),
            skill: part.opened.skill.clone(),
            attended: part.attended,
            score: part.score,
            certificate,
            certified_on,
        }
    }
}

/// The caller's own courses and certificates, the newest first.
#[utoipa::path(
    get, path = "/me/training", tag = "resources", summary = "One's own courses and certificates",
    responses((status = 200, description = "All of them", body = Page<OwnCourse>), Refusals),
    security(("token" = []))
)]
pub async fn list_own_courses(State(app): State<App>, caller: Caller) -> Result<Answer<Page<OwnCourse>>, Failure> {
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let found = app
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let actor = caller.actor(tx, &province, now)?;
            may(&actor, Deed::TakeTraining)?;
            Ok(parts_of(tx, &actor.login)?)
        })
        .await?;
    Ok(Answer(Page { items: found.iter().map(OwnCourse::from).collect(), next: None }))
}

/// As of when.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct GapsQuery {
    /// The day as of which; today where none is given.
    #[param(example = "2025-12-23")]
    as_of: Option<String>,
}

/// What the people of an agency lack in skills.
#[derive(Debug, Serialize, ToSchema)]
pub struct SkillGap {
    /// The agency's code.
    #[schema(example = "H35.38")]
    agency: String,
    /// Its name.
    name: String,
    /// How many people work there.
    officers: usize,
    /// How many skills their positions require, together.
    required: usize,
    /// How many of these are lacking.
    lacking: usize,
    /// How many people lack each skill, by its key.
    by_skill: BTreeMap<String, usize>,
}

/// The agencies, by code.
#[utoipa::path(
    get, path = "/skill-gaps", tag = "resources", summary = "Skills that positions require less those certified, by agency",
    params(GapsQuery),
    responses((status = 200, description = "All of them", body = Page<SkillGap>), Refusals),
    security(("token" = []))
)]
pub async fn list_skill_gaps(
    State(app): State<App>,
    Asked(query): Asked<GapsQuery>,
    caller: Caller,
) -> Result<Answer<Page<SkillGap>>, Failure> {
    let mut complaints = Complaints::default();
    let now = app.clock.now();
    let day: Option<Date> = complaints.code("/as_of", query.as_of.as_deref(), "date");
    complaints.settle()?;
    let day = day.unwrap_or_else(|| day_of(now)).min(day_of(now));
    let provinces = app.province.clone();
    let found = app
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let actor = caller.actor(tx, &province, now)?;
            may(&actor, Deed::TakeTraining)?;
            Ok(gaps(tx, &province, day, None)?)
        })
        .await?;
    let item = |gap: &Gap| SkillGap {
        agency: gap.agency.code.to_string(),
        name: gap.agency.name.clone(),
        officers: gap.officers.len(),
        required: gap.required(),
        lacking: gap.lacking(),
        by_skill: skills(day).iter().map(|skill| (skill.key.clone(), gap.lack(skill))).collect(),
    };
    Ok(Answer(Page { items: found.iter().map(item).collect(), next: None }))
}
