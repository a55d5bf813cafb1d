//! Where dossiers come in (Nghị định 118/2025/NĐ-CP): how many were received away from the own counter of whoever settles them, at
//! another one or online.

use crate::province::Province;
use crate::tables::dossier_lists::Condition;
use crate::{Fault, Tx, values};
use jiff::civil::Date;
use rules::calendar::day_of;
use rules::codes::AgencyCode;
use rules::dossiers::Dossier;
use rules::quality::{Period, Share};
use std::collections::HashMap;

/// The figure of the conference report that counts dossiers received away from the own counter.
pub const DOSSIERS_ANYWHERE: &str = "location_independent_dossiers";

/// Filed on these pages or on the national portal.
const ONLINE: &str = "d.channel IN ('online', 'national_portal')";

/// What a dossier counts for, once it was received: who settles it, who received it, whether online, on which day of Vietnam, counted
/// from 1970.
type Place<'a> = (&'a AgencyCode, &'a AgencyCode, bool, i64);

/// The first day.
const EPOCH: Date = Date::constant(1970, 1, 1);

fn number(day: Date) -> i64 {
    day.duration_since(EPOCH).as_hours() / 24
}

fn place(dossier: &Dossier) -> Option<Place<'_>> {
    let filed = &dossier.filed;
    dossier
        .received_at
        .map(|at| (&filed.competent_agency, &filed.counter, filed.channel.is_online(), number(day_of(at))))
}

/// Takes what changed from `before` to `after` into the counts.
///
/// # Errors
/// When the database fails.
pub(in crate::tables) fn project(tx: &mut Tx, before: Option<&Dossier>, after: &Dossier) -> Result<(), Fault> {
    let (was, is) = (before.and_then(place), place(after));
    if was == is {
        return Ok(());
    }
    was.map_or(Ok(()), |place| add(tx, place, -1))?;
    is.map_or(Ok(()), |place| add(tx, place, 1))
}

fn add(tx: &mut Tx, (agency, counter, online, day): Place<'_>, amount: i64) -> Result<(), Fault> {
    tx.execute(
        "INSERT INTO dossier_places (agency, counter, online, day, dossiers) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (agency, counter, online, day) DO UPDATE SET dossiers = dossier_places.dossiers + excluded.dossiers",
        values![agency.as_str(), counter.as_str(), i64::from(online), day, amount],
    )
}

/// The own counter of everybody who settles or settled something.
fn own_counters(province: &Province) -> HashMap<&str, &str> {
    let directory = &province.directory;
    let settling = directory.every().filter(|agency| agency.settles());
    let pairs =
        settling.filter_map(|agency| Some((agency.code.as_str(), directory.counter_of(&agency.code)?.code.as_str())));
    pairs.collect()
}

/// Of the dossiers received in the period the share that came in away from the own counter.
///
/// # Errors
/// When the database fails.
pub(super) fn share(tx: &mut Tx, province: &Province, agencies: &[AgencyCode], period: Period) -> Result<Share, Fault> {
    let rows = tx.query(
        "SELECT agency, counter, online, SUM(dossiers) FROM dossier_places WHERE day >= $1 AND day <= $2
         GROUP BY agency, counter, online",
        values![number(period.from), number(period.to)],
    )?;
    let own = own_counters(province);
    let (mut anywhere, mut all) = (0, 0);
    for row in &rows {
        let (agency, counter, count) = (row.text(0)?, row.text(1)?, row.int(3)?);
        if !agencies.is_empty() && !agencies.iter().any(|known| known.as_str() == agency) {
            continue;
        }
        all += count;
        if row.int(2)? == 1 || own.get(agency) != Some(&counter) {
            anywhere += count;
        }
    }
    Ok(Share::new(anywhere, all))
}

/// Received away from the own counter.
pub(super) fn away(province: &Province) -> Condition {
    let mut pairs: Vec<String> =
        own_counters(province).into_iter().map(|(agency, counter)| format!("{agency} {counter}")).collect();
    pairs.sort();
    let places: Vec<_> = (1..=pairs.len()).map(|place| format!("${place}")).collect();
    let own = if places.is_empty() {
        "1 = 0".to_owned()
    } else {
        format!("(d.competent_agency || ' ' || d.counter) IN ({})", places.join(", "))
    };
    Condition { sql: format!("({ONLINE} OR NOT {own})"), values: pairs.into_iter().map(Into::into).collect() }
}
