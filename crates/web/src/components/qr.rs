//! QR codes as SVG.

use crate::errors::Failure;
use qrcode::{Color, EcLevel, QrCode};

/// A QR code as an SVG path of squares.
#[derive(Debug, Clone)]
pub struct Qr {
    /// How many squares wide and high.
    pub side: usize,
    /// The dark ones.
    pub path: String,
}

impl Qr {
    /// The code that says this.
    ///
    /// # Errors
    /// When it is too long.
    pub fn of(text: &str) -> Result<Self, Failure> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(|error| Failure::fault(&error))?;
        let side = code.width();
        let dark = code.to_colors().into_iter().enumerate().filter(|(_, color)| *color == Color::Dark);
        let path = dark.map(|(at, _)| format!("M{} {}h1v1h-1z", at % side, at / side)).collect();
        Ok(Self { side, path })
    }
}
