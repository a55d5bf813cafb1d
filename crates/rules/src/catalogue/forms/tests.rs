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
    let found = form().validate(answers, &Known { today: TODAY, directory: &directory, marks: Marks::Vietnamese });
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

fn land() -> Value {
    json!({
        "title": "Đơn đăng ký biến động đất đai",
        "schema": {"type": "object", "required": ["parcels"], "properties": {
            "parcels": {"type": "array", "title": "Thửa đất", "items": {"type": "object", "required": ["area"], "properties": {
                "area": {"type": "number", "title": "Diện tích (m²)", "minimum": 0.1, "maximum": 1_000_000, "multipleOf": 0.1},
                "length": {"type": "number", "title": "Chiều dài (m)"},
                "why": {"type": "string", "title": "Vì sao nhỏ"}
            }}},
            "width": {"type": "number", "title": "Rộng (m)", "multipleOf": 0.25},
            "depth": {"type": "number", "title": "Sâu (m)"},
            "total": {"type": "number", "title": "Tổng diện tích (m²)"},
            "left": {"type": "number", "title": "Còn lại (m²)"},
            "surface": {"type": "number", "title": "Mặt (m²)"},
            "price": {"type": "integer", "format": "money", "title": "Giá một mét vuông"},
            "worth": {"type": "integer", "format": "money", "title": "Giá trị"},
            "large": {"type": "string", "title": "Vì sao lớn"},
            "quarter": {"type": "string", "title": "Vì sao một phần tư"}
        }},
        "layout": [{"title": "Đất", "fields": [
            {"field": "parcels", "fields": [
                "area", {"field": "length", "decimals": 3},
                {"field": "why", "show_when": {"not": {"field": "area", "at_least": 30.5}}}
            ]},
            "width", {"field": "depth", "decimals": 1}, "price",
            {"field": "total", "decimals": 1, "compute": {"sum": ["parcels.area"]}},
            {"field": "left", "compute": {"difference": ["total", "width"]}},
            {"field": "surface", "compute": {"product": ["width", "depth"]}},
            {"field": "worth", "compute": {"product": ["total", "price"]}},
            {"field": "large", "show_when": {"field": "total", "more_than": 100.3}},
            {"field": "quarter", "show_when": {"field": "width", "is": 0.25}}
        ]}]
    })
}

fn of_land(sent: &Value, marks: Marks) -> Result<Answers, Vec<(String, &'static str)>> {
    let directory = directory();
    let form = Definition::of(land()).expect("a right definition");
    let sent = serde_json::from_value(sent.clone()).expect("answers");
    let found = form.validate(&sent, &Known { today: TODAY, directory: &directory, marks });
    found.map_err(|problems| problems.into_iter().map(|problem| (problem.pointer, problem.code)).collect())
}

#[test]
fn decimals_are_kept_exactly_and_computed_exactly() {
    let sent = json!({
        "parcels": [{"area": "0,1"}, {"area": "0,2", "length": 12.125}, {"area": "100", "why": "nhỏ"}],
        "width": "0,25", "depth": "12,5", "price": "1.000.005", "large": "lớn", "quarter": "một phần tư"
    });
    let kept = of_land(&sent, Marks::Vietnamese).expect("right answers");
    // 100,3 is not more than 100,3, which binary fractions would say of 0.1 + 0.2 + 100.
    let expected = json!({
        "parcels": [{"area": 0.1}, {"area": 0.2, "length": 12.125}, {"area": 100}],
        "width": 0.25, "depth": 12.5, "price": 1_000_005,
        "total": 100.3, "left": 100.05, "surface": 3.13, "worth": 100_300_502, "quarter": "một phần tư"
    });
    assert_eq!(Value::Object(kept.clone()), expected);
    assert_eq!(of_land(&Value::Object(kept.clone()), Marks::Either), Ok(kept.clone()), "what was kept is right again");
    let saying = Saying { yes: "Có", no: "Không", commune: &|code| code.to_owned() };
    let said = Definition::of(land()).expect("a right definition").said(&kept, &saying);
    let lines: Vec<String> = said[0]
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Line(said) => Some(said.answer.clone()),
            Block::Rows { .. } => None,
        })
        .collect();
    assert_eq!(lines, ["0,25", "12,5", "1.000.005 đồng", "100,3", "100,05", "3,13", "100.300.502 đồng", "một phần tư"]);
}

#[test]
fn a_small_parcel_is_asked_why_and_a_large_one_not() {
    let parcels = |area: &str| json!({"parcels": [{"area": area, "why": "nhỏ"}]});
    let why = |area: &str| of_land(&parcels(area), Marks::Vietnamese).expect("right")["parcels"][0]["why"].clone();
    assert_eq!((why("30,4"), why("30,5"), why("1.250")), ("nhỏ".into(), Value::Null, Value::Null));
}

#[test]
fn decimals_at_fault_are_named_at_their_field() {
    let one = |area: Value, marks: Marks| {
        of_land(&json!({"parcels": [{"area": area}]}), marks).map(|kept| kept["parcels"][0]["area"].clone())
    };
    let at = |code: &'static str| Err(vec![("/form/parcels/0/area".to_owned(), code)]);
    assert_eq!(one("120,5".into(), Marks::Vietnamese), Ok(json!(120.5)));
    assert_eq!(one("120.5".into(), Marks::Either), Ok(json!(120.5)));
    assert_eq!(one("1.250,5".into(), Marks::Either), Ok(json!(1250.5)));
    assert_eq!(one(json!(120.5), Marks::Vietnamese), Ok(json!(120.5)));
    assert_eq!(one("1.250".into(), Marks::Vietnamese), Ok(json!(1250)));
    assert_eq!(one("1.250".into(), Marks::Either), at("form-decimal-ambiguous"));
    assert_eq!(one("1,250".into(), Marks::Vietnamese), at("form-decimals"));
    assert_eq!(one("120,55".into(), Marks::Vietnamese), at("form-decimals"));
    assert_eq!(one("120,5 m²".into(), Marks::Vietnamese), at("form-decimal"));
    assert_eq!(one(json!(true), Marks::Vietnamese), at("form-decimal"));
    assert_eq!(one("0".into(), Marks::Vietnamese), at("form-number-least"));
    assert_eq!(one("1.000.000,1".into(), Marks::Vietnamese), at("form-number-most"));
    let stepped = of_land(&json!({"parcels": [{"area": 1}], "width": "0,3"}), Marks::Vietnamese);
    assert_eq!(stepped, Err(vec![("/form/width".to_owned(), "form-step")]));
}

#[test]
fn wrong_bounds_of_decimals_are_flaws() {
    let flaw = |pointer: &str, put: Value| {
        let mut value = land();
        *value.pointer_mut(pointer).expect("a place") = put;
        let flaws = Definition::of(value).expect_err("a wrong definition");
        (flaws[0].code, flaws[0].field.clone(), flaws[0].detail.clone())
    };
    let all = |code: &'static str, field: &str, detail: &str| (code, field.to_owned(), detail.to_owned());
    let area = "/schema/properties/parcels/items/properties/area";
    assert_eq!(flaw(&format!("{area}/minimum"), json!(0.05)), all("decimals", "parcels.area", "minimum 0.05"));
    assert_eq!(flaw(&format!("{area}/multipleOf"), json!(0)), all("decimals", "parcels.area", "minimum 0.1"));
    assert_eq!(flaw("/schema/properties/width/multipleOf", json!(-1)), all("bounds", "width", "multipleOf"));
    assert_eq!(flaw("/layout/0/fields/2/decimals", json!(7)), all("bounds", "depth", "decimals 6"));
    let whole = json!({"type": "integer", "title": "Số", "minimum": 0.5});
    assert_eq!(flaw("/schema/properties/width", whole), all("decimals", "width", "minimum 0.5"));
    let swapped = json!({"type": "number", "title": "Số", "minimum": 2, "maximum": 1.5});
    assert_eq!(flaw("/schema/properties/width", swapped).0, "bounds");
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
