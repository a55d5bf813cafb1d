//! Budget lines at the desk: the second of two is told, sums are as of a day, a list is taken in once, the end of the year is foretold from
//! past ones, a rebuild yields the same.

use crate::on_both_engines;
use crate::province::{FIRST, SECOND, at, found, leader, officer};
use crate::samples::code;
use crate::stores::TestStore;
use crate::tasks::rebuilt;
use jiff::civil::{Date, date};
use rules::budget::{Draft, Entry, Field, MovementKind, Source};
use rules::codes::BudgetCode;
use rules::money::Dong;
use rules::people::permissions::tasks_seen;
use rules::quality::{Points, Share};
use store::desk::budget;
use store::province::ProvinceCache;
use store::tables::budget::{Filter, figure, forecast, list};
use store::{Failure, Store};

use MovementKind::{Allocation, Disbursement};

fn draft(year: i16, name: &str) -> Draft {
    Draft {
        year: Some(year),
        name: name.into(),
        source: Some(Source::Provincial),
        field: Some(Field::Digital),
        agency: Some(FIRST.parse().expect("a code")),
        task: None,
        plan: String::new(),
    }
}

fn entry(kind: MovementKind, on: Date, billions: i64) -> Entry {
    let amount = Some(Dong(billions * 1_000_000_000));
    Entry { kind: Some(kind), on: Some(on), amount, document: format!("QĐ {on}"), files: Vec::new() }
}

fn taken_in(store: &Store, by: &str, draft: &Draft, entry: Entry) -> Result<bool, Failure> {
    let (actor, draft) = (leader(by), draft.clone());
    store.write_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        budget::take_in(tx, &province, &actor, &draft, Some(&entry), at(20, 8))
    })
}

on_both_engines! {
    fn money_is_entered_once_and_summed_as_of_a_day(given: TestStore) {
        let store = &given.store;
        found(store);
        let line = draft(2025, "Nâng cấp một cửa");
        let allocated = entry(Allocation, date(2025, 2, 1), 10);
        assert_eq!(code(&taken_in(store, FIRST, &line, allocated.clone()).expect_err("not their own")), "budget-allocators-only");
        assert!(taken_in(store, "H35", &line, allocated.clone()).expect("entered"));
        assert!(!taken_in(store, "H35", &line, allocated).expect("again"));
        let early = taken_in(store, "H35", &line, entry(Disbursement, date(2025, 1, 20), 1)).expect_err("too early");
        assert_eq!(code(&early), "budget-before-allocation");
        assert!(taken_in(store, FIRST, &line, entry(Disbursement, date(2025, 6, 1), 4)).expect("paid"));
        assert!(taken_in(store, FIRST, &line, entry(Disbursement, date(2025, 12, 10), 3)).expect("paid"));
        let above = taken_in(store, FIRST, &line, entry(Disbursement, date(2025, 12, 11), 4)).expect_err("too much");
        assert_eq!(code(&above), "budget-above-allocation");
        let number: BudgetCode = "NS-2025-00001".parse().expect("a code");
        let (actor, of) = (leader(FIRST), number.clone());
        let stale = store.write_blocking(move |tx| {
            budget::record(tx, &actor, &of, 2, entry(Disbursement, date(2025, 12, 11), 1), at(20, 9))
        });
        assert_eq!(code(&stale.expect_err("seen before")), "budget-changed-meanwhile");

        let of = |key: &'static str, day| {
            store.read_blocking(move |tx| figure(tx, key, day)).expect("read")
        };
        let disbursed = |day| of("disbursement_digital", day).and_then(|figure| figure.share);
        assert_eq!(disbursed(date(2025, 6, 30)), Some(Share::new(4_000_000_000, 10_000_000_000)));
        assert_eq!(disbursed(date(2025, 12, 23)), Some(Share::new(7_000_000_000, 10_000_000_000)));
        let whole = of("budget_allocated", date(2025, 12, 23)).expect("a figure");
        assert_eq!((whole.value, whole.share), (Some(Points::whole(10)), None));
        assert!(of("disbursement_forecast", date(2025, 12, 23)).is_none(), "no past years");
        assert!(of("budget_allocated", date(2024, 12, 23)).is_none(), "no lines that year");
        let seen = |actor: rules::people::Actor| {
            let filter = Filter { year: 2025, field: None, words: "mot cua".into() };
            store.read_blocking(move |tx| list(tx, &tasks_seen(&actor), &filter, date(2025, 12, 23))).expect("read").len()
        };
        assert_eq!((seen(officer(FIRST)), seen(officer(SECOND)), seen(leader("H35"))), (1, 0, 1));

        let actor = leader(FIRST);
        store.write_blocking(move |tx| budget::void(tx, &actor, &number, 4, (3, "Ghi hai lần"), at(20, 10))).expect("taken back");
        assert_eq!(disbursed(date(2025, 12, 23)), Some(Share::new(4_000_000_000, 10_000_000_000)));
        rebuilt(store);
    }

    fn the_end_of_the_year_is_foretold_from_past_years(given: TestStore) {
        let store = &given.store;
        found(store);
        for year in [2023, 2024] {
            let line = draft(year, "Hạ tầng số");
            taken_in(store, "H35", &line, entry(Allocation, date(year, 2, 1), 10)).expect("entered");
            taken_in(store, FIRST, &line, entry(Disbursement, date(year, 10, 1), 6)).expect("paid");
            taken_in(store, FIRST, &line, entry(Disbursement, date(year + 1, 1, 20), 3)).expect("paid before the books are closed");
        }
        let line = draft(2025, "Hạ tầng số");
        taken_in(store, "H35", &line, entry(Allocation, date(2025, 2, 1), 20)).expect("entered");
        taken_in(store, FIRST, &line, entry(Disbursement, date(2025, 11, 1), 12)).expect("paid");
        let told = store.read_blocking(|tx| forecast(tx, 2025, None, date(2025, 12, 20))).expect("read").expect("two years");
        assert_eq!((told.expected, told.years.as_slice()), (Dong(18_000_000_000), &[2023, 2024][..]), "three quarters of the rest");
        assert_eq!(told.lines[0].left, Dong(2_000_000_000));
        rebuilt(store);
    }
}
