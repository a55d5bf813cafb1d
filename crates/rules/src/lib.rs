//! The law as pure functions.
//!
//! Knows: working time, dossiers, procedures, people and what they may do, personal data, look-ups of people, payments,
//! petitions, copies and corrections of results, archives, messages, tasks, committees, conferences, obstacles, directives,
//! what concerns an agency when, the service index, official reports, essential services, money, coverage of villages,
//! digital citizens, digital work, training.
//! Must not know: clocks, databases, files, networks. Whoever calls passes in what a rule needs.

pub mod accounts;
pub mod agenda;
pub mod archives;
pub mod budget;
pub mod calendar;
pub mod catalogue;
pub mod codes;
pub mod committees;
pub mod conferences;
pub mod coverage;
pub mod digital_citizens;
pub mod digital_work;
pub mod directives;
pub mod dossiers;
pub mod essential_services;
pub mod geography;
pub mod indicators;
pub mod inspections;
pub mod lateness;
pub mod messages;
pub mod money;
pub mod obstacles;
pub mod official_reports;
pub mod open_data;
pub mod payments;
pub mod people;
pub mod personal;
pub mod petitions;
pub mod process;
pub mod quality;
mod refusal;
pub mod registry;
pub mod results;
pub mod task_reports;
pub mod tasks;
pub mod text;
pub mod training;

pub use refusal::{Problem, Refusal, RefusalKind};

use serde::{Deserialize, Serialize};

/// Anything that the journal can hold: one event of one noun.
///
/// The journal keeps the noun and the event's own name as its `kind` (`dossiers.received`) and the event's
/// fields as JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "noun", content = "event", rename_all = "snake_case")]
pub enum Event {
    /// Something happened to a dossier.
    Dossiers(dossiers::Event),
    /// Something happened to a procedure.
    Catalogue(catalogue::Event),
    /// Something happened to an agency or to a person.
    People(people::Event),
    /// Something happened to somebody's data.
    Personal(personal::Event),
    /// Somebody was looked up in the population registry.
    Registry(registry::Event),
    /// Something happened to how somebody signs in.
    Accounts(accounts::Event),
    /// Something happened to a payment.
    Payments(payments::Event),
    /// Something happened to a petition.
    Petitions(petitions::Event),
    /// Something happened to a task.
    Tasks(tasks::Event),
    /// Something happened to a committee or working group.
    Committees(committees::Event),
    /// Something happened to a monthly report of tasks.
    TaskReports(task_reports::Event),
    /// Something happened to an official report.
    OfficialReports(official_reports::Event),
    /// Something happened to a conference.
    Conferences(conferences::Event),
    /// Something happened to an indicator or a report about it.
    Indicators(indicators::Event),
    /// Something happened to a visit.
    Inspections(inspections::Event),
    /// Something happened to the coverage of a village.
    Coverage(coverage::Event),
    /// Something happened to the count of digital citizens of a village.
    DigitalCitizens(digital_citizens::Event),
    /// Something happened to a course.
    Training(training::Event),
    /// Something happened to where places lie.
    Geography(geography::Event),
    /// Something happened to a budget line.
    Budget(budget::Event),
    /// Something happened to an essential service.
    EssentialServices(essential_services::Event),
    /// Something happened to an obstacle.
    Obstacles(obstacles::Event),
    /// Something happened to a directive.
    Directives(directives::Event),
    /// Something happened to a request about a result.
    Results(results::Event),
    /// Something happened in an archive.
    Archives(archives::Event),
    /// Something happened to what the index is measured by.
    Quality(quality::Event),
}

impl Event {
    /// The noun and the event's name, as the journal writes them: `dossiers.received`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Dossiers(event) => event.kind(),
            Self::Catalogue(event) => event.kind(),
            Self::People(event) => event.kind(),
            Self::Personal(event) => event.kind(),
            Self::Registry(event) => event.kind(),
            Self::Accounts(event) => event.kind(),
            Self::Payments(event) => event.kind(),
            Self::Petitions(event) => event.kind(),
            Self::Tasks(event) => event.kind(),
            Self::Committees(event) => event.kind(),
            Self::TaskReports(event) => event.kind(),
            Self::OfficialReports(event) => event.kind(),
            Self::Conferences(event) => event.kind(),
            Self::Inspections(event) => event.kind(),
            Self::EssentialServices(event) => event.kind(),
            Self::Budget(event) => event.kind(),
            Self::Coverage(event) => event.kind(),
            Self::DigitalCitizens(event) => event.kind(),
            Self::Training(event) => event.kind(),
            Self::Geography(event) => event.kind(),
            Self::Indicators(event) => event.kind(),
            Self::Obstacles(event) => event.kind(),
            Self::Directives(event) => event.kind(),
            Self::Results(event) => event.kind(),
            Self::Archives(event) => event.kind(),
            Self::Quality(event) => event.kind(),
        }
    }

    /// The event's fields as JSON text, without its kind.
    ///
    /// # Errors
    /// When a value has no JSON form; no event of this crate has one.
    pub fn body(&self) -> Result<String, serde_json::Error> {
        match self {
            Self::Dossiers(event) => event.body(),
            Self::Catalogue(event) => event.body(),
            Self::People(event) => event.body(),
            Self::Personal(event) => event.body(),
            Self::Registry(event) => event.body(),
            Self::Accounts(event) => event.body(),
            Self::Payments(event) => event.body(),
            Self::Petitions(event) => event.body(),
            Self::Tasks(event) => event.body(),
            Self::Committees(event) => event.body(),
            Self::TaskReports(event) => event.body(),
            Self::OfficialReports(event) => event.body(),
            Self::Conferences(event) => event.body(),
            Self::Inspections(event) => event.body(),
            Self::EssentialServices(event) => event.body(),
            Self::Budget(event) => event.body(),
            Self::Coverage(event) => event.body(),
            Self::DigitalCitizens(event) => event.body(),
            Self::Training(event) => event.body(),
            Self::Geography(event) => event.body(),
            Self::Indicators(event) => event.body(),
            Self::Obstacles(event) => event.body(),
            Self::Directives(event) => event.body(),
            Self::Results(event) => event.body(),
            Self::Archives(event) => event.body(),
            Self::Quality(event) => event.body(),
        }
    }

    /// The event that a journal entry of this kind and body stands for.
    ///
    /// # Errors
    /// When the kind is unknown or the body does not have the fields of its kind.
    pub fn parse(kind: &str, body: &str) -> Result<Self, serde_json::Error> {
        match kind.split_once('.').map(|(noun, _)| noun) {
            Some("dossiers") => dossiers::Event::parse(kind, body).map(Self::Dossiers),
            Some("catalogue") => catalogue::Event::parse(kind, body).map(Self::Catalogue),
            Some("people") => people::Event::parse(kind, body).map(Self::People),
            Some("personal") => personal::Event::parse(kind, body).map(Self::Personal),
            Some("registry") => registry::Event::parse(kind, body).map(Self::Registry),
            Some("accounts") => accounts::Event::parse(kind, body).map(Self::Accounts),
            Some("payments") => payments::Event::parse(kind, body).map(Self::Payments),
            Some("petitions") => petitions::Event::parse(kind, body).map(Self::Petitions),
            Some("tasks") => tasks::Event::parse(kind, body).map(Self::Tasks),
            Some("committees") => committees::Event::parse(kind, body).map(Self::Committees),
            Some("task_reports") => task_reports::Event::parse(kind, body).map(Self::TaskReports),
            Some("official_reports") => official_reports::Event::parse(kind, body).map(Self::OfficialReports),
            Some("conferences") => conferences::Event::parse(kind, body).map(Self::Conferences),
            Some("inspections") => inspections::Event::parse(kind, body).map(Self::Inspections),
            Some("coverage") => coverage::Event::parse(kind, body).map(Self::Coverage),
            Some("digital_citizens") => digital_citizens::Event::parse(kind, body).map(Self::DigitalCitizens),
            Some("training") => training::Event::parse(kind, body).map(Self::Training),
            Some("geography") => geography::Event::parse(kind, body).map(Self::Geography),
            Some("budget") => budget::Event::parse(kind, body).map(Self::Budget),
            Some("essential_services") => essential_services::Event::parse(kind, body).map(Self::EssentialServices),
            Some("indicators") => indicators::Event::parse(kind, body).map(Self::Indicators),
            Some("obstacles") => obstacles::Event::parse(kind, body).map(Self::Obstacles),
            Some("directives") => directives::Event::parse(kind, body).map(Self::Directives),
            Some("archives") => archives::Event::parse(kind, body).map(Self::Archives),
            Some("quality") => quality::Event::parse(kind, body).map(Self::Quality),
            Some("results") => results::Event::parse(kind, body).map(Self::Results),
            _ => Err(serde::de::Error::custom(format!("unknown kind of event: {kind}"))),
        }
    }
}

/// Declares the events of one noun: the enum, each event's kind in the journal, and its way to JSON and back.
macro_rules! events {
    ($(#[$doc:meta])* $noun:literal { $($(#[$variant_doc:meta])* $variant:ident($body:ty) = $name:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(tag = "kind", content = "body", rename_all = "snake_case")]
        pub enum Event {
            $($(#[$variant_doc])* $variant($body),)+
        }

        impl Event {
            /// The kinds of this noun, as the journal writes them.
            pub const KINDS: &'static [&'static str] = &[$(concat!($noun, ".", $name)),+];

            /// This event's kind, as the journal writes it.
            #[must_use]
            pub fn kind(&self) -> &'static str {
                match self { $(Self::$variant(_) => concat!($noun, ".", $name),)+ }
            }

            /// This event's fields as JSON text.
            ///
            /// # Errors
            /// When a value has no JSON form.
            pub fn body(&self) -> Result<String, serde_json::Error> {
                match self { $(Self::$variant(body) => serde_json::to_string(body),)+ }
            }

            /// Reads an event back from the journal.
            ///
            /// # Errors
            /// When the kind is unknown or the body does not fit it.
            pub fn parse(kind: &str, body: &str) -> Result<Self, serde_json::Error> {
                match kind {
                    $(concat!($noun, ".", $name) => serde_json::from_str(body).map(Self::$variant),)+
                    _ => Err(serde::de::Error::custom(format!("unknown kind of event: {kind}"))),
                }
            }
        }
    };
}
pub(crate) use events;
