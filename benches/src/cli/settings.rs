//! The options that measurements share.

use std::time::Duration;

use clap::Args;
use neural_bench::plan::{Plan, Profile};
use neural_bench::{Backend, Result};

#[derive(Debug, Args)]
pub struct Settings {
    /// Only these models, with commas between them
    #[arg(long, value_delimiter = ',', value_name = "NAMES")]
    pub models: Vec<String>,
    /// Only these backends, with commas between them: torch, tensorflow
    #[arg(long, value_delimiter = ',', value_name = "NAMES")]
    backends: Vec<Backend>,
    /// An epoch has 1,000 images: the profile `quick`
    #[arg(long, conflicts_with = "profile")]
    quick: bool,
    /// How many images an epoch has: quick, default or full [env: NEURAL_BENCH_PROFILE]
    #[arg(long)]
    profile: Option<Profile>,
    /// Threads that the libraries may use [env: NEURAL_BENCH_THREADS] [default: 1]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    threads: Option<u32>,
    /// Seed of weights, orders, dropout and schedules [env: NEURAL_BENCH_SEED] [default: 1]
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    seed: Option<i64>,
}

impl Settings {
    /// What is asked for, else what the environment says.
    pub fn plan(&self) -> Result<Plan> {
        let mut plan = Plan::from_env()?;
        plan.profile = match self.quick {
            true => Profile::Quick,
            false => self.profile.unwrap_or(plan.profile),
        };
        plan.threads = self.threads.map_or(plan.threads, |n| n as usize);
        plan.seed = self.seed.unwrap_or(plan.seed);
        Ok(plan)
    }

    /// The backends that are asked for, else every one.
    pub fn backends(&self) -> Vec<Backend> {
        or_all(&self.backends)
    }
}

/// The backends that are asked for, else every one.
pub fn or_all(asked: &[Backend]) -> Vec<Backend> {
    match asked {
        [] => Backend::ALL.to_vec(),
        _ => asked.to_vec(),
    }
}

/// A time in minutes.
pub fn minutes(text: &str) -> Result<Duration, String> {
    let number: f64 = text
        .parse()
        .map_err(|_| "give a number of minutes".to_owned())?;
    match Duration::try_from_secs_f64(number * 60.0) {
        Ok(time) if !time.is_zero() => Ok(time),
        _ => Err("give a number of minutes above zero".to_owned()),
    }
}
