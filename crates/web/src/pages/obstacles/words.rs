//! How obstacles read: kinds, statuses with colour and shape, agencies.

use crate::components::{Choice, Tag, Tone};
use crate::frame::Frame;
use crate::pages::said;
use rules::codes::AgencyCode;
use rules::obstacles::{Kind, Status};
use rules::people::Agency;
use store::province::Province;

/// The name of a kind.
pub(super) fn kind(f: &Frame, kind: Kind) -> String {
    f.t(&format!("obstacle-kind-{}", kind.key()))
}

/// The kinds to choose from.
pub(super) fn kinds(f: &Frame) -> Vec<Choice> {
    Kind::ALL.map(|one| Choice::new(one.key(), kind(f, one))).into()
}

/// Where it stands: in words, never by colour alone.
pub(super) fn status(f: &Frame, status: Status, late: bool) -> Tag {
    match status {
        Status::Open if late => Tag::new(Tone::Bad, f.t("obstacle-status-late")),
        Status::Open => Tag::new(Tone::Progress, f.t("obstacle-status-open")),
        Status::Answered => Tag::new(Tone::Good, f.t("obstacle-status-answered")),
        Status::Merged => Tag::new(Tone::Waiting, f.t("obstacle-status-merged")),
    }
}

/// The name of an agency.
pub(super) fn agency(f: &Frame, province: &Province, code: &AgencyCode) -> String {
    said::agency_named(f.lang(), &province.directory, code)
}

/// Agencies to choose from, by name.
pub(super) fn choices<'a>(f: &Frame, agencies: impl IntoIterator<Item = &'a Agency>) -> Vec<Choice> {
    let choice = |agency: &Agency| Choice::new(agency.code.as_str(), said::agency_name(f.lang(), agency));
    let mut choices: Vec<_> = agencies.into_iter().map(choice).collect();
    choices.sort_by_cached_key(|choice| rules::text::fold(&choice.label));
    choices
}
