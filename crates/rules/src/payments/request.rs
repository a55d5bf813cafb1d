//! Asking for money, or saying that none is owed and why; taking it back.

use super::{Assessment, Cancelled, Cause, Item, Payment, Reference, Requested, State};
use crate::catalogue::FeeKind;
use crate::dossiers::Dossier;
use crate::money::Dong;
use crate::{Problem, Refusal};
use serde::{Deserialize, Serialize};

/// The most that can be asked for at once: a slip of the keyboard is no claim.
const MOST: i64 = 1_000_000_000;
/// The law that says who may be asked for what.
const BASIS: &str = "Luật Phí và lệ phí 97/2015/QH13";

/// An amount that an officer enters: where it depends on the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// What for.
    pub name: String,
    /// Fee or charge.
    pub kind: FeeKind,
    /// How much.
    pub amount: Dong,
}

/// What is to be asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Order {
    /// Amounts entered by an officer; the assessed ones when there are none.
    pub items: Vec<Asked>,
    /// Whether the amounts entered are those that the rules leave open, beside the assessed ones; they take the place of all otherwise.
    pub beside: bool,
    /// What to say about it.
    pub note: Option<String>,
}

/// Says that a group that somebody belongs to frees them from everything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Exempt {
    /// The group.
    pub group: String,
    /// The paper that shows it.
    pub evidence: String,
}

/// Takes back what was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cancel {
    /// Why.
    pub cause: Cause,
    /// What to say about it.
    pub note: Option<String>,
}

/// What is owed for a dossier.
///
/// # Errors
/// When nothing is owed, an amount is missing or can't be meant.
pub fn request(
    reference: Reference,
    dossier: &Dossier,
    assessment: &Assessment,
    order: &Order,
) -> Result<Requested, Refusal> {
    let items = match &order.items[..] {
        [] if order.beside && !assessment.open.is_empty() => assessment.items.clone(),
        [] => assessed(assessment)?,
        items if order.beside => [assessment.items.clone(), entered(items)?].concat(),
        items => entered(items)?,
    };
    let amount = Dong(items.iter().map(|item| item.amount.0).sum());
    if amount.0 == 0 {
        return Err(Refusal::rule("nothing-to-pay").with("name", &dossier.filed.procedure_name).citing(BASIS));
    }
    Ok(requested(reference, dossier, items, order.note.clone()))
}

/// An exemption on record: nothing is owed, by which rule, and what was shown.
///
/// # Errors
/// When the group frees nobody from these fees, or no paper is named.
pub fn exempt(
    reference: Reference,
    dossier: &Dossier,
    assessment: &Assessment,
    exempt: &Exempt,
) -> Result<Requested, Refusal> {
    let mut problems = Vec::new();
    if exempt.evidence.trim().is_empty() {
        problems.push(Problem::new("/evidence", "evidence-missing"));
    }
    let by_rule = assessment.items.iter().any(|item| item.reduction.is_some());
    if !by_rule || !assessment.is_free() {
        problems.push(Problem::new("/group", "group-not-exempt"));
    }
    if !problems.is_empty() {
        return Err(Refusal::input(problems).citing(BASIS));
    }
    let evidence = Some(exempt.evidence.trim().to_owned());
    Ok(requested(reference, dossier, assessment.items.clone(), evidence))
}

/// Nothing is owed any more; money that comes later is owed back.
///
/// # Errors
/// When it was paid, or cancelled before.
pub fn cancel(payment: &Payment, cancel: &Cancel) -> Result<Cancelled, Refusal> {
    match payment.state() {
        State::Waiting | State::Short => Ok(Cancelled {
            reference: payment.requested.reference.clone(),
            cause: cancel.cause,
            note: cancel.note.as_deref().map(str::trim).filter(|note| !note.is_empty()).map(str::to_owned),
        }),
        state => Err(Refusal::rule("payment-not-open").with("state", state.key())),
    }
}

pub(super) fn requested(reference: Reference, dossier: &Dossier, items: Vec<Item>, note: Option<String>) -> Requested {
    let filed = &dossier.filed;
    Requested {
        reference,
        dossier: filed.code.clone(),
        procedure: filed.procedure.clone(),
        agency: filed.competent_agency.clone(),
        amount: Dong(items.iter().map(|item| item.amount.0).sum()),
        items,
        online: filed.channel.is_online(),
        note: note.map(|note| note.trim().to_owned()).filter(|note| !note.is_empty()),
        expires_at: None,
    }
}

fn assessed(assessment: &Assessment) -> Result<Vec<Item>, Refusal> {
    match assessment.open.first() {
        None => Ok(assessment.items.clone()),
        Some(fee) => {
            Err(Refusal::input(vec![Problem::new("/items", "amount-depends").with("name", &fee.name)]).citing(BASIS))
        }
    }
}

fn entered(items: &[Asked]) -> Result<Vec<Item>, Refusal> {
    let mut problems = Vec::new();
    for (at, item) in items.iter().enumerate() {
        if item.name.trim().is_empty() {
            problems.push(Problem::new(format!("/items/{at}/name"), "missing"));
        }
        if item.amount.0 <= 0 {
            problems.push(Problem::new(format!("/items/{at}/amount"), "amount-not-positive"));
        }
        if item.amount.0 > MOST {
            problems.push(Problem::new(format!("/items/{at}/amount"), "amount-too-large").with("most", MOST));
        }
    }
    if !problems.is_empty() {
        return Err(Refusal::input(problems));
    }
    let item = |asked: &Asked| Item {
        name: crate::text::tidy(&asked.name),
        kind: asked.kind,
        full: asked.amount,
        counted: Vec::new(),
        amount: asked.amount,
        reduction: None,
    };
    Ok(items.iter().map(item).collect())
}
