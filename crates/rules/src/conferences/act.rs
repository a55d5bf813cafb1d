//! What is done before, in and after a conference: one command, one event, and who may.

use super::events::{self, AgendaItem, Point, Seat, Voters};
use super::{Conference, Event, LONGEST, MOST_POINTS, Means, Stage, VoteKind};
use crate::codes::{AgencyCode, TaskCode};
use crate::people::permissions::{may_attend, may_register, may_run};
use crate::people::{Actor, Capacity, Directory};
use crate::tasks::Evidence;
use crate::text::tidy;
use crate::{Problem, Refusal};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Something that is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// The agenda is set.
    SetAgenda(Vec<AgendaItem>),
    /// A document is laid before it.
    AddDocument(Evidence),
    /// Bridge points are invited; those that are already change nothing.
    Invite(Vec<Point>),
    /// A bridge point registers a delegate.
    Register {
        /// Which point.
        point: AgencyCode,
        /// The full name.
        name: String,
        /// The title.
        title: String,
        /// Their login, where they have an account.
        login: Option<String>,
        /// Whether they have a vote of their own, which only the host gives.
        votes: bool,
    },
    /// A delegate will not come.
    Withdraw(Seat),
    /// A delegate is given a vote of their own, or it is taken: by the host.
    Entitle(Seat, bool),
    /// A delegate comes; whoever holds the code of the registration needs no right.
    CheckIn(Seat, Means),
    /// It begins.
    Open,
    /// An item of the agenda begins.
    BeginItem(u32),
    /// Somebody asks to speak.
    AskToSpeak {
        /// About what.
        topic: String,
    },
    /// Somebody is called to speak.
    CallSpeaker(u32),
    /// Somebody has spoken, or does not want to any more.
    FinishSpeaker(u32),
    /// Somebody asks in writing.
    Ask {
        /// What.
        text: String,
    },
    /// A question is answered.
    Answer {
        /// Which.
        number: u32,
        /// The answer; empty when it was given aloud.
        answer: String,
    },
    /// A line of the minutes is written.
    WriteLine {
        /// What was said or done.
        text: String,
    },
    /// A vote or a straw poll is opened.
    OpenVote {
        /// What it binds.
        kind: VoteKind,
        /// Who has a vote.
        voters: Voters,
        /// What is asked.
        question: String,
        /// The answers; "for, against, abstaining" where none are given.
        options: Vec<String>,
    },
    /// Somebody votes.
    Vote {
        /// In which vote.
        vote: u32,
        /// The place of the answer, from 0.
        option: u32,
    },
    /// A vote is closed.
    CloseVote(u32),
    /// Something is concluded, or worded anew.
    Conclude {
        /// Which conclusion is worded anew; nothing for a new one.
        number: Option<u32>,
        /// What.
        text: String,
        /// Who leads what follows.
        leads: Vec<AgencyCode>,
        /// Who supports them.
        supporting: Vec<AgencyCode>,
        /// Until when.
        due_on: Option<Date>,
    },
    /// A conclusion has become these tasks.
    NoteTasks {
        /// Which conclusion.
        number: u32,
        /// Which tasks.
        tasks: Vec<TaskCode>,
    },
    /// It ends.
    Close,
    /// The notice of conclusions gets its number.
    IssueNotice {
        /// Number and sign.
        number: String,
        /// In whose name and as what it is signed.
        titles: Vec<String>,
        /// Who signs.
        signer: String,
    },
}

/// What a decision needs to know.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The agencies.
    pub directory: &'a Directory,
}

/// How the answers of a vote are called where nobody names others.
const USUAL_ANSWERS: [&str; 3] = ["Tán thành", "Không tán thành", "Ý kiến khác"];

/// Decides about a command.
///
/// # Errors
/// When the policy does not let them, it is too early or too late for it, or something is missing.
pub fn decide(
    actor: &Actor,
    conference: &Conference,
    command: Command,
    context: Context<'_>,
) -> Result<(Event, Capacity), Refusal> {
    let code = conference.code().clone();
    let stage = conference.stage();
    let run = || may_run(actor, conference);
    match command {
        Command::SetAgenda(items) => {
            let by = run()?;
            before_the_end(stage)?;
            Ok((Event::AgendaSet(events::AgendaSet { conference: code, items: agenda(conference, items)? }), by))
        }
        Command::AddDocument(file) => Ok((Event::DocumentAdded(events::Document { conference: code, file }), run()?)),
        Command::Invite(points) => {
            let by = run()?;
            before_the_end(stage)?;
            no_formal_vote(conference)?;
            Ok((
                Event::Invited(events::Invited { conference: code, points: points_of(conference, points, context)? }),
                by,
            ))
        }
        Command::Register { point, name, title, login, votes } => {
            if conference.point(&point).is_none() {
                return Err(Refusal::rule("conference-point-unknown").with("point", &point));
            }
            let by = may_register(actor, conference, &point)?;
            before_the_end(stage)?;
            if votes {
                run().map_err(|_| Refusal::forbidden("conference-vote-of-host"))?;
                no_formal_vote(conference)?;
            }
            let name = text("/name", &name)?;
            let seat = conference.last_seat + 1;
            let same = |one: &&super::Delegate| match &login {
                Some(login) => one.registered.login.as_ref() == Some(login),
                None => one.registered.login.is_none() && one.registered.name == name,
            };
            if conference.delegates_of(&point).find(same).is_some() {
                return Err(Refusal::rule("conference-registered-already").with("name", &name));
            }
            let title = tidy(&title);
            let registered = events::Registered { conference: code, seat, point, name, title, login, votes };
            Ok((Event::Registered(registered), by))
        }
        Command::Withdraw(seat) => {
            let delegate = conference.delegate(seat).ok_or_else(seat_unknown)?;
            let by = may_register(actor, conference, &delegate.registered.point)?;
            if delegate.present.is_some() {
                return Err(Refusal::rule("conference-delegate-came"));
            }
            if delegate.registered.votes {
                no_formal_vote(conference)?;
            }
            Ok((Event::Withdrawn(events::Withdrawn { conference: code, seat }), by))
        }
        Command::Entitle(seat, votes) => {
            let by = run()?;
            before_the_end(stage)?;
            no_formal_vote(conference)?;
            let delegate = conference.delegate(seat).ok_or_else(seat_unknown)?;
            if delegate.registered.votes == votes {
                return Err(Refusal::rule("conference-vote-so-already"));
            }
            Ok((Event::Entitled(events::Entitled { conference: code, seat, votes }), by))
        }
        Command::CheckIn(seat, means) => {
            let delegate = conference.delegate(seat).ok_or_else(seat_unknown)?;
            let by = match means {
                Means::Hand => may_register(actor, conference, &delegate.registered.point)?,
                Means::Code => {
                    actor.positions.first().map_or_else(|| actor.as_citizen(), |held| actor.as_officer(held))
                }
            };
            before_the_end(stage)?;
            if delegate.present.is_some() {
                return Err(Refusal::rule("conference-checked-in-already").with("name", &delegate.registered.name));
            }
            Ok((Event::CheckedIn(events::CheckedIn { conference: code, seat, means }), by))
        }
        Command::Open => {
            let by = run()?;
            match stage {
                Stage::Planned if conference.points.is_empty() => Err(Refusal::rule("conference-without-points")),
                Stage::Planned => Ok((Event::Opened(events::Opened { conference: code }), by)),
                _ => Err(Refusal::rule("conference-opened-already")),
            }
        }
        Command::BeginItem(item) => {
            let by = run()?;
            under_way(stage)?;
            if item == 0 || usize::try_from(item).map_or(true, |item| item > conference.agenda.len()) {
                return Err(Refusal::not_found("agenda-item-unknown"));
            }
            Ok((Event::ItemBegun(events::ItemBegun { conference: code, item }), by))
        }
        Command::AskToSpeak { topic } => {
            let (point, by) = may_attend(actor, conference)?;
            under_way(stage)?;
            let waits = |speaker: &super::Speaker| speaker.login == actor.login && !speaker.done;
            if conference.speakers.iter().any(waits) {
                return Err(Refusal::rule("speaker-waits-already"));
            }
            let topic = bounded("/topic", &topic)?;
            let number = next(conference.speakers.last().map(|speaker| speaker.number));
            let name = actor.name.clone();
            Ok((Event::SpeakingAsked(events::SpeakingAsked { conference: code, number, point, name, topic }), by))
        }
        Command::CallSpeaker(number) => {
            let by = run()?;
            under_way(stage)?;
            match conference.speakers.iter().find(|speaker| speaker.number == number) {
                Some(speaker) if !speaker.called && !speaker.done => {
                    Ok((Event::SpeakerCalled(events::SpeakerCalled { conference: code, number }), by))
                }
                _ => Err(Refusal::rule("speaker-waits-no-more")),
            }
        }
        Command::FinishSpeaker(number) => {
            let speaker = conference.speakers.iter().find(|speaker| speaker.number == number && !speaker.done);
            let speaker = speaker.ok_or_else(|| Refusal::rule("speaker-waits-no-more"))?;
            let by = match run() {
                Err(_) if speaker.login == actor.login => may_attend(actor, conference)?.1,
                run => run?,
            };
            Ok((Event::SpeakerDone(events::SpeakerDone { conference: code, number }), by))
        }
        Command::Ask { text: typed } => {
            let (point, by) = may_attend(actor, conference)?;
            before_the_end(stage)?;
            let text = text("/text", &typed)?;
            let number = next(conference.questions.last().map(|question| question.number));
            let name = actor.name.clone();
            Ok((Event::Asked(events::Asked { conference: code, number, point, name, text }), by))
        }
        Command::Answer { number, answer } => {
            let by = run()?;
            if !conference.questions.iter().any(|question| question.number == number) {
                return Err(Refusal::not_found("question-unknown"));
            }
            let answer = bounded("/answer", &answer)?;
            Ok((Event::Answered(events::Answered { conference: code, number, answer }), by))
        }
        Command::WriteLine { text: typed } => {
            let by = run()?;
            under_way(stage)?;
            let text = text("/text", &typed)?;
            Ok((Event::LineWritten(events::LineWritten { conference: code, text }), by))
        }
        Command::OpenVote { kind, voters, question, options } => {
            let by = run()?;
            under_way(stage)?;
            if conference.open_vote().is_some() {
                return Err(Refusal::rule("vote-open-already"));
            }
            let opened = vote(conference, kind, voters, &question, &options)?;
            Ok((Event::VoteOpened(opened), by))
        }
        Command::Vote { vote, option } => {
            let (voted, by) = conference.cast(actor, vote, option)?;
            Ok((Event::Voted(voted), by))
        }
        Command::CloseVote(vote) => {
            let by = run()?;
            match conference.vote(vote) {
                Some(open) if open.closed_at.is_none() => {
                    Ok((Event::VoteClosed(events::VoteClosed { conference: code, vote }), by))
                }
                Some(_) => Err(Refusal::rule("vote-closed")),
                None => Err(Refusal::not_found("vote-unknown")),
            }
        }
        Command::Conclude { number, text, leads, supporting, due_on } => {
            let by = run()?;
            let mut concluded = conclusion(conference, number, &text)?;
            for (pointer, agencies) in [("/leads", &leads), ("/supporting", &supporting)] {
                if let Some(unknown) = agencies.iter().find(|agency| context.directory.get(agency).is_none()) {
                    return Err(Refusal::input(vec![Problem::new(pointer, "agency-unknown").with("code", unknown)]));
                }
            }
            concluded.supporting = supporting.into_iter().filter(|agency| !leads.contains(agency)).collect();
            (concluded.leads, concluded.due_on) = (leads, due_on);
            Ok((Event::Concluded(concluded), by))
        }
        Command::NoteTasks { number, tasks } => {
            let by = run()?;
            match conference.conclusion(number) {
                None => Err(Refusal::not_found("conclusion-unknown")),
                Some(conclusion) if !conclusion.tasks.is_empty() => Err(Refusal::rule("conclusion-tasked-already")),
                Some(_) => Ok((Event::Tasked(events::Tasked { conference: code, number, tasks }), by)),
            }
        }
        Command::Close => {
            let by = run()?;
            under_way(stage)?;
            Ok((Event::Closed(events::Closed { conference: code }), by))
        }
        Command::IssueNotice { number, titles, signer } => {
            let by = run()?;
            if stage != Stage::Closed {
                return Err(Refusal::rule("conference-not-closed"));
            }
            if conference.conclusions.is_empty() {
                return Err(Refusal::rule("notice-without-conclusions").citing(super::LAYOUT));
            }
            if conference.notice.is_some() {
                return Err(Refusal::rule("notice-issued-already"));
            }
            let (number, signer) = (text("/number", &number)?, text("/signer", &signer)?);
            let titles: Vec<String> =
                titles.iter().map(|title| tidy(title)).filter(|title| !title.is_empty()).collect();
            if titles.is_empty() {
                return Err(Refusal::input(vec![Problem::new("/titles", "missing")]).citing(super::LAYOUT));
            }
            Ok((Event::NoticeIssued(events::NoticeIssued { conference: code, number, titles, signer }), by))
        }
    }
}

/// Who has a vote is settled before a formal vote opens, and stays so until it is closed.
fn no_formal_vote(conference: &Conference) -> Result<(), Refusal> {
    match conference.open_vote() {
        Some(vote) if vote.opened.kind == VoteKind::Formal => Err(Refusal::rule("conference-vote-under-way")),
        _ => Ok(()),
    }
}

fn seat_unknown() -> Refusal {
    Refusal::not_found("registration-unknown")
}

fn under_way(stage: Stage) -> Result<(), Refusal> {
    match stage {
        Stage::Planned => Err(Refusal::rule("conference-not-open")),
        Stage::Open => Ok(()),
        Stage::Closed => Err(Refusal::rule("conference-closed")),
    }
}

fn before_the_end(stage: Stage) -> Result<(), Refusal> {
    if stage == Stage::Closed { Err(Refusal::rule("conference-closed")) } else { Ok(()) }
}

fn next(last: Option<u32>) -> u32 {
    last.unwrap_or_default() + 1
}

/// A text that may be left out.
fn bounded(pointer: &str, typed: &str) -> Result<String, Refusal> {
    let text = tidy(typed);
    if text.chars().count() > LONGEST {
        return Err(Refusal::input(vec![Problem::new(pointer, "too-long").with("max", LONGEST)]));
    }
    Ok(text)
}

/// A text that is needed.
fn text(pointer: &str, typed: &str) -> Result<String, Refusal> {
    let text = bounded(pointer, typed)?;
    if text.is_empty() { Err(Refusal::input(vec![Problem::new(pointer, "missing")])) } else { Ok(text) }
}

fn agenda(conference: &Conference, items: Vec<AgendaItem>) -> Result<Vec<AgendaItem>, Refusal> {
    let mut problems = Vec::new();
    let mut tidied = Vec::new();
    for (at, item) in items.into_iter().enumerate() {
        let (title, presenter) = (tidy(&item.title), tidy(&item.presenter));
        if title.is_empty() || title.chars().count() > LONGEST {
            problems.push(Problem::new("/agenda", "agenda-item-without-title").with("line", at + 1));
        }
        if item.minutes == 0 {
            problems.push(Problem::new("/agenda", "agenda-item-without-length").with("line", at + 1));
        }
        tidied.push(AgendaItem { title, presenter, minutes: item.minutes });
    }
    if tidied.is_empty() {
        problems.push(Problem::new("/agenda", "missing"));
    }
    if usize::try_from(conference.item).map_or(true, |item| item > tidied.len()) {
        problems.push(Problem::new("/agenda", "agenda-item-begun"));
    }
    if problems.is_empty() { Ok(tidied) } else { Err(Refusal::input(problems)) }
}

/// The points that are new.
fn points_of(conference: &Conference, points: Vec<Point>, context: Context<'_>) -> Result<Vec<Point>, Refusal> {
    let mut seen: BTreeSet<AgencyCode> = conference.points.iter().map(|point| point.agency.clone()).collect();
    let points: Vec<Point> = points.into_iter().filter(|point| seen.insert(point.agency.clone())).collect();
    let directory = context.directory;
    let unknown = |point: &&Point| directory.get(&point.agency).is_none() || !directory.is_in_force(&point.agency);
    if let Some(point) = points.iter().find(unknown) {
        let problem = Problem::new("/points", "agency-unknown").with("code", &point.agency);
        return Err(Refusal::input(vec![problem]));
    }
    if points.is_empty() {
        return Err(Refusal::input(vec![Problem::new("/points", "points-none-new")]));
    }
    if seen.len() > MOST_POINTS {
        return Err(Refusal::input(vec![Problem::new("/points", "points-too-many").with("max", MOST_POINTS)]));
    }
    Ok(points)
}

fn vote(
    conference: &Conference,
    kind: VoteKind,
    voters: Voters,
    question: &str,
    options: &[String],
) -> Result<events::VoteOpened, Refusal> {
    let question = text("/question", question)?;
    let mut options: Vec<String> = options.iter().map(|option| tidy(option)).filter(|text| !text.is_empty()).collect();
    if options.is_empty() {
        options = USUAL_ANSWERS.map(str::to_owned).into();
    }
    let different: BTreeSet<&String> = options.iter().collect();
    if options.len() < 2 || different.len() < options.len() {
        return Err(Refusal::input(vec![Problem::new("/options", "vote-answers")]));
    }
    let nobody = match voters {
        Voters::Points => !conference.points.iter().any(|point| point.votes),
        Voters::Delegates => !conference.delegates.iter().any(|delegate| delegate.registered.votes),
    };
    if kind == VoteKind::Formal && nobody {
        return Err(Refusal::input(vec![Problem::new("/voters", "vote-without-voters")]));
    }
    let vote = next(conference.votes.last().map(|vote| vote.opened.vote));
    Ok(events::VoteOpened { conference: conference.code().clone(), vote, kind, voters, question, options })
}

fn conclusion(conference: &Conference, number: Option<u32>, typed: &str) -> Result<events::Concluded, Refusal> {
    match number {
        // The wording is settled once the notice says it.
        _ if conference.notice.is_some() => return Err(Refusal::rule("notice-issued-already")),
        None if conference.stage() == Stage::Planned => return Err(Refusal::rule("conference-not-open")),
        None => {}
        Some(number) => match conference.conclusion(number) {
            None => return Err(Refusal::not_found("conclusion-unknown")),
            Some(before) if !before.tasks.is_empty() => return Err(Refusal::rule("conclusion-tasked-already")),
            Some(_) => {}
        },
    }
    let text = text("/text", typed)?;
    let number = number.unwrap_or_else(|| next(conference.conclusions.last().map(|conclusion| conclusion.number)));
    let conference = conference.code().clone();
    Ok(events::Concluded { conference, number, text, leads: Vec::new(), supporting: Vec::new(), due_on: None })
}
