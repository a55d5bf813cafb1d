//! The board of leaders: every figure of the conference report with where it comes from in time, what got worse since yesterday and why,
//! live. Knows how the board is drawn and streamed; what is on it is computed in [`store::tables::quality`].

mod draw;
mod show;
mod stream;
mod worse;

use crate::app::App;
use axum::Router;
use axum::routing::get;

/// The rooms of the board.
pub fn routes() -> Router<App> {
    Router::new().route("/dashboard", get(show::show)).route("/dashboard/events", get(stream::events))
}
