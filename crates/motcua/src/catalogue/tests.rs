//! What is true of every procedure that ships.

use super::shipped;
use rules::catalogue::{Level, ResultLine, Route};
use std::collections::BTreeSet;
use std::io::Read as _;
use unicode_normalization::is_nfc;

#[test]
fn at_least_ninety_procedures_ship_the_essential_ones_first() {
    let procedures = shipped();
    assert!(procedures.len() >= 90, "{}", procedures.len());
    let essential = procedures.iter().take_while(|procedure| procedure.essential.is_some()).count();
    assert!(essential >= 40, "{essential}");
    assert!(procedures[essential..].iter().all(|procedure| procedure.essential.is_none()));
    assert!(procedures.iter().filter_map(|procedure| procedure.essential).all(|number| (1..=75).contains(&number)));
}

#[test]
fn codes_and_names_are_unique() {
    let procedures = shipped();
    let codes: BTreeSet<_> = procedures.iter().map(|procedure| &procedure.code).collect();
    let names: BTreeSet<_> = procedures.iter().map(|procedure| rules::text::fold(&procedure.name)).collect();
    assert_eq!((codes.len(), names.len()), (procedures.len(), procedures.len()));
}

#[test]
fn every_text_is_composed_and_every_file_is_read() {
    for (name, text) in super::FILES {
        assert!(is_nfc(text), "{name}");
        assert!(!super::read(name, text).is_empty(), "{name}");
    }
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/catalogue");
    let files = std::fs::read_dir(folder).expect("the folder").filter(|entry| {
        entry.as_ref().is_ok_and(|entry| entry.path().extension().is_some_and(|extension| extension == "json"))
    });
    assert_eq!(files.count(), super::FILES.len());
}

#[test]
fn procedures_of_the_province_name_a_department_that_exists() {
    let agencies: BTreeSet<_> = crate::province::agencies().into_iter().map(|agency| agency.code).collect();
    for procedure in shipped() {
        match (&procedure.agency, procedure.level) {
            (Some(agency), Level::Province) => assert!(agencies.contains(agency), "{}: {agency}", procedure.name),
            (None, Level::Commune) => {}
            _ => panic!("{}: level and agency don't fit", procedure.name),
        }
        for step in procedure.route.steps() {
            if let rules::catalogue::StepPlace::Agency(agency) = &step.place {
                assert!(agencies.contains(agency), "{}: {agency}", procedure.name);
            }
        }
    }
}

#[test]
fn same_day_procedures_take_the_short_route_and_count_from_the_next_day_after_three() {
    let mut same_day = 0;
    for procedure in shipped() {
        let Some(limit) = procedure.time_limit else { panic!("{} has no time limit", procedure.name) };
        assert_eq!(procedure.start, limit.start_rule(), "{}", procedure.name);
        assert_eq!(limit.is_same_day(), procedure.route == Route::same_day(), "{}", procedure.name);
        same_day += usize::from(limit.is_same_day());
    }
    assert!(same_day >= 15, "{same_day}");
}

#[test]
fn every_procedure_is_complete_and_all_that_can_be_are_location_independent() {
    for procedure in shipped() {
        assert!(!procedure.documents.is_empty() && !procedure.legal_basis.is_empty(), "{}", procedure.name);
        assert!(procedure.sequence.len() >= 4 && procedure.keywords.len() >= 2, "{}", procedure.name);
        assert!(procedure.name_en.is_some() && !procedure.subjects.is_empty(), "{}", procedure.name);
        assert_eq!(procedure.location_independent, procedure.location_eligible, "{}", procedure.name);
        for fee in &procedure.fees {
            assert!(fee.amount.is_some() || fee.note.is_some(), "{}: {}", procedure.name, fee.name);
        }
    }
}

/// Names, documents and laws are facts and may be the same everywhere; sentences are ours.
#[test]
fn no_sentence_is_copied_from_the_national_catalogue() {
    const SHARED: usize = 12;
    let Some(raw) = raw_procedures() else { return };
    let words = |text: &str| -> Vec<String> {
        rules::text::tidy(text)
            .to_lowercase()
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let mut theirs = std::collections::HashSet::new();
    for line in raw.lines() {
        let row: std::collections::BTreeMap<String, serde_json::Value> = serde_json::from_str(line).expect("JSON");
        for (key, text) in &row {
            if key != "ten_thu_tuc"
                && let Some(text) = text.as_str()
            {
                theirs.extend(words(text).windows(SHARED).map(|window| window.join(" ")));
            }
        }
    }
    for procedure in shipped() {
        let notes = procedure.documents.iter().filter_map(|document| document.note.as_deref());
        let notes = notes.chain(procedure.fees.iter().filter_map(|fee| fee.note.as_deref()));
        let ours = procedure.sequence.iter().map(String::as_str).chain(procedure.conditions.as_deref()).chain(notes);
        for sentence in ours {
            for window in words(sentence).windows(SHARED) {
                assert!(!theirs.contains(&window.join(" ")), "{}: {}", procedure.code, window.join(" "));
            }
        }
    }
}

/// The extract of the national catalogue, where it lies beside the repository.
pub(crate) fn raw_procedures() -> Option<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/procedures-raw.jsonl.gz");
    let file = std::fs::File::open(path).ok()?;
    let mut text = String::new();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text).ok()?;
    Some(text)
}

#[test]
fn the_most_used_procedures_have_a_form_that_fits_them() {
    let with_form: Vec<_> = shipped().into_iter().filter(|procedure| procedure.form.is_some()).collect();
    assert!(with_form.len() >= 20, "{}", with_form.len());
    for procedure in &with_form {
        assert_eq!(rules::catalogue::problems(procedure), [], "{}", procedure.name);
        let form = procedure.form.as_ref().expect("a form");
        assert!(
            form.fields().count() >= 4 && !form.pledge().is_empty() && !form.source().is_empty(),
            "{}",
            procedure.name
        );
        assert!(form.stands_for().is_some() || procedure.code.as_str() == "2.000815", "{}", procedure.name);
    }
    for (code, text) in super::FORMS {
        assert!(is_nfc(text), "{code}");
    }
    let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/data/forms")).expect("the folder");
    assert_eq!(folder.count(), super::FORMS.len());
}

#[test]
fn every_procedure_can_be_published_and_joint_ones_join_what_ships() {
    let procedures = shipped();
    for procedure in &procedures {
        let problems = rules::catalogue::problems(procedure);
        assert!(problems.is_empty(), "{}: {problems:?}", procedure.name);
        for part in procedure.joint.iter().flat_map(|joint| &joint.parts) {
            assert!(procedures.iter().any(|known| known.code == part.procedure), "{}", part.procedure);
        }
    }
    assert!(procedures.iter().any(|procedure| procedure.joint.is_some()));
}

#[test]
fn every_procedure_with_a_form_says_how_its_result_is_laid_out_with_fields_that_the_form_has() {
    let asked = ["applicant", "applicant_birth", "applicant_id", "applicant_address"];
    let mut formed = 0;
    for procedure in shipped() {
        let Some(form) = &procedure.form else { continue };
        formed += 1;
        let template = procedure.result.template.as_ref().unwrap_or_else(|| panic!("{} has no result", procedure.name));
        assert!(!template.sign.is_empty() && !template.fields.is_empty(), "{}", procedure.name);
        let fields = template.fields.iter().filter_map(|line| match line {
            ResultLine::Field(field) => Some(field),
            ResultLine::Heading { .. } | ResultLine::Officer { .. } => None,
        });
        for field in fields {
            assert!(asked.contains(&field.as_str()) || form.field(field).is_some(), "{}: {field}", procedure.name);
        }
    }
    assert!(formed >= 20, "{formed}");
    assert!(is_nfc(super::RESULTS));
}

#[test]
fn what_is_paid_by_copies_and_pages_is_counted_by_the_form_that_ships() {
    use rules::payments::{Payer, assess};
    let cost = |code: &str, form: serde_json::Value| {
        let procedures = shipped();
        let procedure = procedures.iter().find(|procedure| procedure.code.as_str() == code).expect("a procedure");
        assert_eq!(rules::catalogue::problems(procedure), [], "{code}");
        let payer = Payer {
            kind: rules::dossiers::ApplicantKind::Citizen,
            birth: None,
            vouched: false,
            form: form.as_object().expect("answers"),
            field: &procedure.field,
            procedure: code,
            online: false,
            day: jiff::civil::date(2025, 12, 23),
            group: None,
        };
        assess(&procedure.fees, &payer).total().0
    };
    let copies = |copies, pages| serde_json::json!({"papers": [{"name": "Bằng", "pages": pages, "copies": copies}]});
    assert_eq!(cost("2.000815", copies(5, 5)), 35_000, "5 × (2 × 2.000 + 3 × 1.000)");
    assert_eq!(cost("2.000815", copies(1, 400)), 200_000, "the most for one copy");
    let extracts = serde_json::json!({"extracts": [{"kind": "birth", "copies": 2}, {"kind": "marriage", "copies": 3}]});
    assert_eq!(cost("2.000635", extracts), 40_000, "5 × 8.000");
}
