//! Mẫu 02 from the facts of a request to supplement.

use super::facts::Facts;
use documents::forms::SupplementRequest;

pub(super) fn form(facts: &Facts<'_>) -> SupplementRequest {
    let asked = facts.dossier.supplements.last();
    let papers = asked.map(|asked| asked.documents.iter().map(|code| facts.paper(code)).collect());
    SupplementRequest {
        letter: facts.letter(facts.issuer()),
        code: facts.code(),
        applicant: facts.applicant(),
        procedure: facts.procedure(),
        agency: facts.agency(facts.issuer()),
        received_at: facts.dossier.received_at,
        content: asked.map(|asked| asked.content.clone()).unwrap_or_default(),
        papers: papers.unwrap_or_default(),
        place: facts.counter(),
        online: facts.page(),
        contact: facts.contact(),
        signer: facts.signer(),
    }
}
