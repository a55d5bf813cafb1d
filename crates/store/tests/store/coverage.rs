//! Coverage at the desk: a report counts once somebody else verified it, the figure is as of a day, a conflict is shown and settled, a rebuild
//! yields the same.

use crate::on_both_engines;
use crate::province::{FIRST, SECOND, at, found, leader, officer};
use crate::samples::code;
use crate::stores::TestStore;
use crate::tasks::rebuilt;
use jiff::civil::{Date, date};
use rules::codes::VillageCode;
use rules::coverage::{Level, Power, Report, Status, Technology};
use rules::people::{Actor, Village, VillageKind};
use rules::quality::{Share, Side};
use store::desk::agencies::register_village;
use store::desk::coverage::{Command, act};
use store::province::ProvinceCache;
use store::tables::coverage::{behind, figure, on};
use store::{Failure, Store};

const VILLAGES: [&str; 2] = ["03549.001", "03549.002"];

pub fn village(at: usize) -> VillageCode {
    VILLAGES[at].parse().expect("a code")
}

pub fn with_villages(store: &Store) {
    found(store);
    for (number, name) in ["Nậm Lúc", "Hồng Thu"].into_iter().enumerate() {
        store
            .write_blocking(move |tx| {
                let province = ProvinceCache::default().get(tx)?;
                let village = Village {
                    code: village(number),
                    name: name.into(),
                    kind: VillageKind::Ban,
                    commune: "03549".parse().expect("a code"),
                    founded_on: None,
                    decision: None,
                };
                register_village(tx, &province, village, &rules::people::Capacity::system("test"), at(1, 7))
            })
            .expect("a village");
    }
}

fn did(store: &Store, actor: &Actor, number: usize, seen: u64, command: Command) -> Result<(), Failure> {
    let actor = actor.clone();
    store.write_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        act(tx, &province, &actor, &village(number), seen, command.clone(), at(20, 8))
    })
}

fn saw(day: Date, by: Option<Technology>) -> Command {
    Command::Report(Report {
        observed_on: Some(day),
        signals: by.map(|by| ("Viettel".into(), Some(by), Some(Level::Good))).into_iter().collect(),
        nothing: by.is_none(),
        power: Some(Power::Grid),
        ..Report::default()
    })
}

on_both_engines! {
    fn villages_without_broadband_are_counted_once_somebody_else_verified_it(given: TestStore) {
        let store = &given.store;
        with_villages(store);
        let (field, head) = (officer(FIRST), leader(FIRST));
        let elsewhere = did(store, &officer(SECOND), 0, 0, saw(date(2025, 12, 1), None)).expect_err("not theirs");
        assert_eq!(code(&elsewhere), "officers-only");
        did(store, &field, 0, 0, saw(date(2025, 12, 1), None)).expect("reported");
        did(store, &field, 1, 0, saw(date(2025, 12, 1), Some(Technology::FourG))).expect("reported");
        let now = |day| store.read_blocking(move |tx| figure(tx, day)).expect("read");
        assert!(now(date(2025, 12, 20)).is_none(), "nobody verified anything");
        assert_eq!(code(&did(store, &head, 0, 7, Command::Verify(1)).expect_err("seen otherwise")), "coverage-changed-meanwhile");
        did(store, &head, 0, 1, Command::Verify(1)).expect("verified");
        did(store, &head, 1, 1, Command::Verify(1)).expect("verified");
        assert_eq!(now(date(2025, 12, 20)).expect("a figure").share, Some(Share::new(1, 2)));
        assert!(now(date(2025, 11, 30)).is_none(), "nothing had been seen then");
        let lacking = store.read_blocking(|tx| behind(tx, Side::Numerator, date(2025, 12, 20))).expect("read");
        assert_eq!(lacking, [(VILLAGES[0].to_owned(), "Nậm Lúc".to_owned())]);

        did(store, &field, 0, 2, saw(date(2025, 12, 10), Some(Technology::ThreeG))).expect("a mast was built");
        did(store, &head, 0, 2, saw(date(2025, 12, 11), None)).expect("or not: a report needs to have seen no other");
        let all = store.read_blocking(|tx| on(tx, date(2025, 12, 20), Some("03549"))).expect("read");
        assert_eq!((all[0].conflict, all[0].waiting, all[0].status), (true, 2, Status::Nothing));
        let own = did(store, &head, 0, 4, Command::Verify(3)).expect_err("their own");
        assert_eq!(code(&own), "coverage-own-report");
        did(store, &head, 0, 4, Command::Verify(2)).expect("verified");
        let all = store.read_blocking(|tx| on(tx, date(2025, 12, 20), Some("03549"))).expect("read");
        assert_eq!((all[0].conflict, all[0].waiting, all[0].status), (false, 0, Status::Broadband));
        assert_eq!(now(date(2025, 12, 9)).expect("as it was then").share, Some(Share::new(1, 2)));
        rebuilt(store);
    }
}
