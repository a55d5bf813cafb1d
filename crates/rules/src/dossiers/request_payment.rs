//! Asking the applicant to pay before the dossier goes on (*yêu cầu thực hiện nghĩa vụ tài chính*): the clock stands where the fee's
//! rule says so, and goes on when the money is there. How much is owed is decided in [`crate::payments`].

use super::{Context, Dossier, Event, PaymentRequested, PaymentSettled, command::optional};
use crate::Refusal;
use crate::money::Dong;
use crate::payments::{Asked, Reference};
use jiff::Timestamp;

/// Ask for a payment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RequestPayment {
    /// Amounts that depend on the case; the procedure's own when there are none.
    pub items: Vec<Asked>,
    /// The group that pays less, whose paper the officer saw.
    pub group: Option<String>,
    /// What to say about it.
    pub note: Option<String>,
    /// What is owed, found by whoever gives the command.
    pub demanded: Option<Demanded>,
}

/// What is owed, and whether the clock stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demanded {
    /// The payment.
    pub payment: Reference,
    /// How much is left of it.
    pub amount: Dong,
    /// Whether the clock stands meanwhile.
    pub stops_clock: bool,
    /// Until when it waits.
    pub expires_at: Option<Timestamp>,
}

/// How a payment that a dossier waited for ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaymentEnd {
    /// All of it came.
    Paid,
    /// It was taken back.
    TakenBack,
    /// It was not paid in its time.
    Expired,
}

impl RequestPayment {
    pub(super) fn decide(&self) -> Result<PaymentRequested, Refusal> {
        let demanded = self.demanded.as_ref().ok_or_else(|| Refusal::rule("nothing-to-pay"))?;
        Ok(PaymentRequested {
            payment: demanded.payment.clone(),
            amount: demanded.amount,
            note: optional(self.note.as_ref()),
            stops_clock: demanded.stops_clock,
            expires_at: demanded.expires_at,
        })
    }
}

/// What follows for the dossier when a payment ends: nothing when it does not wait for it.
#[must_use]
pub fn settle_payment(dossier: &Dossier, payment: &Reference, end: PaymentEnd, context: &Context<'_>) -> Option<Event> {
    dossier.demand.as_ref().filter(|demand| demand.payment == *payment)?;
    // Where the clock went on, nothing moves.
    let stood = dossier.stopped_at().is_some();
    Some(Event::PaymentSettled(PaymentSettled {
        payment: payment.clone(),
        paid: end == PaymentEnd::Paid,
        expired: end == PaymentEnd::Expired,
        due_at: if stood { dossier.due_when_resumed(context) } else { dossier.due_at },
        step_due_at: if stood { dossier.step_due_when_resumed(context) } else { dossier.step_due_at },
    }))
}
