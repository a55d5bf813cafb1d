//! Training at the desk: a course from its announcement to a numbered certificate, what an agency lacks before and after, seats, who was faster;
//! a rebuild yields the same and numbering goes on.

use crate::on_both_engines;
use crate::province::{FIRST, SECOND, at, found, leader, officer};
use crate::samples::code;
use crate::stores::TestStore;
use crate::tasks::rebuilt;
use jiff::civil::{Date, date};
use rules::codes::{AgencyCode, CourseCode};
use rules::people::{Actor, Capacity, Event as PersonEvent, PersonDisabled, PersonEnabled};
use rules::training::{Command, Draft, Form};
use store::desk;
use store::desk::training::{CertificateId, act, certificate, enrol, find_certificate, open};
use store::province::ProvinceCache;
use store::tables::training::{Gap, courses, gaps, parts_of};
use store::{Failure, Store};

fn agency(code: &str) -> AgencyCode {
    code.parse().expect("a code")
}

fn announced(store: &Store, seats: &str) -> CourseCode {
    let typed = Draft {
        title: "An toàn thông tin".into(),
        skill: "security".into(),
        form: Some(Form::Online),
        place: "Phòng họp trực tuyến".into(),
        hours: "8".into(),
        sessions: vec![Some(date(2025, 12, 8)), Some(date(2025, 12, 9))],
        enrol_by: Some(date(2025, 12, 5)),
        seats: seats.into(),
        pass_mark: "50".into(),
    };
    store.write_blocking(move |tx| open(tx, &leader(FIRST), &agency(FIRST), &typed, at(2, 8))).expect("announced")
}

fn enrolled(store: &Store, actor: &Actor, of: &CourseCode, seen: u64, login: &str) -> Result<(), Failure> {
    let (actor, of, logins) = (actor.clone(), of.clone(), vec![login.to_owned()]);
    store.write_blocking(move |tx| enrol(tx, &actor, &of, seen, &logins, at(3, 8)))
}

fn did(store: &Store, actor: &Actor, of: &CourseCode, (seen, day): (u64, i8), command: Command) -> Result<(), Failure> {
    let (actor, of) = (actor.clone(), of.clone());
    store.write_blocking(move |tx| act(tx, &actor, &of, seen, &command, at(day, 8)))
}

fn marked(login: &str, score: &str) -> Command {
    Command::Mark([(login.to_owned(), score.to_owned())].into())
}

fn lacking(store: &Store, of: &str, day: Date) -> Gap {
    let of = agency(of);
    let read = store.read_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        gaps(tx, &province, day, Some(&of))
    });
    read.expect("read").pop().expect("people work there")
}

on_both_engines! {
    fn a_course_ends_in_a_numbered_certificate_that_closes_a_gap(given: TestStore) {
        let store = &given.store;
        found(store);
        let (own, other, head) = (officer(FIRST), officer(SECOND), leader(FIRST));
        let before = lacking(store, SECOND, date(2025, 12, 20));
        assert_eq!(before.officers.len(), 1, "who works in the service centre and in the authority is one person");
        assert_eq!((before.required(), before.lacking()), (5, 5));
        let course = announced(store, "2");
        assert_eq!(course.as_str(), "DT-2025-00001");
        let nobody = enrolled(store, &head, &course, 1, "nobody").expect_err("no officer");
        assert_eq!(code(&nobody), "input");
        enrolled(store, &other, &course, 1, &other.login).expect("enrolled oneself");
        let stale = enrolled(store, &head, &course, 1, &own.login).expect_err("somebody was faster");
        assert_eq!(code(&stale), "course-changed-meanwhile");
        enrolled(store, &head, &course, 2, &own.login).expect("sent");
        let both = vec![other.login.clone(), own.login.clone()];
        did(store, &head, &course, (3, 8), Command::Attend(1, both.clone())).expect("noted");
        let self_noted = did(store, &own, &course, (4, 9), Command::Attend(2, both.clone())).expect_err("their own");
        assert_eq!(code(&self_noted), "training-own-attendance");
        did(store, &head, &course, (4, 9), Command::Attend(2, vec![other.login.clone()])).expect("noted");
        did(store, &own, &course, (5, 10), marked(&other.login, "49")).expect("marked");
        let failed = did(store, &head, &course, (6, 10), Command::Certify(vec![other.login.clone()])).expect_err("failed");
        assert_eq!(code(&failed), "training-not-passed");
        did(store, &own, &course, (6, 10), marked(&other.login, "70")).expect("marked again");
        did(store, &head, &course, (7, 12), Command::Certify(vec![other.login.clone()])).expect("certified");
        let parts = {
            let login = other.login.clone();
            store.read_blocking(move |tx| parts_of(tx, &login)).expect("read")
        };
        let number = format!("0001-2025-CN-{FIRST}");
        assert_eq!(parts[0].certificate, Some((number.clone(), date(2025, 12, 12))));
        assert_eq!((parts[0].attended, parts[0].score), (2, Some(70)));
        let issued = store.read_blocking(move |tx| certificate(tx, &number)).expect("issued");
        assert_eq!((issued.login.as_str(), issued.learner.score), (other.login.as_str(), Some(70)));
        let typed: CertificateId = issued.id.to_string().to_lowercase().parse().expect("as people type it");
        let found = store.read_blocking(move |tx| find_certificate(tx, &typed)).expect("by its code");
        assert_eq!((found.number, found.entry.hash), (issued.number, issued.entry.hash));
        let forged: CertificateId = format!("{course}.K7Q2-M9XA-4T7D-8ZJ3").parse().expect("a code");
        let refused = store.read_blocking(move |tx| find_certificate(tx, &forged)).expect_err("nobody's");
        assert_eq!(code(&refused), "official-unknown");
        assert!("H35.38-251223-0001.01.K7Q2-M9XA-4T7D-8ZJ3".parse::<CertificateId>().is_err(), "a dossier's");
        let listed = store.read_blocking(courses).expect("read");
        assert_eq!((listed[0].learners, listed[0].certified), (2, 1));
        assert_eq!(lacking(store, SECOND, date(2025, 12, 11)).lacking(), 5, "as it was then");
        let after = lacking(store, SECOND, date(2025, 12, 20));
        assert_eq!((after.required(), after.lacking()), (5, 4));
        assert_eq!(lacking(store, SECOND, date(2027, 12, 20)).lacking(), 5, "it ran out");
        rebuilt(store);
        assert_eq!(announced(store, "9").as_str(), "DT-2025-00002", "numbering goes on after a rebuild");
    }

    fn a_full_course_takes_nobody_until_somebody_leaves(given: TestStore) {
        let store = &given.store;
        found(store);
        let (own, other) = (officer(FIRST), officer(SECOND));
        let course = announced(store, "1");
        enrolled(store, &own, &course, 1, &own.login).expect("enrolled");
        assert_eq!(code(&enrolled(store, &other, &course, 2, &other.login).expect_err("full")), "training-full");
        did(store, &own, &course, (2, 4), Command::Leave(own.login.clone(), "Bận".into())).expect("left");
        enrolled(store, &other, &course, 3, &other.login).expect("a seat is free");
        did(store, &leader(FIRST), &course, (4, 5), Command::CallOff("Thiếu giảng viên".into())).expect("called off");
        let listed = store.read_blocking(courses).expect("read");
        assert!(listed[0].called_off);
        assert_eq!(listed[0].learners, 1);
        rebuilt(store);
    }

    fn a_past_day_counts_whoever_worked_then_though_the_account_was_disabled_since(given: TestStore) {
        let store = &given.store;
        found(store);
        let login = officer(SECOND).login;
        let switched = |day: i8, event: fn(String) -> rules::people::Event| {
            let (event, by) = (event(login.clone()), Capacity::system("test"));
            store.write_blocking(move |tx| desk::people::record(tx, event.clone(), &by, at(day, 12))).expect("recorded");
        };
        let working = |day: i8| {
            let read = store.read_blocking(move |tx| {
                let province = ProvinceCache::default().get(tx)?;
                gaps(tx, &province, date(2025, 12, day), Some(&agency(SECOND)))
            });
            read.expect("read").iter().map(|gap| gap.officers.len()).sum::<usize>()
        };
        let before = working(20);
        switched(10, |login| PersonEvent::PersonDisabled(PersonDisabled { login, reason: "nghỉ việc".into() }));
        assert_eq!((working(9), working(10), working(20)), (before, before - 1, before - 1));
        switched(15, |login| PersonEvent::PersonEnabled(PersonEnabled { login, reason: "trở lại".into() }));
        assert_eq!((working(9), working(14), working(15)), (before, before - 1, before));
        rebuilt(store);
    }
}
