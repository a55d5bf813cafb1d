//! Petitions from filing to publication.

use super::{Command, Context, Event, File, Kind, LegEnd, Petition, Status, Way, decide, file};
use crate::calendar::{Calendar, instant};
use crate::codes::AgencyCode;
use crate::dossiers::tests::sample::stand_in;
use crate::people::{Actor, Agency, AgencyKind, AgencyLevel, Directory, Position, Role};
use jiff::Timestamp;
use jiff::civil::{Date, date};

/// Monday 3 November 2025, nine o'clock: filed.
const FILED: Date = date(2025, 11, 3);

fn at(day: Date, hour: i8) -> Timestamp {
    instant(day.at(hour, 0, 0, 0))
}

fn code(text: &str) -> AgencyCode {
    text.parse().expect("a code")
}

fn directory() -> Directory {
    let agencies = ["H35.38", "H35.06"]
        .map(|code| Agency::new(self::code(code), code, AgencyLevel::Department, AgencyKind::Authority).into());
    Directory::new(agencies, None)
}

fn person(login: &str, role: Option<(Role, &str)>) -> Actor {
    let position = |(role, agency): (Role, &str)| Position {
        agency: code(agency),
        role,
        title: String::new(),
        held_at: None,
        in_place_of: None,
    };
    Actor::new(login.into(), login.into(), None, role.map(position).into_iter().collect())
}

fn citizen() -> Actor {
    person("lan", None)
}

fn clerk() -> Actor {
    person("clerk", Some((Role::CaseOfficer, "H35.38")))
}

fn leader() -> Actor {
    person("leader", Some((Role::Approver, "H35.38")))
}

fn typed() -> File {
    File {
        id: "PA-1".into(),
        login: "lan".into(),
        name: "Lò Thị Lan".into(),
        kind: Some(Kind::Conduct),
        agency: "H35.38".into(),
        title: "Phải đi lại ba lần".into(),
        text: "Cán bộ yêu cầu giấy tờ ngoài quy định.".into(),
        ..File::default()
    }
}

/// A petition and its clock.
struct Story {
    petition: Petition,
    calendar: Calendar,
}

impl Story {
    fn begins() -> Self {
        let calendar = Calendar::national();
        let filed = file(typed(), &directory(), |_| &calendar, at(FILED, 9)).expect("a petition");
        Self { petition: Petition::filed(filed, at(FILED, 9)), calendar }
    }

    fn tries(&self, actor: &Actor, day: Date, command: &Command) -> Result<Event, &'static str> {
        let to = match command {
            Command::Forward { agency, .. } => agency.parse().ok(),
            _ => None,
        };
        let context = Context { now: at(day, 10), actor, calendar: &self.calendar, to: to.as_ref() };
        decide(&self.petition, command, &context).map(|(event, _)| event).map_err(|refusal| refusal.code)
    }

    fn goes_on(&mut self, actor: &Actor, day: Date, command: &Command) {
        let event = self.tries(actor, day, command).expect("it may");
        self.petition.apply(&event, at(day, 10), &actor.login);
    }

    fn missed(&self) -> bool {
        self.petition.legs.iter().any(|leg| leg.missed.is_some())
    }
}

fn draft(way: Way) -> Command {
    Command::Draft { way, text: "Ủy ban nhân dân phường đã kiểm tra.".into() }
}

#[test]
fn its_clocks_are_those_of_the_index() {
    let clocks = Story::begins().petition.filed.clocks;
    let days = [clocks.decide_due_at, clocks.ask_due_at, clocks.due_at].map(crate::calendar::day_of);
    assert_eq!(days, [date(2025, 11, 5), date(2025, 11, 10), date(2025, 11, 24)]);
}

#[test]
fn what_is_missing_is_told_beside_each_field() {
    let calendar = Calendar::national();
    let nothing = File { login: "lan".into(), ..File::default() };
    let refusal = file(nothing, &directory(), |_| &calendar, at(FILED, 9)).expect_err("nothing was typed");
    let fields: Vec<_> = refusal.problems.iter().map(|problem| problem.pointer.as_str()).collect();
    assert_eq!(fields, ["/kind", "/agency", "/title", "/text"]);
}

#[test]
fn an_answer_in_time_is_published_and_rated_once() {
    let mut story = Story::begins();
    story.goes_on(&clerk(), date(2025, 11, 20), &draft(Way::Answer));
    story.goes_on(&leader(), date(2025, 11, 24), &Command::Issue);
    story.goes_on(&leader(), date(2025, 11, 26), &Command::Publish);
    assert_eq!(story.petition.status, Status::Published);
    assert!(!story.missed() && story.petition.leg().expect("a leg").due_at.is_none());
    let rate = Command::Rate { content: Some(false), comment: String::new() };
    story.goes_on(&citizen(), date(2025, 11, 27), &rate);
    assert_eq!(story.tries(&citizen(), date(2025, 11, 27), &rate), Err("petition-rated-once"));
}

#[test]
fn whoever_drafted_does_not_issue_and_nobody_handles_their_own() {
    let mut story = Story::begins();
    story.goes_on(&leader(), FILED, &draft(Way::Answer));
    assert_eq!(story.tries(&leader(), FILED, &Command::Issue), Err("petition-second-pair-of-eyes"));
    let substitute = stand_in("x", &leader());
    assert_eq!(story.tries(&substitute, FILED, &Command::Issue), Err("petition-second-pair-of-eyes"));
    assert_eq!(story.tries(&clerk(), FILED, &Command::Issue), Err("leaders-only"));
    let own = person("lan", Some((Role::Approver, "H35.38")));
    assert_eq!(story.tries(&own, FILED, &Command::Issue), Err("petition-own"));
    // Their citizen account, known by the number that both have; and the person in whose place they act.
    let same = Actor { close_to: vec!["lan".into()], ..person("chutich", Some((Role::Approver, "H35.38"))) };
    for close in [&same, &stand_in("x", &same), &stand_in("x", &own)] {
        assert_eq!(story.tries(close, FILED, &Command::Issue), Err("petition-own"));
    }
    let elsewhere = person("other", Some((Role::Approver, "H35.06")));
    assert_eq!(story.tries(&elsewhere, FILED, &Command::Issue), Err("leaders-only"));
    let rate = Command::Rate { content: Some(true), comment: String::new() };
    assert_eq!(story.tries(&clerk(), FILED, &rate), Err("petition-not-yours"));
}

#[test]
fn a_day_too_late_is_late_for_each_clock() {
    let mut refused = Story::begins();
    refused.goes_on(&clerk(), FILED, &draft(Way::Refuse));
    refused.goes_on(&leader(), date(2025, 11, 6), &Command::Issue);
    let mut asked = Story::begins();
    asked.goes_on(&clerk(), date(2025, 11, 11), &Command::AskSupplement { what: "Ngày nào?".into() });
    let mut published = Story::begins();
    published.goes_on(&clerk(), FILED, &draft(Way::Answer));
    published.goes_on(&leader(), FILED, &Command::Issue);
    assert!(!published.missed());
    published.goes_on(&leader(), date(2025, 11, 6), &Command::Publish);
    assert!(refused.missed() && asked.missed() && published.missed());
}

#[test]
fn the_clock_stands_while_a_supplement_is_awaited() {
    let mut story = Story::begins();
    story.goes_on(&clerk(), date(2025, 11, 4), &Command::AskSupplement { what: "Ngày nào?".into() });
    assert!(story.petition.leg().expect("a leg").due_at.is_none(), "nothing runs");
    story.goes_on(&citizen(), date(2025, 11, 18), &Command::Supplement { text: "Ngày 30/10.".into() });
    let due = story.petition.leg().expect("a leg").due_at.expect("it runs again");
    assert_eq!(crate::calendar::day_of(due), date(2025, 12, 8), "ten working days later than 24 November");
    let again = Command::AskSupplement { what: "Ai?".into() };
    assert_eq!(story.tries(&clerk(), date(2025, 11, 19), &again), Err("petition-supplement-asked-once"));
}

#[test]
fn what_is_passed_on_in_time_counts_for_the_agency_that_gets_it_alone() {
    let forward = Command::Forward { agency: "H35.06".into(), reason: "Thuộc thẩm quyền của Sở".into() };
    let mut in_time = Story::begins();
    in_time.goes_on(&clerk(), date(2025, 11, 5), &forward);
    let mut late = Story::begins();
    late.goes_on(&clerk(), date(2025, 11, 6), &forward);
    for (story, counted) in [(&in_time, [false, true]), (&late, [true, true])] {
        let legs = &story.petition.legs;
        assert_eq!([legs[0].counts(), legs[1].counts()], counted);
        assert!(matches!(legs[0].ended, Some((LegEnd::Forwarded, _))) && legs[1].agency.as_str() == "H35.06");
    }
    assert_eq!(late.tries(&clerk(), date(2025, 11, 6), &draft(Way::Answer)), Err("officers-only"), "no longer theirs");
    let home = Command::Forward { agency: "H35.38".into(), reason: "Trả lại".into() };
    assert!(Story::begins().tries(&clerk(), FILED, &home).is_err(), "not to oneself");
}
