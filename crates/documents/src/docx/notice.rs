//! A notice of conclusions.

use super::{body, centred, foot, head, packed, page, rule, text};
use crate::Unmade;
use crate::forms::Notice;
use docx_rs::Paragraph;

impl Notice {
    /// The notice as DOCX. The same values make the same bytes.
    ///
    /// # Errors
    /// When it can't be written: a fault of the program.
    pub fn docx(&self) -> Result<Vec<u8>, Unmade> {
        let mut docx = page(&self.letter.issued_at.to_string())
            .add_table(head(&self.letter))
            .add_paragraph(Paragraph::new())
            .add_paragraph(centred(text("THÔNG BÁO").bold()))
            .add_paragraph(centred(text(&self.subject).bold()))
            .add_paragraph(rule(3000));
        for said in &self.opening {
            docx = docx.add_paragraph(body().add_run(text(said)));
        }
        for (said, who) in &self.items {
            let paragraph = body().add_run(text(said));
            let who = (!who.is_empty()).then(|| text(&format!(" {who}")).italic());
            docx = docx.add_paragraph(who.into_iter().fold(paragraph, Paragraph::add_run));
        }
        for said in &self.closing {
            docx = docx.add_paragraph(body().add_run(text(said)));
        }
        packed(docx.add_paragraph(Paragraph::new()).add_table(foot(&self.recipients, &self.signer)))
    }
}
