//! Figures of the running server for Prometheus: requests by route and status, with their time.

use crate::app::App;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;
use store::Store;

const SECONDS: &str = "http_request_duration_seconds";
/// Bounds of the histogram, in seconds.
const BOUNDS: [f64; 13] = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.03, 0.06, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
/// After so many requests the histograms are folded, so that memory stays flat when nobody reads them.
const FOLD_EVERY: u32 = 4096;

static PROMETHEUS: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
static REQUESTS: AtomicU32 = AtomicU32::new(0);

/// Starts counting; once a process, further calls find it started.
fn prometheus() -> Option<&'static PrometheusHandle> {
    PROMETHEUS.get_or_init(|| start().inspect_err(|error| tracing::error!(%error, "no metrics")).ok()).as_ref()
}

fn start() -> Result<PrometheusHandle, BuildError> {
    let handle =
        PrometheusBuilder::new().set_buckets_for_metric(Matcher::Full(SECONDS.into()), &BOUNDS)?.install_recorder()?;
    metrics::describe_histogram!(SECONDS, metrics::Unit::Seconds, "Time from the request's head to the answer's head.");
    metrics::describe_gauge!("store_waiting", "Commands that wait for the writer, questions that wait for a reader.");
    metrics::describe_counter!("store_groups_total", "Groups of commands that were committed together.");
    metrics::describe_counter!("store_commands_total", "Commands in these groups.");
    Ok(handle)
}

/// Middleware: counts each request under its route, not its address, so that codes of dossiers don't become labels.
pub async fn observe(request: Request, next: Next) -> Response {
    let route =
        request.extensions().get::<MatchedPath>().map_or_else(|| "other".to_owned(), |path| path.as_str().to_owned());
    let method = method_name(request.method());
    let begun = Instant::now();
    let response = next.run(request).await;
    if let Some(handle) = prometheus() {
        let labels =
            [("method", method.to_owned()), ("route", route), ("status", response.status().as_str().to_owned())];
        metrics::histogram!(SECONDS, &labels).record(begun.elapsed());
        if REQUESTS.fetch_add(1, Ordering::Relaxed).is_multiple_of(FOLD_EVERY) {
            handle.run_upkeep();
        }
    }
    response
}

/// Methods are made up by clients; labels are not.
fn method_name(method: &axum::http::Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "DELETE" => "DELETE",
        _ => "other",
    }
}

/// What the store counts: how much waits, and how many commands share a commit.
#[expect(clippy::cast_precision_loss, reason = "queues stay far below 2^53")]
fn note_load(store: &Store) {
    let load = store.load();
    metrics::gauge!("store_waiting", "kind" => "write").set(load.waiting_writes as f64);
    metrics::gauge!("store_waiting", "kind" => "read").set(load.waiting_reads as f64);
    metrics::counter!("store_groups_total").absolute(load.groups);
    metrics::counter!("store_commands_total").absolute(load.commands);
}

/// The figures as Prometheus reads them.
#[utoipa::path(
    get, path = "/metrics", tag = "operation", summary = "Figures for Prometheus",
    responses((status = 200, description = "Requests by route, method and status with a histogram of their time, and what the store counts", body = String, content_type = "text/plain"))
)]
pub async fn show_metrics(State(app): State<App>) -> Response {
    let text = prometheus().map(|handle| {
        note_load(&app.store);
        handle.run_upkeep();
        handle.render()
    });
    let kind = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    ([(header::CONTENT_TYPE, kind)], text.unwrap_or_default()).into_response()
}
