//! The table "cách thức thực hiện" of the national catalogue, whose cells are glued together: how to file, by when, for how
//! much. "Trực tuyến20 NgàyMiễn phí(…)Trực tiếp15 Ngày…"

use super::Notes;
use super::legal_time::{self, Halves};
use rules::calendar::TimeLimit;
use rules::catalogue::{Fee, FeeKind, OnlineLevel};
use rules::money::Dong;

/// How one may file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Online,
    InPerson,
    Post,
}

const WAYS: [(&str, Way); 3] =
    [("Trực tuyến", Way::Online), ("Trực tiếp", Way::InPerson), ("Dịch vụ bưu chính", Way::Post)];
const HEADING: &str = "Hình thức nộpThời gianPhí, lệ phíMô tả";
const NO_INFORMATION: &str = "Không có thông tin";
const FREE: &str = "Miễn phí";

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Form<'a> {
    way: Way,
    time: Time,
    fees: Vec<Price<'a>>,
    description: &'a str,
}

/// What a row says of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Time {
    NotStated,
    /// A number alone.
    Bare(Halves),
    /// A limit, and whether it stands for exactly what was written.
    Limit(TimeLimit, bool),
    /// A number that runs into the fee's.
    Glued,
}

/// What a row says of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Price<'a> {
    amount: Amount<'a>,
    kind: FeeKind,
    note: &'a str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Amount<'a> {
    Free,
    Dong(i64),
    Foreign(&'a str),
}

/// What the table says, as far as it can be told.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Told {
    pub limit: Option<TimeLimit>,
    /// The number stood without a unit: who knows the procedure may know better.
    pub bare: bool,
    pub fees: Vec<Fee>,
    pub online: OnlineLevel,
}

/// Reads the table; what was guessed or left out goes to the notes.
pub(super) fn read(text: &str, notes: &mut Notes) -> Told {
    let text = text.strip_prefix(HEADING).unwrap_or(text);
    let forms = split(text);
    if forms.is_empty() {
        notes.review_value("time_limit", "forms-not-understood", text);
        notes.review_value("fees", "forms-not-understood", text);
    }
    let (limit, bare) = time(&forms, text, notes);
    let fees = fees(&forms, notes);
    let online =
        if forms.iter().any(|form| form.way == Way::Online) { OnlineLevel::Partial } else { OnlineLevel::None };
    Told { limit, bare, fees, online }
}

/// The rows of the table: each begins with a way to file, directly before a time.
fn split(text: &str) -> Vec<Form<'_>> {
    let mut starts: Vec<(usize, usize, Way)> = WAYS
        .iter()
        .flat_map(|(name, way)| text.match_indices(name).map(move |(at, name)| (at, at + name.len(), *way)))
        .filter(|(_, end, _)| {
            let rest = text[*end..].trim_start();
            rest.starts_with(|letter: char| letter.is_ascii_digit())
                || rest.starts_with(NO_INFORMATION)
                || rest.starts_with(FREE)
        })
        .collect();
    starts.sort_unstable_by_key(|(at, ..)| *at);
    let ends = starts.iter().skip(1).map(|(at, ..)| *at).chain([text.len()]).collect::<Vec<_>>();
    starts.iter().zip(ends).map(|((_, start, way), end)| form(*way, text[*start..end].trim_start())).collect()
}

fn form(way: Way, text: &str) -> Form<'_> {
    let (time, rest) = one_time(text);
    let (fees, description) = prices(rest);
    Form { way, time, fees, description }
}

fn one_time(text: &str) -> (Time, &str) {
    if let Some(rest) = text.strip_prefix(NO_INFORMATION) {
        return (Time::NotStated, rest);
    }
    let Some((number, rest)) = legal_time::number(text) else { return (Time::NotStated, text) };
    if let Some((unit, rest)) = legal_time::unit(rest) {
        let limit = legal_time::limit(number, unit);
        return (limit.map_or(Time::NotStated, |(limit, exact)| Time::Limit(limit, exact)), rest);
    }
    let runs_on = rest.starts_with([',', '.']) && rest[1..].starts_with(|letter: char| letter.is_ascii_digit());
    if runs_on || currency(rest).is_some() {
        return (Time::Glued, "");
    }
    (Time::Bare(number), rest)
}

/// The fees of a row, and what is left of its text.
fn prices(text: &str) -> (Vec<Price<'_>>, &str) {
    let text = text.trim_start();
    if let Some(rest) = text.strip_prefix(NO_INFORMATION) {
        return (Vec::new(), rest);
    }
    let mut fees = Vec::new();
    let mut rest = text;
    if let Some(after) = text.strip_prefix(FREE) {
        let (note, after) = bracket(after);
        fees.push(Price { amount: Amount::Free, kind: FeeKind::Fee, note });
        rest = after;
    } else if let Some((amount, after)) = amount(text) {
        let (note, after) = bracket(after);
        fees.push(Price { amount, kind: kind(note, FeeKind::Fee), note });
        rest = after;
    }
    // More fees follow as "Phí : 100,000 Việt Nam Đồng(…)".
    let mut tail = rest;
    while let Some((at, name, of_kind)) = next_fee(tail) {
        let after = tail[at + name..].trim_start().trim_start_matches(':').trim_start();
        let Some((found, after)) = amount(after) else {
            tail = &tail[at + name..];
            continue;
        };
        let (note, after) = bracket(after);
        fees.push(Price { amount: found, kind: of_kind, note });
        tail = after;
    }
    (fees, rest)
}

fn next_fee(text: &str) -> Option<(usize, usize, FeeKind)> {
    let found = [("Lệ phí", FeeKind::Fee), ("Phí", FeeKind::Charge)];
    found.iter().filter_map(|(name, kind)| text.find(name).map(|at| (at, name.len(), *kind))).min_by_key(|(at, ..)| *at)
}

/// What a note calls the money.
fn kind(note: &str, otherwise: FeeKind) -> FeeKind {
    let folded = rules::text::fold(note);
    match (folded.find("le phi"), folded.find("phi")) {
        (Some(_), _) => FeeKind::Fee,
        (None, Some(_)) => FeeKind::Charge,
        (None, None) => otherwise,
    }
}

/// An amount with its currency at the beginning of a text, and what follows it.
fn amount(text: &str) -> Option<(Amount<'_>, &str)> {
    let end = text.find(|letter: char| !letter.is_ascii_digit() && !matches!(letter, '.' | ',')).unwrap_or(text.len());
    let digits = &text[..end];
    let (foreign, rest) = currency(&text[end..])?;
    if foreign {
        return Some((Amount::Foreign(&text[..text.len() - rest.len()]), rest));
    }
    let mut groups = digits.trim_end_matches(['.', ',']).split(['.', ',']);
    let first = groups.next().filter(|first| !first.is_empty())?;
    let mut whole = first.to_owned();
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        whole.push_str(group);
    }
    Some((Amount::Dong(whole.parse().ok()?), rest))
}

/// A currency at the beginning of a text, whether it is a foreign one, and what follows it.
fn currency(text: &str) -> Option<(bool, &str)> {
    let text = text.trim_start();
    let domestic = ["Việt Nam Đồng", "VNĐ", "VND", "đồng", "Đồng"];
    domestic
        .iter()
        .find_map(|name| text.strip_prefix(name).map(|rest| (false, rest)))
        .or_else(|| ["USD", "EUR"].iter().find_map(|name| text.strip_prefix(name).map(|rest| (true, rest))))
}

/// The text between the bracket that opens here and the one that closes it, and what follows.
fn bracket(text: &str) -> (&str, &str) {
    let Some(inside) = text.strip_prefix('(') else { return ("", text) };
    let mut depth = 1;
    for (at, letter) in inside.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return (inside[..at].trim(), &inside[at + 1..]);
        }
    }
    (inside.trim(), "")
}

fn time(forms: &[Form], text: &str, notes: &mut Notes) -> (Option<TimeLimit>, bool) {
    if forms.iter().any(|form| form.time == Time::Glued) {
        notes.review_value("time_limit", "time-glued", text);
    }
    let mut limits: Vec<(TimeLimit, bool, bool)> = forms
        .iter()
        .filter_map(|form| match form.time {
            Time::Limit(limit, exact) => Some((limit, exact, false)),
            Time::Bare(halves) => Some((legal_time::limit(halves, legal_time::Unit::WorkingDay)?.0, true, true)),
            Time::NotStated | Time::Glued => None,
        })
        .collect();
    limits.sort_by_key(|(limit, ..)| legal_time::length(*limit));
    let Some((longest, exact, bare)) = limits.last().copied() else {
        let found = forms.iter().find_map(|form| legal_time::in_text(form.description));
        if !forms.is_empty() {
            notes.review("time_limit", if found.is_some() { "time-from-text" } else { "time-not-stated" });
        }
        return (found, false);
    };
    if limits.iter().any(|(limit, ..)| *limit != longest) {
        notes.review("time_limit", "time-several");
    }
    if !exact {
        notes.review("time_limit", "time-converted");
    }
    (Some(longest), bare)
}

fn fees(forms: &[Form], notes: &mut Notes) -> Vec<Fee> {
    let of = |way| forms.iter().filter(move |form| form.way == way);
    let chosen = of(Way::InPerson).chain(of(Way::Post)).chain(of(Way::Online)).find(|form| !form.fees.is_empty());
    let Some(chosen) = chosen else {
        if !forms.is_empty() {
            notes.review("fees", "fee-not-stated");
        }
        return Vec::new();
    };
    if [Way::Online, Way::InPerson, Way::Post].into_iter().any(|way| {
        let mut amounts = of(way).map(|form| form.fees.first().map(|price| price.amount));
        let one = amounts.next();
        amounts.any(|other| Some(other) != one)
    }) {
        notes.review("fees", "fee-several");
    }
    let online = of(Way::Online).find_map(|form| form.fees.first()).filter(|_| chosen.way != Way::Online);
    let fees = chosen.fees.iter().enumerate().filter_map(|(at, price)| {
        let online = if at == 0 { online } else { None };
        fee(price, online, chosen.fees.len() > 1, notes)
    });
    fees.collect()
}

/// A fee of the catalogue; nothing for what is free and says nothing more.
fn fee(price: &Price, online: Option<&Price>, of_several: bool, notes: &mut Notes) -> Option<Fee> {
    let note = rules::text::tidy(price.note);
    let amount = match price.amount {
        Amount::Free if hides_an_amount(&note) => {
            notes.review_value("fees", "fee-in-note", &note);
            None
        }
        Amount::Free if of_several || online.is_some_and(|online| online.amount != Amount::Free) => Some(Dong(0)),
        Amount::Free => return None,
        Amount::Dong(amount) if amount > 0 && amount < 1000 => {
            notes.review_value("fees", "fee-too-small", &amount.to_string());
            None
        }
        Amount::Dong(amount) => Some(Dong(amount)),
        Amount::Foreign(text) => {
            notes.review_value("fees", "fee-foreign", text);
            None
        }
    };
    let amount_online = match online.map(|online| online.amount) {
        Some(Amount::Dong(online)) if online >= 1000 => Some(Dong(online)),
        Some(Amount::Free) if amount.is_some() => Some(Dong(0)),
        _ => None,
    };
    let name = if price.kind == FeeKind::Fee { "Lệ phí" } else { "Phí" };
    let amount_online = amount_online.filter(|online| Some(*online) != amount);
    Some(Fee {
        name: name.to_owned(),
        kind: price.kind,
        amount,
        amount_online,
        count: None,
        note: Some(note).filter(|note| !note.is_empty()),
        clock_runs: false,
    })
}

/// Whether a note takes back the "free" before it: it names money, or somebody who decides.
fn hides_an_amount(note: &str) -> bool {
    let folded = rules::text::fold(note);
    let waived = ["khong quy dinh", "khong co", "chua quy dinh", "khong", ""].contains(&folded.as_str());
    let named =
        ["dong", "hoi dong nhan dan", "hdnd", "thong tu", "theo quy dinh", "quyet dinh", "muc thu", "nghi dinh"];
    !waived && named.iter().any(|word| folded.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> (Told, Vec<&'static str>) {
        let mut notes = Notes::new(1);
        let told = read(text, &mut notes);
        (told, notes.found.iter().map(|problem| problem.code).collect())
    }

    #[test]
    fn glued_cells_come_apart() {
        let (told, problems) = told(
            "Hình thức nộpThời gianPhí, lệ phíMô tảTrực tuyến8 Ngày làm việc160,000 Việt Nam Đồng(160.000/hộ chiếu)Trực tiếp8 Ngày làm việc200,000 Việt Nam Đồng(200.000đ/ hộ chiếu)",
        );
        assert_eq!(told.limit, Some(TimeLimit::WorkingDays(8)));
        assert_eq!(told.online, OnlineLevel::Partial);
        assert_eq!((told.fees[0].amount, told.fees[0].amount_online), (Some(Dong(200_000)), Some(Dong(160_000))));
        assert!(problems.is_empty(), "{problems:?}");
    }

    #[test]
    fn units_are_read_and_odd_ones_listed() {
        assert_eq!(told("Trực tiếp1.5 Ngày làm việcMiễn phí").0.limit, Some(TimeLimit::HalfDays(3)));
        assert_eq!(told("Trực tiếp2 ThángMiễn phí").0.limit, Some(TimeLimit::Months(2)));
        assert_eq!(told("Trực tiếp4 GiờMiễn phí").0.limit, Some(TimeLimit::WorkingHours(4)));
        assert_eq!(
            told("Trực tiếp48 GiờMiễn phí"),
            (Told { limit: Some(TimeLimit::Days(2)), ..told("Trực tiếp48 GiờMiễn phí").0 }, vec!["time-converted"])
        );
        assert_eq!(told("Trực tiếp30 NgàyMiễn phíTrực tuyến20 NgàyMiễn phí").1, ["time-several"]);
        assert!(told("Trực tuyến7Miễn phí").0.bare);
    }

    #[test]
    fn money_that_can_not_be_right_is_listed_and_left_out() {
        assert_eq!(told("Trực tiếp7 Ngày làm việc50 VNĐ((áp dụng 25.000 đồng)").1, ["fee-too-small"]);
        assert_eq!(told("Trực tiếp5 Ngày145 USD(Thẻ tạm trú)").1, ["fee-foreign"]);
        assert_eq!(told("Trực tuyến1100 VNĐ(Miễn phí đối với)").1, ["time-glued", "time-not-stated", "fee-not-stated"]);
        let (free, problems) = told("Trực tiếp5 NgàyMiễn phí(Lệ phí: 135.000 đồng)");
        assert_eq!((free.fees[0].amount, problems), (None, vec!["fee-in-note"]));
        assert!(told("Trực tiếp5 NgàyMiễn phí(Không quy định.)").0.fees.is_empty());
    }

    #[test]
    fn a_limit_that_only_the_description_names_is_taken_and_listed() {
        let (told, problems) =
            told("Trực tiếpKhông có thông tinKhông có thông tinTrong thời hạn 03 (ba) ngày làm việc kể từ ngày 12/6");
        assert_eq!(told.limit, Some(TimeLimit::WorkingDays(3)));
        assert_eq!(problems, ["time-from-text", "fee-not-stated"]);
    }
}
