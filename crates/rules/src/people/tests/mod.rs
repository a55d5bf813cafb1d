//! The directory over time.

mod positions;
mod registering;
mod reorganising;

use super::{Agency, AgencyKind, AgencyLevel, Directory, Ended, Entry, Event, Named, Ordered};
use crate::codes::AgencyCode;
use jiff::civil::{Date, date};

const BEFORE: Date = date(2025, 6, 30);
const BREAK: Date = date(2025, 7, 1);
const LATER: Date = date(2026, 3, 1);

fn code(text: &str) -> AgencyCode {
    text.parse().expect("a code")
}

fn commune(text: &str, name: &str, territory: &str, founded_on: Option<Date>) -> Agency {
    Agency {
        commune: Some(territory.parse().expect("a code")),
        parent: Some(code("H35")),
        founded_on,
        ..Agency::new(code(text), name, AgencyLevel::Commune, AgencyKind::Authority)
    }
}

fn counter(of: &str, territory: &str, founded_on: Option<Date>) -> Agency {
    Agency {
        parent: Some(code(of)),
        commune: Some(territory.parse().expect("a code")),
        founded_on,
        ..Agency::new(code(&format!("{of}.1")), format!("Một cửa {of}"), AgencyLevel::Commune, AgencyKind::Counter)
    }
}

/// Two old communes and the new one that was entered for the break, each with its counter; the province.
fn before_the_break() -> Vec<Entry> {
    let agencies = [
        Agency::new(code("H35"), "Ủy ban nhân dân tỉnh", AgencyLevel::Province, AgencyKind::Authority),
        commune("H35.OLD1", "Ủy ban nhân dân xã Sùng Phài", "03403", None),
        counter("H35.OLD1", "03403", None),
        commune("H35.OLD2", "Ủy ban nhân dân phường Quyết Tiến", "03388", None),
        counter("H35.OLD2", "03388", None),
        commune("H35.NEW", "Ủy ban nhân dân phường Đoàn Kết", "03388", Some(BREAK)),
        counter("H35.NEW", "03388", Some(BREAK)),
    ];
    agencies.into_iter().map(Entry::from).collect()
}

fn ordered(on: Date) -> Ordered {
    Ordered { on, decision: "Nghị quyết 1670/NQ-UBTVQH15".into() }
}

/// What the tables make of these events.
fn apply(entries: &mut [Entry], events: Vec<Event>) {
    let find = |code: &AgencyCode| entries.iter().position(|entry| entry.agency.code == *code).expect("an agency");
    let changes: Vec<_> = events
        .into_iter()
        .map(|event| match event {
            Event::AgencyMerged(merged) => {
                let end = Ended { on: merged.effective_on, into: merged.into, decision: merged.decision };
                (find(&merged.code), Some(end), None)
            }
            Event::AgencyDissolved(gone) => (
                find(&gone.code),
                Some(Ended { on: gone.effective_on, into: Vec::new(), decision: gone.decision }),
                None,
            ),
            Event::AgencyRenamed(renamed) => {
                let named = Named {
                    from: Some(renamed.effective_on),
                    name: renamed.name,
                    name_en: renamed.name_en,
                    decision: renamed.decision,
                };
                (find(&renamed.code), None, Some(named))
            }
            other => panic!("not a reorganisation: {other:?}"),
        })
        .collect();
    for (at, end, named) in changes {
        let entry = &mut entries[at];
        entry.end = entry.end.take().or(end);
        if let Some(named) = named {
            if entry.names.is_empty() {
                let (name, name_en) = (entry.agency.name.clone(), entry.agency.name_en.clone());
                entry.names.push(Named { from: None, name, name_en, decision: String::new() });
            }
            entry.names.push(named);
        }
    }
}

fn codes<'a>(agencies: impl IntoIterator<Item = &'a Agency>) -> Vec<&'a str> {
    agencies.into_iter().map(|agency| agency.code.as_str()).collect()
}

fn on(entries: &[Entry], day: Date) -> Directory {
    Directory::new(entries.to_vec(), Some(day))
}
