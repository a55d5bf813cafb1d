//! What steering does by itself as time passes.

use crate::app::App;
use crate::errors::Failure;
use store::desk;

/// Takes obstacles that were not answered in time to the level above; answers how many.
///
/// # Errors
/// When the database fails.
pub async fn escalate(app: &App) -> Result<usize, Failure> {
    let (cache, now) = (app.province.clone(), app.clock.now());
    let (looks, there) = (cache.clone(), now);
    // Nothing is written where nothing is late.
    let over = app.read(move |tx| {
        let province = looks.get(tx)?;
        Ok(desk::obstacles::over(tx, &province, there)?)
    });
    if over.await?.is_empty() {
        return Ok(0);
    }
    app.write(move |tx| {
        let province = cache.get(tx)?;
        desk::obstacles::escalate(tx, &province, now)
    })
    .await
}
