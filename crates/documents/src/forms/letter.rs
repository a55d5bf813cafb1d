//! What official documents have in common: who issues, number, place and date, signatures, and how anybody checks them.

use crate::{Unmade, dates};
use jiff::Timestamp;
use qrcode::{Color, EcLevel, QrCode};
use serde::Serialize;
use std::fmt::Write as _;

/// The head of a document.
#[derive(Debug, Clone, Serialize)]
pub struct Letter {
    /// The agency above the issuing one: "Ủy ban nhân dân xã Phong Thổ"; nothing where none is named.
    pub superior: Option<String>,
    /// The issuing agency: "Trung tâm Phục vụ hành chính công".
    pub agency: String,
    /// Number and sign, without the word "Số": "H35.27-251223-0001/TNHS".
    pub number: String,
    /// The place: "Phong Thổ".
    pub place: String,
    /// When it is issued.
    #[serde(serialize_with = "dates::written")]
    pub issued_at: Timestamp,
    /// How anybody checks it.
    pub check: Check,
}

/// How anybody checks a document.
#[derive(Debug, Clone, Serialize)]
pub struct Check {
    /// What the QR code opens.
    pub url: String,
    /// The code that people type.
    pub code: String,
}

impl Check {
    /// The QR code as SVG, one path: runs of dark squares as rectangles.
    pub(crate) fn qr(&self) -> Result<String, Unmade> {
        let code = QrCode::with_error_correction_level(&self.url, EcLevel::M).map_err(Unmade::because)?;
        let side = code.width();
        let mut path = String::new();
        for (y, row) in code.to_colors().chunks(side).enumerate() {
            let mut x = 0;
            for run in row.chunk_by(|left, right| left == right) {
                let length = run.len();
                if run.first() == Some(&Color::Dark) {
                    write!(path, "M{x} {y}h{length}v1h-{length}z").map_err(Unmade::because)?;
                }
                x += length;
            }
        }
        Ok(format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}" viewBox="0 0 {side} {side}"><path d="{path}" fill="black"/></svg>"#
        ))
    }
}

/// Whom the document concerns.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Applicant {
    /// The full name.
    pub name: String,
    /// Whether it is an organisation.
    pub organisation: bool,
    /// The personal identification number, or the organisation's tax code.
    pub id_number: String,
    /// The day or year of birth as people write it; empty for organisations.
    pub birth: String,
    /// The telephone.
    pub phone: String,
    /// The mail address.
    pub email: String,
    /// Where they live, or their seat.
    pub address: String,
    /// Who filed in their name; empty where they did themselves.
    pub agent: String,
}

/// Who signs.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Signer {
    /// In whose name and as what, a line each: "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH".
    pub titles: Vec<String>,
    /// The full name.
    pub name: String,
}

/// Whom to ask.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Contact {
    /// A person or an agency.
    pub name: String,
    /// The telephone; empty where none is known.
    pub phone: String,
}
