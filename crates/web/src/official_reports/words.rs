//! Forms, periods, lines and columns in words.

use crate::components::{Tag, Tone};
use crate::frame::Frame;
use crate::pages::said;
use rules::codes::AgencyCode;
use rules::official_reports::{Cadence, Check, Column, Form, Line, ReportPeriod, State, Tier};
use store::province::Province;

/// What a form is about.
pub(crate) fn form_name(f: &Frame, form: Form) -> String {
    f.t(&format!("official-report-form-{}", form.key()))
}

/// A period: "Quý IV năm 2025".
pub(crate) fn period_name(f: &Frame, period: ReportPeriod) -> String {
    let number = match (period.cadence(), period.number()) {
        (Cadence::Month, number) => format!("{number:02}"),
        (Cadence::Quarter, number) => {
            ["I", "II", "III", "IV"][usize::from(number.unsigned_abs().clamp(1, 4)) - 1].into()
        }
        (_, number) => number.to_string(),
    };
    let key = format!("official-report-period-{}", period.cadence().key());
    f.t2(&key, "number", number, "year", period.year().to_string())
}

/// Its days.
pub(crate) fn days(f: &Frame, period: ReportPeriod) -> String {
    let days = period.days();
    f.t2("official-report-days", "from", f.day(&days.from), "to", f.day(&days.to))
}

/// A column's heading.
pub(crate) fn column_name(f: &Frame, column: &Column) -> String {
    f.t(&format!("official-report-column-{}", column.key))
}

/// A column's number, with its formula: "(3)=(4)+(5)+(6)".
pub(crate) fn formula(column: &Column) -> String {
    if column.sum.is_empty() {
        format!("({})", column.number)
    } else {
        format!("({})={}", column.number, sum(column.sum))
    }
}

fn sum(numbers: &[u8]) -> String {
    numbers.iter().map(|number| format!("({number})")).collect::<Vec<_>>().join("+")
}

/// What must hold in every line of a form, in words.
pub(crate) fn checks(form: Form) -> Vec<String> {
    let sums = form.columns().iter().filter(|column| !column.sum.is_empty()).map(formula);
    let others = form.checks().iter().map(|check| match check {
        Check::Equal(one, other) => format!("{}={}", sum(one), sum(other)),
        Check::AtMost(one, other) => format!("{}≤{}", sum(one), sum(other)),
    });
    sums.chain(others).collect()
}

/// A line's name.
pub(crate) fn line_name(f: &Frame, province: &Province, form: Form, line: &Line) -> String {
    match line {
        Line::All => f.t("official-report-line-all"),
        Line::Tier(tier) => f.t(&format!("official-report-line-{}", tier.key())),
        Line::One(Tier::Commune, name) if form == Form::ProceduresByAgency && name.is_empty() => {
            f.t("official-report-line-communes")
        }
        Line::One(_, name) if name.is_empty() => f.t("official-report-line-other"),
        Line::One(_, name) if form == Form::ProceduresByAgency => {
            let code: Option<AgencyCode> = name.parse().ok();
            code.map_or_else(|| name.clone(), |code| said::agency_named(f.lang(), &province.directory, &code))
        }
        Line::One(_, name) => name.clone(),
    }
}

/// A line's number: the total has none, levels have Roman ones, lines are counted within their level.
pub(crate) fn numbers(lines: &[Line]) -> Vec<String> {
    let (mut level, mut one) = (0, 0);
    let mut number = |line: &Line| match line {
        Line::All => String::new(),
        Line::Tier(_) => {
            (level, one) = (level + 1, 0);
            "I".repeat(level)
        }
        Line::One(..) => {
            one += 1;
            one.to_string()
        }
    };
    lines.iter().map(&mut number).collect()
}

/// A state in words.
pub(crate) fn tag(f: &Frame, state: State) -> Tag {
    let tone = match state {
        State::NotSent => Tone::Neutral,
        State::Awaiting => Tone::Waiting,
        State::Locked => Tone::Good,
    };
    Tag::new(tone, f.t(&format!("official-report-state-{}", state.key())))
}
