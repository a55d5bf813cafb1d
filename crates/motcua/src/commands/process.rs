//! `motcua process`: what happened to the dossiers of a procedure, as an event log or as the graph of what follows what.

use super::index::{day_asked_for, json};
use super::settings::Place;
use super::{CommandError, Texts};
use clap::Args;
use rules::calendar::day_of;
use rules::process::{Graph, xes};
use rules::quality::Period;
use serde_json::{Value, json};
use std::path::PathBuf;
use store::province::ProvinceCache;
use store::tables::process::{procedures, traces};
use store::{Failure, Options};
use web::Clock;

/// What was asked.
#[derive(Debug, Args)]
pub struct Process {
    #[command(flatten)]
    place: Place,
    /// Which procedure; the one with the most dossiers of the year when not given
    #[arg(long, value_name = "CODE")]
    procedure: Option<String>,
    /// Where the event log is written, as XES
    #[arg(long, value_name = "FILE")]
    xes: Option<PathBuf>,
}

impl Process {
    /// The graph, as JSON; and the event log where it is asked for.
    ///
    /// # Errors
    /// When the database fails, or the log can't be written.
    pub fn run(&self, texts: Texts) -> Result<String, CommandError> {
        let store = self.place.open_existing(&Options { readers: 1, ..Options::default() }, texts)?;
        let (now, asked) = (Clock::system().now(), self.procedure.clone());
        let (procedure, found, graph) = store
            .read_blocking(move |tx| {
                let today = day_asked_for(tx, None, day_of(now))?;
                let year = Period { from: today.first_of_year(), to: today };
                let procedure = match asked.clone() {
                    Some(code) => code,
                    None => {
                        let most = procedures(tx, year.start(), year.end())?.into_iter().next();
                        most.map(|(code, _)| code).unwrap_or_default()
                    }
                };
                let found = traces(tx, &procedure, year.start(), year.end())?;
                let province = ProvinceCache::default().get(tx)?;
                let calendar = province.calendar_of_the_province();
                let graph = Graph::of(&found, &|from, to| calendar.working_between(from, to).seconds());
                Ok::<_, Failure>((procedure, found, graph))
            })
            .map_err(|failure| CommandError::of(failure, texts))?;
        if let Some(path) = &self.xes {
            std::fs::write(path, xes(&found)).map_err(|error| CommandError::Fault(error.into()))?;
        }
        json(&drawn(&procedure, &graph))
    }
}

fn drawn(procedure: &str, graph: &Graph) -> Value {
    let edges: Vec<Value> = graph
        .waits()
        .into_iter()
        .map(|(from, to, edge)| {
            json!({
                "from": from, "to": to, "count": edge.count, "seconds": edge.seconds, "working_seconds": edge.working,
                "mean_seconds": edge.mean(), "mean_working_seconds": edge.mean_working(),
            })
        })
        .collect();
    json!({
        "procedure": procedure, "cases": graph.cases, "activities": graph.activities, "starts": graph.starts,
        "ends": graph.ends, "edges": edges,
    })
}
