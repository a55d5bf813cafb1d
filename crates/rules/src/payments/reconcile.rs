//! The bank's statement beside what is known here (*đối soát*): each line and each money finds its partner once, and what is left on
//! either side is shown.

use super::{AttemptCode, Line, Reference, Source};
use crate::money::Dong;
use std::collections::HashMap;

/// Money that is known here and should be in the statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Where from; cash is in no statement.
    pub source: Source,
    /// Its number there.
    pub transaction: String,
    /// The try at the gateway.
    pub attempt: Option<AttemptCode>,
    /// For which payment.
    pub reference: Reference,
    /// How much.
    pub amount: Dong,
}

/// How a line and money compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Difference {
    /// In the statement, and not here.
    MissingHere,
    /// Here, and not in the statement.
    MissingAtBank,
    /// On both sides, with different amounts.
    Amount,
    /// The same on both sides.
    None,
}

impl Difference {
    /// Every one, the worst first.
    pub const ALL: [Self; 4] = [Self::MissingHere, Self::MissingAtBank, Self::Amount, Self::None];

    /// Its name in message catalogues.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::MissingHere => "missing-here",
            Self::MissingAtBank => "missing-at-bank",
            Self::Amount => "amount",
            Self::None => "matched",
        }
    }
}

/// One row of the comparison; the numbers are places in the lists that were compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// The line of the statement.
    pub line: Option<usize>,
    /// The money.
    pub known: Option<usize>,
    /// How they compare.
    pub difference: Difference,
}

/// Compares what came in by the statement with what is known. Lines that went out are left aside.
///
/// A transfer is known by the bank's own number, what the gateway passed on by the number of the try that stands in its text;
/// where one try came twice, each line takes the money of its amount before any other.
#[must_use]
pub fn compare(lines: &[Line], known: &[Known]) -> Vec<Compared> {
    let mut taken = vec![false; known.len()];
    let by_number: HashMap<&str, usize> = known
        .iter()
        .enumerate()
        .filter(|(_, money)| money.source == Source::Bank)
        .map(|(at, money)| (money.transaction.as_str(), at))
        .collect();
    let mut by_attempt: HashMap<&AttemptCode, Vec<usize>> = HashMap::new();
    for (at, money) in known.iter().enumerate().filter(|(_, money)| money.source == Source::Gateway) {
        if let Some(attempt) = &money.attempt {
            by_attempt.entry(attempt).or_default().push(at);
        }
    }
    let came: Vec<(usize, &Line)> = lines.iter().enumerate().filter(|(_, line)| line.credit.0 > 0).collect();
    let mut found: HashMap<usize, usize> = HashMap::new();
    // Twice over the lines: first for equal amounts, so that a wrong one never takes the partner of a right one.
    for same_amount in [true, false] {
        for (at, line) in &came {
            if found.contains_key(at) {
                continue;
            }
            let fits = |money: &usize| !taken[*money] && (!same_amount || known[*money].amount == line.credit);
            let number = by_number.get(line.transaction.as_str()).copied().filter(fits);
            let attempts = AttemptCode::all_in(&line.content);
            let tried = || attempts.iter().filter_map(|attempt| by_attempt.get(attempt)).flatten().copied().find(fits);
            if let Some(money) = number.or_else(tried) {
                taken[money] = true;
                found.insert(*at, money);
            }
        }
    }
    let lines_compared = came.iter().map(|(at, line)| match found.get(at) {
        None => Compared { line: Some(*at), known: None, difference: Difference::MissingHere },
        Some(money) if known[*money].amount == line.credit => {
            Compared { line: Some(*at), known: Some(*money), difference: Difference::None }
        }
        Some(money) => Compared { line: Some(*at), known: Some(*money), difference: Difference::Amount },
    });
    let left = known.iter().enumerate().filter(|(at, money)| !taken[*at] && money.source != Source::Cash);
    let left = left.map(|(at, _)| Compared { line: None, known: Some(at), difference: Difference::MissingAtBank });
    let mut rows: Vec<Compared> = lines_compared.chain(left).collect();
    rows.sort_by_key(|row| row.difference);
    rows
}
