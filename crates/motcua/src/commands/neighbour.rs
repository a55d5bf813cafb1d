//! A stand-in for a neighbour, started as a process of its own and stopped with this one.

use super::CommandError;
use super::population::Population;
use anyhow::Context as _;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

/// The environment variable in which the stand-in finds the key.
const SECRET: &str = "MOTCUA_SIMULATOR_SECRET";

/// A running stand-in for the population registry; ends when it is dropped, and by itself when this process is gone.
pub struct SimulatedRegistry {
    child: Child,
    /// How to reach it.
    pub population: Population,
}

impl SimulatedRegistry {
    /// Starts this very program as the stand-in and waits until it listens.
    ///
    /// # Errors
    /// When it can't be started.
    pub fn start(seed: u64) -> Result<Self, CommandError> {
        let mut bytes = [0; 24];
        getrandom::fill(&mut bytes).context("no random key")?;
        let secret = hex::encode(bytes);
        let program = std::env::current_exe().context("where this program is")?;
        let child = Command::new(program)
            .args(["simulate", "registry", "--while-stdin", "--seed", &seed.to_string()])
            .env(SECRET, &secret)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("starting the simulated registry")?;
        let mut started = Self { child, population: Population::default() };
        let out = started.child.stdout.take().context("the simulated registry says nothing")?;
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line).context("reading what the simulated registry says")?;
        let url = line.split_whitespace().next_back().filter(|word| word.starts_with("http://"));
        let url = url.with_context(|| format!("the simulated registry did not say where it is: {line:?}"))?;
        started.population = Population {
            population_url: Some(url.to_owned()),
            population_key_id: "motcua".into(),
            population_secret: Some(secret),
            population_integration_code: "MOTCUA-SIMULATED".into(),
            population_timeout: 2_000,
            population_at_once: 8,
            ..Population::default()
        };
        Ok(started)
    }
}

impl Drop for SimulatedRegistry {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
