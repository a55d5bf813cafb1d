//! A month of tasks: cut off on its day whatever comes later, approved by a second person, locked; corrections stand in the next one.

use crate::on_both_engines;
use crate::province::{FIRST, SECOND, at, found, leader, officer};
use crate::samples::code;
use crate::stores::TestStore;
use crate::tasks::{act, agency, assign, draft, proved, rebuilt};
use jiff::Timestamp;
use jiff::civil::date;
use rules::people::Actor;
use rules::task_reports::{Command, Figures, Month, State};
use rules::tasks::{self, Light};
use store::desk::task_reports;
use store::tables::task_reports::{of_agency, of_month};
use store::{Failure, Store};

fn month(text: &str) -> Month {
    text.parse().expect("a month")
}

fn report(store: &Store, actor: &Actor, of: &str, seen: u64, command: Command, now: Timestamp) -> Result<(), Failure> {
    let (actor, of) = (actor.clone(), agency(of));
    store.write_blocking(move |tx| task_reports::act(tx, &actor, &of, month("2025-12"), seen, command.clone(), now))
}

fn drawn(store: &Store, of: &str, day: jiff::civil::Date, now: Timestamp) -> Figures {
    let of = agency(of);
    store.read_blocking(move |tx| task_reports::draw(tx, &of, day, now)).expect("drawn")
}

fn frozen(store: &Store, of: &str) -> Figures {
    let of = agency(of);
    let (report, _) = store.read_blocking(move |tx| task_reports::load(tx, &of, month("2025-12"))).expect("read");
    report.sent.expect("sent").figures
}

fn send() -> Command {
    Command::Send { note: String::new() }
}

on_both_engines! {
    fn what_changes_after_the_cut_off_is_in_no_report_of_that_month(given: TestStore) {
        let store = &given.store;
        found(store);
        let (chairman, commune) = (leader("H35"), officer(FIRST));
        let late = assign(store, &chairman, "H35", draft(FIRST, date(2025, 12, 20)), None, at(2, 8)).expect("assigned");
        assign(store, &chairman, "H35", draft(SECOND, date(2025, 12, 31)), None, at(2, 8)).expect("assigned");
        let accepted = act(store, &commune, &late, tasks::Command::Accept, at(3, 8)).expect("accepted");
        let early = report(store, &officer(FIRST), FIRST, 0, send(), at(24, 17));
        assert_eq!(code(&early.expect_err("not yet")), "report-before-cut-off");
        // Handed in and accepted on the day after the cut-off; a third task comes then too.
        let submitted = act(store, &commune, &accepted, tasks::Command::Submit(proved(100)), at(26, 9)).expect("in");
        act(store, &chairman, &submitted, tasks::Command::Complete { note: String::new() }, at(26, 10)).expect("done");
        assign(store, &chairman, "H35", draft(FIRST, date(2025, 12, 31)), None, at(26, 11)).expect("assigned");

        report(store, &leader("H35"), "H35", 0, send(), at(27, 8)).expect("sent");
        let figures = frozen(store, "H35");
        assert_eq!(Light::ALL.map(|light| figures.of(light)), [1, 1, 0, 0, 0, 0, 0]);
        assert_eq!(figures.overdue.iter().map(|task| &task.task).collect::<Vec<_>>(), [late.code()]);
        let now = drawn(store, "H35", date(2025, 12, 27), at(27, 9));
        assert_eq!(Light::ALL.map(|light| now.of(light)), [2, 0, 0, 0, 0, 1, 0]);
        // Done after December's cut-off: told in January, and in no year after.
        let told = |day: jiff::civil::Date| {
            drawn(store, "H35", day, rules::calendar::instant(day.at(16, 0, 0, 0))).of(Light::DoneLate)
        };
        assert_eq!([date(2026, 1, 25), date(2026, 12, 25), date(2026, 12, 26)].map(told), [1, 1, 0]);
        // A commune's own report has its own tasks only.
        assert_eq!(drawn(store, SECOND, date(2025, 12, 25), at(27, 9)).leads.len(), 1);
        rebuilt(store);
    }

    fn a_locked_month_stays_as_it_was(given: TestStore) {
        let store = &given.store;
        found(store);
        let (chairman, commune) = (leader("H35"), officer(FIRST));
        let task = assign(store, &chairman, "H35", draft(FIRST, date(2025, 12, 31)), None, at(2, 8)).expect("assigned");
        report(store, &commune, FIRST, 0, send(), at(25, 16)).expect("sent");
        assert_eq!(code(&report(store, &commune, FIRST, 0, send(), at(25, 16)).expect_err("seen before")), "report-changed-meanwhile");
        assert_eq!(code(&report(store, &leader(SECOND), FIRST, 1, Command::Approve, at(26, 8)).expect_err("another agency")), "leaders-only");
        report(store, &leader(FIRST), FIRST, 1, Command::Approve, at(26, 8)).expect("approved");
        let before = frozen(store, FIRST);
        act(store, &commune, &task, tasks::Command::Accept, at(26, 9)).expect("accepted");
        for command in [send(), Command::Return { reason: "Sửa số".into() }, Command::Skip { reason: "x".into() }] {
            let actor = if matches!(command, Command::Send { .. }) { &commune } else { &leader(FIRST) };
            assert_eq!(code(&report(store, actor, FIRST, 2, command, at(27, 8)).expect_err("locked")), "report-locked");
        }
        assert_eq!(frozen(store, FIRST), before);
        let listed = store.read_blocking(|tx| Ok::<_, store::Fault>((of_agency(tx, &agency(FIRST))?, of_month(tx, month("2025-12"))?)));
        let (own, all) = listed.expect("read");
        assert_eq!(own, all);
        assert_eq!((own[0].state, own[0].tasks, own[0].late), (State::Locked, 1, 0));

        let set = store.write_blocking(|tx| {
            task_reports::set_day(tx, &leader("H35"), &agency("H35"), (Some(20), Some(month("2026-01"))), "CV 1", at(27, 9))?;
            let days = [month("2025-12"), month("2026-02")].map(|month| task_reports::cut_off(tx, month));
            let [before, after] = days;
            Ok::<_, Failure>((before?, after?))
        });
        assert_eq!(set.expect("set"), (date(2025, 12, 25), date(2026, 2, 20)));
        rebuilt(store);
    }
}
