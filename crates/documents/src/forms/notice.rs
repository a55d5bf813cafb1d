//! The notice of conclusions of a conference (*Thông báo kết luận*, sign TB), by Nghị định 30/2020/NĐ-CP, Phụ lục I and III.

use super::{Form, Letter, Signer};
use jiff::Timestamp;
use rules::calendar::local;
use serde::Serialize;

/// What a notice says, before it is put in words.
#[derive(Debug, Clone)]
pub struct Conclusions {
    /// Who issues it.
    pub letter: Letter,
    /// The conference.
    pub conference: String,
    /// When it was opened.
    pub held_at: Timestamp,
    /// Where.
    pub place: String,
    /// Who chaired: title and name; empty where it is not known.
    pub chair: String,
    /// How many bridge points were invited.
    pub invited: usize,
    /// Of how many of them somebody came.
    pub attended: usize,
    /// How many people came.
    pub delegates: usize,
    /// Which bridge points came and which did not, a part for each kind of agency.
    pub attendance: Vec<String>,
    /// Each conclusion: what, who leads, until when.
    pub items: Vec<Item>,
    /// What was voted on, in a sentence each.
    pub votes: Vec<String>,
    /// Who receives it.
    pub recipients: Vec<String>,
    /// Who signs.
    pub signer: Signer,
}

/// A conclusion.
#[derive(Debug, Clone, Serialize)]
pub struct Item {
    /// What is concluded.
    pub text: String,
    /// Who leads, every one of them; empty where nobody is named.
    pub leads: String,
    /// The last day, on which it is still in time: 31/01/2026; empty where no day is named.
    pub due: String,
}

/// A notice of conclusions.
#[derive(Debug, Clone, Serialize)]
pub struct Notice {
    /// Who issues it.
    pub letter: Letter,
    /// What it is about.
    pub subject: String,
    /// What stands before the conclusions, a paragraph each.
    pub opening: Vec<String>,
    /// The conclusions, each with its number, and who and until when.
    pub items: Vec<(String, String)>,
    /// What stands after them, a paragraph each.
    pub closing: Vec<String>,
    /// Who receives it, each with its sign at the end.
    pub recipients: Vec<String>,
    /// Who signs.
    pub signer: Signer,
}

impl Notice {
    /// Puts a notice in words.
    #[must_use]
    pub fn of(said: Conclusions) -> Self {
        let held = local(said.held_at).strftime("%d/%m/%Y");
        let chair = if said.chair.is_empty() { "Chủ trì hội nghị" } else { said.chair.as_str() };
        let attended = format!(
            "Ngày {held}, tại {}, {chair} đã chủ trì {}, với sự tham dự của {} đại biểu tại {} trên {} điểm cầu được mời.",
            said.place, said.conference, said.delegates, said.attended, said.invited
        );
        let present = format!("Điểm cầu tham dự: {}.", said.attendance.join("; "));
        let heard = "Sau khi nghe báo cáo và ý kiến thảo luận của các đại biểu, chủ trì hội nghị kết luận như sau:";
        let items = said.items.iter().zip(1..).map(|(item, number)| {
            let text = item.text.trim_end_matches(['.', ';', ',', ' ']);
            (format!("{number}. {text}."), who_and_when(item))
        });
        let mut closing: Vec<String> = said.votes.clone();
        closing.push(format!("{} thông báo để các cơ quan, đơn vị biết và thực hiện./.", said.letter.agency));
        Self {
            subject: format!("Kết luận tại {}", said.conference),
            opening: if said.attendance.is_empty() {
                vec![attended, heard.to_owned()]
            } else {
                vec![attended, present, heard.to_owned()]
            },
            items: items.collect(),
            closing,
            letter: said.letter,
            recipients: said.recipients,
            signer: said.signer,
        }
    }
}

fn who_and_when(item: &Item) -> String {
    let mut parts = Vec::new();
    if !item.leads.is_empty() {
        parts.push(format!("Chủ trì: {}", item.leads));
    }
    if !item.due.is_empty() {
        let done = if parts.is_empty() { "Hoàn thành" } else { "hoàn thành" };
        // The last day counts as in time, so that the words must not exclude it.
        parts.push(format!("{done} chậm nhất ngày {}", item.due));
    }
    if parts.is_empty() { String::new() } else { format!("({}.)", parts.join("; ")) }
}

impl Form for Notice {
    const TEMPLATE: &'static str = "notice.typ";

    fn letter(&self) -> &Letter {
        &self.letter
    }
}
