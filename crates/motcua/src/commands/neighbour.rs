//! Stand-ins for neighbours, each started as a process of its own and stopped with this one.

use super::CommandError;
use super::payment::Payment;
use super::population::Population;
use anyhow::Context as _;
use jiff::Timestamp;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

/// The environment variable in which a stand-in finds the key.
const SECRET: &str = "MOTCUA_SIMULATOR_SECRET";

/// A running stand-in; ends when it is dropped, and by itself when this process is gone.
struct StandIn {
    child: Child,
    url: String,
}

impl StandIn {
    /// Starts this very program as the stand-in and waits until it listens.
    fn start(which: &str, args: &[String], secret: &str) -> Result<Self, CommandError> {
        let program = std::env::current_exe().context("where this program is")?;
        let child = Command::new(program)
            .args(["simulate", which, "--while-stdin"])
            .args(args)
            .env(SECRET, secret)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("starting the simulated {which}"))?;
        let mut started = Self { child, url: String::new() };
        let out = started.child.stdout.take().with_context(|| format!("the simulated {which} says nothing"))?;
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line).with_context(|| format!("reading what the simulated {which} says"))?;
        let url = line.split_whitespace().next_back().filter(|word| word.starts_with("http://"));
        let url = url.with_context(|| format!("the simulated {which} did not say where it is: {line:?}"))?;
        url.clone_into(&mut started.url);
        Ok(started)
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn secret() -> Result<String, CommandError> {
    let mut bytes = [0; 24];
    getrandom::fill(&mut bytes).context("no random key")?;
    Ok(hex::encode(bytes))
}

/// A running stand-in for the population registry.
pub struct SimulatedRegistry {
    _process: StandIn,
    /// How to reach it.
    pub population: Population,
}

impl SimulatedRegistry {
    /// Starts it.
    ///
    /// # Errors
    /// When it can't be started.
    pub fn start(seed: u64) -> Result<Self, CommandError> {
        let secret = secret()?;
        let process = StandIn::start("registry", &["--seed".to_owned(), seed.to_string()], &secret)?;
        let population = Population {
            population_url: Some(process.url.clone()),
            population_key_id: "motcua".into(),
            population_secret: Some(secret),
            population_integration_code: "MOTCUA-SIMULATED".into(),
            population_timeout: 2_000,
            population_at_once: 8,
            ..Population::default()
        };
        Ok(Self { _process: process, population })
    }
}

/// Running stand-ins for the payment gateway and for the bank behind it.
pub struct SimulatedPayments {
    _processes: [StandIn; 2],
    /// How to reach the gateway.
    pub payment: Payment,
}

impl SimulatedPayments {
    /// Starts both; their clocks begin at `now`.
    ///
    /// # Errors
    /// When one can't be started.
    pub fn start(now: Timestamp) -> Result<Self, CommandError> {
        let secret = secret()?;
        let at = |more: &[&str]| -> Vec<String> {
            ["--starting-at", &now.to_string()].into_iter().chain(more.iter().copied()).map(str::to_owned).collect()
        };
        let bank = StandIn::start("bank", &at(&[]), &secret)?;
        let gateway = StandIn::start("payments", &at(&["--bank", &bank.url]), &secret)?;
        let payment = Payment {
            payment_url: Some(gateway.url.clone()),
            payment_partner: "MOTCUA".into(),
            payment_secret: Some(secret),
            payment_ask_after: 60,
            ..Payment::default()
        };
        Ok(Self { _processes: [bank, gateway], payment })
    }
}
