//! What agencies ask each other: what is to be answered, what is awaited; and the consultations of one dossier.

use crate::app::App;
use crate::components::{Column, Columns, Deadline, Tag, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::sessions::Worker;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use jiff::Timestamp;
use rules::catalogue::Whom;
use rules::codes::AgencyCode;
use rules::dossiers::{Consultation, Dossier};
use rules::people::Directory;
use serde::Deserialize;
use store::province::Province;
use store::tables::routes::{self, Listed, Side};

/// Lines on the page; what is due later moves up as the first are answered.
const PAGE: u32 = 200;

#[derive(Template)]
#[template(path = "routes/consultations.html")]
pub(super) struct ConsultationsPage {
    f: Frame,
    tabs: Vec<(String, String, bool)>,
    columns: Columns,
    /// The heading of the agency's column.
    whose: String,
    answers: bool,
    rows: Vec<Row>,
}

/// A question in the list.
struct Row {
    dossier: String,
    procedure: String,
    question: String,
    other: String,
    tag: Tag,
    due: Deadline,
}

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    view: String,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    Worker(actor): Worker,
    Query(wanted): Query<Wanted>,
) -> Result<View<ConsultationsPage>, Failure> {
    let province = app.province().await?;
    let side = if wanted.view == "awaited" { Side::Awaited } else { Side::Asked };
    let (listed, counts) = app
        .read(move |tx| {
            let counts = [
                routes::count_consultations(tx, &actor, Side::Asked)?,
                routes::count_consultations(tx, &actor, Side::Awaited)?,
            ];
            Ok((routes::consultations(tx, &actor, side, PAGE)?, counts))
        })
        .await?;
    let answers = side == Side::Asked;
    let tabs = [("asked", counts[0], answers), ("awaited", counts[1], !answers)];
    let other = if answers { "from" } else { "to" };
    Ok(View(ConsultationsPage {
        tabs: tabs
            .into_iter()
            .map(|(key, count, here)| {
                let text = f.t1(&format!("consultations-{key}"), "count", count);
                (text, format!("/consultations?view={key}"), here)
            })
            .collect(),
        columns: ["dossier", "question", other, "due"]
            .map(|key| Column::text(f.t(&format!("consultations-col-{key}"))))
            .into(),
        rows: listed.into_iter().map(|listed| row(&f, &province, listed, answers)).collect(),
        whose: f.t(&format!("consultations-col-{other}")),
        answers,
        f,
    }))
}

fn row(f: &Frame, province: &Province, listed: Listed, answers: bool) -> Row {
    let agency = |code: &str| {
        let parsed = code.parse::<AgencyCode>().ok();
        parsed.map_or_else(|| code.to_owned(), |code| said::agency_named(f.lang(), &province.directory, &code))
    };
    let procedure = listed.procedure.parse().ok();
    Row {
        procedure: procedure.map_or_else(
            || listed.procedure.clone(),
            |code| said::procedure_named(f.lang(), province, &code, &listed.procedure),
        ),
        other: agency(if answers { &listed.asked_by } else { &listed.agency }),
        tag: if listed.required {
            Tag::new(Tone::Warning, f.t("consultations-required"))
        } else {
            Tag::new(Tone::Neutral, f.t("consultations-optional"))
        },
        due: deadline(f, province, &listed.agency, listed.due_at),
        question: listed.question,
        dossier: listed.dossier,
    }
}

fn deadline(f: &Frame, province: &Province, agency: &str, due: Timestamp) -> Deadline {
    let calendar = agency.parse().map_or_else(|_| province.calendar_of_the_province(), |code| province.calendar(&code));
    let left = calendar.working_between(f.now, due).seconds();
    Deadline::running(due, if f.now > due { left.min(-1) } else { left })
}

/// A consultation as the page of its dossier shows it.
pub(crate) struct Asked {
    /// Who was asked.
    pub(crate) agency: String,
    /// Whether it came, is awaited, or did not come.
    pub(crate) tag: Tag,
    /// What was asked.
    pub(crate) question: String,
    /// What was answered; empty while nothing was.
    pub(crate) answer: String,
    /// The document that came with the answer; empty without one.
    pub(crate) href: String,
    /// That the route asked for it, or why nobody could be asked; empty where an officer asked.
    pub(crate) asked: String,
    /// Why the dossier went on without it; empty where it did not.
    pub(crate) why: String,
}

/// The consultations of a dossier, in the order of asking, and those that its route asks for where there is nobody to ask.
pub(crate) fn asked(f: &Frame, province: &Province, dossier: &Dossier) -> Vec<Asked> {
    let one = |asked: &Consultation| {
        let answer = asked.answer.as_ref();
        let file = answer.and_then(|answer| answer.file.as_ref());
        Asked {
            agency: said::agency_named(f.lang(), &province.directory, &asked.agency),
            tag: standing(f, asked),
            question: asked.question.clone(),
            answer: answer.map(|answer| answer.content.clone()).unwrap_or_default(),
            asked: asked.step.map(|_| f.t("consultation-by-route")).unwrap_or_default(),
            why: asked.unanswered_why.clone().unwrap_or_default(),
            href: file.map(|file| format!("/dossiers/{}/files/{file}", dossier.filed.code)).unwrap_or_default(),
        }
    };
    let procedure = province.procedure(&dossier.filed.procedure).and_then(|state| state.procedure.as_ref());
    let unasked = dossier.not_asked(&province.directory, procedure).into_iter().map(|ask| Asked {
        agency: whom(f, &province.directory, &ask.whom),
        tag: Tag::new(Tone::Bad, f.t("consultation-nobody")),
        question: ask.question.clone(),
        answer: String::new(),
        href: String::new(),
        asked: f.t("consultation-nobody.text"),
        why: String::new(),
    });
    dossier.consultations.iter().map(one).chain(unasked).collect()
}

/// Whom a route asks, in words.
pub(super) fn whom(f: &Frame, directory: &Directory, whom: &Whom) -> String {
    match whom {
        Whom::Agency(agency) => said::agency_named(f.lang(), directory, agency),
        Whom::Commune | Whom::Superior => f.t(&format!("route-whom-{}", whom.key())),
    }
}

fn standing(f: &Frame, asked: &Consultation) -> Tag {
    match (&asked.answer, asked.unanswered_at) {
        (Some(answer), _) => Tag::new(Tone::Good, f.t1("consultation-answered", "at", f.moment(&answer.at))),
        (None, Some(at)) => Tag::new(Tone::Bad, f.t1("consultation-unanswered", "at", f.moment(&at))),
        (None, None) if asked.due_at < f.now => {
            Tag::new(Tone::Bad, f.t1("consultation-over", "due", f.moment(&asked.due_at)))
        }
        (None, None) => Tag::new(Tone::Waiting, f.t1("consultation-waiting", "due", f.moment(&asked.due_at))),
    }
}
