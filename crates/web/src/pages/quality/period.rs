//! Which days and whose: what the address of a page of quality asks for.

use crate::components::Choice;
use crate::frame::Frame;
use crate::pages::desk::address::query;
use crate::pages::said;
use jiff::civil::Date;
use rules::people::AgencyLevel;
use rules::quality::{Period, Scope};
use rules::{Refusal, calendar};
use serde::Deserialize;
use store::province::Province;

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    /// The agency's code; empty for the province.
    pub(crate) agency: String,
    /// The first day; empty for the first of the year.
    pub(crate) from: String,
    /// The last day; empty for today.
    pub(crate) to: String,
    /// As it was known at the end of this day; empty for today.
    pub(crate) as_of: String,
    /// Which side of a ratio.
    pub(crate) side: String,
    /// Only this procedure.
    pub(crate) procedure: String,
    /// Words to find dossiers by, for officers.
    pub(crate) q: String,
    /// After which record.
    pub(crate) after: String,
}

/// Whose index over which days, read and checked.
pub(crate) struct Wanted {
    pub(crate) scope: Scope,
    pub(crate) period: Period,
    pub(crate) as_of: Date,
    pub(crate) today: Date,
}

impl Asked {
    /// Reads the address. Days that can't be read, or that end before they begin, become the year to date: a public page
    /// always shows something, and says for which days.
    ///
    /// # Errors
    /// When there is no such agency, or it settles no dossiers.
    pub(crate) fn read(&self, f: &Frame, province: &Province) -> Result<Wanted, Refusal> {
        let unknown = || Refusal::not_found("agency-unknown").with("code", &self.agency);
        let scope = match self.agency.as_str() {
            "" => Scope::Province,
            code => {
                let code = code.parse().map_err(|_| unknown())?;
                Scope::of(&code, &province.directory).ok_or_else(unknown)?
            }
        };
        let today = calendar::day_of(f.now);
        let day = |text: &str| text.parse::<Date>().ok();
        let as_of = day(&self.as_of).map_or(today, |day| day.min(today));
        let year = Period { from: as_of.first_of_year(), to: as_of };
        let period = Period::asked(day(&self.from), day(&self.to), as_of).unwrap_or(year);
        Ok(Wanted { scope, period, as_of, today })
    }
}

impl Wanted {
    /// The agency's code in addresses; empty for the province.
    pub(crate) fn agency(&self) -> &str {
        self.scope.agency().map_or("", |code| code.as_str())
    }

    /// The name of the scope.
    pub(crate) fn name(&self, f: &Frame, province: &Province) -> String {
        match self.scope.agency() {
            None => f.t("quality-province"),
            Some(code) => said::agency_named(f.lang(), &province.directory, code),
        }
    }

    /// The days in words.
    pub(crate) fn days(&self, f: &Frame) -> String {
        f.t2("quality-days", "from", f.day(&self.period.from), "to", f.day(&self.period.to))
    }

    /// The index of an agency over the same days.
    pub(crate) fn href_of(&self, agency: &str) -> String {
        self.href("/index", agency, self.period, &[])
    }

    /// The list behind one side of an indicator.
    pub(crate) fn records(&self, key: &str, side: &str) -> String {
        self.href(&format!("/index/{key}"), self.agency(), self.period, &[("side", side)])
    }

    /// Such a list, further narrowed; `file` is empty for the page, or what is added to its path.
    pub(crate) fn narrowed(&self, key: &str, file: &str, more: &[(&str, &str)]) -> String {
        self.href(&format!("/index/{key}{file}"), self.agency(), self.period, more)
    }

    fn href(&self, path: &str, agency: &str, period: Period, more: &[(&str, &str)]) -> String {
        let (from, to) = (period.from.to_string(), period.to.to_string());
        let as_of = self.as_of.to_string();
        let mut pairs = vec![("agency", agency), ("from", from.as_str()), ("to", to.as_str())];
        if self.as_of != self.today {
            pairs.push(("as_of", as_of.as_str()));
        }
        pairs.extend(more);
        format!("{path}?{}", query(&pairs))
    }

    /// The usual periods as tabs: this month, this quarter, this year, the year before.
    pub(crate) fn tabs(&self, f: &Frame) -> Vec<(String, String, bool)> {
        let today = self.as_of;
        let quarter = Date::new(today.year(), (today.month() - 1) / 3 * 3 + 1, 1).unwrap_or(today);
        let before = Date::new(today.year() - 1, 1, 1).unwrap_or(today);
        let periods = [
            ("month", Period { from: today.first_of_month(), to: today }),
            ("quarter", Period { from: quarter, to: today }),
            ("year", Period { from: today.first_of_year(), to: today }),
            ("year-before", Period { from: before, to: before.last_of_year() }),
        ];
        periods
            .into_iter()
            .map(|(key, period)| {
                let href = self.href("/index", self.agency(), period, &[]);
                (f.t(&format!("quality-period-{key}")), href, period == self.period)
            })
            .collect()
    }
}

/// The agencies that have an index: departments, then communes, by name.
pub(crate) fn agencies(f: &Frame, province: &Province) -> Vec<Choice> {
    let of_level = |level| {
        let all = province.directory.iter().filter(move |agency| agency.settles() && agency.level == level);
        let mut choices: Vec<_> =
            all.map(|agency| Choice::new(agency.code.as_str(), said::agency_name(f.lang(), agency))).collect();
        choices.sort_by_cached_key(|choice| rules::text::fold(&choice.label));
        choices
    };
    let mut all = of_level(AgencyLevel::Department);
    all.extend(of_level(AgencyLevel::Commune));
    all
}
