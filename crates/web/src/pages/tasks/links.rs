//! What a task has to do with, as words and as a way to its page: every noun that has pages says here where one of its things is.

use crate::components::Choice;
use crate::frame::Frame;
use crate::pages::said::urlencoded;
use rules::codes::ConferenceCode;
use rules::tasks::{Link, LinkKind};

/// Something that a task has to do with.
pub(super) struct Linked {
    pub(super) kind: String,
    pub(super) reference: String,
    /// Its own page; empty where it has none and is only named.
    pub(super) page: String,
    /// All tasks that have to do with it.
    pub(super) tasks: String,
}

/// The page of the thing; nothing where there is none.
fn page(link: &Link) -> Option<String> {
    // What carries no code of ours (the number of somebody's document, say) is text.
    let coded = |prefix: &str| link.reference.starts_with(prefix).then(|| urlencoded(&link.reference));
    match link.kind {
        LinkKind::Indicator => coded("CT-").map(|code| format!("/indicators/{code}")),
        // A finding is named by its visit and its number in it: `KT-2025-003/2`.
        LinkKind::Inspection => {
            let (visit, finding) = link.reference.split_once('/')?;
            Some(format!("/inspections/{}#finding-{}", urlencoded(visit), urlencoded(finding)))
        }
        // A conclusion is named by its conference and its number in it: `HN-2025-00012/3`.
        LinkKind::Conclusion => {
            let (conference, number) = link.reference.split_once('/')?;
            conference.parse::<ConferenceCode>().ok()?;
            Some(format!("/conferences/{conference}#conclusion-{}", urlencoded(number)))
        }
        LinkKind::BudgetLine => coded("NS-").map(|code| format!("/budget/{code}")),
        LinkKind::Directive => coded("VB-").map(|code| format!("/directives/{code}")),
        LinkKind::Obstacle => coded("VM-").map(|code| format!("/obstacles/{code}")),
    }
}

/// The link in words.
pub(super) fn linked(f: &Frame, link: &Link) -> Linked {
    let kept = format!("{}:{}", link.kind.key(), link.reference);
    Linked {
        kind: kind_name(f, link.kind),
        reference: link.reference.clone(),
        page: page(link).unwrap_or_default(),
        tasks: format!("/tasks?side=all&link={}", urlencoded(&kept)),
    }
}

/// The link in a line.
pub(super) fn said(f: &Frame, link: &Link) -> String {
    format!("{}: {}", kind_name(f, link.kind), link.reference)
}

/// Kinds of things, to choose from.
pub(super) fn kinds(f: &Frame) -> Vec<Choice> {
    LinkKind::ALL.map(|kind| Choice::new(kind.key(), kind_name(f, kind))).into()
}

fn kind_name(f: &Frame, kind: LinkKind) -> String {
    f.t(&format!("task-link-{}", kind.key().replace('_', "-")))
}
