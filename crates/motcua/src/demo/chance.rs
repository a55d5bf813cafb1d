//! Chance with a seed: draws that repeat exactly, and quotas that keep their share whatever the seed.

use rand::{Rng as _, RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// A stream of chance of its own for each thing, so that what happens to one does not depend on when others are drawn.
pub struct Chance(ChaCha8Rng);

impl Chance {
    /// The stream of the `number`-th thing of this kind.
    pub fn new(seed: u64, kind: &[u8; 8], number: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..16].copy_from_slice(kind);
        key[16..24].copy_from_slice(&number.to_le_bytes());
        Self(ChaCha8Rng::from_seed(key))
    }

    /// Evenly from 0 to 1.
    pub fn unit(&mut self) -> f64 {
        self.0.random()
    }

    /// Evenly between two values.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// True with this probability.
    pub fn likely(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// A number from 0 up to, but not including, `count`; 0 when there is nothing to choose from.
    pub fn below(&mut self, count: usize) -> usize {
        if count < 2 { 0 } else { self.0.random_range(0..count) }
    }

    /// One of these; they must not be empty.
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// So many digits.
    pub fn digits(&mut self, count: u32) -> String {
        let bound = 10_u64.pow(count);
        format!("{:0width$}", self.0.next_u64() % bound, width = count as usize)
    }
}

/// Weights to draw from, summed up once.
#[derive(Debug, Clone, Default)]
pub struct Weights(Vec<f64>);

impl Weights {
    /// Sums them up.
    pub fn new(weights: impl IntoIterator<Item = f64>) -> Self {
        let mut sum = 0.0;
        Self(
            weights
                .into_iter()
                .map(|weight| {
                    sum += weight;
                    sum
                })
                .collect(),
        )
    }

    /// The place of the weight in which this share (0 to 1) of the whole falls.
    pub fn at(&self, share: f64) -> usize {
        let sought = share * self.0.last().copied().unwrap_or_default();
        self.0.partition_point(|sum| *sum <= sought).min(self.0.len().saturating_sub(1))
    }
}

/// A share that is kept: what was decided so far pulls the next decision back to it.
#[derive(Debug, Clone)]
pub struct Quota {
    share: f64,
    asked: f64,
    granted: f64,
}

impl Quota {
    /// A quota of this share.
    pub fn new(share: f64) -> Self {
        Self { share, asked: 0.0, granted: 0.0 }
    }

    /// Decides, never more than one away from the share.
    pub fn take(&mut self, chance: &mut Chance) -> bool {
        self.asked += 1.0;
        let missing = self.share * self.asked - self.granted;
        // Between -1 and 1 chance decides, the more surely the further away; the ends are certain.
        let granted =
            chance.unit() < missing.mul_add(0.5, 0.5 * self.share).clamp(0.0, 1.0) && missing > 0.0 || missing >= 1.0;
        self.granted += f64::from(u8::from(granted));
        granted
    }

    /// Counts what was decided for another reason.
    pub fn count(&mut self, granted: bool) {
        self.asked += 1.0;
        self.granted += f64::from(u8::from(granted));
    }

    /// Decides with a leaning of its own: things lean differently, the whole keeps the share as nearly as they allow.
    pub fn lean(&mut self, leaning: f64, chance: &mut Chance) -> bool {
        self.asked += 1.0;
        let missing = self.share * self.asked - self.granted;
        let granted = leaning > 0.0 && chance.unit() < missing.mul_add(0.03, leaning);
        self.granted += f64::from(u8::from(granted));
        granted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quota_is_kept_at_every_moment_whatever_the_seed() {
        for seed in [57, 1, 2] {
            for share in [0.004, 0.05, 0.35, 0.72, 0.97, 1.0] {
                let (mut quota, mut chance) = (Quota::new(share), Chance::new(seed, b"quota...", 0));
                let mut granted = 0.0;
                for asked in 1..=5_000 {
                    granted += f64::from(u8::from(quota.take(&mut chance)));
                    assert!((share * f64::from(asked) - granted).abs() <= 1.0, "{seed} {share} {asked} {granted}");
                }
            }
        }
    }

    #[test]
    fn a_leaning_quota_keeps_the_share_of_the_whole() {
        let (mut quota, mut chance) = (Quota::new(0.72), Chance::new(57, b"quota...", 0));
        let leanings = [0.9, 0.6, 0.0, 0.8];
        let granted = (0..5_000).filter(|at| quota.lean(leanings[at % 4], &mut chance)).count();
        assert!((3_550..=3_650).contains(&granted), "{granted}");
    }

    #[test]
    fn the_same_seed_draws_the_same() {
        let draw = |seed| (0..9).map(|_| Chance::new(seed, b"test....", 3).digits(6)).collect::<Vec<_>>();
        assert_eq!(draw(57), draw(57));
        assert_ne!(draw(57), draw(58));
    }

    #[test]
    fn weights_are_met_by_even_shares() {
        let weights = Weights::new([1.0, 0.0, 3.0]);
        assert_eq!((weights.at(0.0), weights.at(0.2), weights.at(0.3), weights.at(0.999)), (0, 0, 2, 2));
    }
}
