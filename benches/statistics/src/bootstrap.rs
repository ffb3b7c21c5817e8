//! The hierarchical bootstrap, for comparison with Student's t.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

use crate::estimate::Estimate;
use crate::interval::Interval;
use crate::moments::mean;
use crate::random::below;

impl Estimate {
    /// The estimate with a 95 % bootstrap interval beside it, from the samples that it was made of.
    ///
    /// Each of the `resamples` draws as many processes as there are, with replacement, then from each as
    /// many samples as it has, and takes the mean of the means; the interval is cut off where 2.5 % of these
    /// lie below and above (Efron 1979; the percentile method). No interval for no resamples; a thousand
    /// are few.
    ///
    /// With ten processes such an interval is too narrow: `docs/statistics.md` says by how much. No verdict uses it.
    pub fn with_bootstrap(self, processes: &[Vec<f64>], seed: u64, resamples: usize) -> Self {
        Self {
            bootstrap_95: percentile_interval(processes, seed, resamples),
            ..self
        }
    }
}

fn percentile_interval(processes: &[Vec<f64>], seed: u64, resamples: usize) -> Option<Interval> {
    let processes: Vec<&[f64]> = processes
        .iter()
        .filter(|samples| !samples.is_empty())
        .map(Vec::as_slice)
        .collect();
    if processes.is_empty() || resamples == 0 {
        return None;
    }
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut means: Vec<f64> = (0..resamples)
        .map(|_| resampled_mean(&processes, &mut random))
        .collect();
    means.sort_by(f64::total_cmp);
    let cut = resamples / 40;
    Some(Interval {
        low: means[cut],
        high: means[resamples - 1 - cut],
    })
}

fn resampled_mean(processes: &[&[f64]], random: &mut ChaCha8Rng) -> f64 {
    let means: Vec<f64> = processes
        .iter()
        .map(|_| {
            let samples = processes[below(random, processes.len() as u64) as usize];
            let count = samples.len() as u64;
            let sum: f64 = samples
                .iter()
                .map(|_| samples[below(random, count) as usize])
                .sum();
            sum / count as f64
        })
        .collect();
    mean(&means)
}
