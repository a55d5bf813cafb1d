//! Mẫu 05 from the facts of a stop: by a leader, or because the applicant withdrew.

use super::facts::{Facts, WORDS};
use documents::forms::{Signer, StopNotice};
use rules::dossiers::Event;
use rules::people::Role;

pub(super) fn form(facts: &Facts<'_>) -> StopNotice {
    let reason = match facts.event() {
        Some(Event::Suspended(suspended)) => suspended.reason.clone(),
        Some(Event::Withdrawn(withdrawn)) => withdrawn.reason.clone().unwrap_or_default(),
        _ => String::new(),
    };
    // An applicant who withdraws signs no notice of the agency.
    let signer = match facts.by.role {
        Role::Citizen => Signer { titles: vec![WORDS.t("official-agency-head")], name: String::new() },
        _ => facts.signer(),
    };
    StopNotice {
        letter: facts.letter(facts.issuer()),
        code: facts.code(),
        applicant: facts.applicant(),
        procedure: facts.procedure(),
        agency: facts.agency(facts.issuer()),
        counter: facts.counter(),
        received_at: facts.dossier.received_at,
        reason,
        signer,
    }
}
