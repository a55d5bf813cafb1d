//! The head and the signature of official documents (Nghị định 30/2020/NĐ-CP, Phụ lục I): which agency is named above which,
//! the place, and in whose name somebody signs.

use crate::texts::Words;
use documents::forms::{Check, Letter, Signer};
use jiff::Timestamp;
use rules::codes::AgencyCode;
use rules::people::{Agency, AgencyKind, AgencyLevel, Capacity, Directory};
use rules::text::fold;

use super::facts::WORDS;

/// What stands before the name of a place in the name of its people's committee.
const BEFORE_PLACES: [&str; 7] = ["Ủy ban nhân dân ", "xã ", "phường ", "tỉnh ", "thành phố ", "thị trấn ", "đặc khu "];

/// The head of a document.
pub fn head(
    directory: &Directory,
    issuer: &AgencyCode,
    number: String,
    issued_at: Timestamp,
    url: String,
    code: String,
) -> Letter {
    let agency = directory.get(issuer);
    Letter {
        superior: agency.and_then(|agency| superior(directory, agency)),
        agency: agency.map_or_else(|| issuer.to_string(), |agency| agency.name.clone()),
        number,
        place: place(directory, issuer),
        issued_at,
        check: Check { url, code },
    }
}

/// The agency above, where it is named: people's committees stand alone.
fn superior(directory: &Directory, agency: &Agency) -> Option<String> {
    let committee =
        agency.governs_a_commune() || agency.level == AgencyLevel::Province && agency.kind == AgencyKind::Authority;
    let parent = agency.parent.as_ref().filter(|_| !committee)?;
    directory.get(parent).map(|parent| parent.name.clone())
}

/// The place that an agency is named after: of a commune's the commune, of others the province.
pub fn place(directory: &Directory, issuer: &AgencyCode) -> String {
    let agency = directory.get(issuer);
    let commune =
        agency.filter(|agency| agency.level == AgencyLevel::Commune).and_then(|agency| agency.commune.as_ref());
    let root = issuer.as_str().split('.').next().and_then(|root| root.parse().ok());
    let committee = match commune {
        Some(commune) => directory.authority_of(commune),
        None => root.as_ref().and_then(|root| directory.get(root)),
    };
    let mut name = committee.map_or("", |committee| committee.name.as_str());
    for before in BEFORE_PLACES {
        name = name.strip_prefix(before).unwrap_or(name);
    }
    name.to_owned()
}

/// Who decides for an agency, with its name: "Chủ tịch Ủy ban nhân dân xã Phong Thổ", "Giám đốc Sở Nội vụ".
pub fn head_of(directory: &Directory, issuer: &AgencyCode) -> String {
    let name = directory.get(issuer).map_or_else(|| issuer.to_string(), |agency| agency.name.clone());
    let title = if name.starts_with(BEFORE_PLACES[0]) {
        "Chủ tịch "
    } else if name.starts_with("Sở ") {
        "Giám đốc "
    } else {
        ""
    };
    format!("{title}{name}")
}

/// The signature of whoever acted: leaders sign in the name of their committee, deputies for their chief.
pub fn signer(directory: &Directory, by: &Capacity) -> Signer {
    let title = by.title.clone().unwrap_or_else(|| role_of(WORDS, by));
    let agency = by.agency.as_ref().and_then(|agency| directory.get(agency));
    let committee = agency.is_some_and(|agency| agency.name.starts_with(BEFORE_PLACES[0]));
    let chiefs = ["Chủ tịch", "Giám đốc", "Trưởng phòng", "Chánh Văn phòng"];
    let is = |begins: &str| fold(&title).starts_with(&fold(begins));
    let mut titles = Vec::new();
    let chief = chiefs.into_iter().find(|chief| is(chief));
    let deputy = chiefs.into_iter().find(|chief| is(&format!("Phó {chief}")));
    if let Some(chief) = chief.or(deputy) {
        if committee && chief == "Chủ tịch" {
            titles.push("TM. Ủy ban nhân dân".to_owned());
        }
        if by.acting_for.is_some() {
            titles.push(format!("TUQ. {}", if deputy.is_some() { format!("Phó {chief}") } else { chief.to_owned() }));
        } else if deputy.is_some() {
            titles.push(format!("KT. {chief}"));
            titles.push(format!("Phó {chief}"));
        } else {
            titles.push(chief.to_owned());
        }
    } else {
        titles.push(title);
    }
    Signer { titles, name: by.name.clone() }
}

fn role_of(words: Words, by: &Capacity) -> String {
    words.t(&format!("role-{}", by.role.key().replace('_', "-")))
}
