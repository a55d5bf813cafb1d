//! The places that a form lets people choose from.

use crate::app::App;
use crate::errors::Failure;
use rules::catalogue::forms::Answers;
use serde_json::Value;
use std::collections::BTreeMap;

/// The villages of the communes that the answers name, by commune.
///
/// # Errors
/// When the database fails.
pub async fn villages(app: &App, answers: &Answers) -> Result<BTreeMap<String, Vec<String>>, Failure> {
    let mut communes = Vec::new();
    answers.values().for_each(|value| communes_in(value, &mut communes));
    communes.sort();
    communes.dedup();
    if communes.is_empty() {
        return Ok(BTreeMap::new());
    }
    app.read(move |tx| {
        let mut known = BTreeMap::new();
        for commune in &communes {
            let known_here = store::tables::villages::of_commune(tx, commune)?.into_iter();
            let names = known_here.filter(|known| known.ended_on.is_none()).map(|known| known.village.name);
            known.insert(commune.clone(), names.collect());
        }
        Ok(known)
    })
    .await
}

fn communes_in(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(rows) => rows.iter().for_each(|row| communes_in(row, found)),
        Value::Object(parts) => {
            found.extend(parts.get("commune").and_then(Value::as_str).map(str::to_owned));
            parts.values().filter(|part| part.is_object()).for_each(|part| communes_in(part, found));
        }
        _ => {}
    }
}
