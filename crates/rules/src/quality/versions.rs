//! The versions of the index out of files: those that ship, and those that a province adds beside its records. A file stands on its own,
//! or amends another version by restating the rows that changed; a later decision is a new file, and old periods keep their version.

use super::definition::{Definition, Formula, Indicator};
use crate::Refusal;
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// The files that ship, each with its name.
const SHIPPED: &[(&str, &str)] = &[
    ("766-2022.json", include_str!("../../data/index/766-2022.json")),
    ("766-2026.json", include_str!("../../data/index/766-2026.json")),
];

static VERSIONS: OnceLock<Vec<Definition>> = OnceLock::new();

/// What all groups are worth together.
const WHOLE: u16 = 100;

/// A version that restates some rows of another.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Amendment {
    version: String,
    effective_from: Date,
    amends: String,
    source: String,
    indicators: Vec<Indicator>,
}

/// Every version, oldest first.
pub(super) fn versions() -> &'static [Definition] {
    // The shipped files are part of the program and a test reads them: what can't be read can't be shipped.
    VERSIONS.get_or_init(|| read(SHIPPED.iter().copied()).unwrap_or_default())
}

/// Adds the versions of these files (name and contents) to those that ship, for the life of the program. Done before anything was asked of
/// any version.
///
/// # Errors
/// When a file is wrong: see [`read`]; or when it comes too late.
pub fn add_versions(files: &[(String, String)]) -> Result<(), Refusal> {
    let added = files.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    let all = read(SHIPPED.iter().copied().chain(added))?;
    match VERSIONS.set(all) {
        Ok(()) => Ok(()),
        Err(all) if VERSIONS.get() == Some(&all) => Ok(()),
        Err(_) => Err(Refusal::rule("index-definition-late")),
    }
}

/// Reads versions out of files (name and contents), in any order; answers them oldest first.
///
/// # Errors
/// When a file is no definition, two have one name or one day, one amends what does not exist or, through others, itself, or a version
/// does not add up: the maxima of its groups to 100, those of the indicators of a group to the group's, its bands down to 0.
pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Vec<Definition>, Refusal> {
    let (mut versions, mut waiting): (Vec<Definition>, Vec<Amendment>) = (Vec::new(), Vec::new());
    for (name, text) in files {
        let unreadable = |error: serde_json::Error| {
            Refusal::rule("index-definition-unreadable").with("file", name).with("detail", error.to_string())
        };
        let value: serde_json::Value = serde_json::from_str(text).map_err(unreadable)?;
        if value.get("amends").is_some() {
            waiting.push(serde_json::from_value(value).map_err(unreadable)?);
        } else {
            versions.push(serde_json::from_value(value).map_err(unreadable)?);
        }
    }
    let names = versions.iter().map(|version| &version.version).chain(waiting.iter().map(|one| &one.version));
    let mut seen = BTreeSet::new();
    for name in names {
        if !seen.insert(name.clone()) {
            return Err(Refusal::rule("index-definition-twice").with("version", name));
        }
    }
    if let Some(lost) = waiting.iter().find(|amendment| !seen.contains(&amendment.amends)) {
        return Err(Refusal::rule("index-definition-base-unknown")
            .with("version", &lost.version)
            .with("base", &lost.amends));
    }
    while !waiting.is_empty() {
        let ready = waiting.iter().position(|one| versions.iter().any(|version| version.version == one.amends));
        let Some(ready) = ready else {
            let mut circle: Vec<_> = waiting.iter().map(|one| one.version.as_str()).collect();
            circle.sort_unstable();
            return Err(Refusal::rule("index-definition-circle").with("versions", circle.join(", ")));
        };
        let amendment = waiting.swap_remove(ready);
        let amended = amendment.applied(&versions)?;
        versions.push(amended);
    }
    versions.sort_by_key(|version| version.effective_from);
    for version in &versions {
        check(version)?;
    }
    if let Some(pair) = versions.windows(2).find(|pair| pair[0].effective_from == pair[1].effective_from) {
        return Err(Refusal::rule("index-definition-same-day")
            .with("version", &pair[0].version)
            .with("other", &pair[1].version)
            .with("day", pair[0].effective_from));
    }
    Ok(versions)
}

impl Amendment {
    fn applied(self, versions: &[Definition]) -> Result<Definition, Refusal> {
        let base = versions.iter().find(|definition| definition.version == self.amends);
        let Some(mut amended) = base.cloned() else {
            return Err(Refusal::rule("index-definition-base-unknown")
                .with("version", &self.version)
                .with("base", &self.amends));
        };
        for indicator in self.indicators {
            let mut rows = amended.groups.iter_mut().flat_map(|group| &mut group.indicators);
            match rows.find(|row| row.key == indicator.key) {
                Some(row) => *row = indicator,
                None => {
                    return Err(Refusal::rule("index-definition-row-unknown")
                        .with("version", &self.version)
                        .with("indicator", &indicator.key));
                }
            }
        }
        amended.version = self.version;
        amended.effective_from = self.effective_from;
        amended.source = self.source;
        Ok(amended)
    }
}

fn check(definition: &Definition) -> Result<(), Refusal> {
    let of = |code| Refusal::rule(code).with("version", &definition.version);
    let sum: u32 = definition.groups.iter().map(|group| u32::from(group.max)).sum();
    if sum != u32::from(WHOLE) {
        return Err(of("index-definition-sum").with("sum", sum));
    }
    for group in &definition.groups {
        let sum: u32 = group.indicators.iter().map(|indicator| u32::from(indicator.max)).sum();
        if sum != u32::from(group.max) {
            return Err(of("index-definition-group-sum")
                .with("group", &group.name)
                .with("sum", sum)
                .with("max", group.max));
        }
    }
    let mut keys = BTreeSet::new();
    for indicator in definition.indicators() {
        if !keys.insert(indicator.key.as_str()) {
            return Err(of("index-definition-row-twice").with("indicator", &indicator.key));
        }
        let full = match indicator.formula {
            Formula::RatioCapped { full_from_percent } => full_from_percent,
            _ => 100,
        };
        if full == 0 || full > 100 {
            return Err(of("index-definition-threshold").with("indicator", &indicator.key).with("threshold", full));
        }
    }
    let falling = definition.bands.windows(2).all(|pair| pair[0].from > pair[1].from);
    if !falling || definition.bands.last().is_none_or(|band| band.from != 0) {
        return Err(of("index-definition-bands"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = include_str!("../../data/index/766-2022.json");

    fn amendment(version: &str, amends: &str, day: &str, indicators: &str) -> String {
        format!(
            r#"{{"version": "{version}", "effective_from": "{day}", "amends": "{amends}", "source": "Quyết định thử", "indicators": [{indicators}]}}"#
        )
    }

    fn refused(files: &[(&str, &str)]) -> (&'static str, Vec<(&'static str, String)>) {
        let refusal = read(files.iter().copied()).expect_err("a refusal");
        (refusal.code, refusal.args)
    }

    /// The base with a piece of it replaced.
    fn with(from: &str, to: &str) -> String {
        assert!(BASE.contains(from), "{from}");
        BASE.replacen(from, to, 1)
    }

    #[test]
    fn what_ships_can_be_read_in_any_order() {
        let mut files: Vec<_> = SHIPPED.to_vec();
        files.reverse();
        let versions = read(files).expect("the shipped files");
        assert_eq!(versions, self::versions());
        assert!(versions.windows(2).all(|pair| pair[0].effective_from < pair[1].effective_from));
    }

    #[test]
    fn a_new_decision_is_a_new_file_and_old_periods_keep_their_rules() {
        let row = r#"{"key": "2.1", "code": "PROGRESS_ON_TIME", "name": "Mới", "name_en": "New", "max": 20,
            "formula": {"kind": "ratio_capped", "full_from_percent": 95}, "no_cases": "zero", "applies_to": ["province"],
            "counts": "x", "counts_en": "x"}"#;
        let new = amendment("9-2030", "766-2022", "2030-01-01", row);
        let versions = read([("a.json", new.as_str()), ("b.json", BASE)]).expect("two versions");
        let name = |at: usize| versions[at].indicator("2.1").map(|row| row.name.as_str());
        assert_eq!((name(0), name(1)), (Some("Hồ sơ xử lý trước hạn, đúng hạn"), Some("Mới")));
        assert_eq!(versions[1].groups.len(), versions[0].groups.len());
    }

    #[test]
    fn versions_that_amend_each_other_in_a_circle_are_named() {
        let (one, two) = (amendment("a", "b", "2030-01-01", ""), amendment("b", "a", "2031-01-01", ""));
        let (code, args) = refused(&[("base.json", BASE), ("one.json", &one), ("two.json", &two)]);
        assert_eq!((code, args), ("index-definition-circle", vec![("versions", "a, b".to_owned())]));
        let own = amendment("a", "a", "2030-01-01", "");
        assert_eq!(refused(&[("own.json", &own)]).0, "index-definition-circle");
    }

    #[test]
    fn weights_that_do_not_add_up_are_named() {
        let heavier = with("\"max\": 18,", "\"max\": 19,");
        let (code, args) = refused(&[("base.json", &heavier)]);
        assert_eq!((code, &args[1].1), ("index-definition-sum", &"101".to_owned()));
        let row = r#"{"key": "2.1", "code": "PROGRESS_ON_TIME", "name": "Mới", "name_en": "New", "max": 19,
            "formula": {"kind": "ratio"}, "no_cases": "zero", "applies_to": ["province"], "counts": "x", "counts_en": "x"}"#;
        let lighter = amendment("c", "766-2022", "2030-01-01", row);
        let (code, args) = refused(&[("base.json", BASE), ("c.json", &lighter)]);
        assert_eq!(code, "index-definition-group-sum");
        assert_eq!(
            args[1..],
            [("group", "Tiến độ, kết quả giải quyết".into()), ("sum", "19".into()), ("max", "20".into())]
        );
    }

    #[test]
    fn what_else_can_not_be_a_definition_is_refused() {
        assert_eq!(refused(&[("x.json", "{")]).0, "index-definition-unreadable");
        assert_eq!(refused(&[("x.json", "{}")]).0, "index-definition-unreadable");
        assert_eq!(refused(&[("a.json", BASE), ("b.json", BASE)]).0, "index-definition-twice");
        let lost = amendment("a", "nowhere", "2030-01-01", "");
        assert_eq!(refused(&[("base.json", BASE), ("a.json", &lost)]).0, "index-definition-base-unknown");
        let same_day = amendment("a", "766-2022", "2022-06-23", "");
        assert_eq!(refused(&[("base.json", BASE), ("a.json", &same_day)]).0, "index-definition-same-day");
        let row = r#"{"key": "9.9", "code": "X", "name": "x", "name_en": "x", "max": 0, "formula": {"kind": "information"},
            "no_cases": "zero", "applies_to": [], "counts": "x", "counts_en": "x"}"#;
        let unknown = amendment("a", "766-2022", "2030-01-01", row);
        assert_eq!(refused(&[("base.json", BASE), ("a.json", &unknown)]).0, "index-definition-row-unknown");
        assert_eq!(
            refused(&[("x.json", &with("\"key\": \"1.2\"", "\"key\": \"1.1\""))]).0,
            "index-definition-row-twice"
        );
        assert_eq!(refused(&[("x.json", &with("\"from\": 0", "\"from\": 10"))]).0, "index-definition-bands");
        let never = with("\"full_from_percent\": 80", "\"full_from_percent\": 0");
        assert_eq!(refused(&[("x.json", &never)]).0, "index-definition-threshold");
    }
}
