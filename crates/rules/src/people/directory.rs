//! The agencies of the province, to find who is competent.

use super::{Agency, AgencyKind, AgencyLevel};
use crate::codes::{AgencyCode, CommuneCode};
use crate::text::fold;
use std::collections::BTreeMap;

/// The agencies, by code.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    agencies: BTreeMap<AgencyCode, Agency>,
    communes: Vec<CommuneName>,
}

/// How a commune is called in an address, folded: `xa sin ho`, and without its kind `sin ho`.
#[derive(Debug, Clone)]
struct CommuneName {
    whole: String,
    bare: String,
    code: CommuneCode,
}

/// What stands before the kind and the name of a commune in the name of its authority, folded.
const COMMITTEE: &str = "uy ban nhan dan ";

impl FromIterator<Agency> for Directory {
    fn from_iter<I: IntoIterator<Item = Agency>>(agencies: I) -> Self {
        let agencies: BTreeMap<_, _> = agencies.into_iter().map(|agency| (agency.code.clone(), agency)).collect();
        let communes = agencies.values().filter_map(CommuneName::of).collect();
        Self { agencies, communes }
    }
}

impl CommuneName {
    fn of(agency: &Agency) -> Option<Self> {
        if agency.level != AgencyLevel::Commune || agency.kind != AgencyKind::Authority {
            return None;
        }
        let name = fold(&agency.name);
        let whole = name.strip_prefix(COMMITTEE).unwrap_or(&name).to_owned();
        let kinds = ["xa ", "phuong ", "dac khu "];
        let bare = kinds.iter().find_map(|kind| whole.strip_prefix(kind)).unwrap_or(&whole).to_owned();
        Some(Self { whole, bare, code: agency.commune.clone()? })
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

    /// The one commune that an address names, with or without marks; nothing when it names none, or several.
    ///
    /// "Bản Sìn Hồ, xã Pa Tần" is in Pa Tần: a name with its kind counts before one without.
    #[must_use]
    pub fn commune_in(&self, address: &str) -> Option<&CommuneCode> {
        let address = format!(" {} ", fold(address));
        let named = |name: fn(&CommuneName) -> &String| {
            let mut found = self.communes.iter().filter(|commune| address.contains(&format!(" {} ", name(commune))));
            (found.next(), found.next())
        };
        match named(|commune| &commune.whole) {
            (Some(one), None) => Some(&one.code),
            (Some(_), Some(_)) => None,
            (None, _) => match named(|commune| &commune.bare) {
                (Some(one), None) => Some(&one.code),
                _ => None,
            },
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn directory() -> Directory {
        let commune = |(code, commune, name): (&str, &str, &str)| Agency {
            code: code.parse().expect("a code"),
            name: format!("Ủy ban nhân dân {name}"),
            name_en: None,
            level: AgencyLevel::Commune,
            kind: AgencyKind::Authority,
            parent: None,
            commune: Some(commune.parse().expect("a code")),
            address: None,
            phone: None,
            saturday_morning: false,
        };
        [("H35.21", "03388", "phường Đoàn Kết"), ("H35.38", "03478", "xã Sìn Hồ"), ("H35.40", "03485", "xã Pa Tần")]
            .map(commune)
            .into_iter()
            .collect()
    }

    #[test]
    fn an_address_names_its_commune_with_or_without_marks() {
        let directory = directory();
        let found = |address| directory.commune_in(address).map(CommuneCode::as_str);
        assert_eq!(found("Bản Nậm Lúc, xã Sìn Hồ, tỉnh Lai Châu"), Some("03478"));
        assert_eq!(found("to 5, phuong doan ket, lai chau"), Some("03388"));
        assert_eq!(found("Sin Ho"), Some("03478"));
        assert_eq!(found("bản Sìn Hồ, xã Pa Tần"), Some("03485"));
        assert_eq!(found("Sìn Hồ hoặc Pa Tần"), None);
        assert_eq!(found("phố Hàng Bài, Hà Nội"), None);
        assert_eq!(found(""), None);
    }
}
