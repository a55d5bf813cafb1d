//! Pages as somebody sees them, drawn from the finished PDF by another program than the one that made it.

use documents::forms::Form;
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings, render};
use std::fs::File;
use std::path::Path;

/// A difference of shade that an eye does not see.
const SHADE: u8 = 60;

/// A page in shades of grey, 0 for black.
pub struct Page {
    pub width: u32,
    pub height: u32,
    pub shades: Vec<u8>,
}

impl Page {
    pub fn read(path: &Path) -> Option<Self> {
        let mut reader = png::Decoder::new(std::io::BufReader::new(File::open(path).ok()?)).read_info().ok()?;
        let mut shades = vec![0; reader.output_buffer_size()?];
        let info = reader.next_frame(&mut shades).ok()?;
        Some(Self { width: info.width, height: info.height, shades })
    }

    pub fn write(&self, path: &Path) {
        let file = File::create(path).expect("an image");
        let mut encoder = png::Encoder::new(file, self.width, self.height);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_compression(png::Compression::High);
        encoder.write_header().and_then(|mut writer| writer.write_image_data(&self.shades)).expect("an image");
    }

    /// Where it differs from another, in black.
    pub fn difference(&self, other: &Self) -> Self {
        let differs = self.shades.iter().zip(&other.shades).map(|(left, right)| left.abs_diff(*right) > SHADE);
        Self { shades: differs.map(|differs| if differs { 0 } else { 255 }).collect(), ..*self }
    }
}

/// The pages of a form, at so many pixels a point.
pub fn drawn(form: &impl Form, scale: f32) -> Vec<Page> {
    let pdf = Pdf::new(form.pdf().expect("a document")).expect("a PDF");
    let settings = RenderSettings { x_scale: scale, y_scale: scale, bg_color: WHITE, ..RenderSettings::default() };
    let cache = RenderCache::new();
    let draw = |page| {
        let pixmap = render(page, &cache, &InterpreterSettings::default(), &settings);
        Page {
            width: pixmap.width().into(),
            height: pixmap.height().into(),
            shades: pixmap.data().iter().map(|pixel| pixel.g).collect(),
        }
    };
    pdf.pages().iter().map(draw).collect()
}
