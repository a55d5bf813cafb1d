//! What somebody owes: the fees of the procedure as they stood when it was filed, less what the rules take off.

use super::reductions::{Rule, rules};
use super::{Item, Reduction};
use crate::catalogue::Fee;
use crate::dossiers::{Applicant, ApplicantKind};
use crate::money::Dong;
use jiff::civil::Date;

/// What decides how much somebody owes, besides the fees.
#[derive(Debug, Clone, Copy)]
pub struct Payer<'a> {
    /// Who asks.
    pub applicant: &'a Applicant,
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

/// What is owed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Assessment {
    /// Each fee with what is left of it.
    pub items: Vec<Item>,
    /// Fees whose amount depends on the case: an officer must say it.
    pub open: Vec<Fee>,
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
        let online = fee.amount_online.filter(|_| payer.online);
        let Some(full) = online.or(fee.amount) else {
            assessment.open.push(fee.clone());
            assessment.stops_clock |= !fee.clock_runs;
            continue;
        };
        let item = reduced(fee, full, payer);
        assessment.stops_clock |= item.amount.0 > 0 && !fee.clock_runs;
        assessment.items.push(item);
    }
    assessment
}

fn reduced(fee: &Fee, full: Dong, payer: &Payer<'_>) -> Item {
    let rule = if full.0 > 0 { best(fee, payer) } else { None };
    // Whole đồng, in favour of who pays.
    let taken = rule.map_or(0, |rule| (full.0 * i64::from(rule.percent) + 99) / 100);
    Item {
        name: fee.name.clone(),
        kind: fee.kind,
        full,
        amount: Dong(full.0 - taken),
        reduction: rule.map(|rule| Reduction {
            group: rule.group.clone(),
            percent: rule.percent,
            basis: rule.basis.clone(),
        }),
    }
}

/// The rule that takes most off, of those that apply by themselves and those that an officer entered; none to organisations.
fn best(fee: &Fee, payer: &Payer<'_>) -> Option<&'static Rule> {
    if payer.applicant.kind == ApplicantKind::Organisation {
        return None;
    }
    let birth = payer.applicant.birth_date.as_deref();
    let applies = |rule: &&Rule| payer.group == Some(rule.group.as_str()) || rule.applies_by_age(birth, payer.day);
    rules()
        .iter()
        .filter(|rule| rule.kinds.contains(&fee.kind) && rule.concerns(payer.field, payer.procedure, payer.day))
        .filter(applies)
        .max_by_key(|rule| rule.percent)
}
