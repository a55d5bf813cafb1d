//! What is done about a payment: begun, sent to the gateway, taken in cash, waived, taken back, paid back.

use super::show::amount_field;
use super::{amount, show, site};
use crate::app::App;
use crate::components::Tone;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::dossiers::find;
use crate::pages::typed::Typed;
use crate::payments;
use crate::sessions::{self, Place, SignedIn};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::Timestamp;
use rules::dossiers::Dossier;
use rules::money::Dong;
use rules::payments::vietqr::Account;
use rules::payments::{
    AskRefund, Asked, Assessment, DecideRefund, Exempt, MoneyIn, Order, PayOut, Payment, Reference, Source,
};
use rules::people::authorisations::Power;
use rules::people::permissions::{acts_for_owner, may_decide_refund, may_take_money};
use rules::people::{Actor, Capacity};
use rules::{Problem, Refusal, RefusalKind};
use store::Tx;
use store::desk::payments as desk;
use store::province::Province;
use tower_sessions::Session;

/// What can be done, by its name in the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Begin,
    Enter,
    Waive,
    Gateway,
    Cash,
    Exempt,
    Cancel,
    Refund,
    Decide,
    PayOut,
    Accept,
}

impl What {
    const ALL: [(&'static str, Self); 11] = [
        ("begin", Self::Begin),
        ("enter", Self::Enter),
        ("waive", Self::Waive),
        ("gateway", Self::Gateway),
        ("cash", Self::Cash),
        ("exempt", Self::Exempt),
        ("cancel", Self::Cancel),
        ("refund", Self::Refund),
        ("decide", Self::Decide),
        ("pay-out", Self::PayOut),
        ("accept", Self::Accept),
    ];
}

#[expect(clippy::too_many_arguments, reason = "each is a part of the request")]
pub(super) async fn act(
    State(app): State<App>,
    f: Frame,
    session: Session,
    place: Place,
    SignedIn(actor): SignedIn,
    headers: HeaderMap,
    Path((code, what)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Failure> {
    let known = What::ALL.iter().find(|(name, _)| *name == what).map(|(_, known)| *known);
    let what = known.ok_or(Failure::Status(StatusCode::NOT_FOUND))?;
    let (_, loaded, _) = find(&app, &actor, &code).await?;
    let by = capacity(&actor, what, &loaded.dossier)?;
    let wanted = Wanted { what, typed: typed.clone(), by, now: f.now, code: loaded.dossier.filed.code.to_string() };
    let done = give(&app, wanted).await;
    let leads = match done {
        Ok(payment) if what == What::Gateway => {
            let address = place.ip.map_or_else(|| "0.0.0.0".to_owned(), |ip| ip.to_string());
            payments::begin(&app, &payment.requested.reference, &site(&app, &headers), address).await.map(Some)
        }
        done => done.map(|_| None),
    };
    match leads {
        Ok(Some(to)) => Ok(Redirect::to(&to).into_response()),
        Ok(None) => {
            let key = What::ALL.iter().find(|(_, known)| *known == what).map_or("", |(name, _)| name);
            sessions::say(&session, Tone::Good, &format!("payment-done-{key}"), &code).await?;
            Ok(Redirect::to(&format!("/dossiers/{code}/payment")).into_response())
        }
        Err(Failure::Refused(refusal)) if refusal.kind != RefusalKind::NotFound => {
            show::again(&app, f, &actor, &code, &refusal, typed).await
        }
        Err(failure) => Err(failure),
    }
}

/// In which capacity: whoever sees a dossier as its owner does may pay for it; a counter officer takes money and asks for refunds, a
/// leader decides about them.
fn capacity(actor: &Actor, what: What, dossier: &Dossier) -> Result<Capacity, Refusal> {
    let own = dossier.filed.owner.as_deref() == Some(actor.login.as_str())
        || acts_for_owner(actor, dossier, Power::Follow).is_some();
    match what {
        What::Begin | What::Gateway if own => Ok(actor.as_citizen()),
        What::Decide | What::Waive => may_decide_refund(actor, dossier),
        _ => may_take_money(actor, dossier),
    }
}

#[derive(Clone)]
struct Wanted {
    what: What,
    typed: Typed,
    by: Capacity,
    now: Timestamp,
    code: String,
}

async fn give(app: &App, wanted: Wanted) -> Result<Payment, Failure> {
    let cache = app.province.clone();
    app.write(move |tx| {
        let province = cache.get(tx)?;
        wanted.give(tx, &province)
    })
    .await
}

impl Wanted {
    fn give(&self, tx: &mut Tx, province: &Province) -> Result<Payment, store::Failure> {
        let (by, now) = (&self.by, self.now);
        if matches!(self.what, What::Begin | What::Enter | What::Waive | What::Exempt) {
            let unknown = || Refusal::not_found("dossier-unknown").with("code", &self.code);
            let dossier = store::desk::dossiers::load(tx, &self.code)?.ok_or_else(unknown)?.dossier;
            return match self.what {
                What::Waive => desk::waive(tx, province, &dossier, self.typed.get("reason"), by, now),
                What::Exempt => desk::exempt(tx, province, &dossier, &self.exemption(), by, now),
                What::Enter => {
                    let order = self.entered(&desk::assessment(province, &dossier, None))?;
                    desk::ask(tx, province, &dossier, &order, None, by, now)
                }
                _ => desk::ask(tx, province, &dossier, &Order::default(), None, by, now),
            };
        }
        let payment = self.payment(tx)?;
        let reference = payment.requested.reference.clone();
        match self.what {
            What::Cash => {
                let money = self.cash(&payment)?;
                desk::receive(tx, province, &reference, money, by, now).map(|(payment, _)| payment)
            }
            What::Cancel => desk::cancel(tx, province, &reference, self.typed.some("note"), by, now),
            What::Accept => desk::accept(tx, province, &reference, by, now),
            What::Refund => desk::ask_refund(tx, &reference, &self.refund()?, by, now),
            What::Decide => {
                let agency = by.agency.as_ref();
                let today = rules::calendar::day_of(now);
                let decide = DecideRefund {
                    number: self.number(),
                    approved: self.typed.get("go") == "approve",
                    note: self.typed.some("note"),
                    alone: agency.is_some_and(|agency| province.duties_may_be_joined(agency, today)),
                };
                desk::decide_refund(tx, &reference, &decide, by, now)
            }
            What::PayOut => {
                let out = PayOut { number: self.number(), transaction: self.typed.text("transaction") };
                desk::pay_out(tx, &reference, &out, by, now)
            }
            What::Begin | What::Enter | What::Waive | What::Exempt | What::Gateway => Ok(payment),
        }
    }

    /// The payment that the form names: of this dossier only.
    fn payment(&self, tx: &mut Tx) -> Result<Payment, store::Failure> {
        let unknown = || store::Failure::from(Refusal::not_found("payment-unknown"));
        let reference: Reference = self.typed.get("reference").parse().map_err(|_| unknown())?;
        let payment = desk::find(tx, &reference)?;
        if payment.requested.dossier.as_str() == self.code { Ok(payment) } else { Err(unknown()) }
    }

    fn number(&self) -> u32 {
        self.typed.get("number").parse().unwrap_or(0)
    }

    /// Cash is named by the payment and how much had come before: pressing twice counts once.
    fn cash(&self, payment: &Payment) -> Result<MoneyIn, Refusal> {
        let typed = amount(self.typed.get("amount"));
        let amount = typed.ok_or_else(|| Refusal::input(vec![Problem::new("/amount", "amount")]))?;
        Ok(MoneyIn {
            source: Source::Cash,
            transaction: format!("TM{}-{}", payment.requested.reference, payment.moneys.len() + 1),
            attempt: None,
            amount,
            paid_at: self.now,
            counter: self.by.agency.clone(),
        })
    }

    /// The amounts that the rules leave open, as they were typed; nothing is taken of what is 0.
    fn entered(&self, assessment: &Assessment) -> Result<Order, Refusal> {
        let (mut items, mut problems) = (Vec::new(), Vec::new());
        for (at, fee) in assessment.open.iter().enumerate() {
            match amount(self.typed.get(&amount_field(at))) {
                Some(amount) => items.push(Asked { name: fee.name.clone(), kind: fee.kind, amount }),
                None => problems.push(Problem::new(format!("/items/{at}/amount"), "amount")),
            }
        }
        if !problems.is_empty() {
            return Err(Refusal::input(problems));
        }
        items.retain(|item| item.amount.0 > 0);
        Ok(Order { items, beside: true, note: None })
    }

    fn exemption(&self) -> Exempt {
        Exempt { group: self.typed.text("group"), evidence: self.typed.text("evidence") }
    }

    fn refund(&self) -> Result<AskRefund, Refusal> {
        let mut problems = Vec::new();
        let amount = amount(self.typed.get("amount")).unwrap_or_else(|| {
            problems.push(Problem::new("/amount", "amount"));
            Dong(0)
        });
        let to = match (self.typed.get("bin"), self.typed.get("account")) {
            ("", "") => None,
            (bin, account) => match Account::new(bin, account) {
                Ok(account) => Some(account),
                Err(_) => {
                    problems.push(Problem::new("/account", "bank-account"));
                    None
                }
            },
        };
        if !problems.is_empty() {
            return Err(Refusal::input(problems));
        }
        Ok(AskRefund { amount, reason: self.typed.text("reason"), to })
    }
}
