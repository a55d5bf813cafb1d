//! Where communes and villages lie.

use crate::{Fault, Row, Tx, values};
use rules::codes::{CommuneCode, VillageCode};
use rules::geography::{Event, Place, Ring};
use std::collections::BTreeMap;

/// Takes in one entry.
///
/// # Errors
/// When the database fails.
pub(super) fn apply(tx: &mut Tx, event: &Event) -> Result<(), Fault> {
    let Event::Drawn(drawn) = event;
    for (commune, rings) in &drawn.communes {
        tx.execute(
            "INSERT INTO outlines (commune, rings, source) VALUES ($1, $2, $3)
             ON CONFLICT (commune) DO UPDATE SET rings = excluded.rings, source = excluded.source",
            values![commune.as_str(), super::json(rings)?, drawn.source.as_str()],
        )?;
    }
    for (village, [longitude, latitude]) in &drawn.villages {
        tx.execute(
            "INSERT INTO village_places (village, longitude, latitude) VALUES ($1, $2, $3)
             ON CONFLICT (village) DO UPDATE SET longitude = excluded.longitude, latitude = excluded.latitude",
            values![village.as_str(), i64::from(*longitude), i64::from(*latitude)],
        )?;
    }
    Ok(())
}

/// What is known of where places lie.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    /// The outline of each commune.
    pub outlines: BTreeMap<CommuneCode, Vec<Ring>>,
    /// The point of each village.
    pub villages: BTreeMap<VillageCode, Place>,
    /// Where the outlines come from, each source once.
    pub sources: Vec<String>,
}

/// All places.
///
/// # Errors
/// When the database fails.
pub fn places(tx: &mut Tx) -> Result<Places, Fault> {
    let mut places = Places::default();
    for row in tx.query("SELECT commune, rings, source FROM outlines ORDER BY commune", values![])? {
        places.outlines.insert(row.parsed(0)?, row.json(1)?);
        let source = row.text(2)?;
        if !source.is_empty() && !places.sources.iter().any(|known| known == source) {
            places.sources.push(source.to_owned());
        }
    }
    for row in tx.query("SELECT village, longitude, latitude FROM village_places ORDER BY village", values![])? {
        places.villages.insert(row.parsed(0)?, [degrees(&row, 1)?, degrees(&row, 2)?]);
    }
    Ok(places)
}

fn degrees(row: &Row, column: usize) -> Result<i32, Fault> {
    i32::try_from(row.int(column)?).map_err(|error| Fault::because("a place is on no map", error))
}
