//! Where dossiers go and where they wait, read from what happened: the directly-follows graph of a procedure with the times between.
//!
//! A [`Trace`] is what happened to one dossier, in order. Its graph counts, of all traces, how often one thing followed another, and how long it
//! took by the clock and in working time: the difference is nights, weekends and holidays. Must not know where entries are kept.

use jiff::Timestamp;
use std::collections::BTreeMap;

/// Something that happened to a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// What: the event's own name, `received`.
    pub activity: String,
    /// When.
    pub at: Timestamp,
}

/// What happened to one dossier, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// Its code.
    pub case: String,
    /// What happened.
    pub marks: Vec<Mark>,
}

/// How often one thing followed another, and how long it took in all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Edge {
    /// How often.
    pub count: u64,
    /// Seconds by the clock, of all together.
    pub seconds: i64,
    /// Seconds of working time, of all together.
    pub working: i64,
    /// The longest, in seconds of working time.
    pub longest: i64,
}

/// The directly-follows graph.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Graph {
    /// How many dossiers.
    pub cases: u64,
    /// How often each thing happened.
    pub activities: BTreeMap<String, u64>,
    /// What followed what.
    pub edges: BTreeMap<(String, String), Edge>,
    /// What came first, how often.
    pub starts: BTreeMap<String, u64>,
    /// What came last, how often.
    pub ends: BTreeMap<String, u64>,
}

impl Graph {
    /// The graph of these traces; `working` tells the seconds of working time between two instants.
    #[must_use]
    pub fn of(traces: &[Trace], working: &dyn Fn(Timestamp, Timestamp) -> i64) -> Self {
        let mut graph = Self::default();
        for Trace { marks, .. } in traces.iter().filter(|trace| !trace.marks.is_empty()) {
            graph.cases += 1;
            for mark in marks {
                *graph.activities.entry(mark.activity.clone()).or_default() += 1;
            }
            for pair in marks.windows(2) {
                let edge = graph.edges.entry((pair[0].activity.clone(), pair[1].activity.clone())).or_default();
                let worked = working(pair[0].at, pair[1].at);
                edge.count += 1;
                edge.seconds += pair[1].at.as_second() - pair[0].at.as_second();
                edge.working += worked;
                edge.longest = edge.longest.max(worked);
            }
            let ends = [(marks.first(), &mut graph.starts), (marks.last(), &mut graph.ends)];
            for (mark, counted) in ends {
                if let Some(mark) = mark {
                    *counted.entry(mark.activity.clone()).or_default() += 1;
                }
            }
        }
        graph
    }

    /// What follows what, the longest wait in all first.
    #[must_use]
    pub fn waits(&self) -> Vec<(&str, &str, Edge)> {
        let mut waits: Vec<_> =
            self.edges.iter().map(|((from, to), edge)| (from.as_str(), to.as_str(), *edge)).collect();
        waits.sort_by_key(|(from, to, edge)| (std::cmp::Reverse(edge.working), *from, *to));
        waits
    }
}

impl Edge {
    /// Seconds of working time, on average.
    #[must_use]
    pub fn mean_working(&self) -> i64 {
        self.working / i64::try_from(self.count.max(1)).unwrap_or(i64::MAX)
    }

    /// Seconds by the clock, on average.
    #[must_use]
    pub fn mean(&self) -> i64 {
        self.seconds / i64::try_from(self.count.max(1)).unwrap_or(i64::MAX)
    }
}

/// The traces as an event log in XES (IEEE 1849), which tools of process mining read. No personal data stands in it: a dossier's code, what
/// happened, when.
#[must_use]
pub fn xes(traces: &[Trace]) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<log xes.version=\"1.0\" xmlns=\"http://www.xes-standard.org/\">\n\
         <extension name=\"Concept\" prefix=\"concept\" uri=\"http://www.xes-standard.org/concept.xesext\"/>\n\
         <extension name=\"Time\" prefix=\"time\" uri=\"http://www.xes-standard.org/time.xesext\"/>\n",
    );
    for trace in traces {
        out.push_str(&format!("<trace><string key=\"concept:name\" value=\"{}\"/>\n", escaped(&trace.case)));
        for mark in &trace.marks {
            out.push_str(&format!(
                "<event><string key=\"concept:name\" value=\"{}\"/><date key=\"time:timestamp\" value=\"{}\"/></event>\n",
                escaped(&mark.activity),
                mark.at
            ));
        }
        out.push_str("</trace>\n");
    }
    out.push_str("</log>\n");
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn trace(case: &str, marks: &[(&str, i64)]) -> Trace {
        let mark = |(activity, at): &(&str, i64)| Mark {
            activity: (*activity).into(),
            at: Timestamp::from_second(*at).expect("a time"),
        };
        Trace { case: case.into(), marks: marks.iter().map(mark).collect() }
    }

    fn half(from: Timestamp, to: Timestamp) -> i64 {
        (to.as_second() - from.as_second()) / 2
    }

    #[test]
    fn what_follows_what_is_counted_with_its_times() {
        let traces = [
            trace("1", &[("filed", 0), ("received", 10), ("returned", 110)]),
            trace("2", &[("filed", 0), ("received", 30), ("supplement_requested", 40), ("received", 60)]),
        ];
        let graph = Graph::of(&traces, &half);
        let edge = graph.edges[&("filed".to_owned(), "received".to_owned())];
        assert_eq!(edge, Edge { count: 2, seconds: 40, working: 20, longest: 15 });
        assert_eq!((edge.mean(), edge.mean_working()), (20, 10));
        assert_eq!((graph.cases, graph.activities["received"], graph.ends["returned"]), (2, 3, 1));
        assert_eq!(graph.waits()[0].0, "received");
        let log = xes(&traces);
        assert_eq!((log.matches("<trace>").count(), log.matches("<event>").count()), (2, 7));
    }

    proptest! {
        /// Every mark but the last of a trace is followed by one.
        #[test]
        fn edges_and_ends_are_all_there_is(lengths in prop::collection::vec(1_usize..8, 0..20)) {
            let names = ["a", "b", "c"];
            let traces: Vec<Trace> = lengths
                .iter()
                .map(|length| trace("x", &(0..*length).map(|at| (names[(at * length) % 3], at as i64)).collect::<Vec<_>>()))
                .collect();
            let graph = Graph::of(&traces, &half);
            let marks: u64 = graph.activities.values().sum();
            let edges: u64 = graph.edges.values().map(|edge| edge.count).sum();
            prop_assert_eq!(marks, edges + graph.cases);
            prop_assert_eq!(graph.starts.values().sum::<u64>(), graph.cases);
        }
    }
}
