//! Serves the design gallery alone: `cargo run -p web --example design`, then open <http://127.0.0.1:8099/design>.

use web::{App, Clock, Settings};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let clock = Clock::starting_at("2025-12-23T08:30:00+07:00".parse()?);
    let app = App::in_memory(clock, Settings { simulated: true, ..Settings::default() });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8099").await?;
    axum::serve(listener, web::router(app)).await?;
    Ok(())
}
