//! How conferences read: stages as words with colour and shape, kinds, agencies by name.

use crate::components::{Tag, Tone};
use crate::frame::Frame;
use crate::pages::said;
use rules::codes::AgencyCode;
use rules::conferences::{Conference, ConferenceKind, Stage};
use rules::people::{Agency, AgencyLevel};
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

/// The names of agencies; all communes or all departments by one word, of others only the first few.
pub fn agencies(f: &Frame, province: &Province, codes: &[AgencyCode]) -> String {
    let names = named(f, province, codes);
    if names.len() > MOST_NAMED {
        let first = names.iter().take(MOST_NAMED - 1).cloned().collect::<Vec<_>>().join(", ");
        let more = i64::try_from(names.len() - (MOST_NAMED - 1)).unwrap_or_default();
        return f.t2("conference-and-more", "names", first, "count", more);
    }
    names.join(", ")
}

/// The names of agencies, none of them left out; all communes or all departments by one word.
pub fn every_agency(f: &Frame, province: &Province, codes: &[AgencyCode]) -> String {
    named(f, province, codes).join(", ")
}

/// The levels whose agencies are called by one word where all of them are meant.
const AT_ONCE: [AgencyLevel; 2] = [AgencyLevel::Department, AgencyLevel::Commune];

/// A name each, in their order; one for exactly all communes or departments, where the first of them stands.
fn named(f: &Frame, province: &Province, codes: &[AgencyCode]) -> Vec<String> {
    let level = |code: &AgencyCode| province.directory.get(code).map(|agency| agency.level);
    let whole: Vec<AgencyLevel> = AT_ONCE
        .into_iter()
        .filter(|of| {
            let all = every(province, *of);
            all.len() > MOST_NAMED && all.iter().all(|code| codes.contains(code))
        })
        .collect();
    let (mut names, mut told) = (Vec::new(), Vec::new());
    for code in codes {
        match level(code).filter(|of| whole.contains(of) && every(province, *of).contains(code)) {
            Some(of) if told.contains(&of) => {}
            Some(of) => {
                told.push(of);
                names.push(f.t1(&format!("conference-every-{}", of.key()), "count", every(province, of).len()));
            }
            None => names.push(agency(f, province, code)),
        }
    }
    names
}

/// The agencies of a level that are there and settle things.
fn every(province: &Province, level: AgencyLevel) -> Vec<AgencyCode> {
    let directory = &province.directory;
    let there = |agency: &&Agency| agency.level == level && agency.settles() && directory.is_in_force(&agency.code);
    directory.iter().filter(there).map(|agency| agency.code.clone()).collect()
}

/// Which bridge points came: of communes and departments how many of how many and who was missing, others by name.
pub fn attendance(f: &Frame, province: &Province, conference: &Conference) -> Vec<String> {
    let level = |code: &AgencyCode| province.directory.get(code).map(|agency| agency.level);
    let of = |wanted: Option<AgencyLevel>| {
        let grouped = |code: &AgencyCode| level(code).filter(|level| AT_ONCE.contains(level));
        let points = conference.points.iter().map(|point| &point.agency).filter(move |code| grouped(code) == wanted);
        points.cloned().partition::<Vec<_>, _>(|code| conference.is_present(code))
    };
    let missing = |absent: &[AgencyCode]| match absent {
        [] => String::new(),
        absent => f.t1("conference-notice-absent", "names", every_agency(f, province, absent)),
    };
    let (came, absent) = of(None);
    let mut parts: Vec<String> = came.iter().map(|code| agency(f, province, code)).collect();
    parts.extend(absent.iter().map(|code| format!("{} {}", agency(f, province, code), f.t("conference-notice-away"))));
    for level in AT_ONCE {
        let (came, absent) = of(Some(level));
        if came.len() + absent.len() > 0 {
            let counted = f.t2(
                &format!("conference-notice-came-{}", level.key()),
                "count",
                came.len(),
                "all",
                came.len() + absent.len(),
            );
            parts.push(format!("{counted} {}", missing(&absent)).trim_end().to_owned());
        }
    }
    parts
}

/// So many agencies are named at most.
const MOST_NAMED: usize = 4;
