//! Whether the server is alive, and able to serve.

use super::openapi::Refusals;
use super::wire::Answer;
use crate::app::App;
use crate::errors::Failure;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

/// How it is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    /// `ok`
    #[schema(example = "ok")]
    status: &'static str,
}

const WELL: Health = Health { status: "ok" };

/// Alive: the process answers.
#[utoipa::path(
    get, path = "/healthz", tag = "operation", summary = "Alive",
    responses((status = 200, description = "The process answers", body = Health))
)]
pub async fn alive() -> Answer<Health> {
    Answer(WELL)
}

/// Able to serve: the database answers.
#[utoipa::path(
    get, path = "/readyz", tag = "operation", summary = "Able to serve",
    responses((status = 200, description = "The database answers", body = Health), (status = 503, description = "It does not", body = crate::errors::ProblemJson, content_type = "application/problem+json"), Refusals)
)]
pub async fn ready(State(app): State<App>) -> Result<Answer<Health>, Failure> {
    let provinces = app.province.clone();
    let asked = app.store.read(move |tx| provinces.get(tx)).await;
    asked.map(|_| Answer(WELL)).map_err(|fault| {
        tracing::error!(number = %fault.number(), error = &fault as &(dyn std::error::Error + 'static), "not ready");
        Failure::Status(StatusCode::SERVICE_UNAVAILABLE)
    })
}
