//! The agencies of the province as they stand on a day: who is competent, what was before, what came after.

use super::register::{Ended, Entry, Named};
use super::{Agency, AgencyKind, AgencyLevel};
use crate::codes::{AgencyCode, CommuneCode};
use crate::text::fold;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// The agencies, by code, on one day. Those of other days are known too, with what became of them.
///
/// Without a day everything that was entered has taken effect.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    entries: Arc<BTreeMap<AgencyCode, Entry>>,
    day: Option<Date>,
    /// Every agency, called as on the day.
    agencies: BTreeMap<AgencyCode, Agency>,
    in_force: BTreeSet<AgencyCode>,
    /// The authority of each territory.
    authorities: HashMap<CommuneCode, AgencyCode>,
    /// What former communes became, by code.
    became: HashMap<CommuneCode, CommuneCode>,
    /// The counter of each authority that has one.
    counters: HashMap<AgencyCode, AgencyCode>,
    provincial_counter: Option<AgencyCode>,
    communes: Vec<CommuneName>,
    former_communes: Vec<CommuneName>,
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
        Self::new(agencies.into_iter().map(Entry::from), None)
    }
}

impl CommuneName {
    fn of(agency: &Agency, code: &CommuneCode) -> Self {
        let name = fold(&agency.name);
        let whole = name.strip_prefix(COMMITTEE).unwrap_or(&name).to_owned();
        let kinds = ["xa ", "phuong ", "thi tran ", "dac khu "];
        let bare = kinds.iter().find_map(|kind| whole.strip_prefix(kind)).unwrap_or(&whole).to_owned();
        Self { whole, bare, code: code.clone() }
    }
}

impl Directory {
    /// The directory of these agencies as it stands on the day.
    #[must_use]
    pub fn new(entries: impl IntoIterator<Item = Entry>, day: Option<Date>) -> Self {
        let entries = entries.into_iter().map(|entry| (entry.agency.code.clone(), entry)).collect();
        Self::of(Arc::new(entries), day)
    }

    fn of(entries: Arc<BTreeMap<AgencyCode, Entry>>, day: Option<Date>) -> Self {
        let agencies = entries.iter().map(|(code, entry)| (code.clone(), entry.on(day))).collect();
        let in_force = entries.iter().filter(|(_, entry)| entry.is_in_force(day)).map(|(code, _)| code.clone());
        let in_force = in_force.collect();
        let mut directory = Self { entries, day, agencies, in_force, ..Self::default() };
        let (mut communes, mut former) = (Vec::new(), Vec::new());
        let (mut authorities, mut counters, mut provincial) = (HashMap::new(), HashMap::new(), None);
        let mut became = HashMap::new();
        for agency in directory.agencies.values() {
            let in_force = directory.is_in_force(&agency.code);
            match (agency.kind, &agency.parent, &agency.commune) {
                (AgencyKind::Counter, parent, _) if in_force => {
                    if let Some(parent) = parent {
                        counters.entry(parent.clone()).or_insert_with(|| agency.code.clone());
                    }
                    if agency.level == AgencyLevel::Province && provincial.is_none() {
                        provincial = Some(agency.code.clone());
                    }
                }
                (_, _, Some(commune)) if agency.governs_a_commune() && in_force => {
                    // Where the old one's end is not entered yet, the one founded last governs.
                    let before = authorities.get(commune).and_then(|code| directory.agencies.get(code));
                    if before.is_none_or(|before| before.founded_on < agency.founded_on) {
                        authorities.insert(commune.clone(), agency.code.clone());
                    }
                    communes.push(CommuneName::of(agency, commune));
                }
                (_, _, Some(_)) if agency.governs_a_commune() => {
                    let successor = directory.agencies.get(directory.successor(&agency.code));
                    let there = successor.filter(|successor| directory.is_in_force(&successor.code));
                    if let Some(commune) = there.and_then(|successor| successor.commune.as_ref()) {
                        former.push(CommuneName::of(agency, commune));
                        if let Some(old) = &agency.commune {
                            became.insert(old.clone(), commune.clone());
                        }
                    }
                }
                _ => {}
            }
        }
        directory.communes = communes;
        directory.former_communes = former;
        directory.authorities = authorities;
        directory.became = became;
        directory.counters = counters;
        directory.provincial_counter = provincial;
        directory
    }

    /// The same agencies on another day.
    #[must_use]
    pub fn on(&self, day: Date) -> Self {
        Self::of(Arc::clone(&self.entries), Some(day))
    }

    /// The day on which it stands.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        self.day
    }

    /// The agency of this code, whether or not it is in force.
    #[must_use]
    pub fn get(&self, code: &AgencyCode) -> Option<&Agency> {
        self.agencies.get(code)
    }

    /// The agency with its history.
    #[must_use]
    pub fn entry(&self, code: &AgencyCode) -> Option<&Entry> {
        self.entries.get(code)
    }

    /// The agencies in force, by code: those that something can be filed with, or asked of.
    pub fn iter(&self) -> impl Iterator<Item = &Agency> {
        self.agencies.values().filter(|agency| self.in_force.contains(&agency.code))
    }

    /// Every agency that there is, was or is going to be, by code.
    pub fn every(&self) -> impl Iterator<Item = &Agency> {
        self.agencies.values()
    }

    /// Whether the agency is in force.
    #[must_use]
    pub fn is_in_force(&self, code: &AgencyCode) -> bool {
        self.in_force.contains(code)
    }

    /// How the agency ended, or is going to.
    #[must_use]
    pub fn end(&self, code: &AgencyCode) -> Option<&Ended> {
        self.entries.get(code)?.end.as_ref()
    }

    /// How the agency was called, in order of time; empty where it always had its one name.
    #[must_use]
    pub fn names(&self, code: &AgencyCode) -> &[Named] {
        self.entries.get(code).map_or(&[], |entry| &entry.names)
    }

    /// What became of the agency: what it was merged into by the day, step after step, as far as it is in force; itself while
    /// it has not ended.
    #[must_use]
    pub fn successors(&self, code: &AgencyCode) -> Vec<&Agency> {
        let (mut found, mut open, mut seen) = (Vec::new(), vec![code], BTreeSet::new());
        while let Some(code) = open.pop() {
            let Some(entry) = self.entries.get(code).filter(|_| seen.insert(code.clone())) else { continue };
            match entry.end.as_ref().filter(|_| entry.has_ended(self.day)) {
                Some(end) => open.extend(end.into.iter().rev()),
                None => found.extend(self.agencies.get(code)),
            }
        }
        found
    }

    /// Who works the dossiers of this agency on the day: itself, or what it was merged into first, step after step.
    #[must_use]
    pub fn successor<'a>(&'a self, code: &'a AgencyCode) -> &'a AgencyCode {
        let (mut at, mut seen) = (code, BTreeSet::new());
        while let Some(entry) = self.entries.get(at).filter(|entry| entry.has_ended(self.day))
            && let Some(next) = entry.end.as_ref().and_then(|end| end.into.first())
            && seen.insert(at)
        {
            at = next;
        }
        at
    }

    /// The agencies that were merged into this one by the day, by code: what it came from.
    #[must_use]
    pub fn predecessors(&self, code: &AgencyCode) -> Vec<&Agency> {
        let merged = self
            .entries
            .values()
            .filter(|entry| entry.has_ended(self.day) && entry.end.as_ref().is_some_and(|end| end.into.contains(code)));
        merged.filter_map(|entry| self.agencies.get(&entry.agency.code)).collect()
    }

    /// The agencies whose dossiers this one works, besides its own, by code: all for which it is the [`successor`](Self::successor).
    #[must_use]
    pub fn succeeds(&self, code: &AgencyCode) -> Vec<AgencyCode> {
        let ended = self.entries.values().filter(|entry| entry.has_ended(self.day)).map(|entry| &entry.agency.code);
        ended.filter(|ended| *ended != code && self.successor(ended) == code).cloned().collect()
    }

    /// The authority of this commune.
    #[must_use]
    pub fn authority_of(&self, commune: &CommuneCode) -> Option<&Agency> {
        self.agencies.get(self.authorities.get(commune)?)
    }

    /// The commune of this code today: itself, or the one that took its place.
    #[must_use]
    pub fn commune_today(&self, commune: &CommuneCode) -> Option<&CommuneCode> {
        let there = self.authorities.get_key_value(commune).map(|(code, _)| code);
        there.or_else(|| self.became.get(commune))
    }

    /// The one commune that an address names, with or without marks; nothing when it names none, or several. A commune that is no
    /// more stands for the one that took its place.
    ///
    /// "Bản Sìn Hồ, xã Pa Tần" is in Pa Tần: a name with its kind counts before one without.
    #[must_use]
    pub fn commune_in(&self, address: &str) -> Option<&CommuneCode> {
        let address = format!(" {} ", fold(address));
        let named = |communes: &[CommuneName], whole: bool| {
            let name = |commune: &CommuneName| format!(" {} ", if whole { &commune.whole } else { &commune.bare });
            let hits = communes.iter().filter(|commune| address.contains(&name(commune)));
            hits.map(|commune| commune.code.clone()).collect::<BTreeSet<_>>()
        };
        let tries = [(&self.communes, true), (&self.former_communes, true), (&self.communes, false)];
        let found =
            tries.into_iter().map(|(communes, whole)| named(communes, whole)).find(|found| !found.is_empty())?;
        let code = found.first().filter(|_| found.len() == 1)?;
        self.authorities.get_key_value(code).map(|(code, _)| code)
    }

    /// The counter that belongs to this authority: the commune's own, or the province's for departments.
    #[must_use]
    pub fn counter_of(&self, authority: &AgencyCode) -> Option<&Agency> {
        let own = self.counters.get(self.successor(authority)).or(self.provincial_counter.as_ref())?;
        self.agencies.get(own)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn directory() -> Directory {
        let commune = |(code, commune, name): (&str, &str, &str)| Agency {
            commune: Some(commune.parse().expect("a code")),
            ..Agency::new(
                code.parse().expect("a code"),
                format!("Ủy ban nhân dân {name}"),
                AgencyLevel::Commune,
                AgencyKind::Authority,
            )
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
