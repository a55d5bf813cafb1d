//! Values from the records of the house: each by the function that counts it elsewhere too, so that no figure is computed twice.

use crate::province::Province;
use crate::tables::coverage;
use crate::tables::digital_citizens::{Sum, on};
use crate::tables::payments::figures::cashless;
use crate::tables::quality::{self, Rankings};
use crate::tables::tasks::leads::leads;
use crate::{Fault, Tx};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::codes::AgencyCode;
use rules::coverage::Status;
use rules::indicators::Computation;
use rules::people::AgencyLevel;
use rules::people::permissions::Scope as Seen;
use rules::quality::{Counts, Period, Scope, Share, keys};
use std::collections::BTreeMap;

/// The shares of each computation: of the province (no agency), and of each agency that has one.
pub type Computed = BTreeMap<(Computation, Option<AgencyCode>), Share>;

/// The index's key of a computation; nothing for what is counted elsewhere.
#[must_use]
pub fn index_key(computation: Computation) -> Option<&'static str> {
    Some(match computation {
        Computation::OnTime => keys::ON_TIME,
        Computation::FiledOnline => keys::FILED_ONLINE,
        Computation::ElectronicResults => keys::ELECTRONIC_RESULT,
        Computation::Digitised => keys::DIGITISED,
        Computation::Reused => keys::REUSED,
        _ => return None,
    })
}

/// The key under which the records behind a computation are listed on the pages of the index and the figures; nothing for what has a
/// list of its own.
#[must_use]
pub fn records_key(computation: Computation) -> Option<&'static str> {
    Some(match computation {
        Computation::LocationIndependent => quality::LOCATION_INDEPENDENT,
        Computation::Committees => "committees_communes",
        Computation::WorkingGroups => "working_groups",
        Computation::VillagesWithoutBroadband => coverage::FIGURE,
        Computation::Cashless
        | Computation::TasksDone
        | Computation::Eids
        | Computation::ESignatures
        | Computation::Accounts
        | Computation::CashlessResidents => return None,
        other => return index_key(other),
    })
}

/// Everything that is computed over the period, for the province, its departments and communes.
///
/// # Errors
/// When the database fails.
pub fn computed(
    tx: &mut Tx,
    province: &Province,
    rankings: &Rankings,
    period: Period,
    now: Timestamp,
) -> Result<Computed, Fault> {
    let mut all = Computed::new();
    let mut take = |agency: Option<&AgencyCode>, share: &dyn Fn(&str) -> Option<Share>| {
        for computation in Computation::ALL {
            if let Some(share) = index_key(computation).and_then(share) {
                all.insert((computation, agency.cloned()), share);
            }
        }
    };
    let counts: Counts = quality::counts(tx, province, &Scope::Province, period, Date::MAX)?;
    take(None, &|key| counts.get(key));
    for level in [AgencyLevel::Department, AgencyLevel::Commune] {
        let ranking = rankings.get(tx, province, level, (period, Date::MAX), now)?;
        for ranked in &ranking.agencies {
            let scored = || ranked.index.groups.iter().flat_map(|group| &group.indicators);
            take(Some(&ranked.agency), &|key| scored().find(|one| one.indicator.key == key).and_then(|one| one.share));
        }
    }
    let mut paid = Share::new(0, 0);
    for (agency, share) in cashless(tx, period)? {
        paid = Share::new(paid.numerator + share.numerator, paid.denominator + share.denominator);
        let Ok(code) = agency.parse::<AgencyCode>() else { continue };
        let there = all.entry((Computation::Cashless, Some(province.directory.successor(&code).clone())));
        let sum = there.or_insert(Share::new(0, 0));
        *sum = Share::new(sum.numerator + share.numerator, sum.denominator + share.denominator);
    }
    all.insert((Computation::Cashless, None), paid);
    let mut done = Share::new(0, 0);
    for lead in leads(tx, &Seen::All, period.to, period.to.year())? {
        done = Share::new(done.numerator + lead.done(), done.denominator + lead.all());
        all.insert((Computation::TasksDone, Some(lead.agency.clone())), Share::new(lead.done(), lead.all()));
    }
    all.insert((Computation::TasksDone, None), done);
    let figures = quality::figures(tx, province, period.to, now)?;
    for computation in [Computation::LocationIndependent, Computation::Committees, Computation::WorkingGroups] {
        let figure = figures.items.iter().find(|item| Some(item.key) == records_key(computation));
        let share = figure.and_then(|item| Some(Share::new(item.numerator?, item.denominator?)));
        all.extend(share.map(|share| ((computation, None), share)));
    }
    all.extend(without_broadband(tx, province, period.to)?);
    all.extend(digital_citizens(tx, province, period.to)?);
    Ok(all)
}

/// Villages without broadband of those of which anything is known, of the province and of each commune.
fn without_broadband(tx: &mut Tx, province: &Province, day: Date) -> Result<Computed, Fault> {
    let mut all = Computed::new();
    for one in coverage::on(tx, day, None)?.iter().filter(|one| one.status != Status::Unknown) {
        let commune = province.directory.authority_of(&one.known.village.commune);
        for of in std::iter::once(None).chain(commune.map(|agency| Some(agency.code.clone()))) {
            let sum = all.entry((Computation::VillagesWithoutBroadband, of)).or_insert(Share::new(0, 0));
            *sum = Share::new(sum.numerator + i64::from(one.status.lacks_broadband()), sum.denominator + 1);
        }
    }
    Ok(all)
}

/// The digital citizens of villages that were counted, of the province and of each commune.
fn digital_citizens(tx: &mut Tx, province: &Province, day: Date) -> Result<Computed, Fault> {
    let mut sums: BTreeMap<Option<AgencyCode>, Sum> = BTreeMap::new();
    for one in on(tx, day, None)? {
        sums.entry(None).or_default().add(&one);
        if let Some(agency) = province.directory.authority_of(&one.known.village.commune) {
            sums.entry(Some(agency.code.clone())).or_default().add(&one);
        }
    }
    let measures = [Computation::Eids, Computation::ESignatures, Computation::Accounts, Computation::CashlessResidents];
    let known = sums.into_iter().filter(|(_, sum)| sum.known > 0);
    Ok(known
        .flat_map(|(of, sum)| {
            measures.into_iter().enumerate().map(move |(at, measure)| ((measure, of.clone()), sum.share(at)))
        })
        .collect())
}
