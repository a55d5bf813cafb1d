//! From values to pages: one library, one set of fonts and parsed templates for all documents, and the values of one.

use crate::fonts::{BOOK, FONTS};
use std::collections::HashMap;
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// A document could not be made: our fault, not that of what somebody typed.
#[derive(Debug, thiserror::Error)]
#[error("a document could not be made: {0}")]
pub struct Unmade(String);

impl Unmade {
    pub(crate) fn because(error: impl std::fmt::Display) -> Self {
        Self(error.to_string())
    }

    fn of(errors: &[SourceDiagnostic]) -> Self {
        Self(errors.iter().map(|error| error.message.to_string()).collect::<Vec<_>>().join("; "))
    }
}

macro_rules! templates {
    ($($name:literal),* $(,)?) => { [$(($name, include_str!(concat!("../templates/", $name)))),*] };
}

/// The templates, by their name.
const TEMPLATES: [(&str, &str); 17] = templates![
    "letter.typ",
    "acknowledgement.typ",
    "supplement-request.typ",
    "refusal.typ",
    "apology.typ",
    "stop-notice.typ",
    "control-slip.typ",
    "declaration.typ",
    "report-table.typ",
    "tracking-book.typ",
    "result.typ",
    "scan.typ",
    "copy.typ",
    "notice.typ",
    "certificate.typ",
    "receipt.typ",
    "summary.typ",
];

/// After so many documents what was worked out for one is forgotten: what all share stays warm, memory stays flat.
const KEPT: usize = 8;

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

static SOURCES: LazyLock<HashMap<FileId, Source>> = LazyLock::new(|| {
    let parsed = TEMPLATES.into_iter().map(|(name, text)| {
        let id = file(name);
        (id, Source::new(id, text.to_owned()))
    });
    parsed.collect()
});

/// The values of the document, and its QR code as SVG, as the templates name them.
static DATA: LazyLock<FileId> = LazyLock::new(|| file("data.json"));
static CODE: LazyLock<FileId> = LazyLock::new(|| file("qr.svg"));

fn file(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("names of templates are plain");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// What one document is made of.
pub struct Sheet {
    template: FileId,
    data: Bytes,
    code: Bytes,
    /// Files that the template shows, by name.
    files: Vec<(FileId, Bytes)>,
}

impl Sheet {
    pub fn new(template: &str, data: Vec<u8>, code: String) -> Self {
        Self {
            template: file(template),
            data: Bytes::new(data),
            code: Bytes::new(code.into_bytes()),
            files: Vec::new(),
        }
    }

    /// The same with files that the template shows.
    pub fn with_files(mut self, files: impl Iterator<Item = (String, Vec<u8>)>) -> Self {
        self.files = files.map(|(name, contents)| (file(&name), Bytes::new(contents))).collect();
        self
    }

    /// Lays the pages out.
    fn layout(&self) -> Result<PagedDocument, Unmade> {
        let laid_out = typst::compile::<PagedDocument>(self).output;
        comemo::evict(KEPT);
        laid_out.map_err(|errors| Unmade::of(&errors))
    }

    /// The document as PDF/A-2b. The identifier and the instant of its making are given, so that it can be made again.
    pub fn pdf(&self, identifier: &str, at: jiff::Timestamp) -> Result<Vec<u8>, Unmade> {
        self.written(identifier, at, &[PdfStandard::A_2b])
    }

    /// The document as PDF 1.7: what shows pages of other PDFs can't promise more.
    pub fn plain_pdf(&self, identifier: &str, at: jiff::Timestamp) -> Result<Vec<u8>, Unmade> {
        self.written(identifier, at, &[PdfStandard::V_1_7])
    }

    fn written(&self, identifier: &str, at: jiff::Timestamp, standards: &[PdfStandard]) -> Result<Vec<u8>, Unmade> {
        let standards = PdfStandards::new(standards);
        let options = PdfOptions {
            ident: Smart::Custom(identifier.to_owned()),
            creator: Smart::Custom(Some("Motcua".to_owned())),
            timestamp: made(at),
            page_ranges: None,
            standards: standards.map_err(|error| Unmade::because(error.message()))?,
            tagged: true,
            pretty: false,
        };
        typst_pdf::pdf(&self.layout()?, &options).map_err(|errors| Unmade::of(&errors))
    }
}

fn made(at: jiff::Timestamp) -> Option<Timestamp> {
    let local = rules::calendar::local(at);
    let part = |part: i8| u8::try_from(part).ok();
    let date = Datetime::from_ymd_hms(
        i32::from(local.year()),
        part(local.month())?,
        part(local.day())?,
        part(local.hour())?,
        part(local.minute())?,
        part(local.second())?,
    )?;
    Timestamp::new_local(date, 7 * 60)
}

impl World for Sheet {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        self.template
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        SOURCES.get(&id).cloned().ok_or_else(|| unknown(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match id {
            id if id == *DATA => Ok(self.data.clone()),
            id if id == *CODE => Ok(self.code.clone()),
            _ => {
                let known = self.files.iter().find(|(known, _)| *known == id);
                known.map(|(_, contents)| contents.clone()).ok_or_else(|| unknown(id))
            }
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    /// No clock: a document knows the time that it is given.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn unknown(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}
