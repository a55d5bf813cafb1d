//! Boxes in the archives: each clerk handed the oldest closed dossiers of the agency over.

use super::{Scene, write};
use jiff::{SignedDuration, Timestamp};
use rules::calendar::day_of;
use rules::people::Role;
use std::sync::Arc;
use store::desk;
use store::province::ProvinceCache;
use store::tables::archives::closed;
use store::{Failure, Store};

/// Dossiers in a box.
const BOX: usize = 12;
/// Only what has been closed for so long is handed over.
const REST: SignedDuration = SignedDuration::from_hours(60 * 24);

/// Fills a box at each agency that has closed dossiers enough.
pub(super) fn enter(store: &Store, scene: &Scene) -> Result<(), Failure> {
    let communes = scene.world.places.iter().map(|place| place.authority.clone());
    for (number, agency) in communes.chain(scene.world.busy_departments()).enumerate() {
        let Some(clerk) = scene.staff.holder(&agency, Role::Clerk, 0).cloned() else { continue };
        let at: Timestamp = scene.before(3 + number % 9, 14, 20);
        let asked = agency.clone();
        let old = store.read_blocking(move |tx| closed(tx, &[(asked.clone(), false)], 200))?;
        let codes = old.into_iter().filter(|one| one.finished_at + REST < at).take(BOX);
        let codes: Arc<Vec<String>> = Arc::new(codes.map(|one| one.dossier).collect());
        if codes.is_empty() || !scene.has(at) {
            continue;
        }
        let record = format!("BB{}-{:08}", day_of(at).strftime("%y%m%d"), number + 1);
        let place = format!("Kho lưu trữ cơ quan, giá {}, hộp {:02}", 1 + number % 4, 1 + number % 9);
        write(store, move |tx| {
            let province = ProvinceCache::default().get(tx)?;
            desk::archives::archive(tx, &province, &clerk, (&record, &agency, &place), &codes, at)
        })?;
    }
    Ok(())
}
