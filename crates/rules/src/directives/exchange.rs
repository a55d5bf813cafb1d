//! Directives between systems: which agency a document that came is for, told by its identification code.

use super::Urgency;
use crate::codes::AgencyCode;
use crate::people::permissions::may_assign;
use crate::people::{Actor, Agency, Directory};
use crate::{Problem, Refusal};

/// An identification code in the form of today: the older `000.00.14.H35` is `H35.14` (QCVN 102:2016/BTTTT, SĐ1:2022).
#[must_use]
pub fn canonical(code: &str) -> String {
    let upper = code.trim().to_uppercase();
    let mut parts: Vec<&str> = upper.split('.').collect();
    let is_number = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    if parts.first().is_some_and(is_number) && parts.last().is_some_and(|part| !is_number(part)) {
        parts.reverse();
    }
    let is_nothing = |part: &str| part.bytes().all(|byte| byte == b'0');
    while parts.len() > 1 && parts.last().is_some_and(|part| is_nothing(part)) {
        parts.pop();
    }
    parts.join(".")
}

/// The agency in force that has this identification code.
#[must_use]
pub fn identified<'a>(directory: &'a Directory, code: &str) -> Option<&'a Agency> {
    let wanted = canonical(code);
    directory.iter().find(|agency| {
        directory.is_in_force(&agency.code) && agency.eid.as_ref().is_some_and(|eid| canonical(eid.as_str()) == wanted)
    })
}

/// The agency in whose register a document is entered that was sent to these codes: one whose register the actor keeps, the chosen
/// one where several are.
///
/// # Errors
/// When no agency of ours has any of the codes, or the actor keeps the register of none that has.
pub fn receiver(
    actor: &Actor,
    directory: &Directory,
    codes: &[String],
    chosen: Option<&AgencyCode>,
) -> Result<AgencyCode, Refusal> {
    let wrong = |problem: Problem| Err(Refusal::input(vec![problem]));
    let known: Vec<&Agency> = codes.iter().filter_map(|code| identified(directory, code)).collect();
    if known.is_empty() {
        return wrong(Problem::new("/edxml", "edxml-receiver-unknown").with("codes", codes.join(", ")));
    }
    let names = || known.iter().map(|agency| agency.name.as_str()).collect::<Vec<_>>().join(", ");
    let mut mine = known.iter().filter(|agency| may_assign(actor, &agency.code).is_ok()).map(|agency| &agency.code);
    let found = match chosen {
        Some(chosen) => mine.find(|code| *code == chosen),
        None => mine.next(),
    };
    match found {
        Some(code) => Ok(code.clone()),
        None => wrong(Problem::new("/edxml", "edxml-receiver-not-yours").with("names", names())),
    }
}

impl Urgency {
    /// Its number in edXML (`OtherInfo/Priority`).
    #[must_use]
    pub fn priority(self) -> u8 {
        match self {
            Self::Normal => 0,
            Self::Urgent => 1,
            Self::VeryUrgent => 2,
            Self::Express => 3,
        }
    }

    /// The urgency of a number in edXML; 4 is *hỏa tốc hẹn giờ*.
    #[must_use]
    pub fn from_priority(priority: u8) -> Self {
        match priority {
            0 => Self::Normal,
            1 => Self::Urgent,
            2 => Self::VeryUrgent,
            _ => Self::Express,
        }
    }
}
