//! The picture of a route: its steps one below the other, and beside each the opinions that it asks for at the same time. Drawn as
//! SVG on the server; the table beside it says the same.

use super::consultations::whom;
use super::steps::{self, Asking, Typing};
use crate::components::Choice;
use crate::frame::Frame;
use rules::catalogue::{AnswerTime, Whom};
use rules::people::Directory;

/// Width of the drawing, in its own units: a telephone's.
pub(super) const WIDTH: u32 = 360;
/// Width of a box.
const BOX: u32 = 164;
/// Letters that fit into a line of a box.
const LETTERS: usize = 23;
/// Height of a line of text.
const LINE: u32 = 15;
/// Between two boxes.
const GAP: u32 = 16;
/// Lines of a name before it is cut.
const LINES: usize = 4;

/// The drawing.
pub(super) struct Picture {
    pub(super) height: u32,
    pub(super) boxes: Vec<Boxed>,
    /// The connections, as paths.
    pub(super) lines: Vec<String>,
}

/// A box: a step on the left, an opinion on the right.
pub(super) struct Boxed {
    pub(super) x: u32,
    pub(super) y: u32,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) is_opinion: bool,
    /// Its lines of text: where each stands, and whether it is of the name.
    pub(super) text: Vec<(u32, String, bool)>,
}

/// A step in the table.
pub(super) struct Row {
    pub(super) name: String,
    pub(super) who: String,
    pub(super) share: String,
    /// Its opinions: of whom, what, within which time.
    pub(super) opinions: Vec<String>,
}

/// What there is to draw of a step: its name, who does it, its opinions by agency and time.
pub(super) struct Told {
    name: String,
    who: String,
    share: String,
    opinions: Vec<(String, String, String)>,
}

/// The steps in words.
pub(super) fn told(f: &Frame, directory: &Directory, steps: &[Typing], places: &[Choice]) -> Vec<Told> {
    let step = |step: &Typing| {
        let place = places.iter().find(|place| place.value == step.place).map(|place| place.label.clone());
        let role = steps::ROLES.iter().find(|role| role.key() == step.role).map(|role| f.role(role));
        let asked = |ask: &Asking| {
            let agency = Whom::from_key(&ask.whom).map(|asked| whom(f, directory, &asked)).unwrap_or_default();
            (agency, ask.question.clone(), within(f, ask))
        };
        Told {
            name: step.name.clone(),
            who: [role, place].into_iter().flatten().collect::<Vec<_>>().join(" · "),
            share: format!("{} %", step.share),
            opinions: step.asks.iter().map(asked).collect(),
        }
    };
    steps.iter().map(step).collect()
}

/// The time for an answer in words; empty while it is none.
fn within(f: &Frame, ask: &Asking) -> String {
    let amount = ask.amount.parse().ok().and_then(|amount| AnswerTime::of(&ask.unit, amount));
    amount.map_or_else(String::new, |within| {
        f.t1(&format!("route-within-{}", within.unit().replace('_', "-")), "count", within.amount())
    })
}

/// The table.
pub(super) fn rows(f: &Frame, told: &[Told]) -> Vec<Row> {
    let opinion = |(agency, question, within): &(String, String, String)| {
        f.words.with("route-opinion", &[("agency", agency), ("within", within), ("question", question)])
    };
    let row = |step: &Told| Row {
        name: step.name.clone(),
        who: step.who.clone(),
        share: step.share.clone(),
        opinions: step.opinions.iter().map(opinion).collect(),
    };
    told.iter().map(row).collect()
}

/// The drawing: a step is as tall as what it asks for, so that the next one begins below the last opinion.
pub(super) fn draw(told: &[Told]) -> Picture {
    let mut picture = Picture { height: 0, boxes: Vec::new(), lines: Vec::new() };
    let mut y = 1;
    for (number, step) in told.iter().enumerate() {
        if number > 0 {
            picture.lines.push(format!("M{} {}V{y}", BOX / 2, y - GAP));
        }
        let name = format!("{}. {}", number + 1, step.name);
        let step_box = boxed(1, y, false, &name, &format!("{} · {}", step.who, step.share));
        let (mut below, x) = (y, WIDTH - BOX - 1);
        for (agency, _, within) in &step.opinions {
            let opinion = boxed(x, below, true, agency, within);
            let middle = below + opinion.height / 2;
            // Out of the step to each opinion: all of them at once.
            picture.lines.push(format!("M{} {middle}H{x}", BOX + 16));
            below += opinion.height + GAP / 2;
            picture.boxes.push(opinion);
        }
        if let Some(last) = picture.boxes.last().filter(|_| !step.opinions.is_empty()) {
            let (top, bottom) = (y + LINE, last.y + last.height / 2);
            picture.lines.push(format!("M{} {top}H{}V{bottom}", BOX + 1, BOX + 16));
        }
        let height = step_box.height.max(below.saturating_sub(y + GAP / 2));
        picture.boxes.push(Boxed { height, ..step_box });
        y += height + GAP;
    }
    picture.height = y.saturating_sub(GAP) + 1;
    picture
}

fn boxed(x: u32, y: u32, is_opinion: bool, name: &str, note: &str) -> Boxed {
    let (name, note) = (wrapped(name), wrapped(note));
    let lines = name.into_iter().map(|line| (line, true)).chain(note.into_iter().map(|line| (line, false)));
    let text: Vec<_> = (1..).zip(lines).map(|(at, (line, is_name))| (y + 3 + LINE * at, line, is_name)).collect();
    let height = LINE * u32::try_from(text.len()).unwrap_or(1) + 12;
    Boxed { x, y, width: BOX, height, is_opinion, text }
}

/// The text in lines that fit; what is too long for the box ends with an ellipsis.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut().filter(|line| line.chars().count() + 1 + word.chars().count() <= LETTERS) {
            Some(line) => {
                line.push(' ');
                line.push_str(word);
            }
            None => lines.push(word.chars().take(LETTERS).collect()),
        }
    }
    if lines.len() > LINES {
        lines.truncate(LINES);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(opinions: usize) -> Told {
        let opinion = ("Công an tỉnh".to_owned(), "Có đạt không?".to_owned(), "3 ngày làm việc".to_owned());
        Told {
            name: "Thẩm định hồ sơ".into(),
            who: "Cán bộ thụ lý".into(),
            share: "40 %".into(),
            opinions: vec![opinion; opinions],
        }
    }

    #[test]
    fn opinions_stand_beside_their_step_and_nothing_overlaps() {
        let picture = draw(&[step(0), step(3), step(1)]);
        let opinions: Vec<_> = picture.boxes.iter().filter(|one| one.is_opinion).collect();
        assert_eq!((picture.boxes.len(), opinions.len()), (7, 4));
        for (at, one) in picture.boxes.iter().enumerate() {
            assert!(one.x + one.width <= WIDTH && one.y + one.height <= picture.height, "inside the drawing");
            assert!(one.text.iter().all(|(y, _, _)| *y > one.y && *y < one.y + one.height), "text inside its box");
            for other in &picture.boxes[at + 1..] {
                let apart = one.x != other.x || one.y + one.height <= other.y || other.y + other.height <= one.y;
                assert!(apart, "one below the other");
            }
        }
        assert_eq!(picture.lines.len(), 2 + 4 + 2, "down, to each opinion, and where they branch off");
    }

    #[test]
    fn long_names_are_cut_where_they_no_longer_fit() {
        let lines = wrapped(&"Thẩm định nội dung hồ sơ ".repeat(9));
        assert_eq!(lines.len(), LINES);
        assert!(lines[LINES - 1].ends_with('…') && lines.iter().all(|line| line.chars().count() <= LETTERS + 1));
        assert_eq!(wrapped(" "), Vec::<String>::new());
    }
}
