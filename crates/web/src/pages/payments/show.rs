//! What a dossier costs, why not more, what was paid; how to pay the rest, and what an officer may do about it.

use super::{cost, groups};
use crate::app::App;
use crate::components::{Choice, FormErrors, Qr, Tag, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::dossiers::find;
use crate::pages::said;
use crate::pages::typed::Typed;
use crate::reads;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use rules::Refusal;
use rules::catalogue::{Fee, FeeKind};
use rules::dossiers::Dossier;
use rules::payments::{Assessment, Item, Payment, RefundState, State as Stands, may_be_asked, vietqr};
use rules::people::Actor;
use rules::people::permissions::{may_decide_refund, may_take_money};
use store::desk::payments as desk;
use store::province::Province;
use store::tables::payments::accounts;

#[derive(Template)]
#[template(path = "payments/show.html")]
struct PaymentPage {
    f: Frame,
    errors: FormErrors,
    code: String,
    back: String,
    name: String,
    /// What each fee is, before anything was asked for.
    items: Vec<ItemRow>,
    /// Fees whose amount an officer must say.
    open: Vec<String>,
    total: String,
    free: bool,
    /// Whether something can be asked for now.
    may_begin: bool,
    /// The amounts that this counter may enter: the field, what for, what it depends on.
    amounts: Vec<(String, String, String)>,
    /// Whether this leader may say that nothing is taken.
    may_waive: bool,
    /// What would be less if it were proved.
    unproven: Vec<String>,
    pending: Option<Pending>,
    shown: Vec<Shown>,
    counter: bool,
    groups: Vec<Choice>,
    typed: Typed,
    action: String,
}

/// One fee.
struct ItemRow {
    name: String,
    kind: String,
    full: String,
    amount: String,
    why: String,
    /// How the amount was counted; empty where it was not.
    how: String,
}

/// What is to be paid now.
struct Pending {
    reference: String,
    amount: String,
    /// The same in plain digits.
    dong: i64,
    /// What came of it so far; empty when nothing did.
    came: String,
    /// Until when it waits, and what then; empty when it waits for ever.
    until: String,
    qr: Option<Qr>,
    bank: String,
    account: String,
    owner: String,
    gateway: bool,
}

/// A payment with what happened to it.
struct Shown {
    reference: String,
    tag: Tag,
    amount: String,
    asked: String,
    note: String,
    moneys: Vec<String>,
    receipts: Vec<(String, String)>,
    refunds: Vec<RefundRow>,
    surplus: String,
    /// Whether money that came late may be kept for what was owed, by this person.
    may_accept: bool,
    /// What can be asked back; empty when nothing, or not by this person.
    refundable: String,
}

/// A refund.
struct RefundRow {
    number: u32,
    text: String,
    tag: Tag,
    may_decide: bool,
    may_pay_out: bool,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
) -> Result<Response, Failure> {
    Ok(page(&app, f, &actor, &code, FormErrors::none(), Typed::default()).await?.into_response())
}

/// Shows the page again with what was wrong; everything typed is kept.
pub(super) async fn again(
    app: &App,
    f: Frame,
    actor: &Actor,
    code: &str,
    refusal: &Refusal,
    typed: Typed,
) -> Result<Response, Failure> {
    let status = Failure::Refused(refusal.clone()).status();
    let errors = FormErrors::of(f.words, refusal);
    Ok(page(app, f, actor, code, errors, typed).await?.status(status))
}

async fn page(
    app: &App,
    f: Frame,
    actor: &Actor,
    code: &str,
    errors: FormErrors,
    typed: Typed,
) -> Result<View<PaymentPage>, Failure> {
    let (province, loaded, sight) = find(app, actor, code).await?;
    reads::dossier(app, actor, &loaded.dossier, &sight, "dossier", Some("payment")).await?;
    let (wanted, agency) = (loaded.dossier.filed.code.to_string(), loaded.dossier.filed.competent_agency.clone());
    let (payments, account) =
        app.read(move |tx| Ok((desk::of_dossier(tx, &wanted)?, accounts::of(tx, &agency)?))).await?;
    let dossier = &loaded.dossier;
    let assessment = desk::assessment(&province, dossier, None);
    let counter = may_take_money(actor, dossier).is_ok();
    let open = payments.iter().find(|payment| payment.state().is_open());
    let settled = payments.iter().any(|payment| payment.cancelled.is_none() && !payment.state().is_open());
    let may_ask = open.is_none() && !settled && !assessment.is_free() && may_be_asked(dossier);
    let pending = open.map(|payment| {
        let qr = account.as_ref().and_then(|named| {
            let reference = payment.requested.reference.as_str();
            Qr::of(&vietqr::transfer(&named.account, payment.outstanding(), reference).ok()?).ok()
        });
        let came = payment.received();
        Pending {
            reference: payment.requested.reference.to_string(),
            amount: f.money(&payment.outstanding()),
            dong: payment.outstanding().0,
            came: if came.0 > 0 { f.t1("payment-came-in-part", "amount", f.money(&came)) } else { String::new() },
            until: until(&f, payment.requested.expires_at),
            qr,
            bank: account.as_ref().map(|named| named.bank.clone()).unwrap_or_default(),
            account: account.as_ref().map(|named| named.account.number.clone()).unwrap_or_default(),
            owner: account.as_ref().map(|named| named.owner.clone()).unwrap_or_default(),
            gateway: app.payments.is_some() && account.is_some(),
        }
    });
    let mut shown: Vec<Shown> = payments.iter().rev().map(|payment| shown(&f, actor, dossier, payment)).collect();
    one_form_each(&mut shown);
    Ok(View(PaymentPage {
        code: dossier.filed.code.to_string(),
        back: format!("/dossiers/{}", dossier.filed.code),
        action: format!("/dossiers/{}/payment", dossier.filed.code),
        name: name(&f, &province, dossier),
        items: assessment.items.iter().map(|item| row(&f, item)).collect(),
        open: assessment.open.iter().map(cost::open).collect(),
        unproven: if settled { Vec::new() } else { cost::unproven(&f, &assessment) },
        total: f.money(&assessment.total()),
        free: assessment.is_free(),
        may_begin: may_ask && assessment.open.is_empty(),
        amounts: if may_ask && counter { amounts(&assessment) } else { Vec::new() },
        may_waive: !settled
            && !assessment.is_free()
            && may_be_asked(dossier)
            && may_decide_refund(actor, dossier).is_ok(),
        groups: if counter && !settled {
            groups(&f, dossier, province.procedure(&dossier.filed.procedure).and_then(|state| state.procedure.as_ref()))
        } else {
            Vec::new()
        },
        counter,
        pending,
        shown,
        errors,
        typed,
        f,
    }))
}

/// Forms of one page never share an id: each is there once, for the newest that it is about.
fn one_form_each(shown: &mut [Shown]) {
    let (mut asks, mut decides, mut pays) = (true, true, true);
    for payment in shown {
        if !payment.refundable.is_empty() && !std::mem::take(&mut asks) {
            payment.refundable.clear();
        }
        for refund in &mut payment.refunds {
            refund.may_decide = refund.may_decide && std::mem::take(&mut decides);
            refund.may_pay_out = refund.may_pay_out && std::mem::take(&mut pays);
        }
    }
}

/// Until when a payment waits, and what then.
pub(in crate::pages) fn until(f: &Frame, end: Option<jiff::Timestamp>) -> String {
    end.map(|end| f.t1("payment-until", "until", f.moment(&end))).unwrap_or_default()
}

fn name(f: &Frame, province: &Province, dossier: &Dossier) -> String {
    said::procedure_named(f.lang(), province, &dossier.filed.procedure, &dossier.filed.procedure_name)
}

/// The fields for amounts that depend on the case.
fn amounts(assessment: &Assessment) -> Vec<(String, String, String)> {
    let field = |(at, fee): (usize, &Fee)| (amount_field(at), fee.name.clone(), fee.note.clone().unwrap_or_default());
    assessment.open.iter().enumerate().map(field).collect()
}

/// The field in which the amount of an open fee is typed.
pub(super) fn amount_field(at: usize) -> String {
    format!("items-{at}-amount")
}

/// Fee or charge, in words.
pub(super) fn kind(f: &Frame, kind: FeeKind) -> String {
    f.t(if kind == FeeKind::Fee { "payment-kind-fee" } else { "payment-kind-charge" })
}

fn row(f: &Frame, item: &Item) -> ItemRow {
    let why = item.reduction.as_ref().map(|reduction| {
        let group = f.t(&format!("group-{}", reduction.group));
        let percent = i64::from(reduction.percent);
        format!("{} ({})", f.t2("payment-less", "percent", percent, "group", group), reduction.basis)
    });
    ItemRow {
        name: item.name.clone(),
        kind: kind(f, item.kind),
        full: f.money(&item.full),
        amount: f.money(&item.amount),
        why: why.unwrap_or_default(),
        how: cost::counted(f.words, &item.counted),
    }
}

fn shown(f: &Frame, actor: &Actor, dossier: &Dossier, payment: &Payment) -> Shown {
    let state = payment.state();
    let tone = match state {
        Stands::Paid | Stands::Exempt => Tone::Good,
        Stands::Waiting => Tone::Waiting,
        Stands::Short => Tone::Warning,
        Stands::Cancelled => Tone::Neutral,
    };
    let counter = may_take_money(actor, dossier).is_ok();
    let leads = may_decide_refund(actor, dossier).is_ok();
    let (surplus, refundable) = (payment.surplus(), payment.refundable());
    let reasons = payment.requested.items.iter().filter(|item| item.reduction.is_some());
    let mut note: Vec<String> = reasons.map(|item| row(f, item).why).collect();
    let counted = payment.requested.items.iter().map(|item| cost::counted(f.words, &item.counted));
    note.extend(counted.filter(|how| !how.is_empty()).map(|how| format!("{how}.")));
    note.extend(payment.requested.note.clone());
    note.extend(payment.cancelled.map(|(cause, _)| f.t(&format!("payment-cancelled-{}", cause.key()))));
    let moneys = payment.moneys.iter().map(|money| {
        let source = f.t(&format!("payment-source-{}", money.source.key()));
        let came = f.t2("payment-money", "amount", f.money(&money.amount), "source", source);
        let fit = f.t(&format!("payment-fit-{}", money.fit.key()));
        format!("{} {came} {fit} ({})", f.moment(&money.paid_at), money.transaction)
    });
    let receipts = payment.receipts.iter().map(|receipt| {
        let number = receipt.written().to_string();
        let href = format!("/dossiers/{}/receipts/{number}", dossier.filed.code);
        (f.t2("payment-receipt-of", "kind", kind(f, receipt.kind), "number", number), href)
    });
    let refunds = payment.refunds.iter().map(|refund| {
        let (tone, key) = match &refund.state {
            RefundState::Asked => (Tone::Waiting, "refund-asked"),
            RefundState::Approved => (Tone::Progress, "refund-approved"),
            RefundState::Refused => (Tone::Bad, "refund-refused"),
            RefundState::Done(_) => (Tone::Good, "refund-done"),
        };
        let to = refund.asked.to.as_ref().map(|to| format!(" → {} {}", to.bin, to.number)).unwrap_or_default();
        RefundRow {
            number: refund.asked.number,
            text: format!("{}: {}{to}", f.money(&refund.asked.amount), refund.asked.reason),
            tag: Tag::new(tone, f.t(key)),
            may_decide: leads && refund.state == RefundState::Asked,
            may_pay_out: counter && refund.state == RefundState::Approved,
        }
    });
    Shown {
        reference: payment.requested.reference.to_string(),
        tag: Tag::new(tone, f.t(&format!("payment-state-{}", state.key()))),
        amount: f.money(&payment.requested.amount),
        asked: f.moment(&payment.requested_at),
        note: note.join(" "),
        moneys: moneys.collect(),
        receipts: receipts.collect(),
        refunds: refunds.collect(),
        may_accept: counter && rules::payments::accept(payment).is_ok() && may_be_asked(dossier),
        surplus: if surplus.0 > 0 { f.t1("payment-surplus", "amount", f.money(&surplus)) } else { String::new() },
        refundable: if counter && refundable.0 > 0 {
            let likely =
                if surplus.0 > 0 { (surplus.0 - payment.promised().0).clamp(0, refundable.0) } else { refundable.0 };
            likely.max(1).to_string()
        } else {
            String::new()
        },
    }
}
