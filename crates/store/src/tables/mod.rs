//! What people look at: tables projected from the journal, in the transaction that appends to it.
//!
//! Agencies, people and procedures follow event by event ([`apply`]). A dossier's row and its counts are a function of the
//! dossier's state ([`dossiers::project`]), so whoever changes the state hands over both states. All of it can be dropped
//! and made again ([`crate::journal::rebuild`]).

pub mod accounts;
pub mod agencies;
pub mod agenda;
pub mod archives;
pub mod authorisations;
pub mod budget;
pub mod catalogue;
pub mod committees;
mod condition;
pub mod conferences;
pub mod coverage;
pub mod digital_citizens;
pub mod digital_work;
pub mod directives;
pub mod dossier_files;
pub mod dossier_lists;
pub mod dossier_queue;
pub mod dossiers;
pub mod drafts;
pub mod essential_services;
pub mod geography;
pub mod identities;
pub mod indicators;
pub mod inspections;
pub mod joined;
pub mod lateness;
pub mod messages;
pub(crate) mod numbers;
pub mod obstacles;
pub mod official_reports;
pub mod payments;
pub mod people;
pub mod personal;
pub mod petitions;
pub mod positions;
pub mod procedure_drafts;
pub mod process;
pub mod quality;
pub mod ratings;
pub mod registry;
pub mod results;
pub mod routes;
pub mod sessions;
pub mod staff;
pub mod supplements;
pub mod task_reports;
pub mod tasks;
pub mod training;
pub mod villages;
pub mod workload;

use crate::{Fault, Tx, journal::Recorded, values};
use rules::Event;

/// The tables that a rebuild empties and fills again; the words of the search beside them.
pub const PROJECTED: &[&str] = &[
    "agencies",
    "agency_names",
    "agency_ends",
    "villages",
    "people",
    "held_numbers",
    "identities",
    "particulars",
    "authorisations",
    "positions",
    "delegations",
    "delegated_positions",
    "separations",
    "procedures",
    "procedure_editions",
    "calendar_days",
    "dossiers",
    "dossier_numbers",
    "dossier_shares",
    "joined_dossiers",
    "consultations",
    "late_steps",
    "dossier_steps",
    "dossier_places",
    "dossier_fees",
    "dossier_days",
    "dossier_months",
    "dossier_late",
    "national_scores",
    "documents",
    "dossier_files",
    "broken_glass",
    "data_requests",
    "corrections",
    "consents",
    "registry_look_ups",
    "payments",
    "payment_moneys",
    "receipts",
    "receipt_numbers",
    "refunds",
    "fee_accounts",
    "statements",
    "bank_lines",
    "petitions",
    "petition_legs",
    "supplement_requests",
    "result_requests",
    "dossier_ratings",
    "archived_dossiers",
    "disposal_lists",
    "tasks",
    "task_support",
    "task_links",
    "task_years",
    "task_numbers",
    "task_reports",
    "task_cut_offs",
    "official_reports",
    "official_report_schedules",
    "indicators",
    "indicator_reports",
    "visits",
    "essential_services",
    "budget_lines",
    "budget_entries",
    "village_coverage",
    "digital_citizens",
    "digital_citizen_targets",
    "digital_work",
    "courses",
    "course_learners",
    "account_pauses",
    "outlines",
    "village_places",
    "committees",
    "committee_meetings",
    "committee_subjects",
    "committee_members",
    "conferences",
    "conference_points",
    "conference_numbers",
    "committee_activities",
    "obstacles",
    "obstacle_agencies",
    "directives",
    "directive_agencies",
    "running_numbers",
];

/// Takes an entry into the tables that follow event by event; depends on nothing but the entry and these tables.
///
/// # Errors
/// When the database refuses.
pub fn apply(tx: &mut Tx, recorded: &Recorded) -> Result<(), Fault> {
    digital_work::apply(tx, recorded)?;
    match &recorded.event {
        Event::People(event) => people::apply(tx, event, recorded.at),
        Event::Catalogue(event) => catalogue::apply(tx, event, recorded.version, recorded.at),
        Event::Personal(event) => personal::apply(tx, event, recorded),
        Event::Registry(event) => registry::apply(tx, recorded, event),
        Event::Payments(event) => payments::apply(tx, event, recorded),
        Event::Tasks(event) => tasks::apply(tx, event, recorded),
        Event::Committees(event) => committees::apply(tx, event),
        Event::TaskReports(event) => task_reports::apply(tx, event),
        Event::OfficialReports(event) => official_reports::apply(tx, event),
        Event::Conferences(event) => conferences::apply(tx, event, recorded),
        Event::Inspections(event) => inspections::apply(tx, event),
        Event::Budget(event) => budget::apply(tx, event),
        Event::Coverage(event) => coverage::apply(tx, event),
        Event::DigitalCitizens(event) => digital_citizens::apply(tx, event),
        Event::Training(event) => training::apply(tx, event, recorded),
        Event::Geography(event) => geography::apply(tx, event),
        Event::EssentialServices(event) => essential_services::apply(tx, event),
        Event::Indicators(event) => indicators::apply(tx, event),
        Event::Obstacles(event) => obstacles::apply(tx, event),
        Event::Directives(event) => directives::apply(tx, event),
        Event::Archives(event) => archives::apply(tx, event, recorded),
        Event::Quality(event) => quality::national::apply(tx, event, recorded),
        // What is kept of accounts is kept beside the journal; rows of dossiers, petitions and requests about
        // results follow from their states.
        Event::Dossiers(_) | Event::Petitions(_) | Event::Results(_) | Event::Accounts(_) => Ok(()),
    }
}

/// Empties every projected table.
///
/// # Errors
/// When the database refuses.
pub fn clear(tx: &mut Tx) -> Result<(), Fault> {
    for table in PROJECTED {
        tx.execute(&format!("DELETE FROM {table}"), values![])?;
    }
    crate::search::clear(tx)
}

/// Takes an entry of a complete journal into empty tables: a dossier's row is written once, at its filing, from its whole
/// stream, so that rows get their numbers in the order of filing; where it passes on to another agency, once more.
///
/// # Errors
/// When the database refuses or a stream can't be read.
pub fn replay(tx: &mut Tx, recorded: &Recorded) -> Result<(), Fault> {
    match &recorded.event {
        Event::Dossiers(rules::dossiers::Event::Filed(filed)) => {
            digital_work::apply(tx, recorded)?;
            dossiers::project_stretch(tx, recorded)?;
            crate::desk::dossiers::note_number(tx, &filed.code)
        }
        Event::Dossiers(rules::dossiers::Event::Transferred(_)) => {
            digital_work::apply(tx, recorded)?;
            dossiers::project_stretch(tx, recorded)
        }
        Event::Petitions(rules::petitions::Event::Filed(filed)) => {
            digital_work::apply(tx, recorded)?;
            let petition = crate::desk::petitions::load(tx, &filed.id)?;
            petitions::project(tx, &petition.ok_or_else(|| Fault::new("the stream of a filed petition is empty"))?)
        }
        Event::Results(rules::results::Event::Asked(asked)) => {
            digital_work::apply(tx, recorded)?;
            let request = crate::desk::results::load(tx, &asked.id)?;
            results::project(tx, &request.ok_or_else(|| Fault::new("the stream of a request is empty"))?)
        }
        _ => apply(tx, recorded),
    }
}

/// A value as JSON text for a column.
fn json(value: &impl serde::Serialize) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(|error| Fault::because("a value has no JSON form", error))
}
