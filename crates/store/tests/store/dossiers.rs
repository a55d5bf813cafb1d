//! Dossiers in the store: their way through the desk, what lists show of them, and that a rebuild yields the same.

use crate::province::{FIRST, SECOND, act, at, citizen, file, found, leader, officer};
use crate::samples::tamper;
use crate::{on_both_engines, stores::TestStore};
use rules::RefusalKind;
use rules::dossiers::{
    Approve, Assign, Command, Complete, Dossier, Outcome, Propose, Rate, Rating, Receive, RequestSupplement,
    ReturnResult, Sign,
};
use rules::people::Actor;
use rules::people::authorisations::Power;
use rules::people::permissions::{Scope, scope};
use store::journal::DifferenceKind;
use store::tables::dossier_lists::{self, Filter};
use store::tables::dossier_queue::{self, Key, Narrowing, View};
use store::{DatabaseUrl, Failure, Options, Store, Value, desk, journal, tables};

/// Settles the dossier to its end.
pub fn settle(store: &Store, dossier: &Dossier, agency: &str) -> Dossier {
    settle_up_to(store, dossier, agency, 7)
}

/// Takes the first steps of settling it.
pub fn settle_up_to(store: &Store, dossier: &Dossier, agency: &str, count: usize) -> Dossier {
    let (officer, leader) = (officer(agency), leader(agency));
    let assign = Assign { officer: officer.login.clone(), officer_name: officer.name.clone(), note: None };
    let propose = Propose {
        outcome: Outcome::Granted,
        content: "Đủ".into(),
        file: Some("r".into()),
        paper: None,
        without_opinions: None,
    };
    let steps = [
        (&officer, Command::Receive(Receive {})),
        (&leader, Command::Assign(assign)),
        (&officer, Command::Propose(propose)),
        (&leader, Command::Approve(Approve::default())),
        (&leader, Command::Sign(Sign::default())),
        (&officer, Command::Complete(Complete { number: "1".into(), ..Complete::default() })),
        (&officer, Command::ReturnResult(ReturnResult::default())),
    ];
    steps.into_iter().take(count).fold(dossier.clone(), |dossier, (actor, command)| {
        act(store, actor, &dossier, command, at(16, 9)).expect("done")
    })
}

/// The rows of every projected table.
pub fn dump(store: &Store) -> Vec<(String, Vec<Vec<Value>>)> {
    store
        .read_blocking(|tx| {
            let mut all = Vec::new();
            for table in tables::PROJECTED {
                let rows = journal::rows(tx, table)?;
                all.push(((*table).to_owned(), rows));
            }
            Ok::<_, store::Fault>(all)
        })
        .expect("dumped")
}

on_both_engines! {
    fn a_dossier_goes_through_the_desk_and_a_rebuild_yields_the_same_tables(given: TestStore) {
        let store = &given.store;
        found(store);
        let first = file(store, "Lò Thị Mai", "03549", at(15, 8)).expect("filed");
        let second = file(store, "Giàng A Páo", "03388", at(15, 9)).expect("filed");
        let third = file(store, "Vàng Thị Dợ", "03549", at(15, 10)).expect("filed");
        assert_eq!(first.filed.code.as_str(), "H35.A-251215-0001");
        assert_eq!(third.filed.code.as_str(), "H35.A-251215-0002");
        let done = settle(store, &first, FIRST);
        act(store, &citizen(), &done, Command::Rate(Rate { rating: Rating::Satisfied, criteria: std::collections::BTreeMap::new(), comment: None }), at(17, 8)).expect("rated");
        act(store, &officer(SECOND), &second, Command::Receive(Receive {}), at(16, 8)).expect("received");

        crate::routes::asked_and_late(store, &third);

        crate::registry::a_month(store);
        crate::identities::authorised(store, &[Power::Follow], "");

        let before = dump(store);
        // What people ask and agree to has a story of its own (personal.rs), and so have money (payments.rs), petitions (petitions.rs),
        // supplements (supplements.rs), requests about results and archives (results.rs, archives.rs), tasks (tasks.rs, task_reports.rs), indicators (indicators.rs),
        // visits (inspections.rs), essential services (essential_services.rs), money (budget.rs), coverage (coverage.rs), digital citizens (digital_citizens.rs), training (training.rs), committees (committees.rs),
        // conferences (conferences.rs), obstacles (obstacles.rs), directives (directives.rs) and joint filings (joint.rs).
        let personal = ["broken_glass", "data_requests", "corrections", "consents"];
        let money = ["payments", "payment_moneys", "receipts", "receipt_numbers", "refunds", "fee_accounts", "statements", "bank_lines", "dossier_fees"];
        let petitions = ["petitions", "petition_legs", "supplement_requests", "result_requests", "archived_dossiers", "disposal_lists"];
        let steering = ["tasks", "task_support", "task_links", "task_years", "task_numbers", "task_reports", "task_cut_offs", "official_reports", "official_report_schedules", "indicators", "indicator_reports", "visits", "essential_services", "budget_lines", "budget_entries", "village_coverage", "digital_citizens", "digital_citizen_targets", "courses", "course_learners", "account_pauses", "outlines", "village_places", "committees", "committee_meetings", "committee_subjects", "committee_members", "committee_activities", "conferences", "conference_points", "conference_numbers"];
        let joint = ["joined_dossiers", "national_scores", "dossier_late"];
        let obstacles = ["obstacles", "obstacle_agencies", "directives", "directive_agencies", "running_numbers"];
        let elsewhere = |table: &str| [&joint[..], &personal[..], &money[..], &petitions[..], &steering[..], &obstacles[..]].iter().any(|some| some.contains(&table));
        let empty = before.iter().filter(|(table, rows)| rows.is_empty() && !elsewhere(table));
        let emptied = empty.map(|(table, _)| table.as_str()).collect::<Vec<_>>();
        assert!(emptied.is_empty(), "every projected table has rows: {emptied:?}");
        journal::rebuild(store, |_| {}).expect("rebuilt");
        assert_eq!(dump(store), before);
        let fourth = file(store, "Chẻo Mẩy", "03549", at(15, 11)).expect("numbering goes on after a rebuild");
        assert_eq!(fourth.filed.code.as_str(), "H35.A-251215-0003");
        let verification = store.read_blocking(|tx| journal::verify(tx, None, |_| {})).expect("read");
        assert!(verification.holds(), "{verification:?}");
    }

    fn tables_that_were_changed_behind_the_journals_back_are_found(given: TestStore) {
        let store = &given.store;
        found(store);
        let first = file(store, "Lò Thị Mai", "03549", at(15, 8)).expect("filed");
        settle(store, &first, FIRST);
        let compare = || {
            let folder = tempfile::tempdir().expect("a folder");
            let url = DatabaseUrl::Sqlite(folder.path().join("scratch.db"));
            let scratch = Store::open(&url, folder.path(), &Options::default()).expect("a scratch store");
            store.read_blocking(move |tx| journal::compare_tables(tx, &scratch, |_| {})).expect("compared")
        };
        let whole = compare();
        assert_eq!((whole.difference, whole.tables), (None, tables::PROJECTED.len() as u64));
        assert!(whole.rows > 10);
        let told = |kind| compare().difference.map(|found| (found.table, found.kind == kind));
        tamper(store, "UPDATE dossiers SET applicant_name = 'Ai đó'");
        let found = compare().difference.expect("a difference");
        assert_eq!((found.table.as_str(), found.kind), ("dossiers", DifferenceKind::Changed));
        assert!(found.row.contains("H35.A-251215-0001"), "{found:?}");
        journal::rebuild(store, |_| {}).expect("rebuilt");
        tamper(store, "DELETE FROM dossier_numbers");
        assert_eq!(told(DifferenceKind::Missing), Some(("dossier_numbers".to_owned(), true)));
        journal::rebuild(store, |_| {}).expect("rebuilt");
        tamper(store, "INSERT INTO dossier_numbers SELECT 'H35.Z', day, last FROM dossier_numbers");
        assert_eq!(told(DifferenceKind::Surplus), Some(("dossier_numbers".to_owned(), true)));
        journal::rebuild(store, |_| {}).expect("rebuilt");
        assert_eq!(compare().difference, None);
    }

    fn the_second_of_two_officers_is_told(given: TestStore) {
        let store = &given.store;
        found(store);
        let seen = file(store, "Lò Thị Mai", "03549", at(15, 8)).expect("filed");
        act(store, &officer(FIRST), &seen, Command::Receive(Receive {}), at(15, 9)).expect("received");
        let failure = act(store, &officer(FIRST), &seen, Command::Receive(Receive {}), at(15, 10)).expect_err("too late");
        assert!(matches!(failure, Failure::Refused(refusal) if refusal.kind == RefusalKind::Conflict));
    }

    fn nobody_reaches_into_another_commune(given: TestStore) {
        let store = &given.store;
        found(store);
        let dossier = file(store, "Lò Thị Mai", "03549", at(15, 8)).expect("filed");
        let failure = act(store, &officer(SECOND), &dossier, Command::Receive(Receive {}), at(15, 9)).expect_err("not theirs");
        assert!(matches!(failure, Failure::Refused(refusal) if refusal.kind == RefusalKind::NotFound));
        let lists = |agency: &str, q: Option<&str>| {
            let (scope, filter) = (scope(&officer(agency)), Filter { q: q.map(str::to_owned), ..Filter::default() });
            store.read_blocking(move |tx| dossier_lists::list(tx, &scope, &filter, None, 10)).expect("listed").len()
        };
        assert_eq!((lists(FIRST, None), lists(SECOND, None)), (1, 0));
        assert_eq!((lists(FIRST, Some("lo thi")), lists(SECOND, Some("lo thi"))), (1, 0));
    }

    fn what_was_received_in_some_days_is_paged_by_its_reception(given: TestStore) {
        let store = &given.store;
        found(store);
        let filed: Vec<_> = (0..4).map(|hour| file(store, "Lò Thị Mai", "03549", at(15, 8 + hour)).expect("filed")).collect();
        // Received in another order than filed, two at the same instant, one not at all.
        for (dossier, hour) in [(&filed[2], 9), (&filed[0], 10), (&filed[1], 10)] {
            act(store, &officer(FIRST), dossier, Command::Receive(Receive {}), at(16, hour)).expect("received");
        }
        let scopes = [scope(&officer(FIRST)), Scope::All, Scope::Owner(citizen().login)];
        for who in scopes {
            let filter = Filter { received_from: Some(at(16, 0)), received_to: Some(at(17, 0)), ..Filter::default() };
            let (mut after, mut seen) = (None, Vec::new());
            loop {
                let (who, filter) = (who.clone(), filter.clone());
                let page = store.read_blocking(move |tx| dossier_lists::list(tx, &who, &filter, after, 1)).expect("listed");
                let Some(first) = page.first() else { break };
                seen.push(first.code.clone());
                after = Some(first.id);
            }
            let expected: Vec<_> = [1, 0, 2].iter().map(|at: &usize| filed[*at].filed.code.to_string()).collect();
            assert_eq!(seen, expected, "{who:?}");
        }
    }

    fn names_are_found_without_marks_by_beginning_number_and_telephone(given: TestStore) {
        let store = &given.store;
        found(store);
        file(store, "Lò Thị Mai", "03549", at(15, 8)).expect("filed");
        file(store, "Đèo Văn Ước", "03549", at(15, 9)).expect("filed");
        let found = |typed: &str| {
            let (scope, filter) = (scope(&officer(FIRST)), Filter { q: Some(typed.into()), ..Filter::default() });
            let listed = store.read_blocking(move |tx| dossier_lists::list(tx, &scope, &filter, None, 10)).expect("listed");
            listed.into_iter().map(|listed| listed.applicant_name).collect::<Vec<_>>()
        };
        assert_eq!(found("ước"), ["Đèo Văn Ước"]);
        assert_eq!(found("deo van u"), ["Đèo Văn Ước"]);
        assert_eq!(found("mai lò"), ["Lò Thị Mai"]);
        assert_eq!(found("0912345678").len(), 2);
        assert_eq!(found("012085001234").len(), 2);
        assert_eq!(found("H35.A-251215-0002"), ["Đèo Văn Ước"]);
        assert!(found("không có").is_empty());
    }

    fn lists_and_queues_are_paged_without_gaps_or_repeats(given: TestStore) {
        let store = &given.store;
        found(store);
        let mut filed = Vec::new();
        for number in 0..23_u8 {
            let dossier = file(store, &format!("Người {}", char::from(b'a' + number)), "03549", at(15, 8)).expect("filed");
            let hour = 8 + i8::try_from(number % 5).expect("small");
            act(store, &officer(FIRST), &dossier, Command::Receive(Receive {}), at(15, hour)).expect("received");
            filed.push(dossier.filed.code.to_string());
        }
        let scope = scope(&officer(FIRST));
        let (mut listed, mut after) = (Vec::new(), None);
        loop {
            let scope = scope.clone();
            let mut page = store
                .read_blocking(move |tx| dossier_lists::list(tx, &scope, &Filter::default(), after, 5))
                .expect("a page");
            let more = page.len() > 5;
            page.truncate(5);
            after = page.last().map(|last| last.id);
            listed.extend(page.into_iter().map(|row| row.code));
            if !more { break }
        }
        listed.reverse();
        assert_eq!(listed, filed, "newest first, each once");

        let (mut queued, mut after) = (Vec::new(), None);
        loop {
            let mut page = store
                .read_blocking(move |tx| dossier_queue::page(tx, &leader(FIRST), View::Mine, &Narrowing::default(), after, 4, at(15, 17)))
                .expect("a page");
            let more = page.len() > 4;
            page.truncate(4);
            after = page.last().map(Key::of);
            queued.extend(page.into_iter().map(|row| (row.due_at, row.id)));
            if !more { break }
        }
        assert_eq!(queued.len(), 23);
        assert!(queued.is_sorted(), "what is due first on top");
        let counts = store
            .read_blocking(|tx| dossier_queue::counts(tx, &leader(FIRST), View::Mine, at(15, 17), at(31, 8)))
            .expect("counted");
        assert_eq!((counts.all, counts.overdue, counts.soon), (23, 0, 23));
    }

    fn each_view_of_the_work_shows_its_own_dossiers_only(given: TestStore) {
        let store = &given.store;
        found(store);
        let [filed, received, waiting, settled] = ["Lò Thị Anh", "Lò Thị Bưởi", "Lò Thị Cúc", "Lò Thị Dung"].map(|name| {
            file(store, name, "03549", at(15, 8)).expect("filed")
        });
        let (officer, leader) = (officer(FIRST), leader(FIRST));
        act(store, &officer, &received, Command::Receive(Receive {}), at(15, 9)).expect("received");
        let ask = RequestSupplement { content: "Thiếu".into(), ..RequestSupplement::default() };
        act(store, &officer, &waiting, Command::RequestSupplement(ask), at(15, 9)).expect("asked");
        let settled = settle_up_to(store, &settled, FIRST, 6);
        let shown = |actor: &Actor, view, narrowing: Narrowing| {
            let actor = actor.clone();
            let page = store.read_blocking(move |tx| dossier_queue::page(tx, &actor, view, &narrowing, None, 10, at(15, 17)));
            page.expect("a page").into_iter().map(|row| row.code).collect::<Vec<_>>()
        };
        let all = Narrowing::default;
        let code = |dossier: &Dossier| dossier.filed.code.to_string();
        assert_eq!(shown(&officer, View::Mine, all()), [code(&filed)]);
        assert_eq!(shown(&leader, View::Mine, all()), [code(&received)]);
        assert_eq!(shown(&leader, View::Unit, all()), [code(&received)]);
        assert_eq!(shown(&officer, View::Unit, all()).len(), 2);
        assert_eq!(shown(&officer, View::Waiting, all()), [code(&waiting)]);
        assert_eq!(shown(&officer, View::Results, all()), [code(&settled)]);
        for view in View::ALL {
            assert!(shown(&crate::province::officer(SECOND), view, all()).is_empty(), "{view:?} of another commune");
        }
        let q = |words: &str| Narrowing { q: Some(words.into()), ..Narrowing::default() };
        assert_eq!(shown(&officer, View::Unit, q("lo thi buoi")), [code(&received)]);
        assert_eq!(shown(&officer, View::Unit, q(&code(&filed))), [code(&filed)]);
        let task = |task: &str| Narrowing { task: Some(task.into()), ..Narrowing::default() };
        assert_eq!(shown(&officer, View::Unit, task("receive")), [code(&filed)]);
        assert_eq!(shown(&officer, View::Unit, task("assign")), [code(&received)]);
        let late = Narrowing { due_before: Some(at(31, 8)), due_from: Some(at(15, 8)), ..Narrowing::default() };
        assert_eq!(shown(&officer, View::Unit, late), [code(&received)]);
        let other = Narrowing { procedure: Some("1.000002".into()), ..Narrowing::default() };
        assert!(shown(&officer, View::Unit, other).is_empty());
    }

    fn an_export_shows_each_dossier_once(given: TestStore) {
        let store = &given.store;
        found(store);
        for number in 0..7_u8 {
            file(store, &format!("Người {}", char::from(b'a' + number)), "03388", at(15, 8)).expect("filed");
        }
        let codes = store
            .read_blocking(|tx| {
                let mut codes = Vec::new();
                dossier_lists::export(tx, &scope(&officer(SECOND)), &Filter::default(), |listed| {
                    codes.push(listed.code);
                    Ok(())
                })?;
                Ok::<_, store::Fault>(codes)
            })
            .expect("exported");
        assert_eq!(codes.len(), 7);
    }

    fn public_tracking_needs_code_and_telephone(given: TestStore) {
        let store = &given.store;
        found(store);
        let code = file(store, "Lò Thị Mai", "03549", at(15, 8)).expect("filed").filed.code.to_string();
        let track = |code: &str, phone: &str| {
            let (code, phone) = (code.to_owned(), phone.to_owned());
            store.read_blocking(move |tx| desk::dossiers::track(tx, &code, &phone))
        };
        assert!(track(&code, "+84 912 345 678").is_ok());
        let wrong_phone = track(&code, "0987654321").expect_err("wrong").to_string();
        let wrong_code = track("H35.A-251215-9999", "0912345678").expect_err("wrong").to_string();
        assert_eq!(wrong_phone, wrong_code, "nobody learns which of the two was wrong");
    }
}
