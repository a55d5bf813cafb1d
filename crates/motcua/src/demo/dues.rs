//! What the simulated year pays: what is owed by the rules is asked for, paid through the gateway, by transfer or in cash, now and then
//! twice and then paid back; some owe nothing and say why.

use super::chance::{Chance, Quota};
use super::life::Around;
use super::plan::{End, Halt, Plan};
use super::year::scaled;
use jiff::{SignedDuration, Timestamp};
use rules::Refusal;
use rules::calendar::{WorkingTime, day_of};
use rules::catalogue::FeeKind;
use rules::codes::AgencyCode;
use rules::dossiers::{Channel, Dossier};
use rules::money::Dong;
use rules::payments::{
    AskRefund, Asked, Assessment, AttemptCode, DecideRefund, Event, Exempt, MoneyIn, Order, PayOut, Payer, Payment,
    Received, Reference, Requested, Source, ask_refund, assess, decide_refund, exempt, groups, pay_out, receive,
    request,
};
use rules::people::permissions::{may_decide_refund, may_take_money};
use rules::people::{Actor, Capacity, Role};
use std::collections::{BTreeMap, HashSet, VecDeque};
use std::sync::Arc;
use store::desk::history::PaymentDecided;

/// Of the dossiers with something to pay, those that are paid for through the gateway.
pub const ONLINE: f64 = 0.8;
/// Of the others, those that are paid for by transfer.
const TRANSFER: f64 = 0.4;
/// How the gateway is called in the journal.
const GATEWAY: &str = "Cổng thanh toán mô phỏng";
/// What an officer enters where the amount depends on the case.
const DEPENDS: Dong = Dong(300_000);

/// How the year pays.
pub struct Dues {
    seed: u64,
    online: Quota,
    /// Procedures that were paid for online: the first of each is.
    seen: HashSet<usize>,
    receipts: BTreeMap<(AgencyCode, i16, &'static str), u32>,
}

/// One dossier's money, as far as it is still to move.
pub struct Owing {
    payment: Option<Payment>,
    steps: VecDeque<Step>,
}

struct Step {
    at: Timestamp,
    by: Capacity,
    what: What,
}

enum What {
    Ask(Requested),
    Money(MoneyIn),
    AskRefund(AskRefund),
    Decide,
    PayOut(String),
}

impl Owing {
    /// When something happens next; nothing when all has.
    pub fn next_at(&self) -> Option<Timestamp> {
        self.steps.front().map(|step| step.at)
    }
}

impl Dues {
    /// A year that has paid nothing yet.
    pub fn new(seed: u64) -> Self {
        Self { seed, online: Quota::new(ONLINE), seen: HashSet::new(), receipts: BTreeMap::new() }
    }

    /// What becomes of the fees of a dossier that was just filed; nothing where it costs nothing.
    ///
    /// # Errors
    /// When the rules refuse what was planned.
    pub fn of(
        &mut self,
        plan: &Plan,
        dossier: &Dossier,
        owner: Option<&Arc<Actor>>,
        around: &Around<'_>,
    ) -> Result<Option<Owing>, Refusal> {
        if plan.fate.end == End::Refused || !rules::quality::bears_fee(&dossier.filed) {
            return Ok(None);
        }
        let number = usize::try_from(plan.number).unwrap_or(0);
        let Some(officer) = around.staff.holder(&dossier.filed.counter, Role::CounterOfficer, number) else {
            return Ok(None);
        };
        let counter = may_take_money(officer, dossier)?;
        let mut chance = Chance::new(self.seed, b"payments", plan.number);
        let chance = &mut chance;
        let field = &around.world.procedure(plan.procedure).field;
        let of_group = |group| assessed(dossier, field, group);
        let assessment = of_group(None);
        if let Some(group) = freed(&assessment, dossier, field, chance) {
            let evidence = format!("Giấy xác nhận số {}/GXN-UBND", 10 + chance.below(900));
            let exemption = Exempt { group: group.clone(), evidence };
            let requested = exempt(reference(chance), dossier, &of_group(Some(&group)), &exemption)?;
            let at =
                around.world.calendar(&dossier.filed.counter).next_opening(dossier.filed_at) + minutes(chance, 5.0);
            let steps = VecDeque::from([Step { at, by: counter, what: What::Ask(requested) }]);
            return Ok(Some(Owing { payment: None, steps }));
        }
        let requested = request(reference(chance), dossier, &assessment, &order(&assessment, dossier))?;
        let source = self.source(plan, chance);
        // Some of what waits with an officer and is not paid for at the gateway is not paid for yet: they ask for it (`after::money`).
        if source != Source::Gateway && plan.halt == Some(Halt::Process) && !plan.number.is_multiple_of(3) {
            return Ok(None);
        }
        let calendar = around.world.calendar(&dossier.filed.counter);
        let asked = match owner {
            Some(owner) => (dossier.filed_at + minutes(chance, 20.0), owner.as_citizen()),
            None => (calendar.next_opening(dossier.filed_at + minutes(chance, 6.0)), counter.clone()),
        };
        let wait = if owner.is_some() && chance.likely(0.1) { 30.0 * 60.0 } else { 12.0 };
        let paid_at = asked.0 + minutes(chance, wait);
        // What a bank says is heard of on the morning after.
        let heard_at = if source == Source::Bank { calendar.add(paid_at, WorkingTime::from_hours(8)) } else { paid_at };
        let by = if source == Source::Gateway { Capacity::system(GATEWAY) } else { counter.clone() };
        let money = |chance: &mut Chance, at| MoneyIn {
            source,
            transaction: match source {
                Source::Gateway => format!("MP{}", chance.digits(14)),
                Source::Bank => format!("FT{}", chance.digits(14)),
                Source::Cash => format!("TM{}-1", requested.reference),
            },
            attempt: (source == Source::Gateway).then(|| AttemptCode::of_random(bytes(chance))),
            amount: requested.amount,
            paid_at: at,
            counter: by.agency.clone().filter(|_| source == Source::Cash),
        };
        let first = What::Money(money(chance, paid_at));
        let again = (source == Source::Gateway && chance.likely(0.006))
            .then(|| (heard_at + minutes(chance, 9.0), What::Money(money(chance, heard_at))));
        let (back, amount) = (again.as_ref().map(|(at, _)| *at), requested.amount);
        let mut steps = VecDeque::from([
            Step { at: asked.0, by: asked.1, what: What::Ask(requested) },
            Step { at: heard_at, by: by.clone(), what: first },
        ]);
        steps.extend(again.map(|(at, what)| Step { at, by, what }));
        if let Some(back) = back
            && let Some(leader) = around.staff.holder(&dossier.filed.competent_agency, Role::Approver, 0)
        {
            let hours = |hours| calendar.add(back, WorkingTime::from_hours(hours));
            let ask = AskRefund { amount, reason: "Người nộp thanh toán hai lần".to_owned(), to: None };
            let leader = may_decide_refund(leader, dossier)?;
            steps.push_back(Step { at: hours(4), by: counter.clone(), what: What::AskRefund(ask) });
            steps.push_back(Step { at: hours(11), by: leader, what: What::Decide });
            steps.push_back(Step { at: hours(19), by: counter, what: What::PayOut(format!("PC{}", chance.digits(8))) });
        }
        Ok(Some(Owing { payment: None, steps }))
    }

    /// How it is paid.
    fn source(&mut self, plan: &Plan, chance: &mut Chance) -> Source {
        let leaning = match plan.channel {
            Channel::Online | Channel::NationalPortal => 0.93,
            Channel::Postal => 0.6,
            Channel::Counter => 0.42,
        };
        let online = if self.seen.insert(plan.procedure) {
            self.online.count(true);
            true
        } else {
            self.online.lean(leaning, chance)
        };
        if online {
            Source::Gateway
        } else if plan.channel != Channel::Counter || chance.likely(TRANSFER) {
            Source::Bank
        } else {
            Source::Cash
        }
    }

    /// Lets happen what happens next; something must be left.
    ///
    /// # Errors
    /// When the rules refuse it.
    pub fn act(&mut self, owing: &mut Owing) -> Result<PaymentDecided, Refusal> {
        let step = owing.steps.pop_front().ok_or_else(|| Refusal::not_found("payment-unknown"))?;
        let expected = owing.payment.as_ref().map_or(0, |payment| payment.version);
        let login = step.by.login.clone();
        let mut events = Vec::new();
        let mut happened = |payment: &mut Option<Payment>, event: Event| {
            *payment = Payment::next(payment.take(), &event, step.at, &login);
            events.push(event);
        };
        let known = |payment: &Option<Payment>| payment.clone().ok_or_else(|| Refusal::not_found("payment-unknown"));
        match step.what {
            What::Ask(requested) => happened(&mut owing.payment, Event::Requested(requested)),
            What::Money(money) => {
                if let Received::New(received) = receive(&known(&owing.payment)?, money)? {
                    happened(&mut owing.payment, Event::MoneyReceived(received));
                }
                let payment = known(&owing.payment)?;
                for draft in payment.receipts_due() {
                    let (agency, year) = (payment.requested.agency.clone(), day_of(step.at).year());
                    let kind = if draft.kind == FeeKind::Fee { "fee" } else { "charge" };
                    let number = self.receipts.entry((agency.clone(), year, kind)).or_default();
                    *number += 1;
                    let receipt = payment.receipt(draft, agency, year, *number);
                    happened(&mut owing.payment, Event::ReceiptIssued(receipt));
                }
            }
            What::AskRefund(ask) => {
                let asked = ask_refund(&known(&owing.payment)?, &ask, &step.by)?;
                happened(&mut owing.payment, Event::RefundAsked(asked));
            }
            What::Decide => {
                let decide = DecideRefund { number: 1, approved: true, note: None, alone: false };
                let decided = decide_refund(&known(&owing.payment)?, &decide, &step.by)?;
                happened(&mut owing.payment, Event::RefundDecided(decided));
            }
            What::PayOut(transaction) => {
                let out = pay_out(&known(&owing.payment)?, &PayOut { number: 1, transaction })?;
                happened(&mut owing.payment, Event::Refunded(out));
            }
        }
        let payment = known(&owing.payment)?;
        let Requested { reference, agency, .. } = payment.requested;
        Ok(PaymentDecided { reference, agency, expected, events, by: Arc::new(step.by), at: step.at })
    }
}

fn assessed(dossier: &Dossier, field: &str, group: Option<&str>) -> Assessment {
    let filed = &dossier.filed;
    let payer = Payer::of(filed, field, day_of(dossier.filed_at), group);
    assess(&filed.fees, &payer)
}

/// The group by which the applicant owes nothing: by age, or, for some, by a paper that they show.
fn freed(assessment: &Assessment, dossier: &Dossier, field: &str, chance: &mut Chance) -> Option<String> {
    // Of whom only the birth date was typed, the officer saw the identity card.
    let proved = |group: &str| assessed(dossier, field, Some(group)).is_free();
    if let Some(less) = assessment.unproven.iter().find(|less| proved(&less.group)) {
        return Some(less.group.clone());
    }
    if assessment.is_free() {
        return assessment.items.iter().find_map(|item| item.reduction.as_ref()).map(|less| less.group.clone());
    }
    if !chance.likely(0.12) {
        return None;
    }
    let groups = groups(field, dossier.filed.procedure.as_str(), day_of(dossier.filed_at));
    let shown = |group: &&&rules::payments::Rule| !matches!(group.group.as_str(), "children" | "elderly");
    let free: Vec<_> =
        groups.iter().filter(shown).filter(|rule| assessed(dossier, field, Some(&rule.group)).is_free()).collect();
    (!free.is_empty()).then(|| chance.one(&free).group.clone())
}

/// What an officer enters where the amount depends on the case; nothing where the rules say it all.
fn order(assessment: &Assessment, dossier: &Dossier) -> Order {
    if assessment.open.is_empty() {
        return Order::default();
    }
    let price = |fee: &rules::catalogue::Fee| Asked {
        name: fee.name.clone(),
        kind: fee.kind,
        amount: fee.amount_online.filter(|_| dossier.filed.channel.is_online()).or(fee.amount).unwrap_or(DEPENDS),
    };
    Order {
        items: dossier.filed.fees.iter().map(price).filter(|asked| asked.amount.0 > 0).collect(),
        ..Order::default()
    }
}

fn minutes(chance: &mut Chance, most: f64) -> SignedDuration {
    SignedDuration::from_secs(60 + scaled(60, most * chance.unit()))
}

fn reference(chance: &mut Chance) -> Reference {
    Reference::of_random(bytes(chance))
}

fn bytes(chance: &mut Chance) -> [u8; 9] {
    std::array::from_fn(|_| u8::try_from(chance.below(256)).unwrap_or(0))
}
