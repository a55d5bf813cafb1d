//! A circuit breaker: a neighbour that fails again and again is left alone for a while, then tried once.
//!
//! A pure state machine: the time is an argument.

use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;

/// What time it is, for whoever keeps a breaker.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// When the circuit opens, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// So many failures one after the other open it.
    pub failures: u32,
    /// For so long nobody is let through the first time; doubled each time that the trial fails.
    pub rest: SignedDuration,
    /// Never longer than this.
    pub longest_rest: SignedDuration,
}

impl Default for Rules {
    fn default() -> Self {
        Self { failures: 4, rest: SignedDuration::from_secs(15), longest_rest: SignedDuration::from_mins(5) }
    }
}

/// Where the circuit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// Calls go through.
    Closed,
    /// Nobody is let through until then.
    Open(Timestamp),
    /// One call is out to try; the others wait for what comes of it.
    HalfOpen,
}

/// The right to make one call; handed back with what came of it.
#[derive(Debug, PartialEq, Eq)]
#[must_use]
pub struct Ticket(u64);

/// The breaker.
#[derive(Debug)]
pub struct Breaker {
    rules: Rules,
    state: State,
    /// Changes with every change of condition: what comes of a call made before it says nothing any more.
    turn: u64,
    /// How long it rested last.
    rested: SignedDuration,
}

#[derive(Debug, Clone, Copy)]
enum State {
    Closed { failures: u32 },
    Open { until: Timestamp },
    HalfOpen { since: Timestamp },
}

impl Breaker {
    /// A closed circuit.
    #[must_use]
    pub fn new(rules: Rules) -> Self {
        Self { rules, state: State::Closed { failures: 0 }, turn: 0, rested: SignedDuration::ZERO }
    }

    /// Where it is now.
    #[must_use]
    pub fn condition(&self) -> Condition {
        match self.state {
            State::Closed { .. } => Condition::Closed,
            State::Open { until } => Condition::Open(until),
            State::HalfOpen { .. } => Condition::HalfOpen,
        }
    }

    /// Asks for the right to make a call; nothing while the circuit is open.
    pub fn admit(&mut self, now: Timestamp) -> Option<Ticket> {
        match self.state {
            State::Closed { .. } => Some(Ticket(self.turn)),
            State::Open { until } if now < until => None,
            // A trial of which nothing was heard for a whole rest is lost: whoever made it went away.
            State::HalfOpen { since } if now.duration_since(since) < self.rules.rest => None,
            State::Open { .. } | State::HalfOpen { .. } => {
                self.enter(State::HalfOpen { since: now });
                Some(Ticket(self.turn))
            }
        }
    }

    /// Hears what came of a call.
    #[expect(clippy::needless_pass_by_value, reason = "a ticket is good for one call")]
    pub fn report(&mut self, ticket: Ticket, succeeded: bool, now: Timestamp) {
        if ticket.0 != self.turn {
            return;
        }
        match (&mut self.state, succeeded) {
            (State::Closed { failures }, true) => *failures = 0,
            (State::Closed { failures }, false) => {
                *failures += 1;
                if *failures >= self.rules.failures {
                    self.open(self.rules.rest, now);
                }
            }
            (State::HalfOpen { .. }, true) => self.enter(State::Closed { failures: 0 }),
            (State::HalfOpen { .. }, false) => self.open(self.rested * 2, now),
            (State::Open { .. }, _) => {}
        }
    }

    fn open(&mut self, rest: SignedDuration, now: Timestamp) {
        self.rested = rest.min(self.rules.longest_rest);
        self.enter(State::Open { until: now.saturating_add(self.rested).unwrap_or(Timestamp::MAX) });
    }

    fn enter(&mut self, state: State) {
        self.state = state;
        self.turn += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_000_000 + seconds).expect("an instant")
    }

    fn fail(breaker: &mut Breaker, times: u32, now: Timestamp) {
        for _ in 0..times {
            let ticket = breaker.admit(now).expect("admitted");
            breaker.report(ticket, false, now);
        }
    }

    #[test]
    fn it_opens_after_failures_in_a_row_and_tries_once_after_its_rest() {
        let mut breaker = Breaker::new(Rules::default());
        fail(&mut breaker, 3, at(0));
        let ticket = breaker.admit(at(0)).expect("still closed");
        breaker.report(ticket, true, at(0));
        fail(&mut breaker, 4, at(1));
        assert_eq!(breaker.condition(), Condition::Open(at(16)));
        assert_eq!(breaker.admit(at(15)), None);
        let trial = breaker.admit(at(16)).expect("a trial");
        assert_eq!(breaker.admit(at(16)), None, "one at a time");
        breaker.report(trial, true, at(17));
        assert_eq!(breaker.condition(), Condition::Closed);
    }

    #[test]
    fn each_failed_trial_doubles_the_rest_up_to_the_longest() {
        let mut breaker = Breaker::new(Rules::default());
        fail(&mut breaker, 4, at(0));
        let mut now = 15;
        for rest in [30, 60, 120, 240, 300, 300] {
            let trial = breaker.admit(at(now)).expect("a trial");
            breaker.report(trial, false, at(now));
            assert_eq!(breaker.condition(), Condition::Open(at(now + rest)));
            now += rest;
        }
    }

    #[test]
    fn a_trial_that_got_lost_does_not_block_for_ever() {
        let mut breaker = Breaker::new(Rules::default());
        fail(&mut breaker, 4, at(0));
        let lost = breaker.admit(at(15)).expect("a trial");
        assert_eq!(breaker.admit(at(20)), None);
        let second = breaker.admit(at(30)).expect("another trial");
        breaker.report(lost, true, at(31));
        assert_eq!(breaker.condition(), Condition::HalfOpen, "what comes late says nothing");
        breaker.report(second, true, at(31));
        assert_eq!(breaker.condition(), Condition::Closed);
    }

    #[derive(Debug, Clone)]
    enum Step {
        Admit,
        Report(usize, bool),
        Wait(i64),
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let step = prop_oneof![
            3 => Just(Step::Admit),
            3 => (0..8_usize, any::<bool>()).prop_map(|(which, ok)| Step::Report(which, ok)),
            1 => (0..400_i64).prop_map(Step::Wait),
        ];
        proptest::collection::vec(step, 0..200)
    }

    proptest! {
        /// Whatever the order of calls and answers: nobody passes an open circuit, one at most tries it, it never rests longer
        /// than allowed, and after the longest rest somebody is always let through.
        #[test]
        fn it_keeps_its_promises_in_any_order(steps in steps()) {
            let rules = Rules::default();
            let mut breaker = Breaker::new(rules);
            let (mut now, mut out, mut in_a_row) = (at(0), Vec::new(), 0_u32);
            for step in steps {
                let before = breaker.condition();
                match step {
                    Step::Wait(seconds) => now += SignedDuration::from_secs(seconds),
                    Step::Admit => {
                        let admitted = breaker.admit(now);
                        match before {
                            Condition::Closed => prop_assert!(admitted.is_some()),
                            Condition::Open(until) => prop_assert_eq!(admitted.is_some(), now >= until),
                            Condition::HalfOpen => {}
                        }
                        if admitted.is_some() && before != Condition::Closed {
                            prop_assert_eq!(breaker.condition(), Condition::HalfOpen);
                            prop_assert!(breaker.admit(now).is_none());
                        }
                        out.extend(admitted);
                    }
                    Step::Report(which, ok) if which < out.len() => {
                        let current = out[which].0 == breaker.turn;
                        breaker.report(out.swap_remove(which), ok, now);
                        match (before, breaker.condition()) {
                            (Condition::Closed, Condition::Closed) if current => in_a_row = if ok { 0 } else { in_a_row + 1 },
                            (Condition::Closed, Condition::Open(until)) => {
                                prop_assert!(!ok && in_a_row + 1 == rules.failures);
                                prop_assert_eq!(until, now + rules.rest);
                            }
                            (Condition::HalfOpen, Condition::Closed) => {
                                prop_assert!(ok && current);
                                in_a_row = 0;
                            }
                            (Condition::HalfOpen, Condition::Open(until)) => {
                                prop_assert!(!ok && current);
                                prop_assert!(until <= now + rules.longest_rest);
                            }
                            (before, after) => prop_assert_eq!(before, after),
                        }
                    }
                    Step::Report(..) => {}
                }
            }
            let later = now + rules.longest_rest;
            prop_assert!(breaker.admit(later).is_some());
        }
    }
}
