//! Texts: the message catalogues in Vietnamese and English, and how templates ask for them.
//!
//! Every word that a person reads comes from `messages/{vi,en}/*.ftl`. Must not know pages or the database.

#[cfg(test)]
mod catalogue_tests;
mod lang;

pub use lang::Lang;

use fluent_templates::fluent_bundle::{FluentValue, types::FluentNumber};
use fluent_templates::{Loader as _, static_loader};
use std::borrow::Cow;
use std::collections::HashMap;

static_loader! {
    static CATALOGUES = {
        locales: "./messages",
        fallback_language: "vi",
        customise: |bundle| {
            bundle.set_use_isolating(false);
            let vietnamese = bundle.locales.first().is_some_and(|lang| lang.language.as_str() == "vi");
            bundle.set_formatter(Some(if vietnamese { grouped_vi } else { grouped_en }));
        },
    };
}

/// Numbers inside texts are grouped as everywhere else: 20.000 in Vietnamese, 20,000 in English.
fn grouped_vi<M>(value: &FluentValue, _memoizer: &M) -> Option<String> {
    grouped(value, Lang::Vi)
}

fn grouped_en<M>(value: &FluentValue, _memoizer: &M) -> Option<String> {
    grouped(value, Lang::En)
}

fn grouped(value: &FluentValue, lang: Lang) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    // Whole numbers only: `Arg` makes them from integers far below 2^53.
    Some(crate::format::count(lang, number.value as i64))
}

/// A value that a text names: text, or a whole number (which English plurals look at).
pub trait Arg {
    /// The value as the catalogues take it.
    fn value(&self) -> FluentValue<'static>;
}

impl Arg for str {
    fn value(&self) -> FluentValue<'static> {
        FluentValue::String(Cow::Owned(self.to_owned()))
    }
}

impl Arg for String {
    fn value(&self) -> FluentValue<'static> {
        self.as_str().value()
    }
}

impl<T: Arg + ?Sized> Arg for &T {
    fn value(&self) -> FluentValue<'static> {
        (**self).value()
    }
}

macro_rules! whole_numbers {
    ($($number:ty),+) => {$(
        impl Arg for $number {
            fn value(&self) -> FluentValue<'static> {
                FluentValue::Number(FluentNumber::new(*self as f64, Default::default()))
            }
        }
    )+};
}
whole_numbers!(u8, u16, u32, u64, usize, i32, i64);

/// The texts of one language, small enough to copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// The language.
    pub lang: Lang,
}

impl Words {
    /// The texts of this language.
    #[must_use]
    pub fn new(lang: Lang) -> Self {
        Self { lang }
    }

    /// The text of this key; `key.attribute` for an attribute.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        self.find(key, &HashMap::new()).unwrap_or_else(|| missing(key))
    }

    /// The text of this key with one value in it.
    #[must_use]
    pub fn t1(&self, key: &str, name: &'static str, value: impl Arg) -> String {
        self.with(key, &[(name, &value)])
    }

    /// The text of this key with two values in it.
    #[must_use]
    pub fn t2(&self, key: &str, name: &'static str, value: impl Arg, name2: &'static str, value2: impl Arg) -> String {
        self.with(key, &[(name, &value), (name2, &value2)])
    }

    /// The text of this key with any number of values in it.
    #[must_use]
    pub fn with(&self, key: &str, args: &[(&'static str, &dyn Arg)]) -> String {
        let args = args.iter().map(|(name, value)| (Cow::Borrowed(*name), value.value())).collect();
        self.find(key, &args).unwrap_or_else(|| missing(key))
    }

    /// The text of this key with the values that a rule named, or nothing where the catalogues don't have it.
    #[must_use]
    pub fn maybe(&self, key: &str, args: &[(&'static str, String)]) -> Option<String> {
        let args = args.iter().map(|(name, value)| (Cow::Borrowed(*name), self.read(value))).collect();
        self.find(key, &args)
    }

    /// Rules name their values as text; short whole numbers must count as numbers for plurals, codes must not; days are written
    /// as the language writes them.
    fn read(&self, value: &str) -> FluentValue<'static> {
        if let Ok(number) = value.parse::<u32>()
            && number.to_string() == value
            && number < 1_000_000
        {
            return number.value();
        }
        match value.parse::<jiff::civil::Date>() {
            Ok(day) if value.len() == 10 => crate::format::day(self.lang, day).value(),
            _ => value.value(),
        }
    }

    fn find(&self, key: &str, args: &HashMap<Cow<'static, str>, FluentValue>) -> Option<String> {
        CATALOGUES.try_lookup_complete(self.lang.id(), key, Some(args))
    }
}

/// A missing text is a bug that a test finds; a person sees the key rather than nothing.
fn missing(key: &str) -> String {
    tracing::error!(key, "text missing in the catalogues");
    key.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_texts_are_grouped_as_the_language_does() {
        assert_eq!(Words::new(Lang::Vi).t1("list-count", "count", 20_000), "20.000 kết quả");
        assert_eq!(Words::new(Lang::En).t1("list-count", "count", 20_000), "20,000 results");
        assert_eq!(Words::new(Lang::En).t1("list-count", "count", 1), "1 result");
    }

    #[test]
    fn days_that_a_rule_names_are_written_as_the_language_writes_them() {
        let text = Words::new(Lang::Vi).maybe("problem-founded-after-end", &[("day", "2025-07-01".into())]);
        assert!(text.is_some_and(|text| text.contains("01/07/2025")), "a day");
    }

    #[test]
    fn values_stand_in_texts_without_invisible_marks() {
        let text = Words::new(Lang::Vi).maybe("problem-too-long", &[("max", "200".into())]);
        assert!(text.is_some_and(|text| text.contains("200") && !text.contains('\u{2068}')));
    }
}
