//! A certificate of a course from the entry that numbered it.

use super::facts::WORDS;
use super::letter;
use crate::format;
use crate::pages::said;
use crate::texts::Lang;
use documents::forms::Certificate as Paper;
use jiff::civil::Date;
use rules::calendar::day_of;
use rules::training::{Opened, skill};
use store::Fault;
use store::desk::dossiers::who;
use store::desk::training::Issued;
use store::province::Province;

pub(super) fn form(province: &Province, issued: &Issued, public_url: &str) -> Result<Paper, Fault> {
    let (entry, opened) = (&issued.entry, &issued.course.opened);
    let on = day_of(entry.at);
    let directory = province.directory.on(on);
    let id = issued.id.to_string();
    let url = format!("{}/verify/{id}", public_url.trim_end_matches('/'));
    Ok(Paper {
        issuer: said::agency_named(Lang::Vi, &directory, &opened.agency),
        name: issued.learner.name.clone(),
        agency: said::agency_named(Lang::Vi, &directory, &issued.learner.agency),
        course: opened.title.clone(),
        skill: skill(&opened.skill, on).map_or_else(|| opened.skill.clone(), |skill| skill.name.clone()),
        held: held(opened),
        attended: format!("{}/{}", issued.learner.attended.len(), opened.sessions.len()),
        score: issued.learner.score.map(|score| score.to_string()).unwrap_or_default(),
        valid_until: valid_until(opened, on).map(|day| format::day(Lang::Vi, day)).unwrap_or_default(),
        signer: letter::signer(&directory, &who(entry)?),
        letter: letter::head(&directory, &opened.agency, issued.number.clone(), entry.at, url, id),
    })
}

/// The last day on which a certificate of this day counts.
pub(super) fn valid_until(opened: &Opened, on: Date) -> Option<Date> {
    skill(&opened.skill, on)?.last_day(on)
}

/// When, how long and how.
fn held(opened: &Opened) -> String {
    let day = |day: &Date| format::day(Lang::Vi, *day);
    let days = match (opened.sessions.first(), opened.sessions.last()) {
        (Some(first), Some(last)) if first != last => {
            WORDS.t2("training-paper-days", "from", day(first), "to", day(last))
        }
        (Some(first), _) => WORDS.t1("training-paper-day", "day", day(first)),
        _ => String::new(),
    };
    let hours = WORDS.t1("training-paper-hours", "hours", i64::from(opened.hours));
    format!("{days}, {hours}, {}", WORDS.t(&format!("training-form-{}", opened.form.key())).to_lowercase())
}
