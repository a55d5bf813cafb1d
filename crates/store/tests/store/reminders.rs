//! Reminders of tasks: one message a person and day, to whoever is responsible first, to their leaders when late, to the assigner at last.

use crate::province::{FIRST, at, found, leader, officer};
use crate::{on_both_engines, stores::TestStore};
use jiff::Timestamp;
use jiff::civil::date;
use rules::people::{Capacity, Event, PersonRegistered, PositionGranted};
use rules::tasks::Draft;
use store::desk::{self, reminders, tasks};
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

/// What somebody was told last: near, late, late in their agency, late of what was given.
fn told(store: &Store, login: &str) -> Option<[String; 4]> {
    let login = login.to_owned();
    let read: Result<_, Fault> = store.read_blocking(move |tx| messages::of(tx, &login, 10));
    let last = read.expect("read").into_iter().next()?;
    Some(["near", "late", "led", "given"].map(|name| last.args[name].clone()))
}

on_both_engines! {
    fn a_task_that_gets_late_climbs_and_nobody_is_told_twice_a_day(given: TestStore) {
        let store = &given.store;
        found(store);
        leaders(store);
        assign(store, 12);
        assign(store, 31);
        let (worker, head, chairman) = (officer(FIRST).login, leader(FIRST).login, leader("H35").login);
        let numbers = |said: [&str; 4]| Some(said.map(str::to_owned));
        assert_eq!(remind(store, at(8, 8)), 0, "too early");
        assert_eq!(remind(store, at(9, 8)), 1);
        assert_eq!(told(store, &worker), numbers(["1", "0", "0", "0"]));
        assert_eq!(remind(store, at(9, 9)), 0, "once a day, also after a restart");
        assert_eq!(remind(store, at(12, 8)), 1, "on the last day");
        assert_eq!(remind(store, at(13, 8)), 2);
        assert_eq!(told(store, &worker), numbers(["0", "1", "0", "0"]));
        assert_eq!((told(store, &head), told(store, &chairman)), (numbers(["0", "0", "1", "0"]), None));
        assert_eq!(remind(store, at(18, 8)), 3);
        assert_eq!(told(store, &chairman), numbers(["0", "0", "0", "1"]), "five days late: the assigner");
    }
}
