//! Scans: pictures and pages of PDFs, in the order and the way up that somebody chose, bound into one PDF of A4 pages. Only what is
//! seen goes along: no actions, no attached files, no forms.

use crate::Unmade;
use crate::engine::Sheet;
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings, render};
use jiff::Timestamp;
use serde::Serialize;

/// What reads a PDF calls itself for what stands in what, deeper than an ordinary thread allows: so much it may use, in bytes. Only what
/// is used is taken.
const STACK: usize = 256 * 1024 * 1024;

/// The width of a page as it is shown while it is put in order, in dots.
const PREVIEW: f32 = 360.0;

/// A page of what was scanned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaf {
    /// Which of the files, counted from 0.
    pub file: usize,
    /// Which page of it, counted from 1; a picture has one.
    pub page: usize,
    /// By how much it is turned to the right, in degrees: 0, 90, 180 or 270.
    pub turn: u16,
}

#[derive(Serialize)]
struct Written {
    file: String,
    page: usize,
    turn: u16,
    alt: String,
}

/// How many pages there are in a file; nothing when it is no PDF or picture that can be bound.
#[must_use]
pub fn pages(contents: &[u8]) -> Option<usize> {
    if contents.starts_with(b"%PDF-") {
        let count = || Pdf::new(contents.to_vec()).ok().map(|pdf| pdf.pages().len()).filter(|pages| *pages > 0);
        return deep(count).ok()?;
    }
    let jpeg = contents.starts_with(&[0xff, 0xd8, 0xff]);
    let png = contents.starts_with(&[0x89, b'P', b'N', b'G']);
    let webp = contents.starts_with(b"RIFF") && contents.get(8..12) == Some(b"WEBP");
    (jpeg || png || webp).then_some(1)
}

/// These pages as one PDF; PDF/A-2b where all of them were pictures.
///
/// # Errors
/// When a page can't be read, or there is none.
pub fn bind(files: &[&[u8]], leaves: &[Leaf], title: &str, at: Timestamp) -> Result<Vec<u8>, Unmade> {
    let counts: Vec<_> = files.iter().map(|contents| pages(contents).unwrap_or(0)).collect();
    let there = |leaf: &Leaf| counts.get(leaf.file).is_some_and(|pages| (1..=*pages).contains(&leaf.page));
    if leaves.is_empty() || !leaves.iter().all(there) {
        return Err(Unmade::because("a scan without pages"));
    }
    let written = leaves.iter().zip(1..).map(|(leaf, number)| Written {
        file: name(leaf.file),
        page: leaf.page,
        turn: leaf.turn % 360,
        alt: format!("{title}: {number}/{}", leaves.len()),
    });
    let data = serde_json::json!({ "title": title, "leaves": written.collect::<Vec<_>>() });
    let named = files.iter().enumerate().map(|(position, contents)| (name(position), contents.to_vec()));
    let sheet = Sheet::new("scan.typ", data.to_string().into_bytes(), String::new()).with_files(named);
    // A page of somebody else's PDF may be anything; PDF/A promises what only pictures keep.
    let pictures = leaves.iter().all(|leaf| files.get(leaf.file).is_some_and(|file| !file.starts_with(b"%PDF-")));
    deep(|| if pictures { sheet.pdf(title, at) } else { sheet.plain_pdf(title, at) })?
}

/// Does this on a thread of its own with a large stack.
fn deep<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, Unmade> {
    std::thread::scope(|scope| {
        let thread =
            std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).map_err(Unmade::because)?;
        thread.join().map_err(|_| Unmade::because("the reader of a scan stumbled"))
    })
}

fn name(file: usize) -> String {
    format!("scan-{file}")
}

/// A page as it will be bound, as PNG: small, to see which way is up.
///
/// # Errors
/// When the page can't be read or drawn.
pub fn preview(contents: &[u8], page: usize, turn: u16) -> Result<Vec<u8>, Unmade> {
    let bound = bind(&[contents], &[Leaf { file: 0, page, turn }], "scan", Timestamp::UNIX_EPOCH)?;
    deep(|| draw(bound))?
}

/// The first page of a PDF.
fn draw(bound: Vec<u8>) -> Result<Vec<u8>, Unmade> {
    let pdf = Pdf::new(bound).map_err(|_| Unmade::because("a scan that can't be drawn"))?;
    let page = pdf.pages().first().ok_or_else(|| Unmade::because("a scan without pages"))?;
    let scale = PREVIEW / page.render_dimensions().0.max(1.0);
    let settings = RenderSettings { x_scale: scale, y_scale: scale, bg_color: WHITE, ..RenderSettings::default() };
    let pixmap = render(page, &RenderCache::new(), &InterpreterSettings::default(), &settings);
    let dots: Vec<u8> = pixmap.data().iter().flat_map(|dot| [dot.r, dot.g, dot.b]).collect();
    let mut drawn = Vec::new();
    let mut encoder = png::Encoder::new(&mut drawn, pixmap.width().into(), pixmap.height().into());
    encoder.set_color(png::ColorType::Rgb);
    let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&dots));
    written.map_err(Unmade::because)?;
    Ok(drawn)
}
