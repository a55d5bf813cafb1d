//! Indicators at the desk: kept, reported, approved, locked; computed where the house has the records; a rebuild yields the same.

use crate::on_both_engines;
use crate::province::{FIRST, SECOND, at, found, leader, officer};
use crate::samples::code;
use crate::stores::TestStore;
use crate::tasks::{act as act_on_task, agency, assign, draft as task_draft, proved, rebuilt};
use jiff::Timestamp;
use jiff::civil::date;
use rules::agenda::Matter;
use rules::codes::IndicatorCode;
use rules::indicators::{
    Amount, Command, Computation, Direction, Draft, Kind, Programme, ReportPeriod, Reporters, State,
};
use rules::people::Actor;
use rules::quality::{Period, Share};
use rules::tasks::Every;
use store::desk::indicators;
use store::province::ProvinceCache;
use store::tables::agenda::matters::matters;
use store::tables::indicators::computed::computed;
use store::tables::indicators::{all, history, newest, waiting};
use store::tables::quality::Rankings;
use store::{Failure, Store};

fn indicator() -> IndicatorCode {
    "CT-06-07".parse().expect("a code")
}

fn period(text: &str) -> ReportPeriod {
    text.parse().expect("a period")
}

fn draft() -> Draft {
    Draft {
        code: "CT-06-07".into(),
        programme: Some(Programme::Project06),
        name: "Tài khoản đã kích hoạt".into(),
        unit: "%".into(),
        formula: "số đã kích hoạt ÷ số đủ điều kiện".into(),
        direction: Some(Direction::Up),
        targets: "2025: 80".into(),
        agency: Some(agency("H35")),
        reporters: Some(Reporters::Communes),
        source: "Kế hoạch".into(),
        every: Some(Every::Month),
        kind: Some(Kind::Discrete),
        least: "0".into(),
        most: "100".into(),
        ..Draft::default()
    }
}

fn keep(store: &Store, actor: &Actor, seen: Option<u64>, draft: Draft) -> Result<IndicatorCode, Failure> {
    let actor = actor.clone();
    store.write_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        let changed = indicator();
        indicators::keep(tx, &province, &actor, seen.map(|seen| (&changed, seen)), &draft, at(1, 8))
    })
}

fn act(
    store: &Store,
    actor: &Actor,
    of: &str,
    when: &str,
    seen: u64,
    command: Command,
    now: Timestamp,
) -> Result<(), Failure> {
    let (actor, of, when) = (actor.clone(), agency(of), period(when));
    store.write_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        indicators::act(tx, &province, &actor, (&indicator(), &of, when), seen, command.clone(), now)
    })
}

fn value(typed: &str) -> Command {
    Command::Report { value: typed.into(), basis: "Công an xã".into(), explanation: String::new() }
}

on_both_engines! {
    fn a_value_goes_from_the_commune_to_its_lock(given: TestStore) {
        let store = &given.store;
        found(store);
        assert_eq!(code(&keep(store, &leader(FIRST), None, draft()).expect_err("not the province's")), "assigners-only");
        keep(store, &leader("H35"), None, draft()).expect("kept");
        assert_eq!(code(&keep(store, &leader("H35"), None, draft()).expect_err("again")), "indicator-there-already");
        keep(store, &leader("H35"), Some(1), Draft { targets: "2025: 85".into(), ..draft() }).expect("changed");
        assert_eq!(code(&keep(store, &leader("H35"), Some(1), draft()).expect_err("seen before")), "indicator-changed-meanwhile");
        let kept = store.read_blocking(all).expect("read");
        assert_eq!(kept[0].target(2025).map(|target| target.value), Some(Amount::whole(85)));

        for (when, typed) in [("2025-10", "60"), ("2025-11", "62,5")] {
            act(store, &officer(FIRST), FIRST, when, 0, value(typed), at(2, 8)).expect("reported");
            act(store, &leader(FIRST), FIRST, when, 1, Command::Approve, at(2, 9)).expect("approved");
        }
        // Another commune reports nothing for this one, nor approves it.
        assert_eq!(code(&act(store, &officer(SECOND), FIRST, "2025-09", 0, value("5"), at(2, 9)).expect_err("not theirs")), "officers-only");
        assert_eq!(code(&act(store, &leader(FIRST), FIRST, "2025-11", 2, value("70"), at(3, 8)).expect_err("locked")), "indicator-locked");
        let jump = act(store, &officer(FIRST), FIRST, "2025-12", 0, value("99"), at(26, 8)).expect_err("unexplained");
        assert!(matches!(jump, Failure::Refused(refusal) if refusal.problems[0].code == "outlier-large-change"));
        act(store, &officer(SECOND), SECOND, "2025-11", 0, value("40"), at(3, 8)).expect("reported");
        let (earlier, now, waits) = store.read_blocking(|tx| {
            let earlier = history(tx, &indicator(), &agency(FIRST), period("2025-12"))?;
            Ok::<_, store::Fault>((earlier, newest(tx, date(2025, 1, 1), date(2025, 12, 20))?, waiting(tx)?))
        }).expect("read");
        assert_eq!(earlier, [(period("2025-10"), Amount::whole(60)), (period("2025-11"), Amount(62_500))]);
        assert_eq!(now.iter().map(|value| (value.agency.as_str(), value.value)).collect::<Vec<_>>(), [(FIRST, Amount(62_500))]);
        assert_eq!(waits.iter().map(|value| (value.agency.as_str(), value.state)).collect::<Vec<_>>(), [(SECOND, State::Awaiting)]);
        // In January what the old year still owes is owed, and what it told last is still known.
        let (owes, told) = store.read_blocking(|tx| {
            let day = rules::calendar::instant(date(2026, 1, 6).at(8, 0, 0, 0));
            let province = ProvinceCache::default().get(tx)?;
            let owes = matters(tx, &province, &officer(SECOND), None, day, 20)?;
            Ok::<_, store::Fault>((owes, newest(tx, date(2025, 1, 1), date(2026, 1, 6))?))
        }).expect("read");
        let missing = owes.iter().find(|owed| owed.matter == Matter::IndicatorValue).map(|owed| (owed.count, owed.late));
        assert_eq!((missing, told.len()), (Some((1, 1)), 1));
        rebuilt(store);
    }

    fn what_the_house_has_records_of_is_computed_from_them(given: TestStore) {
        let store = &given.store;
        found(store);
        let chairman = leader("H35");
        let task = assign(store, &chairman, "H35", task_draft(FIRST, date(2025, 12, 20)), None, at(2, 8)).expect("assigned");
        assign(store, &chairman, "H35", task_draft(SECOND, date(2025, 12, 20)), None, at(2, 8)).expect("assigned");
        let task = act_on_task(store, &officer(FIRST), &task, rules::tasks::Command::Accept, at(3, 8)).expect("accepted");
        let task = act_on_task(store, &officer(FIRST), &task, rules::tasks::Command::Submit(proved(100)), at(4, 8)).expect("in");
        act_on_task(store, &chairman, &task, rules::tasks::Command::Complete { note: String::new() }, at(5, 8)).expect("done");
        let values = store.read_blocking(|tx| {
            let province = ProvinceCache::default().get(tx)?;
            let year = Period { from: date(2025, 1, 1), to: date(2025, 12, 20) };
            computed(tx, &province, &Rankings::default(), year, at(20, 8))
        }).expect("computed");
        let done = |of: Option<&str>| values.get(&(Computation::TasksDone, of.map(agency))).copied();
        assert_eq!((done(None), done(Some(FIRST)), done(Some(SECOND))), (Some(Share::new(1, 2)), Some(Share::new(1, 1)), Some(Share::new(0, 1))));
        keep(store, &chairman, None, Draft { computation: Some(Computation::TasksDone), ..draft() }).expect("kept");
        let typed = act(store, &officer(FIRST), FIRST, "2025-11", 0, value("99"), at(2, 8));
        assert_eq!(code(&typed.expect_err("computed")), "indicator-computed");
    }
}
