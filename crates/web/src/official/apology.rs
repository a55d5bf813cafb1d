//! Mẫu 04 from the facts of an apology.

use super::facts::Facts;
use documents::forms::Apology;

pub(super) fn form(facts: &Facts<'_>) -> Apology {
    let dossier = &facts.dossier;
    let said = dossier.apology.as_ref();
    Apology {
        letter: facts.letter(facts.issuer()),
        code: facts.code(),
        applicant: facts.applicant(),
        procedure: facts.procedure(),
        agency: facts.agency(facts.issuer()),
        counter: facts.counter(),
        received_at: dossier.received_at.unwrap_or(dossier.filed_at),
        due_at: dossier.due_at.unwrap_or(facts.at),
        reason: said.map(|apology| apology.reason.clone()).unwrap_or_default(),
        new_due_at: said.map_or(facts.at, |apology| apology.new_due_at),
        delivery: facts.delivery(),
        signer: facts.signer(),
    }
}
