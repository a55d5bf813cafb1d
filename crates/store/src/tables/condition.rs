//! Conditions of lists, put together piece by piece with their values.

use crate::engine::Value;
use rules::codes::AgencyCode;
use rules::people::permissions::Scope;

/// What stands behind WHERE, and the values that it names.
pub(super) struct Condition {
    pub(super) sql: String,
    pub(super) values: Vec<Value>,
}

impl Condition {
    /// One that everything meets.
    pub(super) fn all() -> Self {
        Self { sql: "1 = 1".into(), values: Vec::new() }
    }

    /// Names a value: its place in the text.
    pub(super) fn value(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    /// Narrows it.
    pub(super) fn and(&mut self, sql: &str) {
        self.sql.push_str(" AND ");
        self.sql.push_str(sql);
    }

    /// One of these agencies.
    pub(super) fn one_of(&mut self, column: &str, agencies: &[AgencyCode]) -> String {
        let places: Vec<String> = agencies.iter().map(|agency| self.value(agency.as_str())).collect();
        if places.is_empty() { "1 = 0".to_owned() } else { format!("{column} IN ({})", places.join(", ")) }
    }

    /// One of these agencies, or one below it.
    pub(super) fn within(&mut self, column: &str, agencies: &[AgencyCode]) -> String {
        let mut any = Vec::new();
        for agency in agencies {
            // A range and no pattern, so that an index finds it on both engines; a slash is the next sign after a point.
            let (whole, from) = (self.value(agency.as_str()), self.value(format!("{agency}.")));
            let to = self.value(format!("{agency}/"));
            any.push(format!("{column} = {whole} OR {column} >= {from} AND {column} < {to}"));
        }
        if any.is_empty() { "1 = 0".to_owned() } else { format!("({})", any.join(" OR ")) }
    }

    /// What belongs, by a table of agencies concerned (`a` in the text), to somebody's agencies or those below them.
    pub(super) fn seen(&mut self, scope: &Scope, exists: &str) {
        match scope {
            Scope::All => {}
            Scope::Owner(_) => self.and("1 = 0"),
            Scope::Agencies(seen) => {
                let seen: Vec<AgencyCode> = seen.iter().map(|seen| seen.agency.clone()).collect();
                let within = self.within("a.agency", &seen);
                self.and(&format!("EXISTS (SELECT 1 FROM {exists} AND {within})"));
            }
        }
    }

    /// Every word that was typed stands in this column of folded words.
    pub(super) fn words(&mut self, column: &str, typed: &str) {
        for word in rules::text::fold(typed).split(' ').filter(|word| !word.is_empty()) {
            let like = self.value(format!("%{word}%"));
            self.and(&format!("{column} LIKE {like}"));
        }
    }
}
