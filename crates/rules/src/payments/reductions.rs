//! Who pays less: rules as data, with their dates of effect and their source.

use super::Reduction;
use crate::catalogue::FeeKind;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// The key of a group of people who pay less (`poor-household`); its name is in the message catalogues.
pub type Group = String;

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Who.
    pub group: Group,
    /// What is taken off, in percent; 100 is an exemption.
    pub percent: u8,
    /// Of which kinds of money.
    pub kinds: Vec<FeeKind>,
    /// In which fields of the catalogue; anywhere when this and `procedures` are empty.
    #[serde(default)]
    pub fields: Vec<String>,
    /// For which procedures.
    #[serde(default)]
    pub procedures: Vec<String>,
    /// The first day.
    pub from: Date,
    /// The last day, where it ended.
    #[serde(default)]
    pub until: Option<Date>,
    /// Applies by itself to who is younger than so many years, where somebody vouches for the birth date.
    #[serde(default)]
    pub age_below: Option<i16>,
    /// Applies by itself to who is so many years old, where somebody vouches for the birth date.
    #[serde(default)]
    pub age_from: Option<i16>,
    /// The rule of law.
    pub basis: String,
}

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    // Part of the program, read by a test.
    serde_json::from_str(include_str!("../../data/payments/reductions.json")).unwrap_or_default()
});

/// Every rule.
#[must_use]
pub fn rules() -> &'static [Rule] {
    &RULES
}

/// The groups that pay less for a procedure on a day, in the order of the rules, each once.
#[must_use]
pub fn groups(field: &str, procedure: &str, day: Date) -> Vec<&'static Rule> {
    let mut groups: Vec<&Rule> = Vec::new();
    for rule in rules().iter().filter(|rule| rule.concerns(field, procedure, day)) {
        if !groups.iter().any(|known| known.group == rule.group) {
            groups.push(rule);
        }
    }
    groups
}

impl Rule {
    /// Whether it is in force on this day and speaks of this procedure.
    #[must_use]
    pub fn concerns(&self, field: &str, procedure: &str, day: Date) -> bool {
        let everything = self.fields.is_empty() && self.procedures.is_empty();
        let names = |list: &[String], what: &str| list.iter().any(|one| one == what);
        self.from <= day
            && self.until.is_none_or(|until| day <= until)
            && (everything || names(&self.fields, field) || names(&self.procedures, procedure))
    }

    /// What it takes off, as a payment keeps it.
    #[must_use]
    pub fn reduction(&self) -> Reduction {
        Reduction { group: self.group.clone(), percent: self.percent, basis: self.basis.clone() }
    }

    /// Whether it applies to somebody by their birth date alone; nothing but a certain age counts.
    #[must_use]
    pub fn applies_by_age(&self, birth: Option<&str>, day: Date) -> bool {
        let Some(ages) = birth.and_then(|birth| ages(birth, day)) else { return false };
        self.age_below.is_some_and(|below| ages.1 < below) || self.age_from.is_some_and(|from| ages.0 >= from)
    }
}

/// The least and the most years that somebody born then may count on a day; many know only the year of their birth.
fn ages(birth: &str, day: Date) -> Option<(i16, i16)> {
    let years = |born: Date| {
        let had = (day.month(), day.day()) >= (born.month(), born.day());
        day.year() - born.year() - i16::from(!had)
    };
    if let Ok(born) = birth.parse::<Date>() {
        return Some((years(born), years(born)));
    }
    let year: i16 = birth.parse().ok()?;
    Some((day.year() - year - 1, day.year() - year))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_rules_are_read_and_each_names_its_law() {
        assert!(rules().len() > 20);
        for rule in rules() {
            assert!((1..=100).contains(&rule.percent) && !rule.kinds.is_empty(), "{rule:?}");
            assert!(rule.basis.contains("/20"), "{rule:?}");
        }
    }

    #[test]
    fn an_age_counts_only_where_it_is_certain() {
        let day = date(2025, 12, 23);
        assert_eq!(ages("2009-12-24", day), Some((15, 15)));
        assert_eq!(ages("2009-12-23", day), Some((16, 16)));
        assert_eq!(ages("2009", day), Some((15, 16)));
        assert_eq!(ages("không rõ", day), None);
        let children = rules().iter().find(|rule| rule.group == "children").expect("a rule");
        assert!(children.applies_by_age(Some("2009-12-24"), day));
        assert!(!children.applies_by_age(Some("2009"), day));
        assert!(!children.applies_by_age(None, day));
    }

    #[test]
    fn a_rule_holds_from_its_first_day_on() {
        let residence = "Đăng ký, quản lý cư trú";
        assert!(groups(residence, "1.004222", date(2023, 2, 4)).is_empty());
        assert!(groups(residence, "1.004222", date(2023, 2, 5)).iter().any(|rule| rule.group == "poor-household"));
        assert!(groups("Du lịch", "1.004628", date(2025, 1, 1)).is_empty());
    }
}
