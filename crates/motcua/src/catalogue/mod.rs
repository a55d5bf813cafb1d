//! The catalogue that ships with the program: real procedures, described in our own words.
//!
//! Facts and their sources: `data/catalogue/README.md`. Must not know a database; who starts a province publishes these
//! through [`rules::catalogue::publish`].

#[cfg(test)]
mod queries;
#[cfg(test)]
pub(crate) mod tests;

use rules::catalogue::Procedure;
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

static SHIPPED: LazyLock<Vec<Procedure>> = LazyLock::new(|| {
    let mut procedures: Vec<Procedure> = FILES.iter().flat_map(|(name, text)| read(name, text)).collect();
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
