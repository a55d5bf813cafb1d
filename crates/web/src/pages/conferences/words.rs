//! How conferences read: stages as words with colour and shape, kinds, agencies by name.

use crate::components::{Tag, Tone};
use crate::frame::Frame;
use crate::pages::said;
use rules::codes::AgencyCode;
use rules::conferences::{ConferenceKind, Stage};
use store::province::Province;

/// How far a conference is.
pub fn stage(f: &Frame, stage: Stage) -> Tag {
    let tone = match stage {
        Stage::Planned => Tone::New,
        Stage::Open => Tone::Progress,
        Stage::Closed => Tone::Neutral,
    };
    Tag::new(tone, f.t(&format!("conference-stage-{}", stage.key())))
}

/// What kind it is.
pub fn kind(f: &Frame, kind: ConferenceKind) -> String {
    f.t(&format!("conference-kind-{}", kind.key()))
}

/// The name of an agency.
pub fn agency(f: &Frame, province: &Province, code: &AgencyCode) -> String {
    said::agency_named(f.lang(), &province.directory, code)
}

/// The names of agencies; all communes or all departments at once by one word.
pub fn agencies(f: &Frame, province: &Province, codes: &[AgencyCode]) -> String {
    let names: Vec<String> = codes.iter().map(|code| agency(f, province, code)).collect();
    if names.len() > MOST_NAMED {
        let first = names.iter().take(MOST_NAMED - 1).cloned().collect::<Vec<_>>().join(", ");
        let more = i64::try_from(names.len() - (MOST_NAMED - 1)).unwrap_or_default();
        return f.t2("conference-and-more", "names", first, "count", more);
    }
    names.join(", ")
}

/// So many agencies are named at most.
const MOST_NAMED: usize = 4;
