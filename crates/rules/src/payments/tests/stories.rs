use crate::catalogue::{Fee, FeeKind};
use crate::dossiers::tests::sample::{at, filed_dossier};
use crate::dossiers::{ApplicantKind, Dossier, Outcome, Status};
use crate::money::Dong;
use crate::payments::*;
use crate::people::{Capacity, DelegationKind, Principal};
use jiff::civil::date;
use proptest::prelude::*;

fn fee(kind: FeeKind, amount: i64, online: Option<i64>) -> Fee {
    Fee {
        name: if kind == FeeKind::Fee { "Lệ phí".into() } else { "Phí".into() },
        kind,
        amount: Some(Dong(amount)),
        amount_online: online.map(Dong),
        count: None,
        note: None,
        clock_runs: false,
    }
}

fn payer<'a>(dossier: &'a Dossier, field: &'a str, group: Option<&'a str>) -> Payer<'a> {
    Payer { online: true, ..Payer::of(&dossier.filed, field, date(2025, 12, 1), group) }
}

fn officer(login: &str) -> Capacity {
    Capacity { login: login.into(), ..Capacity::system("") }
}

fn in_place_of(login: &str, principal: &str) -> Capacity {
    let kind = DelegationKind::Authorised;
    let principal = Principal { login: principal.into(), name: principal.into(), kind, number: 1 };
    Capacity { acting_for: Some(principal), ..officer(login) }
}

fn reference(seed: u8) -> Reference {
    Reference::of_random([seed; 9])
}

fn asked(amount: i64) -> Payment {
    let dossier = filed_dossier();
    let assessment = assess(&[fee(FeeKind::Fee, amount, None)], &payer(&dossier, "Du lịch", None));
    let requested = request(reference(1), &dossier, &assessment, &Order::default()).expect("asked");
    Payment::requested(requested, at(1, 9))
}

fn money(source: Source, transaction: &str, amount: i64) -> MoneyIn {
    MoneyIn {
        source,
        transaction: transaction.into(),
        attempt: None,
        amount: Dong(amount),
        paid_at: at(2, 9),
        counter: None,
    }
}

/// Takes in money and answers how it fitted; nothing for what was known.
fn pay(payment: &mut Payment, source: Source, transaction: &str, amount: i64) -> Option<Fit> {
    match receive(payment, money(source, transaction, amount)).expect("taken") {
        Received::Known => None,
        Received::New(received) => {
            let fit = received.fit;
            payment.apply(&Event::MoneyReceived(received), at(2, 9), "system");
            Some(fit)
        }
    }
}

#[test]
fn who_files_online_owes_the_lower_amount() {
    let dossier = filed_dossier();
    let assessment = assess(&[fee(FeeKind::Fee, 20_000, Some(10_000))], &payer(&dossier, "Du lịch", None));
    assert_eq!((assessment.total(), assessment.stops_clock), (Dong(10_000), true));
}

#[test]
fn a_poor_household_pays_no_fee_and_the_reason_is_kept() {
    let dossier = filed_dossier();
    let fees = [fee(FeeKind::Fee, 20_000, None), fee(FeeKind::Charge, 8_000, None)];
    let assessment = assess(&fees, &payer(&dossier, "Hộ tịch", Some("poor-household")));
    assert_eq!(assessment.total(), Dong(8_000), "the charge stays");
    let reduction = assessment.items[0].reduction.as_ref().expect("a reason");
    assert_eq!((reduction.group.as_str(), reduction.percent), ("poor-household", 100));
    assert!(reduction.basis.contains("60/2014/QH13"));
    let exemption =
        Exempt { group: "poor-household".into(), evidence: "Giấy chứng nhận hộ nghèo số 12".into() };
    let refused = exempt(reference(1), &dossier, &assessment, &exemption).expect_err("something is left");
    assert_eq!(refused.problems[0].code, "group-not-exempt");
    let free = assess(&fees[..1], &payer(&dossier, "Hộ tịch", Some("poor-household")));
    let freed = exempt(reference(1), &dossier, &free, &exemption).expect("exempt");
    assert_eq!(Payment::requested(freed, at(1, 9)).state(), State::Exempt);
}

#[test]
fn half_is_taken_off_in_favour_of_who_pays_and_organisations_get_nothing() {
    let mut dossier = filed_dossier();
    let charge = [fee(FeeKind::Charge, 200_001, None)];
    let half = assess(&charge, &payer(&dossier, "Lý lịch tư pháp", Some("student")));
    assert_eq!(half.total(), Dong(100_000));
    dossier.filed.applicant.kind = ApplicantKind::Organisation;
    let whole = assess(&charge, &payer(&dossier, "Lý lịch tư pháp", Some("student")));
    assert_eq!(whole.total(), Dong(200_001));
}

#[test]
fn an_amount_that_depends_on_the_case_must_be_entered() {
    let dossier = filed_dossier();
    let open = Fee { amount: None, ..fee(FeeKind::Charge, 0, None) };
    let assessment = assess(&[open], &payer(&dossier, "Đất đai", None));
    let refusal = request(reference(1), &dossier, &assessment, &Order::default()).expect_err("which amount");
    assert_eq!(refusal.problems[0].code, "amount-depends");
    let order = Order {
        items: vec![Asked { name: "Phí".into(), kind: FeeKind::Charge, amount: Dong(350_000) }],
        ..Order::default()
    };
    assert_eq!(request(reference(1), &dossier, &assessment, &order).expect("asked").amount, Dong(350_000));
}

#[test]
fn money_of_which_is_told_twice_is_counted_once() {
    let mut payment = asked(79_000);
    assert_eq!(pay(&mut payment, Source::Gateway, "GD1", 79_000), Some(Fit::Exact));
    assert_eq!(pay(&mut payment, Source::Gateway, "GD1", 79_000), None);
    assert_eq!((payment.state(), payment.received(), payment.surplus()), (State::Paid, Dong(79_000), Dong(0)));
}

#[test]
fn too_little_waits_for_the_rest_and_too_much_is_owed_back() {
    let mut payment = asked(79_000);
    assert_eq!(pay(&mut payment, Source::Bank, "FT1", 70_000), Some(Fit::Short));
    assert_eq!((payment.state(), payment.outstanding()), (State::Short, Dong(9_000)));
    assert!(payment.receipts_due().is_empty());
    assert_eq!(pay(&mut payment, Source::Bank, "FT2", 10_000), Some(Fit::Surplus));
    assert_eq!((payment.state(), payment.surplus()), (State::Paid, Dong(1_000)));
    assert_eq!(payment.receipts_due()[0].amount, Dong(79_000), "a receipt over what was owed");
    assert_eq!(pay(&mut payment, Source::Gateway, "GD1", 79_000), Some(Fit::Again));
    assert_eq!(payment.surplus(), Dong(80_000));
}

#[test]
fn cash_is_taken_exactly_and_only_while_it_is_owed() {
    let mut payment = asked(79_000);
    let few = receive(&payment, money(Source::Cash, "Q1", 50_000)).expect_err("too little");
    assert_eq!(few.problems[0].code, "cash-not-exact");
    pay(&mut payment, Source::Cash, "Q1", 79_000);
    let late = receive(&payment, money(Source::Cash, "Q2", 79_000)).expect_err("paid");
    assert_eq!(late.code, "payment-not-open");
}

#[test]
fn what_comes_after_a_withdrawal_is_owed_back_whole() {
    let mut payment = asked(79_000);
    let cancelled = cancel(&payment, &Cancel { cause: Cause::Withdrawn, note: None }).expect("cancelled");
    payment.apply(&Event::Cancelled(cancelled), at(2, 8), "lan");
    assert_eq!(pay(&mut payment, Source::Gateway, "GD1", 79_000), Some(Fit::Closed));
    assert_eq!((payment.state(), payment.surplus()), (State::Cancelled, Dong(79_000)));
    assert!(payment.receipts_due().is_empty());
}

#[test]
fn a_refund_is_asked_by_one_and_decided_by_another() {
    let mut payment = asked(79_000);
    pay(&mut payment, Source::Gateway, "GD1", 79_000);
    pay(&mut payment, Source::Gateway, "GD2", 79_000);
    let ask = |amount| AskRefund { amount: Dong(amount), reason: "Nộp hai lần".into(), to: None };
    assert_eq!(
        ask_refund(&payment, &ask(158_001), &officer("quay")).expect_err("more than there is").problems[0].code,
        "refund-too-large"
    );
    let asked = ask_refund(&payment, &ask(79_000), &officer("quay")).expect("asked");
    payment.apply(&Event::RefundAsked(asked), at(3, 8), "quay");
    assert_eq!(payment.refundable(), Dong(79_000));
    let decide = DecideRefund { number: 1, approved: true, note: None, alone: false };
    assert_eq!(
        decide_refund(&payment, &decide, &officer("quay")).expect_err("the same person").code,
        "refund-by-another"
    );
    let substitute = in_place_of("x", "quay");
    assert_eq!(decide_refund(&payment, &decide, &substitute).expect_err("in their place").code, "refund-by-another");
    let decided = decide_refund(&payment, &decide, &officer("lanhdao")).expect("decided");
    let early = pay_out(&payment, &PayOut { number: 1, transaction: "FT9".into() }).expect_err("not decided");
    assert_eq!(early.code, "refund-not-in-this-state");
    payment.apply(&Event::RefundDecided(decided), at(3, 9), "lanhdao");
    let out = pay_out(&payment, &PayOut { number: 1, transaction: "FT9".into() }).expect("paid out");
    payment.apply(&Event::Refunded(out), at(3, 10), "ketoan");
    assert_eq!((payment.surplus(), payment.refunded(), payment.promised()), (Dong(0), Dong(79_000), Dong(0)));
}

#[test]
fn fees_and_charges_have_receipts_of_their_own() {
    let dossier = filed_dossier();
    let fees = [fee(FeeKind::Fee, 50_000, None), fee(FeeKind::Charge, 100_000, None)];
    let assessment = assess(&fees, &payer(&dossier, "Du lịch", None));
    let mut payment =
        Payment::requested(request(reference(1), &dossier, &assessment, &Order::default()).expect("asked"), at(1, 9));
    pay(&mut payment, Source::Cash, "Q1", 150_000);
    let drafts = payment.receipts_due();
    assert_eq!(drafts.iter().map(|draft| draft.amount.0).collect::<Vec<_>>(), [50_000, 100_000]);
    let agency = payment.requested.agency.clone();
    let receipt = payment.receipt(drafts[0].clone(), agency, 2025, 12);
    assert_eq!(receipt.written().to_string(), "LP-2025-0000012");
}

#[test]
fn numbers_are_found_however_a_bank_writes_them() {
    let code = reference(7);
    let lower = code.as_str().to_lowercase();
    let split = format!("{}-{}", &code.as_str()[..5], &code.as_str()[5..]);
    for text in [format!("CT DEN:0123 {code} nop le phi"), format!("ibft{lower}gd"), format!("MC MC {split}. xong")] {
        assert!(Reference::all_in(&text).contains(&code), "{text}");
    }
    assert!(Reference::all_in("nop le phi khai sinh").is_empty());
    assert_eq!("mc123".parse::<Reference>(), Err(codes_error()));
}

fn codes_error() -> super::super::codes::NotACode {
    super::super::codes::NotACode
}

proptest! {
    /// Whatever comes in whatever order, told as often as anybody likes: what came in is what is kept, what is owed back and what went
    /// back, and no receipt says more than was owed.
    #[test]
    fn every_dong_is_somewhere(steps in prop::collection::vec((0_u8..6, 0_u8..6, 1_i64..200_000), 1..40)) {
        let mut payment = asked(100_000);
        let mut came = std::collections::BTreeMap::new();
        for (kind, number, amount) in steps {
            let transaction = format!("T{number}");
            match kind {
                0 | 1 => {
                    let source = if kind == 0 { Source::Gateway } else { Source::Bank };
                    if pay(&mut payment, source, &transaction, amount).is_some() {
                        came.insert((source, transaction), amount);
                    }
                }
                2 => {
                    if let Ok(cancelled) = cancel(&payment, &Cancel { cause: Cause::Stopped, note: None }) {
                        payment.apply(&Event::Cancelled(cancelled), at(2, 8), "lan");
                    }
                }
                3 => {
                    let ask = AskRefund { amount: Dong(amount), reason: "vì vậy".into(), to: None };
                    if let Ok(asked) = ask_refund(&payment, &ask, &officer("quay")) {
                        payment.apply(&Event::RefundAsked(asked), at(3, 8), "quay");
                    }
                }
                4 => {
                    let decide = DecideRefund {
                        number: number.into(), approved: amount % 3 > 0, note: Some("x".into()), alone: false,
                    };
                    if let Ok(decided) = decide_refund(&payment, &decide, &officer("lanhdao")) {
                        payment.apply(&Event::RefundDecided(decided), at(3, 9), "lanhdao");
                    }
                }
                _ => {
                    if let Ok(out) = pay_out(&payment, &PayOut { number: number.into(), transaction }) {
                        payment.apply(&Event::Refunded(out), at(3, 9), "ketoan");
                    }
                }
            }
            let total: i64 = came.values().sum();
            prop_assert_eq!(payment.received().0, total);
            prop_assert!(payment.refunded().0 + payment.promised().0 <= total, "nothing goes back that did not come");
            let here = total - payment.refunded().0;
            let kept = here - payment.surplus().0;
            prop_assert!(kept >= 0 && payment.surplus().0 >= 0);
            match payment.state() {
                State::Paid => prop_assert!(kept <= 100_000),
                State::Short | State::Waiting => prop_assert!(kept < 100_000 && payment.surplus().0 == 0),
                State::Cancelled => prop_assert_eq!(kept, 0),
                State::Exempt => unreachable!("something is owed"),
            }
        }
    }
}

#[test]
fn an_age_that_was_only_typed_frees_nobody_and_one_that_is_vouched_for_does() {
    let mut dossier = filed_dossier();
    dossier.filed.applicant.birth_date = Some("1950-01-01".into());
    let charge = [fee(FeeKind::Charge, 200_000, None)];
    let typed = assess(&charge, &payer(&dossier, "Lý lịch tư pháp", None));
    assert_eq!((typed.total(), typed.is_free()), (Dong(200_000), false));
    assert_eq!(typed.unproven[0].group, "elderly");
    let shown = assess(&charge, &payer(&dossier, "Lý lịch tư pháp", Some("elderly")));
    assert!(shown.is_free() && shown.unproven.is_empty(), "an officer saw the paper");
    let vouched = assess(&charge, &Payer { vouched: true, ..payer(&dossier, "Lý lịch tư pháp", None) });
    assert!(vouched.is_free() && vouched.unproven.is_empty());
}

#[test]
fn copies_and_pages_are_counted_before_anything_is_taken_off() {
    let mut dossier = filed_dossier();
    let count = crate::catalogue::Count { copies: Some("copies".into()), ..Default::default() };
    let extracts = [Fee { count: Some(count), ..fee(FeeKind::Charge, 8000, None) }];
    let open = assess(&extracts, &payer(&dossier, "Hộ tịch", None));
    assert_eq!((open.open.len(), open.items.len()), (1, 0), "a declaration on paper: the officer counts");
    dossier.filed.form.insert("copies".into(), 5.into());
    let counted = assess(&extracts, &payer(&dossier, "Lý lịch tư pháp", Some("student")));
    assert_eq!((counted.items[0].full, counted.items[0].amount), (Dong(40_000), Dong(20_000)));
    assert_eq!(counted.items[0].counted[0].copies, 5);
}

fn settled(outcome: Outcome) -> Dossier {
    Dossier { status: Status::Processed, outcome: Some(outcome), ..filed_dossier() }
}

#[test]
fn a_granted_result_is_handed_over_only_when_nothing_is_owed_for_it() {
    let dossier = settled(Outcome::Granted);
    let assessment = assess(&[fee(FeeKind::Fee, 10_000, None)], &payer(&dossier, "Du lịch", None));
    let refused = |payments: &[Payment]| need_paid(&dossier, &assessment, payments).map_err(|refusal| refusal.code);
    assert_eq!(refused(&[]), Err("fee-unpaid"), "nobody asked");
    let requested = request(reference(1), &dossier, &assessment, &Order::default()).expect("asked");
    let mut payment = Payment::requested(requested, at(1, 9));
    assert_eq!(refused(std::slice::from_ref(&payment)), Err("fee-unpaid"), "nobody paid");
    let mut expired = payment.clone();
    let cancel = Cancel { cause: Cause::Mistaken, note: None };
    expired.apply(&Event::Cancelled(crate::payments::cancel(&expired, &cancel).expect("cancelled")), at(2, 9), "an");
    assert_eq!(refused(std::slice::from_ref(&expired)), Err("fee-unpaid"), "taken back, and owed all the same");
    assert_eq!(pay(&mut payment, Source::Cash, "TM1", 10_000), Some(Fit::Exact));
    assert_eq!(refused(std::slice::from_ref(&payment)), Ok(()));
    assert!(need_paid(&settled(Outcome::Rejected), &assessment, &[]).is_ok(), "who got nothing takes the answer home");
    assert!(need_paid(&dossier, &Assessment::default(), &[]).is_ok());
}

#[test]
fn an_amount_that_nobody_entered_is_asked_for_beside_the_others_or_waived_with_a_reason() {
    let dossier = settled(Outcome::Granted);
    let open = Fee { amount: None, ..fee(FeeKind::Charge, 0, None) };
    let assessment = assess(&[fee(FeeKind::Fee, 50_000, None), open], &payer(&dossier, "Du lịch", None));
    assert_eq!(need_paid(&dossier, &assessment, &[]).expect_err("not set").code, "fee-not-set");
    let charge = Asked { name: "Phí".into(), kind: FeeKind::Charge, amount: Dong(300_000) };
    let order = Order { items: vec![charge], beside: true, note: None };
    assert_eq!(request(reference(1), &dossier, &assessment, &order).expect("asked").amount, Dong(350_000));
    let order = Order { items: vec![], ..order };
    assert_eq!(request(reference(1), &dossier, &assessment, &order).expect("asked").amount, Dong(50_000));
    assert_eq!(waive(reference(2), &dossier, &assessment, " ").expect_err("why").problems[0].code, "missing");
    let waived = waive(reference(2), &dossier, &assessment, "Không phát sinh").expect("waived");
    assert_eq!((waived.amount, waived.items.len()), (Dong(0), 2));
    assert_eq!(waived.items[0].reduction.as_ref().expect("why").group, WAIVED);
    assert!(need_paid(&dossier, &assessment, &[Payment::requested(waived, at(1, 9))]).is_ok());
}
