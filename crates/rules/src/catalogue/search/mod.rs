//! Finding a procedure by what a person types, in memory: with or without diacritics, glued, abbreviated, mistyped.
//!
//! Knows the words of procedures. Must not know where the catalogue is kept, nor who asks.

mod typos;
mod words;

use super::Procedure;
use std::collections::HashMap;
use words::Word;

/// The searchable catalogue.
#[derive(Debug, Clone, Default)]
pub struct Index {
    entries: Vec<Entry>,
    /// Every word that occurs, once for each way of marking it.
    vocabulary: Vec<Known>,
    /// Where in the vocabulary the words of these letters are.
    by_letters: HashMap<String, Vec<u32>>,
}

/// One procedure that fits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Its position in the list that the index was made from.
    pub position: usize,
    /// How well it fits, higher is better.
    pub score: f32,
}

/// What the ranking looks at, of one procedure.
#[derive(Debug, Clone)]
struct Entry {
    code: String,
    essential: Option<u16>,
    /// The name without "thủ tục", as folded words between spaces: " dang ki khai sinh ".
    name: String,
    name_words: usize,
    keywords: Vec<String>,
}

/// A word that occurs, and in which procedures, with how much it counts there.
#[derive(Debug, Clone)]
struct Known {
    word: Word,
    set: u64,
    found: Vec<(u32, f32)>,
}

/// How much a word counts by where it stands.
const IN_NAME: f32 = 1.0;
const IN_KEYWORD: f32 = 0.95;
const IN_ENGLISH: f32 = 0.8;
const IN_RESULT: f32 = 0.6;
const IN_FIELD: f32 = 0.4;
/// How much a word counts by how well it fits what was typed.
const OTHER_MARKS: f32 = 0.8;
const BEGINS: f32 = 0.75;
const ONE_LETTER_WRONG: f32 = 0.62;
const TWO_LETTERS_WRONG: f32 = 0.4;
/// A hit covers at least so much of what was typed, and so much of what the best hit covers.
const LEAST: f32 = 0.5;
const LEAST_OF_BEST: f32 = 0.72;
/// How many hits are ranked by phrase as well; the rest stay behind them in the order of their words.
const RANKED: usize = 96;

impl Index {
    /// Indexes the procedures in the order given.
    #[must_use]
    pub fn new<'a>(procedures: impl IntoIterator<Item = &'a Procedure>) -> Self {
        let mut index = Self::default();
        let mut places: HashMap<Word, u32> = HashMap::new();
        for procedure in procedures {
            index.add(procedure, &mut places);
        }
        index
    }

    fn add(&mut self, procedure: &Procedure, places: &mut HashMap<Word, u32>) {
        let position = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        let mut enter = |text: &str, weight: f32| {
            for word in words::words(text) {
                let place = *places.entry(word).or_insert_with_key(|word| {
                    let place = u32::try_from(self.vocabulary.len()).unwrap_or(u32::MAX);
                    self.by_letters.entry(word.letters.clone()).or_default().push(place);
                    let set = typos::letter_set(&word.letters);
                    self.vocabulary.push(Known { word: word.clone(), set, found: Vec::new() });
                    place
                });
                let found = &mut self.vocabulary[place as usize].found;
                match found.last_mut() {
                    Some((last, most)) if *last == position => *most = most.max(weight),
                    _ => found.push((position, weight)),
                }
            }
        };
        enter(&procedure.name, IN_NAME);
        procedure.keywords.iter().for_each(|keyword| enter(keyword, IN_KEYWORD));
        procedure.name_en.iter().for_each(|name| enter(name, IN_ENGLISH));
        enter(&procedure.result.name, IN_RESULT);
        enter(&procedure.field, IN_FIELD);
        let name = phrase(&words::words(&procedure.name));
        let name = name.strip_prefix(" thu tuc").map_or(name.clone(), str::to_owned);
        self.entries.push(Entry {
            code: procedure.code.to_string(),
            essential: procedure.essential,
            name_words: name.split_whitespace().count(),
            name,
            keywords: procedure.keywords.iter().map(|keyword| phrase(&words::words(keyword))).collect(),
        });
    }

    /// The procedures that fit, best first. Nothing typed fits everything: the essential services come first.
    #[must_use]
    pub fn search(&self, typed: &str) -> Vec<Hit> {
        let typed = typed.trim();
        if typed.is_empty() {
            return self.everything();
        }
        if typed.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
            return self.by_code(typed);
        }
        let asked = words::words(typed);
        let mut covered = vec![0.0; self.entries.len()];
        let readings = self.readings(&asked);
        for reading in &readings {
            self.cover(reading, false, &mut covered);
        }
        if covered.iter().all(|share| *share < 0.9) {
            for reading in &readings {
                self.cover(reading, true, &mut covered);
            }
        }
        self.rank(&covered, &readings)
    }

    fn everything(&self) -> Vec<Hit> {
        let mut all: Vec<_> = (0..self.entries.len()).map(|position| Hit { position, score: 0.0 }).collect();
        all.sort_by_key(|hit| self.entries[hit.position].essential.unwrap_or(u16::MAX));
        all
    }

    fn by_code(&self, typed: &str) -> Vec<Hit> {
        let mut hits: Vec<_> = (0..self.entries.len())
            .filter(|position| self.entries[*position].code.contains(typed))
            .map(|position| {
                let code = &self.entries[position].code;
                let score = if code == typed {
                    100.0
                } else if code.starts_with(typed) {
                    50.0
                } else {
                    10.0
                };
                Hit { position, score }
            })
            .collect();
        hits.sort_by(|left, right| right.score.total_cmp(&left.score));
        hits
    }

    /// The ways to read what was typed: as it stands with glued words apart, and with abbreviations in full.
    fn readings(&self, asked: &[Word]) -> Vec<Vec<Word>> {
        let apart = |word: &Word| {
            let parts = match self.frequency(&word.letters) {
                0 => words::split(&word.letters, |part| self.frequency(part)),
                _ => None,
            };
            parts.unwrap_or_else(|| vec![word.clone()])
        };
        let plain: Vec<Word> = asked.iter().flat_map(apart).collect();
        let full = asked.iter().flat_map(|word| words::expand(&word.letters).unwrap_or_else(|| apart(word))).collect();
        if full == plain { vec![plain] } else { vec![plain, full] }
    }

    /// Raises for each procedure the share of the typed words that it has.
    fn cover(&self, reading: &[Word], typos: bool, covered: &mut [f32]) {
        let weights: Vec<f32> = reading.iter().map(|word| self.weight(word)).collect();
        let whole: f32 = weights.iter().sum();
        if whole <= 0.0 {
            return;
        }
        let mut sums = vec![0.0; covered.len()];
        let mut best = vec![0.0; covered.len()];
        for (at, (word, weight)) in reading.iter().zip(&weights).enumerate() {
            best.fill(0.0);
            self.fitting(word, at + 1 == reading.len(), typos, &mut |known, fit| {
                for (position, place) in &known.found {
                    let best: &mut f32 = &mut best[*position as usize];
                    *best = best.max(place * fit);
                }
            });
            for (sum, best) in sums.iter_mut().zip(&best) {
                *sum += best * weight / whole;
            }
        }
        for (covered, sum) in covered.iter_mut().zip(&sums) {
            *covered = covered.max(*sum);
        }
    }

    /// How much a typed word matters: rare words more, words that only carry the question hardly.
    fn weight(&self, word: &Word) -> f32 {
        if words::filler(word) {
            return 0.05;
        }
        let everywhere = self.entries.len().max(1) as f32;
        match self.frequency(&word.letters) {
            0 => 1.0,
            found => 0.4 + (everywhere / found as f32).ln().max(0.0) / everywhere.ln().max(1.0),
        }
    }

    /// In how many procedures a word of these letters stands.
    fn frequency(&self, letters: &str) -> usize {
        let places = self.by_letters.get(letters).into_iter().flatten();
        places.map(|place| self.vocabulary[*place as usize].found.len()).sum()
    }

    /// The known words that a typed one can mean, each with how well it fits.
    fn fitting(&self, word: &Word, last: bool, typos: bool, take: &mut dyn FnMut(&Known, f32)) {
        let places = self.by_letters.get(&word.letters).map_or(&[][..], Vec::as_slice);
        for place in places {
            let known = &self.vocabulary[*place as usize];
            take(known, if word.marks.is_empty() || word.marks == known.word.marks { 1.0 } else { OTHER_MARKS });
        }
        let length = word.letters.len();
        if last && length >= 2 {
            for known in &self.vocabulary {
                if known.word.letters.len() > length && known.word.letters.starts_with(&word.letters) {
                    take(known, BEGINS);
                }
            }
        }
        let allowed = typos::allowed(length);
        if allowed == 0 || !(typos || places.is_empty()) {
            return;
        }
        let set = typos::letter_set(&word.letters);
        for known in &self.vocabulary {
            let far = (set ^ known.set).count_ones() as usize > 2 * allowed;
            if far || known.word.letters == word.letters {
                continue;
            }
            match typos::distance(&word.letters, &known.word.letters, allowed) {
                Some(1) => take(known, ONE_LETTER_WRONG),
                Some(_) => take(known, TWO_LETTERS_WRONG),
                None => {}
            }
        }
    }

    fn rank(&self, covered: &[f32], readings: &[Vec<Word>]) -> Vec<Hit> {
        let best = covered.iter().copied().fold(0.0, f32::max);
        let least = LEAST.min(best).max(best * LEAST_OF_BEST);
        if best < 0.3 {
            return Vec::new();
        }
        let mut hits: Vec<Hit> = covered
            .iter()
            .enumerate()
            .filter(|(_, share)| **share >= least)
            .map(|(position, share)| Hit { position, score: share * 10.0 })
            .collect();
        let order = |left: &Hit, right: &Hit| {
            right
                .score
                .total_cmp(&left.score)
                .then_with(|| self.words_of(left).cmp(&self.words_of(right)))
                .then_with(|| left.position.cmp(&right.position))
        };
        hits.sort_by(order);
        let phrases: Vec<String> = readings.iter().map(|reading| phrase(reading)).collect();
        let asked: Vec<String> = readings
            .iter()
            .map(|reading| phrase(&reading.iter().filter(|word| !words::filler(word)).cloned().collect::<Vec<_>>()))
            .collect();
        for hit in hits.iter_mut().take(RANKED) {
            let entry = &self.entries[hit.position];
            let by_phrase = phrases.iter().chain(&asked).map(|phrase| entry.by_phrase(phrase)).fold(0.0, f32::max);
            hit.score += by_phrase + if entry.essential.is_some() { 0.3 } else { 0.0 };
        }
        hits.sort_by(order);
        hits
    }

    fn words_of(&self, hit: &Hit) -> usize {
        self.entries[hit.position].name_words
    }
}

impl Entry {
    /// What a procedure gains because the words stand together as they were typed.
    fn by_phrase(&self, phrase: &str) -> f32 {
        let length = phrase.split_whitespace().count();
        if length == 0 {
            return 0.0;
        }
        let name = if self.name == phrase {
            7.0
        } else if self.name.starts_with(phrase) {
            2.5 + 2.0 * length as f32 / self.name_words.max(1) as f32
        } else if self.name.contains(phrase) {
            1.5 + 2.0 * length as f32 / self.name_words.max(1) as f32
        } else {
            let together = pairs(phrase).filter(|pair| self.name.contains(pair)).count();
            together as f32 / length as f32 + 0.5 * together as f32 / self.name_words.max(1) as f32
        };
        let keyword = self.keywords.iter().map(|keyword| {
            let words = keyword.split_whitespace().count() as f32;
            if keyword == phrase {
                5.0
            } else if phrase.contains(keyword.as_str()) {
                4.0 * words / length as f32
            } else if keyword.contains(phrase) {
                1.5 + length as f32 / words
            } else {
                0.0
            }
        });
        name + keyword.fold(0.0, f32::max)
    }
}

/// Words without marks between single spaces, with a space at each end.
fn phrase(words: &[Word]) -> String {
    words.iter().fold(String::from(" "), |mut phrase, word| {
        phrase.push_str(&word.letters);
        phrase.push(' ');
        phrase
    })
}

/// Each two words that stand side by side in a phrase, with the spaces around them.
fn pairs(phrase: &str) -> impl Iterator<Item = &str> {
    let spaces: Vec<usize> = phrase.match_indices(' ').map(|(at, _)| at).collect();
    (2..spaces.len()).map(move |end| &phrase[spaces[end - 2]..=spaces[end]])
}
