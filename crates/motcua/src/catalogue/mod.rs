//! The catalogue that ships with the program: real procedures, described in our own words.
//!
//! Facts and their sources: `data/catalogue/README.md`. Must not know a database; who starts a province publishes these
//! through [`rules::catalogue::publish`].

#[cfg(test)]
mod queries;
#[cfg(test)]
pub(crate) mod tests;

use rules::catalogue::forms::Definition;
use rules::catalogue::{Joint, Procedure, ResultTemplate};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The files of `data/catalogue`, one a field or a few related ones.
macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        [$(($name, include_str!(concat!("../../data/catalogue/", $name, ".json")))),+]
    };
}

static FILES: [(&str, &str); 23] = files![
    "ho-tich",
    "chung-thuc",
    "cu-tru",
    "can-cuoc",
    "giao-thong-cong-an",
    "xuat-nhap-canh",
    "nuoi-con-nuoi",
    "hoa-giai-o-co-so",
    "ho-kinh-doanh",
    "bao-tro-xa-hoi",
    "nguoi-co-cong",
    "giao-duc",
    "y-te",
    "xay-dung",
    "giao-thong",
    "dat-dai",
    "ly-lich-tu-phap",
    "an-ninh-trat-tu",
    "tu-phap",
    "viec-lam",
    "thuong-mai-du-lich",
    "doanh-nghiep",
    "bao-hiem-xa-hoi",
];

/// The electronic forms of `data/forms`, by the code of their procedure.
macro_rules! forms {
    ($($code:literal),+ $(,)?) => {
        [$(($code, include_str!(concat!("../../data/forms/", $code, ".json")))),+]
    };
}

static FORMS: [(&str, &str); 26] = forms![
    "1.000656", "1.000894", "1.001022", "1.001193", "1.001456", "1.001570", "1.001612", "1.001776", "1.001978",
    "1.004194", "1.004222", "1.004859", "1.004873", "1.011607", "1.012783", "1.013225", "1.013831", "1.013833",
    "1.014027", "2.000635", "2.000720", "2.000815", "2.000986", "2.001159", "3.000333", "3.000347",
];

/// What joint procedures join, by their code: `data/joint`.
static JOINTS: [(&str, &str); 1] = [("2.000986", include_str!("../../data/joint/2.000986.json"))];

/// How the results of procedures with a form are laid out, how long they are valid and their dossiers are kept: `data/results`.
/// Validity and years are from memory, unconfirmed: a province checks them before it goes to work (`docs/guides/results.md`).
static RESULTS: &str = include_str!("../../data/results/results.json");

/// What is said of the result of a procedure beside the catalogue.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ShippedResult {
    template: ResultTemplate,
    valid_months: Option<u16>,
    retention_years: Option<u16>,
}

static SHIPPED: LazyLock<Vec<Procedure>> = LazyLock::new(|| {
    let mut procedures: Vec<Procedure> = FILES.iter().flat_map(|(name, text)| read(name, text)).collect();
    for (code, text) in FORMS {
        let procedure = procedures.iter_mut().find(|procedure| procedure.code.as_str() == code);
        procedure.expect("a form of a procedure that ships").form = Some(form(code, text));
    }
    for (code, text) in JOINTS {
        let procedure = procedures.iter_mut().find(|procedure| procedure.code.as_str() == code);
        procedure.expect("a joint procedure that ships").joint = Some(joint(code, text));
    }
    for (code, said) in results() {
        let procedure = procedures.iter_mut().find(|procedure| procedure.code.as_str() == code);
        let result = &mut procedure.expect("a result of a procedure that ships").result;
        let ShippedResult { template, valid_months, retention_years } = said;
        (result.template, result.valid_months, result.retention_years) =
            (Some(template), valid_months, retention_years);
    }
    procedures.sort_by_key(|procedure| procedure.essential.unwrap_or(u16::MAX));
    procedures
});

/// The procedures that ship, the essential services first in the order of their list, then field by field.
#[must_use]
pub fn shipped() -> Vec<Procedure> {
    SHIPPED.clone()
}

#[expect(clippy::panic, reason = "the files are part of the program and a test reads each of them")]
fn read(name: &str, text: &str) -> Vec<Procedure> {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("data/catalogue/{name}.json: {error}"))
}

#[expect(clippy::panic, reason = "the files are part of the program and a test reads each of them")]
fn form(code: &str, text: &str) -> Definition {
    Definition::read(text).unwrap_or_else(|flaws| panic!("data/forms/{code}.json: {flaws:?}"))
}

#[expect(clippy::panic, reason = "the files are part of the program and a test reads each of them")]
fn joint(code: &str, text: &str) -> Joint {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("data/joint/{code}.json: {error}"))
}

#[expect(clippy::panic, reason = "the file is part of the program and a test reads it")]
fn results() -> BTreeMap<String, ShippedResult> {
    serde_json::from_str(RESULTS).unwrap_or_else(|error| panic!("data/results/results.json: {error}"))
}
