//! `motcua lateness`: the forecast of late dossiers tried on months that it had not seen, as a table and a plot.

use super::index::day_asked_for;
use super::settings::Place;
use super::{CommandError, Texts};
use clap::Args;
use jiff::civil::Date;
use rules::calendar::day_of;
use rules::lateness::{Score, Trial, score};
use rules::quality::Period;
use std::fmt::Write as _;
use std::path::PathBuf;
use store::province::ProvinceCache;
use store::tables::lateness::{Backtest, Month, backtest};
use store::{Failure, Options};
use web::Clock;

/// What was asked.
#[derive(Debug, Args)]
pub struct Lateness {
    #[command(flatten)]
    place: Place,
    /// How many whole months before this one are held out
    #[arg(long, value_name = "N", default_value_t = 4)]
    months: u8,
    /// Where the plot of reliability is written, as SVG
    #[arg(long, value_name = "FILE")]
    plot: Option<PathBuf>,
}

impl Lateness {
    /// The scores, printed.
    ///
    /// # Errors
    /// When the database fails, or the plot can't be written.
    pub fn run(&self, texts: Texts) -> Result<String, CommandError> {
        let store = self.place.open_existing(&Options { readers: 1, ..Options::default() }, texts)?;
        let (now, count) = (Clock::system().now(), self.months);
        let tried = store
            .read_blocking(move |tx| {
                let today = day_asked_for(tx, None, day_of(now))?;
                let province = ProvinceCache::default().get(tx)?;
                let end = Period { from: today, to: today }.end();
                Ok::<_, Failure>(backtest(tx, &province, &held_out(today, count), end)?)
            })
            .map_err(|failure| CommandError::of(failure, texts))?;
        if let Some(path) = &self.plot {
            let all = together(&tried, |month| &month.forecast);
            let drawn = score(&all).map(|score| plot(&score)).unwrap_or_default();
            std::fs::write(path, drawn).map_err(|error| CommandError::Fault(error.into()))?;
        }
        Ok(table(&tried))
    }
}

/// The first days of so many months before the one of this day, oldest first.
fn held_out(today: Date, count: u8) -> Vec<Date> {
    let before = |day: &Date| day.first_of_month().yesterday().ok().map(Date::first_of_month);
    let mut months: Vec<Date> = std::iter::successors(before(&today), before).take(usize::from(count)).collect();
    months.reverse();
    months
}

fn together(tried: &Backtest, of: impl Fn(&Month) -> &Vec<Trial>) -> Vec<Trial> {
    tried.months.iter().flat_map(|month| of(month).iter().copied()).collect()
}

fn table(tried: &Backtest) -> String {
    let mut out = String::from(
        "| held out | learnt from steps | forecasts | late | Brier: forecast | all alike | by procedure | rule of thumb |\n\
         |---|---|---|---|---|---|---|---|\n",
    );
    let line = |out: &mut String, name: &str, learnt: &str, each: [&[Trial]; 4]| {
        let Some(first) = score(each[0]) else { return };
        let brier: Vec<String> = each
            .iter()
            .map(|trials| score(trials).map_or_else(String::new, |score| format!("{:.4}", score.brier)))
            .collect();
        let _ = writeln!(
            out,
            "| {name} | {learnt} | {} | {:.1} % | {} |",
            first.count,
            first.late * 100.0,
            brier.join(" | ")
        );
    };
    for month in &tried.months {
        let name = month.from.strftime("%m/%Y").to_string();
        let each = [&month.forecast[..], &month.base[..], &month.procedure[..], &month.thumb[..]];
        line(&mut out, &name, &month.learnt.to_string(), each);
    }
    let all = [
        together(tried, |month| &month.forecast),
        together(tried, |month| &month.base),
        together(tried, |month| &month.procedure),
        together(tried, |month| &month.thumb),
    ];
    line(&mut out, "all", "", [&all[0], &all[1], &all[2], &all[3]]);
    let Some(score) = score(&all[0]) else { return out };
    out.push_str("\n| chance given | forecasts | mean chance | came late |\n|---|---|---|---|\n");
    for bin in &score.bins {
        let _ = writeln!(
            out,
            "| {:.0}–{:.0} % | {} | {:.1} % | {:.1} % |",
            bin.from * 100.0,
            bin.to * 100.0,
            bin.count,
            bin.promised * 100.0,
            bin.came * 100.0
        );
    }
    let _ = write!(out, "\nMean distance of promised and kept: {:.2} percentage points.", score.miscalibration * 100.0);
    out
}

/// Promised against kept, a disc a bin; on the diagonal what was promised was kept.
fn plot(score: &Score) -> String {
    const SIDE: f64 = 400.0;
    const EDGE: f64 = 50.0;
    let at = |share: f64| share.sqrt() * SIDE;
    let mut out = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img" aria-label="Reliability: chance given against share that came late" font-family="sans-serif" font-size="12"><rect width="{size}" height="{size}" fill="#fff"/><path d="M{EDGE} {top}V{bottom}H{right}" fill="none" stroke="#000"/><path d="M{EDGE} {bottom}L{right} {top}" stroke="#888" stroke-dasharray="4 4"/>"##,
        size = SIDE + 2.0 * EDGE,
        top = EDGE,
        bottom = SIDE + EDGE,
        right = SIDE + EDGE,
    );
    for share in [0.0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 1.0] {
        let _ = write!(
            out,
            r#"<text x="{x:.0}" y="{below:.0}" text-anchor="middle">{label:.0}%</text><text x="{left:.0}" y="{y:.0}" text-anchor="end">{label:.0}%</text>"#,
            x = EDGE + at(share),
            below = SIDE + EDGE + 18.0,
            left = EDGE - 6.0,
            y = SIDE + EDGE - at(share) + 4.0,
            label = share * 100.0
        );
    }
    for bin in &score.bins {
        #[expect(clippy::cast_precision_loss, reason = "a size on paper")]
        let radius = (bin.count as f64).ln().max(1.0) + 2.0;
        let _ = write!(
            out,
            r##"<circle cx="{:.1}" cy="{:.1}" r="{radius:.1}" fill="#1d70b8" fill-opacity="0.7"><title>{} forecasts: {:.1} % given, {:.1} % came</title></circle>"##,
            EDGE + at(bin.promised),
            SIDE + EDGE - at(bin.came),
            bin.count,
            bin.promised * 100.0,
            bin.came * 100.0
        );
    }
    let middle = EDGE + SIDE / 2.0;
    let _ = write!(
        out,
        r#"<text x="{middle}" y="{:.0}" text-anchor="middle">chance given (root scale)</text><text transform="translate(14 {middle}) rotate(-90)" text-anchor="middle">came late</text></svg>"#,
        SIDE + EDGE + 38.0
    );
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn whole_months_before_this_one_are_held_out() {
        assert_eq!(held_out(date(2025, 12, 23), 2), [date(2025, 10, 1), date(2025, 11, 1)]);
        assert_eq!(held_out(date(2025, 1, 1), 1), [date(2024, 12, 1)]);
    }

    #[test]
    fn a_table_and_a_plot_say_what_was_scored() {
        let trials = vec![Trial { chance: 0.03, late: false }, Trial { chance: 0.5, late: true }];
        let month = Month {
            from: date(2025, 11, 1),
            learnt: 7,
            forecast: trials.clone(),
            base: trials.clone(),
            procedure: trials.clone(),
            thumb: trials.clone(),
        };
        let tried = Backtest { months: vec![month] };
        assert!(table(&tried).contains("| 11/2025 | 7 | 2 | 50.0 % | 0.1255 |"), "{}", table(&tried));
        let drawn = plot(&score(&trials).expect("scored"));
        assert_eq!(drawn.matches("<circle").count(), 2);
    }
}
