//! Entering, renaming, merging and dissolving agencies (*thành lập, đổi tên, sáp nhập, giải thể*; Luật Tổ chức chính quyền địa
//! phương 72/2025/QH15): what is refused, and what follows.
//!
//! The directory is the one of today; the day of effect may lie before or after.

use super::is_within;
use super::{
    Agency, AgencyDissolved, AgencyKind, AgencyLevel, AgencyMerged, AgencyRegistered, AgencyRenamed, Directory, Event,
};
use crate::codes::AgencyCode;
use crate::text::tidy;
use crate::{Problem, Refusal};
use jiff::civil::Date;

/// The decision that a change of an agency rests on, and from when it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ordered {
    /// The first day of effect.
    pub on: Date,
    /// The decision: number and issuer.
    pub decision: String,
}

impl Ordered {
    /// The decision as it is kept.
    pub(super) fn checked(&self, problems: &mut Vec<Problem>) -> String {
        let decision = tidy(&self.decision);
        if decision.is_empty() {
            problems.push(Problem::new("/decision", "decision-missing"));
        }
        decision
    }
}

/// Enters an agency, or other particulars of one that is known; nothing when it is known just so. `is_no_more` says that its
/// end is entered with it: its territory may have another authority since.
///
/// # Errors
/// The fields that can't be right: no name, a parent or a territory that is not there or taken, an identification code of another.
pub fn register(directory: &Directory, mut agency: Agency, is_no_more: bool) -> Result<Option<Event>, Refusal> {
    agency.name = tidy(&agency.name);
    if directory.get(&agency.code) == Some(&agency) {
        return Ok(None);
    }
    let mut problems = Vec::new();
    if agency.name.is_empty() {
        problems.push(Problem::new("/name", "agency-name-missing"));
    }
    // One agency has a code of one part: the province, above every other.
    let province = directory.every().find(|other| !other.code.as_str().contains('.') && other.code != agency.code);
    if let Some(province) = province.filter(|province| !is_within(&agency.code, &province.code)) {
        problems.push(Problem::new("/code", "agency-code-outside").with("province", &province.code));
    }
    if let Some(parent) = &agency.parent {
        if directory.get(parent).is_none() {
            problems.push(Problem::new("/parent", "agency-unknown").with("code", parent));
        } else if is_below(directory, parent, &agency.code) {
            problems.push(Problem::new("/parent", "agency-parent-loop").with("code", parent));
        }
    }
    let others = || directory.every().filter(|other| other.code != agency.code);
    if let Some(eid) = &agency.eid
        && let Some(other) = others().find(|other| other.eid.as_ref() == Some(eid))
    {
        problems.push(Problem::new("/eid", "eid-taken").with("code", eid).with("name", &other.name));
    }
    match &agency.commune {
        None if agency.level == AgencyLevel::Commune => problems.push(Problem::new("/commune", "commune-missing")),
        // A new unit is entered before the old ones are merged into it: its founding says so.
        Some(commune) if agency.governs_a_commune() && agency.founded_on.is_none() && !is_no_more => {
            let governs = |other: &&Agency| {
                other.governs_a_commune()
                    && other.commune.as_ref() == Some(commune)
                    && directory.is_in_force(&other.code)
            };
            if let Some(other) = others().find(governs) {
                problems.push(Problem::new("/commune", "commune-governed").with("name", &other.name));
            }
        }
        _ => {}
    }
    if let (Some(from), Some(end)) = (agency.founded_on, directory.end(&agency.code))
        && from >= end.on
    {
        problems.push(Problem::new("/founded_on", "founded-after-end").with("day", end.on));
    }
    if !problems.is_empty() {
        return Err(Refusal::input(problems));
    }
    Ok(Some(Event::AgencyRegistered(AgencyRegistered::of(agency))))
}

/// Whether `agency` is `above` or belongs to it, step after step.
fn is_below(directory: &Directory, agency: &AgencyCode, above: &AgencyCode) -> bool {
    let mut at = Some(agency);
    // As many steps as there are agencies: an old loop ends too.
    for _ in 0..=directory.every().count() {
        match at {
            Some(code) if code == above => return true,
            Some(code) => at = directory.get(code).and_then(|agency| agency.parent.as_ref()),
            None => return false,
        }
    }
    true
}

/// Gives an agency another name from a day on.
///
/// # Errors
/// When it is not there or ends before, has that name, or the decision is missing.
pub fn rename(
    directory: &Directory,
    code: &AgencyCode,
    name: &str,
    name_en: Option<String>,
    ordered: &Ordered,
) -> Result<Event, Refusal> {
    let agency = living(directory, code, ordered.on)?;
    let (mut problems, name) = (Vec::new(), tidy(name));
    if name.is_empty() {
        problems.push(Problem::new("/name", "agency-name-missing"));
    } else if name == agency.name {
        problems.push(Problem::new("/name", "agency-same-name"));
    }
    if let Some(last) = directory.names(code).last().and_then(|named| named.from)
        && ordered.on <= last
    {
        problems.push(Problem::new("/on", "renamed-later").with("day", last));
    }
    let decision = ordered.checked(&mut problems);
    if !problems.is_empty() {
        return Err(Refusal::input(problems));
    }
    Ok(Event::AgencyRenamed(AgencyRenamed { code: code.clone(), name, name_en, effective_on: ordered.on, decision }))
}

/// Merges agencies into others from a day on: the first of those takes over their dossiers. Their own counters go with them, to
/// the counter of the first.
///
/// # Errors
/// When one of them is not there on the day, would be merged into itself, or the decision is missing.
pub fn merge(
    directory: &Directory,
    codes: &[AgencyCode],
    into: &[AgencyCode],
    ordered: &Ordered,
) -> Result<Vec<Event>, Refusal> {
    let mut problems = Vec::new();
    if codes.is_empty() {
        problems.push(Problem::new("/codes", "merge-nothing"));
    }
    if into.is_empty() {
        problems.push(Problem::new("/into", "merge-into-nothing"));
    }
    if let Some(itself) = codes.iter().find(|code| into.contains(code)) {
        problems.push(Problem::new("/into", "merge-into-itself").with("code", itself));
    }
    let decision = ordered.checked(&mut problems);
    if !problems.is_empty() {
        return Err(Refusal::input(problems));
    }
    let ending: Vec<&Agency> =
        codes.iter().map(|code| living(directory, code, ordered.on)).collect::<Result<_, _>>()?;
    for code in into {
        let successor = living(directory, code, ordered.on)?;
        if let Some(other) = ending.iter().find(|agency| agency.kind != successor.kind) {
            return Err(Refusal::rule("merge-other-kind").with("name", &other.name).with("into", &successor.name));
        }
    }
    let merged = |agency: &Agency, into: Vec<AgencyCode>| {
        let (code, decision) = (agency.code.clone(), decision.clone());
        Event::AgencyMerged(AgencyMerged { code, into, effective_on: ordered.on, decision })
    };
    let mut events: Vec<_> = ending.iter().map(|agency| merged(agency, into.to_vec())).collect();
    let then = directory.on(ordered.on);
    let counter = into.first().and_then(|successor| then.counter_of(successor));
    for own in counters_of(&then, codes) {
        events.push(match counter.filter(|counter| counter.code != own.code) {
            Some(counter) => merged(own, vec![counter.code.clone()]),
            None => dissolved(own, ordered.on, &decision),
        });
    }
    Ok(events)
}

/// Dissolves an agency from a day on, with its own counters. Nobody takes over: who asks makes sure that nothing is open there.
///
/// # Errors
/// When it is not there on the day or the decision is missing.
pub fn dissolve(directory: &Directory, code: &AgencyCode, ordered: &Ordered) -> Result<Vec<Event>, Refusal> {
    let mut problems = Vec::new();
    let decision = ordered.checked(&mut problems);
    if !problems.is_empty() {
        return Err(Refusal::input(problems));
    }
    let agency = living(directory, code, ordered.on)?;
    let then = directory.on(ordered.on);
    let is_below = |other: &&Agency| other.parent.as_ref() == Some(code) && other.kind == AgencyKind::Authority;
    let below: Vec<_> = then.iter().filter(is_below).collect();
    if let Some(first) = below.first() {
        return Err(Refusal::rule("agency-has-others-below")
            .with("name", &agency.name)
            .with("count", below.len())
            .with("first", &first.name));
    }
    let counters = counters_of(&then, std::slice::from_ref(code));
    Ok(std::iter::once(agency).chain(counters).map(|agency| dissolved(agency, ordered.on, &decision)).collect())
}

fn dissolved(agency: &Agency, on: Date, decision: &str) -> Event {
    let (code, decision) = (agency.code.clone(), decision.to_owned());
    Event::AgencyDissolved(AgencyDissolved { code, effective_on: on, decision })
}

/// The counters of these authorities that are in force on the directory's day, and not among them.
fn counters_of<'a>(then: &'a Directory, codes: &[AgencyCode]) -> impl Iterator<Item = &'a Agency> {
    then.iter().filter(move |agency| {
        agency.kind == AgencyKind::Counter
            && agency.parent.as_ref().is_some_and(|parent| codes.contains(parent))
            && !codes.contains(&agency.code)
    })
}

/// The agency, when it exists on the day before or on the day itself, and its end is not decided.
fn living<'a>(directory: &'a Directory, code: &AgencyCode, on: Date) -> Result<&'a Agency, Refusal> {
    let unknown = || Refusal::not_found("agency-unknown").with("code", code);
    let agency = directory.get(code).ok_or_else(unknown)?;
    if let Some(end) = directory.end(code) {
        return Err(Refusal::rule("agency-ended").with("name", &agency.name).with("day", end.on));
    }
    match agency.founded_on {
        Some(from) if on < from => Err(Refusal::rule("agency-not-yet").with("name", &agency.name).with("day", from)),
        _ => Ok(agency),
    }
}
