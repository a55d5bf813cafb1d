//! How good forecasts were, once it is known what came: the Brier score and a table of reliability.

use super::count;

/// A forecast, and what came of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trial {
    /// The chance that was given.
    pub chance: f64,
    /// Whether it was late.
    pub late: bool,
}

/// What a bin of forecasts promised and kept.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bin {
    /// From this chance on.
    pub from: f64,
    /// Below this chance; the last bin holds it too.
    pub to: f64,
    /// How many forecasts fell into it.
    pub count: usize,
    /// Their mean chance.
    pub promised: f64,
    /// The share that was late.
    pub came: f64,
}

/// How good forecasts were.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// How many there were.
    pub count: usize,
    /// The share that was late.
    pub late: f64,
    /// The mean square of chance less outcome: 0 is perfect, 0.25 is a coin.
    pub brier: f64,
    /// How far promised and kept lie apart, weighted by the bins' counts.
    pub miscalibration: f64,
    /// The bins that hold anything.
    pub bins: Vec<Bin>,
}

/// The edges of the bins: narrow where most forecasts are.
const EDGES: [f64; 9] = [0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 1.0];

/// Scores forecasts; nothing where there are none.
#[must_use]
pub fn score(trials: &[Trial]) -> Option<Score> {
    if trials.is_empty() {
        return None;
    }
    let all = count(trials.len());
    let came = |trial: &Trial| f64::from(u8::from(trial.late));
    let brier = trials.iter().map(|trial| (trial.chance - came(trial)).powi(2)).sum::<f64>() / all;
    let last = EDGES[EDGES.len() - 1];
    let bins: Vec<Bin> = EDGES
        .windows(2)
        .filter_map(|edges| {
            let (from, to) = (edges[0], edges[1]);
            let falls = |trial: &&Trial| trial.chance >= from && (trial.chance < to || to >= last);
            let inside: Vec<&Trial> = trials.iter().filter(falls).collect();
            let many = count(inside.len());
            (!inside.is_empty()).then(|| Bin {
                from,
                to,
                count: inside.len(),
                promised: inside.iter().map(|trial| trial.chance).sum::<f64>() / many,
                came: inside.iter().map(|trial| came(trial)).sum::<f64>() / many,
            })
        })
        .collect();
    let miscalibration = bins.iter().map(|bin| count(bin.count) * (bin.promised - bin.came).abs()).sum::<f64>() / all;
    Some(Score { count: trials.len(), late: trials.iter().map(came).sum::<f64>() / all, brier, miscalibration, bins })
}
