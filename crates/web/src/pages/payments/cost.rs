//! What something costs and how that came about, in words: before it is filed, on its page, on a receipt.

use crate::format;
use crate::frame::Frame;
use crate::texts::Words;
use rules::catalogue::{Counted, Fee};
use rules::money::Dong;
use rules::payments::{Assessment, Owed};

/// How an amount was counted: "5 bản × (2 trang × 2.000 ₫ + 3 trang × 1.000 ₫)"; empty where it was not counted.
#[must_use]
pub fn counted(words: Words, rows: &[Counted]) -> String {
    rows.iter().map(|row| one(words, row)).collect::<Vec<_>>().join(" + ")
}

fn one(words: Words, row: &Counted) -> String {
    let money = |amount: Dong| format::money(words.lang, amount.0);
    let copy = if row.at_most {
        words.t1("cost-at-most", "amount", money(row.copy))
    } else if row.pages.is_empty() {
        money(row.copy)
    } else {
        let pages = row.pages.iter();
        let pages =
            pages.map(|part| format!("{} × {}", words.t1("cost-pages", "count", part.pages), money(part.amount)));
        format!("({})", pages.collect::<Vec<_>>().join(" + "))
    };
    format!("{} × {copy}", words.t1("cost-copies", "count", row.copies))
}

/// Each fee with its amount, how it was counted, why it is less, and what has yet to be said or proved.
#[must_use]
pub fn lines(f: &Frame, assessment: &Assessment) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for item in &assessment.items {
        let how = counted(f.words, &item.counted);
        let how = if how.is_empty() { String::new() } else { format!(" = {how}") };
        let full = if item.full.0 == 0 { f.t("fee-free") } else { f.money(&item.full) };
        let less = item.reduction.as_ref().map(|less| {
            let group = f.t(&format!("group-{}", less.group));
            let left = f.t1("cost-left", "amount", f.money(&item.amount));
            format!(
                ". {} ({}). {left}",
                f.t2("payment-less", "percent", i64::from(less.percent), "group", group),
                less.basis
            )
        });
        lines.push(format!("{}: {full}{how}{}", item.name, less.unwrap_or_default()));
    }
    lines.extend(assessment.open.iter().map(|fee| format!("{} {}", f.t("payment-depends"), open(fee))));
    lines.extend(unproven(f, assessment));
    lines
}

/// A fee whose amount an officer has to say, with what it depends on.
#[must_use]
pub fn open(fee: &Fee) -> String {
    match &fee.note {
        Some(note) => format!("{}: {note}", fee.name),
        None => fee.name.clone(),
    }
}

/// What would be less if the birth date that was typed were proved, and who grants it.
#[must_use]
pub fn unproven(f: &Frame, assessment: &Assessment) -> Vec<String> {
    let said = |less: &rules::payments::Reduction| {
        let group = f.t(&format!("group-{}", less.group));
        let less_said = f.t2("payment-less", "percent", i64::from(less.percent), "group", group);
        f.t1("payment-unproven", "less", format!("{less_said} ({})", less.basis))
    };
    let mut lines: Vec<String> = assessment.unproven.iter().map(said).collect();
    lines.dedup();
    lines
}

/// What is still owed, in a sentence.
#[must_use]
pub fn owed(f: &Frame, owed: &Owed) -> String {
    let amount = f.money(&owed.amount);
    match (owed.open.first(), &owed.payment) {
        (Some(fee), _) => f.t2("owed-open", "name", &fee.name, "amount", amount),
        (None, Some(_)) => f.t1("owed-asked", "amount", amount),
        (None, None) => f.t1("owed-unasked", "amount", amount),
    }
}
