//! The forecast tried on simulated years, each foretold from the four before it; what came of it is written to
//! `docs/designs/budget-forecast.md`.

use super::{LineAt, PastLine, forecast};
use crate::money::Dong;
use std::fmt::Write as _;

/// Days of the year on which the end is foretold, with the share of the time to the closing of the books that has passed.
const DAYS: [(&str, f64); 3] = [("30/9", 273.0 / 396.0), ("30/11", 334.0 / 396.0), ("23/12", 357.0 / 396.0)];
/// Lines of a year.
const LINES: usize = 24;
/// Years that are foretold.
const YEARS: usize = 200;
/// Years that each is learnt from.
const LEARNT: usize = 4;

/// Numbers that look random and are the same every time.
struct Chance(u64);

impl Chance {
    #[expect(clippy::cast_precision_loss, reason = "53 bits are as many as a double has")]
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// A line: its allocation, its share at the end, and how late it is spent.
struct Life {
    allocated: f64,
    at_last: f64,
    lateness: f64,
}

impl Life {
    /// What was disbursed when so much of the time has passed: slowly first, much of it at the end.
    #[expect(clippy::cast_possible_truncation, reason = "amounts of a budget")]
    fn by(&self, passed: f64) -> Dong {
        Dong((self.allocated * self.at_last * passed.powf(self.lateness)).round() as i64)
    }
}

/// A year: good years spend nearly everything, bad ones leave more behind; most lines are spent, some drag on, few stall.
fn year(chance: &mut Chance) -> Vec<Life> {
    let badness = chance.next() * 0.5;
    let life = |_| {
        let allocated = 1e9 + chance.next() * chance.next() * 1.4e10;
        let (kind, within, pace) = (chance.next(), chance.next(), chance.next());
        let (at_last, lateness) = match kind {
            stalls if stalls < 0.04 + 0.06 * badness => (within * 0.5, 1.0 + 2.0 * pace),
            drags if drags < 0.14 + 0.3 * badness => (0.6 + within * 0.35, 1.4 + 2.6 * pace),
            _ => (0.97 + within * 0.03, 1.1 + 2.2 * pace),
        };
        Life { allocated, at_last, lateness }
    };
    (0..LINES).map(life).collect()
}

/// What was tried on one day of the year.
#[derive(Default)]
struct Tried {
    missed: f64,
    naive: f64,
    within: usize,
    width: f64,
    stayed: usize,
    named: usize,
    rightly: usize,
}

#[expect(clippy::cast_precision_loss, reason = "amounts of a budget")]
fn tried(passed: f64, years: &[Vec<Life>]) -> Tried {
    let mut tried = Tried::default();
    for (at, this) in years.iter().enumerate().skip(LEARNT) {
        let past = years[at - LEARNT..at].iter().zip(2000..).flat_map(|(lives, year)| {
            lives.iter().map(move |life| PastLine {
                year,
                allocated: Dong(life.allocated.round() as i64),
                by_then: life.by(passed),
                at_last: life.by(1.0),
            })
        });
        let lines: Vec<_> = this
            .iter()
            .zip(1..)
            .map(|(life, number)| LineAt {
                code: crate::codes::BudgetCode::new(2025, number),
                allocated: Dong(life.allocated.round() as i64),
                disbursed: life.by(passed),
            })
            .collect();
        let found = forecast(&lines, &past.collect::<Vec<_>>()).expect("four years to learn from");
        let at_last: i64 = this.iter().map(|life| life.by(1.0).0).sum();
        let whole = found.allocated.0 as f64;
        let straight = (found.disbursed.0 as f64 / passed).min(whole);
        tried.missed += (found.expected.0 - at_last).abs() as f64 / whole * 100.0;
        tried.naive += (straight - at_last as f64).abs() / whole * 100.0;
        tried.within += usize::from((found.least.0..=found.most.0).contains(&at_last));
        tried.width += (found.most.0 - found.least.0) as f64 / whole * 100.0;
        for (life, told) in this.iter().zip(&found.lines) {
            let stayed = life.at_last < 0.95;
            tried.stayed += usize::from(stayed);
            tried.named += usize::from(told.stays);
            tried.rightly += usize::from(stayed && told.stays);
        }
    }
    tried
}

#[expect(clippy::cast_precision_loss, reason = "hundreds of years")]
fn written(all: &[(&str, Tried)]) -> String {
    let mut out = String::from(
        "# What will have been disbursed at the end of the year\n\n\
         **Question.** On a day of the year: how much of the budget will have been paid out when the books are closed (31 January of the next \
         year), and which lines will not be spent?\n\n\
         **Options.** A straight line (what was paid so far, as fast until the end); a curve fitted to each line; what lines like it did in past \
         years. Lines have few payments, most of them late, so that curves through them say anything; the straight line misses the rush at the \
         end.\n\n\
         **Decision.** A line that had disbursed a share of its allocation by this day disburses, of the rest, what lines in the same quarter of the \
         share did in past years. How far past years and their lines strayed from that gives an interval for nine years of ten (Student's \
         distribution, since years are few). Two past years are needed; without them nothing is foretold. A line is named when less than \
         95 % of it is expected to be spent. The rule is `rules::budget::forecast`.\n\n\
         **Tried** on 200 simulated years of 24 lines, each foretold from the four before it (`rules/src/budget/simulated.rs`, which writes this \
         page). Errors are percentage points of the allocation. Simulated years are no proof about real ones: they show that the method does what \
         it says.\n\n\
         | foretold on | mean error | mean error of the straight line | end within the interval | mean width of the interval | lines not spent | named | of them rightly |\n\
         |---|---|---|---|---|---|---|---|\n",
    );
    for (day, tried) in all {
        let years = YEARS as f64;
        let _ = writeln!(
            out,
            "| {day} | {:.2} | {:.2} | {:.1} % | {:.2} | {} | {} | {} |",
            tried.missed / years,
            tried.naive / years,
            tried.within as f64 / years * 100.0,
            tried.width / years,
            tried.stayed,
            tried.named,
            tried.rightly
        );
    }
    out
}

#[test]
fn the_forecast_beats_the_straight_line_and_its_interval_holds_what_it_says() {
    let mut chance = Chance(57);
    let years: Vec<_> = (0..YEARS + LEARNT).map(|_| year(&mut chance)).collect();
    let all = DAYS.map(|(day, passed)| (day, tried(passed, &years)));
    for (day, tried) in &all {
        assert!(tried.missed < tried.naive / 2.0, "{day}: {} against {}", tried.missed, tried.naive);
        assert!((YEARS * 85 / 100..=YEARS * 98 / 100).contains(&tried.within), "{day}: {}", tried.within);
        // Named by chance, as many would stay as of all lines.
        let by_chance = tried.named * tried.stayed / (YEARS * LINES);
        assert!(tried.rightly * 10 > by_chance * 15, "{day}: {} of {}", tried.rightly, tried.named);
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/designs/budget-forecast.md");
    let text = written(&all);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &text).expect("written");
    }
    let there = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(there, text, "made again with UPDATE=1");
}
