//! The definition of one administrative procedure, as published.

use super::{Count, Joint, ResultTemplate, Route, Variant, forms};
use crate::calendar::{StartRule, TimeLimit};
use crate::codes::{AgencyCode, ProcedureCode};
use crate::money::Dong;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One administrative procedure (*thủ tục hành chính*) in one version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Procedure {
    /// Its code in the national catalogue.
    pub code: ProcedureCode,
    /// Its name in Vietnamese.
    pub name: String,
    /// Its name in English, where there is one.
    #[serde(default)]
    pub name_en: Option<String>,
    /// The field (*lĩnh vực*): "Hộ tịch".
    pub field: String,
    /// The level that settles it.
    pub level: Level,
    /// Who may ask for it.
    pub subjects: Vec<Subject>,
    /// The department that settles it; nothing for procedures of the commune, which is found from the address.
    #[serde(default)]
    pub agency: Option<AgencyCode>,
    /// The authority as published: "Ủy ban nhân dân cấp xã".
    pub authority: String,
    /// How it goes, in short sentences.
    #[serde(default)]
    pub sequence: Vec<String>,
    /// The papers to hand in.
    pub documents: Vec<RequiredDocument>,
    /// The legal time limit; nothing where the catalogue states none.
    pub time_limit: Option<TimeLimit>,
    /// When the time starts to count.
    #[serde(default)]
    pub start: StartRule,
    /// What it costs.
    #[serde(default)]
    pub fees: Vec<Fee>,
    /// How far it can be done online.
    pub online: OnlineLevel,
    /// What comes of it.
    pub result: ProcedureResult,
    /// What law it rests on.
    #[serde(default)]
    pub legal_basis: Vec<LegalBasis>,
    /// Conditions that the applicant must meet.
    #[serde(default)]
    pub conditions: Option<String>,
    /// Whether any counter in the province takes it in (*không phụ thuộc địa giới hành chính*;
    /// Nghị định 118/2025/NĐ-CP).
    #[serde(default)]
    pub location_independent: bool,
    /// Whether it could be location-independent: only those that need presence on the spot are not.
    #[serde(default = "yes")]
    pub location_eligible: bool,
    /// Number in the list of essential services (Quyết định 06, 422 và 206/QĐ-TTg), where it is one.
    #[serde(default)]
    pub essential: Option<u16>,
    /// Words that people use for it.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// The decision that announced it in the province, where known.
    #[serde(default)]
    pub announcement: Option<Announcement>,
    /// How it is settled inside.
    pub route: Route,
    /// Its cases (*trường hợp*), where they differ in papers, fees or time limit; one is chosen when it is filed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<Variant>,
    /// Its declaration as an electronic form, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<forms::Definition>,
    /// What it joins (*liên thông*), where one filing of it opens several dossiers; it is not settled itself then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joint: Option<Joint>,
}

fn yes() -> bool {
    true
}

/// The level of government that settles a procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// A department of the province.
    Province,
    /// A commune or ward.
    Commune,
    /// A ministry or a central agency; shown, not settled here.
    Ministry,
}

/// Who may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// Citizens, also foreigners.
    Citizen,
    /// Enterprises, cooperatives, household businesses.
    Business,
    /// State agencies and other organisations.
    Organisation,
}

/// How far a procedure can be done online (Nghị định 42/2022/NĐ-CP).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnlineLevel {
    /// Information only.
    None,
    /// Partial online service (*một phần*).
    Partial,
    /// Full online service (*toàn trình*).
    Full,
}

/// A paper to hand in (*thành phần hồ sơ*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RequiredDocument {
    /// Its code within the procedure: `01`, or the national code where known.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Whether a dossier without it is incomplete.
    pub required: bool,
    /// Originals asked for.
    #[serde(default)]
    pub originals: u8,
    /// Copies asked for.
    #[serde(default)]
    pub copies: u8,
    /// When it is asked for, or what to mind.
    #[serde(default)]
    pub note: Option<String>,
}

/// A fee (*lệ phí*) or charge (*phí*).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fee {
    /// What it is for.
    pub name: String,
    /// Fee or charge: receipts are separate.
    pub kind: FeeKind,
    /// How much; nothing where it depends on the case.
    pub amount: Option<Dong>,
    /// How much when filed online, where that differs.
    #[serde(default)]
    pub amount_online: Option<Dong>,
    /// How often it is owed, where that is counted by answers of the form; once where it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<Count>,
    /// Who is exempt, or what the amount depends on.
    #[serde(default)]
    pub note: Option<String>,
    /// Whether the time limit goes on while this is awaited; it stands, unless the procedure says otherwise.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub clock_runs: bool,
}

/// The two kinds of money that the state takes for a service (Luật Phí và lệ phí 97/2015/QH13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeeKind {
    /// *Lệ phí*.
    Fee,
    /// *Phí*.
    Charge,
}

/// What comes of a procedure.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ProcedureResult {
    /// Its name: "Giấy khai sinh".
    pub name: String,
    /// Its national code (`KQ.…`), where known.
    #[serde(default)]
    pub code: Option<String>,
    /// Whether a paper is handed out; then an electronic result counts for the index (766, 3.3 and 4.1).
    pub paper: bool,
    /// How its paper is laid out, where that is known; a plain paper follows from the form elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<ResultTemplate>,
    /// For how many months it is valid; nothing where its validity does not end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_months: Option<u16>,
    /// For how many years its dossiers are kept (*thời hạn bảo quản*); nothing where they are kept for ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retention_years: Option<u16>,
}

/// A legal document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LegalBasis {
    /// Number and symbol: "60/2014/QH13".
    pub number: String,
    /// Its name.
    pub name: String,
}

/// How the province announced a procedure; feeds indicators 1.1 and 1.2 of the index.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Announcement {
    /// Number of the decision.
    pub decision: String,
    /// When it was signed.
    pub signed_on: Date,
    /// When the newest legal document behind it takes effect.
    pub basis_effective_on: Date,
    /// When it was made public on the national database, if it was.
    #[serde(default)]
    pub made_public_on: Option<Date>,
}
