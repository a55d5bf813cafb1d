//! The parts of a conference that everybody sees alike: drawn into pages, and sent to those who watch.

use super::{read, words};
use crate::components::{Tag, Tone};
use crate::errors::Failure;
use crate::format;
use crate::frame::Frame;
use askama::Template;
use jiff::ToSpan as _;
use rules::calendar::local;
use rules::codes::AgencyCode;
use rules::conferences::{Conference, Line, Stage, Vote, VoteKind, Voters};
use std::collections::BTreeSet;
use store::province::Province;

/// A part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// How far it is, and the agenda with the item that is under way.
    Now,
    /// Who speaks, and who waits to.
    Queue,
    /// Votes and straw polls.
    Votes,
    /// What was concluded.
    Conclusions,
    /// The minutes.
    Minutes,
    /// Questions in writing.
    Questions,
    /// The bridge points.
    Points,
}

impl Part {
    /// Every part, in the order of the page.
    pub const ALL: [Self; 7] =
        [Self::Now, Self::Queue, Self::Votes, Self::Conclusions, Self::Minutes, Self::Questions, Self::Points];

    /// Its name in the page.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::Queue => "queue",
            Self::Votes => "votes",
            Self::Conclusions => "conclusions",
            Self::Minutes => "minutes",
            Self::Questions => "questions",
            Self::Points => "points",
        }
    }
}

/// Draws a part; `present` are the points that are connected now.
///
/// # Errors
/// When a template fails: a fault of ours.
pub fn draw(
    f: &Frame,
    province: &Province,
    conference: &Conference,
    part: Part,
    present: &BTreeSet<AgencyCode>,
) -> Result<String, Failure> {
    Ok(match part {
        Part::Now => now(f, conference).render()?,
        Part::Queue => queue(f, province, conference).render()?,
        Part::Votes => {
            VotesPart { f, votes: conference.votes.iter().rev().map(|vote| voted(f, conference, vote)).collect() }
                .render()?
        }
        Part::Conclusions => ConclusionsPart { f, conclusions: concluded(f, province, conference) }.render()?,
        Part::Minutes => {
            let lines = conference.minutes.iter().map(|line| self::line(f, conference, line));
            MinutesPart { lines: lines.collect::<Result<Vec<_>, _>>()?.concat() }.render()?
        }
        Part::Questions => QuestionsPart { f, questions: questions(f, province, conference) }.render()?,
        Part::Points => points(f, province, conference, present).render()?,
    })
}

#[derive(Template)]
#[template(path = "conferences/parts/now.html")]
struct NowPart<'a> {
    f: &'a Frame,
    stage: Tag,
    when: String,
    items: Vec<Item>,
}

/// An item of the agenda.
struct Item {
    begins: String,
    title: String,
    presenter: String,
    length: String,
    here: bool,
}

fn now<'a>(f: &'a Frame, conference: &Conference) -> NowPart<'a> {
    let when = match (conference.opened_at, conference.closed_at) {
        (_, Some(at)) => f.t1("conference-closed-at", "at", f.moment(&at)),
        (Some(at), None) => f.t1("conference-opened-at", "at", f.moment(&at)),
        (None, None) => f.t1("conference-begins-at", "at", f.moment(&conference.details.starts_at)),
    };
    let mut at = conference.details.starts_at;
    let items = conference.agenda.iter().zip(1..).map(|(item, number)| {
        let begins = format::hour(at);
        at = at.checked_add(i64::from(item.minutes).minutes()).unwrap_or(at);
        Item {
            begins,
            title: item.title.clone(),
            presenter: item.presenter.clone(),
            length: f.t1("conference-minutes", "count", i64::from(item.minutes)),
            here: conference.stage() == Stage::Open && conference.item == number,
        }
    });
    NowPart { stage: words::stage(f, conference.stage()), when, items: items.collect(), f }
}

#[derive(Template)]
#[template(path = "conferences/parts/queue.html")]
struct QueuePart<'a> {
    f: &'a Frame,
    speaking: String,
    waiting: Vec<String>,
}

fn queue<'a>(f: &'a Frame, province: &Province, conference: &Conference) -> QueuePart<'a> {
    let said = |speaker: &rules::conferences::Speaker| {
        let who = format!("{} ({})", speaker.name, words::agency(f, province, &speaker.point));
        if speaker.topic.is_empty() { who } else { format!("{who}: {}", speaker.topic) }
    };
    QueuePart {
        speaking: conference.speaking().map(said).unwrap_or_default(),
        waiting: conference.waiting().map(said).collect(),
        f,
    }
}

#[derive(Template)]
#[template(path = "conferences/parts/votes.html")]
struct VotesPart<'a> {
    f: &'a Frame,
    votes: Vec<Voted>,
}

/// A vote in words.
pub(super) struct Voted {
    pub number: u32,
    pub question: String,
    pub kind: String,
    pub state: Tag,
    /// The answers with their counts; counts are told once a formal vote is closed.
    pub answers: Vec<(String, String)>,
    pub cast: String,
}

pub(super) fn voted(f: &Frame, conference: &Conference, vote: &Vote) -> Voted {
    let tally = vote.tally(conference);
    let open = vote.closed_at.is_none();
    let kind = match (vote.opened.kind, vote.opened.voters) {
        (VoteKind::Straw, _) => "conference-vote-straw",
        (VoteKind::Formal, Voters::Points) => "conference-vote-points",
        (VoteKind::Formal, Voters::Delegates) => "conference-vote-delegates",
    };
    let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let shown = !open || vote.opened.kind == VoteKind::Straw;
    let answers = vote
        .opened
        .options
        .iter()
        .zip(&tally.votes)
        .map(|(option, votes)| (option.clone(), if shown { f.count(&count(*votes)) } else { String::new() }));
    let cast = match tally.entitled {
        Some(entitled) => f.t2("conference-votes-of", "cast", count(tally.cast), "entitled", count(entitled)),
        None => f.t1("conference-votes-cast", "cast", count(tally.cast)),
    };
    let state = if open {
        Tag::new(Tone::Progress, f.t("conference-vote-open"))
    } else {
        Tag::new(Tone::Neutral, f.t("conference-vote-closed"))
    };
    let number = vote.opened.vote;
    Voted { number, question: vote.opened.question.clone(), kind: f.t(kind), state, answers: answers.collect(), cast }
}

#[derive(Template)]
#[template(path = "conferences/parts/conclusions.html")]
struct ConclusionsPart<'a> {
    f: &'a Frame,
    conclusions: Vec<Concluded>,
}

/// A conclusion in words.
struct Concluded {
    number: u32,
    text: String,
    who: String,
    /// What is read and where it leads.
    tasks: Vec<(String, String)>,
}

/// So many tasks of a conclusion are named.
const MOST_TASKS: usize = 3;

fn concluded(f: &Frame, province: &Province, conference: &Conference) -> Vec<Concluded> {
    let conclusions = conference.conclusions.iter().map(|conclusion| Concluded {
        number: conclusion.number,
        text: conclusion.text.clone(),
        who: read::who(f, province, conclusion),
        tasks: match conclusion.tasks.as_slice() {
            tasks if tasks.len() > MOST_TASKS => {
                let reference = format!("conclusion:{}", conclusion.reference(conference.code()));
                let href = format!("/tasks?side=all&link={}", crate::pages::said::urlencoded(&reference));
                let count = i64::try_from(tasks.len()).unwrap_or(i64::MAX);
                vec![(f.t1("conference-tasks", "count", count), href)]
            }
            tasks => tasks.iter().map(|task| (task.to_string(), format!("/tasks/{task}"))).collect(),
        },
    });
    conclusions.collect()
}

#[derive(Template)]
#[template(path = "conferences/parts/minutes.html")]
struct MinutesPart {
    lines: String,
}

#[derive(Template)]
#[template(path = "conferences/parts/line.html")]
struct LinePart<'a> {
    hour: String,
    item: &'a str,
    text: &'a str,
}

/// A line of the minutes.
///
/// # Errors
/// When the template fails: a fault of ours.
pub fn line(_: &Frame, conference: &Conference, line: &Line) -> Result<String, Failure> {
    let at = usize::try_from(line.item).ok().and_then(|item| item.checked_sub(1));
    let item = at.and_then(|at| conference.agenda.get(at)).map_or("", |item| item.title.as_str());
    let hour = local(line.at).strftime("%H:%M").to_string();
    Ok(LinePart { hour, item, text: &line.text }.render()?)
}

#[derive(Template)]
#[template(path = "conferences/parts/questions.html")]
struct QuestionsPart<'a> {
    f: &'a Frame,
    questions: Vec<(String, String, Option<String>)>,
}

fn questions(f: &Frame, province: &Province, conference: &Conference) -> Vec<(String, String, Option<String>)> {
    let asked = conference.questions.iter().map(|question| {
        let who = format!("{} ({})", question.name, words::agency(f, province, &question.point));
        let aloud = |answer: &String| if answer.is_empty() { f.t("conference-answered-aloud") } else { answer.clone() };
        (who, question.text.clone(), question.answer.as_ref().map(aloud))
    });
    asked.collect()
}

#[derive(Template)]
#[template(path = "conferences/parts/points.html")]
struct PointsPart<'a> {
    f: &'a Frame,
    summary: String,
    points: Vec<(String, Tag)>,
}

fn points<'a>(
    f: &'a Frame,
    province: &Province,
    conference: &Conference,
    present: &BTreeSet<AgencyCode>,
) -> PointsPart<'a> {
    let came = |agency: &AgencyCode| conference.is_present(agency);
    let points = conference.points.iter().map(|point| {
        let tag = match (present.contains(&point.agency), came(&point.agency)) {
            (true, _) => Tag::new(Tone::Good, f.t("conference-point-connected")),
            (false, true) => Tag::new(Tone::Waiting, f.t("conference-point-came")),
            (false, false) => Tag::new(Tone::Neutral, f.t("conference-point-away")),
        };
        (words::agency(f, province, &point.agency), tag)
    });
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let connected = conference.points.iter().filter(|point| present.contains(&point.agency)).count();
    let arrived = conference.points.iter().filter(|point| came(&point.agency)).count();
    let all = count(conference.points.len());
    let summary = [
        f.t2("conference-points-came", "count", count(arrived), "all", all),
        f.t2("conference-points-connected", "count", count(connected), "all", all),
    ];
    PointsPart { summary: summary.join(" "), points: points.collect(), f }
}
