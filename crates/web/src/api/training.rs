//! Training: courses and what is done about them, one's own certificates, and what agencies lack in skills; for whoever works for the state.

use super::body::Body;
use super::caller::Caller;
use super::once::{Done, Key, once};
use super::openapi::Refusals;
use super::wire::{Answer, Asked, Complaints, Page};
use crate::app::App;
use crate::errors::Failure;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use jiff::civil::Date;
use rules::calendar::day_of;
use rules::codes::{AgencyCode, CourseCode};
use rules::people::Actor;
use rules::people::permissions::{Deed, may, may_at};
use rules::training::{Command, Draft, Form, Opened};
use rules::{Problem, Refusal};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::Tx;
use store::desk::training::{act, enrol, find, open};
use store::tables::training::{Gap, Listed, Part, courses, gaps, parts_of, skills};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of training.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_courses, open_course))
        .routes(routes!(show_course))
        .routes(routes!(act_on_course))
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

fn known(code: &str) -> Result<CourseCode, Refusal> {
    code.parse().map_err(|_| Refusal::not_found("course-unknown").with("code", code))
}

/// A course as this person sees it.
fn whole(tx: &mut Tx, actor: &Actor, code: &CourseCode, now: Timestamp) -> Result<CourseWhole, store::Failure> {
    let (course, _) = find(tx, code)?;
    let organises = may_at(actor, Deed::OrganiseTraining, &course.opened.agency).is_ok();
    let participants = course.learners.iter().filter(|(login, one)| {
        organises || **login == actor.login || may_at(actor, Deed::SendToTraining, &one.agency).is_ok()
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
            whole(tx, &actor, &known(&code)?, now)
        })
        .await?;
    Ok(Answer(found))
}

/// A course to be announced.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CourseToOpen {
    /// The agency that organises it.
    #[schema(example = "H35.07")]
    agency: String,
    /// Its title.
    title: String,
    /// The key of the skill that it teaches.
    #[schema(example = "security")]
    skill: String,
    /// `class` or `online`.
    #[schema(example = "class")]
    form: String,
    /// Where.
    place: String,
    /// How many hours.
    hours: Option<u16>,
    /// The days of its sessions, one after the other.
    #[schema(value_type = Vec<String>)]
    sessions: Vec<Date>,
    /// The last day of enrolment.
    #[schema(value_type = Option<String>, format = Date)]
    enrol_by: Option<Date>,
    /// How many may take part.
    seats: Option<u16>,
    /// From how many points of 100 the test is passed.
    pass_mark: Option<u16>,
}

impl CourseToOpen {
    fn read(&self) -> Result<(AgencyCode, Draft), Refusal> {
        let typed = |number: Option<u16>| number.map(|number| number.to_string()).unwrap_or_default();
        let agency =
            self.agency.parse().map_err(|_| Refusal::input(vec![Problem::new("/agency", "agency-unknown")]))?;
        let draft = Draft {
            title: self.title.clone(),
            skill: self.skill.clone(),
            form: Form::from_key(&self.form),
            place: self.place.clone(),
            hours: typed(self.hours),
            sessions: self.sessions.iter().copied().map(Some).collect(),
            enrol_by: self.enrol_by,
            seats: typed(self.seats),
            pass_mark: typed(self.pass_mark),
        };
        Ok((agency, draft))
    }
}

/// Announces a course.
#[utoipa::path(
    post, path = "/training-courses", tag = "resources", summary = "Announce a course",
    description = "For leaders and clerks of the agency that organises it.",
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated key is answered as the first time, for at least 24 hours")),
    request_body = CourseToOpen,
    responses((status = 201, description = "The course", body = CourseWhole), Refusals),
    security(("token" = []))
)]
pub async fn open_course(
    State(app): State<App>,
    caller: Caller,
    key: Key,
    body: Body<CourseToOpen>,
) -> Result<Response, Failure> {
    let request = key.request(&caller, "POST /api/v1/training-courses", &body.bytes)?;
    let (now, provinces, sent) = (app.clock.now(), app.province.clone(), body.value);
    let done = once(&app, request, now, move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        may(&actor, Deed::OrganiseTraining)?;
        let (agency, draft) = sent.read()?;
        let code = open(tx, &actor, &agency, &draft, now)?;
        Ok(Done::new(StatusCode::CREATED, &whole(tx, &actor, &code, now)?)?)
    });
    Ok(done.await?.into_response(|code| format!("/api/v1/training-courses/{code}")))
}

/// What an action on a course says.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CourseActed {
    /// The version of the course that the caller saw.
    version: u64,
    /// Whom: for `enrol`, `leave` (one) and `certify`.
    logins: Vec<String>,
    /// Which session, from 1: for `attend`.
    session: u8,
    /// Who was there: for `attend`.
    present: Vec<String>,
    /// Points of 100 by login: for `mark`.
    scores: BTreeMap<String, u8>,
    /// Why: for `leave` and `call-off`.
    reason: String,
}

/// Acts on a course.
#[utoipa::path(
    post, path = "/training-courses/{code}/actions/{action}", tag = "resources", summary = "Enrol, leave, note a session, mark tests, certify, call off",
    params(
        ("code" = String, Path, description = "The course's code", example = "DT-2025-00001"),
        ("action" = String, Path, description = "`enrol`, `leave`, `attend`, `mark`, `certify` or `call-off`", example = "enrol"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated key is answered as the first time, for at least 24 hours")
    ),
    request_body = CourseActed,
    responses((status = 200, description = "The course as it stands then", body = CourseWhole), Refusals),
    security(("token" = []))
)]
pub async fn act_on_course(
    State(app): State<App>,
    Path((code, action)): Path<(String, String)>,
    caller: Caller,
    key: Key,
    body: Body<CourseActed>,
) -> Result<Response, Failure> {
    let asked = format!("POST /api/v1/training-courses/{code}/actions/{action}");
    let request = key.request(&caller, &asked, &body.bytes)?;
    let (now, provinces, sent) = (app.clock.now(), app.province.clone(), body.value);
    let done = once(&app, request, now, move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        may(&actor, Deed::TakeTraining)?;
        let of = known(&code)?;
        let CourseActed { version, logins, session, present, scores, reason } = sent.clone();
        let command = match action.as_str() {
            "enrol" => None,
            "leave" => Some(Command::Leave(logins.first().cloned().unwrap_or_default(), reason)),
            "attend" => Some(Command::Attend(session, present)),
            "mark" => {
                let typed = scores.into_iter().map(|(login, score)| (login, score.to_string()));
                Some(Command::Mark(typed.collect()))
            }
            "certify" => Some(Command::Certify(logins.clone())),
            "call-off" => Some(Command::CallOff(reason)),
            _ => return Err(Refusal::not_found("task-action-unknown").with("action", &action).into()),
        };
        match command {
            None => enrol(tx, &actor, &of, version, &logins, now)?,
            Some(command) => act(tx, &actor, &of, version, &command, now)?,
        }
        Ok(Done::new(StatusCode::OK, &whole(tx, &actor, &of, now)?)?)
    });
    Ok(done.await?.into_response(|_| String::new()))
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
