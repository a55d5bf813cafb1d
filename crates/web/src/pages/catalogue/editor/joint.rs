//! What a joint procedure opens (*liên thông*): each part a row of a form, its answers and papers as lists that can be typed.

use rules::Problem;
use rules::catalogue::Draft;
use rules::catalogue::forms::Definition;
use rules::codes::ProcedureCode;
use serde_json::{Map, Value, json};
use store::province::Province;

/// The parts as answers of the form.
pub(super) fn answers(joint: &Value) -> Value {
    let words = |value: &Value| {
        let words = value.as_array().into_iter().flatten().filter_map(Value::as_str);
        words.collect::<Vec<_>>().join(", ")
    };
    let pairs = |value: &Value| {
        let pairs = value.as_object().into_iter().flatten();
        let pairs = pairs.map(|(own, from)| format!("{own}={}", from.as_str().unwrap_or_default()));
        pairs.collect::<Vec<_>>().join(", ")
    };
    let row = |part: &Value| {
        let row = json!({
            "procedure": part["procedure"], "variant": part["variant"], "after": part["after"],
            "answers": words(&part["answers"]), "papers": pairs(&part["papers"]), "place": part["place"]
        });
        let Value::Object(row) = row else { return Value::Null };
        row.into_iter().filter(|(_, value)| value.as_str().is_some_and(|text| !text.is_empty())).collect()
    };
    let rows: Vec<Value> = joint["parts"].as_array().into_iter().flatten().map(row).collect();
    json!({"parts": rows})
}

/// Writes the rows into the draft; without rows it is no joint procedure. What the form could not know to be wrong comes back.
pub(super) fn put(draft: &mut Draft, rows: &Value) -> Vec<Problem> {
    let mut wrong = Vec::new();
    let mut parts = Vec::new();
    for (at, row) in rows.as_array().into_iter().flatten().enumerate() {
        let text = |key: &str| row[key].as_str().unwrap_or_default().trim();
        let mut papers = Map::new();
        for pair in listed(text("papers")) {
            match pair.split_once('=').map(|(own, from)| (own.trim(), from.trim())) {
                Some((own, from)) if !own.is_empty() && !from.is_empty() => {
                    papers.insert(own.to_owned(), from.into());
                }
                _ => wrong
                    .push(Problem::new(format!("/form/parts/{at}/papers"), "editor-joint-pair").with("detail", pair)),
            }
        }
        for key in ["procedure", "after"] {
            if !text(key).is_empty() && text(key).parse::<ProcedureCode>().is_err() {
                wrong.push(Problem::new(format!("/form/parts/{at}/{key}"), "editor-code"));
            }
        }
        let mut part = Map::new();
        part.insert("procedure".to_owned(), text("procedure").into());
        for key in ["variant", "after", "place"].into_iter().filter(|key| !text(key).is_empty()) {
            part.insert(key.to_owned(), text(key).into());
        }
        part.insert("answers".to_owned(), listed(text("answers")).map(Value::from).collect::<Vec<_>>().into());
        part.insert("papers".to_owned(), papers.into());
        parts.push(Value::from(part));
    }
    draft.put("joint", if parts.is_empty() { Value::Null } else { json!({"parts": parts}) });
    wrong
}

/// The parts that the catalogue does not have, or not any more.
pub(super) fn unknown(draft: &Draft, province: &Province) -> Vec<Problem> {
    let parts = draft.parts.get("joint").and_then(|joint| joint["parts"].as_array()).into_iter().flatten();
    let missing = |part: &Value| {
        let code = part["procedure"].as_str().and_then(|code| code.parse().ok());
        code.and_then(|code| province.procedure(&code)).is_none_or(|state| state.is_withdrawn(province.directory.day()))
    };
    let named = parts.enumerate().filter(|(_, part)| missing(part));
    named.map(|(at, _)| Problem::new(format!("/form/parts/{at}/procedure"), "editor-joint-unknown")).collect()
}

/// What can be named in the rows: each field of the joint form and each paper, with its title.
pub(super) fn names(draft: &Draft) -> Vec<String> {
    let form = draft.parts.get("form").and_then(|form| match form {
        Value::String(text) => Definition::read(text).ok(),
        form => Definition::of(form.clone()).ok(),
    });
    let fields = form.iter().flat_map(Definition::fields).map(|field| format!("{}: {}", field.name, field.title));
    let mut names: Vec<String> = fields.collect();
    let papers: Vec<rules::catalogue::RequiredDocument> = draft.part("documents").unwrap_or_default();
    names.extend(papers.iter().map(|paper| format!("{}: {}", paper.code, paper.name)));
    names
}

fn listed(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ';', '\n']).map(str::trim).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rules::catalogue::{Author, Joint, Procedure, State};

    /// The joint procedure that ships, with what it joins.
    fn draft() -> Draft {
        let all: Vec<Procedure> =
            serde_json::from_str(include_str!("../../../../../motcua/data/catalogue/ho-tich.json"))
                .expect("procedures");
        let mut joint = all.into_iter().find(|procedure| procedure.code.as_str() == "2.000986").expect("a procedure");
        let parts = include_str!("../../../../../motcua/data/joint/2.000986.json");
        joint.joint = Some(serde_json::from_str(parts).expect("what it joins"));
        Draft::begin(&State::published(joint), Author { login: "an".into(), name: "An".into() }).expect("a draft")
    }

    #[test]
    fn what_the_page_shows_and_saves_again_joins_the_same() {
        let mut draft = draft();
        let before: Joint = draft.part("joint").expect("parts");
        let rows = answers(&draft.parts["joint"]);
        assert_eq!(rows["parts"][1]["papers"], "03=03");
        assert_eq!(put(&mut draft, &rows["parts"]), []);
        assert_eq!(draft.part::<Joint>("joint"), Ok(before));
    }

    #[test]
    fn without_rows_it_joins_nothing_and_what_is_no_pair_or_code_is_said() {
        let mut draft = draft();
        assert_eq!(put(&mut draft, &json!([])), []);
        assert!(!draft.parts.contains_key("joint"));
        let wrong = put(&mut draft, &json!([{"procedure": "khai sinh", "papers": "02, 03=04"}]));
        let wrong: Vec<_> = wrong.iter().map(|problem| (problem.pointer.as_str(), problem.code)).collect();
        let pair = ("/form/parts/0/papers", "editor-joint-pair");
        assert_eq!(wrong, [pair, ("/form/parts/0/procedure", "editor-code")]);
    }
}
