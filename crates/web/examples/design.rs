//! Serves the design gallery alone: `cargo run -p web --example design`, then open <http://127.0.0.1:8099/design>.

use store::{Options, Store};
use web::{App, Clock, Settings};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let clock = Clock::starting_at("2025-12-23T08:30:00+07:00".parse()?);
    let folder = std::env::temp_dir().join(format!("motcua-design-{}", std::process::id()));
    let url = format!("sqlite:{}", folder.join("design.db").display()).parse()?;
    let store = Store::open(&url, &folder, &Options::default())?;
    let app = App::new(store, clock, Settings { simulated: true, ..Settings::default() })?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8099").await?;
    axum::serve(listener, web::router(app)).await?;
    Ok(())
}
