//! The year-end conference of 23 December 2025 with its bridge points, vote, minutes and conclusions, whose tasks are in the queues of
//! departments and communes; and the next one, which opens with what became of them. What is said follows the public report; people are made
//! up. The real one was in the afternoon: here it is in the early morning, so that a demonstration of that day begins with its conclusions.

use super::Scene;
use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan as _};
use rules::calendar::instant;
use rules::codes::{AgencyCode, ConferenceCode};
use rules::committees::CommitteeKind;
use rules::conferences::{AgendaItem, Command, Conference, ConferenceKind, Draft, Means, Point, VoteKind, Voters};
use rules::people::{Actor, AgencyLevel, Role};
use serde::Deserialize;
use std::sync::{Arc, LazyLock};
use store::desk::conferences as desk;
use store::province::{Province, ProvinceCache};
use store::{Failure, Store, Tx};

/// The day of the conference, of its call, of the registrations, and of the next one.
const DAY: Date = date(2025, 12, 23);
const CALLED: Date = date(2025, 12, 8);
const REGISTERED: Date = date(2025, 12, 17);
const NEXT: Date = date(2026, 1, 12);
/// Points where nobody comes, by their place among the communes.
const AWAY: usize = 33;

/// What is said, and by whom.
#[derive(Debug, Deserialize)]
struct Source {
    name: String,
    next: String,
    place: String,
    chair: String,
    video: String,
    agenda: Vec<AgendaItem>,
    next_agenda: Vec<AgendaItem>,
    minutes: Vec<Said>,
    topics: Vec<String>,
    question: String,
    answer: String,
    vote: String,
    conclusions: Vec<Concluded>,
    notice: String,
    titles: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Said {
    item: u32,
    text: String,
}

#[derive(Debug, Deserialize)]
struct Concluded {
    text: String,
    /// `communes`, `departments`, `science` or nobody.
    leads: String,
    #[serde(default)]
    due_on: Option<Date>,
}

#[expect(clippy::panic, reason = "the file is part of the program and a test reads it")]
static SOURCE: LazyLock<Source> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../data/demo/conference.json"))
        .unwrap_or_else(|error| panic!("data/demo/conference.json: {error}"))
});

/// Somebody who does something in it at some time.
type Entry = (Timestamp, Arc<Actor>, Command);

/// The conference as the simulation tells it.
struct Story<'a> {
    scene: &'a Scene<'a>,
    chairman: Arc<Actor>,
    communes: Vec<AgencyCode>,
    departments: Vec<AgencyCode>,
}

pub(super) fn enter(store: &Store, scene: &Scene<'_>) -> Result<(), Failure> {
    let Ok(province) = "H35".parse::<AgencyCode>() else { return Ok(()) };
    let Some(chairman) = scene.staff.holder(&province, Role::Approver, 0).cloned() else { return Ok(()) };
    if CALLED < scene.first_day || instant(CALLED.at(9, 0, 0, 0)) > scene.ends_at {
        return Ok(());
    }
    let story = Story {
        scene,
        communes: scene.agencies(AgencyLevel::Commune),
        departments: scene.agencies(AgencyLevel::Department),
        chairman,
    };
    let points = story.points(&province);
    let mut entries = story.prepared(&points);
    entries.extend(story.held(&points));
    entries.retain(|(at, ..)| *at <= scene.ends_at);
    let (entries, chairman, ends_at) = (Arc::new(entries), Arc::clone(&story.chairman), scene.ends_at);
    store.write_blocking(move |tx| {
        let known = ProvinceCache::default().get(tx)?;
        let called = draft(&SOURCE.name, ConferenceKind::Review, DAY, 7);
        let mut conference = desk::call(tx, &chairman, &province, &called, instant(CALLED.at(9, 0, 0, 0)))?;
        for (at, actor, command) in entries.iter() {
            conference = desk::act_on(tx, &known, actor, conference, command.clone(), *at)?;
        }
        if conference.closed_at.is_some() {
            conclude(tx, &known, &chairman, conference.code(), ends_at)?;
            come(tx, &known, &chairman, &province, &points, ends_at)?;
        }
        Ok::<_, Failure>(())
    })
}

fn draft(name: &str, kind: ConferenceKind, day: Date, hour: i8) -> Draft {
    let host = "H35".parse().ok();
    Draft {
        name: name.to_owned(),
        kind: Some(kind),
        series: host.and_then(|host| CommitteeKind::Resolution57.code(&host, None)),
        starts_at: Some(instant(day.at(hour, 0, 0, 0))),
        place: SOURCE.place.clone(),
        chair: SOURCE.chair.clone(),
        video: SOURCE.video.clone(),
    }
}

/// Its conclusions become tasks, and its notice gets a number.
fn conclude(
    tx: &mut Tx,
    known: &Province,
    chairman: &Actor,
    code: &ConferenceCode,
    ends_at: Timestamp,
) -> Result<(), Failure> {
    let (tasked, noticed) = (instant(DAY.at(8, 16, 0, 0)), instant(DAY.at(8, 24, 0, 0)));
    for (number, concluded) in (1..).zip(&SOURCE.conclusions) {
        if concluded.due_on.is_some() && tasked <= ends_at {
            desk::assign(tx, known, chairman, code, number, None, tasked)?;
        }
    }
    if noticed <= ends_at {
        let notice = Command::IssueNotice {
            number: SOURCE.notice.clone(),
            titles: SOURCE.titles.clone(),
            signer: chairman.name.clone(),
        };
        desk::act(tx, known, chairman, code, notice, noticed)?;
    }
    Ok(())
}

/// The next one of the series is called.
fn come(
    tx: &mut Tx,
    known: &Province,
    chairman: &Actor,
    province: &AgencyCode,
    points: &[Point],
    ends_at: Timestamp,
) -> Result<(), Failure> {
    let at = instant(DAY.at(8, 28, 0, 0));
    if at > ends_at {
        return Ok(());
    }
    let called = draft(&SOURCE.next, ConferenceKind::Committee, NEXT, 14);
    let next: Conference = desk::call(tx, chairman, province, &called, at)?;
    let next = desk::act_on(tx, known, chairman, next, Command::SetAgenda(SOURCE.next_agenda.clone()), at)?;
    desk::act_on(tx, known, chairman, next, Command::Invite(points.to_vec()), at)?;
    Ok(())
}

impl Story<'_> {
    /// The province, departments and communes, each with a vote.
    fn points(&self, province: &AgencyCode) -> Vec<Point> {
        let all = std::iter::once(province).chain(&self.departments).chain(&self.communes);
        all.map(|agency| Point { agency: agency.clone(), votes: true }).collect()
    }

    fn leader(&self, agency: &AgencyCode) -> Option<Arc<Actor>> {
        self.scene.staff.holder(agency, Role::Approver, 0).cloned()
    }

    /// Whether anybody of a point comes.
    fn comes(&self, agency: &AgencyCode) -> bool {
        self.communes.get(AWAY) != Some(agency)
    }

    /// Agenda, invitation, a delegate of each point.
    fn prepared(&self, points: &[Point]) -> Vec<Entry> {
        let at = |minute| instant(CALLED.at(9, minute, 0, 0));
        let chairman = || Arc::clone(&self.chairman);
        let mut entries = vec![
            (at(10), chairman(), Command::SetAgenda(SOURCE.agenda.clone())),
            (at(20), chairman(), Command::Invite(points.to_vec())),
        ];
        for point in points {
            let Some(leader) = self.leader(&point.agency) else { continue };
            let register = Command::Register {
                point: point.agency.clone(),
                name: leader.name.clone(),
                title: leader.positions.first().map(|held| held.title.clone()).unwrap_or_default(),
                login: Some(leader.login.clone()),
                votes: false,
            };
            entries.push((instant(REGISTERED.at(10, 0, 0, 0)), leader, register));
        }
        entries
    }

    /// From check-in to the close.
    fn held(&self, points: &[Point]) -> Vec<Entry> {
        let at =
            |minute: i64| instant(DAY.at(7, 0, 0, 0)).saturating_add(minute.minutes()).unwrap_or(self.scene.ends_at);
        let chairman = || Arc::clone(&self.chairman);
        let mut entries: Vec<Entry> = Vec::new();
        let registered = points.iter().filter(|point| self.leader(&point.agency).is_some());
        for (seat, point) in (1..).zip(registered) {
            if let Some(leader) = self.leader(&point.agency).filter(|_| self.comes(&point.agency)) {
                entries.push((at(-10), leader, Command::CheckIn(seat, Means::Hand)));
            }
        }
        entries.push((at(0), chairman(), Command::Open));
        for item in 1..=5 {
            let begins = at(i64::from(item - 1) * 14);
            entries.push((begins, chairman(), Command::BeginItem(item)));
            let said = SOURCE.minutes.iter().filter(|said| said.item == item);
            entries.extend(said.map(|said| (begins, chairman(), Command::WriteLine { text: said.text.clone() })));
            if item == 4 {
                entries.extend(self.discussed(begins));
            }
        }
        for concluded in &SOURCE.conclusions {
            let leads = match concluded.leads.as_str() {
                "communes" => self.communes.clone(),
                "departments" => self.departments.clone(),
                "science" => self.science().into_iter().collect(),
                _ => Vec::new(),
            };
            let text = concluded.text.clone();
            entries.push((
                at(58),
                chairman(),
                Command::Conclude { number: None, text, leads, supporting: Vec::new(), due_on: concluded.due_on },
            ));
        }
        let question = SOURCE.vote.clone();
        let open = Command::OpenVote { kind: VoteKind::Formal, voters: Voters::Points, question, options: Vec::new() };
        entries.push((at(66), chairman(), open));
        for (number, point) in points.iter().enumerate() {
            let Some(leader) = self.leader(&point.agency).filter(|_| self.comes(&point.agency)) else { continue };
            // One has another opinion.
            let option = if number == 27 { 2 } else { 0 };
            entries.push((at(68), leader, Command::Vote { vote: 1, option }));
        }
        entries.push((at(70), chairman(), Command::CloseVote(1)));
        entries.push((at(75), chairman(), Command::Close));
        entries
    }

    /// Who speaks and asks.
    fn discussed(&self, at: Timestamp) -> Vec<Entry> {
        let chairman = || Arc::clone(&self.chairman);
        let mut entries = Vec::new();
        for (number, topic) in (1..).zip(&SOURCE.topics) {
            let place = usize::try_from(number).unwrap_or_default() * 5;
            let Some(speaker) = self.communes.get(place).and_then(|commune| self.leader(commune)) else { continue };
            entries.push((at, speaker, Command::AskToSpeak { topic: topic.clone() }));
        }
        for number in 1..=u32::try_from(entries.len()).unwrap_or_default() {
            entries.push((at, chairman(), Command::CallSpeaker(number)));
            entries.push((at, chairman(), Command::FinishSpeaker(number)));
        }
        if let Some(asks) = self.communes.get(8).and_then(|commune| self.leader(commune)) {
            entries.push((at, asks, Command::Ask { text: SOURCE.question.clone() }));
            entries.push((at, chairman(), Command::Answer { number: 1, answer: SOURCE.answer.clone() }));
        }
        entries
    }

    fn science(&self) -> Option<AgencyCode> {
        let directory = &self.scene.world.directory;
        let named = |code: &&AgencyCode| {
            directory.get(code).is_some_and(|agency| agency.name.contains("Khoa học và Công nghệ"))
        };
        self.departments.iter().find(named).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ships_is_an_agenda_with_its_minutes_and_conclusions() {
        let items = u32::try_from(SOURCE.agenda.len()).expect("a few");
        assert!(items == 5 && SOURCE.minutes.iter().all(|said| (1..=items).contains(&said.item)));
        assert!(SOURCE.conclusions.iter().all(|concluded| concluded.leads.is_empty() == concluded.due_on.is_none()));
        assert!(SOURCE.name.contains("mô phỏng") && SOURCE.next.contains("mô phỏng"));
    }
}
