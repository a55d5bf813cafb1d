//! Calling a conference, and changing what it is.

use super::{Conference, ConferenceKind, Details, LONGEST, Stage, WORKING_RULES};
use crate::codes::{AgencyCode, CommitteeCode, ConferenceCode};
use crate::people::permissions::{may_assign, may_run};
use crate::people::{Actor, Capacity};
use crate::text::tidy;
use crate::{Problem, Refusal};
use jiff::Timestamp;

/// A conference as somebody typed it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft {
    /// Its name.
    pub name: String,
    /// What kind it is.
    pub kind: Option<ConferenceKind>,
    /// The committee whose series it continues.
    pub series: Option<CommitteeCode>,
    /// When it begins.
    pub starts_at: Option<Timestamp>,
    /// Where the main bridge point is.
    pub place: String,
    /// Who chairs it.
    pub chair: String,
    /// The address of its video room.
    pub video: String,
}

/// Calls a conference under this code in the name of an agency.
///
/// # Errors
/// When the policy does not let them, or something is missing: its name, its time to come, its place, a safe address.
pub fn call(
    actor: &Actor,
    host: &AgencyCode,
    code: ConferenceCode,
    draft: &Draft,
    now: Timestamp,
) -> Result<(Details, Capacity), Refusal> {
    let by = may_assign(actor, host).map_err(|_| Refusal::forbidden("conference-hosts-only"))?;
    let details = details(host, code, draft, Some(now))?;
    Ok((details, by))
}

/// Changes what a conference is, until it is opened.
///
/// # Errors
/// As [`call`], and when it was opened.
pub fn change(
    actor: &Actor,
    conference: &Conference,
    draft: &Draft,
    now: Timestamp,
) -> Result<(Details, Capacity), Refusal> {
    let by = may_run(actor, conference)?;
    if conference.stage() != Stage::Planned {
        return Err(Refusal::rule("conference-opened-already"));
    }
    let before = &conference.details;
    // What was not moved may lie in the past: it begins late.
    let earliest = (draft.starts_at != Some(before.starts_at)).then_some(now);
    Ok((details(&before.host, before.conference.clone(), draft, earliest)?, by))
}

fn details(
    host: &AgencyCode,
    code: ConferenceCode,
    draft: &Draft,
    earliest: Option<Timestamp>,
) -> Result<Details, Refusal> {
    let mut problems = Vec::new();
    let mut text = |pointer: &str, typed: &str, needed: bool| {
        let text = tidy(typed);
        if needed && text.is_empty() {
            problems.push(Problem::new(pointer, "missing"));
        } else if text.chars().count() > LONGEST {
            problems.push(Problem::new(pointer, "too-long").with("max", LONGEST));
        }
        text
    };
    let name = text("/name", &draft.name, true);
    let place = text("/place", &draft.place, true);
    let chair = text("/chair", &draft.chair, false);
    let video = text("/video", &draft.video, false);
    if !video.is_empty() && !is_safe_address(&video) {
        problems.push(Problem::new("/video", "video-address"));
    }
    if draft.kind.is_none() {
        problems.push(Problem::new("/kind", "missing"));
    }
    let starts_at = match (draft.starts_at, earliest) {
        (Some(at), Some(earliest)) if at < earliest => {
            problems.push(Problem::new("/starts_at", "conference-in-the-past"));
            None
        }
        (at, _) => at,
    };
    if draft.starts_at.is_none() {
        problems.push(Problem::new("/starts_at", "conference-without-time"));
    }
    match (draft.kind, starts_at) {
        (Some(kind), Some(starts_at)) if problems.is_empty() => {
            let series = draft.series.clone();
            Ok(Details { conference: code, host: host.clone(), name, kind, series, starts_at, place, chair, video })
        }
        _ => Err(Refusal::input(problems).citing(WORKING_RULES)),
    }
}

/// Whether a browser may be sent there: by https, to a named host, without a user's name that could hide another host.
fn is_safe_address(address: &str) -> bool {
    let Some(rest) = address.strip_prefix("https://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':');
    host.contains('.') && host.bytes().all(plain) && !address.contains(['"', '<', '>', '\\', ' '])
}
