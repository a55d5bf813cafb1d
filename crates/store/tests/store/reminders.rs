//! Reminders: one message a person and day, of tasks to whoever answers for them first, to their leaders when late, to the assigner at last;
//! and of everything else that an agency owes.

use crate::province::{FIRST, SECOND, at, found, leader, officer};
use crate::{on_both_engines, stores::TestStore};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use rules::calendar::day_of;
use rules::directives;
use rules::messages::{Bundle, Notice, Side, Subject};
use rules::obstacles::{Kind, Raise};
use rules::people::{Capacity, Event, PersonRegistered, PositionGranted};
use rules::tasks::{Draft, Every};
use store::desk::reminders::{self, BUNDLE};
use store::desk::{self, tasks};
use store::province::ProvinceCache;
use store::tables::messages;
use store::{Failure, Fault, Store};

/// Enters the leaders of the province and of the commune, whom the sample province does not know.
pub fn leaders(store: &Store) {
    let entered: Result<(), Failure> = store.write_blocking(|tx| {
        let by = Capacity::system("test");
        for actor in [leader("H35"), leader(FIRST)] {
            let person = PersonRegistered {
                login: actor.login.clone(),
                name: actor.name.clone(),
                personal_id: None,
                phone: None,
                address: None,
                commune: None,
            };
            desk::people::record(tx, Event::PersonRegistered(person), &by, at(1, 7))?;
            for held in actor.positions {
                let granted = PositionGranted::at_once(&actor.login, held.agency, held.role, held.title);
                desk::people::record(tx, Event::PositionGranted(granted), &by, at(1, 7))?;
            }
        }
        Ok(())
    });
    entered.expect("entered");
}

fn assign(store: &Store, due: i8) {
    let draft = Draft {
        lead: Some(FIRST.parse().expect("a code")),
        responsible: format!("officer.{FIRST}"),
        name: "Kích hoạt định danh điện tử".into(),
        due_on: Some(date(2025, 12, due)),
        deliverable: "Báo cáo".into(),
        authority: "KH 1".into(),
        ..Draft::default()
    };
    let assigned: Result<(), Failure> = store.write_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        let assigner = "H35".parse().expect("a code");
        tasks::assign(tx, &province, &leader("H35"), &assigner, &draft, None, at(2, 8)).map(|_| ())
    });
    assigned.expect("assigned");
}

fn remind(store: &Store, now: Timestamp) -> u64 {
    let told: Result<u64, Fault> = store.write_blocking(move |tx| reminders::remind(tx, now));
    told.expect("reminded")
}

/// What is bundled in the last message that somebody got.
fn told(store: &Store, login: &str) -> Option<Bundle> {
    let login = login.to_owned();
    let read: Result<_, Fault> = store.read_blocking(move |tx| messages::of(tx, &login, 10));
    let last = read.expect("read").into_iter().find(|message| message.notice == Notice::TasksOfTheDay)?;
    Some(serde_json::from_str(&last.args[BUNDLE]).expect("a bundle"))
}

/// What somebody is reminded of: what it is and when it is due.
fn reminded(store: &Store, login: &str) -> Vec<(Subject, Option<Date>)> {
    told(store, login)
        .map(|bundle| bundle.named.iter().map(|one| (one.about, one.due_on)).collect())
        .unwrap_or_default()
}

on_both_engines! {
    fn a_task_that_gets_late_climbs_and_nobody_is_told_twice_a_day(given: TestStore) {
        let store = &given.store;
        found(store);
        leaders(store);
        assign(store, 12);
        assign(store, 31);
        let (worker, head, chairman) = (officer(FIRST).login, leader(FIRST).login, leader("H35").login);
        let due = |about| vec![(about, Some(date(2025, 12, 12)))];
        // October and November were not reported before anybody asked: enter them as settled.
        settle_months(store);
        assert_eq!(remind(store, at(8, 8)), 0, "too early");
        assert_eq!(remind(store, at(9, 8)), 1);
        assert_eq!(reminded(store, &worker), due(Subject::Task));
        assert_eq!(remind(store, at(9, 9)), 0, "once a day, also after a restart");
        assert_eq!(remind(store, at(12, 8)), 1, "on the last day");
        assert_eq!(told(store, &worker).map(|bundle| bundle.count(Side::On)), Some(1));
        assert_eq!(remind(store, at(13, 8)), 2);
        assert_eq!(told(store, &worker).map(|bundle| bundle.counts), Some([1, 0, 0, 0]));
        let late = told(store, &head).expect("told");
        assert_eq!((late.named[0].about, late.named[0].who.as_str()), (Subject::LedTask, officer(FIRST).name.as_str()));
        assert_eq!(told(store, &chairman), None);
        assert_eq!(remind(store, at(18, 8)), 3);
        assert_eq!(reminded(store, &chairman), due(Subject::GivenTask), "five days late: the assigner");
    }

    fn a_missing_report_climbs_as_a_late_task_does(given: TestStore) {
        let store = &given.store;
        found(store);
        leaders(store);
        settle_months(store);
        let monthly = Draft {
            every: Some(Every::Month),
            assigned_on: Some(date(2025, 12, 1)),
            due_on: Some(date(2026, 6, 30)),
            ..crate::tasks::draft(FIRST, date(2026, 6, 30))
        };
        crate::tasks::assign(store, &leader("H35"), "H35", monthly, None, at(2, 8)).expect("assigned");
        let (worker, head, chairman) = (officer(FIRST).login, leader(FIRST).login, leader("H35").login);
        let of = |login: &str, about| {
            let all = reminded(store, login).into_iter().filter(|(one, _)| *one == about);
            all.map(|(_, due)| due).collect::<Vec<_>>()
        };
        let december = [Some(date(2025, 12, 25))];
        remind(store, at(23, 8));
        assert_eq!(of(&worker, Subject::Delivery), december, "near");
        assert_eq!(of(&head, Subject::LedDelivery), []);
        remind(store, at(26, 8));
        assert_eq!(of(&worker, Subject::Delivery), december, "missing");
        assert_eq!(of(&head, Subject::LedDelivery), december, "its leader hears of it");
        assert_eq!(of(&worker, Subject::LedDelivery), [], "and the one who answers for it is not told twice");
        assert_eq!(of(&chairman, Subject::GivenDelivery), []);
        remind(store, at(31, 8));
        assert_eq!(of(&chairman, Subject::GivenDelivery), december, "long missing: the assigner");
    }

    fn everything_that_an_agency_owes_is_in_the_message_of_the_day(given: TestStore) {
        let store = &given.store;
        found(store);
        leaders(store);
        settle_months(store);
        assign(store, 31);
        let raise = Raise { agency: SECOND.into(), kind: Some(Kind::Coverage), text: "Bản Mới không có sóng".into(), ..Raise::default() };
        let entered: Result<Date, Failure> = store.write_blocking(move |tx| {
            let province = ProvinceCache::default().get(tx)?;
            let obstacle = desk::obstacles::raise(tx, &province, &officer(SECOND), raise.clone(), at(1, 8))?;
            let draft = directives::Draft {
                agency: "H35".into(),
                direction: Some(directives::Direction::In),
                notation: "624/TB-VPCP".into(),
                issued_on: Some(date(2025, 11, 16)),
                issuer: "Văn phòng Chính phủ".into(),
                kind: Some(directives::Kind::Notice),
                subject: "Kết luận".into(),
                ..directives::Draft::default()
            };
            let directive = desk::directives::register(tx, &province, &leader("H35"), &draft, at(1, 8))?;
            let typed = directives::Assign { to: vec![FIRST.parse().expect("a code")], due_on: Some(date(2025, 12, 20)), note: String::new() };
            desk::directives::assign(tx, &province, &leader("H35"), directive.code(), &typed, at(1, 9))?;
            Ok(obstacle.due_at.map(day_of).expect("a deadline"))
        });
        let due = entered.expect("entered");
        let (clerk, head, chairman) = (officer(FIRST).login, leader(FIRST).login, leader("H35").login);
        remind(store, at(10, 8));
        let unread = (Subject::Directive, Some(date(2025, 12, 20)));
        assert_eq!((reminded(store, &clerk), reminded(store, &head)), (vec![unread], vec![unread]), "unread: clerk and leader");
        let opened: Result<(), Failure> = store.write_blocking(|tx| {
            let code = "VB-2025-00001".parse().expect("a code");
            desk::directives::open(tx, &officer(FIRST), &code, at(10, 9))
        });
        opened.expect("opened");
        remind(store, at(11, 8));
        assert_eq!(told(store, &clerk).map(|bundle| bundle.day), Some(date(2025, 12, 10)), "read, and its day is not near");
        remind(store, at(19, 8));
        assert_eq!(reminded(store, &clerk), [unread], "near");
        // The month is cut off on the 25th: three days before it, that the report is due.
        remind(store, at(23, 8));
        assert_eq!(reminded(store, &clerk), [(Subject::MonthlyReport, Some(date(2025, 12, 25)))]);
        // The obstacle of the other commune is the province's to answer: its leader is told on the last day and after it.
        let told_of = |day: Date| {
            remind(store, rules::calendar::instant(day.at(8, 0, 0, 0)));
            let bundle = told(store, &chairman).expect("told");
            bundle.named.iter().any(|one| one.about == Subject::Obstacle && one.due_on == Some(due)).then(|| bundle.count(Side::After))
        };
        assert!(told_of(due).is_some(), "on its last day");
    }
}

/// Sends the monthly reports of the months before, so that nobody is reminded of them.
fn settle_months(store: &Store) {
    for month in ["2025-10", "2025-11"] {
        let sent: Result<(), Failure> = store.write_blocking(move |tx| {
            let month = month.parse().expect("a month");
            let send = rules::task_reports::Command::Send { note: String::new() };
            desk::task_reports::act(tx, &officer(FIRST), &FIRST.parse().expect("a code"), month, 0, send, at(2, 7))
        });
        sent.expect("sent");
    }
}
