//! A form as inputs: each with its name, label, hint, what was typed.

use super::collect::ASKED;
use crate::components::Choice;
use crate::frame::Frame;
use crate::texts::Lang;
use rules::catalogue::forms::{Answers, Decimal, Definition, Field, Kind, PERSON};
use serde_json::Value;
use std::collections::BTreeMap;

/// So many choices stand below each other; more become a list to choose from.
const RADIOS: usize = 6;

/// What a form needs to be asked: where one is, and the places to choose from.
pub struct Asker<'a> {
    /// The page's frame.
    pub f: &'a Frame,
    /// The communes of the province.
    pub communes: &'a [Choice],
    /// The villages of the communes that were chosen, by the commune's code.
    pub villages: &'a BTreeMap<String, Vec<String>>,
}

/// A form to show.
pub struct FormView {
    pub(crate) sections: Vec<SectionView>,
    /// The names of what is asked, for the hidden field of the same purpose.
    pub(crate) asked: String,
    /// The name of that hidden field.
    pub(crate) asked_name: &'static str,
    /// Whether answers decide what else is asked.
    pub(crate) conditional: bool,
}

pub(crate) struct SectionView {
    pub(crate) title: String,
    pub(crate) hint: String,
    pub(crate) inputs: Vec<Input>,
}

/// One field, or a part of one.
#[derive(Default)]
pub(crate) struct Input {
    /// Which macro shows it.
    pub(crate) kind: &'static str,
    /// Its name and id.
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) hint: String,
    pub(crate) optional: bool,
    pub(crate) value: String,
    pub(crate) inputmode: &'static str,
    pub(crate) width: &'static str,
    pub(crate) lines: u8,
    pub(crate) ticked: bool,
    pub(crate) choices: Vec<Choice>,
    /// The parts of a person or an address.
    pub(crate) parts: Vec<Input>,
    /// The rows of a group.
    pub(crate) rows: Vec<RowView>,
    /// The button that adds a row; empty where there is room for no more.
    pub(crate) add: String,
    /// The button that fills in the applicant; empty where none is.
    pub(crate) fill: String,
}

/// One row of a group.
pub(crate) struct RowView {
    pub(crate) title: String,
    /// Its element, to which "add another" leads.
    pub(crate) id: String,
    pub(crate) inputs: Vec<Input>,
    /// The button that takes it away.
    pub(crate) remove: String,
}

impl FormView {
    /// The form with what was typed so far.
    #[must_use]
    pub fn new(asker: &Asker<'_>, form: &Definition, answers: &Answers) -> Self {
        let mut asked = Vec::new();
        let mut section = |section: &rules::catalogue::forms::Section| {
            let fields = section.fields.iter().filter(|field| form.asks(field, None, answers));
            let inputs = fields.map(|field| {
                asked.push(field.name.as_str().to_owned());
                asker.input(form, field, &format!("form-{}", field.name), answers.get(&field.name), answers)
            });
            SectionView { title: section.title.clone(), hint: section.hint.clone(), inputs: inputs.collect() }
        };
        let sections: Vec<_> = form.sections().iter().map(&mut section).collect();
        Self {
            sections: sections.into_iter().filter(|section| !section.inputs.is_empty()).collect(),
            asked: asked.join(","),
            asked_name: ASKED,
            conditional: form.fields().any(|field| match &field.kind {
                Kind::Group { fields, .. } => fields.iter().any(|inner| inner.show_when.is_some()),
                Kind::Computed { .. } => true,
                _ => field.show_when.is_some(),
            }),
        }
    }
}

impl Asker<'_> {
    fn input(&self, form: &Definition, field: &Field, name: &str, value: Option<&Value>, all: &Answers) -> Input {
        let text = typed(value);
        let base = Input {
            name: name.to_owned(),
            title: field.title.clone(),
            hint: field.hint.clone(),
            optional: !field.required,
            value: text.clone(),
            ..Input::default()
        };
        let or_hint = |key: &str| if field.hint.is_empty() { self.f.t(key) } else { field.hint.clone() };
        match &field.kind {
            Kind::Text { lines, .. } if *lines > 1 => Input { kind: "lines", lines: *lines, ..base },
            Kind::Text { .. } => Input { kind: "text", ..base },
            Kind::Number { money, .. } => Input {
                kind: "text",
                inputmode: "numeric",
                width: if *money { "20" } else { "10" },
                hint: if *money { or_hint("form-money-hint") } else { field.hint.clone() },
                ..base
            },
            Kind::Decimal { .. } => Input {
                kind: "text",
                inputmode: "decimal",
                width: "10",
                hint: or_hint("form-decimal-hint"),
                // What is kept is shown as it is typed here; what was typed stays.
                value: match value {
                    Some(Value::Number(number)) => {
                        Decimal::of(number).map_or(text, |number| decimal(self.f.lang(), number))
                    }
                    _ => text,
                },
                ..base
            },
            Kind::Date { .. } => Input {
                kind: "text",
                inputmode: "numeric",
                width: "10",
                hint: or_hint("form-date-hint"),
                value: day(&text),
                ..base
            },
            Kind::Choice(choices) => {
                let choices: Vec<_> = choices.iter().map(|(value, called)| Choice::new(value, called)).collect();
                Input { kind: if choices.len() > RADIOS { "select" } else { "radios" }, choices, ..base }
            }
            Kind::Tick | Kind::Declaration => {
                let ticked = matches!(value, Some(Value::Bool(true))) || text == "yes";
                Input { kind: "tick", ticked, ..base }
            }
            Kind::Person { without_id } => {
                let fill = if name.matches('-').count() == 1 { format!("fill:{}", field.name) } else { String::new() };
                Input { kind: "parts", parts: self.person(name, *without_id, value), fill, ..base }
            }
            Kind::Address => {
                let fill = if name.matches('-').count() == 1 { format!("fill:{}", field.name) } else { String::new() };
                Input { kind: "parts", parts: self.address(name, value), fill, ..base }
            }
            Kind::Paper(_) => Input { kind: "paper", hint: or_hint("form-paper-hint"), ..base },
            Kind::Computed { formula, money, decimals } => {
                let today = rules::calendar::day_of(self.f.now);
                let number = form.compute(formula, all, Some(today));
                let value = number.map_or_else(String::new, |number| {
                    let number = number.rounded(*decimals);
                    match number.to_whole().filter(|_| *decimals == 0) {
                        Some(whole) if *money => self.f.t1("form-money", "amount", whole),
                        Some(whole) => whole.to_string(),
                        None => decimal(self.f.lang(), number),
                    }
                });
                Input { kind: "computed", value, ..base }
            }
            Kind::Group { least, most, fields } => {
                let none = Vec::new();
                let rows = value.and_then(Value::as_array).unwrap_or(&none);
                let wanted = (*least).max(usize::from(field.required)).max(rows.len());
                let empty = Answers::new();
                let row = |position: usize| {
                    let row = rows.get(position).and_then(Value::as_object).unwrap_or(&empty);
                    let asked = fields.iter().filter(|inner| form.asks(inner, Some((fields, row)), all));
                    let id = format!("{name}-{position}");
                    let at = |inner: &Field| format!("{id}-{}", inner.name);
                    RowView {
                        title: self.f.t2("form-row", "name", &field.title, "number", position + 1),
                        inputs: asked
                            .map(|inner| self.input(form, inner, &at(inner), row.get(&inner.name), all))
                            .collect(),
                        remove: if position < *least {
                            String::new()
                        } else {
                            format!("remove:{}.{position}", field.name)
                        },
                        id,
                    }
                };
                Input {
                    kind: "group",
                    rows: (0..wanted).map(row).collect(),
                    add: if wanted < *most { format!("add:{}", field.name) } else { String::new() },
                    value: wanted.to_string(),
                    ..base
                }
            }
        }
    }

    fn person(&self, name: &str, without_id: bool, value: Option<&Value>) -> Vec<Input> {
        let part = |part: &str| {
            let text = typed(value.and_then(|parts| parts.get(part)));
            let value = if part == "birth_date" { day(&text) } else { text };
            Input {
                kind: "text",
                name: format!("{name}-{part}"),
                title: self.f.t(&format!("form-person-{}", part.replace('_', "-"))),
                optional: part == "birth_date" || part == "id_number" && without_id,
                value,
                inputmode: if part == "name" { "" } else { "numeric" },
                width: match part {
                    "id_number" => "20",
                    "birth_date" => "10",
                    _ => "",
                },
                ..Input::default()
            }
        };
        PERSON.map(part).into()
    }

    fn address(&self, name: &str, value: Option<&Value>) -> Vec<Input> {
        let text = |part: &str| typed(value.and_then(|parts| parts.get(part)));
        let base = |part: &str| Input {
            kind: "text",
            name: format!("{name}-{part}"),
            title: self.f.t(&format!("form-address-{part}")),
            optional: true,
            value: text(part),
            ..Input::default()
        };
        let commune = Input { kind: "commune", choices: self.communes.to_vec(), optional: false, ..base("commune") };
        let village = match self.villages.get(&commune.value).filter(|villages| !villages.is_empty()) {
            Some(villages) => {
                let village = base("village");
                let unknown = Some(&village.value).filter(|typed| !typed.is_empty() && !villages.contains(typed));
                let choices = villages.iter().chain(unknown).map(|name| Choice::new(name, name)).collect();
                Input { kind: "village", choices, ..village }
            }
            None => base("village"),
        };
        vec![commune, village, Input { hint: self.f.t("form-address-detail.hint"), ..base("detail") }]
    }
}

/// What was typed, or what is kept, as text.
fn typed(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// A decimal as the language writes it.
fn decimal(lang: Lang, number: Decimal) -> String {
    match lang {
        Lang::Vi => number.vietnamese(),
        Lang::En => number.written(',', '.'),
    }
}

/// A day as people type it; what is none stays as it was typed.
fn day(text: &str) -> String {
    match text.parse::<jiff::civil::Date>() {
        Ok(day) => format!("{:02}/{:02}/{}", day.day(), day.month(), day.year()),
        Err(_) => text.to_owned(),
    }
}
