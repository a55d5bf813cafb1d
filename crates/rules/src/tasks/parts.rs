//! What the parts of a task add up to: how many are done and late, the light that needs attention most, what they reached of what is
//! counted. A whole says of itself what was reported of it; this is what its parts say.

use super::{Light, Status};
use crate::codes::TaskCode;
use crate::indicators::Amount;
use crate::text::fold;
use std::collections::BTreeSet;

/// A task below another one, as far as that one depends on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its code.
    pub code: TaskCode,
    /// The task of which it is a part.
    pub parent: TaskCode,
    /// Where it stands.
    pub status: Status,
    /// Its light on the day that is asked about.
    pub light: Light,
    /// What is counted; empty where nothing is.
    pub unit: String,
    /// How many of it.
    pub target: Option<Amount>,
    /// How many of it were reached, as reported last.
    pub value: Option<Amount>,
}

/// What the parts of a task add up to. Those that were taken back count for nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole {
    /// How many parts it has, those of its parts not among them.
    pub parts: u64,
    /// How many of these are done.
    pub done: u64,
    /// How many of these are late and not done.
    pub late: u64,
    /// The light that needs attention most of everything below it, however deep.
    pub worst: Light,
    /// What the parts reached together.
    pub counted: Option<Counted>,
}

/// What parts that count the same reached together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// What is counted.
    pub unit: String,
    /// How many of it were reached.
    pub value: Amount,
    /// How many of it the parts are to reach together; nothing where one of them has no target.
    pub target: Option<Amount>,
    /// How many parts count it.
    pub of: u64,
}

/// Lights by how much they need attention: what is late and open first, then what is open, then what is done, then what is stopped.
const ATTENTION: [Light; 7] = [
    Light::WaitingLate,
    Light::WorkingLate,
    Light::WaitingInTime,
    Light::WorkingInTime,
    Light::DoneLate,
    Light::DoneInTime,
    Light::Off,
];

/// What a task's parts add up to, out of everything below it; nothing where it has no parts. `unit` is what the task itself counts, where
/// it counts something.
#[must_use]
pub fn add_up(whole: &TaskCode, unit: &str, below: &[Part]) -> Option<Whole> {
    let parts: Vec<&Part> = parts_of(whole, below).collect();
    let count = |wanted: &dyn Fn(&Part) -> bool| parts.iter().filter(|part| wanted(part)).count() as u64;
    let late = |part: &Part| matches!(part.light, Light::WaitingLate | Light::WorkingLate);
    let lights = everything(whole, below);
    let worst = ATTENTION.into_iter().find(|light| lights.contains(light))?;
    Some(Whole {
        parts: count(&|_| true),
        done: count(&|part| part.status == Status::Completed),
        late: count(&late),
        worst,
        counted: counted(&parts, unit, below),
    })
}

/// The parts of a task that were not taken back.
fn parts_of<'a>(whole: &'a TaskCode, below: &'a [Part]) -> impl Iterator<Item = &'a Part> {
    below.iter().filter(move |part| part.parent == *whole && part.status != Status::Cancelled)
}

/// The lights of everything below a task; what is below something that was taken back counts no more than it.
fn everything(whole: &TaskCode, below: &[Part]) -> Vec<Light> {
    let (mut lights, mut open, mut seen) = (Vec::new(), vec![whole], BTreeSet::from([whole]));
    while let Some(next) = open.pop() {
        // What went wrong before must not hang us: each once.
        for part in parts_of(next, below).filter(|part| seen.insert(&part.code)) {
            lights.push(part.light);
            open.push(&part.code);
        }
    }
    lights
}

/// What parts reached together of what the whole counts; where it counts nothing, of what all of them count that count something.
fn counted(parts: &[&Part], unit: &str, below: &[Part]) -> Option<Counted> {
    let first = parts.iter().map(|part| part.unit.as_str()).find(|unit| !unit.is_empty())?;
    let (unit, all_alike) = if unit.is_empty() { (first, true) } else { (unit, false) };
    let same = |part: &&&Part| fold(&part.unit) == fold(unit);
    let others = parts.iter().any(|part| !part.unit.is_empty() && fold(&part.unit) != fold(unit));
    if !adds_up(unit) || all_alike && others {
        return None;
    }
    let counting: Vec<&Part> = parts.iter().filter(same).copied().collect();
    if counting.is_empty() {
        return None;
    }
    let value = counting.iter().map(|part| reached(part, below, &mut BTreeSet::new())).sum::<i64>();
    let targets: Option<Vec<i64>> = counting.iter().map(|part| part.target.map(|target| target.0)).collect();
    Some(Counted {
        unit: unit.to_owned(),
        value: Amount(value),
        target: targets.map(|targets| Amount(targets.iter().sum())),
        of: counting.len() as u64,
    })
}

/// What a part reached, in thousandths: what its own parts did that count the same, else what was reported of it.
fn reached<'a>(part: &'a Part, below: &'a [Part], seen: &mut BTreeSet<&'a TaskCode>) -> i64 {
    if !seen.insert(&part.code) {
        return 0;
    }
    let own: Vec<&Part> = parts_of(&part.code, below).filter(|own| fold(&own.unit) == fold(&part.unit)).collect();
    if own.is_empty() {
        return part.value.map_or(0, |value| value.0);
    }
    own.into_iter().map(|own| reached(own, below, seen)).sum()
}

/// Whether amounts of this unit can be added: shares can't.
fn adds_up(unit: &str) -> bool {
    let folded = fold(unit);
    !unit.contains('%') && !["phan tram", "ty le", "ti le", "diem phan tram"].iter().any(|share| folded.contains(share))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(number: u32) -> TaskCode {
        TaskCode::new(2025, number)
    }

    fn part(number: u32, parent: u32, status: Status, late: bool, counted: (&str, i64, i64)) -> Part {
        let (unit, target, value) = counted;
        let amount = |number: i64| Some(Amount::whole(number)).filter(|_| !unit.is_empty());
        Part {
            code: code(number),
            parent: code(parent),
            status,
            light: Light::of(status, late),
            unit: unit.into(),
            target: amount(target),
            value: amount(value),
        }
    }

    #[test]
    fn a_whole_shows_what_is_done_late_and_reached_below_it() {
        let below = [
            part(2, 1, Status::Completed, false, ("máy", 10, 10)),
            part(3, 1, Status::InProgress, false, ("Máy", 20, 7)),
            part(4, 1, Status::Cancelled, true, ("máy", 50, 50)),
            part(5, 3, Status::Completed, true, ("máy", 5, 4)),
            part(6, 3, Status::Assigned, true, ("máy", 15, 2)),
            part(7, 4, Status::Assigned, true, ("", 0, 0)),
        ];
        let whole = add_up(&code(1), "máy", &below).expect("parts");
        assert_eq!((whole.parts, whole.done, whole.late), (2, 1, 0));
        assert_eq!(whole.worst, Light::WaitingLate, "however deep");
        let counted = Counted { unit: "máy".into(), value: Amount::whole(16), target: Some(Amount::whole(30)), of: 2 };
        assert_eq!(whole.counted, Some(counted), "a part with parts of its own reached what they did");
        let part = add_up(&code(3), "Máy", &below).expect("parts");
        assert_eq!((part.parts, part.done, part.late, part.worst), (2, 1, 1, Light::WaitingLate));
        assert_eq!(add_up(&code(2), "máy", &below), None);
        assert_eq!(add_up(&code(4), "máy", &below[..5]), None);
    }

    #[test]
    fn only_what_is_counted_alike_is_added() {
        let below = |first: &str, second: &str| {
            [
                part(2, 1, Status::InProgress, false, (first, 10, 4)),
                part(3, 1, Status::InProgress, false, (second, 20, 7)),
                part(4, 1, Status::InProgress, false, ("", 0, 0)),
            ]
        };
        let counted = |own: &str, first: &str, second: &str| {
            let whole = add_up(&code(1), own, &below(first, second)).expect("parts");
            whole.counted.map(|counted| (counted.value, counted.of))
        };
        assert_eq!(counted("", "máy", "máy"), Some((Amount::whole(11), 2)));
        assert_eq!(counted("máy", "máy", "người"), Some((Amount::whole(4), 1)));
        for (own, first, second) in
            [("", "máy", "người"), ("lớp", "máy", "người"), ("%", "%", "%"), ("", "tỷ lệ", "tỷ lệ")]
        {
            assert_eq!(counted(own, first, second), None, "{own} {first} {second}");
        }
    }

    #[test]
    fn a_circle_that_was_written_anyhow_hangs_nobody() {
        let below =
            [part(2, 3, Status::InProgress, false, ("máy", 1, 1)), part(3, 2, Status::InProgress, true, ("máy", 1, 1))];
        let whole = add_up(&code(2), "máy", &below).expect("parts");
        assert_eq!((whole.parts, whole.worst), (1, Light::WorkingLate));
    }
}
