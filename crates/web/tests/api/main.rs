//! The JSON API, over the whole router in process, on both engines. One binary, since each costs a link.

mod acting;
mod after;
mod agenda;
mod catalogue;
mod committees;
mod conferences;
mod description;
mod digital_citizens;
mod digital_work;
mod directives;
mod doors;
mod files;
mod filing;
mod groups;
mod house;
mod idempotency;
mod lists;
mod mass_assignment;
mod obstacles;
mod official_reports;
mod personal;
mod quality;
mod roles;
mod routes;
mod tasks;
mod tracking;
