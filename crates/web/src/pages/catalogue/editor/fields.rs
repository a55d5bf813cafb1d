//! The tabs that are forms of fields: electronic forms like those of citizens, from and to the parts of a procedure.

use super::Tab;
use rules::catalogue::forms::{Answers, Definition};
use rules::catalogue::{Draft, RequiredDocument};
use serde_json::{Value, json};
use std::sync::LazyLock;

static GENERAL: LazyLock<Definition> = LazyLock::new(|| read(include_str!("general.json")));
static PAPERS: LazyLock<Definition> = LazyLock::new(|| read(include_str!("papers.json")));
static CASES: LazyLock<Definition> = LazyLock::new(|| read(include_str!("cases.json")));

#[expect(clippy::panic, reason = "the files are part of the program and a test reads each of them")]
fn read(text: &str) -> Definition {
    Definition::read(text).unwrap_or_else(|flaws| panic!("a tab of the editor: {flaws:?}"))
}

/// The fields of a tab.
pub(super) fn form(tab: Tab) -> &'static Definition {
    match tab {
        Tab::Papers => &PAPERS,
        Tab::Cases => &CASES,
        Tab::General | Tab::Form | Tab::Review => &GENERAL,
    }
}

/// What the draft says, as answers.
pub(super) fn answers(tab: Tab, draft: &Draft) -> Answers {
    let part = |key: &str| draft.parts.get(key).cloned().unwrap_or_default();
    let answers = match tab {
        Tab::Papers => json!({"documents": part("documents"), "fees": part("fees")}),
        Tab::Cases => json!({"variants": cases(&part("variants"))}),
        Tab::General | Tab::Form | Tab::Review => {
            let (kind, number) = limit(&part("time_limit"));
            json!({
                "name": part("name"), "name_en": part("name_en"), "field": part("field"), "authority": part("authority"),
                "online": part("online"), "limit_kind": kind, "limit_number": number,
                "sequence": lines(&part("sequence")), "conditions": part("conditions"),
                "result": part("result")["name"], "result_paper": part("result")["paper"],
                "location_independent": part("location_independent")
            })
        }
    };
    match answers {
        Value::Object(answers) => answers.into_iter().filter(|(_, value)| !value.is_null()).collect(),
        _ => Answers::new(),
    }
}

/// Writes answers that were checked into the draft.
pub(super) fn put(tab: Tab, draft: &mut Draft, answers: &Answers) {
    let answer = |key: &str| answers.get(key).cloned().unwrap_or_default();
    match tab {
        Tab::Papers => {
            draft.put("documents", list(answer("documents")));
            draft.put("fees", list(answer("fees")));
        }
        Tab::Cases => {
            let documents: Vec<RequiredDocument> = draft.part("documents").unwrap_or_default();
            let chosen = list(answer("variants"));
            let cases = chosen.as_array().into_iter().flatten().map(|case| variant(case, &documents));
            let cases: Vec<Value> = cases.collect();
            draft.put("variants", cases.into());
        }
        Tab::General | Tab::Form | Tab::Review => {
            for key in ["name", "name_en", "field", "authority", "online", "conditions", "location_independent"] {
                draft.put(key, answer(key));
            }
            let sequence = answer("sequence");
            let steps = sequence.as_str().unwrap_or_default().lines().map(str::trim).filter(|line| !line.is_empty());
            draft.put("sequence", steps.map(Value::from).collect::<Vec<_>>().into());
            let kind = answer("limit_kind");
            let limit = match kind.as_str().unwrap_or_default() {
                "same_day" => json!("same_day"),
                "none" | "" => Value::Null,
                unit => json!({unit: answer("limit_number")}),
            };
            draft.put("time_limit", limit);
            let mut result = draft.parts.get("result").cloned().unwrap_or_else(|| json!({}));
            result["name"] = answer("result");
            result["paper"] = answer("result_paper");
            draft.put("result", result);
        }
    }
}

fn list(value: Value) -> Value {
    if value.is_array() { value } else { json!([]) }
}

fn lines(value: &Value) -> Value {
    let lines: Vec<&str> = value.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    lines.join("\n").into()
}

/// A time limit as its unit and number.
fn limit(value: &Value) -> (Value, Value) {
    match value {
        Value::String(unit) => (unit.as_str().into(), Value::Null),
        Value::Object(pair) => {
            pair.iter().next().map_or((Value::Null, Value::Null), |(unit, number)| (unit.as_str().into(), number.clone()))
        }
        _ => ("none".into(), Value::Null),
    }
}

fn cases(variants: &Value) -> Value {
    let case = |variant: &Value| {
        let (kind, number) = limit(&variant["time_limit"]);
        let codes = variant["documents"].as_array().map(|documents| {
            documents.iter().filter_map(|document| document["code"].as_str()).collect::<Vec<_>>().join(", ")
        });
        let days = if kind == "working_days" { number } else { Value::Null };
        let fee = variant["fees"].as_array().and_then(|fees| fees.first()).map(|fee| fee["amount"].clone());
        json!({"key": variant["key"], "name": variant["name"], "note": variant["note"], "papers": codes, "days": days, "fee": fee})
    };
    variants.as_array().into_iter().flatten().map(case).collect::<Vec<_>>().into()
}

/// A case from its row; what the row leaves empty is as in the procedure.
fn variant(case: &Value, documents: &[RequiredDocument]) -> Value {
    let codes: Option<Vec<&str>> = case["papers"].as_str().map(|codes| codes.split([',', ' ', ';']).collect());
    let documents = codes.map(|codes| {
        documents.iter().filter(|document| codes.contains(&document.code.as_str())).collect::<Vec<_>>()
    });
    let fees = case["fee"].as_i64().map(|amount| json!([{"name": case["name"], "kind": "fee", "amount": amount}]));
    let days = case["days"].as_i64().map(|days| json!({"working_days": days}));
    json!({
        "key": case["key"], "name": case["name"], "note": case["note"], "documents": documents, "fees": fees, "time_limit": days
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rules::catalogue::{Author, Procedure, State};

    #[test]
    fn what_a_tab_shows_and_saves_again_is_the_same_procedure() {
        let text = include_str!("../../../../../motcua/data/catalogue/ho-tich.json");
        let procedures: Vec<Procedure> = serde_json::from_str(text).expect("procedures");
        let directory = rules::people::Directory::default();
        let known =
            rules::catalogue::forms::Known { today: jiff::civil::date(2025, 12, 23), directory: &directory };
        for procedure in procedures {
            let author = Author { login: "an".into(), name: "An".into() };
            let mut draft = Draft::begin(&State::published(procedure.clone()), author).expect("a draft");
            for tab in [Tab::General, Tab::Papers, Tab::Cases] {
                let right = form(tab).validate(&answers(tab, &draft), &known);
                put(tab, &mut draft, &right.expect("what was published is right"));
            }
            assert_eq!(draft.procedure(), Ok(procedure));
        }
    }
}
