//! How conferences look in JSON.

use crate::api::wire::At;
use jiff::civil::Date;
use rules::codes::{AgencyCode, TaskCode};
use rules::conferences::{Conclusion, Conference, Delegate, Line, Question, Speaker, Stage, VoteKind, Voters};
use rules::people::Actor;
use rules::people::permissions::may_register;
use serde::Serialize;
use store::tables::conferences::Listed;
use store::tables::tasks::lists;
use utoipa::ToSchema;

/// A conference in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConferenceItem {
    /// Its code.
    #[schema(example = "HN-2025-00001")]
    code: String,
    /// Its name.
    name: String,
    /// `committee`, `review`, `briefing`, `thematic` or `training`.
    kind: &'static str,
    /// Who called it, by agency code.
    #[schema(example = "H35")]
    host: String,
    /// When it begins.
    starts_at: At,
    /// Where the main bridge point is.
    place: String,
    /// `planned`, `open` or `closed`.
    stage: &'static str,
    /// How many bridge points it has.
    points: i64,
    /// How much was concluded.
    conclusions: i64,
}

/// A conference.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConferenceSeen {
    /// Its code.
    #[schema(example = "HN-2025-00001")]
    code: String,
    /// How many entries it has.
    version: u64,
    /// Its name.
    name: String,
    /// `committee`, `review`, `briefing`, `thematic` or `training`.
    kind: &'static str,
    /// Who called it, by agency code.
    host: String,
    /// The committee whose series it continues.
    series: Option<String>,
    /// When it begins.
    starts_at: At,
    /// When it was opened.
    opened_at: Option<At>,
    /// When it was closed.
    closed_at: Option<At>,
    /// Where the main bridge point is.
    place: String,
    /// Who chairs it; may be empty.
    chair: String,
    /// `planned`, `open` or `closed`.
    stage: &'static str,
    /// Its agenda.
    agenda: Vec<ConferenceItemOfAgenda>,
    /// Its bridge points.
    points: Vec<ConferencePoint>,
    /// The names of the documents laid before it.
    documents: Vec<String>,
    /// Its votes and straw polls.
    votes: Vec<ConferenceVote>,
    /// Who asked to speak and has not spoken yet, in order.
    speakers: Vec<ConferenceSpeaker>,
    /// Questions in writing, in order.
    questions: Vec<ConferenceQuestion>,
    /// The delegates of the points for which the caller registers; of other points only their number is told.
    delegates: Vec<ConferenceDelegate>,
    /// Number and sign of the notice of conclusions, once it has them.
    notice: Option<String>,
}

/// An item of an agenda.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConferenceItemOfAgenda {
    /// What it is about.
    title: String,
    /// How long it takes, in minutes.
    minutes: u16,
    /// Who presents it; may be empty.
    presenter: String,
    /// Whether it is under way.
    current: bool,
}

/// A bridge point.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConferencePoint {
    /// The agency, by code.
    #[schema(example = "H35.27")]
    agency: String,
    /// Whether it has a vote.
    votes: bool,
    /// How many delegates are registered.
    registered: usize,
    /// How many of them have checked in.
    present: usize,
}

/// A vote.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConferenceVote {
    /// Its number.
    number: u32,
    /// `straw` or `formal`.
    kind: &'static str,
    /// Who has a vote: `points` or `delegates`.
    voters: &'static str,
    /// What was asked.
    question: String,
    /// Whether it is open.
    open: bool,
    /// The answers; how many chose each, once it is closed or for a straw poll.
    answers: Vec<ConferenceAnswer>,
    /// How many voted.
    cast: u64,
    /// How many have the right; nothing for a straw poll.
    entitled: Option<u64>,
}

/// Somebody who wants to speak.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConferenceSpeaker {
    /// The number of the request.
    number: u32,
    /// From which bridge point, by agency code.
    point: String,
    /// Who.
    name: String,
    /// About what; may be empty.
    topic: String,
    /// Whether they speak now.
    speaking: bool,
}

/// A question in writing.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConferenceQuestion {
    /// Its number.
    number: u32,
    /// From which bridge point, by agency code.
    point: String,
    /// Who asks.
    name: String,
    /// What.
    text: String,
    /// The answer; empty when it was given aloud, nothing while there is none.
    answer: Option<String>,
}

/// A delegate.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConferenceDelegate {
    /// The number of the registration.
    seat: u32,
    /// Of which bridge point, by agency code.
    point: String,
    /// The full name.
    name: String,
    /// The title; may be empty.
    title: String,
    /// Whether they have a vote of their own.
    votes: bool,
    /// When they checked in.
    present_at: Option<At>,
}

/// An answer of a vote.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConferenceAnswer {
    /// What it says.
    answer: String,
    /// How many chose it.
    votes: Option<u64>,
}

/// A line of the minutes.
#[derive(Debug, Serialize, ToSchema)]
pub struct MinuteLine {
    /// When it was written.
    at: At,
    /// Under which item of the agenda, from 1; 0 before the first.
    item: u32,
    /// What was said or done.
    text: String,
}

/// A conclusion.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConclusionSeen {
    /// Its number.
    number: u32,
    /// What was concluded.
    text: String,
    /// Who leads what follows, by agency code.
    leads: Vec<String>,
    /// Who supports them, by agency code.
    supporting: Vec<String>,
    /// Until when.
    #[schema(value_type = Option<String>, format = Date)]
    due_on: Option<Date>,
    /// The tasks that it became.
    tasks: Vec<ConclusionTask>,
}

/// A task of a conclusion.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConclusionTask {
    /// Its code.
    #[schema(example = "NV-2025-00146")]
    code: String,
    /// The lead agency, by code.
    lead: String,
    /// The light of the national tracker.
    light: &'static str,
    /// How much is done, in per cent.
    progress: u8,
}

impl ConferenceItem {
    /// As it is listed.
    pub(super) fn of(one: &Listed) -> Self {
        Self {
            code: one.code.to_string(),
            name: one.name.clone(),
            kind: one.kind.key(),
            host: one.host.to_string(),
            starts_at: At(one.starts_at),
            place: one.place.clone(),
            stage: one.stage.key(),
            points: one.points,
            conclusions: one.conclusions,
        }
    }
}

impl ConferenceSeen {
    /// The conference, as this person may know it.
    pub(super) fn of(actor: &Actor, conference: &Conference) -> Self {
        let details = &conference.details;
        let open = conference.stage() == Stage::Open;
        let agenda = conference.agenda.iter().zip(1..).map(|(item, number)| ConferenceItemOfAgenda {
            title: item.title.clone(),
            minutes: item.minutes,
            presenter: item.presenter.clone(),
            current: open && number == conference.item,
        });
        let registers = |delegate: &&Delegate| may_register(actor, conference, &delegate.registered.point).is_ok();
        let points = conference.points.iter().map(|point| ConferencePoint {
            agency: point.agency.to_string(),
            votes: point.votes,
            registered: conference.delegates_of(&point.agency).count(),
            present: conference.delegates_of(&point.agency).filter(|delegate| delegate.present.is_some()).count(),
        });
        Self {
            code: details.conference.to_string(),
            version: conference.version,
            name: details.name.clone(),
            kind: details.kind.key(),
            host: details.host.to_string(),
            series: details.series.as_ref().map(ToString::to_string),
            starts_at: At(details.starts_at),
            opened_at: conference.opened_at.map(At),
            closed_at: conference.closed_at.map(At),
            place: details.place.clone(),
            chair: details.chair.clone(),
            stage: conference.stage().key(),
            agenda: agenda.collect(),
            points: points.collect(),
            documents: conference.documents.iter().map(|file| file.name.clone()).collect(),
            votes: conference.votes.iter().map(|vote| ConferenceVote::of(conference, vote)).collect(),
            speakers: conference.speakers.iter().filter(|one| !one.done).map(ConferenceSpeaker::from).collect(),
            questions: conference.questions.iter().map(ConferenceQuestion::from).collect(),
            delegates: conference.delegates.iter().filter(registers).map(ConferenceDelegate::from).collect(),
            notice: conference.notice.as_ref().map(|(notice, _)| notice.number.clone()),
        }
    }
}

impl ConferenceVote {
    fn of(conference: &Conference, vote: &rules::conferences::Vote) -> Self {
        let tally = vote.tally(conference);
        let (formal, open) = (vote.opened.kind == VoteKind::Formal, vote.closed_at.is_none());
        let answers = vote.opened.options.iter().zip(&tally.votes).map(|(answer, votes)| ConferenceAnswer {
            answer: answer.clone(),
            votes: (!formal || !open).then_some(*votes),
        });
        Self {
            number: vote.opened.vote,
            kind: if formal { "formal" } else { "straw" },
            voters: if vote.opened.voters == Voters::Points { "points" } else { "delegates" },
            question: vote.opened.question.clone(),
            open,
            answers: answers.collect(),
            cast: tally.cast,
            entitled: tally.entitled,
        }
    }
}

impl From<&Speaker> for ConferenceSpeaker {
    fn from(speaker: &Speaker) -> Self {
        Self {
            number: speaker.number,
            point: speaker.point.to_string(),
            name: speaker.name.clone(),
            topic: speaker.topic.clone(),
            speaking: speaker.called,
        }
    }
}

impl From<&Question> for ConferenceQuestion {
    fn from(question: &Question) -> Self {
        Self {
            number: question.number,
            point: question.point.to_string(),
            name: question.name.clone(),
            text: question.text.clone(),
            answer: question.answer.clone(),
        }
    }
}

impl From<&Delegate> for ConferenceDelegate {
    fn from(delegate: &Delegate) -> Self {
        let registered = &delegate.registered;
        Self {
            seat: registered.seat,
            point: registered.point.to_string(),
            name: registered.name.clone(),
            title: registered.title.clone(),
            votes: registered.votes,
            present_at: delegate.present.map(|(at, _)| At(at)),
        }
    }
}

impl From<&Line> for MinuteLine {
    fn from(line: &Line) -> Self {
        Self { at: At(line.at), item: line.item, text: line.text.clone() }
    }
}

impl ConclusionSeen {
    /// A conclusion, and where the tasks that it became stand on this day.
    pub(super) fn of<'a>(conclusion: &Conclusion, tasks: impl Iterator<Item = &'a lists::Listed>, today: Date) -> Self {
        Self {
            number: conclusion.number,
            text: conclusion.text.clone(),
            leads: conclusion.leads.iter().map(AgencyCode::to_string).collect(),
            supporting: conclusion.supporting.iter().map(AgencyCode::to_string).collect(),
            due_on: conclusion.due_on,
            tasks: tasks
                .map(|task| ConclusionTask {
                    code: TaskCode::to_string(&task.code),
                    lead: task.lead.to_string(),
                    light: task.light(today).key(),
                    progress: task.progress,
                })
                .collect(),
        }
    }
}
