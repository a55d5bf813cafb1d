//! Who may enrol whom, that nobody marks their own, and what stands before a certificate.

use super::*;
use crate::Refusal;
use crate::codes::{AgencyCode, CourseCode};
use crate::people::{Actor, Position, Role};
use jiff::civil::{Date, date};

const TODAY: Date = date(2025, 10, 1);
const OVER: Date = date(2025, 11, 1);

fn agency(code: &str) -> AgencyCode {
    code.parse().expect("a code")
}

fn actor(login: &str, role: Role, at: &str) -> Actor {
    Actor::new(login.into(), login.into(), None, vec![Position::own(agency(at), role, "")])
}

fn organiser() -> Actor {
    actor("organiser", Role::Clerk, "H35.15")
}

fn draft() -> Draft {
    Draft {
        title: "Ký số cho lãnh đạo".into(),
        skill: "signature".into(),
        form: Some(Form::Class),
        place: "Hội trường".into(),
        hours: "16".into(),
        sessions: [10, 11, 12, 13, 14].map(|day| Some(date(2025, 10, day))).into(),
        enrol_by: Some(date(2025, 10, 8)),
        seats: "2".into(),
        pass_mark: "60".into(),
    }
}

fn opened(typed: &Draft) -> Result<Course, Refusal> {
    let (event, _) = open(&organiser(), &agency("H35.15"), CourseCode::new(2025, 1), typed, TODAY)?;
    Ok(after(None, &event, TODAY))
}

fn after(course: Option<Course>, event: &Event, on: Date) -> Course {
    let body = event.body().expect("a body");
    assert_eq!(Event::parse(event.kind(), &body).expect("the same"), *event);
    Course::next(course, event, on).expect("a course")
}

fn enrolled(course: &Course, by: &Actor, login: &str, at: &str) -> Result<Course, Refusal> {
    let (event, _) = enrol(by, course, (login, login), (&agency(at), Role::Approver), TODAY)?;
    Ok(after(Some(course.clone()), &event, TODAY))
}

fn did(course: &Course, by: &Actor, command: &Command, on: Date) -> Result<Course, Refusal> {
    let numbers = ["1/2025".to_owned(), "2/2025".to_owned()];
    let (events, _) = act(by, course, command, &numbers, on)?;
    Ok(events.iter().fold(course.clone(), |course, event| after(Some(course), event, on)))
}

fn code<T: std::fmt::Debug>(done: Result<T, Refusal>) -> &'static str {
    done.expect_err("refused").code
}

fn marked(login: &str, score: &str) -> Command {
    Command::Mark([(login.into(), score.into())].into())
}

/// A course with `an` in it, who was at all sessions.
fn attended() -> Course {
    let mut course = enrolled(&opened(&draft()).expect("opened"), &actor("an", Role::Approver, "H35.A"), "an", "H35.A")
        .expect("enrolled");
    for session in 1..=5 {
        course = did(&course, &organiser(), &Command::Attend(session, vec!["an".into()]), OVER).expect("noted");
    }
    course
}

#[test]
fn a_course_needs_a_skill_days_ahead_in_order_and_enrolment_before_them() {
    let problems = |change: &dyn Fn(&mut Draft)| {
        let mut typed = draft();
        change(&mut typed);
        let refused = opened(&typed).expect_err("refused");
        refused.problems.into_iter().map(|problem| (problem.pointer, problem.code)).collect::<Vec<_>>()
    };
    let one = |pointer: &str, code| vec![(pointer.to_owned(), code)];
    assert_eq!(problems(&|typed| typed.skill = "cooking".into()), one("/skill", "choose"));
    assert_eq!(problems(&|typed| typed.sessions = vec![None]), one("/sessions", "training-days-unreadable"));
    assert_eq!(problems(&|typed| typed.sessions.clear()), one("/sessions", "missing"));
    assert_eq!(problems(&|typed| typed.sessions.reverse()), one("/sessions", "training-days-order"));
    assert_eq!(
        problems(&|typed| typed.sessions.insert(0, Some(TODAY))),
        [("/sessions".to_owned(), "training-session-over"), ("/enrol_by".to_owned(), "training-enrol-by"),]
    );
    assert_eq!(problems(&|typed| typed.enrol_by = Some(date(2025, 10, 10))), one("/enrol_by", "training-enrol-by"));
    assert_eq!(problems(&|typed| typed.pass_mark = "101".into()), one("/pass_mark", "training-number"));
    assert_eq!(problems(&|typed| typed.seats = "hai".into()), one("/seats", "training-number"));
    let elsewhere = open(&organiser(), &agency("H35.16"), CourseCode::new(2025, 1), &draft(), TODAY);
    assert_eq!(code(elsewhere), "officers-only");
}

#[test]
fn people_enrol_themselves_or_are_sent_by_their_agency_while_there_are_seats() {
    let course = opened(&draft()).expect("opened");
    let an = actor("an", Role::CaseOfficer, "H35.A");
    let one = enrolled(&course, &an, "an", "H35.A").expect("enrolled");
    assert_eq!(code(enrolled(&one, &an, "an", "H35.A")), "training-enrolled-already");
    assert_eq!(code(enrolled(&one, &an, "binh", "H35.A")), "officers-only", "not a colleague");
    assert_eq!(code(enrolled(&one, &an, "an", "H35.B")), "officers-only", "where they do not work");
    let two = enrolled(&one, &actor("head", Role::Approver, "H35.A"), "binh", "H35.A").expect("sent");
    assert_eq!(code(enrolled(&two, &actor("chi", Role::Clerk, "H35.B"), "chi", "H35.B")), "training-full");
    let left = did(&two, &an, &Command::Leave("an".into(), "Ốm".into()), TODAY).expect("left");
    enrolled(&left, &actor("chi", Role::Clerk, "H35.B"), "chi", "H35.B").expect("a seat is free");
    assert_eq!(code(did(&two, &an, &Command::Leave("binh".into(), "Ốm".into()), TODAY)), "officers-only");
    assert_eq!(code(did(&two, &an, &Command::Leave("an".into(), "Ốm".into()), date(2025, 10, 10))), "training-begun");
    let late = enrol(&an, &course, ("an", "an"), (&agency("H35.A"), Role::CaseOfficer), date(2025, 10, 9));
    assert_eq!(code(late), "training-enrolment-over");
    let off = did(&course, &organiser(), &Command::CallOff("Bão".into()), TODAY).expect("called off");
    assert_eq!((off.stage(TODAY), code(enrolled(&off, &an, "an", "H35.A"))), (Stage::CalledOff, "training-called-off"));
}

#[test]
fn attendance_is_noted_on_its_day_by_the_organiser_and_never_ones_own() {
    let course = opened(&draft()).expect("opened");
    let both = enrolled(&course, &organiser(), "organiser", "H35.15").expect("takes part");
    let both = enrolled(&both, &actor("an", Role::Approver, "H35.A"), "an", "H35.A").expect("enrolled");
    let there = |some: &[&str]| Command::Attend(1, some.iter().map(|login| (*login).to_owned()).collect());
    let first = date(2025, 10, 10);
    assert_eq!(code(did(&both, &organiser(), &there(&["an"]), date(2025, 10, 9))), "training-session-ahead");
    assert_eq!(code(did(&both, &organiser(), &there(&["organiser"]), first)), "training-own-attendance");
    assert_eq!(code(did(&both, &actor("an", Role::Approver, "H35.A"), &there(&["an"]), first)), "officers-only");
    assert_eq!(code(did(&both, &organiser(), &there(&["who"]), first)), "training-learner-unknown");
    let noted = did(&both, &actor("other", Role::Clerk, "H35.15"), &there(&["an", "organiser"]), first).expect("noted");
    assert_eq!(code(did(&noted, &organiser(), &there(&["an"]), first)), "training-own-attendance", "nor away");
    let corrected = did(&noted, &organiser(), &there(&["organiser"]), first).expect("corrected");
    assert!(corrected.learners["an"].attended.is_empty() && corrected.learners["organiser"].attended.contains(&1));
    assert_eq!(code(did(&both, &organiser(), &Command::Attend(6, Vec::new()), OVER)), "input");
}

#[test]
fn a_certificate_follows_a_passed_test_after_enough_sessions() {
    let course = attended();
    let test = |score: &str| marked("an", score);
    let head = actor("head", Role::Approver, "H35.15");
    let certify = || Command::Certify(vec!["an".into()]);
    assert_eq!(code(did(&course, &organiser(), &test("80"), date(2025, 10, 13))), "training-not-over");
    assert_eq!(code(did(&course, &organiser(), &test("101"), OVER)), "input");
    assert_eq!(code(did(&course, &head, &certify(), OVER)), "training-not-passed", "not tested");
    let failed = did(&course, &organiser(), &test("59"), OVER).expect("marked");
    assert_eq!(code(did(&failed, &head, &certify(), OVER)), "training-not-passed");
    let passed = did(&failed, &organiser(), &test("60"), OVER).expect("marked again");
    assert_eq!(code(did(&passed, &organiser(), &certify(), OVER)), "leaders-only");
    let done = did(&passed, &head, &certify(), OVER).expect("certified");
    let certificate = done.learners["an"].certificate.clone().expect("a certificate");
    assert_eq!((certificate.number.as_str(), certificate.on), ("1/2025", OVER));
    assert_eq!(code(did(&done, &head, &certify(), OVER)), "training-certified-already");
    assert_eq!(code(did(&done, &organiser(), &test("10"), OVER)), "training-certified-already");
    assert_eq!(code(did(&done, &organiser(), &test("60"), OVER)), "training-nothing-marked", "it stands already");
    assert_eq!(code(did(&done, &organiser(), &Command::Attend(1, Vec::new()), OVER)), "training-certified-already");
    let mut rarely = attended();
    for session in [1, 2] {
        rarely = did(&rarely, &organiser(), &Command::Attend(session, Vec::new()), OVER).expect("corrected");
    }
    assert_eq!(code(did(&rarely, &organiser(), &test("90"), OVER)), "training-attended-too-little");
}

#[test]
fn a_whole_course_is_marked_and_certified_at_once() {
    let head = actor("head", Role::Approver, "H35.15");
    let mut course = attended();
    course = {
        let learner = course.learners["an"].clone();
        course.learners.extend(["binh", "chi"].map(|login| (login.to_owned(), learner.clone())));
        course
    };
    let typed = |scores: [&str; 3]| {
        let named = ["an", "binh", "chi"].into_iter().zip(scores);
        Command::Mark(named.map(|(login, score)| (login.to_owned(), score.to_owned())).collect())
    };
    let refused = did(&course, &organiser(), &typed(["70", "tám", "101"]), OVER).expect_err("refused");
    let at: Vec<_> = refused.problems.iter().map(|problem| problem.pointer.as_str()).collect();
    assert_eq!(at, ["/score/binh", "/score/chi"], "each at its field");
    assert_eq!(code(did(&course, &organiser(), &typed(["", " ", ""]), OVER)), "training-nothing-marked");
    let some = did(&course, &organiser(), &typed(["70", "", "59"]), OVER).expect("marked");
    assert_eq!((some.learners["binh"].score, some.version), (None, course.version + 2), "empty is not yet marked");
    let all = did(&some, &organiser(), &typed(["70", "80", "59"]), OVER).expect("marked");
    assert_eq!(all.version, some.version + 1, "what stands is not entered again");
    let certify = |logins: &[&str]| Command::Certify(logins.iter().map(|login| (*login).to_owned()).collect());
    assert_eq!(code(did(&all, &head, &certify(&["an", "chi"]), OVER)), "training-not-passed", "all or nothing");
    assert_eq!(code(did(&all, &head, &certify(&[]), OVER)), "input");
    let done = did(&all, &head, &certify(&["an", "binh"]), OVER).expect("certified");
    let number = |login: &str| done.learners[login].certificate.as_ref().map(|one| one.number.as_str());
    assert_eq!((number("an"), number("binh"), number("chi")), (Some("1/2025"), Some("2/2025"), None));
}

#[test]
fn nobody_marks_their_own_test_or_signs_their_own_certificate() {
    let head = Actor::new("an".into(), "an".into(), None, vec![Position::own(agency("H35.15"), Role::Approver, "")]);
    let course = attended();
    assert_eq!(code(did(&course, &head, &marked("an", "90"), OVER)), "training-own-test");
    let passed = did(&course, &organiser(), &marked("an", "90"), OVER).expect("marked");
    assert_eq!(code(did(&passed, &head, &Command::Certify(vec!["an".into()]), OVER)), "training-own-certificate");
}

#[test]
fn what_somebody_lacks_is_what_their_positions_require_without_a_certificate_that_counts() {
    let day = date(2025, 12, 23);
    let proof = |(skill, on): &(&str, Date)| Proof { skill: (*skill).into(), number: on.to_string(), on: *on };
    let keys = |roles: &[Role], some: &[(&str, Date)]| {
        let proofs: Vec<Proof> = some.iter().map(proof).collect();
        let lacking = needs(roles, &proofs, day).into_iter().filter(|need| need.proof.is_none());
        lacking.map(|need| need.skill.key.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(keys(&[Role::Approver], &[]), ["signature", "leading", "security"]);
    assert_eq!(keys(&[Role::Approver], &[("signature", day), ("security", date(2023, 12, 24))]), ["leading"]);
    assert_eq!(
        keys(&[Role::Approver], &[("security", date(2023, 12, 23))]),
        ["signature", "leading", "security"],
        "it ran out"
    );
    assert!(keys(&[Role::Citizen], &[]).is_empty());
    assert_eq!(keys(&[Role::Clerk, Role::Approver], &[("leading", day)]), ["documents", "signature", "security"]);
    let twice = [("signature", date(2025, 5, 1)), ("signature", date(2025, 9, 1)), ("signature", date(2026, 1, 5))];
    let newest = needs(&[Role::Approver], &twice.iter().map(proof).collect::<Vec<_>>(), day)[0].proof.clone();
    assert_eq!(newest.map(|proof| proof.on), Some(date(2025, 9, 1)), "the newest that was there then");
    let security = skill("security", day).expect("a skill");
    assert_eq!(security.last_day(date(2023, 12, 24)), Some(day));
}

#[test]
fn the_list_of_skills_fits_together() {
    let list = edition(TODAY).expect("a list");
    let mut keys: Vec<_> = list.skills.iter().map(|skill| &skill.key).collect();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), list.skills.len());
    assert!(list.skills.iter().all(|skill| !skill.name.is_empty() && !skill.name_en.is_empty()));
    assert_eq!(edition(date(2020, 1, 1)), Some(list), "before the first, the first");
}
