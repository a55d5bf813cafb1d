//! Official reports in the store: counted as the rules place each dossier, now and as of a past moment; every cell as long as its list;
//! locked figures stay.

use crate::quality::{entered, found, length, of, on_the_day, scopes};
use crate::quality_sample::agencies;
use crate::samples::code;
use crate::{on_both_engines, province, stores::TestStore, tasks::rebuilt};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::dossiers::Dossier;
use rules::official_reports::{Base, Cadence, Command, Form, Line, ReportPeriod, State, Table, Tier, place};
use rules::people::{Actor, Position, Role};
use rules::quality::{Measure, Period, Scope};
use store::desk::official_reports::{act, load, schedule};
use store::province::ProvinceCache;
use store::tables::official_reports::{Asked, draw, of_period, records, schedules};
use store::{Failure, Fault, Store, tables};

const PERIODS: [&str; 5] = ["2025-03", "2025-Q2", "2025-H1", "2025", "2026-01"];

fn period(text: &str) -> ReportPeriod {
    text.parse().expect("a period")
}

fn drawn(store: &Store, asked: &Asked) -> Table {
    let asked = asked.clone();
    let drawn = store.read_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        draw(tx, &province, &asked)
    });
    drawn.expect("drawn")
}

/// The total by the rules alone.
fn placed(form: Form, dossiers: &[Dossier], scope: &Scope, days: Period) -> Table {
    let mut base = Base::new();
    for cells in of(dossiers, scope.agency()).filter_map(|dossier| Some(place(dossier, days)?.cells(form))) {
        if !cells.is_empty() {
            let row = base.entry((Tier::Commune, String::new())).or_default();
            cells.into_iter().for_each(|number| *row.entry(number).or_default() += 1);
        }
    }
    Table::new(form, &base).expect("the sums hold")
}

/// Every cell of every line is as long as its list.
fn lists_are_as_long(store: &Store, asked: &Asked, table: &Table) {
    let (asked, table) = (asked.clone(), table.clone());
    let wrong = store.read_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        let mut wrong = Vec::new();
        for row in table.rows() {
            for (column, count) in asked.form.columns().iter().zip(&row.cells) {
                let found = records(tx, &province, &asked, &row.line, column)?;
                let listed = length(tx, found)?;
                if listed != *count {
                    wrong.push((row.line.key(), column.number, *count, listed));
                }
            }
        }
        Ok::<_, Failure>(wrong)
    });
    assert_eq!(wrong.expect("listed"), []);
}

fn tried(store: &Store, asked: &Asked, dossiers: &[Dossier]) -> Table {
    let table = drawn(store, asked);
    let rules = placed(asked.form, dossiers, &asked.scope, asked.period.days());
    assert_eq!(table.rows()[0].cells, rules.rows()[0].cells, "{asked:?}");
    lists_are_as_long(store, asked, &table);
    table
}

fn at_the_end_of(day: Date) -> Option<Timestamp> {
    Some(Period { from: day, to: day }.end() - jiff::SignedDuration::from_micros(1))
}

fn somebody(role: Role, agency: &str) -> Actor {
    let login = format!("{}.{agency}", role.key());
    let mut actor = province::leader(agency);
    actor.positions = vec![Position { role, ..actor.positions[0].clone() }];
    Actor { login: login.clone(), name: login, ..actor }
}

on_both_engines! {
    fn what_is_counted_is_what_the_rules_place_and_every_list_is_as_long(given: TestStore) {
        let store = &given.store;
        found(store);
        let lives = entered(store, 5, 220);
        let finals: Vec<Dossier> = on_the_day(&lives, Date::MAX);
        let mut late = 0;
        for scope in scopes() {
            for text in PERIODS {
                for form in [Form::Settling, Form::Delays] {
                    let asked = Asked { form, scope: scope.clone(), period: period(text), known_at: None };
                    let table = tried(store, &asked, &finals);
                    let of = |number| table.cell(&Line::All, number).expect("a column");
                    if form == Form::Delays {
                        late += of(3);
                        continue;
                    }
                    // The same that the index rests on.
                    let (scope, days) = (scope.clone(), asked.period.days());
                    let totals = store.read_blocking(move |tx| {
                        let agencies: Vec<_> = scope.agency().cloned().into_iter().collect();
                        tables::quality::totals(tx, &agencies, days, Date::MAX)
                    });
                    let totals = totals.expect("counted");
                    let sum = |each: &dyn Fn(&rules::quality::Totals) -> i64| totals.values().map(each).sum::<i64>();
                    assert_eq!(of(4), sum(&|one| one.period[Measure::ReceivedOnline]));
                    assert_eq!(of(7), sum(&|one| one.period.finished()));
                    assert_eq!((of(11), of(13)), (sum(&|one| one.open), sum(&|one| one.overdue)));
                }
            }
        }
        assert!(late > 50, "there is something to explain: {late}");
    }

    fn a_past_moment_is_counted_as_it_was_known_then(given: TestStore) {
        let store = &given.store;
        found(store);
        let lives = entered(store, 9, 160);
        for (text, known) in [("2025-03", "2025-04-01"), ("2025-Q2", "2025-07-04"), ("2025-Q2", "2025-06-30"), ("2025-H1", "2025-12-01")] {
            let day: Date = known.parse().expect("a day");
            let then = on_the_day(&lives, day);
            for scope in scopes() {
                for form in [Form::Settling, Form::Delays] {
                    let asked = Asked { form, scope: scope.clone(), period: period(text), known_at: at_the_end_of(day) };
                    tried(store, &asked, &then);
                }
            }
        }
    }

    fn procedures_and_processes_are_counted_by_field_and_agency(given: TestStore) {
        let store = &given.store;
        found(store);
        for scope in scopes() {
            for form in [Form::ProceduresByField, Form::ProceduresByAgency] {
                let asked = Asked { form, scope: scope.clone(), period: period("2026-02"), known_at: None };
                let table = drawn(store, &asked);
                let own = match scope {
                    Scope::Province => [3, 1, 2],
                    Scope::Commune(_) => [2, 0, 2],
                    Scope::Department(_) => [1, 1, 0],
                };
                assert_eq!(table.rows()[0].cells, [own, own, own].concat(), "{asked:?}");
                lists_are_as_long(store, &asked, &table);
                // Before they were published there is nothing.
                let before = Asked { period: period("2024-12"), ..asked.clone() };
                assert_eq!(drawn(store, &before).rows()[0].cells, [0; 9]);
            }
        }
    }

    fn a_locked_report_keeps_its_figures_and_their_records(given: TestStore) {
        let store = &given.store;
        found(store);
        let lives = entered(store, 3, 120);
        let agency = agencies()[0].clone();
        let last = lives.iter().flatten().map(|step| step.at).max().expect("lives");
        let form = Form::Settling;
        let quarter = period("2025-Q2");
        let sent_at = at_the_end_of("2025-07-05".parse().expect("a day")).expect("a moment");
        let tries = |actor: Actor, seen: u64, command: Command, now: Timestamp| {
            let agency = agency.clone();
            store.write_blocking(move |tx| {
                let province = ProvinceCache::default().get(tx)?;
                act(tx, &province, &actor, (form, &agency, quarter), seen, command.clone(), now)
            })
        };
        let (clerk, chairman) = (somebody(Role::Clerk, agency.as_str()), somebody(Role::Approver, "H35"));
        let send = || Command::Send { note: String::new() };
        tries(clerk.clone(), 0, send(), sent_at).expect("sent");
        assert_eq!(code(&tries(clerk, 0, send(), last).expect_err("again")), "official-report-changed-meanwhile");
        tries(chairman.clone(), 1, Command::Approve, last).expect("approved");
        let of = agency.clone();
        let (report, history) = store.read_blocking(move |tx| load(tx, form, &of, quarter)).expect("read");
        let sent = report.frozen().expect("frozen").clone();
        assert_eq!((report.state, history.len(), sent.known_at), (State::Locked, 2, sent_at));
        // Much happened since: what was sent is what was known then, and its lists are as long as ever.
        let scope = Scope::Commune(agency.clone());
        let asked = Asked { form, scope, period: quarter, known_at: Some(sent.known_at) };
        let then = on_the_day(&lives, "2025-07-05".parse().expect("a day"));
        assert_eq!(tried(store, &asked, &then), sent.table);
        let listed = store.read_blocking(move |tx| of_period(tx, form, quarter)).expect("read");
        assert_eq!(listed.iter().map(|one| (one.agency.clone(), one.state)).collect::<Vec<_>>(), [(agency.clone(), State::Locked)]);
        rebuilt_alike(store);
        tries(chairman, 2, Command::Unlock { reason: "Số liệu nhập muộn".into() }, last).expect("unlocked");
        let of = agency.clone();
        let (report, _) = store.read_blocking(move |tx| load(tx, form, &of, quarter)).expect("read");
        assert_eq!((report.state, report.frozen()), (State::NotSent, None));
    }

    fn what_is_due_when_counts_from_its_day_on(given: TestStore) {
        let store = &given.store;
        province::found(store);
        let by = somebody(Role::Clerk, "H35");
        let (first, second) = (province::at(2, 8), province::at(9, 8));
        for (days, now) in [(5, first), (10, second)] {
            let by = by.clone();
            let set = (Some(Form::Settling), Some(Cadence::Month), Some(days));
            store.write_blocking(move |tx| schedule(tx, &by, set, "Công văn 12/UBND-KSTT", now)).expect("set");
        }
        let due = |text: &'static str| {
            let found = store.read_blocking(move |tx| schedules(tx, period(text).days().to)).expect("read");
            found.iter().filter_map(|one| one.due(period(text))).map(|day| day.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(due("2025-11"), Vec::<String>::new());
        assert_eq!(due("2025-12"), ["2026-01-10"]);
        assert_eq!(due("2025-Q4"), Vec::<String>::new());
        rebuilt(store);
    }
}

/// A rebuild yields the same rows of official reports; the lives of this test were entered without what surrounds a dossier.
fn rebuilt_alike(store: &Store) {
    let rows = |store: &Store| {
        let read = |tx: &mut store::Tx| {
            let found = tx
                .query("SELECT form, agency, period, state, version FROM official_reports ORDER BY form", Vec::new())?;
            found
                .iter()
                .map(|row| {
                    Ok::<_, Fault>((row.string(0)?, row.string(1)?, row.string(2)?, row.string(3)?, row.int(4)?))
                })
                .collect::<Result<Vec<_>, _>>()
        };
        store.read_blocking(read).expect("read")
    };
    let before = rows(store);
    store::journal::rebuild(store, |_| {}).expect("rebuilt");
    assert_eq!(rows(store), before);
}
