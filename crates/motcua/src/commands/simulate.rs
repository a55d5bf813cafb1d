//! `motcua simulate`: stand-ins for the neighbours, each a process of its own. Everybody in them is made up.

use super::{CommandError, Texts};
use crate::{demo, identity};
use anyhow::Context as _;
use axum::Router;
use clap::{Args, Subcommand};
use jiff::Timestamp;
use links::messages::{MailServer, ShortMessages};
use links::payment::{Bank, Seal};
use links::population::{Misbehaviour, Signer, Simulator};
use std::io::{Read as _, Write as _};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use web::Clock;

/// What to stand in for.
#[derive(Debug, Subcommand)]
pub enum Simulate {
    /// The national population database
    Registry(Registry),
    /// The national system of electronic identification
    Identity(Provider),
    /// The national online-payment platform
    Payments(Gateway),
    /// The bank behind it
    Bank(BankArgs),
    /// A mail server
    Mail(MailArgs),
    /// A gateway for short messages
    Sms(ShortArgs),
}

/// A mail server that sends nothing.
#[derive(Debug, Args)]
pub struct MailArgs {
    /// The address to listen on for mail; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:0")]
    smtp: SocketAddr,
    /// The address at which what it took can be looked at; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// none, busy, refuse, lose or cut
    #[arg(long, default_value = "none")]
    misbehave: links::messages::Misbehaviour,
    /// Stop when standard input ends: when whoever started it is gone
    #[arg(long)]
    while_stdin: bool,
}

/// A gateway that sends nothing.
#[derive(Debug, Args)]
pub struct ShortArgs {
    /// The address to listen on; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// none, busy, refuse, lose or cut
    #[arg(long, default_value = "none")]
    misbehave: links::messages::Misbehaviour,
    /// Stop when standard input ends: when whoever started it is gone
    #[arg(long)]
    while_stdin: bool,
}

/// A payment gateway that moves nobody's money.
#[derive(Debug, Args)]
pub struct Gateway {
    /// The address to listen on; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// The address of the bank that it tells
    #[arg(long, value_name = "URL")]
    bank: Option<String>,
    /// none, late, twice, double-charge, wrong-amount, underpaid, never, wrong-seal, out-of-order, return-first, garbage, broken or mixed
    #[arg(long, default_value = "none")]
    misbehave: links::payment::Misbehaviour,
    /// How late a late notification is, in milliseconds
    #[arg(long, value_name = "MS", default_value_t = 3_000)]
    delay: u64,
    /// What time it is when it starts; the real one when not given
    #[arg(long, value_name = "TIME")]
    starting_at: Option<Timestamp>,
    /// The partner's code that it knows
    #[arg(long, value_name = "CODE", default_value = "MOTCUA")]
    partner: String,
    /// The secret that it shares with that partner
    #[arg(long, env = "MOTCUA_SIMULATOR_SECRET", value_name = "KEY", hide_env_values = true)]
    secret: String,
    /// Stop when standard input ends: when whoever started it is gone
    #[arg(long)]
    while_stdin: bool,
}

/// A bank without money.
#[derive(Debug, Args)]
pub struct BankArgs {
    /// The address to listen on; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// What time it is when it starts; the real one when not given
    #[arg(long, value_name = "TIME")]
    starting_at: Option<Timestamp>,
    /// Stop when standard input ends: when whoever started it is gone
    #[arg(long)]
    while_stdin: bool,
}

/// An identity provider with sample people.
#[derive(Debug, Args)]
pub struct Provider {
    /// The address to listen on; the issuer is below it
    #[arg(long, default_value = "127.0.0.1:8090")]
    listen: SocketAddr,
    /// The secret that it shares with the client `motcua`
    #[arg(long, env = "MOTCUA_SIMULATOR_SECRET", value_name = "KEY", hide_env_values = true)]
    secret: String,
    /// Where it may send browsers back to; may be given several times
    #[arg(long, value_name = "URL")]
    back: Vec<String>,
    /// Stop when standard input ends: when whoever started it is gone
    #[arg(long)]
    while_stdin: bool,
}

/// A population registry of people who do not exist.
#[derive(Debug, Args)]
pub struct Registry {
    /// The address to listen on; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// How many people it knows, the sample citizens of the demonstration among them
    #[arg(long, default_value_t = 5_000)]
    people: usize,
    /// The same seed makes the same people
    #[arg(long, default_value_t = 57)]
    seed: u64,
    /// none, slow, 500, garbage, truncated, huge, wrong-person, never or flaky
    #[arg(long, default_value = "none")]
    misbehave: Misbehaviour,
    /// The name of the key that it believes
    #[arg(long, value_name = "NAME", default_value = "motcua")]
    key_id: String,
    /// That key
    #[arg(long, env = "MOTCUA_SIMULATOR_SECRET", value_name = "KEY", hide_env_values = true)]
    secret: String,
    /// Stop when standard input ends: when whoever started it is gone
    #[arg(long)]
    while_stdin: bool,
}

impl Simulate {
    /// Serves until it is told to stop.
    ///
    /// # Errors
    /// When the address is taken.
    pub fn run(&self, texts: Texts, clock: &Clock) -> Result<String, CommandError> {
        match self {
            Self::Registry(registry) => registry.run(texts),
            Self::Identity(provider) => provider.run(texts, clock),
            Self::Payments(gateway) => gateway.run(texts),
            Self::Bank(bank) => bank.run(texts),
            Self::Mail(mail) => mail.run(texts),
            Self::Sms(short) => short.run(texts),
        }
    }
}

impl Provider {
    fn run(&self, texts: Texts, clock: &Clock) -> Result<String, CommandError> {
        let issuer = format!("http://{}{}", self.listen, identity::PATH);
        let doors = identity::doors(&issuer, &self.secret, self.back.clone(), identity::strangers(), clock)?;
        // Its page wears our clothes.
        let house =
            Router::new().nest(identity::PATH, doors).route("/assets/{file}", axum::routing::get(web::assets::serve));
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let serving = serve(self.listen, self.while_stdin, house, |_| {
            let _ = writeln!(std::io::stdout(), "{}", texts.t1("cli-simulated-identity", "address", issuer.as_str()));
        });
        runtime.context("no threads")?.block_on(serving)?;
        Ok(String::new())
    }
}

impl Gateway {
    fn run(&self, texts: Texts) -> Result<String, CommandError> {
        let clock = starting_at(self.starting_at);
        let simulator = links::payment::Simulator::new(links::payment::Setup {
            seal: Seal::new(&self.partner, &self.secret),
            page: web::simulated_gateway_page(clock.clone()),
            clock: Arc::new(move || clock.now()),
            bank: self.bank.clone(),
            way: self.misbehave,
            delay: Duration::from_millis(self.delay),
        });
        // Its page wears our clothes.
        let house = simulator.context("the simulated gateway")?.router();
        let house = house.route("/assets/{file}", axum::routing::get(web::assets::serve));
        listen(self.listen, self.while_stdin, house, |url| texts.t1("cli-simulated-payments", "url", url))
    }
}

impl BankArgs {
    fn run(&self, texts: Texts) -> Result<String, CommandError> {
        let clock = starting_at(self.starting_at);
        let bank = Bank::new(Arc::new(move || clock.now()));
        listen(self.listen, self.while_stdin, bank.router(), |url| texts.t1("cli-simulated-bank", "url", url))
    }
}

impl MailArgs {
    fn run(&self, texts: Texts) -> Result<String, CommandError> {
        let server = MailServer::default();
        server.misbehave(self.misbehave);
        let (looked_at, smtp) = (server.router(), std::net::TcpListener::bind(self.smtp));
        let smtp = smtp.with_context(|| self.smtp.to_string())?;
        smtp.set_nonblocking(true).context("the mail server's line")?;
        let at = smtp.local_addr().context("no address")?;
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let runtime = runtime.context("no threads")?;
        let entered = runtime.enter();
        runtime.spawn(server.serve(TcpListener::from_std(smtp).context("the mail server's line")?));
        drop(entered);
        let serving = serve(self.listen, self.while_stdin, looked_at, |address| {
            let url = format!("http://{address}");
            let _ =
                writeln!(std::io::stdout(), "{}", texts.t2("cli-simulated-mail", "smtp", at.to_string(), "url", url));
        });
        runtime.block_on(serving)?;
        Ok(String::new())
    }
}

impl ShortArgs {
    fn run(&self, texts: Texts) -> Result<String, CommandError> {
        let server = ShortMessages::default();
        server.misbehave(self.misbehave);
        listen(self.listen, self.while_stdin, server.router(), |url| texts.t1("cli-simulated-sms", "url", url))
    }
}

fn starting_at(start: Option<Timestamp>) -> Clock {
    start.map_or_else(Clock::system, Clock::starting_at)
}

/// Serves and says where: the address stands last, programs that start it read it there.
fn listen(
    at: SocketAddr,
    while_stdin: bool,
    router: Router,
    line: impl FnOnce(String) -> String,
) -> Result<String, CommandError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let serving = serve(at, while_stdin, router, |address| {
        let _ = writeln!(std::io::stdout(), "{}", line(format!("http://{address}")));
    });
    runtime.context("no threads")?.block_on(serving)?;
    Ok(String::new())
}

impl Registry {
    fn run(&self, texts: Texts) -> Result<String, CommandError> {
        let people = demo::people(self.people, self.seed).context("the people of the registry")?;
        let clock = Clock::system();
        let signer = Signer::new(&self.key_id, &self.secret);
        let simulator = Simulator::new(people, signer, Arc::new(move || clock.now()));
        simulator.misbehave(self.misbehave);
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let serving = serve(self.listen, self.while_stdin, simulator.router(), |address| {
            let url = format!("http://{address}{}", Simulator::PATH);
            // The address stands last: programs that start it read it there.
            let line = texts.t2("cli-simulated-registry", "people", self.people as u64, "url", url);
            let _ = writeln!(std::io::stdout(), "{line}");
        });
        runtime.context("no threads")?.block_on(serving)?;
        Ok(String::new())
    }
}

async fn serve(
    listen: SocketAddr,
    while_stdin: bool,
    router: Router,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), CommandError> {
    let listener = TcpListener::bind(listen).await.with_context(|| listen.to_string())?;
    ready(listener.local_addr().context("no address")?);
    // Its answers are nothing that has to be finished: it stops at once, also in the middle of one that never comes.
    tokio::select! {
        served = axum::serve(listener, router).into_future() => served.context("serving")?,
        () = super::serve::told_to_stop() => {}
        () = end_of_input(), if while_stdin => {}
    }
    Ok(())
}

/// Waits until standard input ends. The thread that reads it is left behind when the program stops for another reason.
async fn end_of_input() {
    let (ended, end) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let _ = std::io::stdin().lock().read_to_end(&mut Vec::new());
        let _ = ended.send(());
    });
    let _ = end.await;
}
