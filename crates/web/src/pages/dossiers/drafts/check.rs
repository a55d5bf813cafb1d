//! What is wrong with the answers of one step, and in which step a problem found at filing has to be mended.

use super::{Body, DELIVERIES, Step};
use jiff::Timestamp;
use rules::calendar::day_of;
use rules::catalogue::forms::{Known, Marks};
use rules::catalogue::{Level, Procedure, Subject};
use rules::dossiers::ApplicantKind;
use rules::people::Directory;
use rules::{Problem, Refusal};

/// The longest description of what is asked for, in letters.
const LONGEST: usize = 4000;

/// The problems of one step's answers, as of now, with the marks of numbers that the page's language has.
#[must_use]
pub fn problems(
    step: Step,
    body: &Body,
    procedure: &Procedure,
    directory: &Directory,
    (now, marks): (Timestamp, Marks),
) -> Vec<Problem> {
    match step {
        Step::Applicant => applicant(body, procedure, now),
        Step::Request => request(body, procedure, directory),
        Step::Form => form(body, procedure, directory, (now, marks)),
        Step::Documents => documents(body, procedure),
        Step::Delivery => delivery(body),
        Step::Review => Vec::new(),
    }
}

/// The first step that is not in order, with what is wrong there; nothing when the draft can be filed.
#[must_use]
pub fn first_wrong(
    body: &Body,
    procedure: &Procedure,
    directory: &Directory,
    typed: (Timestamp, Marks),
) -> Option<(Step, Refusal)> {
    Step::ALL.into_iter().find_map(|step| {
        let problems = problems(step, body, procedure, directory, typed);
        (!problems.is_empty()).then(|| (step, Refusal::input(problems)))
    })
}

/// The kinds of applicants that a procedure is for.
#[must_use]
pub fn kinds(procedure: &Procedure) -> Vec<ApplicantKind> {
    let takes = |kind: ApplicantKind| {
        procedure.subjects.is_empty()
            || procedure.subjects.iter().any(|subject| match subject {
                Subject::Citizen => kind == ApplicantKind::Citizen,
                Subject::Business => true,
                Subject::Organisation => kind == ApplicantKind::Organisation,
            })
    };
    [ApplicantKind::Citizen, ApplicantKind::Organisation].into_iter().filter(|kind| takes(*kind)).collect()
}

fn applicant(body: &Body, procedure: &Procedure, now: Timestamp) -> Vec<Problem> {
    let mut problems = body.applicant.check(now).err().unwrap_or_default();
    if !kinds(procedure).contains(&body.applicant.kind) {
        problems.insert(0, Problem::new("/applicant/kind", "applicant-kind"));
    }
    problems
}

fn form(body: &Body, procedure: &Procedure, directory: &Directory, (now, marks): (Timestamp, Marks)) -> Vec<Problem> {
    let form = procedure.form.as_ref().filter(|_| !body.on_paper);
    let Some(form) = form else { return Vec::new() };
    let known = Known { today: day_of(now), directory, marks };
    let mut problems = form.validate(&body.form, &known).err().unwrap_or_default();
    // Who settles it is found from where the matter is; outside the province nobody here does.
    if let Some(place) = form.place().filter(|_| problems.is_empty())
        && procedure.agency.is_none()
        && body.competent(procedure, directory).is_none()
    {
        problems.push(Problem::new(format!("/form/{place}/commune"), "commune-elsewhere"));
    }
    problems
}

fn request(body: &Body, procedure: &Procedure, directory: &Directory) -> Vec<Problem> {
    let mut problems = Vec::new();
    if let Err(refusal) = procedure.in_case(&body.variant) {
        problems.extend(refusal.problems);
    }
    if !matches!(body.whom.as_str(), "self" | "family" | "other") {
        problems.push(Problem::new("/whom", "choose"));
    }
    if matches!(body.whom.as_str(), "family" | "other") && body.whom_name.is_empty() {
        problems.push(Problem::new("/whom_name", "whom-missing"));
    }
    match body.details.chars().count() {
        // A form says what is asked for; more words are welcome, not demanded.
        0 if procedure.form.is_some() => {}
        0 => problems.push(Problem::new("/details", "details-missing")),
        long if long > LONGEST => problems.push(Problem::new("/details", "too-long").with("max", LONGEST)),
        _ => {}
    }
    let later = procedure.form.as_ref().filter(|_| !body.on_paper).is_some_and(|form| form.place().is_some());
    if procedure.agency.is_none()
        && procedure.level == Level::Commune
        && !later
        && body.competent(procedure, directory).is_none()
    {
        problems.push(Problem::new("/commune", "commune-missing"));
    }
    problems
}

fn documents(body: &Body, procedure: &Procedure) -> Vec<Problem> {
    let asked = procedure.documents.iter().enumerate();
    asked
        .filter(|(_, asked)| asked.required && !body.papers.contains_key(&asked.code))
        .map(|(position, asked)| {
            Problem::new(format!("/documents/{position}"), "document-missing").with("name", &asked.name)
        })
        .collect()
}

fn delivery(body: &Body) -> Vec<Problem> {
    if !DELIVERIES.iter().any(|(key, _)| *key == body.delivery) {
        return vec![Problem::new("/delivery", "choose")];
    }
    if body.delivery == "postal" && body.post_address.is_empty() && body.applicant.address.is_empty() {
        return vec![Problem::new("/result_delivery/address", "address-missing")];
    }
    Vec::new()
}
