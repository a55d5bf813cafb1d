//! Amounts that are counted: so much a copy, so much a page, less from a certain page on, no more than so much a copy.

use super::forms::{Definition, Kind};
use crate::dossiers::Form;
use crate::money::Dong;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How often a fee's amount is owed, by answers of the form; the amount itself is that of one page, or of one copy where pages are not
/// counted (Thông tư 226/2016/TT-BTC: 2.000 đồng a page, 1.000 from the third on, at most 200.000 a copy).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Count {
    /// The repeated group whose rows are counted one by one; the form itself where it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<String>,
    /// The field with the number of copies; one copy where it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copies: Option<String>,
    /// The field with the pages of one copy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<String>,
    /// Other prices from a later page on, in the order of the pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub further: Vec<Further>,
    /// The most for one copy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<Dong>,
}

/// The price of a page from one on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Further {
    /// The first page that costs so much, counted from 1.
    pub from: u32,
    /// How much it costs.
    pub amount: Dong,
}

/// How one row of what is counted came to its amount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// How many copies.
    pub copies: u32,
    /// The pages of one copy by their price; nothing where pages are not counted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<Priced>,
    /// What one copy costs.
    pub copy: Dong,
    /// Whether one copy costs that because it may not cost more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub at_most: bool,
}

/// So many pages at one price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Priced {
    /// How many.
    pub pages: u32,
    /// What each costs.
    pub amount: Dong,
}

impl Counted {
    /// What the row comes to.
    #[must_use]
    pub fn amount(&self) -> Dong {
        Dong(self.copy.0.saturating_mul(i64::from(self.copies)))
    }
}

impl Count {
    /// What is counted in these answers, row by row; nothing where an answer that it needs was not given: a declaration on paper says
    /// the same to the officer only.
    #[must_use]
    pub fn of(&self, amount: Dong, form: &Form) -> Option<Vec<Counted>> {
        let Some(rows) = &self.rows else { return self.row(amount, &|name| form.get(name)).map(|row| vec![row]) };
        let rows = form.get(rows)?.as_array().filter(|rows| !rows.is_empty())?;
        rows.iter().map(|row| self.row(amount, &|name| row.get(name))).collect()
    }

    fn row<'a>(&self, amount: Dong, answer: &dyn Fn(&str) -> Option<&'a Value>) -> Option<Counted> {
        // What is not counted by is not asked for; what is must have been answered.
        let number = |field: &str| answer(field).and_then(whole);
        let copies = self.copies.as_deref().map_or(Some(1), number)?;
        let pages = match &self.pages {
            Some(field) => self.priced(amount, number(field)?),
            None => Vec::new(),
        };
        let whole = pages.iter().map(|part| part.amount.0.saturating_mul(i64::from(part.pages)));
        let whole = if self.pages.is_none() { amount } else { Dong(whole.fold(0, i64::saturating_add)) };
        let at_most = self.at_most.filter(|most| whole.0 > most.0);
        Some(Counted { copies, pages, copy: at_most.unwrap_or(whole), at_most: at_most.is_some() })
    }

    /// So many pages, by their price.
    fn priced(&self, amount: Dong, pages: u32) -> Vec<Priced> {
        let (mut parts, mut price, mut done) = (Vec::new(), amount, 0);
        for further in &self.further {
            let before = further.from.saturating_sub(1).min(pages).max(done);
            parts.push(Priced { pages: before - done, amount: price });
            (price, done) = (further.amount, before);
        }
        parts.push(Priced { pages: pages - done, amount: price });
        parts.retain(|part| part.pages > 0);
        parts
    }

    /// The first of its fields that this form does not have. What is declared on paper is counted by the officer.
    #[must_use]
    pub fn missing_in(&self, form: Option<&Definition>) -> Option<&str> {
        let mut fields = form?.fields();
        let names: Vec<&str> = match &self.rows {
            None => fields.map(|field| field.name.as_str()).collect(),
            Some(rows) => match fields.find(|field| field.name == *rows).map(|field| &field.kind) {
                Some(Kind::Group { fields, .. }) => fields.iter().map(|field| field.name.as_str()).collect(),
                _ => return Some(rows),
            },
        };
        [&self.copies, &self.pages].into_iter().flatten().map(String::as_str).find(|name| !names.contains(name))
    }
}

/// A number of copies or pages: at least one.
fn whole(value: &Value) -> Option<u32> {
    value.as_u64().and_then(|number| u32::try_from(number).ok()).filter(|number| *number > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn certified_copies() -> Count {
        serde_json::from_value(json!({
            "rows": "papers", "copies": "copies", "pages": "pages",
            "further": [{"from": 3, "amount": 1000}], "at_most": 200_000
        }))
        .expect("a rule")
    }

    fn form(form: Value) -> Form {
        serde_json::from_value(form).expect("answers")
    }

    fn total(count: &Count, amount: i64, form: &Form) -> Option<i64> {
        Some(count.of(Dong(amount), form)?.iter().map(|row| row.amount().0).sum())
    }

    #[test]
    fn five_copies_of_five_pages_cost_ten_dear_pages_and_fifteen_cheap_ones() {
        let answers = form(json!({"papers": [{"pages": 5, "copies": 5}]}));
        assert_eq!(total(&certified_copies(), 2000, &answers), Some(35_000));
        let row = &certified_copies().of(Dong(2000), &answers).expect("counted")[0];
        let priced = |pages, amount| Priced { pages, amount: Dong(amount) };
        assert_eq!((row.copies, row.copy), (5, Dong(7000)));
        assert_eq!(row.pages, [priced(2, 2000), priced(3, 1000)]);
    }

    #[test]
    fn one_copy_never_costs_more_than_the_law_allows() {
        let answers = form(json!({"papers": [{"pages": 500, "copies": 2}, {"pages": 1, "copies": 1}]}));
        let rows = certified_copies().of(Dong(2000), &answers).expect("counted");
        assert_eq!((rows[0].copy, rows[0].at_most, rows[1].at_most), (Dong(200_000), true, false));
        assert_eq!(total(&certified_copies(), 2000, &answers), Some(402_000));
    }

    #[test]
    fn copies_alone_are_counted_row_by_row() {
        let count = Count { rows: Some("extracts".into()), copies: Some("copies".into()), ..Count::default() };
        let answers = form(json!({"extracts": [{"copies": 3}, {"copies": 2}]}));
        assert_eq!(total(&count, 8000, &answers), Some(40_000));
        let whole = Count { copies: Some("copies".into()), ..Count::default() };
        assert_eq!(total(&whole, 8000, &form(json!({"copies": 4}))), Some(32_000));
    }

    #[test]
    fn what_was_not_answered_is_not_guessed() {
        for answers in [json!({}), json!({"papers": []}), json!({"papers": [{"pages": 2}]}), json!({"papers": 3})] {
            assert_eq!(total(&certified_copies(), 2000, &form(answers)), None);
        }
        let none = form(json!({"papers": [{"pages": 2, "copies": 0}]}));
        assert_eq!(total(&certified_copies(), 2000, &none), None);
    }

    proptest! {
        /// Counted page by page by the words of the law, whatever the tiers.
        #[test]
        fn pages_cost_what_each_of_them_costs(
            pages in 1_u32..400, copies in 1_u32..60, amount in 0_i64..5000,
            further in proptest::collection::vec((1_u32..40, 0_i64..5000), 0..4), at_most in proptest::option::of(1_i64..300_000),
        ) {
            let mut further: Vec<_> =
                further.into_iter().map(|(from, amount)| Further { from, amount: Dong(amount) }).collect();
            further.sort_by_key(|one| one.from);
            further.dedup_by_key(|one| one.from);
            let price = |page: u32| further.iter().rev().find(|one| one.from <= page).map_or(amount, |one| one.amount.0);
            let copy: i64 = (1..=pages).map(price).sum();
            let copy = at_most.map_or(copy, |most| copy.min(most));
            let count = Count {
                rows: None, copies: Some("copies".into()), pages: Some("pages".into()),
                further: further.clone(), at_most: at_most.map(Dong),
            };
            let rows = count.of(Dong(amount), &form(json!({"copies": copies, "pages": pages}))).expect("counted");
            prop_assert_eq!(rows[0].amount().0, copy * i64::from(copies));
            let counted: u32 = rows[0].pages.iter().map(|part| part.pages).sum();
            prop_assert_eq!(counted, pages);
        }
    }
}
