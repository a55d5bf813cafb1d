//! Filing in steps: one question a page, kept at every step, filed once.
//!
//! A draft belongs to an account and is no record yet: nothing has happened (crate `store`, `tables::drafts`). What the answers
//! must be is asked of `rules`; here is only in which order they are asked and how nothing typed is lost.

mod body;
mod check;
mod filing;
mod form;
mod papers;
mod prefill;
mod review;
mod start;
mod stash;
mod steps;
mod view;
mod writing;

pub use body::{Body, DELIVERIES, Paper};
pub(crate) use papers::earlier;
pub(crate) use start::why_not_online;
pub(crate) use view::{Earlier, offered};
pub use writing::{Found, Writing, filed_owner};

use crate::app::App;
use axum::Router;
use axum::routing::{get, post};
use rules::catalogue::Procedure;

/// The rooms of filing.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/file/{procedure}", get(start::show).post(start::begin))
        .route("/drafts/{id}", get(steps::resume))
        .route("/drafts/{id}/discard", post(steps::discard))
        .route("/drafts/{id}/form.pdf", get(form::download))
        .route("/drafts/{id}/documents", get(papers::show).post(papers::take_in))
        .route("/drafts/{id}/files/{document}", get(papers::download))
        .route("/drafts/{id}/review", get(review::show).post(filing::file))
        .route("/drafts/{id}/{step}", get(steps::show).post(steps::answer))
        .route("/drafts/{id}/{step}/save", post(steps::autosave))
}

/// The steps of filing, in the order in which they are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Who asks.
    Applicant,
    /// What is asked for, and for whom.
    Request,
    /// The procedure's declaration, where it has an electronic one.
    Form,
    /// The papers.
    Documents,
    /// How the result is to arrive.
    Delivery,
    /// Check and file.
    Review,
}

impl Step {
    /// Every step in order.
    pub const ALL: [Self; 6] =
        [Self::Applicant, Self::Request, Self::Form, Self::Documents, Self::Delivery, Self::Review];

    /// The steps of a procedure in order: a form only where it has one.
    pub fn of(procedure: &Procedure) -> impl Iterator<Item = Self> {
        let form = procedure.form.is_some();
        Self::ALL.into_iter().filter(move |step| *step != Self::Form || form)
    }

    /// The step's name in addresses and in the message catalogues.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Applicant => "applicant",
            Self::Request => "request",
            Self::Form => "form",
            Self::Documents => "documents",
            Self::Delivery => "result",
            Self::Review => "review",
        }
    }

    /// The step of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.key() == key)
    }

    /// Its number, from 1.
    #[must_use]
    pub fn number(self) -> u8 {
        self as u8 + 1
    }

    /// The step after it.
    #[must_use]
    pub fn next(self, procedure: &Procedure) -> Self {
        Self::of(procedure).find(|step| *step > self).unwrap_or(Self::Review)
    }

    /// The step before it.
    #[must_use]
    pub fn before(self, procedure: &Procedure) -> Option<Self> {
        Self::of(procedure).take_while(|step| *step < self).last()
    }

    /// The address of this step of a draft.
    #[must_use]
    pub fn href(self, draft: &str) -> String {
        format!("/drafts/{draft}/{}", self.key())
    }
}
