//! Where a command meets the journal: load, ask the policy and the rules, append, project, in one transaction.

pub mod accounts;
pub mod agencies;
pub mod authorisations;
pub mod catalogue;
pub mod committees;
pub mod conferences;
pub mod directives;
pub mod documents;
pub mod dossiers;
pub mod history;
pub mod identities;
pub mod indicators;
pub mod inspections;
mod joint;
pub mod messages;
pub mod obstacles;
pub mod payments;
pub mod people;
pub mod personal;
pub mod petitions;
pub mod positions;
pub mod procedure_drafts;
pub mod registry;
pub mod reminders;
pub mod task_reports;
pub mod tasks;
