//! The agencies of the province, to find who is competent.

use super::{Agency, AgencyKind, AgencyLevel};
use crate::codes::{AgencyCode, CommuneCode};
use std::collections::BTreeMap;

/// The agencies, by code.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    agencies: BTreeMap<AgencyCode, Agency>,
}

impl FromIterator<Agency> for Directory {
    fn from_iter<I: IntoIterator<Item = Agency>>(agencies: I) -> Self {
        Self { agencies: agencies.into_iter().map(|agency| (agency.code.clone(), agency)).collect() }
    }
}

impl Directory {
    /// The agency of this code.
    #[must_use]
    pub fn get(&self, code: &AgencyCode) -> Option<&Agency> {
        self.agencies.get(code)
    }

    /// All agencies by code.
    pub fn iter(&self) -> impl Iterator<Item = &Agency> {
        self.agencies.values()
    }

    /// The authority of this commune.
    #[must_use]
    pub fn authority_of(&self, commune: &CommuneCode) -> Option<&Agency> {
        self.iter().find(|agency| {
            agency.level == AgencyLevel::Commune
                && agency.kind == AgencyKind::Authority
                && agency.commune.as_ref() == Some(commune)
        })
    }

    /// The counter that belongs to this authority: the commune's own, or the province's for departments.
    #[must_use]
    pub fn counter_of(&self, authority: &AgencyCode) -> Option<&Agency> {
        let own =
            self.iter().find(|agency| agency.kind == AgencyKind::Counter && agency.parent.as_ref() == Some(authority));
        own.or_else(|| {
            self.iter().find(|agency| agency.kind == AgencyKind::Counter && agency.level == AgencyLevel::Province)
        })
    }
}
