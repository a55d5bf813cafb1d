//! The indicators that count procedures and communes: the two lists behind each, from which its share is taken.

use super::fees::Used;
use crate::province::Province;
use crate::{Fault, Tx, Value, values};
use rules::calendar::Calendar;
use rules::catalogue::{OnlineLevel, Procedure};
use rules::codes::AgencyCode;
use rules::people::Agency;
use rules::quality::{
    Counts, Definition, Measure, Period, Scope, Sides, Totals, announced, keys, made_public, offered_online,
    with_every_part, with_fee, within,
};
use std::collections::{BTreeMap, HashSet};

/// The indicators whose records are procedures.
const OF_PROCEDURES: [&str; 7] = [
    keys::ANNOUNCED_IN_TIME,
    keys::PUBLIC_IN_TIME,
    keys::COMPLETE,
    keys::OFFERED_ONLINE,
    keys::USED_ONLINE,
    keys::FEE_ON_RECORD,
    keys::FEE_PAID_ONLINE,
];

/// The figure of the conference report that counts procedures.
pub const LOCATION_INDEPENDENT: &str = "location_independent";

/// The procedures on each side of an indicator that counts procedures; `used` tells of an indicator and a procedure whether a
/// dossier of the period makes it count: one filed online, one with its price on record, one paid for online.
/// Nothing when it counts something else, or when no records of it are kept.
#[must_use]
pub fn catalogue_sides<'a>(
    key: &str,
    procedures: &[&'a Procedure],
    scope: &Scope,
    period: Period,
    definition: &Definition,
    used: &dyn Fn(&'static str, &str) -> bool,
) -> Option<Sides<&'a Procedure>> {
    let competent = within(procedures, scope);
    let calendar = Calendar::national();
    Some(match key {
        keys::ANNOUNCED_IN_TIME => announced(&competent, period, definition, &calendar)?,
        keys::PUBLIC_IN_TIME => made_public(&competent, period, definition, &calendar)?,
        keys::COMPLETE => with_every_part(&competent),
        keys::OFFERED_ONLINE => offered_online(&competent),
        keys::USED_ONLINE => {
            let services = competent.into_iter().filter(|procedure| procedure.online != OnlineLevel::None);
            Sides::part(services, |procedure| used(keys::USED_ONLINE, procedure.code.as_str()))
        }
        keys::FEE_ON_RECORD => {
            Sides::part(with_fee(&competent), |procedure| used(keys::FEE_ON_RECORD, procedure.code.as_str()))
        }
        keys::FEE_PAID_ONLINE => {
            Sides::part(with_fee(&competent), |procedure| used(keys::FEE_PAID_ONLINE, procedure.code.as_str()))
        }
        LOCATION_INDEPENDENT => {
            let eligible = competent.into_iter().filter(|procedure| procedure.location_eligible);
            Sides::part(eligible, |procedure| procedure.location_independent)
        }
        _ => return None,
    })
}

/// The communes of the scope, parted by whether they issued an electronic certified copy in the period (4.2b). Nothing where
/// the catalogue holds no such procedure.
pub(super) fn communes<'a>(
    province: &'a Province,
    scope: &Scope,
    definition: &Definition,
    totals: &BTreeMap<String, Totals>,
) -> Option<Sides<&'a Agency>> {
    let known = |code: &String| code.parse().is_ok_and(|code| province.procedure(&code).is_some());
    if !definition.electronic_copy_procedures.iter().any(known) {
        return None;
    }
    let communes = province
        .directory
        .iter()
        .filter(|agency| agency.governs_a_commune() && scope.agency().is_none_or(|code| *code == agency.code));
    Some(Sides::part(communes, |agency| {
        totals.get(agency.code.as_str()).is_some_and(|totals| totals.period[Measure::ElectronicCopies] > 0)
    }))
}

/// Sets the shares of all these indicators.
pub(super) fn set_shares(
    counts: &mut Counts,
    province: &Province,
    scope: &Scope,
    period: Period,
    definition: &Definition,
    used: &dyn Fn(&'static str, &str) -> bool,
    totals: &BTreeMap<String, Totals>,
) {
    let procedures: Vec<_> = province.procedures().collect();
    for key in OF_PROCEDURES {
        if let Some(sides) = catalogue_sides(key, &procedures, scope, period, definition, used) {
            counts.set(key, sides.share());
        }
    }
    if let Some(sides) = communes(province, scope, definition, totals) {
        counts.set(keys::CERTIFIED_COPIES, sides.share());
    }
}

/// The codes of the procedures of which an online dossier was received in the scope and period: one probe of an index each. A joint
/// procedure has no dossier of its own: it is used where the leading one of those that it opened was received.
pub(super) fn services_used(tx: &mut Tx, agencies: &[AgencyCode], period: Period) -> Result<Used, Fault> {
    let mut values = values![period.start(), period.end()];
    let mut used = Used::new();
    let found = |row: &crate::Row| Ok((keys::USED_ONLINE, row.string(0)?));
    if agencies.is_empty() {
        return tx.query(USED_IN_PROVINCE, values)?.iter().map(found).collect();
    }
    values.push(Value::Null);
    for agency in agencies {
        values[2] = agency.as_str().into();
        for row in tx.query(USED_IN_AGENCY, values.clone())? {
            used.insert(found(&row)?);
        }
    }
    Ok(used)
}

/// The same for each of these agencies: pairs of agency and procedure. Only these services are asked for.
pub(super) fn services_used_by_each(
    tx: &mut Tx,
    agencies: &[&AgencyCode],
    services: &[&Procedure],
    period: Period,
) -> Result<HashSet<(String, String)>, Fault> {
    if agencies.is_empty() || services.is_empty() {
        return Ok(HashSet::new());
    }
    let mut values = values![period.start(), period.end()];
    let mut list = |code: &str| {
        values.push(code.into());
        format!("${}", values.len())
    };
    let agencies = agencies.iter().map(|agency| list(agency.as_str())).collect::<Vec<_>>().join(", ");
    let services = services.iter().map(|service| list(service.code.as_str())).collect::<Vec<_>>().join(", ");
    let sql = format!(
        "SELECT a.code, p.code FROM agencies a CROSS JOIN procedures p
         WHERE a.code IN ({agencies}) AND p.code IN ({services}) AND (EXISTS (
             SELECT 1 FROM dossiers d WHERE d.competent_agency = a.code AND d.procedure = p.code
                 AND d.channel IN ('online', 'national_portal') AND d.received_at >= $1 AND d.received_at < $2)
         OR EXISTS (
             SELECT 1 FROM joined_dossiers j JOIN dossiers d ON d.code = j.lead
             WHERE j.procedure = p.code AND d.competent_agency = a.code
                 AND d.channel IN ('online', 'national_portal') AND d.received_at >= $1 AND d.received_at < $2))"
    );
    tx.query(&sql, values)?.iter().map(|row| Ok((row.string(0)?, row.string(1)?))).collect()
}

const USED_IN_PROVINCE: &str = "SELECT p.code FROM procedures p WHERE EXISTS (
    SELECT 1 FROM dossiers d WHERE d.procedure = p.code AND d.channel IN ('online', 'national_portal')
        AND d.received_at >= $1 AND d.received_at < $2)
    OR EXISTS (
    SELECT 1 FROM joined_dossiers j JOIN dossiers d ON d.code = j.lead
    WHERE j.procedure = p.code AND d.channel IN ('online', 'national_portal')
        AND d.received_at >= $1 AND d.received_at < $2)";

const USED_IN_AGENCY: &str = "SELECT p.code FROM procedures p WHERE EXISTS (
    SELECT 1 FROM dossiers d WHERE d.competent_agency = $3 AND d.procedure = p.code
        AND d.channel IN ('online', 'national_portal') AND d.received_at >= $1 AND d.received_at < $2)
    OR EXISTS (
    SELECT 1 FROM joined_dossiers j JOIN dossiers d ON d.code = j.lead
    WHERE j.procedure = p.code AND d.competent_agency = $3
        AND d.channel IN ('online', 'national_portal') AND d.received_at >= $1 AND d.received_at < $2)";
