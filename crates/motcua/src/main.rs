//! The program: reads the command line, runs one command, says what came of it.

use clap::error::ErrorKind;
use clap::{CommandFactory as _, Parser, Subcommand};
use motcua::commands::settings::Place;
use motcua::commands::{
    CommandError, Texts, demo, due, figures, import, index, journal, lateness, payments, people, process, report,
    serve, simulate, usage,
};
use std::io::Write as _;
use std::process::ExitCode;
use web::{Clock, Lang};

/// One door to the administration of a province: dossiers, their deadlines, the service index.
#[derive(Debug, Parser)]
#[command(name = "motcua", version)]
struct Program {
    /// The language of messages: vi or en
    #[arg(long, env = "MOTCUA_LANG", default_value = "vi", global = true, value_parser = |code: &str| Lang::from_code(code).ok_or("vi, en"))]
    lang: Lang,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the province
    Serve {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        serve: serve::Serve,
    },
    /// Create the simulated province where there is none, and serve it
    Demo(demo::Demo),
    /// Import records from a JSON, CSV or XLSX file: all or nothing
    Import(import::Import),
    /// When something received then is due
    Due(due::Due),
    /// The service index
    Index(index::Index),
    /// The figures of the conference report
    Figures(figures::Figures),
    /// Write the report of a conference or a year, as PDF and DOCX
    Report(report::Report),
    /// Try the forecast of late dossiers on months that it has not seen
    Lateness(lateness::Lateness),
    /// What follows what, and how long it takes, in the dossiers of a procedure
    Process(process::Process),
    /// Prove, rebuild, sign or export the journal
    Journal {
        #[command(flatten)]
        place: Place,
        #[command(subcommand)]
        journal: journal::Journal,
    },
    /// Stand in for a neighbour: the population registry, the identity provider, the payment gateway, the bank
    Simulate {
        #[command(subcommand)]
        simulate: simulate::Simulate,
    },
    /// Accounts for fees, statements, and whether the books balance
    Payments {
        #[command(flatten)]
        place: Place,
        #[command(subcommand)]
        payments: payments::Payments,
    },
    /// Who may sign in, and tokens for programs
    People {
        #[command(flatten)]
        place: Place,
        #[command(subcommand)]
        people: people::People,
    },
}

fn main() -> ExitCode {
    let program = match Program::try_parse() {
        Ok(program) => program,
        Err(error) => return explain(&error),
    };
    let logs = tracing_subscriber::EnvFilter::try_from_env("MOTCUA_LOG").unwrap_or_else(|_| "warn".into());
    tracing_subscriber::fmt().with_env_filter(logs).with_writer(std::io::stderr).init();
    match run(program) {
        Ok(text) if text.is_empty() => ExitCode::SUCCESS,
        Ok(text) => {
            // Whoever reads may have had enough; that is no fault of ours.
            let _ = writeln!(std::io::stdout(), "{text}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            let text = match &error {
                CommandError::Refused(text) => text.clone(),
                CommandError::Fault(fault) => format!("{fault:#}"),
            };
            let _ = writeln!(std::io::stderr(), "{text}");
            ExitCode::from(error.exit_status())
        }
    }
}

/// Says what is wrong with the command line; help and version are answers, not mistakes.
fn explain(error: &clap::Error) -> ExitCode {
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    ) {
        let _ = error.print();
    } else {
        let _ = writeln!(std::io::stderr(), "{}", usage::line(error, Texts::new(language())));
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// The language that was asked for in a line that has mistakes elsewhere.
fn language() -> Lang {
    let matches = Program::command().ignore_errors(true).try_get_matches();
    matches.ok().and_then(|matches| matches.get_one("lang").copied()).unwrap_or_default()
}

fn run(program: Program) -> Result<String, CommandError> {
    let texts = Texts::new(program.lang);
    let clock = Clock::system();
    match program.command {
        Command::Serve { place, serve } => {
            let listening = |address| {
                let _ = writeln!(
                    std::io::stdout(),
                    "{}",
                    texts.t1("cli-listening", "address", format!("http://{address}"))
                );
            };
            serve.run(&place, &clock, false, listening).map(|()| String::new())
        }
        Command::Demo(demo) => demo.run(texts),
        Command::Import(import) => import.run(texts, clock.now()),
        Command::Due(due) => due.run(texts),
        Command::Index(index) => index.run(texts),
        Command::Figures(figures) => figures.run(texts),
        Command::Report(report) => report.run(texts),
        Command::Lateness(lateness) => lateness.run(texts),
        Command::Process(process) => process.run(texts),
        Command::Journal { place, journal } => journal.run(&place, texts, clock.now()),
        Command::Simulate { simulate } => simulate.run(texts, &clock),
        Command::Payments { place, payments } => payments.run(&place, texts, clock.now()),
        Command::People { place, people } => people.run(&place, texts, clock.now()),
    }
}
