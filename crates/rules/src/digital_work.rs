//! Digital work (*làm việc trên môi trường số*): what of the journal is work of an agency, and when an agency counts as working so.
//!
//! Resolution 57-NQ/TW asks the agencies of all four blocs to manage and direct in the digital environment; no document says how that is
//! measured. Here an agency works digitally when its own people recorded work in at least [`ENOUGH`] of the last [`WEEKS`] whole weeks: one
//! week without work, as over a holiday, takes nothing away. What a program records and what somebody does about their own account are no work.

use crate::Event;
use crate::calendar::monday_of;
use crate::directives::{Direction, Event as Directives};
use crate::dossiers::Event as Dossiers;
use crate::results::Event as Results;
use jiff::ToSpan as _;
use jiff::civil::Date;

/// Over so many whole weeks an agency is looked at.
pub const WEEKS: usize = 4;
/// In so many of them it must have worked.
pub const ENOUGH: usize = 3;

/// A kind of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Dossiers and what belongs to them: payments, results, look-ups, archives; petitions.
    Dossiers,
    /// Documents in and out.
    Documents,
    /// Tasks, their reports, indicators, obstacles, inspections.
    Tasks,
    /// Committees and conferences.
    Meetings,
    /// Money, coverage, digital citizens, essential services, training.
    Resources,
    /// The directory, the catalogue, what the index is measured by.
    Administration,
}

/// What an entry of the journal is worth as work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Work {
    /// What kind of work it is.
    pub kind: Kind,
    /// Whether a document was signed or issued by it.
    pub signed: bool,
    /// Whether that carries a digital signature made here.
    pub certified: bool,
}

impl Kind {
    /// Every kind, in the order of tables.
    pub const ALL: [Self; 6] =
        [Self::Dossiers, Self::Documents, Self::Tasks, Self::Meetings, Self::Resources, Self::Administration];

    /// Its name in the database, the API and texts.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Dossiers => "dossiers",
            Self::Documents => "documents",
            Self::Tasks => "tasks",
            Self::Meetings => "meetings",
            Self::Resources => "resources",
            Self::Administration => "administration",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Whether each thing that was worked on is kept by its name: those of dossiers are many and have lists of their own, and what is
    /// administered has no page that everybody of the agency may open.
    #[must_use]
    pub fn is_named(self) -> bool {
        !matches!(self, Self::Dossiers | Self::Administration)
    }
}

/// What this is worth as work; nothing where it is none.
#[must_use]
pub fn work(event: &Event) -> Option<Work> {
    let kind = match event {
        Event::Dossiers(_)
        | Event::Payments(_)
        | Event::Petitions(_)
        | Event::Registry(_)
        | Event::Results(_)
        | Event::Archives(_) => Kind::Dossiers,
        Event::Directives(_) => Kind::Documents,
        Event::Tasks(_)
        | Event::TaskReports(_)
        | Event::OfficialReports(_)
        | Event::Indicators(_)
        | Event::Inspections(_)
        | Event::Obstacles(_) => Kind::Tasks,
        Event::Committees(_) | Event::Conferences(_) => Kind::Meetings,
        Event::Coverage(_)
        | Event::DigitalCitizens(_)
        | Event::Training(_)
        | Event::Geography(_)
        | Event::Budget(_)
        | Event::EssentialServices(_) => Kind::Resources,
        Event::People(_) | Event::Catalogue(_) | Event::Quality(_) => Kind::Administration,
        // One's own account and data are not the agency's work.
        Event::Accounts(_) | Event::Personal(_) => return None,
    };
    let (signed, certified) = match event {
        Event::Dossiers(Dossiers::Signed(signed)) => (true, signed.signed.is_some()),
        Event::Results(Results::Issued(issued)) => (true, issued.certificate.is_some()),
        Event::Directives(Directives::Registered(entry)) => {
            (entry.direction == Direction::Out && entry.signer.is_some(), false)
        }
        _ => (false, false),
    };
    Some(Work { kind, signed, certified })
}

/// The Mondays of so many whole weeks that ended by the end of a day, oldest first.
#[must_use]
pub fn whole_weeks(day: Date, count: usize) -> Vec<Date> {
    let next = monday_of(day.saturating_add(1.days()));
    let weeks = (1..=count).rev().map(|back| i32::try_from(back).unwrap_or(i32::MAX));
    weeks.map(|back| next.saturating_sub(back.weeks())).collect()
}

/// Whether an agency that recorded work in so many of the last [`WEEKS`] whole weeks works digitally.
#[must_use]
pub fn works(weeks: usize) -> bool {
    weeks >= ENOUGH
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directives::{Kind as DirectiveKind, Registered, Signer, Urgency};
    use crate::dossiers::{Signed, SignedFile};
    use jiff::civil::date;

    fn registered(direction: Direction, signer: Option<Signer>) -> Event {
        Event::Directives(Directives::Registered(Registered {
            directive: crate::codes::DirectiveCode::new(2025, 1),
            agency: "H35.TU".parse().expect("a code"),
            direction,
            number: 1,
            notation: "1-BC/TU".into(),
            issued_on: date(2025, 12, 1),
            issuer: "Tỉnh ủy".into(),
            kind: DirectiveKind::Report,
            subject: "Báo cáo".into(),
            content: String::new(),
            urgency: Urgency::Normal,
            due_on: None,
            signer,
            files: Vec::new(),
            file_text: String::new(),
            received_as: String::new(),
        }))
    }

    fn signed(file: Option<SignedFile>) -> Event {
        Event::Dossiers(Dossiers::Signed(Signed { step: 3, step_due_at: None, alone: false, signed: file }))
    }

    #[test]
    fn a_document_counts_as_signed_when_it_goes_out_with_a_signer_and_as_certified_by_its_certificate() {
        let signer = || Some(Signer { name: "Lò Văn A".into(), position: String::new() });
        let of = |event: &Event| work(event).map(|work| (work.kind, work.signed, work.certified));
        assert_eq!(of(&registered(Direction::Out, signer())), Some((Kind::Documents, true, false)));
        assert_eq!(of(&registered(Direction::Out, None)), Some((Kind::Documents, false, false)));
        assert_eq!(of(&registered(Direction::In, signer())), Some((Kind::Documents, false, false)));
        assert_eq!(of(&signed(None)), Some((Kind::Dossiers, true, false)));
        let file = SignedFile { file: "f".into(), sha256: "0".into(), certificate: "CN=A".into() };
        assert_eq!(of(&signed(Some(file))), Some((Kind::Dossiers, true, true)));
    }

    #[test]
    fn weeks_begin_on_mondays_and_count_once_they_are_over() {
        assert_eq!(monday_of(date(2025, 12, 23)), date(2025, 12, 22));
        assert_eq!(monday_of(date(2025, 12, 22)), date(2025, 12, 22));
        let four = [date(2025, 11, 24), date(2025, 12, 1), date(2025, 12, 8), date(2025, 12, 15)];
        for day in [date(2025, 12, 21), date(2025, 12, 23), date(2025, 12, 27)] {
            assert_eq!(whole_weeks(day, WEEKS), four, "{day}");
        }
        assert_eq!(whole_weeks(date(2025, 12, 20), 1), [date(2025, 12, 8)], "Sunday is not over");
    }

    #[test]
    fn one_week_off_takes_nothing_away_and_two_do() {
        assert_eq!([4, 3, 2, 0].map(works), [true, true, false, false]);
    }

    #[test]
    fn every_kind_has_its_own_name() {
        assert!(Kind::ALL.into_iter().all(|kind| Kind::from_key(kind.key()) == Some(kind)));
    }
}
