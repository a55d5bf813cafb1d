//! Obstacles from a phone in a village to their answer.

use super::*;
use crate::Refusal;
use crate::calendar::{Calendar, StartRule, TimeLimit, instant};
use crate::codes::{AgencyCode, ObstacleCode};
use crate::dossiers::tests::sample::stand_in;
use crate::people::permissions::may_see_obstacle;
use crate::people::{Actor, Agency, AgencyKind, AgencyLevel, Directory, Entry, Membership, Position, Role};
use jiff::Timestamp;
use jiff::civil::date;
use std::sync::LazyLock;

const COMMUNE: &str = "H35.27";
const OTHER: &str = "H35.28";
const SCIENCE: &str = "H35.07";

static CALENDAR: LazyLock<Calendar> = LazyLock::new(Calendar::national);
static DIRECTORY: LazyLock<Directory> = LazyLock::new(|| {
    use AgencyLevel::{Commune, Department, Province};
    let agencies =
        [("H35", Province), (SCIENCE, Department), ("H35.01", Department), (COMMUNE, Commune), (OTHER, Commune)];
    let agency = |(code, level): (&str, AgencyLevel)| Agency {
        parent: (code != "H35").then(|| agency("H35")),
        ..Agency::new(agency(code), code, level, AgencyKind::Authority)
    };
    Directory::new(agencies.map(agency).map(Entry::from), None)
});

fn agency(code: &str) -> AgencyCode {
    code.parse().expect("a code")
}

fn at(day: i8, hour: i8) -> Timestamp {
    instant(date(2025, 12, day).at(hour, 0, 0, 0))
}

fn person(login: &str, agency_code: &str, role: Role) -> Actor {
    Actor::new(login.into(), login.into(), None, vec![Position::own(agency(agency_code), role, "")])
}

fn due(now: Timestamp) -> impl Fn(&AgencyCode, TimeLimit) -> Timestamp {
    move |_, limit| CALENDAR.due(now, limit, StartRule::AtOnce)
}

fn village() -> Place {
    Place { village: "03549.001".parse().expect("a code"), name: "Bản Mới".into() }
}

fn judged(
    actor: &Actor,
    one: &Obstacle,
    command: &Command,
    now: Timestamp,
    other: Option<&Obstacle>,
) -> Result<Event, Refusal> {
    decide(actor, one, command, Context { now, directory: &DIRECTORY, due: &due(now), other }).map(|(event, _)| event)
}

fn over(obstacle: &Obstacle, now: Timestamp) -> Option<Event> {
    overdue(obstacle, Context { now, directory: &DIRECTORY, due: &due(now), other: None })
}

fn raised(kind: Kind, agency: &str, for_village: bool) -> Result<Obstacle, Refusal> {
    let place = village();
    let typed = Raise {
        agency: agency.into(),
        kind: Some(kind),
        text: " Máy quét  hỏng\nkhông số hóa được ".into(),
        village: if for_village { place.village.to_string() } else { String::new() },
        ..Raise::default()
    };
    let due = due(at(1, 8));
    let raising = Raising { directory: &DIRECTORY, place: Some(&place), due: &due };
    let officer = person("canbo", agency, Role::CaseOfficer);
    let (event, _) = raise(&officer, ObstacleCode::new(2025, 1), typed, raising)?;
    Ok(Obstacle::next(None, &Event::Raised(event), at(1, 8)).expect("an obstacle"))
}

fn acted(obstacle: &Obstacle, actor: &Actor, command: &Command, now: Timestamp) -> Result<Obstacle, Refusal> {
    let event = judged(actor, obstacle, command, now, None)?;
    Ok(Obstacle::next(Some(obstacle.clone()), &event, now).expect("an obstacle"))
}

fn answer() -> Command {
    Command::Answer { text: "Cấp máy quét trong tuần".into(), document: String::new() }
}

#[test]
fn every_kind_has_a_rule() {
    for kind in Kind::ALL {
        assert!(kind.rule().is_some_and(|rule| rule.working_days > 0), "{kind:?}");
        assert_eq!(Kind::from_key(kind.key()), Some(kind));
    }
}

#[test]
fn it_goes_to_whoever_has_authority_by_kind_and_level() {
    for (kind, from, for_village, holder) in [
        (Kind::Equipment, COMMUNE, true, COMMUNE),
        (Kind::Equipment, COMMUNE, false, SCIENCE),
        (Kind::Coverage, COMMUNE, true, SCIENCE),
        // What the department itself lacks, and what no department is there for, is the province's.
        (Kind::Coverage, SCIENCE, false, "H35"),
        (Kind::Budget, COMMUNE, false, "H35"),
    ] {
        let obstacle = raised(kind, from, for_village).expect("raised");
        assert_eq!(obstacle.holder().as_str(), holder, "{kind:?} from {from}");
    }
    let obstacle = raised(Kind::Software, COMMUNE, false).expect("raised");
    assert_eq!(obstacle.due_at, Some(instant(date(2025, 12, 4).at(8, 0, 0, 0))), "three working days");
    assert_eq!(
        (obstacle.raised.text.as_str(), obstacle.title().as_str()),
        ("Máy quét hỏng\nkhông số hóa được", "Máy quét hỏng")
    );
}

#[test]
fn what_is_missing_is_named() {
    let due = due(at(1, 8));
    let raising = Raising { directory: &DIRECTORY, place: None, due: &due };
    let officer = person("canbo", COMMUNE, Role::CaseOfficer);
    let code = || ObstacleCode::new(2025, 1);
    let nothing = raise(&officer, code(), Raise::default(), raising).expect_err("nothing was typed");
    assert_eq!(
        nothing.problems.iter().map(|problem| problem.pointer.as_str()).collect::<Vec<_>>(),
        ["/agency", "/kind", "/text"]
    );
    let typed =
        Raise { agency: OTHER.into(), kind: Some(Kind::Staff), text: "Thiếu người".into(), ..Raise::default() };
    let elsewhere = raise(&officer, code(), typed.clone(), raising).expect_err("somebody else's agency");
    assert_eq!(elsewhere.code, "obstacle-not-your-agency");
    let typed = Raise { agency: COMMUNE.into(), village: "03388.001".into(), ..typed };
    let village = raise(&officer, code(), typed, raising).expect_err("somebody else's village");
    assert_eq!(village.problems[0].code, "obstacle-village-elsewhere");
}

#[test]
fn one_that_is_not_answered_climbs_to_the_top_and_stays_there() {
    let mut obstacle = raised(Kind::Equipment, COMMUNE, true).expect("raised");
    assert_eq!(over(&obstacle, at(8, 17)), None, "its last day is not over");
    for (now, holder) in [(at(9, 0), SCIENCE), (at(17, 0), "H35")] {
        let event = over(&obstacle, now).expect("overdue");
        obstacle = Obstacle::next(Some(obstacle), &event, now).expect("an obstacle");
        assert_eq!(obstacle.holder().as_str(), holder);
        assert_eq!(over(&obstacle, now), None, "not twice");
    }
    assert_eq!(over(&obstacle, at(31, 0)), None, "nobody is above the province");
    assert!(obstacle.is_late(at(31, 0)) && obstacle.escalated == 2);
    let stranger = person("x", OTHER, Role::Approver);
    let commune = person("leader", COMMUNE, Role::Approver);
    assert_eq!(
        acted(&obstacle, &commune, &answer(), at(31, 8)).expect_err("no more theirs").code,
        "obstacle-answerers-only"
    );
    assert!(may_see_obstacle(&commune, &obstacle) && !may_see_obstacle(&stranger, &obstacle));
    let answered =
        acted(&obstacle, &person("chairman", "H35", Role::Approver), &answer(), at(31, 8)).expect("answered");
    assert_eq!((answered.status, answered.due_at), (Status::Answered, None));
    assert_eq!(acted(&answered, &commune, &answer(), at(31, 9)).expect_err("twice").code, "obstacle-answerers-only");
    let chairman = person("chairman", "H35", Role::Approver);
    assert_eq!(acted(&answered, &chairman, &answer(), at(31, 9)).expect_err("twice").code, "obstacle-not-now");
}

#[test]
fn nobody_answers_their_own() {
    let obstacle = raised(Kind::Equipment, COMMUNE, true).expect("raised");
    let own = person("canbo", COMMUNE, Role::Approver);
    assert_eq!(acted(&obstacle, &own, &answer(), at(2, 8)).expect_err("own").code, "obstacle-own");
    let substitute = stand_in("x", &own);
    assert_eq!(acted(&obstacle, &substitute, &answer(), at(2, 8)).expect_err("in their place").code, "obstacle-own");
    let merged = acted(&obstacle, &own, &Command::Merge, at(2, 8)).expect_err("merged away");
    assert_eq!(merged.code, "obstacle-own");
    let officer = person("other", COMMUNE, Role::CaseOfficer);
    assert_eq!(acted(&obstacle, &officer, &answer(), at(2, 8)).expect_err("no leader").code, "obstacle-answerers-only");
    acted(&obstacle, &person("leader", COMMUNE, Role::Approver), &answer(), at(2, 8)).expect("answered");
}

#[test]
fn an_answer_that_does_not_help_opens_it_again_and_passing_on_moves_no_deadline() {
    let obstacle = raised(Kind::Equipment, COMMUNE, false).expect("raised");
    let science = person("so", SCIENCE, Role::Clerk);
    let route = |to: &str| Command::Route { to: to.into(), reason: "Thuộc Văn phòng".into() };
    assert_eq!(
        acted(&obstacle, &science, &route(SCIENCE), at(2, 8)).expect_err("to itself").problems[0].pointer,
        "/to"
    );
    let routed = acted(&obstacle, &science, &route("H35.01"), at(2, 8)).expect("routed");
    assert_eq!((routed.holder().as_str(), routed.due_at), ("H35.01", obstacle.due_at));
    let office = person("vp", "H35.01", Role::Approver);
    let answered = acted(&routed, &office, &answer(), at(9, 8)).expect("answered");
    assert!(answered.missed.is_some(), "a day late");
    let reopen = Command::Reopen { reason: "Máy vẫn hỏng".into() };
    assert_eq!(acted(&answered, &office, &reopen, at(10, 8)).expect_err("not theirs").code, "obstacle-not-your-agency");
    let again = acted(&answered, &person("canbo", COMMUNE, Role::CaseOfficer), &reopen, at(10, 8)).expect("reopened");
    assert_eq!((again.status, again.reopened), (Status::Open, 1));
}

#[test]
fn only_what_is_open_and_within_reach_is_merged() {
    let one = raised(Kind::Coverage, COMMUNE, false).expect("raised");
    let mut other = raised(Kind::Coverage, OTHER, false).expect("raised");
    other.raised.obstacle = ObstacleCode::new(2025, 2);
    let science = person("so", SCIENCE, Role::Clerk);
    let merge = |actor: &Actor, other: Option<&Obstacle>| judged(actor, &one, &Command::Merge, at(2, 8), other);
    assert_eq!(merge(&science, None).expect_err("none").problems[0].code, "obstacle-code");
    assert_eq!(merge(&science, Some(&one)).expect_err("itself").problems[0].code, "obstacle-itself");
    let mut elsewhere = other.clone();
    elsewhere.holdings.push(Holding { agency: agency("H35"), since: at(2, 8) });
    assert_eq!(merge(&science, Some(&elsewhere)).expect_err("another's").code, "obstacle-answerers-only");
    let event = merge(&science, Some(&other)).expect("merged");
    let merged = Obstacle::next(Some(one.clone()), &event, at(2, 8)).expect("an obstacle");
    assert_eq!((merged.status, merged.due_at), (Status::Merged, None));
    let joined = Joined {
        obstacle: other.code().clone(),
        other: one.code().clone(),
        raiser: one.raised.raiser.clone(),
        due_at: one.due_at,
    };
    // Merging gives nobody more time.
    let mut later = other.clone();
    later.due_at = Some(at(20, 8));
    let later = Obstacle::next(Some(later), &Event::Joined(joined.clone()), at(2, 8)).expect("an obstacle");
    assert_eq!(later.due_at, one.due_at);
    let main = Obstacle::next(Some(other), &Event::Joined(joined), at(2, 8)).expect("an obstacle");
    assert_eq!(main.allows(Action::Merge).expect_err("others hang on it").code, "obstacle-has-joined");
}

#[test]
fn nobody_answers_what_they_raised_by_letting_somebody_merge_it() {
    let (x, y) =
        (raised(Kind::Staff, COMMUNE, true).expect("raised"), raised(Kind::Staff, COMMUNE, true).expect("raised"));
    let raiser = Raiser { login: "lanhdao".into(), name: "Lãnh đạo".into(), ..x.raised.raiser.clone() };
    let joined = Joined { obstacle: y.code().clone(), other: ObstacleCode::new(2025, 2), raiser, due_at: None };
    let y = Obstacle::next(Some(y), &Event::Joined(joined), at(2, 8)).expect("an obstacle");
    let own = acted(&y, &person("lanhdao", y.holder().as_str(), Role::Approver), &answer(), at(2, 9));
    assert_eq!(own.expect_err("their own, merged into it").code, "obstacle-own");
    acted(&y, &person("lanhdao2", y.holder().as_str(), Role::Approver), &answer(), at(2, 9)).expect("somebody else");
}

#[test]
fn a_member_of_a_group_raises_for_its_agency_and_sees_their_own_only() {
    let group = Membership {
        committee: "TCT06-03549.001".parse().expect("a code"),
        agency: agency(COMMUNE),
        village: Some("03549.001".parse().expect("a code")),
    };
    let member =
        |login: &str| Actor { groups: vec![group.clone()], ..Actor::new(login.into(), login.into(), None, Vec::new()) };
    let place = village();
    let due = due(at(1, 8));
    let raising = Raising { directory: &DIRECTORY, place: Some(&place), due: &due };
    let typed = |agency: &str| Raise {
        agency: agency.into(),
        kind: Some(Kind::Equipment),
        text: "Máy hỏng".into(),
        village: place.village.to_string(),
        ..Raise::default()
    };
    let (event, by) = raise(&member("truongban"), ObstacleCode::new(2025, 1), typed(COMMUNE), raising).expect("raised");
    assert_eq!((by.role, by.title.as_deref()), (Role::Citizen, Some("Thành viên Tổ công tác")));
    let own = Obstacle::next(None, &Event::Raised(event), at(1, 8)).expect("an obstacle");
    let elsewhere = raise(&member("truongban"), ObstacleCode::new(2025, 2), typed(OTHER), raising);
    assert_eq!(elsewhere.expect_err("not their agency").code, "obstacle-not-your-agency");
    assert!(may_see_obstacle(&member("truongban"), &own));
    assert!(!may_see_obstacle(&member("khac"), &own), "another member's");
    let gone = Actor::new("truongban".into(), "truongban".into(), None, Vec::new());
    assert!(!may_see_obstacle(&gone, &own), "in no group any more");
    let officer = raised(Kind::Equipment, COMMUNE, true).expect("raised");
    assert!(!may_see_obstacle(&member("truongban"), &officer), "an officer's");
    for command in [answer(), Command::Reopen { reason: "x".into() }, Command::Escalate { reason: "x".into() }] {
        assert!(acted(&own, &member("truongban"), &command, at(2, 9)).is_err());
    }
}
