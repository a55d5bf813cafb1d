//! The API's description: committed, and compared. `UPDATE=1` writes it anew.

use serde_json::Value;
use std::path::Path;

#[test]
fn the_committed_description_is_the_one_that_is_served() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/openapi.json");
    let served = web::api::openapi_text();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, served).expect("written");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == served, "docs/reference/openapi.json is out of date: run this test with UPDATE=1");
}

#[test]
fn everything_that_is_named_is_described() {
    let api: Value = serde_json::from_str(web::api::openapi_text()).expect("JSON");
    let mut named = Vec::new();
    references(&api, &mut named);
    assert!(named.len() > 50);
    for reference in named {
        let pointer = reference.strip_prefix('#').expect("a reference within");
        assert!(api.pointer(pointer).is_some(), "{reference} is not there");
    }
    let mut names = std::collections::BTreeSet::new();
    for (path, operations) in api["paths"].as_object().expect("paths") {
        for (method, operation) in operations.as_object().expect("operations") {
            assert!(operation["summary"].is_string(), "{method} {path} has no summary");
            let name = operation["operationId"].as_str().expect("a name");
            assert!(names.insert(name), "{name} is the name of two calls");
        }
    }
}

fn references(value: &Value, named: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(reference) if name == "$ref" => named.push(reference.clone()),
                    value => references(value, named),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, named)),
        _ => {}
    }
}
