//! One more field in a definition that is being written: into the schema and into its place in the layout, so that nobody has to
//! know by heart how a kind of field is written.

use crate::pages::typed::Typed;
use rules::Problem;
use rules::catalogue::forms::RESERVED;
use serde_json::{Value, json};

/// The kinds of fields that can be added.
pub(super) const KINDS: [&str; 10] =
    ["text", "number", "decimal", "money", "date", "choice", "tick", "person", "address", "group"];

/// The definition with one more field, as it was asked for.
///
/// # Errors
/// When the definition can't be read, or the field has no name, or one that is there already.
pub(super) fn added(text: &str, typed: &Typed) -> Result<String, Vec<Problem>> {
    let empty = r#"{"title": "Tờ khai", "source": "", "pledge": "", "schema": {"type": "object"}, "layout": []}"#;
    let text = if text.is_empty() { empty } else { text };
    let Ok(Value::Object(mut form)) = serde_json::from_str::<Value>(text) else {
        return Err(vec![Problem::new("/form", "editor-add-unreadable")]);
    };
    let unreadable = || vec![Problem::new("/form", "editor-add-unreadable")];
    let schema =
        form.entry("schema").or_insert_with(|| json!({"type": "object"})).as_object_mut().ok_or_else(unreadable)?;
    let properties = schema.entry("properties").or_insert_with(|| json!({})).as_object_mut().ok_or_else(unreadable)?;
    let (name, title) = (typed.text("add-name"), typed.text("add-title"));
    let fits = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    let mut problems = Vec::new();
    if !name.starts_with(|first: char| first.is_ascii_lowercase()) || !name.chars().all(fits) {
        problems.push(Problem::new("/add-name", "editor-add-name"));
    } else if RESERVED.contains(&name.as_str()) || properties.contains_key(&name) {
        problems.push(Problem::new("/add-name", "editor-add-taken").with("name", &name));
    }
    if title.is_empty() {
        problems.push(Problem::new("/add-title", "missing"));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let (property, place) = written(typed.get("add-kind"), &name, &title);
    properties.insert(name.clone(), property);
    if typed.get("add-required") == "yes" {
        let required = schema.entry("required").or_insert_with(|| json!([])).as_array_mut().ok_or_else(unreadable)?;
        required.push(name.into());
    }
    let layout = form.entry("layout").or_insert_with(|| json!([])).as_array_mut().ok_or_else(unreadable)?;
    if layout.is_empty() {
        layout.push(json!({"title": "Nội dung", "fields": []}));
    }
    let last = layout.len() - 1;
    let at = typed.get("add-section").parse().unwrap_or(last).min(last);
    let fields = layout.get_mut(at).and_then(|section| section.get_mut("fields")).and_then(Value::as_array_mut);
    fields.ok_or_else(unreadable)?.push(place);
    Ok(serde_json::to_string_pretty(&form).unwrap_or_default())
}

/// A field of this kind: as a property of the schema, and in its place.
fn written(kind: &str, name: &str, title: &str) -> (Value, Value) {
    let bare = Value::from(name);
    match kind {
        "number" => (json!({"type": "integer", "title": title, "minimum": 0}), bare),
        "decimal" => (json!({"type": "number", "title": title, "minimum": 0, "multipleOf": 0.01}), bare),
        "money" => (json!({"type": "integer", "format": "money", "title": title}), bare),
        "date" => (json!({"type": "string", "format": "date", "title": title}), bare),
        "choice" => (
            json!({"type": "string", "title": title, "enum": ["mot", "hai"]}),
            json!({"field": name, "labels": {"mot": "Lựa chọn một", "hai": "Lựa chọn hai"}}),
        ),
        "tick" => (json!({"type": "boolean", "title": title}), bare),
        "person" => (json!({"type": "object", "format": "person", "title": title}), bare),
        "address" => (json!({"type": "object", "format": "address", "title": title}), bare),
        "group" => (
            json!({"type": "array", "title": title, "maxItems": 10, "items": {"type": "object", "required": ["ten"],
                "properties": {"ten": {"type": "string", "title": "Tên", "maxLength": 200}}}}),
            json!({"field": name, "fields": ["ten"]}),
        ),
        _ => (json!({"type": "string", "title": title, "maxLength": 200}), bare),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rules::catalogue::forms::Definition;

    fn asked(kind: &str, name: &str) -> Typed {
        let mut typed = Typed::default();
        for (field, value) in [
            ("add-kind", kind),
            ("add-name", name),
            ("add-title", "Tên mục"),
            ("add-required", "yes"),
            ("add-section", "0"),
        ] {
            typed.set(field, value);
        }
        typed
    }

    #[test]
    fn every_kind_of_field_can_be_added_and_makes_a_right_definition() {
        let mut text = String::new();
        for (number, kind) in KINDS.iter().enumerate() {
            text = added(&text, &asked(kind, &format!("muc_{number}"))).expect("added");
            let form = Definition::read(&text).expect("a right definition");
            assert_eq!(form.fields().count(), number + 1);
        }
    }

    #[test]
    fn a_name_that_is_taken_or_none_is_refused() {
        let text = added("", &asked("text", "ho_ten")).expect("added");
        let codes = |typed: &Typed| {
            let problems = added(&text, typed).expect_err("refused");
            problems.iter().map(|problem| problem.code).collect::<Vec<_>>()
        };
        assert_eq!(codes(&asked("text", "ho_ten")), ["editor-add-taken"]);
        assert_eq!(codes(&asked("text", "details")), ["editor-add-taken"]);
        assert_eq!(codes(&asked("text", "Họ tên")), ["editor-add-name"]);
        let broken = added("{", &asked("text", "ten")).expect_err("refused");
        assert_eq!(broken[0].code, "editor-add-unreadable");
    }
}
