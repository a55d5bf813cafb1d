//! The index with its place among its like.

use super::rankings::Rankings;
use super::totals::{counts, handed_over, totals};
use super::{fees, national, petitions, sides};
use crate::province::Province;
use crate::{Fault, Tx};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::catalogue::{OnlineLevel, Procedure};
use rules::codes::AgencyCode;
use rules::people::{Agency, AgencyLevel};
use rules::quality::{
    Counts, Definition, IndexReport, Period, Points, Rank, Scope, ServiceIndex, State, compute, keys, with_fee,
};
use std::collections::{BTreeSet, HashSet};

/// The index of the scope over the period, as of a day, with its place among agencies of its level.
///
/// # Errors
/// When the database fails.
pub fn index(
    tx: &mut Tx,
    province: &Province,
    rankings: &Rankings,
    asked: &Asked,
    now: Timestamp,
) -> Result<IndexReport, Fault> {
    let Asked { scope, period, as_of } = asked;
    let known = province.as_known(tx, *as_of)?;
    let province = known.as_ref().unwrap_or(province);
    let definition = Definition::in_force(period.to);
    let report = |index: &ServiceIndex, rank, computed_at| {
        IndexReport::new(index, definition, scope, *period, *as_of, rank, computed_at)
    };
    if let Some(agency) = scope.agency() {
        let ranking = rankings.get(tx, province, scope.level(), (*period, *as_of), now)?;
        // Place and points are of the same moment.
        if let Some(one) = ranking.agencies.iter().find(|one| one.agency == *agency) {
            let of = ranking.agencies.iter().filter(|one| one.position.is_some()).count();
            let state = if one.position.is_some() { State::Measured } else { State::NoCases };
            let rank = Rank { position: one.position, of: Some(of), state, published: None };
            return Ok(report(&one.index, rank, ranking.computed_at));
        }
    }
    let counts = counts(tx, province, scope, *period, *as_of)?;
    let rank = match scope {
        Scope::Province => national::rank(tx, period.to, Period { from: *as_of, to: *as_of }.end())?,
        _ => Rank::UNKNOWN,
    };
    Ok(report(&compute(definition, scope.level(), &counts), rank, now))
}

/// Which index is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Whose.
    pub scope: Scope,
    /// Over which days.
    pub period: Period,
    /// As of which day.
    pub as_of: Date,
}

/// An agency in a ranking.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// The agency.
    pub agency: AgencyCode,
    /// Its place: 1 is best, the same score has the same place; nothing for one that had no dossier in hand.
    pub position: Option<usize>,
    /// Its index.
    pub index: ServiceIndex,
    /// How many dossiers it received in the period.
    pub received: i64,
}

/// The departments or communes as they were known at the end of a day, best first; those without a dossier in hand come last, by code, and have no place.
///
/// # Errors
/// When the database fails.
pub fn ranking(
    tx: &mut Tx,
    province: &Province,
    level: AgencyLevel,
    period: Period,
    as_of: Date,
) -> Result<Vec<Ranked>, Fault> {
    let definition = Definition::in_force(period.to);
    let agencies = authorities(province, level);
    let scopes: Vec<(&Agency, Scope)> =
        agencies.iter().filter_map(|agency| Some((*agency, Scope::of(&agency.code, &province.directory)?))).collect();
    let services: Vec<&Procedure> = province
        .procedures()
        .filter(|procedure| procedure.online != OnlineLevel::None)
        .filter(|procedure| scopes.iter().any(|(_, scope)| scope.is_competent(procedure)))
        .collect();
    let each = totals(tx, &[], period, as_of)?;
    // Those that are no more are asked too, as far as they counted anything, and speak for what took their place.
    let counted: Vec<AgencyCode> = each.keys().filter_map(|code| code.parse().ok()).collect();
    let asked = agencies.iter().map(|agency| &agency.code).chain(&counted).collect::<BTreeSet<_>>();
    let asked: Vec<_> = asked
        .into_iter()
        .filter(|code| scopes.iter().any(|(agency, _)| agency.code == *province.directory.successor(code)))
        .collect();
    let used = sides::services_used_by_each(tx, &asked, &services, period)?;
    let paying: Vec<&Procedure> = with_fee(&province.procedures().collect::<Vec<_>>());
    let paid = fees::used_by_each(tx, &asked, &paying, period, as_of)?;
    let used = used.into_iter().map(|(agency, service)| (keys::USED_ONLINE, agency, service));
    let used: HashSet<(&'static str, String, String)> = used
        .chain(paid)
        .map(|(key, agency, service)| {
            let at = agency.parse().map_or(agency, |code| province.directory.successor(&code).to_string());
            (key, at, service)
        })
        .collect();
    let totals = handed_over(province, each);
    let petitions = petitions::petitions(tx, province, period, as_of)?;
    let mut ranked: Vec<Ranked> = scopes
        .iter()
        .map(|(agency, scope)| {
            let code = agency.code.as_str();
            let own = totals.get(code).copied().unwrap_or_default();
            let mut counts: Counts = own.shares().into_iter().collect();
            let asked = |key, procedure: &str| used.contains(&(key, code.to_owned(), procedure.to_owned()));
            sides::set_shares(&mut counts, province, scope, period, definition, &asked, &totals);
            petitions::of_scope(&petitions, scope).set(&mut counts);
            let index = compute(definition, level, &counts);
            Ranked {
                agency: agency.code.clone(),
                position: index.score.map(|_| 0),
                index,
                received: own.period.received(),
            }
        })
        .collect();
    // Best first; the code makes the order certain.
    ranked.sort_by(|one, other| {
        let key = |ranked: &Ranked| (ranked.position.is_none(), std::cmp::Reverse(ranked.index.score));
        key(one).cmp(&key(other)).then_with(|| one.agency.cmp(&other.agency))
    });
    let mut last: Option<(usize, Option<Points>)> = None;
    for (at, one) in ranked.iter_mut().enumerate().filter(|(_, one)| one.position.is_some()) {
        let position = last.filter(|(_, score)| *score == one.index.score).map_or(at + 1, |(position, _)| position);
        one.position = Some(position);
        last = Some((position, one.index.score));
    }
    Ok(ranked)
}

/// The authorities of this level, by code.
fn authorities(province: &Province, level: AgencyLevel) -> Vec<&Agency> {
    province.directory.iter().filter(|agency| agency.level == level && agency.settles()).collect()
}
