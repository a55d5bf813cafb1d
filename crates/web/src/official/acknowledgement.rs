//! Mẫu 01 from the facts of reception.

use super::facts::{Facts, WORDS};
use crate::pages::said;
use documents::forms::{Acknowledgement, Paper, Signer};

pub(super) fn form(facts: &Facts<'_>) -> Acknowledgement {
    let dossier = &facts.dossier;
    let filed = &dossier.filed;
    Acknowledgement {
        letter: facts.letter(facts.by.agency.as_ref().unwrap_or(&filed.counter)),
        code: facts.code(),
        counter: facts.counter(),
        applicant: facts.applicant(),
        procedure: facts.procedure(),
        procedure_code: filed.procedure.to_string(),
        competent: facts.competent(),
        channel: WORDS.t(&format!("channel-{}", filed.channel.key().replace('_', "-"))),
        papers: papers(facts),
        time_limit: said::time_limit(WORDS, filed.time_limit),
        received_at: dossier.received_at.unwrap_or(facts.at),
        due_at: dossier.first_due_at,
        delivery: facts.delivery(),
        officer: Signer { titles: vec![WORDS.t("official-receiver")], name: facts.by.name.clone() },
    }
}

fn papers(facts: &Facts<'_>) -> Vec<Paper> {
    let filed = &facts.dossier.filed;
    let procedure = facts.province.procedure(&filed.procedure).and_then(|state| state.procedure.as_ref());
    let papers = filed.documents.iter().map(|paper| {
        let asked = procedure.and_then(|procedure| procedure.documents.iter().find(|asked| asked.code == paper.code));
        let electronic = paper.file_id.is_some() || paper.reuse_of.is_some();
        Paper {
            name: facts.paper(&paper.code),
            originals: asked.filter(|_| !electronic).map_or(0, |asked| asked.originals),
            copies: asked.filter(|_| !electronic).map_or(0, |asked| asked.copies),
            electronic,
        }
    });
    papers.collect()
}
