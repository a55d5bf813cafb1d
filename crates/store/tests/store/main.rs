//! The store on both engines. One binary, since each costs a link.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

// The harness's own files: the harness itself stands on the web, which is not there yet for this floor.
#[path = "../../../harness/src/postgres.rs"]
mod postgres;
#[path = "../../../harness/src/stores.rs"]
mod stores;

mod accounts;
mod agenda;
mod archives;
mod boards;
mod budget;
mod by_route;
mod committees;
mod conferences;
mod coverage;
mod crashes;
mod digital_citizens;
mod digital_work;
mod directives;
mod dossiers;
mod effects;
mod engine;
mod essential_services;
mod expiry;
mod fees;
mod geography;
mod groups;
mod identities;
mod indicators;
mod inspections;
mod interest;
mod joint;
mod journal;
mod lateness;
mod messages;
mod national;
mod obstacles;
mod official_reports;
mod payments;
mod personal;
mod petitions;
mod places;
mod positions;
mod province;
mod quality;
mod registry;
mod reminders;
mod reorganisation;
mod results;
mod routes;
mod samples;
// The random lives that the rules are tested with.
#[path = "../../../rules/tests/quality/sample.rs"]
mod quality_sample;
mod sharing;
mod supplements;
mod tampering;
mod task_reports;
mod tasks;
mod training;
