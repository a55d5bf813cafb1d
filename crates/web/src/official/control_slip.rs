//! Mẫu 06: every hand-over with its hour, and whether it was in time.

use super::facts::{Facts, is_before};
use crate::frame::Frame;
use crate::pages::dossiers::{Audience, story};
use crate::pages::said;
use documents::forms::{ControlSlip, HandOver};
use rules::dossiers::{Dossier, Event, Status};
use std::cmp::Ordering;
use store::Fault;
use store::desk::dossiers::who;
use store::journal::Recorded;
use store::province::Province;

pub(super) fn form(facts: &Facts<'_>) -> ControlSlip {
    let f = Frame::on_paper(facts.at);
    ControlSlip {
        letter: facts.letter(&facts.dossier.filed.competent_agency),
        code: facts.code(),
        applicant: facts.dossier.filed.applicant.name.clone(),
        procedure: facts.procedure(),
        counter: facts.counter(),
        competent: facts.competent(),
        received_at: facts.dossier.received_at,
        due_at: facts.dossier.due_at,
        // Its entries were read when the facts were gathered.
        handovers: handovers(&f, facts.province, facts.history).unwrap_or_default(),
    }
}

/// The events that end a step or stop the clock, in the language of the frame.
///
/// # Errors
/// When an entry does not say who did it.
pub fn handovers(f: &Frame, province: &Province, history: &[Recorded]) -> Result<Vec<HandOver>, Fault> {
    let told = story::timeline(f, province, history, Audience::Officer);
    let mut before: Option<Dossier> = None;
    let mut all = Vec::new();
    for (recorded, moment) in history.iter().zip(told.into_iter().rev()) {
        let rules::Event::Dossiers(event) = &recorded.event else { continue };
        let by = who(recorded)?;
        let after = Dossier::next(before.clone(), event, recorded.at, &by.login);
        if let (Some(found), Some(made)) = (&before, &after)
            && !matches!(event, Event::Rated(_) | Event::ResultCorrected(_))
        {
            let due = found.step_due_at.filter(|_| found.step != made.step);
            let step = found.current_step();
            let result = due.map(|due| match is_before(recorded.at, due) {
                Ordering::Less => "slip-early",
                Ordering::Equal if recorded.at <= due => "slip-in-time",
                _ => "slip-late",
            });
            all.push(HandOver {
                step: step.map_or_else(|| f.t("step-receive"), |step| said::step_name(f.words, &step.name, step.task)),
                what: moment.title,
                from: moment.who,
                to: next_desk(f, province, made),
                at: recorded.at,
                due,
                result: result.map(|key| f.t(key)).unwrap_or_default(),
                note: moment.note,
            });
        }
        before = after;
    }
    Ok(all)
}

/// Who has it next.
fn next_desk(f: &Frame, province: &Province, made: &Dossier) -> String {
    if made.status.is_finished() && made.status != Status::Processed {
        return String::new();
    }
    match (&made.officer, made.current_step()) {
        (Some((_, name)), _) => name.clone(),
        (None, Some(step)) => {
            format!("{}, {}", f.role(&step.role), said::agency_named(f.lang(), &province.directory, made.holder()))
        }
        (None, None) => String::new(),
    }
}
