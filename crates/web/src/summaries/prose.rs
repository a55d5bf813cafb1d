//! Sentences of figures: a number as officials write it, its change since the last report, its note.

use super::short;
use crate::format;
use crate::texts::{Lang, Words};
use documents::forms::{Chapter, Comparison, FigureNote, Piece};
use jiff::civil::Date;
use rules::quality::{FigureItem, FiguresReport, Points};
use std::cmp::Ordering;

/// Around the place of a note in a sentence: a character that nobody types and that shows nothing.
const MARK: char = '\u{2063}';

/// The figures of each part of the results, in the order of the text; those that no part names stand in the last.
const PARTS: [(&str, &[&str]); 5] = [
    ("steering", &["agencies_digital", "committees_departments", "committees_communes", "working_groups"]),
    ("resources", &["budget_allocated", "disbursement_digital", "disbursement_forecast"]),
    ("infrastructure", &["villages_without_broadband", "digital_citizens"]),
    (
        "services",
        &[
            "dossiers_on_time",
            "location_independent",
            "location_independent_dossiers",
            "service_index",
            "service_index_rank",
            "essential_services",
            "cashless_payments",
        ],
    ),
    ("others", &[]),
];

/// What is being written.
pub(super) struct Prose<'a> {
    words: Words,
    url: &'a str,
    since: Date,
    pub(super) notes: Vec<FigureNote>,
}

impl<'a> Prose<'a> {
    pub(super) fn new(words: Words, url: &'a str, since: Date) -> Self {
        Self { words, url, since, notes: Vec::new() }
    }

    /// A day as the text writes it.
    pub(super) fn day(&self, day: Date) -> String {
        format::day(self.words.lang, day)
    }

    /// What was reached, part by part; parts of which nothing is known yet are left out.
    pub(super) fn results(&mut self, now: &FiguresReport, last: &FiguresReport) -> Vec<Chapter> {
        let named = |key: &str| PARTS.iter().any(|(_, keys)| keys.contains(&key));
        let mut chapters: Vec<Chapter> = Vec::new();
        for (part, keys) in PARTS {
            let others = now.items.iter().filter(|item| keys.is_empty() && !named(item.key));
            let own = keys.iter().filter_map(|key| now.items.iter().find(|item| item.key == *key));
            let mut pieces = Vec::new();
            for item in own.chain(others).filter(|item| item.value.is_some()) {
                let before = last.items.iter().find(|before| before.key == item.key);
                if !pieces.is_empty() {
                    pieces.push(Piece { text: " ".to_owned(), note: None });
                }
                pieces.extend(self.sentence(item, before));
            }
            if !pieces.is_empty() {
                let heading = format!("{}. {}", chapters.len() + 1, self.words.t(&format!("summary-part-{part}")));
                chapters.push(Chapter { heading, paragraphs: vec![pieces], comparison: None });
            }
        }
        chapters
    }

    /// A figure in a sentence of its own.
    fn sentence(&mut self, item: &FigureItem, before: Option<&FigureItem>) -> Vec<Piece> {
        let note = format!("{MARK}{}{MARK}", self.note(item));
        let of = item.denominator.map(|of| format::count(self.words.lang, of)).unwrap_or_default();
        let change = before.map(|before| self.change(item, before)).unwrap_or_default();
        let args =
            [("name", self.name(item)), ("value", self.value(item)), ("of", of), ("note", note), ("change", change)];
        let own = self.words.maybe(&format!("summary-said-{}", item.key), &args);
        let said = own.or_else(|| self.words.maybe("summary-said-other", &args)).unwrap_or_default();
        pieces(&said)
    }

    /// The number of the figure's note.
    fn note(&mut self, item: &FigureItem) -> usize {
        let english = self.words.lang == Lang::En;
        let passport = &item.passport;
        let definition = if english { passport.definition_en } else { passport.definition };
        let page = item.page.map(str::to_owned).or_else(|| {
            let (from, to) = (passport.period.from, passport.period.to);
            item.denominator.map(|_| format!("/index/{}?side=numerator&from={from}&to={to}", item.key))
        });
        let page = page.unwrap_or_else(|| format!("/index?from={}&to={}", passport.period.from, passport.period.to));
        let text = self.words.t2(
            "summary-note",
            "definition",
            definition.trim_end_matches('.').to_owned(),
            "source",
            passport.owner.to_owned(),
        );
        self.notes.push(FigureNote { text, url: format!("{}{page}", self.url) });
        self.notes.len() - 1
    }

    /// By how much it changed since the last report, as a clause; nothing where it was not known then.
    fn change(&self, item: &FigureItem, before: &FigureItem) -> String {
        let Some(change) = difference(item, before) else { return String::new() };
        let day = self.day(self.since);
        if change == Points::ZERO {
            return self.words.t1("summary-same", "day", day);
        }
        let by = self.words.t1(&format!("summary-by-{}", item.unit), "number", self.size(item, change));
        // A place further up the table is a smaller number.
        let up = (change > Points::ZERO) != (item.unit == "rank");
        self.words.t2(if up { "summary-up" } else { "summary-down" }, "by", by, "day", day)
    }

    /// How large a difference is.
    fn size(&self, item: &FigureItem, change: Points) -> String {
        trimmed(self.words.lang, item, Points::from_millionths(change.millionths().saturating_abs()))
    }

    /// The name of a figure as it stands inside a sentence.
    fn name(&self, item: &FigureItem) -> String {
        if self.words.lang == Lang::En { item.name_en } else { item.name }.to_owned()
    }

    fn number(&self, item: &FigureItem) -> String {
        item.value.map_or_else(|| "–".to_owned(), |value| trimmed(self.words.lang, item, value))
    }

    /// The value as it stands in a sentence: percentages and money with their unit, counts without.
    fn value(&self, item: &FigureItem) -> String {
        let number = self.number(item);
        match item.unit {
            "percent" if item.value.is_some() => format!("{number}%"),
            "billion_dong" if item.value.is_some() => self.words.t1("summary-by-billion_dong", "number", number),
            _ => number,
        }
    }

    /// The figures beside those of the last report.
    pub(super) fn comparison(&self, now: &FiguresReport, last: &FiguresReport) -> Chapter {
        let row = |item: &FigureItem| {
            let before = last.items.iter().find(|before| before.key == item.key)?;
            item.value?;
            let change = difference(item, before).map_or_else(
                || "–".to_owned(),
                |change| {
                    let sign = match change.cmp(&Points::ZERO) {
                        Ordering::Less => "−",
                        Ordering::Equal => "",
                        Ordering::Greater => "+",
                    };
                    format!("{sign}{}", self.size(item, change))
                },
            );
            Some(vec![self.name(item), self.value(item), self.value(before), change])
        };
        Chapter {
            heading: self.words.t("summary-comparison"),
            paragraphs: Vec::new(),
            comparison: Some(Comparison {
                head: vec![
                    self.words.t("summary-col-figure"),
                    self.words.t1("summary-col-day", "day", self.day(now.as_of)),
                    self.words.t1("summary-col-day", "day", self.day(last.as_of)),
                    self.words.t("summary-col-change"),
                ],
                rows: now.items.iter().filter_map(row).collect(),
            }),
        }
    }

    /// What falls short of its target, and what nothing is known of yet.
    pub(super) fn shortfalls(&self, now: &FiguresReport) -> Chapter {
        let mut said: Vec<String> = short(now)
            .map(|item| {
                let target = self.target(item);
                let args: [(_, &dyn crate::texts::Arg); 3] =
                    [("name", &self.name(item)), ("value", &self.value(item)), ("target", &target)];
                self.words.with("summary-short", &args)
            })
            .collect();
        if said.is_empty() {
            said.push(self.words.t("summary-none-short"));
        }
        let unknown: Vec<_> =
            now.items.iter().filter(|item| item.value.is_none()).map(|item| self.name(item)).collect();
        if !unknown.is_empty() {
            said.push(self.words.t1("summary-unknown", "names", unknown.join("; ")));
        }
        Chapter { heading: self.words.t("summary-shortfalls"), paragraphs: plain(said), comparison: None }
    }

    /// What follows from it: who has to reach what.
    pub(super) fn tasks(&self, now: &FiguresReport) -> Chapter {
        let mut said: Vec<String> = short(now)
            .map(|item| {
                let owner = item.passport.owner.to_owned();
                let args: [(_, &dyn crate::texts::Arg); 3] =
                    [("owner", &owner), ("name", &self.name(item)), ("target", &self.target(item))];
                self.words.with("summary-task", &args)
            })
            .collect();
        said.push(self.words.t("summary-task-always"));
        Chapter { heading: self.words.t("summary-tasks"), paragraphs: plain(said), comparison: None }
    }

    fn target(&self, item: &FigureItem) -> String {
        let target = format::count(self.words.lang, item.target.unwrap_or_default());
        self.words.t1(&format!("summary-target-{}", item.unit), "number", target)
    }
}

/// By how much the number that is written differs from the one that was: what a reader gets who subtracts them.
fn difference(item: &FigureItem, before: &FigureItem) -> Option<Points> {
    let unit = if decimals(item) == 0 { 1_000_000 } else { 100_000 };
    let written = |value: Points| (value.millionths() + unit / 2).div_euclid(unit);
    Some(Points::from_millionths((written(item.value?) - written(before.value?)) * unit))
}

/// With how many decimals a figure is written: one where it is a share, points or money.
fn decimals(item: &FigureItem) -> usize {
    usize::from(matches!(item.unit, "points" | "percent" | "billion_dong"))
}

/// A number as officials write it: without a decimal that is a nought.
fn trimmed(lang: Lang, item: &FigureItem, value: Points) -> String {
    let written = format::decimal(lang, value.to_f64(), decimals(item));
    written.strip_suffix(",0").or_else(|| written.strip_suffix(".0")).unwrap_or(&written).to_owned()
}

/// A sentence cut at the places of its notes.
fn pieces(said: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for (at, part) in said.split(MARK).enumerate() {
        match pieces.last_mut().filter(|_| at % 2 == 1) {
            Some(before) => before.note = part.parse().ok(),
            None => pieces.push(Piece { text: part.to_owned(), note: None }),
        }
    }
    pieces.retain(|piece| !piece.text.is_empty() || piece.note.is_some());
    pieces
}

fn plain(said: Vec<String>) -> Vec<Vec<Piece>> {
    said.into_iter().map(|text| vec![Piece { text, note: None }]).collect()
}
