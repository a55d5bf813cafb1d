//! The pages that are forms of fields: electronic forms like those of citizens, from and to the parts of a procedure.

use rules::Problem;
use rules::catalogue::Draft;
use rules::catalogue::forms::{Answers, Definition};
use rules::codes::AgencyCode;
use rules::people::Directory;
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

static GENERAL: LazyLock<Definition> = LazyLock::new(|| read(include_str!("general.json")));
static PAPERS: LazyLock<Definition> = LazyLock::new(|| read(include_str!("papers.json")));
static JOINT: LazyLock<Definition> = LazyLock::new(|| read(include_str!("joint.json")));
static CASE: LazyLock<Definition> = LazyLock::new(|| read(include_str!("case.json")));

#[expect(clippy::panic, reason = "the files are part of the program and a test reads each of them")]
fn read(text: &str) -> Definition {
    Definition::read(text).unwrap_or_else(|flaws| panic!("a page of the editor: {flaws:?}"))
}

/// What a page of fields is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    /// Name, authority, time limit, result, basis.
    General,
    /// Papers and fees.
    Papers,
    /// What a joint procedure opens.
    Joint,
    /// One case, by its place among the cases; the place behind the last one is a new case.
    Case(usize),
}

impl About {
    /// Its fields.
    pub(super) fn form(self) -> &'static Definition {
        match self {
            Self::General => &GENERAL,
            Self::Papers => &PAPERS,
            Self::Joint => &JOINT,
            Self::Case(_) => &CASE,
        }
    }

    /// What the draft says, as answers.
    pub(super) fn answers(self, draft: &Draft) -> Answers {
        let part = |key: &str| draft.parts.get(key).cloned().unwrap_or_default();
        let answers = match self {
            Self::Papers => json!({"documents": part("documents"), "fees": super::fees::answers(&part("fees"))}),
            Self::Case(place) => case(&part("variants")[place]),
            Self::Joint => super::joint::answers(&part("joint")),
            Self::General => {
                let (kind, number) = limit(&part("time_limit"), "none");
                let subjects = part("subjects");
                let asks = |who: &str| subjects.as_array().is_some_and(|all| all.iter().any(|one| one == who));
                let (result, announced) = (part("result"), part("announcement"));
                json!({
                    "name": part("name"), "name_en": part("name_en"), "field": part("field"), "level": part("level"),
                    "agency": part("agency"), "authority": part("authority"), "online": part("online"),
                    "subject_citizen": asks("citizen"), "subject_business": asks("business"),
                    "subject_organisation": asks("organisation"),
                    "location_independent": part("location_independent"), "location_eligible": part("location_eligible"),
                    "limit_kind": kind, "limit_number": number,
                    "start_after": part("start")["next_working_day_after"],
                    "sequence": lines(&part("sequence")), "conditions": part("conditions"),
                    "result": result["name"], "result_code": result["code"], "result_paper": result["paper"],
                    "result_valid_months": result["valid_months"], "result_retention_years": result["retention_years"],
                    "legal_basis": part("legal_basis"), "keywords": lines(&part("keywords")), "essential": part("essential"),
                    "decision": announced["decision"], "signed_on": announced["signed_on"],
                    "basis_effective_on": announced["basis_effective_on"], "made_public_on": announced["made_public_on"]
                })
            }
        };
        match answers {
            Value::Object(answers) => answers.into_iter().filter(|(_, value)| !value.is_null()).collect(),
            _ => Answers::new(),
        }
    }

    /// Writes answers that the form found right into the draft; what it could not know to be wrong comes back.
    pub(super) fn put(self, draft: &mut Draft, answers: &Answers, directory: &Directory) -> Vec<Problem> {
        let answer = |key: &str| answers.get(key).cloned().unwrap_or_default();
        match self {
            Self::Papers => {
                draft.put("documents", list(answer("documents")));
                let mut wrong = Vec::new();
                draft.put("fees", super::fees::of(&answer("fees"), &mut wrong));
                wrong
            }
            Self::Case(place) => put_case(draft, place, answers),
            Self::Joint => super::joint::put(draft, &answer("parts")),
            Self::General => put_general(draft, &answer, directory),
        }
    }
}

fn put_general(draft: &mut Draft, answer: &dyn Fn(&str) -> Value, directory: &Directory) -> Vec<Problem> {
    let mut wrong = Vec::new();
    for key in ["name", "name_en", "field", "level", "authority", "online", "conditions", "essential"] {
        draft.put(key, answer(key));
    }
    for key in ["location_independent", "location_eligible"] {
        draft.put(key, (answer(key) == true).into());
    }
    // Who was named keeps their place, who is new comes last.
    let before: Vec<String> = draft.part("subjects").unwrap_or_default();
    let mut subjects = ["citizen", "business", "organisation"];
    subjects.sort_by_key(|who| before.iter().position(|known| known == who).unwrap_or(usize::MAX));
    let subjects = subjects.into_iter().filter(|who| answer(&format!("subject_{who}")) == true);
    draft.put("subjects", subjects.map(Value::from).collect::<Vec<_>>().into());
    let agency = answer("agency");
    let typed = agency.as_str().unwrap_or_default();
    if !typed.is_empty() && !typed.parse::<AgencyCode>().is_ok_and(|code| directory.get(&code).is_some()) {
        wrong.push(Problem::new("/form/agency", "agency-unknown").with("code", typed));
    }
    draft.put("agency", agency);
    for key in ["sequence", "keywords"] {
        let text = answer(key);
        let lines = text.as_str().unwrap_or_default().lines().map(str::trim).filter(|line| !line.is_empty());
        draft.put(key, lines.map(Value::from).collect::<Vec<_>>().into());
    }
    draft.put("time_limit", limit_of(answer));
    let start = answer("start_after");
    draft.put(
        "start",
        match start.as_str() {
            None | Some("") => Value::Null,
            Some(typed) => match typed.parse::<jiff::civil::Time>() {
                Ok(time) => json!({"next_working_day_after": time}),
                Err(_) => {
                    wrong.push(Problem::new("/form/start_after", "editor-time"));
                    Value::Null
                }
            },
        },
    );
    // How its paper is laid out is not asked here: it stays as it is.
    let template = draft.parts.get("result").map(|result| result["template"].clone()).unwrap_or_default();
    draft.put(
        "result",
        json!({
            "name": answer("result"), "code": answer("result_code"), "paper": answer("result_paper") == true,
            "template": template, "valid_months": answer("result_valid_months"),
            "retention_years": answer("result_retention_years")
        }),
    );
    draft.put("legal_basis", list(answer("legal_basis")));
    draft.put(
        "announcement",
        if answer("decision").is_null() {
            Value::Null
        } else {
            json!({
                "decision": answer("decision"), "signed_on": answer("signed_on"),
                "basis_effective_on": answer("basis_effective_on"), "made_public_on": answer("made_public_on")
            })
        },
    );
    wrong
}

fn list(value: Value) -> Value {
    if value.is_array() { value } else { json!([]) }
}

fn lines(value: &Value) -> Value {
    let lines: Vec<&str> = value.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    lines.join("\n").into()
}

/// A time limit as its unit and number; `none` where there is none.
fn limit(value: &Value, none: &str) -> (Value, Value) {
    match value {
        Value::String(unit) => (unit.as_str().into(), Value::Null),
        Value::Object(pair) => pair
            .iter()
            .next()
            .map_or((none.into(), Value::Null), |(unit, number)| (unit.as_str().into(), number.clone())),
        _ => (none.into(), Value::Null),
    }
}

fn limit_of(answer: &dyn Fn(&str) -> Value) -> Value {
    match answer("limit_kind").as_str().unwrap_or_default() {
        "same_day" => json!("same_day"),
        "none" | "same" | "" => Value::Null,
        unit => json!({unit: answer("limit_number")}),
    }
}

/// A case as answers; what it does not say is as in the procedure.
fn case(variant: &Value) -> Value {
    let (kind, number) = limit(&variant["time_limit"], "same");
    json!({
        "key": variant["key"], "name": variant["name"], "note": variant["note"], "limit_kind": kind, "limit_number": number,
        "own_papers": variant["documents"].is_array(), "documents": variant["documents"],
        "own_fees": variant["fees"].is_array(), "fees": super::fees::answers(&variant["fees"])
    })
}

fn put_case(draft: &mut Draft, place: usize, answers: &Answers) -> Vec<Problem> {
    let answer = |key: &str| answers.get(key).cloned().unwrap_or_default();
    let mut variants = draft.parts.get("variants").and_then(Value::as_array).cloned().unwrap_or_default();
    let key = answer("key");
    let fits = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-' || letter == '_';
    if !key.as_str().is_some_and(|key| key.chars().all(fits)) {
        return vec![Problem::new("/form/key", "editor-case-key")];
    }
    if variants.iter().enumerate().any(|(other, variant)| other != place && variant["key"] == key) {
        return vec![Problem::new("/form/key", "variant-twice").with("variant", key.as_str().unwrap_or_default())];
    }
    let mut variant = Map::new();
    variant.insert("key".to_owned(), key);
    for part in ["name", "note"] {
        variant.insert(part.to_owned(), answer(part));
    }
    let mut wrong = Vec::new();
    if answer("own_papers") == true {
        variant.insert("documents".to_owned(), list(answer("documents")));
    }
    if answer("own_fees") == true {
        variant.insert("fees".to_owned(), super::fees::of(&answer("fees"), &mut wrong));
    }
    variant.insert("time_limit".to_owned(), limit_of(&answer));
    variant.retain(|_, value| !value.is_null());
    if place < variants.len() {
        variants[place] = variant.into();
    } else {
        variants.push(variant.into());
    }
    draft.put("variants", variants.into());
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;
    use rules::catalogue::forms::{Known, Marks};
    use rules::catalogue::{Author, Procedure, State};

    /// Every procedure that ships, with an agency for those of departments.
    fn shipped() -> Vec<Procedure> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../motcua/data/catalogue");
        let files = std::fs::read_dir(folder).expect("a folder").map(|file| file.expect("a file").path());
        let files = files.filter(|path| path.extension().is_some_and(|end| end == "json"));
        let read = |path: std::path::PathBuf| -> Vec<Procedure> {
            serde_json::from_str(&std::fs::read_to_string(path).expect("text")).expect("procedures")
        };
        files.flat_map(read).collect()
    }

    fn saved_again(procedure: &Procedure) -> Result<Procedure, Vec<Problem>> {
        let directory = Directory::default();
        let known = Known { today: jiff::civil::date(2025, 12, 23), directory: &directory, marks: Marks::Vietnamese };
        let author = Author { login: "an".into(), name: "An".into() };
        let mut draft = Draft::begin(&State::published(procedure.clone()), author).expect("a draft");
        let cases = (0..procedure.variants.len()).map(About::Case);
        for about in [About::General, About::Papers, About::Joint].into_iter().chain(cases) {
            let right = about.form().validate(&about.answers(&draft), &known)?;
            about.put(&mut draft, &right, &directory).into_iter().for_each(|problem| {
                assert_eq!(problem.code, "agency-unknown", "this directory knows no agency");
            });
        }
        draft.procedure()
    }

    #[test]
    fn what_a_page_shows_and_saves_again_is_the_same_procedure() {
        let shipped = shipped();
        assert!(shipped.len() > 50, "{}", shipped.len());
        for procedure in shipped {
            let again = saved_again(&procedure);
            assert_eq!(again.as_ref(), Ok(&procedure), "{}", procedure.code);
        }
    }

    #[test]
    fn a_case_says_only_what_is_its_own() {
        let procedure = shipped().remove(0);
        let mut draft = Draft::begin(&State::published(procedure), Author { login: "an".into(), name: "An".into() })
            .expect("a draft");
        let answers = json!({"key": "lost", "name": "Bị mất", "limit_kind": "same", "own_fees": true});
        let Value::Object(answers) = answers else { panic!("an object") };
        assert_eq!(put_case(&mut draft, 0, &answers), []);
        assert_eq!(draft.parts["variants"], json!([{"key": "lost", "name": "Bị mất", "fees": []}]));
        let twice = put_case(&mut draft, 1, &answers);
        assert_eq!(twice.iter().map(|problem| problem.code).collect::<Vec<_>>(), ["variant-twice"]);
        let marks = put_case(&mut draft, 1, &Answers::from_iter([("key".to_owned(), "Bị mất".into())]));
        assert_eq!(marks.iter().map(|problem| problem.code).collect::<Vec<_>>(), ["editor-case-key"]);
    }
}
