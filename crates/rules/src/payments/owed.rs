//! What is still owed for a dossier when its result is to be handed over, and a leader's word that nothing is taken.

use super::{Assessment, Item, Payment, Reduction, Reference, Requested, State, request::requested};
use crate::catalogue::Fee;
use crate::dossiers::{Dossier, Outcome, Status};
use crate::money::Dong;
use crate::{Problem, Refusal};

/// The law by which whoever asks for a service pays for it (the obligation of payers stands in Article 15).
const BASIS: &str = "Luật Phí và lệ phí 97/2015/QH13";
/// The group of those from whom a leader takes nothing.
pub const WAIVED: &str = "waived";

/// What is still owed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Owed {
    /// What is known of it.
    pub amount: Dong,
    /// Fees whose amount an officer has yet to say.
    pub open: Vec<Fee>,
    /// The payment that waits for it; nothing was asked for where there is none.
    pub payment: Option<Reference>,
}

/// Whether a fee can be asked for in this state: also once the result is there, and where it was handed over without one. Who got no
/// result owes nothing more.
#[must_use]
pub fn may_be_asked(dossier: &Dossier) -> bool {
    let settled = matches!(dossier.status, Status::Processed | Status::Returned);
    !dossier.status.is_finished() || settled && dossier.outcome == Some(Outcome::Granted)
}

/// What is still owed for a dossier, by the rules and by what was asked for and paid; nothing where all is paid or nothing is due.
#[must_use]
pub fn owed(dossier: &Dossier, assessment: &Assessment, payments: &[Payment]) -> Option<Owed> {
    if !may_be_asked(dossier) {
        return None;
    }
    if let Some(open) = payments.iter().find(|payment| payment.state().is_open()) {
        let payment = Some(open.requested.reference.clone());
        return Some(Owed { amount: open.outstanding(), open: Vec::new(), payment });
    }
    let settled = |payment: &Payment| matches!(payment.state(), State::Paid | State::Exempt);
    if assessment.is_free() || payments.iter().any(settled) {
        return None;
    }
    Some(Owed { amount: assessment.total(), open: assessment.open.clone(), payment: None })
}

/// Refuses to hand over a granted result that was not paid for.
///
/// # Errors
/// When something is owed.
pub fn need_paid(dossier: &Dossier, assessment: &Assessment, payments: &[Payment]) -> Result<(), Refusal> {
    if dossier.outcome != Some(Outcome::Granted) {
        return Ok(());
    }
    let Some(owed) = owed(dossier, assessment, payments) else { return Ok(()) };
    let refusal = match owed.open.first() {
        Some(fee) => Refusal::rule("fee-not-set").with("name", &fee.name),
        None => Refusal::rule("fee-unpaid").with("amount", owed.amount.0),
    };
    Err(refusal.with("dossier", &dossier.filed.code).citing(BASIS))
}

/// Says that nothing is taken, and why: what the rules left to an officer came to nothing, or somebody with the right to freed them.
///
/// # Errors
/// When nothing is owed anyway, or no reason is given.
pub fn waive(
    reference: Reference,
    dossier: &Dossier,
    assessment: &Assessment,
    reason: &str,
) -> Result<Requested, Refusal> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Refusal::input(vec![Problem::new("/reason", "missing")]));
    }
    if assessment.is_free() {
        return Err(Refusal::rule("nothing-to-pay").with("name", &dossier.filed.procedure_name).citing(BASIS));
    }
    let freed = || Some(Reduction { group: WAIVED.to_owned(), percent: 100, basis: BASIS.to_owned() });
    let assessed = assessment.items.iter().map(|item| match item.amount.0 {
        0 => item.clone(),
        _ => Item { amount: Dong(0), reduction: freed(), ..item.clone() },
    });
    let open = assessment.open.iter().map(|fee| Item {
        name: fee.name.clone(),
        kind: fee.kind,
        full: Dong(0),
        counted: Vec::new(),
        amount: Dong(0),
        reduction: freed(),
    });
    Ok(requested(reference, dossier, assessed.chain(open).collect(), Some(reason.to_owned())))
}
