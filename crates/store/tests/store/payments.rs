//! Money at the desk: counted once, receipts without gaps, the dossier goes on, statements whole or not at all, and a rebuild yields
//! the same.

use crate::province::{FIRST, SECOND, act, at, citizen, filing, found, leader, officer, procedure};
use crate::samples::code;
use crate::{dossiers::dump, on_both_engines, stores::TestStore};
use jiff::Timestamp;
use jiff::civil::date;
use rules::catalogue::{Fee, FeeKind};
use rules::dossiers::{Command, Dossier, Receive, RequestPayment, ReturnResult, Status, Withdraw};
use rules::money::Dong;
use rules::payments::vietqr::Account;
use rules::payments::{
    AccountNamed, AskRefund, Asked, DecideRefund, Difference, Exempt, Fit, MoneyIn, Order, PayOut, Payment, Reference,
    Source, State, read_statement,
};
use rules::people::{Actor, Capacity};
use rules::quality::{Period, Share};
use store::desk::payments as desk_payments;
use store::province::{Province, ProvinceCache};
use store::tables::payments::{attempts, figures, lists};
use store::{Failure, Store, Tx, desk, journal};

const RESIDENCE: &str = "1.000003";

/// A procedure with a fee of 20,000 đồng, 10,000 online, and a charge of 8,000; each commune has an account.
pub fn with_fees(store: &Store) {
    found(store);
    store
        .write_blocking(|tx| {
            let province = ProvinceCache::default().get(tx)?;
            let fee = |kind, name: &str, amount, online: Option<i64>| Fee {
                name: name.into(),
                kind,
                amount: Some(Dong(amount)),
                amount_online: online.map(Dong),
                count: None,
                note: None,
                clock_runs: false,
            };
            let mut procedure = procedure(RESIDENCE, "Đăng ký thường trú");
            procedure.field = "Đăng ký, quản lý cư trú".into();
            procedure.fees = vec![
                fee(FeeKind::Fee, "Lệ phí đăng ký cư trú", 20_000, Some(10_000)),
                fee(FeeKind::Charge, "Phí xác nhận", 8_000, None),
            ];
            let by = Capacity::system("test");
            desk::catalogue::publish(tx, &province, procedure, date(2025, 1, 1), &by, at(1, 8))?;
            for agency in [FIRST, SECOND] {
                let named = AccountNamed {
                    agency: agency.parse().expect("a code"),
                    account: Account::new("970415", "113366668888").expect("an account"),
                    bank: "Ngân hàng mô phỏng".into(),
                    owner: "UBND XA".into(),
                };
                desk_payments::name_account(tx, &province, named, &by, at(1, 8))?;
            }
            Ok::<_, Failure>(())
        })
        .expect("fees");
}

pub fn write<T: Send + 'static>(
    store: &Store,
    mut work: impl FnMut(&mut Tx, &Province) -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    store.write_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        work(tx, &province)
    })
}

pub fn file(store: &Store, commune: &'static str, now: Timestamp) -> Dossier {
    let filed = write(store, move |tx, province| {
        let code = RESIDENCE.parse().expect("a code");
        desk::dossiers::file(tx, province, &code, filing("Lò Thị Mai", commune), &citizen().as_citizen(), now, false)
    });
    filed.expect("filed")
}

pub fn ask(store: &Store, dossier: &Dossier, now: Timestamp) -> Result<Payment, Failure> {
    let dossier = dossier.clone();
    write(store, move |tx, province| {
        desk_payments::ask(tx, province, &dossier, &Order::default(), None, &citizen().as_citizen(), now)
    })
}

pub fn money(source: Source, number: &str, amount: i64) -> MoneyIn {
    MoneyIn {
        source,
        transaction: number.into(),
        attempt: None,
        amount: Dong(amount),
        paid_at: at(16, 9),
        counter: None,
    }
}

pub fn pay(store: &Store, reference: &Reference, money: MoneyIn) -> Result<(Payment, bool), Failure> {
    let reference = reference.clone();
    write(store, move |tx, province| {
        desk_payments::receive(tx, province, &reference, money.clone(), &Capacity::system("gateway"), at(16, 9))
    })
}

fn now(store: &Store, dossier: &Dossier) -> Dossier {
    let code = dossier.filed.code.to_string();
    store.read_blocking(move |tx| desk::dossiers::load(tx, &code)).expect("read").expect("a dossier").dossier
}

fn import(store: &Store, name: &'static str, text: &str) -> Result<desk_payments::Imported, Failure> {
    import_by(store, name, text, "nobody")
}

/// Takes in a statement, brought by somebody of this number.
fn import_by(
    store: &Store,
    name: &'static str,
    text: &str,
    number: &'static str,
) -> Result<desk_payments::Imported, Failure> {
    let statement = read_statement(text.as_bytes()).expect("a statement");
    write(store, move |tx, province| {
        let agency = FIRST.parse().expect("a code");
        let by = officer(FIRST).as_citizen();
        desk_payments::import(
            tx,
            province,
            &agency,
            (name, name),
            &statement,
            (&by, |dossier: &Dossier| dossier.filed.applicant.id_number == number),
            at(17, 8),
        )
    })
}

fn differences(store: &Store, id: &'static str) -> Vec<Difference> {
    let read = store.read_blocking(move |tx| desk_payments::reconcile(tx, id));
    read.expect("compared").rows.into_iter().map(|row| row.difference).collect()
}

const HEADING: &str = "Ngày giao dịch,Số bút toán,Ghi nợ,Ghi có,Nội dung\n";

on_both_engines! {
    fn a_dossier_waits_for_its_payment_and_goes_on_when_it_came(given: TestStore) {
        let store = &given.store;
        with_fees(store);
        let filed = file(store, "03549", at(15, 8));
        let received = act(store, &officer(FIRST), &filed, Command::Receive(Receive {}), at(15, 9)).expect("received");
        let assigned = rules::dossiers::Assign {
            officer: officer(FIRST).login, officer_name: "Cán bộ".into(), note: None,
        };
        let assigned = act(store, &leader(FIRST), &received, Command::Assign(assigned), at(15, 10)).expect("assigned");
        let demanded =
            act(store, &officer(FIRST), &assigned, Command::RequestPayment(RequestPayment::default()), at(15, 10)).expect("asked");
        assert_eq!(demanded.status, Status::AwaitingPayment);
        let demand = demanded.demand.clone().expect("a payment");
        assert_eq!(demand.amount, Dong(18_000), "10,000 online and 8,000");
        let (paid, new) = pay(store, &demand.payment, money(Source::Gateway, "GD1", 18_000)).expect("paid");
        assert!(new && paid.state() == State::Paid);
        assert_eq!(paid.receipts.iter().map(|receipt| (receipt.kind, receipt.number)).collect::<Vec<_>>(),
            [(FeeKind::Fee, 1), (FeeKind::Charge, 1)]);
        let on = now(store, &filed);
        assert_eq!((on.status, on.pauses.len()), (Status::InProcess, 1));
        assert!(on.due_at > demanded.due_at, "the time that it waited does not count");
        let (again, new) = pay(store, &demand.payment, money(Source::Gateway, "GD1", 18_000)).expect("known");
        assert!(!new && again == paid, "told twice, counted once");
        assert_eq!(now(store, &filed).version, on.version);
    }

    fn the_same_money_is_counted_for_no_second_payment(given: TestStore) {
        let store = &given.store;
        with_fees(store);
        let first = ask(store, &file(store, "03549", at(15, 8)), at(15, 9)).expect("asked").requested.reference;
        let second = ask(store, &file(store, "03549", at(15, 8)), at(15, 9)).expect("asked").requested.reference;
        pay(store, &first, money(Source::Bank, "FT1", 18_000)).expect("paid");
        let refused = pay(store, &second, money(Source::Bank, "FT1", 18_000)).expect_err("counted");
        assert_eq!(code(&refused), "money-counted-elsewhere");
        let nobody = Reference::of_random([9; 9]);
        assert_eq!(code(&pay(store, &nobody, money(Source::Bank, "FT2", 1)).expect_err("nobody's")), "payment-unknown");
    }

    fn what_is_asked_twice_is_one_payment_and_what_is_paid_is_not_asked_again(given: TestStore) {
        let store = &given.store;
        with_fees(store);
        let dossier = file(store, "03549", at(15, 8));
        let first = ask(store, &dossier, at(15, 9)).expect("asked");
        assert_eq!(ask(store, &dossier, at(15, 10)).expect("the same").requested.reference, first.requested.reference);
        pay(store, &first.requested.reference, money(Source::Bank, "FT1", 18_000)).expect("paid");
        assert_eq!(code(&ask(store, &dossier, at(16, 10)).expect_err("paid")), "paid-already");
        let dossier = now(store, &dossier);
        let more = write(store, move |tx, province| {
            let items = vec![Asked { name: "Phí đo đạc".into(), kind: FeeKind::Charge, amount: Dong(350_000) }];
            let order = Order { items, ..Order::default() };
            desk_payments::ask(tx, province, &dossier, &order, None, &officer(FIRST).as_citizen(), at(16, 10))
        });
        assert_eq!(more.expect("more is owed").requested.amount, Dong(350_000));
    }

    fn a_result_is_handed_over_when_it_is_paid_for_and_what_is_owed_stands_in_a_list(given: TestStore) {
        let store = &given.store;
        with_fees(store);
        let agency: rules::codes::AgencyCode = FIRST.parse().expect("a code");
        let owing = || {
            let agency = agency.clone();
            let found = store.read_blocking(move |tx| {
                let province = ProvinceCache::default().get(tx)?;
                desk_payments::owing(tx, &province, &agency, 10)
            });
            found.expect("a list").into_iter().map(|one| (one.dossier, one.owed.amount.0)).collect::<Vec<_>>()
        };
        let settled = crate::dossiers::settle_up_to(store, &file(store, "03549", at(15, 8)), FIRST, 6);
        let code_of = settled.filed.code.to_string();
        assert_eq!(owing(), [(code_of.clone(), 18_000)], "nobody asked for it, and it is owed");
        let hand_over = || act(store, &officer(FIRST), &settled, Command::ReturnResult(ReturnResult::default()), at(17, 9));
        assert_eq!(code(&hand_over().expect_err("unpaid")), "fee-unpaid");
        let withheld = |actor: Actor| {
            let dossier = settled.clone();
            let found = store.read_blocking(move |tx| {
                let province = ProvinceCache::default().get(tx)?;
                desk_payments::withheld(tx, &province, &actor, &dossier)
            });
            found.expect("read").map(|refusal| refusal.code)
        };
        assert_eq!(withheld(citizen()), Some("result-unpaid"), "the file, a copy, and its use elsewhere wait as the paper does");
        assert_eq!(withheld(officer(FIRST)), None, "officers have it by their office");
        let code_asked = settled.filed.code.to_string();
        let copy = write(store, move |tx, province| {
            let wish = rules::results::Ask { kind: Some(rules::results::Kind::Copy), copies: "1".into(), ..rules::results::Ask::default() };
            desk::results::ask(tx, province, &citizen(), &code_asked, &wish, at(17, 9))
        });
        assert_eq!(code(&copy.expect_err("unpaid")), "result-unpaid");
        let payment = ask(store, &settled, at(17, 9)).expect("asked for once the result is there");
        assert_eq!((code(&hand_over().expect_err("unpaid")), owing()), ("fee-unpaid", vec![(code_of, 18_000)]));
        pay(store, &payment.requested.reference, money(Source::Cash, "TM1", 18_000)).expect("paid");
        assert_eq!(withheld(citizen()), None);
        assert_eq!((hand_over().expect("handed over").status, owing()), (Status::Returned, Vec::new()));
        let waived = crate::dossiers::settle_up_to(store, &file(store, "03549", at(15, 10)), FIRST, 6);
        let (dossier, by) = (waived.clone(), leader(FIRST).as_citizen());
        let nothing = write(store, move |tx, province| {
            desk_payments::waive(tx, province, &dossier, "Không thu theo kết luận số 5", &by, at(17, 9))
        });
        assert_eq!(nothing.expect("waived").state(), State::Exempt);
        act(store, &officer(FIRST), &waived, Command::ReturnResult(ReturnResult::default()), at(17, 9)).expect("handed over");
        assert_eq!(owing(), []);
    }

    fn receipts_have_no_gaps_in_each_agency(given: TestStore) {
        let store = &given.store;
        with_fees(store);
        for (at_, commune) in ["03549", "03388", "03549", "03549", "03388"].into_iter().enumerate() {
            let payment = ask(store, &file(store, commune, at(15, 8)), at(15, 9)).expect("asked");
            let reference = payment.requested.reference;
            // Something goes wrong after a number was taken: it is taken again.
            let broken: Result<(), Failure> = write(store, {
                let (reference, money) = (reference.clone(), money(Source::Bank, &format!("FT{at_}"), 18_000));
                move |tx, province| {
                    desk_payments::receive(tx, province, &reference, money.clone(), &Capacity::system("test"), at(16, 9))?;
                    Err(rules::Refusal::rule("changed-my-mind").into())
                }
            });
            assert_eq!(code(&broken.expect_err("broken")), "changed-my-mind");
            pay(store, &reference, money(Source::Bank, &format!("FT{at_}"), 18_000)).expect("paid");
        }
        let sql = "SELECT COUNT(*) FROM (SELECT agency, year, kind, COUNT(*) AS n, MAX(number) AS top FROM receipts
             GROUP BY agency, year, kind) AS books WHERE n <> top";
        assert_eq!(crate::samples::number(store, sql), 0, "as many as the last number says");
        assert_eq!(crate::samples::number(store, "SELECT COUNT(*) FROM receipts"), 10);
    }

    fn a_withdrawn_dossier_owes_nothing_and_what_still_comes_goes_back(given: TestStore) {
        let store = &given.store;
        with_fees(store);
        let dossier = file(store, "03549", at(15, 8));
        let reference = ask(store, &dossier, at(15, 9)).expect("asked").requested.reference;
        act(store, &citizen(), &dossier, Command::Withdraw(Withdraw::default()), at(15, 10)).expect("withdrawn");
        let (payment, _) = pay(store, &reference, money(Source::Gateway, "GD1", 18_000)).expect("it came anyway");
        assert_eq!((payment.moneys[0].fit, payment.surplus()), (Fit::Closed, Dong(18_000)));
        let agency = FIRST.parse().expect("a code");
        let back = store.read_blocking(move |tx| lists::owed_back(tx, &agency, 10)).expect("read");
        assert_eq!(back.iter().map(|one| one.surplus.0).collect::<Vec<_>>(), [18_000]);
        let of = reference.clone();
        write(store, move |tx, _| {
            let ask = AskRefund { amount: Dong(18_000), reason: "Đã rút hồ sơ".into(), to: None };
            desk_payments::ask_refund(tx, &of, &ask, &officer(FIRST).as_citizen(), at(16, 10))?;
            let decide = DecideRefund { number: 1, approved: true, note: None, alone: false };
            desk_payments::decide_refund(tx, &of, &decide, &leader(FIRST).as_citizen(), at(16, 11))?;
            let out = PayOut { number: 1, transaction: "FT99".into() };
            desk_payments::pay_out(tx, &of, &out, &officer(FIRST).as_citizen(), at(16, 12))
        })
        .expect("paid back");
        let books = store.read_blocking(figures::books).expect("read");
        assert_eq!((books.received, books.refunded, books.surplus, books.kept), (Dong(18_000), Dong(18_000), Dong(0), Dong(0)));
        assert!(books.balance());
    }

    fn an_exemption_takes_the_place_of_what_was_asked_for_and_the_dossier_goes_on(given: TestStore) {
        let store = &given.store;
        with_fees(store);
        // The charge is owed by everybody: the group frees from the fee alone.
        let dossier = file(store, "03549", at(15, 8));
        let demanded =
            act(store, &officer(FIRST), &dossier, Command::RequestPayment(RequestPayment::default()), at(15, 9)).expect("asked");
        assert_eq!(demanded.status, Status::AwaitingPayment);
        let refused = write(store, {
            let dossier = demanded.clone();
            move |tx, province| {
                let exemption = Exempt { group: "poor-household".into(), evidence: "Giấy số 12".into() };
                desk_payments::exempt(tx, province, &dossier, &exemption, &officer(FIRST).as_citizen(), at(15, 10))
            }
        });
        assert_eq!(code(&refused.expect_err("something is left")), "input");
        let reference = demanded.demand.expect("a payment").payment;
        write(store, move |tx, province| {
            desk_payments::cancel(tx, province, &reference, Some("Nhầm".into()), &officer(FIRST).as_citizen(), at(15, 11))
        })
        .expect("taken back");
        let on = now(store, &dossier);
        assert_eq!((on.status, on.demand), (Status::Filed, None));
    }

    fn a_statement_finds_its_payments_shows_what_is_left_and_comes_in_once(given: TestStore) {
        let store = &given.store;
        with_fees(store);
        let dossier = file(store, "03549", at(15, 8));
        let reference = ask(store, &dossier, at(15, 9)).expect("asked").requested.reference;
        let other = ask(store, &file(store, "03549", at(15, 8)), at(15, 9)).expect("asked").requested.reference;
        pay(store, &other, money(Source::Gateway, "GD7", 18_000)).expect("paid");
        let elsewhere = ask(store, &file(store, "03388", at(15, 8)), at(15, 9)).expect("asked").requested.reference;
        let text = format!(
            "{HEADING}16/12/2025,FT1,,18.000,\"CT DEN {}, nop le phi\"\n16/12/2025,FT2,,5.000,khong ro\n\
             16/12/2025,FT3,,18.000,{elsewhere}\n16/12/2025,FT4,1.000,,phi ngan hang\n",
            reference.as_str().to_lowercase()
        );
        let (own, number) = (format!("{HEADING}16/12/2025,FT0,,18.000,{reference}\n"), "012085001234");
        let brought = import_by(store, "own.csv", &own, number).expect("imported");
        assert_eq!((brought.new, brought.transfers), (1, 0), "nobody marks their own fee paid by a statement that they bring");
        let imported = import(store, "one.csv", &text).expect("imported");
        assert_eq!((imported.new, imported.known, imported.transfers), (4, 0, 1), "another account's payment is not paid here");
        use Difference::{MissingAtBank, MissingHere, None as Same};
        assert_eq!(differences(store, "one.csv"), [MissingHere, MissingHere, MissingAtBank, Same]);
        assert_eq!(code(&import(store, "one.csv", &text).expect_err("the same file")), "input");
        // A later file with some of the same lines: only what is new comes in; a changed line is refused with all the rest.
        let changed = format!("{HEADING}16/12/2025,FT1,,19.000,x\n17/12/2025,FT5,,100,x\n");
        assert_eq!(code(&import(store, "two.csv", &changed).expect_err("changed")), "input");
        let more = format!("{HEADING}16/12/2025,FT2,,5.000,khong ro\n17/12/2025,FT5,,100,x\n");
        let imported = import(store, "three.csv", &more).expect("imported");
        assert_eq!((imported.new, imported.known), (1, 1));
        // What found nothing is given to its payment by hand, once.
        let unpaid = file(store, "03549", at(15, 8));
        let applicant = &unpaid.filed.applicant;
        let third = ask(store, &unpaid, at(15, 9)).expect("asked").requested.reference;
        let attach = |clerk: Actor| {
            let third = third.clone();
            write(store, move |tx: &mut Tx, province: &Province| {
                let agency = FIRST.parse().expect("a code");
                desk_payments::attach(tx, province, &agency, "FT2", &third, (&clerk, &clerk.positions[0]), at(17, 9))
            })
        };
        let own = Actor { close_to: vec![applicant.id_number.clone()], ..officer(FIRST) };
        assert_eq!(code(&attach(own).expect_err("their own fee")), "dossier-of-interest");
        attach(officer(FIRST)).expect("attached");
        assert_eq!(code(&attach(officer(FIRST)).expect_err("twice")), "money-counted-elsewhere");
        assert_eq!(differences(store, "one.csv"), [MissingHere, MissingAtBank, Same, Same]);
        let period = Period { from: date(2025, 12, 1), to: date(2025, 12, 31) };
        let shares = store.read_blocking(move |tx| figures::cashless(tx, period)).expect("read");
        assert_eq!(shares.get(FIRST), Some(&Share::new(2, 2)));
        let books = store.read_blocking(figures::books).expect("read");
        assert!(books.balance(), "{books:?}");
        assert_eq!(books.partial, Dong(5_000));

        let before = dump(store);
        for (table, rows) in &before {
            let filled = matches!(table.as_str(), "payments" | "payment_moneys" | "receipts" | "receipt_numbers" | "fee_accounts"
                | "statements" | "bank_lines");
            assert!(!filled || !rows.is_empty(), "{table} has rows to lose");
        }
        journal::rebuild(store, |_| {}).expect("rebuilt");
        assert_eq!(dump(store), before);
    }

    fn a_try_is_asked_about_until_it_ends_and_what_was_learned_counts_once(given: TestStore) {
        let store = &given.store;
        with_fees(store);
        let reference = ask(store, &file(store, "03549", at(15, 8)), at(15, 9)).expect("asked").requested.reference;
        let of = reference.clone();
        let begin = move |tx: &mut Tx, _: &Province| desk_payments::begin_attempt(tx, &of, at(15, 9), at(15, 10));
        let (first, amount) = write(store, begin.clone()).expect("begun");
        assert_eq!(amount, Dong(18_000));
        let due = |now| store.write_blocking(move |tx| attempts::take_due(tx, now, 10)).expect("taken");
        assert!(due(at(15, 9)).is_empty(), "not at once");
        assert_eq!(due(at(15, 10)).len(), 1);
        assert!(due(at(15, 10)).is_empty(), "and not again at once");
        let learned = |moneys: &[(&str, i64)], failed| {
            let moneys: Vec<_> = moneys.iter().map(|(number, amount)| ((*number).to_owned(), Dong(*amount), at(15, 9))).collect();
            let code = first.clone();
            write(store, move |tx, province| {
                desk_payments::learned(tx, province, &code, &moneys, failed, &Capacity::system("gateway"), at(15, 11))
            })
            .expect("learned")
        };
        assert_eq!(learned(&[], true).state(), State::Waiting);
        assert!(due(at(15, 23)).is_empty(), "it failed");
        // The notifications came in the wrong order: it was paid after all, and even twice.
        let paid = learned(&[("GD1", 18_000)], false);
        assert_eq!(paid.state(), State::Paid);
        let twice = learned(&[("GD1", 18_000), ("GD2", 18_000)], false);
        assert_eq!((twice.moneys.len(), twice.surplus()), (2, Dong(18_000)));
        assert_eq!(learned(&[], true).state(), State::Paid, "a late failure changes nothing");
        assert_eq!(code(&write(store, begin).expect_err("paid")), "payment-not-open");
    }
}
