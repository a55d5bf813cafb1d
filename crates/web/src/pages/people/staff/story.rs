//! Everything that was changed about a person, in words, with what stood before.

use crate::components::{Moment, Timeline, Tone};
use crate::frame::Frame;
use rules::people::{Event, PersonFile, PersonRegistered, Role};
use std::sync::Arc;
use store::desk::dossiers::who;
use store::journal::Recorded;
use store::province::Province;

/// The changes, latest first.
pub(super) fn timeline(f: &Frame, province: &Arc<Province>, history: &[Recorded]) -> Timeline {
    let mut file = PersonFile::default();
    let mut moments = Vec::new();
    for recorded in history {
        let rules::Event::People(event) = &recorded.event else { continue };
        moments.extend(moment(f, province, &file, recorded, event));
        file.apply(event, recorded.at);
    }
    moments.reverse();
    moments
}

fn moment(
    f: &Frame,
    province: &Arc<Province>,
    before: &PersonFile,
    recorded: &Recorded,
    event: &Event,
) -> Option<Moment> {
    let position = |agency, role: Role| super::position(f, province, agency, role);
    let (tone, title, notes) = match event {
        Event::PersonRegistered(person) => match &before.particulars {
            None => (Tone::New, f.t("staff-event-registered"), Vec::new()),
            Some(old) => (Tone::Neutral, f.t("staff-event-corrected"), differences(f, old, person)),
        },
        Event::PositionGranted(granted) => (
            Tone::Good,
            f.t1("staff-event-granted", "position", position(&granted.agency, granted.role)),
            vec![
                granted.title.clone(),
                granted.from.map(|from| super::days(f, from, granted.until)).unwrap_or_default(),
                granted.decision.clone().unwrap_or_default(),
            ],
        ),
        Event::PositionRevoked(revoked) => (
            Tone::Warning,
            f.t1("staff-event-revoked", "position", position(&revoked.agency, revoked.role)),
            vec![
                revoked.on.map(|on| f.t1("staff-from", "from", f.day(&on))).unwrap_or_default(),
                revoked.decision.clone().unwrap_or_default(),
                revoked.reason.clone(),
            ],
        ),
        Event::PersonDisabled(disabled) => (Tone::Bad, f.t("staff-event-disabled"), vec![disabled.reason.clone()]),
        Event::PersonEnabled(enabled) => (Tone::Good, f.t("staff-event-enabled"), vec![enabled.reason.clone()]),
        Event::DelegationGranted(granted) => (
            Tone::Progress,
            f.t2("staff-event-delegated", "number", granted.number, "delegate", &granted.delegate),
            vec![super::days(f, granted.from, Some(granted.until)), granted.reason.clone()],
        ),
        Event::DelegationRevoked(revoked) => (
            Tone::Neutral,
            f.t1("staff-event-delegation-ended", "number", revoked.number),
            vec![revoked.reason.clone()],
        ),
        _ => return None,
    };
    let by = who(recorded).ok()?;
    let title_of = by.title.filter(|title| !title.is_empty()).unwrap_or_else(|| f.role(&by.role));
    let mut moment = Moment::new(recorded.at, tone, title, format!("{}, {title_of}", by.name));
    moment.note = notes.into_iter().filter(|note| !note.is_empty()).collect::<Vec<_>>().join("; ");
    moment.hash = recorded.hash.to_string();
    Some(moment)
}

/// Each particular that changed: its name, what stood before and what stands now.
fn differences(f: &Frame, old: &PersonRegistered, new: &PersonRegistered) -> Vec<String> {
    let values = |person: &PersonRegistered| {
        [
            Some(person.name.clone()),
            person.personal_id.as_ref().map(ToString::to_string),
            person.phone.as_ref().map(ToString::to_string),
            person.address.clone(),
        ]
        .map(|value| value.unwrap_or_else(|| f.t("none")))
    };
    let labels = ["staff-field-name", "staff-field-personal-id", "staff-field-phone", "staff-field-address"];
    let changed = labels.into_iter().zip(values(old).into_iter().zip(values(new)));
    let changed = changed.filter(|(_, (old, new))| old != new);
    changed.map(|(label, (old, new))| format!("{}: {old} → {new}", f.t(label))).collect()
}
