//! What can be wrong with a definition: each flaw is found before anybody is asked anything.

use super::written::{Part, Place, Placed, Schema, Written};
use super::{Condition, Decimal, Field, Kind, RESERVED, Section};
use crate::Problem;
use std::collections::BTreeMap;

/// The most fields of a form: more than any paper form has.
const MOST_FIELDS: usize = 200;
/// The most rows of a repeated group.
const MOST_ROWS: usize = 50;
/// The most fields that are looked at to know one: conditions are evaluated at every look at a page.
const MOST_WORK: usize = 500;
/// The most letters of a text.
const LONGEST: usize = 4000;

/// Something wrong with a definition.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("form {code}: {field} {detail}")]
pub struct Flaw {
    /// Which kind: the text is `problem-form-CODE` in the message catalogues.
    pub code: &'static str,
    /// The field; empty for the whole.
    pub field: String,
    /// What exactly: a type, another field, the reader's own words.
    pub detail: String,
    /// What could stand there instead; empty where that is no list.
    pub instead: String,
}

impl Flaw {
    pub(super) fn new(code: &'static str, field: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { code, field: field.into(), detail: detail.into(), instead: String::new() }
    }

    /// What the reader of JSON found wrong in `text`: at which line, and what it met there.
    pub(super) fn unread(error: &serde_json::Error, text: &str) -> Self {
        let line = error.line();
        let said = error.to_string();
        let mut quoted = said.split('`').skip(1).step_by(2).map(str::to_owned);
        let mut name = || quoted.next().unwrap_or_default();
        match error.classify() {
            serde_json::error::Category::Data if said.starts_with("unknown field") => {
                let unknown = name();
                let instead = quoted.collect::<Vec<_>>().join(", ");
                Self { instead, ..Self::new("key-unknown", line.to_string(), unknown) }
            }
            serde_json::error::Category::Data if said.starts_with("missing field") => {
                Self::new("key-missing", line.to_string(), name())
            }
            serde_json::error::Category::Data => {
                Self::new("shape", line.to_string(), said.split(" at line ").next().unwrap_or_default())
            }
            _ => {
                let near = text.lines().nth(line.saturating_sub(1)).unwrap_or_default().trim();
                Self::new("syntax", line.to_string(), near.chars().take(60).collect::<String>())
            }
        }
    }

    /// The flaw as a problem of the field that the definition was typed into.
    #[must_use]
    pub fn problem(&self, pointer: &str) -> Problem {
        let code = match self.code {
            "type" => "form-type",
            "cycle" => "form-cycle",
            "missing" => "form-missing",
            "unplaced" => "form-unplaced",
            "twice" => "form-twice",
            "name" => "form-name",
            "value" => "form-value",
            "bounds" => "form-bounds",
            "decimals" => "form-bound-decimals",
            "nested" => "form-nested",
            "syntax" => "form-syntax",
            "key-unknown" => "form-key-unknown",
            "key-missing" => "form-key-missing",
            "shape" => "form-shape",
            _ => "form-unreadable",
        };
        Problem::new(pointer, code)
            .with("field", &self.field)
            .with("detail", &self.detail)
            .with("instead", &self.instead)
    }
}

/// The sections, if nothing is wrong.
pub(super) fn sections(written: &Written) -> Result<Vec<Section>, Vec<Flaw>> {
    let mut flaws = Vec::new();
    if written.title.trim().is_empty() {
        flaws.push(Flaw::new("unreadable", "title", "title"));
    }
    if written.schema.kind != "object" {
        flaws.push(Flaw::new("type", "schema", &written.schema.kind));
    }
    let section = |part: &Part| Section {
        title: part.title.clone(),
        hint: part.hint.clone(),
        fields: fields(&part.fields, &written.schema, "", &mut flaws),
    };
    let sections: Vec<Section> = written.layout.iter().map(section).collect();
    let all: Vec<&Field> = sections.iter().flat_map(|section| &section.fields).collect();
    if all.len() > MOST_FIELDS {
        flaws.push(Flaw::new("bounds", "layout", MOST_FIELDS.to_string()));
    }
    placed_once(&written.schema, all.iter().map(|field| field.name.as_str()), "", &mut flaws);
    for name in all.iter().map(|field| &field.name).filter(|name| RESERVED.contains(&name.as_str())) {
        flaws.push(Flaw::new("name", name, "reserved"));
    }
    if let Some(place) = &written.place
        && !all.iter().any(|field| field.name == *place && field.kind == Kind::Address)
    {
        flaws.push(Flaw::new("missing", "place", place));
    }
    references(&all, &mut flaws);
    if flaws.is_empty() {
        cycles(&all, &mut flaws);
    }
    if flaws.is_empty() { Ok(sections) } else { Err(flaws) }
}

fn fields(placed: &[Placed], schema: &Schema, within: &str, flaws: &mut Vec<Flaw>) -> Vec<Field> {
    for name in schema.required.iter().filter(|name| !schema.properties.contains_key(*name)) {
        flaws.push(Flaw::new("missing", format!("{within}required"), name));
    }
    let read = |placed: &Placed| {
        let place = placed.place();
        let path = format!("{within}{}", place.field);
        let Some(property) = schema.properties.get(&place.field) else {
            flaws.push(Flaw::new("missing", path, &place.field));
            return None;
        };
        let fits = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
        if !place.field.starts_with(|first: char| first.is_ascii_lowercase()) || !place.field.chars().all(fits) {
            flaws.push(Flaw::new("name", &path, "a-z 0-9 _"));
        }
        if property.title.trim().is_empty() {
            flaws.push(Flaw::new("missing", &path, "title"));
        }
        let kind = kind(property, &place, &path, flaws)?;
        Some(Field {
            required: schema.required.contains(&place.field) || kind == Kind::Declaration,
            kind,
            title: property.title.clone(),
            hint: property.description.clone(),
            show_when: place.show_when,
            prefill: place.prefill,
            name: place.field,
        })
    };
    placed.iter().filter_map(read).collect()
}

fn kind(schema: &Schema, place: &Place, path: &str, flaws: &mut Vec<Flaw>) -> Option<Kind> {
    if schema.minimum > schema.maximum && schema.maximum.is_some() {
        flaws.push(Flaw::new("bounds", path, "minimum > maximum"));
    }
    let decimals = decimals(schema, place, path, flaws);
    let money = schema.format == "money";
    Some(match (schema.kind.as_str(), schema.format.as_str()) {
        ("integer", "" | "money") => match &place.compute {
            Some(formula) => Kind::Computed { formula: formula.clone(), money, decimals },
            None => {
                let whole = |bound: Option<Decimal>| bound.and_then(Decimal::to_whole);
                Kind::Number { least: whole(schema.minimum).or(money.then_some(0)), most: whole(schema.maximum), money }
            }
        },
        ("number", "") => match &place.compute {
            Some(formula) => Kind::Computed { formula: formula.clone(), money: false, decimals },
            None => Kind::Decimal { least: schema.minimum, most: schema.maximum, step: schema.multiple_of, decimals },
        },
        ("string", "") if !schema.choices.is_empty() => choice(schema, place, path, flaws),
        ("string", "") => {
            let longest = schema.max_length.unwrap_or(if place.lines > 1 { 2000 } else { 200 });
            if longest == 0 || longest > LONGEST {
                flaws.push(Flaw::new("bounds", path, LONGEST.to_string()));
            }
            Kind::Text { longest, lines: place.lines.max(1) }
        }
        ("string", "date") => match place.day.as_str() {
            day @ ("" | "past" | "future") => Kind::Date { past: day == "past", future: day == "future" },
            other => {
                flaws.push(Flaw::new("value", path, other));
                return None;
            }
        },
        ("string", "file") if !place.document.is_empty() => Kind::Paper(place.document.clone()),
        ("boolean", "") if schema.fixed == Some(true) => Kind::Declaration,
        ("boolean", "") => Kind::Tick,
        ("object", "person") => Kind::Person { without_id: place.without_id },
        ("object", "address") => Kind::Address,
        ("array", "") => return group(schema, place, path, flaws),
        (kind, format) => {
            flaws.push(Flaw::new("type", path, [kind, format].join(" ").trim()));
            return None;
        }
    })
}

/// How many decimals a number has at most; bounds and steps that have more, or a step that is none, are flaws.
fn decimals(schema: &Schema, place: &Place, path: &str, flaws: &mut Vec<Flaw>) -> u32 {
    let number = schema.kind == "number";
    let of_step = schema.multiple_of.map(Decimal::decimals);
    let decimals = if number { place.decimals.or(of_step).unwrap_or(2) } else { 0 };
    if decimals > Decimal::MOST_DECIMALS {
        flaws.push(Flaw::new("bounds", path, format!("decimals {}", Decimal::MOST_DECIMALS)));
    }
    for (key, bound) in [("minimum", schema.minimum), ("maximum", schema.maximum), ("multipleOf", schema.multiple_of)] {
        if let Some(bound) = bound.filter(|bound| bound.decimals() > decimals) {
            flaws.push(Flaw::new("decimals", path, format!("{key} {bound}")));
        }
    }
    // Whole numbers go by ones, and nothing else is counted in steps.
    if schema.multiple_of.is_some_and(|step| !number || step <= Decimal::whole(0)) {
        flaws.push(Flaw::new("bounds", path, "multipleOf"));
    }
    if place.decimals.is_some() && !number {
        flaws.push(Flaw::new("type", path, "decimals"));
    }
    decimals
}

fn choice(schema: &Schema, place: &Place, path: &str, flaws: &mut Vec<Flaw>) -> Kind {
    for unknown in place.labels.keys().filter(|value| !schema.choices.contains(value)) {
        flaws.push(Flaw::new("value", path, unknown));
    }
    let called = |value: &String| (value.clone(), place.labels.get(value).unwrap_or(value).clone());
    Kind::Choice(schema.choices.iter().map(called).collect())
}

fn group(schema: &Schema, place: &Place, path: &str, flaws: &mut Vec<Flaw>) -> Option<Kind> {
    let Some(items) = schema.items.as_deref().filter(|items| items.kind == "object" && items.format.is_empty()) else {
        flaws.push(Flaw::new("type", path, "items"));
        return None;
    };
    let within = format!("{path}.");
    let fields = fields(&place.fields, items, &within, flaws);
    placed_once(items, fields.iter().map(|field| field.name.as_str()), &within, flaws);
    for inner in &fields {
        if matches!(inner.kind, Kind::Group { .. } | Kind::Paper(_) | Kind::Computed { .. } | Kind::Declaration) {
            flaws.push(Flaw::new("nested", format!("{within}{}", inner.name), &schema.kind));
        }
    }
    let (least, most) = (schema.min_items.unwrap_or(0), schema.max_items.unwrap_or(MOST_ROWS));
    if fields.is_empty() || most == 0 || most > MOST_ROWS || least > most {
        flaws.push(Flaw::new("bounds", path, MOST_ROWS.to_string()));
    }
    Some(Kind::Group { least, most, fields })
}

/// Every property stands in the layout, and once.
fn placed_once<'a>(schema: &Schema, placed: impl Iterator<Item = &'a str>, within: &str, flaws: &mut Vec<Flaw>) {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for name in placed {
        *times.entry(name).or_default() += 1;
    }
    for (name, property) in &schema.properties {
        match times.get(name.as_str()) {
            Some(1) => {}
            Some(_) => flaws.push(Flaw::new("twice", format!("{within}{name}"), "layout")),
            // One whose type is not understood was complained about already.
            None if understood(property) => flaws.push(Flaw::new("unplaced", format!("{within}{name}"), "layout")),
            None => {}
        }
    }
}

fn understood(schema: &Schema) -> bool {
    matches!(schema.kind.as_str(), "string" | "integer" | "number" | "boolean" | "object" | "array")
}

/// Every field that a condition or a formula looks at is there and can be looked at so.
fn references(all: &[&Field], flaws: &mut Vec<Flaw>) {
    let find = |name: &str| all.iter().find(|field| field.name == name).copied();
    for field in all {
        if let Some(condition) = &field.show_when {
            condition_refers(condition, &field.name, &find, &[], flaws);
        }
        match &field.kind {
            Kind::Computed { formula, .. } => {
                for name in formula.names() {
                    let found = match name.split_once('.') {
                        Some((group, column)) => column_of(find(group), column),
                        None => find(name),
                    };
                    if found.is_none() {
                        flaws.push(Flaw::new("missing", &field.name, name));
                    }
                }
            }
            Kind::Group { fields, .. } => {
                for inner in fields {
                    if let Some(condition) = &inner.show_when {
                        condition_refers(condition, &format!("{}.{}", field.name, inner.name), &find, fields, flaws);
                    }
                }
            }
            _ => {}
        }
    }
}

/// A column of a group, or the birth of a person.
fn column_of<'a>(group: Option<&'a Field>, column: &str) -> Option<&'a Field> {
    match &group?.kind {
        Kind::Group { fields, .. } => fields.iter().find(|field| field.name == column),
        Kind::Person { .. } if column == "birth_date" => group,
        _ => None,
    }
}

fn condition_refers<'a>(
    condition: &Condition,
    path: &str,
    find: &dyn Fn(&str) -> Option<&'a Field>,
    siblings: &'a [Field],
    flaws: &mut Vec<Flaw>,
) {
    let look = |name: &str| siblings.iter().find(|sibling| sibling.name == name).or_else(|| find(name));
    for name in condition.names() {
        if look(name).is_none() {
            flaws.push(Flaw::new("missing", path, name));
        }
    }
    for (name, value) in condition.compared() {
        if let Some(Field { kind: Kind::Choice(choices), .. }) = look(name)
            && !choices.iter().any(|(choice, _)| value.as_str() == Some(choice))
        {
            flaws.push(Flaw::new("value", path, value.to_string()));
        }
    }
}

/// Nothing depends on itself, by conditions or formulas.
fn cycles(all: &[&Field], flaws: &mut Vec<Flaw>) {
    let mut needs: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for field in all {
        needs.insert(field.name.clone(), depends(field));
        if let Kind::Group { fields, .. } = &field.kind {
            for inner in fields {
                let own = |name: String| {
                    let sibling = fields.iter().any(|sibling| sibling.name == name);
                    if sibling { format!("{}.{name}", field.name) } else { name }
                };
                let inner_needs = depends(inner).into_iter().map(own).chain([field.name.clone()]);
                needs.insert(format!("{}.{}", field.name, inner.name), inner_needs.collect());
            }
        }
    }
    let mut done = BTreeMap::new();
    for name in needs.keys() {
        match work(name, &mut vec![name.as_str()], &needs, &mut done) {
            Err(closing) => return flaws.push(Flaw::new("cycle", name, closing)),
            Ok(work) if work > MOST_WORK => return flaws.push(Flaw::new("bounds", name, MOST_WORK.to_string())),
            Ok(_) => {}
        }
    }
}

fn depends(field: &Field) -> Vec<String> {
    let by_condition = field.show_when.iter().flat_map(Condition::names);
    let by_formula = match &field.kind {
        Kind::Computed { formula, .. } => formula.names(),
        _ => Vec::new(),
    };
    by_condition.chain(by_formula).map(str::to_owned).collect()
}

/// How many fields are looked at to know one; or the way by which it comes back to itself.
fn work<'a>(
    name: &'a str,
    path: &mut Vec<&'a str>,
    needs: &'a BTreeMap<String, Vec<String>>,
    done: &mut BTreeMap<&'a str, usize>,
) -> Result<usize, String> {
    if let Some(known) = done.get(name) {
        return Ok(*known);
    }
    let mut sum = 1_usize;
    for next in needs.get(name).into_iter().flatten() {
        if path.contains(&next.as_str()) {
            return Err([path.as_slice(), &[next.as_str()]].concat().join(" → "));
        }
        path.push(next);
        sum = sum.saturating_add(work(next, path, needs, done)?);
        path.pop();
    }
    done.insert(name, sum);
    Ok(sum)
}
