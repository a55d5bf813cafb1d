//! A certificate of a course (*giấy chứng nhận hoàn thành khóa đào tạo, bồi dưỡng*), across the page, checked by its code.

use super::{Form, Letter, Signer};
use serde::Serialize;

/// What stands on a certificate.
#[derive(Debug, Clone, Serialize)]
pub struct Certificate {
    /// Who issues it; the number is that of the register of certificates.
    pub letter: Letter,
    /// Who certifies, as the text names them: "Sở Khoa học và Công nghệ".
    pub issuer: String,
    /// Whose it is.
    pub name: String,
    /// Where they work.
    pub agency: String,
    /// The title of the course.
    pub course: String,
    /// What was learnt.
    pub skill: String,
    /// When, how long and how: "từ ngày 14/04/2025 đến ngày 16/04/2025, 24 giờ, trực tiếp".
    pub held: String,
    /// At how many sessions they were, and of how many: "3/3".
    pub attended: String,
    /// Points of 100.
    pub score: String,
    /// The last day on which it counts, as people write it; empty where it has none.
    pub valid_until: String,
    /// Who issued it.
    pub signer: Signer,
}

impl Form for Certificate {
    const TEMPLATE: &'static str = "certificate.typ";

    fn letter(&self) -> &Letter {
        &self.letter
    }
}
