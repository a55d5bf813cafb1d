//! A conference as it stands: the fold of its events.

use super::{AgendaItem, Details, Event, Means, NoticeIssued, Point, Registered, Seat, VoteOpened, Voter};
use crate::codes::{AgencyCode, ConferenceCode, TaskCode};
use crate::tasks::Evidence;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// How far a conference is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// It is being prepared.
    Planned,
    /// It is under way.
    Open,
    /// It is over.
    Closed,
}

/// A conference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conference {
    /// What it is.
    pub details: Details,
    /// Its agenda.
    pub agenda: Vec<AgendaItem>,
    /// Documents laid before it.
    pub documents: Vec<Evidence>,
    /// Its bridge points, in the order of their invitation.
    pub points: Vec<Point>,
    /// Delegates, in the order of their registration; those who withdrew are not among them.
    pub delegates: Vec<Delegate>,
    /// The number of the last registration.
    pub last_seat: Seat,
    /// When it was opened.
    pub opened_at: Option<Timestamp>,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// The item that is under way, from 1; 0 before the first.
    pub item: u32,
    /// Who asked to speak, in order.
    pub speakers: Vec<Speaker>,
    /// Questions in writing, in order.
    pub questions: Vec<Question>,
    /// The minutes.
    pub minutes: Vec<Line>,
    /// Votes and straw polls, in order.
    pub votes: Vec<Vote>,
    /// What was concluded, in order.
    pub conclusions: Vec<Conclusion>,
    /// The notice of conclusions, once it has a number, and its day.
    pub notice: Option<(NoticeIssued, Timestamp)>,
    /// How many events it has.
    pub version: u64,
}

/// A delegate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delegate {
    /// As registered.
    pub registered: Registered,
    /// When and how they checked in.
    pub present: Option<(Timestamp, Means)>,
}

/// Somebody who asked to speak.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// The number of the request.
    pub number: u32,
    /// From which bridge point.
    pub point: AgencyCode,
    /// Who.
    pub name: String,
    /// About what.
    pub topic: String,
    /// Who asked, by login: they may take it back.
    pub login: String,
    /// Whether they were called.
    pub called: bool,
    /// Whether they have spoken, or do not want to any more.
    pub done: bool,
}

/// A question in writing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Its number.
    pub number: u32,
    /// From which bridge point.
    pub point: AgencyCode,
    /// Who asks.
    pub name: String,
    /// What.
    pub text: String,
    /// Its answer, once there is one.
    pub answer: Option<String>,
}

/// A line of the minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// When it was written.
    pub at: Timestamp,
    /// Under which item of the agenda, from 1.
    pub item: u32,
    /// What was said or done.
    pub text: String,
}

/// A vote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vote {
    /// As it was opened.
    pub opened: VoteOpened,
    /// When.
    pub opened_at: Timestamp,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// Who chose what; one vote for each.
    pub cast: BTreeMap<Voter, u32>,
}

/// Something that was concluded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conclusion {
    /// Its number.
    pub number: u32,
    /// What.
    pub text: String,
    /// Who leads what follows from it.
    pub leads: Vec<AgencyCode>,
    /// Who supports them.
    pub supporting: Vec<AgencyCode>,
    /// Until when.
    pub due_on: Option<Date>,
    /// The tasks that it became.
    pub tasks: Vec<TaskCode>,
}

impl Conference {
    /// The conference after one more event; `by` is the login of whoever did it. Nothing before it was called.
    #[must_use]
    pub fn next(before: Option<Self>, event: &Event, at: Timestamp, by: &str) -> Option<Self> {
        let Some(mut conference) = before else {
            let Event::Called(details) = event else { return None };
            return Some(Self::called(details));
        };
        conference.version += 1;
        conference.take(event, at, by);
        Some(conference)
    }

    fn called(details: &Details) -> Self {
        Self {
            details: details.clone(),
            agenda: Vec::new(),
            documents: Vec::new(),
            points: Vec::new(),
            delegates: Vec::new(),
            last_seat: 0,
            opened_at: None,
            closed_at: None,
            item: 0,
            speakers: Vec::new(),
            questions: Vec::new(),
            minutes: Vec::new(),
            votes: Vec::new(),
            conclusions: Vec::new(),
            notice: None,
            version: 1,
        }
    }

    fn take(&mut self, event: &Event, at: Timestamp, by: &str) {
        match event {
            Event::Called(details) | Event::Changed(details) => self.details = details.clone(),
            Event::AgendaSet(set) => self.agenda.clone_from(&set.items),
            Event::DocumentAdded(added) => self.documents.push(added.file.clone()),
            Event::Invited(invited) => self.points.extend(invited.points.iter().cloned()),
            Event::Registered(registered) => {
                self.last_seat = registered.seat;
                self.delegates.push(Delegate { registered: registered.clone(), present: None });
            }
            Event::Withdrawn(gone) => self.delegates.retain(|delegate| delegate.registered.seat != gone.seat),
            Event::Entitled(entitled) => {
                let delegate = self.delegates.iter_mut().find(|one| one.registered.seat == entitled.seat);
                delegate.into_iter().for_each(|one| one.registered.votes = entitled.votes);
            }
            Event::CheckedIn(came) => {
                if let Some(delegate) = self.delegates.iter_mut().find(|one| one.registered.seat == came.seat) {
                    delegate.present = Some((at, came.means));
                }
            }
            Event::Opened(_) => self.opened_at = Some(at),
            Event::ItemBegun(begun) => self.item = begun.item,
            Event::SpeakingAsked(asked) => self.speakers.push(Speaker {
                number: asked.number,
                point: asked.point.clone(),
                name: asked.name.clone(),
                topic: asked.topic.clone(),
                login: by.to_owned(),
                called: false,
                done: false,
            }),
            Event::SpeakerCalled(called) => {
                for speaker in &mut self.speakers {
                    // Who spoke until now has spoken.
                    speaker.done |= speaker.called && speaker.number != called.number;
                    speaker.called |= speaker.number == called.number;
                }
            }
            Event::SpeakerDone(done) => {
                let speaker = self.speakers.iter_mut().find(|speaker| speaker.number == done.number);
                speaker.into_iter().for_each(|speaker| speaker.done = true);
            }
            Event::Asked(asked) => self.questions.push(Question {
                number: asked.number,
                point: asked.point.clone(),
                name: asked.name.clone(),
                text: asked.text.clone(),
                answer: None,
            }),
            Event::Answered(answered) => {
                let question = self.questions.iter_mut().find(|question| question.number == answered.number);
                question.into_iter().for_each(|question| question.answer = Some(answered.answer.clone()));
            }
            Event::LineWritten(written) => {
                self.minutes.push(Line { at, item: self.item, text: written.text.clone() });
            }
            Event::VoteOpened(opened) => {
                self.votes.push(Vote { opened: opened.clone(), opened_at: at, closed_at: None, cast: BTreeMap::new() });
            }
            Event::Voted(voted) => {
                let vote = self.votes.iter_mut().find(|vote| vote.opened.vote == voted.vote);
                if let Some(vote) = vote {
                    vote.cast.insert(voted.voter.clone(), voted.option);
                }
            }
            Event::VoteClosed(closed) => {
                let vote = self.votes.iter_mut().find(|vote| vote.opened.vote == closed.vote);
                vote.into_iter().for_each(|vote| vote.closed_at = Some(at));
            }
            Event::Concluded(concluded) => {
                let conclusion = Conclusion {
                    number: concluded.number,
                    text: concluded.text.clone(),
                    leads: concluded.leads.clone(),
                    supporting: concluded.supporting.clone(),
                    due_on: concluded.due_on,
                    tasks: Vec::new(),
                };
                match self.conclusions.iter_mut().find(|one| one.number == concluded.number) {
                    Some(before) => *before = conclusion,
                    None => self.conclusions.push(conclusion),
                }
            }
            Event::Tasked(tasked) => {
                let conclusion = self.conclusions.iter_mut().find(|one| one.number == tasked.number);
                conclusion.into_iter().for_each(|one| one.tasks.clone_from(&tasked.tasks));
            }
            Event::Closed(_) => {
                self.closed_at = Some(at);
                for vote in self.votes.iter_mut().filter(|vote| vote.closed_at.is_none()) {
                    vote.closed_at = Some(at);
                }
            }
            Event::NoticeIssued(issued) => self.notice = Some((issued.clone(), at)),
        }
    }

    /// Its code.
    #[must_use]
    pub fn code(&self) -> &ConferenceCode {
        &self.details.conference
    }

    /// How far it is.
    #[must_use]
    pub fn stage(&self) -> Stage {
        match (self.opened_at, self.closed_at) {
            (_, Some(_)) => Stage::Closed,
            (Some(_), None) => Stage::Open,
            (None, None) => Stage::Planned,
        }
    }

    /// The bridge point at this agency.
    #[must_use]
    pub fn point(&self, agency: &AgencyCode) -> Option<&Point> {
        self.points.iter().find(|point| point.agency == *agency)
    }

    /// The delegates of a bridge point.
    pub fn delegates_of<'a>(&'a self, agency: &'a AgencyCode) -> impl Iterator<Item = &'a Delegate> {
        self.delegates.iter().filter(move |delegate| delegate.registered.point == *agency)
    }

    /// The delegate of this registration.
    #[must_use]
    pub fn delegate(&self, seat: Seat) -> Option<&Delegate> {
        self.delegates.iter().find(|delegate| delegate.registered.seat == seat)
    }

    /// Whether anybody of a bridge point has checked in.
    #[must_use]
    pub fn has_checked_in(&self, agency: &AgencyCode) -> bool {
        self.delegates_of(agency).any(|delegate| delegate.present.is_some())
    }

    /// Whether a bridge point was there: somebody of it has checked in, or it is the host's own, who opened the conference. To vote, the
    /// host checks in as everybody does.
    #[must_use]
    pub fn is_present(&self, agency: &AgencyCode) -> bool {
        let hosts = self.opened_at.is_some() && *agency == self.details.host;
        hosts || self.has_checked_in(agency)
    }

    /// Who speaks now.
    #[must_use]
    pub fn speaking(&self) -> Option<&Speaker> {
        self.speakers.iter().find(|speaker| speaker.called && !speaker.done)
    }

    /// Who waits to speak, in order.
    pub fn waiting(&self) -> impl Iterator<Item = &Speaker> {
        self.speakers.iter().filter(|speaker| !speaker.called && !speaker.done)
    }

    /// The vote of this number.
    #[must_use]
    pub fn vote(&self, number: u32) -> Option<&Vote> {
        self.votes.iter().find(|vote| vote.opened.vote == number)
    }

    /// The vote that is open.
    #[must_use]
    pub fn open_vote(&self) -> Option<&Vote> {
        self.votes.iter().find(|vote| vote.closed_at.is_none())
    }

    /// The conclusion of this number.
    #[must_use]
    pub fn conclusion(&self, number: u32) -> Option<&Conclusion> {
        self.conclusions.iter().find(|conclusion| conclusion.number == number)
    }
}

impl Stage {
    /// Its name in texts and in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }

    /// The stage of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Planned, Self::Open, Self::Closed].into_iter().find(|stage| stage.key() == key)
    }
}

impl Conclusion {
    /// How a task names it: the conference's code and its number.
    #[must_use]
    pub fn reference(&self, conference: &ConferenceCode) -> String {
        format!("{conference}/{}", self.number)
    }
}
