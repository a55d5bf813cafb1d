//! Refuses a parameter of a query that a call does not know: a filter with a typing error must not answer everything.

use super::openapi;
use super::wire::{Complaints, unknown_value};
use crate::errors::Failure;
use axum::extract::{MatchedPath, Query, Request};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

/// Middleware around every described call.
pub async fn check(request: Request, next: Next) -> Response {
    match known(&request) {
        Ok(()) => next.run(request).await,
        Err(failure) => failure.into_response(),
    }
}

fn known(request: &Request) -> Result<(), Failure> {
    let Some(path) = request.extensions().get::<MatchedPath>().filter(|_| request.uri().query().is_some()) else {
        return Ok(());
    };
    let Some(allowed) = openapi::parameters(request.method(), path.as_str()) else { return Ok(()) };
    // What can't be read at all is explained where it is read.
    let Ok(Query(asked)) = Query::<Vec<(String, String)>>::try_from_uri(request.uri()) else { return Ok(()) };
    let mut complaints = Complaints::default();
    for (name, _) in asked.iter().filter(|(name, _)| !allowed.contains(name)) {
        complaints.add(unknown_parameter(name, allowed));
    }
    Ok(complaints.settle()?)
}

fn unknown_parameter(name: &str, allowed: &std::collections::BTreeSet<String>) -> rules::Problem {
    rules::Problem { code: "parameter-unknown", ..unknown_value(&format!("/{name}"), name, allowed) }
}
