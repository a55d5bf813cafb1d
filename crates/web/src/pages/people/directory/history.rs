//! The history of an agency, a village or a calendar from the journal: what changed, from what to what, who, in which capacity.

use super::changes::{self, Change};
use crate::components::{Moment, Timeline, Tone};
use crate::frame::Frame;
use crate::pages::said;
use rules::Event;
use rules::catalogue;
use rules::codes::AgencyCode;
use rules::people::{self, Agency, Capacity, Directory};
use store::Fault;
use store::journal::Recorded;

/// What happened, latest first.
pub(super) fn timeline(f: &Frame, directory: &Directory, stream: &[Recorded]) -> Result<Timeline, Fault> {
    let mut moments = Vec::with_capacity(stream.len());
    let mut known: Option<Agency> = None;
    for recorded in stream {
        let (tone, key, lines) = told(f, directory, recorded, &mut known);
        let mut moment = Moment::new(recorded.at, tone, f.t(key), who(f, directory, recorded)?);
        moment.note = lines.join("; ");
        moment.hash = recorded.hash.to_string();
        moments.push(moment);
    }
    moments.reverse();
    Ok(moments)
}

fn told(
    f: &Frame,
    directory: &Directory,
    recorded: &Recorded,
    known: &mut Option<Agency>,
) -> (Tone, &'static str, Vec<String>) {
    let order = |day: &jiff::civil::Date, decision: &String| {
        vec![f.t1("history-from", "day", f.day(day)), f.t1("history-decision", "decision", decision)]
    };
    let named = |codes: &[AgencyCode]| {
        let names: Vec<_> = codes.iter().map(|code| said::agency_named(f.lang(), directory, code)).collect();
        names.join(", ")
    };
    match &recorded.event {
        Event::People(people::Event::AgencyRegistered(registered)) => {
            let before = known.replace(registered.agency.clone());
            let changes = changes::between(f, directory, before.as_ref(), &registered.agency);
            let mut lines: Vec<_> = changes.iter().map(|change| change.line(f)).collect();
            if before.is_none() {
                lines.clear();
            }
            lines.extend(registered.reason.iter().map(|reason| f.t1("history-decision", "decision", reason)));
            let key = if before.is_some() { "history-changed" } else { "history-registered" };
            (Tone::Neutral, key, lines)
        }
        Event::People(people::Event::AgencyRenamed(renamed)) => {
            let before = known.as_ref().map_or_else(String::new, |agency| agency.name.clone());
            if let Some(agency) = known {
                agency.name.clone_from(&renamed.name);
                agency.name_en.clone_from(&renamed.name_en);
            }
            let (field, after) = (f.t("agency-field-name"), renamed.name.clone());
            let mut lines = vec![Change { of: String::new(), field, before, after }.line(f)];
            lines.extend(order(&renamed.effective_on, &renamed.decision));
            (Tone::Progress, "history-renamed", lines)
        }
        Event::People(people::Event::AgencyMerged(merged)) => {
            let mut lines = vec![f.t1("history-into", "names", named(&merged.into))];
            lines.extend(order(&merged.effective_on, &merged.decision));
            (Tone::Warning, "history-merged", lines)
        }
        Event::People(people::Event::AgencyDissolved(gone)) => {
            (Tone::Warning, "history-dissolved", order(&gone.effective_on, &gone.decision))
        }
        Event::People(people::Event::VillageRegistered(registered)) => {
            (Tone::Neutral, "history-registered", vec![registered.village.name.clone()])
        }
        Event::People(people::Event::VillageRenamed(renamed)) => {
            let mut lines = vec![renamed.name.clone()];
            lines.extend(order(&renamed.effective_on, &renamed.decision));
            (Tone::Progress, "history-renamed", lines)
        }
        Event::People(people::Event::VillageDissolved(gone)) => {
            let into: Vec<_> = gone.into.iter().map(ToString::to_string).collect();
            let mut lines: Vec<_> =
                (!into.is_empty()).then(|| f.t1("history-into", "names", into.join(", "))).into_iter().collect();
            lines.extend(order(&gone.effective_on, &gone.decision));
            (Tone::Warning, if into.is_empty() { "history-dissolved" } else { "history-merged" }, lines)
        }
        Event::Catalogue(catalogue::Event::DaysAnnounced(announced)) => {
            let line =
                |day: &rules::calendar::SpecialDay| format!("{} {} ({})", f.day(&day.date), day.name, day.source);
            (Tone::Progress, "history-days-announced", announced.days.iter().map(line).collect())
        }
        Event::Catalogue(catalogue::Event::DaysWithdrawn(withdrawn)) => {
            let mut lines: Vec<_> = withdrawn.days.iter().map(|day| f.day(day)).collect();
            lines.push(f.t1("history-decision", "decision", &withdrawn.reason));
            (Tone::Warning, "history-days-withdrawn", lines)
        }
        _ => (Tone::Neutral, "history-other", Vec::new()),
    }
}

/// Who did it, in which capacity.
fn who(f: &Frame, directory: &Directory, recorded: &Recorded) -> Result<String, Fault> {
    let by: Capacity = store::desk::dossiers::who(recorded)?;
    let agency = by.agency.map(|code| said::agency_named(f.lang(), directory, &code));
    Ok([Some(by.name), by.title, agency]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", "))
}
