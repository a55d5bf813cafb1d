//! The web server: pages for people, JSON for programs, and the frame that both stand in.
//!
//! Knows HTTP, languages and the look. Must not know rules of law (crate `rules`) or SQL (crate `store`).

pub mod api;
pub mod app;
pub mod assets;
pub mod clock;
pub mod components;
pub mod credentials;
pub mod csrf;
mod download;
pub mod eforms;
pub mod errors;
pub mod exchange;
pub mod format;
pub mod frame;
pub mod gallery;
pub mod halls;
pub mod identity;
pub mod messages;
pub mod navigation;
pub mod official;
pub mod official_reports;
pub mod outlines;
pub mod pages;
pub mod payments;
pub mod plans;
pub mod population;
pub mod reads;
mod resend;
mod router;
mod scans;
pub mod scores;
pub mod sessions;
pub mod signing;
pub mod steering;
pub mod summaries;
pub mod texts;
mod view;

pub use app::{App, Settings};
pub use clock::Clock;
pub use errors::Failure;
pub use frame::Frame;
pub use pages::{simulated_gateway_page, simulated_identity_page};
pub use router::router;
pub use texts::{Lang, Words};
pub use view::View;
