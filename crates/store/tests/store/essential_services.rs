//! Essential services at the desk: a list is taken in once, the figure is as of a day, use is counted from dossiers, a rebuild yields the same.

use crate::dossiers::settle;
use crate::on_both_engines;
use crate::province::{FIRST, at, file, found, leader};
use crate::samples::code;
use crate::stores::TestStore;
use crate::tasks::rebuilt;
use jiff::civil::date;
use rules::essential_services::{Draft, Stage, StageDraft};
use rules::quality::{Period, Share, Side};
use store::desk::catalogue::Change;
use store::desk::essential_services as desk;
use store::province::ProvinceCache;
use store::tables::essential_services::{Filter, Usage, behind, figure, list, usage, usage_of};
use store::{Failure, Store};

fn typed(number: u8, procedures: &str) -> Draft {
    Draft {
        code: format!("TY-{number:03}"),
        name: format!("Dịch vụ số {number}"),
        agency: Some("H35".parse().expect("a code")),
        source: "Quyết định 06/QĐ-TTg".into(),
        procedures: procedures.into(),
    }
}

fn stages(days: &[i8]) -> Vec<StageDraft> {
    let stage = |(stage, day): (&Stage, &i8)| StageDraft {
        stage: Some(*stage),
        on: Some(date(2025, 11, *day)),
        document: "KH 5913/KH-UBND".into(),
        files: Vec::new(),
    };
    Stage::ALL.iter().zip(days).map(stage).collect()
}

fn taken_in(store: &Store, by: &str, draft: &Draft, stages: &[StageDraft]) -> Result<Change, Failure> {
    let (actor, draft, stages) = (leader(by), draft.clone(), stages.to_vec());
    store.write_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        desk::take_in(tx, &province, &actor, &draft, &stages, at(20, 8))
    })
}

on_both_engines! {
    fn services_reach_the_portal_and_are_counted_as_of_a_day(given: TestStore) {
        let store = &given.store;
        found(store);
        let none = store.read_blocking(|tx| figure(tx, date(2025, 12, 23))).expect("read");
        assert!(none.is_none(), "an empty register has no figure");
        assert_eq!(code(&taken_in(store, FIRST, &typed(1, ""), &[]).expect_err("not theirs")), "officers-only");
        let whole = stages(&[3, 4, 5, 20]);
        assert_eq!(taken_in(store, "H35", &typed(1, ""), &whole).expect("new"), Change::Added);
        assert_eq!(taken_in(store, "H35", &typed(1, ""), &whole).expect("again"), Change::Left);
        assert_eq!(taken_in(store, "H35", &typed(2, ""), &stages(&[3, 4])).expect("new"), Change::Added);
        assert_eq!(taken_in(store, "H35", &typed(2, ""), &stages(&[3, 4, 5])).expect("one more"), Change::Changed);
        let wrong = taken_in(store, "H35", &typed(3, ""), &stages(&[9, 4])).expect_err("restructured before it was reviewed");
        assert_eq!(code(&wrong), "input");
        let share = |day| {
            let found = store.read_blocking(move |tx| figure(tx, day)).expect("read").expect("there are some");
            found.share.expect("a share")
        };
        assert_eq!(share(date(2025, 11, 19)), Share::new(0, 2));
        assert_eq!(share(date(2025, 11, 20)), Share::new(1, 2), "the third was taken in not at all");
        let rest = store.read_blocking(|tx| behind(tx, Side::Rest, date(2025, 11, 20))).expect("read");
        assert_eq!(rest, [("TY-002".to_owned(), "Dịch vụ số 2".to_owned())]);
        let filter = Filter { words: "dich vu so 1".into(), ..Filter::default() };
        let found = store.read_blocking(move |tx| list(tx, &filter, "", 10)).expect("read");
        assert_eq!((found.len(), found[0].stage()), (1, Some(Stage::Integrated)));

        let (actor, service) = (leader("H35"), "TY-001".parse().expect("a code"));
        let stale = store.write_blocking(move |tx| desk::withdraw(tx, &actor, &service, 1, "Ghi nhầm", at(21, 8)));
        assert_eq!(code(&stale.expect_err("seen before")), "service-changed-meanwhile");
        let (actor, service) = (leader("H35"), "TY-001".parse().expect("a code"));
        store.write_blocking(move |tx| desk::withdraw(tx, &actor, &service, 5, "Ghi nhầm", at(21, 8))).expect("withdrawn");
        assert_eq!(share(date(2025, 12, 23)), Share::new(0, 2));
        rebuilt(store);
    }

    fn use_is_counted_from_the_dossiers_of_the_procedures(given: TestStore) {
        let store = &given.store;
        found(store);
        let filed = file(store, "Lò Thị Mai", "03549", at(15, 8)).expect("filed");
        file(store, "Giàng A Páo", "03388", at(15, 9)).expect("filed, not received");
        settle(store, &filed, FIRST);
        let procedure = filed.filed.procedure.clone();
        taken_in(store, "H35", &typed(1, procedure.as_str()), &[]).expect("new");
        let period = Period { from: date(2025, 1, 1), to: date(2025, 12, 31) };
        let counted = store
            .read_blocking(move |tx| {
                let listed = list(tx, &Filter::default(), "", 10)?;
                let used = usage(tx, &listed[0].service.procedures, period)?;
                Ok::<_, Failure>(usage_of(&listed[0].service, &used))
            })
            .expect("read");
        let online = i64::from(filed.filed.channel == rules::dossiers::Channel::Online);
        assert_eq!(counted, Usage { received: 1, online });
    }
}
