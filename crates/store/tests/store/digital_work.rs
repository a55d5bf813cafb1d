//! Digital work: what officers record counts for their agency and its week, a service centre's for its authority, nothing that a program or a
//! citizen records; an agency works digitally with three weeks of four, as of a day; a rebuild yields the same.

use crate::on_both_engines;
use crate::province::{FIRST, SECOND, at, citizen, file, found, leader, officer};
use crate::stores::TestStore;
use crate::tasks::rebuilt;
use jiff::civil::{Date, date};
use rules::calendar::instant;
use rules::codes::AgencyCode;
use rules::digital_work::Kind;
use rules::directives::{Direction, Draft, Kind as DirectiveKind};
use rules::people::{Actor, Bloc};
use rules::quality::Share;
use store::province::ProvinceCache;
use store::tables::digital_work::{Line, Sum, Worked, course, figure, lines, on};
use store::{Store, desk};

/// Registers a document of an agency on a day.
fn issued(store: &Store, actor: &Actor, agency: &str, day: Date, signer: &str) {
    let draft = Draft {
        agency: agency.into(),
        direction: Some(Direction::Out),
        notation: format!("{}-{}/BC", day.month(), day.day()),
        issued_on: Some(day),
        kind: Some(DirectiveKind::Report),
        subject: "Báo cáo tuần".into(),
        signer: signer.into(),
        ..Draft::default()
    };
    let actor = actor.clone();
    let now = instant(day.at(9, 0, 0, 0));
    store
        .write_blocking(move |tx| {
            let province = ProvinceCache::default().get(tx)?;
            desk::directives::register(tx, &province, &actor, &draft, now).map(|_| ())
        })
        .expect("registered");
}

fn agencies(store: &Store, day: Date) -> Vec<Worked> {
    let read = store.read_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        on(tx, &province, day)
    });
    read.expect("read")
}

fn share(store: &Store, day: Date) -> Option<Share> {
    let read = store.read_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        figure(tx, &province, day)
    });
    read.expect("read").and_then(|figure| figure.share)
}

fn worked(store: &Store, code: &str, day: Date) -> Worked {
    let found = agencies(store, day).into_iter().find(|one| one.agency.code.as_str() == code);
    found.expect("the agency")
}

on_both_engines! {
    fn an_agency_works_digitally_once_its_people_record_work_in_three_weeks_of_four(given: TestStore) {
        let store = &given.store;
        found(store);
        let all = agencies(store, date(2025, 12, 28));
        assert!(all.iter().all(|one| one.weeks_with_work() == 0), "what the program entered is nobody's work: {all:?}");
        assert_eq!(share(store, date(2025, 12, 28)), None, "nothing was recorded yet");
        let clerk = officer(FIRST);
        issued(store, &clerk, FIRST, date(2025, 12, 2), "Lãnh đạo");
        issued(store, &clerk, FIRST, date(2025, 12, 9), "");
        let agencies = i64::try_from(all.len()).expect("few");
        assert_eq!(share(store, date(2025, 12, 21)), Some(Share::new(0, agencies)), "two weeks are too few");
        assert_eq!(worked(store, FIRST, date(2025, 12, 21)).weeks_with_work(), 2);
        issued(store, &clerk, FIRST, date(2025, 12, 21), "Lãnh đạo");
        assert_eq!(share(store, date(2025, 12, 20)), Some(Share::new(0, agencies)), "the week is not over");
        assert_eq!(share(store, date(2025, 12, 21)), Some(Share::new(1, agencies)), "on Sunday evening it is");
        assert_eq!(share(store, date(2026, 1, 4)), Some(Share::new(0, agencies)), "and no more after two weeks off");
        let sum = worked(store, FIRST, date(2025, 12, 21)).sum();
        assert_eq!(sum, Sum { acts: 3, signed: 2, certified: 0 });
        rebuilt(store);
    }

    fn what_a_service_centre_records_is_its_authoritys_work_and_a_citizens_is_nobodys(given: TestStore) {
        let store = &given.store;
        found(store);
        let filed = file(store, "Lò Thị Mai", "03549", at(2, 8)).expect("filed");
        assert_eq!(worked(store, FIRST, date(2025, 12, 7)).sum(), Sum::default(), "{} filed it", citizen().name);
        let counter = rules::dossiers::Command::Receive(rules::dossiers::Receive {});
        crate::province::act(store, &officer(FIRST), &filed, counter, at(3, 8)).expect("received");
        issued(store, &officer(FIRST), FIRST, date(2025, 12, 4), "Lãnh đạo");
        issued(store, &leader("H35"), "H35", date(2025, 12, 4), "Chủ tịch");
        let first: AgencyCode = FIRST.parse().expect("a code");
        let week = date(2025, 12, 1);
        let (found, weeks) = store
            .read_blocking(move |tx| {
                let province = ProvinceCache::default().get(tx)?;
                let lines = lines(tx, &province, &first, (week, week))?;
                Ok::<_, store::Fault>((lines, course(tx, &province, date(2025, 12, 7), 2)?))
            })
            .expect("read");
        let of = |line: &Line| (line.kind, line.thing.clone(), line.sum.acts);
        let told: Vec<_> = found.iter().map(of).collect();
        assert_eq!(told, [
            (Kind::Dossiers, String::new(), 1),
            (Kind::Documents, "directives/VB-2025-00001".to_owned(), 1),
        ]);
        assert_eq!(worked(store, SECOND, date(2025, 12, 7)).sum(), Sum::default());
        let government = Bloc::ALL.iter().position(|bloc| *bloc == Bloc::Government).expect("there");
        let agencies = i64::try_from(agencies(store, date(2025, 12, 7)).len()).expect("few");
        let shares: Vec<_> = weeks.iter().map(|week| week.blocs[government]).collect();
        assert_eq!(shares[1], Share::new(2, agencies));
        assert_eq!((shares[0].numerator, weeks[1].sum.signed), (0, 2));
        rebuilt(store);
    }
}
