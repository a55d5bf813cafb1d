//! Electronic forms (*biểu mẫu điện tử*): what the paper declaration of a procedure asks, as data.
//!
//! A definition is a JSON Schema of the answers, in the subset that [`Definition::read`] documents, and a small layout beside it:
//! sections, conditions, computed fields. It is read and checked once; answers are checked by it wherever they come from
//! ([`Definition::validate`]). Must not know pages, files, or who is asked.
//!
//! Law: a paper declaration may be replaced by its electronic form (Nghị định 45/2020/NĐ-CP, Điều 10; Nghị định 118/2025/NĐ-CP).

mod check;
mod compute;
mod condition;
mod decimal;
mod field;
mod said;
#[cfg(test)]
mod tests;
mod validate;
mod written;

pub use check::Flaw;
pub use compute::Formula;
pub use condition::Condition;
pub use decimal::{Decimal, Marks, Typed, Unread};
pub use field::{ADDRESS, Field, Kind, PERSON, Prefill, Section};
pub use said::{Block, Said, Saying, Shown};
pub use validate::Known;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::sync::Arc;
use written::Written;

/// Answers by the name of their field, as typed or as checked.
pub type Answers = Map<String, Value>;

/// Names that a field can't have: what every filing says beside its form.
pub const RESERVED: [&str; 4] = ["whom", "whom_name", "details", "commune"];

/// A form that was checked: everything that it names is there, and nothing depends on itself.
///
/// Cheap to clone: procedures are cloned with every filing, their forms are not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Value", into = "Value")]
pub struct Definition(Arc<Checked>);

#[derive(Debug, PartialEq)]
struct Checked {
    written: Written,
    value: Value,
    sections: Vec<Section>,
}

impl Definition {
    /// Reads a definition.
    ///
    /// `schema` is a JSON Schema of type `object` with `properties` and `required`. A property is a `string` (also with `enum`, or
    /// with `format` `date` or `file`), an `integer` (also with `format` `money`, in đồng), a `number` (an exact decimal, with
    /// `multipleOf` and, in the layout, `decimals`), a `boolean` (with `const` `true` it is a declaration that must be ticked), an `object` with `format` `person` or `address`, or an `array` whose `items` is an
    /// `object` of such properties. `layout` is a list of sections; each field of the schema stands in it once.
    ///
    /// # Errors
    /// Everything that is wrong, each flaw with the field that it is in.
    pub fn read(text: &str) -> Result<Self, Vec<Flaw>> {
        let value = serde_json::from_str(text).map_err(|error| vec![Flaw::unread(&error, text)])?;
        // Read from the text as well: only there it is known at which line it went wrong.
        serde_json::from_str::<Written>(text).map_err(|error| vec![Flaw::unread(&error, text)])?;
        Self::of(value)
    }

    /// The definition that this JSON value writes.
    ///
    /// # Errors
    /// As [`Definition::read`].
    pub fn of(value: Value) -> Result<Self, Vec<Flaw>> {
        let written = serde_json::from_value(value.clone());
        let written: Written = written.map_err(|error| vec![Flaw::new("unreadable", "", error.to_string())])?;
        let sections = check::sections(&written)?;
        Ok(Self(Arc::new(Checked { written, value, sections })))
    }

    /// What the paper form is called: "Tờ khai đăng ký khai sinh".
    #[must_use]
    pub fn title(&self) -> &str {
        &self.0.written.title
    }

    /// Where the paper form is published; empty where it has no number.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.0.written.source
    }

    /// The required document that the filled form stands for.
    #[must_use]
    pub fn stands_for(&self) -> Option<&str> {
        self.0.written.stands_for.as_deref()
    }

    /// The address that says where the matter is, so that nobody need choose who settles it.
    #[must_use]
    pub fn place(&self) -> Option<&str> {
        self.0.written.place.as_deref()
    }

    /// The code of the commune where the matter is, as these answers say; empty for a place outside the province. Nothing while they
    /// do not say, or the definition names no address for it.
    #[must_use]
    pub fn commune_of_matter<'a>(&self, answers: &'a Answers) -> Option<&'a str> {
        let place = answers.get(self.place()?)?;
        Some(place.get("commune").and_then(Value::as_str).unwrap_or_default())
    }

    /// The same form, asking only these fields: what of a joint filing one of its agencies is told.
    #[must_use]
    pub fn only(&self, answered: &Answers) -> Self {
        let section = |section: &Section| Section {
            fields: section.fields.iter().filter(|field| answered.contains_key(&field.name)).cloned().collect(),
            ..section.clone()
        };
        let sections = self.sections().iter().map(section).filter(|section| !section.fields.is_empty()).collect();
        Self(Arc::new(Checked { written: self.0.written.clone(), value: self.0.value.clone(), sections }))
    }

    /// What the applicant declares under the filled form.
    #[must_use]
    pub fn pledge(&self) -> &str {
        &self.0.written.pledge
    }

    /// The sections with their fields, in the order in which they are asked.
    #[must_use]
    pub fn sections(&self) -> &[Section] {
        &self.0.sections
    }

    /// Every field of the form; those of repeated groups are within their group.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.0.sections.iter().flat_map(|section| section.fields.iter())
    }

    /// The field of this name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields().find(|field| field.name == name)
    }

    /// Whether these answers hold any of the form's own.
    #[must_use]
    pub fn is_begun(&self, answers: &Answers) -> bool {
        self.fields().any(|field| answers.contains_key(&field.name))
    }

    /// The required documents that fields of kind file demand, given these answers.
    pub fn demanded<'a>(&'a self, answers: &'a Answers) -> impl Iterator<Item = &'a str> {
        self.fields().filter(move |field| field.required && self.asks(field, None, answers)).filter_map(|field| {
            match &field.kind {
                Kind::Paper(code) => Some(code.as_str()),
                _ => None,
            }
        })
    }
}

impl TryFrom<Value> for Definition {
    type Error = String;
    fn try_from(value: Value) -> Result<Self, String> {
        Self::of(value).map_err(|flaws| flaws.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
    }
}

impl From<Definition> for Value {
    fn from(definition: Definition) -> Self {
        definition.0.value.clone()
    }
}
