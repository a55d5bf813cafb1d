//! How the catalogue's and the directory's data read in the visitor's language: names, time limits, fees.
//!
//! Data has a Vietnamese name always and an English one sometimes; where it is missing, the Vietnamese one stands.

use crate::components::Choice;
use crate::format;
use crate::texts::{Lang, Words};
use rules::calendar::TimeLimit;
use rules::catalogue::{Fee, Level, OnlineLevel, Procedure, StepTask};
use rules::codes::{AgencyCode, CommuneCode, ProcedureCode};
use rules::people::{Agency, AgencyKind, AgencyLevel, Directory};
use rules::text::fold;
use store::desk::vacancies::Vacancy;
use store::province::Province;

/// How the names of communes' authorities begin in the register, in both languages: what follows is the commune's name.
const AUTHORITY_OF: [&str; 2] = ["Ủy ban nhân dân ", "People’s Committee of "];

/// The name of a procedure.
#[must_use]
pub fn procedure_name(lang: Lang, procedure: &Procedure) -> String {
    own_or(lang, procedure.name_en.as_ref(), &procedure.name)
}

/// The steps that nobody can do at some agencies, each in a sentence with their names.
pub fn vacancies(words: Words, directory: &Directory, found: &[Vacancy]) -> Vec<String> {
    let said = found.iter().map(|vacancy| {
        let names = vacancy.agencies.iter().map(|code| agency_named(words.lang, directory, code));
        let names = names.collect::<Vec<_>>().join(", ");
        words.with("route-gap", &[("step", &vacancy.step), ("agencies", &names)])
    });
    said.collect()
}

/// The name of the procedure of this code as it stands now, or the name under which it was filed.
#[must_use]
pub fn procedure_named(lang: Lang, province: &Province, code: &ProcedureCode, filed: &str) -> String {
    match (lang, province.procedure(code).and_then(|state| state.procedure.as_ref())) {
        (Lang::En, Some(procedure)) => procedure_name(lang, procedure),
        _ => filed.to_owned(),
    }
}

/// The name of an agency.
#[must_use]
pub fn agency_name(lang: Lang, agency: &Agency) -> String {
    own_or(lang, agency.name_en.as_ref(), &agency.name)
}

/// The name of the agency of this code; the code itself where the register does not know it.
#[must_use]
pub fn agency_named(lang: Lang, directory: &Directory, code: &AgencyCode) -> String {
    directory.get(code).map_or_else(|| code.to_string(), |agency| agency_name(lang, agency))
}

/// The name of the commune of an authority: "Xã Phong Thổ".
#[must_use]
pub fn commune_name(lang: Lang, authority: &Agency) -> String {
    let name = agency_name(lang, authority);
    let bare = AUTHORITY_OF.iter().find_map(|beginning| name.strip_prefix(beginning)).unwrap_or(&name);
    let mut letters = bare.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The name of the commune of this code; empty where the province has none.
#[must_use]
pub fn commune_named(lang: Lang, directory: &Directory, code: &str) -> String {
    let authority = code.parse::<CommuneCode>().ok().and_then(|code| directory.authority_of(&code));
    authority.map_or_else(String::new, |authority| commune_name(lang, authority))
}

/// The communes to choose from, by name.
#[must_use]
pub fn communes(lang: Lang, directory: &Directory) -> Vec<Choice> {
    let authorities = directory.iter().filter(|agency| agency.governs_a_commune());
    sorted(
        authorities
            .filter_map(|agency| Some(Choice::new(agency.commune.as_ref()?.as_str(), commune_name(lang, agency)))),
    )
}

/// The counters to choose from: the province's first, then by name.
#[must_use]
pub fn counters(lang: Lang, directory: &Directory) -> Vec<Choice> {
    let of_level = |level| {
        let counters =
            directory.iter().filter(move |agency| agency.kind == AgencyKind::Counter && agency.level == level);
        sorted(counters.map(|agency| Choice::new(agency.code.as_str(), agency_name(lang, agency))))
    };
    let mut all = of_level(AgencyLevel::Province);
    all.extend(of_level(AgencyLevel::Commune));
    all
}

fn sorted(choices: impl Iterator<Item = Choice>) -> Vec<Choice> {
    let mut choices: Vec<_> = choices.collect();
    // "Xã" and "Phường" come first in each name, and nobody looks for a place under them.
    choices.sort_by_cached_key(|choice| {
        fold(choice.label.split_once(' ').map_or(choice.label.as_str(), |(_, rest)| rest))
    });
    choices
}

/// A time limit in words.
#[must_use]
pub fn time_limit(words: Words, limit: Option<TimeLimit>) -> String {
    match limit {
        None => words.t("limit-none"),
        Some(TimeLimit::SameDay) => words.t("limit-same-day"),
        Some(TimeLimit::WorkingHours(count)) => words.t1("limit-working-hours", "count", count),
        Some(TimeLimit::HalfDays(count)) => words.t1("limit-half-days", "count", count),
        Some(TimeLimit::WorkingDays(count)) => words.t1("limit-working-days", "count", count),
        Some(TimeLimit::Days(count)) => words.t1("limit-days", "count", count),
        Some(TimeLimit::Months(count)) => words.t1("limit-months", "count", count),
    }
}

/// What a fee amounts to, in words.
#[must_use]
pub fn fee_amount(words: Words, fee: &Fee) -> String {
    let online = fee.amount_online.filter(|online| Some(*online) != fee.amount);
    match (fee.amount, online) {
        (None, _) => words.t("fee-depends"),
        (Some(amount), None) => per(words, fee, free_or(words, amount.0)),
        (Some(amount), Some(online)) => {
            let both = words.t2("fee-online", "amount", free_or(words, amount.0), "online", free_or(words, online.0));
            per(words, fee, both)
        }
    }
}

/// An amount with what it is for one of.
fn per(words: Words, fee: &Fee, amount: String) -> String {
    match &fee.count {
        Some(count) if count.pages.is_some() => words.t1("fee-per-page", "amount", amount),
        Some(count) if count.copies.is_some() => words.t1("fee-per-copy", "amount", amount),
        _ => amount,
    }
}

/// A procedure's name by its code, as the catalogue has it now; the code where it does not know it.
#[must_use]
pub fn procedure_of(lang: Lang, province: &Province, code: &ProcedureCode) -> String {
    let known = province.procedure(code).and_then(|state| state.newest());
    known.map_or_else(|| code.to_string(), |procedure| procedure_name(lang, procedure))
}

/// What a procedure costs, as short as a list needs it.
#[must_use]
pub fn cost(words: Words, procedure: &Procedure) -> String {
    costs(words, &procedure.fees)
}

/// What these fees come to, as short as a list needs it.
#[must_use]
pub fn costs(words: Words, fees: &[Fee]) -> String {
    match fees {
        [] => words.t("fee-free"),
        [fee] => fee_amount(words, fee),
        fees => words.t1("fee-several", "count", fees.len()),
    }
}

fn free_or(words: Words, amount: i64) -> String {
    if amount == 0 { words.t("fee-free") } else { format::money(words.lang, amount) }
}

/// How far a procedure can be done online, in words.
#[must_use]
pub fn online(words: Words, level: OnlineLevel) -> String {
    words.t(match level {
        OnlineLevel::None => "online-none",
        OnlineLevel::Partial => "online-partial",
        OnlineLevel::Full => "online-full",
    })
}

/// The level that settles a procedure, in words.
#[must_use]
pub fn level(words: Words, level: Level) -> String {
    words.t(match level {
        Level::Province => "level-province",
        Level::Commune => "level-commune",
        Level::Ministry => "level-ministry",
    })
}

/// What a step is called: its own name in Vietnamese, the name of its task in English.
#[must_use]
pub fn step_name(words: Words, name: &str, task: StepTask) -> String {
    match words.lang {
        Lang::Vi => name.to_owned(),
        Lang::En => words.t(&format!("task-{}", task.key())),
    }
}

fn own_or(lang: Lang, english: Option<&String>, vietnamese: &str) -> String {
    match (lang, english) {
        (Lang::En, Some(english)) => english.clone(),
        _ => vietnamese.to_owned(),
    }
}

/// An address with what is asked for there, as pairs of name and value; what is empty is left out.
#[must_use]
pub fn address(path: &str, pairs: &[(&str, &str)]) -> String {
    let given = pairs.iter().filter(|(_, value)| !value.is_empty());
    let query: Vec<_> = given.map(|(name, value)| format!("{name}={}", urlencoded(value))).collect();
    format!("{path}?{}", query.join("&"))
}

/// A text as it stands in a query.
#[must_use]
pub fn urlencoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

/// A text that a spreadsheet does not take for a formula.
#[must_use]
pub fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

/// What became of a message on a channel.
#[must_use]
pub fn fate(f: &crate::frame::Frame, delivery: &store::tables::messages::Delivery) -> crate::components::Tag {
    use crate::components::{Tag, Tone};
    use rules::messages::Fate;
    let tone = match delivery.fate {
        Fate::Queued | Fate::Sending => Tone::Progress,
        Fate::Accepted => Tone::Good,
        Fate::Failed => Tone::Warning,
        Fate::GivenUp => Tone::Bad,
        Fate::Uncertain | Fate::NotSent => Tone::Neutral,
    };
    let waits = matches!(delivery.fate, Fate::Queued | Fate::Failed);
    let at = if waits { delivery.leaves_at } else { delivery.changed_at };
    let channel = f.t(&format!("channel-{}", delivery.channel.key()));
    Tag::new(tone, f.t2(&format!("fate-{}", delivery.fate.key()), "channel", channel, "at", f.moment(&at)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_limits_are_said_in_words() {
        let (vi, en) = (Words::new(Lang::Vi), Words::new(Lang::En));
        assert_eq!(time_limit(vi, Some(TimeLimit::WorkingDays(15))), "15 ngày làm việc");
        assert_eq!(time_limit(en, Some(TimeLimit::WorkingDays(1))), "1 working day");
    }

    #[test]
    fn a_place_is_named_without_its_authority() {
        let agency = serde_json::json!({
            "code": "H35.27", "name": "Ủy ban nhân dân xã Phong Thổ", "name_en": "People’s Committee of Phong Tho Commune",
            "level": "commune", "kind": "authority", "commune": "03549"
        });
        let agency: Agency = serde_json::from_value(agency).expect("an agency");
        assert_eq!(commune_name(Lang::Vi, &agency), "Xã Phong Thổ");
        assert_eq!(commune_name(Lang::En, &agency), "Phong Tho Commune");
    }
}
