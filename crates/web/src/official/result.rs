//! The paper of a result: what an officer wrote, with the head of the agency that settles the dossier, its number, and the code by
//! which anybody checks it.

use super::facts::WORDS;
use super::{letter, press};
use crate::app::App;
use crate::errors::Failure;
use crate::texts::Lang;
use documents::forms::{self, Form as _, PlainResult, Signer};
use jiff::Timestamp;
use rules::calendar::day_of;
use rules::catalogue::ResultLayout;
use rules::dossiers::ResultPaper;
use rules::people::{Capacity, Directory};
use store::desk::dossiers::Loaded;
use store::desk::results::ResultId;
use store::province::Province;

/// Which version of a dossier's result is laid out, when, and who signs it; nobody yet while it is a draft.
#[derive(Debug, Clone, Copy)]
pub struct Version<'a> {
    /// Counted from 1.
    pub number: usize,
    /// Who signs.
    pub signer: Option<&'a Capacity>,
    /// The day that stands on it.
    pub at: Timestamp,
}

/// The paper of a result as PDF/A-2b. The same facts make the same bytes.
///
/// # Errors
/// When it can't be laid out.
pub async fn result(
    app: &App,
    province: &Province,
    loaded: &Loaded,
    paper: &ResultPaper,
    version: Version<'_>,
) -> Result<Vec<u8>, Failure> {
    let form = form(&app.settings.public_url, &province.directory.on(day_of(version.at)), loaded, paper, version);
    press(move || Ok(form.pdf()?)).await
}

fn form(
    public_url: &str,
    directory: &Directory,
    loaded: &Loaded,
    paper: &ResultPaper,
    version: Version<'_>,
) -> PlainResult {
    let filed = &loaded.dossier.filed;
    let id = ResultId::of(loaded, version.number).map(|id| id.to_string()).unwrap_or_default();
    let url = format!("{}/verify/{id}", public_url.trim_end_matches('/'));
    let number = paper.number(&filed.code, version.number);
    let until = paper.valid_until.map(|day| WORDS.t1("result-valid-until", "day", crate::format::day(Lang::Vi, day)));
    // A corrected version names the one whose place it takes.
    let before = version.number.checked_sub(2).and_then(|place| loaded.dossier.results.get(place));
    let replaces = before.map(|before| {
        let day = crate::format::day(Lang::Vi, day_of(before.at));
        WORDS.t2("result-replaces", "number", &before.number, "day", day)
    });
    let text = [replaces.unwrap_or_default(), paper.text.clone(), until.unwrap_or_default()].join("\n");
    let text = text.lines().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    let decides = paper.layout == ResultLayout::Decision;
    let mut signer = version.signer.map_or_else(
        || Signer { titles: vec![WORDS.t("result-signer")], name: String::new() },
        |by| letter::signer(directory, by),
    );
    // A chair who decides alone signs as chair, not for the committee (Nghị định 30/2020/NĐ-CP, Phụ lục III, Mẫu 1.2).
    signer.titles.retain(|title| !decides || !title.starts_with("TM."));
    let recipients = if decides {
        WORDS.t1("result-recipients-decision", "article", text.lines().count() + 1)
    } else {
        format!("{};", filed.applicant.name)
    };
    PlainResult {
        letter: letter::head(directory, &filed.competent_agency, number, version.at, url, id),
        code: filed.code.to_string(),
        kind: paper.kind.clone(),
        subject: paper.subject.clone(),
        layout: match paper.layout {
            ResultLayout::Plain => forms::ResultLayout::Plain,
            ResultLayout::Decision => forms::ResultLayout::Decision,
            ResultLayout::Columns => forms::ResultLayout::Columns,
        },
        authority: if decides { letter::head_of(directory, &filed.competent_agency) } else { String::new() },
        grounds: paper.grounds.clone(),
        opening: paper.opening.clone(),
        particulars: paper.particulars.clone(),
        text,
        recipients: vec![recipients],
        signer,
    }
}
