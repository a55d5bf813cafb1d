//! What leaders see at once: figures of many days from one computation, what got worse since the day before with the records that moved,
//! and nothing computed twice as long as nothing is entered.

use crate::national::{table, take_in};
use crate::places::file;
use crate::province::{FIRST, act, at, found, officer};
use crate::{on_both_engines, stores::TestStore};
use jiff::civil::{Date, date};
use rules::dossiers::{Channel, Command, Receive};
use std::sync::Arc;
use store::province::ProvinceCache;
use store::tables::quality::{self, Board, Boards, Cause, DOSSIERS_ANYWHERE};
use store::{Failure, Store};

fn board(store: &Store, boards: &Boards, day: Date, hour: i8) -> Arc<Board> {
    let (boards, now) = (boards.clone(), at(day.day(), hour));
    let read: Result<_, Failure> = store.read_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        boards.get(tx, &province, day, now)
    });
    read.expect("read")
}

/// Files a dossier on a day of December; it is received on that day.
fn receive(store: &Store, channel: Channel, day: i8) -> String {
    let filed = file(store, "03549", channel, day);
    if channel == Channel::Online {
        act(store, &officer(FIRST), &filed, Command::Receive(Receive {}), at(day, 9)).expect("received");
    }
    filed.filed.code.to_string()
}

on_both_engines! {
    fn what_got_worse_since_the_day_before_names_the_records_that_moved(given: TestStore) {
        let store = &given.store;
        found(store);
        let boards = Boards::default();
        receive(store, Channel::Online, 15);
        let calm = board(store, &boards, date(2025, 12, 16), 8);
        assert!(calm.fallen.is_empty(), "{:?}", calm.fallen);
        let counted = receive(store, Channel::Counter, 16);
        let worse = board(store, &boards, date(2025, 12, 16), 10);
        let fallen = worse.fallen.iter().find(|fallen| fallen.key == DOSSIERS_ANYWHERE).expect("it fell from 100 to 50 %");
        let Cause::Dossiers { some, more } = &fallen.cause else { panic!("{:?}", fallen.cause) };
        assert_eq!((some.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(), *more), (vec![counted.as_str()], false));
        // The day after nothing moved any more.
        let later = board(store, &boards, date(2025, 12, 17), 10);
        assert!(later.fallen.iter().all(|fallen| fallen.key != DOSSIERS_ANYWHERE));
        assert!(!later.risen.contains(&DOSSIERS_ANYWHERE));
    }

    fn provinces_that_overtook_are_named(given: TestStore) {
        let store = &given.store;
        take_in(store, table(date(2025, 12, 21), 9_050), date(2025, 12, 21));
        take_in(store, table(date(2025, 12, 22), 8_950), date(2025, 12, 22));
        let boards = Boards::default();
        let worse = board(store, &boards, date(2025, 12, 22), 20);
        let fallen = worse.fallen.iter().find(|fallen| fallen.key == "service_index_rank").expect("from the first place");
        let Cause::Provinces(overtook) = &fallen.cause else { panic!("{:?}", fallen.cause) };
        assert_eq!(overtook.len(), 1, "{overtook:?}");
        let better = board(store, &boards, date(2025, 12, 21), 20);
        assert!(better.fallen.is_empty());
    }

    fn a_board_is_computed_once_and_its_days_are_those_of_the_figures(given: TestStore) {
        let store = &given.store;
        found(store);
        receive(store, Channel::Online, 15);
        let (boards, day) = (Boards::default(), date(2025, 12, 16));
        let first = board(store, &boards, day, 10);
        assert!(Arc::ptr_eq(&first, &board(store, &boards, day, 11)), "nothing was entered");
        receive(store, Channel::Counter, 16);
        let second = board(store, &boards, day, 12);
        assert!(!Arc::ptr_eq(&first, &second));
        let reports = second.months.iter().chain([&second.before, &second.now]);
        for report in reports {
            let (as_of, report) = (report.as_of, Arc::clone(report));
            let fresh = store.read_blocking(move |tx| {
                let province = ProvinceCache::default().get(tx)?;
                quality::figures(tx, &province, as_of, at(16, 12))
            });
            let fresh = fresh.expect("read");
            let values = |report: &rules::quality::FiguresReport| {
                report.items.iter().map(|item| (item.key, item.value, item.numerator)).collect::<Vec<_>>()
            };
            assert_eq!(values(&report), values(&fresh), "{as_of}");
        }
        assert_eq!(second.course(DOSSIERS_ANYWHERE).count(), 12);
    }
}
