//! The editor of procedures, for administrators of the province: a draft is written tab by tab, handed to a second person, and
//! published by that person from a day on (`rules::catalogue::Draft`).
//!
//! **To add a tab:** a variant of [`Tab`] with its key (its name is `editor-tab-KEY` in `editor.ftl`) and a line in [`Tab::ALL`];
//! then, where it is a form of fields, a variant of [`fields::About`]; where it needs a page of its own, an arm in
//! [`tabs::page`], as the tab of the form has. A tab reads its part of the procedure by `Draft::part("fees")` and writes it by
//! `Draft::put("fees", value)`; what it writes may be wrong for now: nobody can hand it on before `Draft::procedure` finds
//! nothing wrong.

mod cases;
mod changes;
mod fees;
mod fields;
mod form;
mod joint;
mod list;
mod review;
mod skeleton;
mod tabs;

use crate::app::App;
use axum::Router;
use axum::routing::{get, post};

/// The rooms of the editor.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/admin/procedures", get(list::show).post(list::begin_new))
        .route("/admin/procedures/{code}", get(list::one).post(list::begin))
        .route("/admin/procedures/{code}/withdraw", post(list::withdraw))
        .route("/admin/procedures/{code}/{tab}", get(tabs::show).post(tabs::save))
        .route("/admin/procedures/{code}/cases/{case}", get(cases::show).post(cases::save))
}

/// The tabs of a draft, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tab {
    /// Name, authority, time limit, how far online.
    General,
    /// Papers and fees.
    Papers,
    /// Cases: which there are; each has a page of its own.
    Cases,
    /// The electronic form, with its preview.
    Form,
    /// What it opens besides, where it is a joint procedure.
    Joint,
    /// What changes, from when, by which decision; handing on, giving back, publishing.
    Review,
}

impl Tab {
    pub(super) const ALL: [Self; 6] = [Self::General, Self::Papers, Self::Cases, Self::Form, Self::Joint, Self::Review];

    pub(super) fn key(self) -> &'static str {
        match self {
            Self::General => "general",
            Self::Papers => "papers",
            Self::Cases => "cases",
            Self::Form => "form",
            Self::Joint => "joint",
            Self::Review => "review",
        }
    }

    pub(super) fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tab| tab.key() == key)
    }

    pub(super) fn href(self, code: &str) -> String {
        format!("/admin/procedures/{code}/{}", self.key())
    }
}
