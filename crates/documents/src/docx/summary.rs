//! A report made of figures, with its notes at the foot of the page.

use super::{body, centred, foot, head, packed, page, rule, text, tight};
use crate::Unmade;
use crate::forms::{Comparison, FigureNote, Piece, Summary};
use docx_rs::{Footnote, Paragraph, Run, Table, TableCell, TableLayoutType, TableRow, WidthType};

/// The widths of a comparison's columns: the name, and a value each.
const NAME: usize = 4155;
const VALUE: usize = 1733;
/// The size of notes and tables in half points.
const NOTE: usize = 20;
const TABLE: usize = 24;

impl Summary {
    /// The report as DOCX. The same values make the same bytes.
    ///
    /// # Errors
    /// When it can't be written: a fault of the program.
    pub fn docx(&self) -> Result<Vec<u8>, Unmade> {
        let mut docx = page(&self.letter.issued_at.to_string())
            .add_table(head(&self.letter))
            .add_paragraph(Paragraph::new())
            .add_paragraph(centred(text("BÁO CÁO").bold()))
            .add_paragraph(centred(text(&self.subject).bold()))
            .add_paragraph(rule(3000));
        for said in &self.opening {
            docx = docx.add_paragraph(body().add_run(text(said)));
        }
        for chapter in &self.chapters {
            docx = docx.add_paragraph(body().keep_next(true).add_run(text(&chapter.heading).bold()));
            for pieces in &chapter.paragraphs {
                docx = docx.add_paragraph(pieces.iter().fold(body(), |paragraph, piece| self.said(paragraph, piece)));
            }
            if let Some(comparison) = &chapter.comparison {
                docx = docx.add_table(table(comparison)).add_paragraph(tight());
            }
        }
        for said in &self.closing {
            docx = docx.add_paragraph(body().add_run(text(said)));
        }
        packed(docx.add_paragraph(Paragraph::new()).add_table(foot(&self.recipients, &self.signer)))
    }

    fn said(&self, paragraph: Paragraph, piece: &Piece) -> Paragraph {
        let paragraph = paragraph.add_run(text(&piece.text));
        match piece.note.and_then(|at| Some((at, self.notes.get(at)?))) {
            Some((at, note)) => paragraph.add_run(Run::new().add_footnote_reference(footnote(at + 1, note))),
            None => paragraph,
        }
    }
}

/// A note under its own number: those that the library counts depend on what else was written before.
fn footnote(number: usize, note: &FigureNote) -> Footnote {
    let said = format!(" {} {}", note.text, note.url);
    Footnote { id: number, content: vec![tight().add_run(text(said.trim_end()).size(NOTE))] }
}

fn table(comparison: &Comparison) -> Table {
    let columns = comparison.head.len().saturating_sub(1);
    let widths: Vec<usize> = std::iter::once(NAME).chain(std::iter::repeat_n(VALUE, columns)).collect();
    let row = |cells: &[String], bold: bool| {
        let cells = cells.iter().zip(&widths).map(|(said, width)| {
            let run = text(said).size(TABLE);
            let run = if bold { run.bold() } else { run };
            TableCell::new().width(*width, WidthType::Dxa).add_paragraph(tight().add_run(run))
        });
        TableRow::new(cells.collect())
    };
    let rows = std::iter::once(row(&comparison.head, true));
    let rows = rows.chain(comparison.rows.iter().map(|cells| row(cells, false)));
    Table::new(rows.collect()).set_grid(widths.clone()).layout(TableLayoutType::Fixed)
}
