use super::*;
use crate::people::Directory;
use jiff::civil::{Date, date};
use serde_json::json;

const TODAY: Date = date(2025, 12, 23);

fn definition() -> Value {
    json!({
        "title": "Tờ khai hộ gia đình",
        "stands_for": "01",
        "pledge": "Tôi cam đoan những nội dung trên là đúng.",
        "schema": {
            "type": "object",
            "required": ["kind", "head", "home", "members", "start"],
            "properties": {
                "kind": {"type": "string", "title": "Loại hộ", "enum": ["poor", "other"]},
                "why": {"type": "string", "title": "Lý do"},
                "head": {"type": "object", "format": "person", "title": "Chủ hộ"},
                "home": {"type": "object", "format": "address", "title": "Nơi ở"},
                "start": {"type": "string", "format": "date", "title": "Từ ngày"},
                "lent": {"type": "integer", "format": "money", "title": "Vay", "maximum": 100_000_000},
                "total": {"type": "integer", "format": "money", "title": "Tổng thu nhập"},
                "people": {"type": "integer", "title": "Số người"},
                "proof": {"type": "string", "format": "file", "title": "Giấy tờ chứng minh"},
                "true": {"type": "boolean", "const": true, "title": "Tôi cam đoan"},
                "members": {"type": "array", "title": "Thành viên", "minItems": 1, "maxItems": 3, "items": {
                    "type": "object", "required": ["name"], "properties": {
                        "name": {"type": "string", "title": "Họ và tên"},
                        "works": {"type": "boolean", "title": "Có việc làm"},
                        "income": {"type": "integer", "format": "money", "title": "Thu nhập"}
                    }
                }}
            }
        },
        "layout": [
            {"title": "Hộ gia đình", "fields": [
                {"field": "kind", "labels": {"poor": "Hộ nghèo", "other": "Hộ khác"}},
                {"field": "why", "show_when": {"field": "kind", "is": "other"}},
                {"field": "head", "prefill": "applicant"}, "home", {"field": "start", "day": "past"},
                {"field": "lent", "show_when": {"all": [{"field": "kind", "is": "poor"}, {"field": "people", "at_least": 2}]}},
                {"field": "members", "fields": ["name", "works", {"field": "income", "show_when": {"field": "works", "is": true}}]},
                {"field": "total", "compute": {"sum": ["members.income"]}},
                {"field": "people", "compute": {"count": "members"}},
                {"field": "proof", "document": "02", "show_when": {"field": "kind", "is": "poor"}},
                "true"
            ]}
        ]
    })
}

fn form() -> Definition {
    Definition::of(definition()).expect("a right definition")
}

fn directory() -> Directory {
    crate::dossiers::tests::sample::directory()
}

fn answers() -> Answers {
    let value = json!({
        "kind": "poor",
        "head": {"id_number": "012085001234", "name": "Lò  Thị Mai", "birth_date": "5/3/1985"},
        "home": {"commune": "03549", "village": "Bản Nậm Lúc"},
        "start": "1/12/2025",
        "members": [{"name": "Lò Thị Mai", "works": "yes", "income": "1.500.000"}, {}, {"name": "Lò Văn An", "income": "9"}],
        "true": "yes"
    });
    serde_json::from_value(value).expect("answers")
}

fn validate(answers: &Answers) -> Result<Answers, Vec<(String, &'static str)>> {
    let directory = directory();
    let found = form().validate(answers, &Known { today: TODAY, directory: &directory });
    found.map_err(|problems| problems.into_iter().map(|problem| (problem.pointer, problem.code)).collect())
}

fn with(name: &str, value: Value) -> Answers {
    let mut changed = answers();
    changed.insert(name.to_owned(), value);
    changed
}

#[test]
fn what_was_typed_is_kept_in_one_form_and_computed() {
    let kept = validate(&answers()).expect("right answers");
    assert_eq!(kept["head"], json!({"id_number": "012085001234", "name": "Lò Thị Mai", "birth_date": "1985-03-05"}));
    assert_eq!(kept["start"], "2025-12-01");
    // The empty row is none, and income is not asked of whoever does not work.
    let members =
        json!([{"name": "Lò Thị Mai", "works": true, "income": 1_500_000}, {"name": "Lò Văn An", "works": false}]);
    assert_eq!(kept["members"], members);
    assert_eq!((&kept["total"], &kept["people"]), (&json!(1_500_000), &json!(2)));
}

#[test]
fn what_was_kept_is_right_again() {
    let kept = validate(&answers()).expect("right answers");
    assert_eq!(validate(&kept), Ok(kept));
}

#[test]
fn everything_at_fault_is_named_at_its_field() {
    let wrong = json!({
        "kind": "rich", "head": {"name": "Mai 2", "id_number": "12"}, "home": {"commune": "99999"}, "start": "24/12/2025",
        "members": [{"works": true, "income": "viele"}], "other": 1, "true": false
    });
    let problems = validate(&serde_json::from_value(wrong).expect("answers")).expect_err("all wrong");
    let found: Vec<_> = problems.iter().map(|(pointer, code)| (pointer.as_str(), *code)).collect();
    assert_eq!(
        found,
        [
            ("/form/other", "form-unknown"),
            ("/form/kind", "choose"),
            ("/form/head/id_number", "id-length"),
            ("/form/head/name", "name"),
            ("/form/home/commune", "commune"),
            ("/form/start", "date-in-future"),
            ("/form/members/0/name", "form-answer"),
            ("/form/members/0/income", "form-number"),
            ("/form/true", "form-declare"),
        ]
    );
}

#[test]
fn what_is_not_asked_is_neither_missed_nor_kept() {
    let kept = validate(&with("why", "Vì sao".into())).expect("right answers");
    assert!(!kept.contains_key("why"));
    let kept = validate(&with("lent", "5.000.000".into())).expect("right answers");
    assert_eq!(kept["lent"], 5_000_000);
    let mut alone = with("lent", "5.000.000".into());
    alone.insert("members".into(), json!([{"name": "Lò Thị Mai"}]));
    assert!(!validate(&alone).expect("right answers").contains_key("lent"));
}

#[test]
fn groups_keep_their_bounds() {
    assert_eq!(validate(&with("members", json!([]))), Err(vec![("/form/members".into(), "form-answer")]));
    let many = json!([{"name": "A"}, {"name": "B"}, {"name": "C"}, {"name": "D"}]);
    assert_eq!(validate(&with("members", many)), Err(vec![("/form/members".into(), "form-rows-most")]));
    assert_eq!(validate(&with("members", json!("A"))), Err(vec![("/form/members".into(), "form-rows")]));
    assert_eq!(validate(&with("members", json!([1]))), Err(vec![("/form/members/0".into(), "form-rows")]));
}

#[test]
fn files_are_demanded_where_they_are_asked() {
    let mut value = definition();
    value["schema"]["required"].as_array_mut().expect("a list").push("proof".into());
    let form = Definition::of(value).expect("a right definition");
    assert_eq!(form.demanded(&answers()).collect::<Vec<_>>(), ["02"]);
    assert_eq!(form.demanded(&with("kind", "other".into())).count(), 0);
}

#[test]
fn a_wrong_definition_is_refused_with_the_field_at_fault() {
    let flaw = |change: &dyn Fn(&mut Value)| {
        let mut value = definition();
        change(&mut value);
        let flaws = Definition::of(value).expect_err("a wrong definition");
        (flaws[0].code, flaws[0].field.clone(), flaws[0].detail.clone())
    };
    let at = |value: &mut Value, pointer: &str, put: Value| *value.pointer_mut(pointer).expect("a place") = put;
    let all = |code: &'static str, field: &str, detail: &str| (code, field.to_owned(), detail.to_owned());

    let unknown_type = flaw(&|value| at(value, "/schema/properties/why/type", "colour".into()));
    assert_eq!(unknown_type, all("type", "why", "colour"));
    let missing = flaw(&|value| at(value, "/layout/0/fields/1/show_when/field", "nobody".into()));
    assert_eq!(missing, all("missing", "why", "nobody"));
    let no_such_value = flaw(&|value| at(value, "/layout/0/fields/1/show_when/is", "rich".into()));
    assert_eq!(no_such_value, all("value", "why", "\"rich\""));
    let conditions = flaw(&|value| {
        at(value, "/layout/0/fields/0", json!({"field": "kind", "show_when": {"field": "why", "filled": true}}));
    });
    assert_eq!(conditions, all("cycle", "kind", "kind → why → kind"));
    let computed = flaw(&|value| at(value, "/layout/0/fields/8/compute", json!({"sum": ["people", "lent"]})));
    assert_eq!(computed.0, "cycle");
    let column = flaw(&|value| at(value, "/layout/0/fields/7/compute", json!({"sum": ["members.age"]})));
    assert_eq!(column, all("missing", "total", "members.age"));
    let unplaced = flaw(&|value| drop(value["layout"][0]["fields"].as_array_mut().expect("a list").remove(3)));
    assert_eq!(unplaced, all("unplaced", "home", "layout"));
    let twice = flaw(&|value| value["layout"][0]["fields"].as_array_mut().expect("a list").push("home".into()));
    assert_eq!(twice, all("twice", "home", "layout"));
    let nested = flaw(&|value| {
        at(
            value,
            "/schema/properties/members/items/properties/works",
            json!({"type": "boolean", "const": true, "title": "?"}),
        );
    });
    assert_eq!(nested.0, "nested");
    let reserved = flaw(&|value| {
        let why = value["schema"]["properties"]["why"].clone();
        value["schema"]["properties"]["details"] = why;
        value["layout"][0]["fields"].as_array_mut().expect("a list").push("details".into());
    });
    assert_eq!(reserved, all("name", "details", "reserved"));
    let unread = flaw(&|value| value["schema"]["properties"]["why"]["pattern"] = "x".into());
    assert_eq!(unread.0, "unreadable");
    assert!(unread.2.contains("pattern"), "{}", unread.2);
}

#[test]
fn conditions_that_would_take_for_ever_are_refused() {
    let mut value = definition();
    for number in 0..40 {
        let name = format!("deep_{number}");
        value["schema"]["properties"][&name] = json!({"type": "string", "title": "?"});
        let before = if number == 0 { "kind".to_owned() } else { format!("deep_{}", number - 1) };
        let both = json!({"any": [{"field": before, "filled": true}, {"field": before, "filled": false}]});
        let fields = value["layout"][0]["fields"].as_array_mut().expect("a list");
        fields.push(json!({"field": name, "show_when": both}));
    }
    let flaws = Definition::of(value).expect_err("too much work");
    assert_eq!(flaws[0].code, "bounds");
}

#[test]
fn a_definition_comes_back_as_it_was_written() {
    let text = serde_json::to_string(&form()).expect("JSON");
    assert_eq!(serde_json::from_str::<Value>(&text).expect("JSON"), definition());
    assert_eq!(serde_json::from_str::<Definition>(&text).expect("a definition"), form());
}

#[test]
fn answers_are_read_as_people_write_them() {
    let kept = validate(&answers()).expect("right answers");
    let saying = Saying { yes: "Có", no: "Không", commune: &|code| format!("xã {code}") };
    let said = form().said(&kept, &saying);
    let line = |wanted: &str| {
        said[0].blocks.iter().find_map(|block| match block {
            Block::Line(said) if said.name == wanted => Some(said.answer.clone()),
            _ => None,
        })
    };
    assert_eq!(line("kind").as_deref(), Some("Hộ nghèo"));
    assert_eq!(line("head").as_deref(), Some("Lò Thị Mai, 05/03/1985, 012085001234"));
    assert_eq!(line("home").as_deref(), Some("Bản Nậm Lúc, xã 03549"));
    assert_eq!(line("total").as_deref(), Some("1.500.000 đồng"));
    assert_eq!(line("why"), None);
    let rows = said[0].blocks.iter().find_map(|block| match block {
        Block::Rows { rows, .. } => Some(rows.clone()),
        Block::Line(_) => None,
    });
    assert_eq!(rows.expect("rows")[0], ["Lò Thị Mai", "Có", "1.500.000 đồng"]);
}

proptest::proptest! {
    #[test]
    fn whatever_is_sent_is_kept_or_named(sent in proptest::collection::btree_map("kind|why|head|home|start|lent|members|true|x", value(), 0..9)) {
        let sent: Answers = sent.into_iter().collect();
        if let Ok(kept) = validate(&sent) {
            proptest::prop_assert_eq!(validate(&kept), Ok(kept));
        }
    }

    #[test]
    fn numbers_are_read_as_they_are_written(number in -9_000_000_000_i64..9_000_000_000) {
        proptest::prop_assert_eq!(super::condition::written_number(&number.to_string()), Some(number));
        proptest::prop_assert_eq!(super::condition::written_number(&format!("{number}x")), None);
    }
}

fn value() -> impl proptest::strategy::Strategy<Value = Value> {
    use proptest::prelude::*;
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "poor|other|yes|012085001234|03549|1/12/2025|.{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map("id_number|name|birth_date|commune|detail|works|income", inner, 0..4)
                .prop_map(|parts| Value::Object(parts.into_iter().collect())),
        ]
    })
}

#[test]
fn what_can_t_be_read_is_named_with_its_line() {
    let flaw = |text: &str| {
        let flaws = Definition::read(text).expect_err("wrong");
        let flaw = flaws[0].clone();
        (flaw.code, flaw.field, flaw.detail, flaw.instead)
    };
    let all = |code: &'static str, line: &str, detail: &str, instead: &str| {
        (code, line.to_owned(), detail.to_owned(), instead.to_owned())
    };
    assert_eq!(flaw("{\n  \"title\": \"A\"\n  \"layout\": []\n}"), all("syntax", "3", "\"layout\": []", ""));
    let unknown = flaw("{\n  \"titel\": \"A\"}");
    assert_eq!((unknown.0, unknown.1.as_str(), unknown.2.as_str()), ("key-unknown", "2", "titel"));
    assert!(unknown.3.starts_with("title, source"), "{}", unknown.3);
    assert_eq!(flaw("{\"title\": \"A\",\n \"layout\": []}"), all("key-missing", "2", "schema", ""));
    let shape = flaw("{\"title\":\n 5, \"schema\": {}, \"layout\": []}");
    assert_eq!((shape.0, shape.1.as_str()), ("shape", "2"));
}
