//! How directives read.

use crate::components::{Choice, Tag, Tone};
use crate::frame::Frame;
use crate::pages::said;
use rules::codes::AgencyCode;
use rules::directives::{Direction, Kind, Registered, Urgency};
use store::province::Province;

/// The name of a type.
pub(super) fn kind(f: &Frame, kind: Kind) -> String {
    f.t(&format!("directive-kind-{}", kind.key()))
}

/// Type, number and notation: "Thông báo 624/TB-VPCP".
pub(super) fn named(f: &Frame, registered: &Registered) -> String {
    format!("{} {}", kind(f, registered.kind), registered.notation)
}

/// Types to choose from.
pub(super) fn kinds(f: &Frame) -> Vec<Choice> {
    Kind::ALL.iter().map(|one| Choice::new(one.key(), kind(f, *one))).collect()
}

/// Came or went.
pub(super) fn direction(f: &Frame, direction: Direction) -> String {
    f.t(&format!("directive-direction-{}", direction.key()))
}

/// Directions to choose from.
pub(super) fn directions(f: &Frame) -> Vec<Choice> {
    Direction::ALL.iter().map(|one| Choice::new(one.key(), direction(f, *one))).collect()
}

/// Urgencies to choose from.
pub(super) fn urgencies(f: &Frame) -> Vec<Choice> {
    Urgency::ALL.iter().map(|one| Choice::new(one.key(), f.t(&format!("directive-urgency-{}", one.key())))).collect()
}

/// The mark of urgency, where there is one: in words, never by colour alone.
pub(super) fn urgency(f: &Frame, urgency: Urgency) -> Option<Tag> {
    let tone = match urgency {
        Urgency::Normal => return None,
        Urgency::Urgent => Tone::Warning,
        Urgency::VeryUrgent | Urgency::Express => Tone::Bad,
    };
    Some(Tag::new(tone, f.t(&format!("directive-urgency-{}", urgency.key()))))
}

/// The name of an agency.
pub(super) fn agency(f: &Frame, province: &Province, code: &AgencyCode) -> String {
    said::agency_named(f.lang(), &province.directory, code)
}
