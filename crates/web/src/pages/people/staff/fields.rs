//! The fields of the forms about people, as data: one template shows them all.

use crate::components::{Choice, FormErrors};
use crate::frame::Frame;
use crate::pages::typed::Typed;
use askama::Template;

/// What a field looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Lines,
    Select,
    Radios,
    /// Boxes to tick; each is a field of its own, named by its choice's value.
    Boxes,
    Day,
    /// Goes along unseen.
    Hidden,
}

impl Kind {
    /// Whether this is the kind of that name, for templates.
    pub(super) fn is(self, name: &str) -> bool {
        let own = match self {
            Self::Text => "text",
            Self::Lines => "lines",
            Self::Select => "select",
            Self::Radios => "radios",
            Self::Boxes => "boxes",
            Self::Day => "day",
            Self::Hidden => "hidden",
        };
        own == name
    }
}

/// A field of a form.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) kind: Kind,
    pub(super) name: &'static str,
    pub(super) label: String,
    pub(super) hint: String,
    pub(super) value: String,
    pub(super) choices: Vec<Choice>,
    pub(super) ticked: Vec<String>,
    pub(super) optional: bool,
}

/// A form about a person.
#[derive(Template)]
#[template(path = "people/staff/form.html")]
pub(super) struct FormPage {
    pub(super) f: Frame,
    pub(super) title: String,
    pub(super) over: String,
    pub(super) lead: String,
    pub(super) back: String,
    pub(super) target: String,
    pub(super) errors: FormErrors,
    pub(super) fields: Vec<Field>,
    pub(super) submit: String,
    /// Whether it takes something away from the person.
    pub(super) takes_away: bool,
}

/// Makes fields with their texts and with what was typed.
pub(super) struct Maker<'a> {
    pub(super) f: &'a Frame,
    /// What was typed into a form that came back; nothing for a fresh one.
    pub(super) typed: Option<&'a Typed>,
}

impl Maker<'_> {
    /// A field; its label is the text `staff-field-NAME`, its hint that text's `hint` where there is one.
    pub(super) fn field(&self, kind: Kind, name: &'static str, begins_with: &str) -> Field {
        let key = format!("staff-field-{}", name.replace('_', "-"));
        Field {
            kind,
            name,
            label: if kind == Kind::Hidden { String::new() } else { self.f.t(&key) },
            hint: self.f.words.maybe(&format!("{key}.hint"), &[]).unwrap_or_default(),
            value: self.typed.map_or_else(|| begins_with.to_owned(), |typed| typed.text(name)),
            choices: Vec::new(),
            ticked: Vec::new(),
            optional: false,
        }
    }

    pub(super) fn optional(&self, kind: Kind, name: &'static str, begins_with: &str) -> Field {
        Field { optional: true, ..self.field(kind, name, begins_with) }
    }

    pub(super) fn choose(&self, kind: Kind, name: &'static str, choices: Vec<Choice>, begins_with: &str) -> Field {
        Field { choices, ..self.field(kind, name, begins_with) }
    }

    /// Boxes named `NAME-VALUE`, all ticked at first when `all` is.
    pub(super) fn boxes(&self, name: &'static str, choices: Vec<Choice>, all: bool) -> Field {
        let choices: Vec<_> =
            choices.into_iter().map(|choice| Choice { value: format!("{name}-{}", choice.value), ..choice }).collect();
        let ticked = choices.iter().map(|choice| choice.value.clone());
        let ticked = ticked.filter(|value| self.typed.map_or(all, |typed| typed.has(value)));
        Field { ticked: ticked.collect(), choices, ..self.field(Kind::Boxes, name, "") }
    }
}
