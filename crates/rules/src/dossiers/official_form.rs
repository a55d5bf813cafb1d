//! The official forms of a dossier (Thông tư 03/2025/TT-VPCP, Phụ lục I): which event each one documents, and for how long what
//! it says holds.

use super::{Dossier, Event, Status};
use jiff::Timestamp;

/// A form on the way of one dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OfficialForm {
    /// Mẫu 01: it was received, and the result is to be had then.
    Acknowledgement,
    /// Mẫu 02: something is missing.
    SupplementRequest,
    /// Mẫu 03: it was not taken in.
    Refusal,
    /// Mẫu 04: it will be late, with an apology and a new appointment.
    Apology,
    /// Mẫu 05: settling was stopped.
    StopNotice,
    /// Mẫu 06: every hand-over between desks.
    ControlSlip,
}

/// Whether what a form says still holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormStanding {
    /// It holds.
    InForce,
    /// Something later took its place: a new appointment, a resumption, a further entry.
    Replaced,
    /// What it asked for or promised has come about, or the dossier is closed.
    Done,
}

impl FormStanding {
    /// The standing's name in the API.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::InForce => "in_force",
            Self::Replaced => "replaced",
            Self::Done => "done",
        }
    }
}

impl OfficialForm {
    /// Every form, by number.
    pub const ALL: [Self; 6] = [
        Self::Acknowledgement,
        Self::SupplementRequest,
        Self::Refusal,
        Self::Apology,
        Self::StopNotice,
        Self::ControlSlip,
    ];

    /// Its number in the circular.
    #[must_use]
    pub fn number(self) -> u8 {
        self as u8 + 1
    }

    /// The form of this number.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number).checked_sub(1)?).copied()
    }

    /// Its name in addresses and in the API.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Acknowledgement => "acknowledgement",
            Self::SupplementRequest => "supplement-request",
            Self::Refusal => "refusal",
            Self::Apology => "apology",
            Self::StopNotice => "stop-notice",
            Self::ControlSlip => "control-slip",
        }
    }

    /// The form of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.key() == key)
    }

    /// The sign that follows the dossier's code in the form's number: "H35.38-251223-0001/TNHS".
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Acknowledgement => "TNHS",
            Self::SupplementRequest => "YCBS",
            Self::Refusal => "TCTN",
            Self::Apology => "PXL",
            Self::StopNotice => "TB",
            Self::ControlSlip => "KSQT",
        }
    }

    /// Whether it stays inside the agencies: the slip names every desk.
    #[must_use]
    pub fn is_internal(self) -> bool {
        self == Self::ControlSlip
    }

    /// The form that documents this event; the slip documents them all.
    #[must_use]
    pub fn of(event: &Event) -> Option<Self> {
        match event {
            Event::Received(_) => Some(Self::Acknowledgement),
            Event::SupplementRequested(_) => Some(Self::SupplementRequest),
            Event::Refused(_) => Some(Self::Refusal),
            Event::Apologised(_) => Some(Self::Apology),
            Event::Suspended(_) | Event::Withdrawn(_) => Some(Self::StopNotice),
            _ => None,
        }
    }

    /// Whether a form that was issued then, on the dossier's version of that time, still holds.
    #[must_use]
    pub fn standing(self, dossier: &Dossier, issued_at: Timestamp, version: u64) -> FormStanding {
        use FormStanding::{Done, InForce, Replaced};
        let open = !dossier.status.is_finished();
        match self {
            Self::Acknowledgement if dossier.appointment() != dossier.first_due_at => Replaced,
            Self::Acknowledgement | Self::Apology if open => InForce,
            Self::Acknowledgement | Self::Apology => Done,
            Self::SupplementRequest => {
                let round = dossier.supplements.iter().find(|round| round.requested_at == issued_at);
                let waits = dossier.status == Status::AwaitingSupplement;
                if waits && round.is_some_and(|round| round.supplied_at.is_none()) { InForce } else { Done }
            }
            Self::Refusal => InForce,
            Self::StopNotice => match (dossier.status, dossier.finished_at) {
                (Status::Stopped | Status::Withdrawn, Some(at)) if at == issued_at => InForce,
                _ => Replaced,
            },
            Self::ControlSlip if dossier.version == version => InForce,
            Self::ControlSlip => Replaced,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_found_by_number_and_name() {
        for form in OfficialForm::ALL {
            assert_eq!(OfficialForm::from_number(form.number()), Some(form));
            assert_eq!(OfficialForm::from_key(form.key()), Some(form));
        }
        assert_eq!(OfficialForm::from_number(0), None);
        assert_eq!(OfficialForm::from_number(7), None);
    }
}
