//! The commands of the program, one file each: what each takes, does and prints.

pub mod demo;
pub mod due;
pub mod figures;
pub mod import;
pub mod index;
pub mod journal;
pub mod lateness;
pub mod messages;
pub mod neighbour;
pub mod payment;
pub mod payments;
pub mod people;
pub mod population;
pub mod process;
pub mod report;
pub mod serve;
pub mod settings;
pub mod signing;
pub mod simulate;
pub mod usage;

pub use web::Words as Texts;

use rules::Refusal;
use store::Failure;

/// Why a command did not do what it was asked to.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// Refused, or bad input: one clear line a problem.
    #[error("{0}")]
    Refused(String),
    /// Ours.
    #[error(transparent)]
    Fault(#[from] anyhow::Error),
}

impl CommandError {
    /// The exit status of the program: 1 refused or bad input, 3 fault.
    #[must_use]
    pub fn exit_status(&self) -> u8 {
        match self {
            Self::Refused(_) => 1,
            Self::Fault(_) => 3,
        }
    }

    /// A failure of the store in the words of the catalogues.
    #[must_use]
    pub fn of(failure: Failure, texts: Texts) -> Self {
        match failure {
            Failure::Refused(refusal) => Self::Refused(said(&refusal, texts)),
            Failure::Fault(fault) => Self::Fault(fault.into()),
        }
    }
}

impl From<store::Fault> for CommandError {
    fn from(fault: store::Fault) -> Self {
        Self::Fault(fault.into())
    }
}

/// A refusal in words: what is wrong, then each field at fault on a line of its own.
fn said(refusal: &Refusal, texts: Texts) -> String {
    let own =
        texts.maybe(&format!("refusal-{}", refusal.code), &refusal.args).unwrap_or_else(|| refusal.code.to_owned());
    let problems = refusal.problems.iter().map(|problem| {
        let text = texts.maybe(&format!("problem-{}", problem.code), &problem.args);
        format!("{}: {}", problem.pointer, text.unwrap_or_else(|| problem.code.to_owned()))
    });
    let row = refusal.args.iter().find(|(name, _)| *name == "row").map(|(_, row)| row.clone());
    let lines = std::iter::once(own).chain(problems);
    let lines = lines.map(|what| match &row {
        Some(row) => texts.t2("import-entered-refused", "row", row, "what", what),
        None => what,
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    //! A simulated province has a time of its own, whoever writes into it.

    use super::settings::Place;
    use super::{CommandError, Texts, import::Import, index, journal::Journal, people::People};
    use crate::demo;
    use clap::Parser;
    use jiff::Timestamp;
    use rules::calendar::day_of;
    use store::{Options, Store};
    use web::Lang;

    #[derive(Debug, Parser)]
    enum Line {
        People {
            #[command(flatten)]
            place: Place,
            #[command(subcommand)]
            people: People,
        },
        Import(Import),
        Journal {
            #[command(flatten)]
            place: Place,
            #[command(subcommand)]
            journal: Journal,
        },
    }

    fn run(line: &str, now: Timestamp) -> Result<String, CommandError> {
        let texts = Texts::new(Lang::Vi);
        match Line::try_parse_from(std::iter::once("motcua").chain(line.split(' '))).expect("a line") {
            Line::People { place, people } => people.run(&place, texts, now),
            Line::Import(import) => import.run(texts, now),
            Line::Journal { place, journal } => journal.run(&place, texts, now),
        }
    }

    /// What time it is in the province, and its index as it is answered without a date.
    fn stands(store: &Store) -> (Option<Timestamp>, serde_json::Value) {
        let report = index::report(store, &index::Question::default(), Texts::new(Lang::Vi)).expect("an index");
        let mut report = serde_json::to_value(report).expect("JSON");
        report["computed_at"].take();
        (demo::now(store).expect("a time"), report)
    }

    #[test]
    fn no_command_moves_the_date_of_a_simulated_province() {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().display();
        let store =
            Place { database: None, data: folder.path().to_owned() }.open(&Options::default()).expect("a store");
        let options = demo::Options { dossiers: 60, ..demo::Options::default() };
        demo::create(&store, &options, |_, _| {}).expect("a province");
        let before = stands(&store);
        assert_eq!(before.0.map(day_of), Some(options.as_of));
        let days = folder.path().join("days.csv");
        std::fs::write(&days, "date,kind,name,source\n2031-04-30,holiday,Ngày Chiến thắng,Thông báo\n")
            .expect("written");
        let much_later: Timestamp = "2026-11-26T02:00:00Z".parse().expect("an instant");
        for line in [
            format!("people --data {data} token --login quantri"),
            format!("people --data {data} add --login moi --name Moi --agency H35.38 --role clerk"),
            format!("people --data {data} recover --login quantri --reason mat"),
            format!("import --data {data} holidays {}", days.display()),
            format!("journal --data {data} checkpoint"),
        ] {
            run(&line, much_later).unwrap_or_else(|error| panic!("{line}: {error}"));
            assert_eq!(stands(&store), before, "{line}");
        }
        // What was signed and kept carries the province's time as well.
        let latest =
            store.read_blocking(|tx| tx.query_one("SELECT MAX(taken_at) FROM checkpoints", vec![])?.opt_time(0));
        assert_eq!(latest.expect("a checkpoint"), before.0);
    }
}
