//! What somebody owes: the fees of the procedure as they stood when it was filed, counted by what was declared, less what the rules
//! take off.

use super::reductions::{Rule, rules};
use super::{Item, Reduction};
use crate::catalogue::{Counted, Fee};
use crate::dossiers::{ApplicantKind, Filed, Form, vouched_birth};
use crate::money::Dong;
use jiff::civil::Date;

/// What decides how much somebody owes, besides the fees.
#[derive(Debug, Clone, Copy)]
pub struct Payer<'a> {
    /// A person or an organisation.
    pub kind: ApplicantKind,
    /// The day or year of birth, as it was typed or filled in.
    pub birth: Option<&'a str>,
    /// Whether somebody vouches for it: the population database, or the identity with which they signed in.
    pub vouched: bool,
    /// What was declared: copies and pages are counted by it.
    pub form: &'a Form,
    /// The field of the procedure.
    pub field: &'a str,
    /// The procedure's code.
    pub procedure: &'a str,
    /// Whether it was filed online.
    pub online: bool,
    /// The day of filing: the rules of that day apply.
    pub day: Date,
    /// The group that an officer saw a paper for.
    pub group: Option<&'a str>,
}

impl<'a> Payer<'a> {
    /// Whoever filed this, for a procedure of that field of the catalogue.
    #[must_use]
    pub fn of(filed: &'a Filed, field: &'a str, day: Date, group: Option<&'a str>) -> Self {
        Self {
            kind: filed.applicant.kind,
            birth: filed.applicant.birth_date.as_deref(),
            vouched: vouched_birth(&filed.sources),
            form: &filed.form,
            field,
            procedure: filed.procedure.as_str(),
            online: filed.channel.is_online(),
            day,
            group,
        }
    }
}

/// What is owed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Assessment {
    /// Each fee with what is left of it.
    pub items: Vec<Item>,
    /// Fees whose amount depends on the case, or on a count that was not declared: an officer must say it.
    pub open: Vec<Fee>,
    /// What would be taken off if the birth date that was typed were proved: an officer grants it to who shows a paper.
    pub unproven: Vec<Reduction>,
    /// Whether the clock stands while this is awaited.
    pub stops_clock: bool,
}

impl Assessment {
    /// The sum of what is known.
    #[must_use]
    pub fn total(&self) -> Dong {
        Dong(self.items.iter().map(|item| item.amount.0).sum())
    }

    /// Whether nothing is owed, for certain.
    #[must_use]
    pub fn is_free(&self) -> bool {
        self.open.is_empty() && self.total().0 == 0
    }
}

/// What is owed for these fees.
#[must_use]
pub fn assess(fees: &[Fee], payer: &Payer<'_>) -> Assessment {
    let mut assessment = Assessment::default();
    for fee in fees {
        let Some((full, counted)) = priced(fee, payer) else {
            // Who owes nothing of it needs no count.
            if let Some(rule) =
                best(fee, payer, |rule| applies(rule, payer)).filter(|rule| rule.percent == 100 && fee.count.is_some())
            {
                assessment.items.push(item(fee, Dong(0), Vec::new(), Some(rule)));
                continue;
            }
            assessment.open.push(fee.clone());
            assessment.stops_clock |= !fee.clock_runs;
            continue;
        };
        let item = reduced(fee, full, counted, payer);
        assessment.stops_clock |= item.amount.0 > 0 && !fee.clock_runs;
        assessment.unproven.extend(unproven(fee, &item, payer));
        assessment.items.push(item);
    }
    assessment
}

/// How much before reductions, and how it was counted; nothing where it depends on the case.
fn priced(fee: &Fee, payer: &Payer<'_>) -> Option<(Dong, Vec<Counted>)> {
    let amount = fee.amount_online.filter(|_| payer.online).or(fee.amount)?;
    // Nothing is nothing, however often.
    let Some(count) = fee.count.as_ref().filter(|_| amount.0 > 0) else { return Some((amount, Vec::new())) };
    let counted = count.of(amount, payer.form)?;
    let full = counted.iter().map(|row| row.amount().0).fold(0, i64::saturating_add);
    Some((Dong(full), counted))
}

fn reduced(fee: &Fee, full: Dong, counted: Vec<Counted>, payer: &Payer<'_>) -> Item {
    let rule = if full.0 > 0 { best(fee, payer, |rule| applies(rule, payer)) } else { None };
    item(fee, full, counted, rule)
}

fn item(fee: &Fee, full: Dong, counted: Vec<Counted>, rule: Option<&Rule>) -> Item {
    // Whole đồng, in favour of who pays.
    let taken = rule.map_or(0, |rule| (full.0.saturating_mul(i64::from(rule.percent)) + 99) / 100);
    Item {
        name: fee.name.clone(),
        kind: fee.kind,
        full,
        counted,
        amount: Dong(full.0 - taken),
        reduction: rule.map(Rule::reduction),
    }
}

/// Whether a rule applies: an officer saw the paper, or somebody vouches for the age.
fn applies(rule: &Rule, payer: &Payer<'_>) -> bool {
    payer.group == Some(rule.group.as_str()) || payer.vouched && rule.applies_by_age(payer.birth, payer.day)
}

/// What a birth date for which nobody vouches would take off beyond what is taken off already.
fn unproven(fee: &Fee, item: &Item, payer: &Payer<'_>) -> Option<Reduction> {
    let so_far = item.reduction.as_ref().map_or(0, |reduction| reduction.percent);
    let rule = best(fee, payer, |rule| rule.applies_by_age(payer.birth, payer.day))?;
    (!payer.vouched && item.full.0 > 0 && rule.percent > so_far).then(|| rule.reduction())
}

/// The rule that takes most off, of those that apply; none to organisations.
fn best(fee: &Fee, payer: &Payer<'_>, applies: impl Fn(&Rule) -> bool) -> Option<&'static Rule> {
    if payer.kind == ApplicantKind::Organisation {
        return None;
    }
    rules()
        .iter()
        .filter(|rule| rule.kinds.contains(&fee.kind) && rule.concerns(payer.field, payer.procedure, payer.day))
        .filter(|rule| applies(rule))
        .max_by_key(|rule| rule.percent)
}
