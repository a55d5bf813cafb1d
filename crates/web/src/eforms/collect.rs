//! What a page sent, as answers: kept as typed, whatever it is. Fields that the page did not ask stay as they are.

use crate::pages::typed::Typed;
use rules::catalogue::forms::{Answers, Definition, Field, Kind, PERSON, Prefill};
use rules::dossiers::ApplicantDraft;
use serde_json::{Map, Value};

/// The field that names what the page asked.
pub(super) const ASKED: &str = "form-asked";

/// Whether a form was on the page that sent this.
#[must_use]
pub fn is_asked(typed: &Typed) -> bool {
    typed.has(ASKED)
}

/// Takes in what was sent.
pub fn collect(form: &Definition, kept: &mut Answers, typed: &Typed) {
    let asked: Vec<&str> = typed.get(ASKED).split(',').collect();
    for field in form.fields().filter(|field| asked.contains(&field.name.as_str())) {
        match value(field, &format!("form-{}", field.name), typed) {
            Some(value) => drop(kept.insert(field.name.clone(), value)),
            None => drop(kept.remove(&field.name)),
        }
    }
}

fn value(field: &Field, at: &str, typed: &Typed) -> Option<Value> {
    let parts = |names: &[&str]| {
        let parts = names.iter().map(|name| (*name, typed.get(&format!("{at}-{name}"))));
        let parts = parts.filter(|(_, typed)| !typed.is_empty());
        let parts: Map<String, Value> = parts.map(|(name, typed)| (name.to_owned(), typed.into())).collect();
        (!parts.is_empty()).then_some(Value::Object(parts))
    };
    match &field.kind {
        Kind::Computed { .. } | Kind::Paper(_) => None,
        Kind::Person { .. } => parts(&PERSON),
        Kind::Address => parts(&rules::catalogue::forms::ADDRESS),
        Kind::Group { most, fields, .. } => {
            let rows = typed.get(&format!("{at}-rows")).parse::<usize>().unwrap_or(0).min(*most);
            let row = |position: usize| {
                let answers = fields.iter().filter_map(|inner| {
                    let value = value(inner, &format!("{at}-{position}-{}", inner.name), typed)?;
                    Some((inner.name.clone(), value))
                });
                Value::Object(answers.collect())
            };
            (rows > 0).then(|| Value::Array((0..rows).map(row).collect()))
        }
        _ => Some(typed.get(at)).filter(|typed| !typed.is_empty()).map(Value::from),
    }
}

/// Does what a button of the form other than "go on" asks: one more row, one less, the applicant's particulars in a field. Whether
/// it was such a button, and the element where the page goes on.
pub fn press(form: &Definition, kept: &mut Answers, applicant: &ApplicantDraft, go: &str) -> Option<String> {
    if go == "refresh" {
        return Some(String::new());
    }
    let (what, name) = go.split_once(':')?;
    let (name, position) = name.split_once('.').map_or((name, None), |(name, at)| (name, at.parse::<usize>().ok()));
    let field = form.field(name)?;
    match (what, &field.kind) {
        ("add", Kind::Group { least, most, .. }) => {
            let rows = kept.entry(name).or_insert_with(|| Value::Array(Vec::new())).as_array_mut()?;
            // As many as the page showed already.
            while rows.len() < (*least).max(usize::from(field.required)) {
                rows.push(Value::Object(Map::new()));
            }
            if rows.len() < *most {
                rows.push(Value::Object(Map::new()));
            }
            Some(format!("form-{name}-{}", rows.len() - 1))
        }
        ("remove", Kind::Group { .. }) => {
            let rows = kept.get_mut(name).and_then(Value::as_array_mut)?;
            let position = position.filter(|position| *position < rows.len())?;
            rows.remove(position);
            Some(format!("form-{name}"))
        }
        ("fill", _) => {
            kept.insert(name.to_owned(), particulars(field, applicant)?);
            Some(format!("form-{name}"))
        }
        _ => None,
    }
}

/// The answers that a new form begins with: the applicant's particulars, where the definition says so and nothing was typed.
#[must_use]
pub fn seeded(form: &Definition, kept: &Answers, applicant: &ApplicantDraft) -> Answers {
    let mut kept = kept.clone();
    for field in form.fields().filter(|field| field.prefill == Some(Prefill::Applicant)) {
        if !kept.contains_key(&field.name)
            && let Some(value) = particulars(field, applicant)
        {
            kept.insert(field.name.clone(), value);
        }
    }
    kept
}

fn particulars(field: &Field, applicant: &ApplicantDraft) -> Option<Value> {
    let pairs = match field.kind {
        Kind::Person { .. } => {
            vec![("id_number", &applicant.id_number), ("name", &applicant.name), ("birth_date", &applicant.birth_date)]
        }
        Kind::Address => vec![("commune", &applicant.commune), ("detail", &applicant.address)],
        Kind::Text { .. } => return Some(applicant.name.as_str()).filter(|name| !name.is_empty()).map(Value::from),
        _ => return None,
    };
    let parts = pairs.into_iter().filter(|(_, value)| !value.is_empty());
    let parts: Map<String, Value> = parts.map(|(name, value)| (name.to_owned(), value.as_str().into())).collect();
    (!parts.is_empty()).then_some(Value::Object(parts))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn form() -> Definition {
        let definition = json!({
            "title": "Đơn", "schema": {"type": "object", "properties": {
                "who": {"type": "object", "format": "person", "title": "Ai"},
                "agrees": {"type": "boolean", "title": "Đồng ý"},
                "later": {"type": "string", "title": "Sau"},
                "rows": {"type": "array", "title": "Dòng", "maxItems": 2, "items": {"type": "object", "properties": {
                    "name": {"type": "string", "title": "Tên"}}}}
            }},
            "layout": [{"title": "Một", "fields": [{"field": "who", "prefill": "applicant"}, "agrees", "later",
                {"field": "rows", "fields": ["name"]}]}]
        });
        Definition::of(definition).expect("a right definition")
    }

    fn typed(pairs: &[(&str, &str)]) -> Typed {
        let mut typed = Typed::default();
        pairs.iter().for_each(|(field, value)| typed.set(*field, *value));
        typed
    }

    fn kept(value: Value) -> Answers {
        serde_json::from_value(value).expect("answers")
    }

    #[test]
    fn what_was_asked_is_kept_as_typed_and_the_rest_stays() {
        let mut answers = kept(json!({"agrees": "yes", "later": "giữ"}));
        let sent = [
            ("form-asked", "who,agrees,rows"),
            ("form-who-name", "Mai 2"),
            ("form-rows-rows", "2"),
            ("form-rows-1-name", "B"),
        ];
        collect(&form(), &mut answers, &typed(&sent));
        // The box was not ticked any more; the wrong name is kept for its error.
        let expected = json!({"later": "giữ", "who": {"name": "Mai 2"}, "rows": [{}, {"name": "B"}]});
        assert_eq!(Value::Object(answers), expected);
    }

    #[test]
    fn a_page_that_claims_a_million_rows_gets_as_many_as_the_group_has() {
        let mut answers = Answers::new();
        collect(&form(), &mut answers, &typed(&[("form-asked", "rows"), ("form-rows-rows", "1000000")]));
        assert_eq!(answers["rows"].as_array().map(Vec::len), Some(2));
    }

    #[test]
    fn buttons_add_remove_and_fill() {
        let mut answers = Answers::new();
        let mai = ApplicantDraft { name: "Lò Thị Mai".into(), ..ApplicantDraft::default() };
        let mut push = |go: &str| press(&form(), &mut answers, &mai, go);
        assert_eq!(push("add:rows").as_deref(), Some("form-rows-0"));
        assert_eq!(push("add:rows").as_deref(), Some("form-rows-1"));
        assert_eq!(push("add:rows").as_deref(), Some("form-rows-1"), "no more than the group has");
        assert_eq!(push("remove:rows.1").as_deref(), Some("form-rows"));
        assert_eq!(push("remove:rows.7"), None);
        assert_eq!(push("fill:who").as_deref(), Some("form-who"));
        assert_eq!(push("on"), None);
        assert_eq!(Value::Object(answers), json!({"rows": [{}], "who": {"name": "Lò Thị Mai"}}));
    }

    #[test]
    fn a_new_form_begins_with_the_applicant_and_never_overwrites() {
        let mai = ApplicantDraft { name: "Lò Thị Mai".into(), ..ApplicantDraft::default() };
        assert_eq!(seeded(&form(), &Answers::new(), &mai)["who"]["name"], "Lò Thị Mai");
        let typed = kept(json!({"who": {"name": "An"}}));
        assert_eq!(seeded(&form(), &typed, &mai), typed);
    }
}
