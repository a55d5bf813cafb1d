//! A person's record, as far as it is used here. What dossiers do not ask for (religion, blood group, parents) is not read.

use rules::codes::{CommuneCode, PersonalId};
use rules::registry::{Birth, Sex};

/// The record of a person.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// The personal identification number.
    pub personal_id: PersonalId,
    /// The number of the old identity card (*CMND*, nine digits).
    pub old_id: Option<String>,
    /// The full name.
    pub name: String,
    /// The sex.
    pub sex: Option<Sex>,
    /// The day of birth, or the year where only that is known.
    pub birth: Birth,
    /// The people (*dân tộc*), as the registry writes it.
    pub ethnicity: Option<String>,
    /// The nationality, as the registry writes it.
    pub nationality: Option<String>,
    /// Whether married.
    pub marital: Option<Marital>,
    /// Where the person is registered (*nơi thường trú*).
    pub permanent: Option<Address>,
    /// Where the person lives now (*nơi ở hiện tại*).
    pub present: Option<Address>,
    /// The head of the household.
    pub head: Option<Head>,
}

/// Says nothing of the person: records do not get into logs by mistake.
impl std::fmt::Debug for Person {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Person(…)")
    }
}

/// Whether somebody is married (*tình trạng hôn nhân*).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marital {
    /// *Chưa kết hôn*.
    Single,
    /// *Đang có vợ, chồng*.
    Married,
    /// *Đã ly hôn*.
    Divorced,
    /// *Góa vợ, góa chồng*.
    Widowed,
}

/// An address of the record. After 1 July 2025 there are no districts: an old record may still name one, a new one does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The commune, by its code of today or of before the reorganisation.
    pub commune: Option<CommuneCode>,
    /// Village, street, number.
    pub detail: Option<String>,
    /// The whole address in words, the smallest place first.
    pub whole: String,
}

/// The head of the household (*chủ hộ*).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// What the person is to the head: "Con", "Vợ", "Chủ hộ".
    pub relation: Option<String>,
    /// The head's name.
    pub name: String,
    /// The head's number.
    pub personal_id: Option<PersonalId>,
}
