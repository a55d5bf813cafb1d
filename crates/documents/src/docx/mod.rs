//! Documents as files for word processors, for agencies that go on writing in them: the measures of the Decree, the words of the PDF.

mod notice;
mod summary;

use crate::forms::{Letter, Signer};
use crate::{Unmade, clean, dates};
use docx_rs::{
    AlignmentType, BorderType, Docx, Header, LineSpacing, LineSpacingType, PageMargin, PageNum, Paragraph,
    ParagraphBorder, ParagraphBorderPosition, ParagraphBorders, Run, RunFonts, SpecialIndentType, Table, TableCell,
    TableLayoutType, TableRow, WidthType,
};
use std::io::Cursor;

/// A4 in twentieths of a point, and the margins of 20, 30, 20 and 15 mm.
const PAGE: (u32, u32) = (11_906, 16_838);
const MARGIN: PageMargin =
    PageMargin { top: 1134, left: 1701, bottom: 1134, right: 850, header: 567, footer: 567, gutter: 0 };
/// What lies between the margins, and how the head divides it.
const LEFT: usize = 4000;
const RIGHT: usize = 5355;
/// Sizes in half points.
const BODY: usize = 26;
const HEAD: usize = 24;
const SMALL: usize = 22;
const FONT: &str = "Times New Roman";
/// The first line of a paragraph stands 1 cm further in.
const FIRST_LINE: i32 = 567;

/// An empty document on the Decree's page, with numbers from the second page on, that says when it was made.
fn page(made: &str) -> Docx {
    let number = Paragraph::new().align(AlignmentType::Center).add_page_num(PageNum::new());
    Docx::new()
        .page_size(PAGE.0, PAGE.1)
        .page_margin(MARGIN)
        .default_fonts(RunFonts::new().ascii(FONT).hi_ansi(FONT).cs(FONT).east_asia(FONT))
        .default_size(BODY)
        .created_at(made)
        .updated_at(made)
        // No number on the first page.
        .first_header(Header::new().add_paragraph(Paragraph::new()))
        .header(Header::new().add_paragraph(number))
}

/// The document as a file.
fn packed(docx: Docx) -> Result<Vec<u8>, Unmade> {
    let mut file = Cursor::new(Vec::new());
    docx.pack(&mut file).map_err(Unmade::because)?;
    Ok(file.into_inner())
}

/// Issuing agency and number; the country's name and motto, place and date.
fn head(letter: &Letter) -> Table {
    let mut left = cell(LEFT);
    if let Some(superior) = &letter.superior {
        left = left.add_paragraph(centred(text(&superior.to_uppercase()).size(HEAD)));
    }
    let left = left
        .add_paragraph(centred(text(&letter.agency.to_uppercase()).size(HEAD).bold()))
        .add_paragraph(rule(1300))
        .add_paragraph(centred(text(&format!("Số: {}", letter.number))));
    let day = format!("{}, {}", letter.place, dates::day(letter.issued_at));
    let right = cell(RIGHT)
        .add_paragraph(centred(text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM").size(HEAD).bold()))
        .add_paragraph(centred(text("Độc lập - Tự do - Hạnh phúc").bold()))
        .add_paragraph(rule(1100))
        .add_paragraph(centred(text(&day).italic()));
    side_by_side(left, right)
}

/// Who receives it; who signs.
fn foot(recipients: &[String], signer: &Signer) -> Table {
    let mut left = cell(LEFT).add_paragraph(tight().add_run(text("Nơi nhận:").size(HEAD).bold().italic()));
    for recipient in recipients {
        left = left.add_paragraph(tight().add_run(text(&format!("- {recipient}")).size(SMALL)));
    }
    let mut right = cell(RIGHT);
    for title in &signer.titles {
        right = right.add_paragraph(centred(text(&title.to_uppercase()).bold()));
    }
    for _ in 0..4 {
        right = right.add_paragraph(Paragraph::new());
    }
    side_by_side(left, right.add_paragraph(centred(text(&signer.name).bold())))
}

fn text(said: &str) -> Run {
    Run::new().add_text(clean::text(said).replace('\u{200b}', "")).size(BODY)
}

fn tight() -> Paragraph {
    Paragraph::new().line_spacing(LineSpacing::new().before(0).after(0))
}

fn centred(run: Run) -> Paragraph {
    tight().align(AlignmentType::Center).add_run(run)
}

/// A paragraph of the body: justified, 6 points between paragraphs, a little more than single spacing.
fn body() -> Paragraph {
    let spacing = LineSpacing::new().before(60).after(60).line(264).line_rule(LineSpacingType::Auto);
    let first = Some(SpecialIndentType::FirstLine(FIRST_LINE));
    Paragraph::new().align(AlignmentType::Both).indent(None, first, None, None).line_spacing(spacing)
}

/// A rule that leaves so much free on both sides.
fn rule(free: i32) -> Paragraph {
    let line =
        ParagraphBorder::new(ParagraphBorderPosition::Top).val(BorderType::Single).size(6).space(1).color("000000");
    let mut paragraph = tight().indent(Some(free), None, Some(free), None).size(8);
    paragraph.property = paragraph.property.set_borders(ParagraphBorders::with_empty().set(line));
    paragraph
}

fn cell(width: usize) -> TableCell {
    TableCell::new().width(width, WidthType::Dxa)
}

fn side_by_side(left: TableCell, right: TableCell) -> Table {
    let rows = vec![TableRow::new(vec![left, right])];
    Table::without_borders(rows).set_grid(vec![LEFT, RIGHT]).layout(TableLayoutType::Fixed)
}
