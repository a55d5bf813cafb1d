//! A page as an answer.

use crate::errors::Failure;
use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};

/// A template that becomes an HTML answer: `Ok(View(page))`, or `Ok(View(page).status(…))` for a form that came back.
pub struct View<T>(pub T);

impl<T: Template> View<T> {
    /// The page with another status than 200: 422 for a form with errors.
    #[must_use]
    pub fn status(self, status: StatusCode) -> Response {
        (status, self).into_response()
    }
}

impl<T: Template> IntoResponse for View<T> {
    fn into_response(self) -> Response {
        match self.0.render() {
            Ok(text) => Html(text).into_response(),
            Err(error) => Failure::from(error).into_response(),
        }
    }
}
