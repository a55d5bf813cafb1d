//! Digital citizens at the desk: a month counts once somebody else verified it, corrected and not doubled, as of a day; a rebuild yields the same.

use crate::coverage::{village, with_villages};
use crate::on_both_engines;
use crate::province::{FIRST, SECOND, at, leader, officer};
use crate::samples::code;
use crate::stores::TestStore;
use crate::tasks::rebuilt;
use jiff::civil::{Date, date};
use rules::digital_citizens::{Report, Reporter, Target};
use rules::people::Actor;
use rules::quality::Share;
use store::desk::digital_citizens::{Command, act, set_target};
use store::province::ProvinceCache;
use store::tables::digital_citizens::{figure, on, targets};
use store::{Failure, Store};

fn did(store: &Store, actor: &Actor, (number, seen): (usize, u64), command: Command, day: i8) -> Result<(), Failure> {
    let actor = actor.clone();
    store.write_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        act(tx, &province, &actor, &village(number), seen, command.clone(), at(day, 8))
    })
}

fn counted(month: Date, residents: &str, eid: &str) -> Command {
    Command::Report(Report {
        month: Some(month),
        reporter: Some(Reporter::Group),
        residents: residents.into(),
        counts: [eid.into(), "5".into(), "40".into(), "30".into()],
        note: String::new(),
    })
}

on_both_engines! {
    fn digital_citizens_are_counted_once_verified_and_a_correction_does_not_double_them(given: TestStore) {
        let store = &given.store;
        with_villages(store);
        let (field, head) = (officer(FIRST), leader(FIRST));
        let november = date(2025, 11, 1);
        let elsewhere = did(store, &officer(SECOND), (0, 0), counted(november, "100", "60"), 2).expect_err("not theirs");
        assert_eq!(code(&elsewhere), "officers-only");
        did(store, &field, (0, 0), counted(november, "100", "60"), 2).expect("reported");
        did(store, &field, (1, 0), counted(november, "300", "240"), 2).expect("reported");
        let share = |day| store.read_blocking(move |tx| figure(tx, day)).expect("read").and_then(|figure| figure.share);
        assert_eq!(share(date(2025, 12, 20)), None, "nobody verified anything");
        let stale = did(store, &head, (0, 7), Command::Verify(1), 3).expect_err("seen otherwise");
        assert_eq!(code(&stale), "citizens-changed-meanwhile");
        did(store, &head, (0, 1), Command::Verify(1), 3).expect("verified");
        did(store, &head, (1, 1), Command::Verify(1), 3).expect("verified");
        assert_eq!(share(date(2025, 12, 20)), Some(Share::new(300, 400)));
        // The same month once more: it corrects and is not added.
        did(store, &field, (0, 2), counted(november, "100", "50"), 8).expect("reported again");
        assert_eq!(share(date(2025, 12, 20)), Some(Share::new(300, 400)), "it waits");
        did(store, &head, (0, 3), Command::Verify(2), 9).expect("verified");
        assert_eq!(share(date(2025, 12, 20)), Some(Share::new(290, 400)));
        assert_eq!(share(date(2025, 12, 8)), Some(Share::new(300, 400)), "as it was then");
        assert_eq!(share(date(2025, 12, 2)), None);
        did(store, &field, (0, 4), counted(date(2025, 12, 1), "100", "99"), 10).expect("reported");
        did(store, &head, (0, 5), Command::SetAside(3, "Đếm nhầm".into()), 10).expect("set aside");
        let villages = store.read_blocking(|tx| on(tx, date(2025, 12, 20), Some("03549"))).expect("read");
        assert_eq!((villages.len(), villages[0].waiting), (2, 0));
        assert_eq!(villages[0].report.as_ref().map(|report| report.counts.eid), Some(50));
        rebuilt(store);
    }

    fn targets_are_the_communes_or_the_provinces_and_the_last_word_counts(given: TestStore) {
        let store = &given.store;
        with_villages(store);
        let aim = |agency: &str, eid: &str| {
            let (agency, eid) = (agency.parse().expect("a code"), eid.to_owned());
            store.write_blocking(move |tx| {
                let province = ProvinceCache::default().get(tx)?;
                let percent = [eid.clone(), "10".into(), "60".into(), "50".into()];
                let typed = Target { year: "2025".into(), percent, document: "Kế hoạch 12".into() };
                set_target(tx, &province, &leader(FIRST), &agency, &typed, at(20, 8))
            })
        };
        assert_eq!(code(&aim(SECOND, "80").expect_err("another's")), "officers-only");
        aim(FIRST, "80").expect("aimed");
        aim(FIRST, "85").expect("aimed again");
        let known = store.read_blocking(|tx| targets(tx, 2025)).expect("read");
        let percents: Vec<_> = known.values().map(|aimed| aimed.percent).collect();
        assert_eq!(percents, [[85, 10, 60, 50]]);
        assert!(store.read_blocking(|tx| targets(tx, 2024)).expect("read").is_empty());
        rebuilt(store);
    }
}
