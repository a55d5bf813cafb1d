//! Mẫu 03 from the facts of a refusal at reception.

use super::facts::Facts;
use documents::forms::Refusal;
use rules::dossiers::Event;

pub(super) fn form(facts: &Facts<'_>) -> Refusal {
    let reason = match facts.event() {
        Some(Event::Refused(refused)) => refused.reason.clone(),
        _ => String::new(),
    };
    Refusal {
        letter: facts.letter(facts.issuer()),
        code: facts.code(),
        applicant: facts.applicant(),
        procedure: facts.procedure(),
        agency: facts.agency(facts.issuer()),
        filed_at: facts.dossier.filed_at,
        reason,
        contact: facts.contact(),
        signer: facts.signer(),
    }
}
