//! Every value that somebody sees, computed or reported, each with the way to what is behind it.

use crate::app::App;
use crate::errors::Failure;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use rules::calendar::day_of;
use rules::codes::{AgencyCode, IndicatorCode};
use rules::indicators::{Achieved, Amount, Computation, Indicator, ReportPeriod, Reporters, assess, has_value};
use rules::people::Agency;
use rules::quality::{Period, Share};
use std::collections::HashMap;
use std::sync::Arc;
use store::province::Province;
use store::tables::indicators::computed::{Computed, computed, records_key};
use store::tables::indicators::{Value, all, first_year, newest, waiting};

/// Indicators and their values as of now.
pub(crate) struct Board {
    pub(crate) province: Arc<Province>,
    pub(crate) indicators: Vec<Indicator>,
    /// What waits for approval.
    pub(crate) waiting: Vec<Value>,
    /// The year, up to its end or today.
    pub(crate) period: Period,
    /// The years of which anything is known, the newest first.
    pub(crate) years: Vec<i16>,
    /// From which day on reported values are shown.
    pub(crate) since: Date,
    computed: Computed,
    reported: HashMap<(IndicatorCode, AgencyCode), Value>,
}

/// A value, and what is behind it.
pub(crate) struct Valued {
    pub(crate) value: Amount,
    pub(crate) share: Option<Share>,
    pub(crate) href: String,
    /// Of when, where it was reported.
    pub(crate) reported: Option<ReportPeriod>,
}

impl Board {
    /// The board of a year; of this one where none that has been is named. What nobody has reported yet in this year is
    /// shown as it was reported last in the year before.
    pub(crate) async fn read(app: &App, now: Timestamp, year: Option<i16>) -> Result<Self, Failure> {
        let today = day_of(now);
        let past = year.filter(|year| *year < today.year());
        let to = past.and_then(|year| Date::new(year, 12, 31).ok()).unwrap_or(today);
        let period = Period { from: to.first_of_year(), to };
        let since = if past.is_some() { period.from } else { period.from.saturating_sub(1.year()) };
        let (province, rankings) = (app.province().await?, app.rankings.clone());
        let known = Arc::clone(&province);
        let (indicators, computed, reported, waiting, first) = app
            .read(move |tx| {
                let computed = computed(tx, &known, &rankings, period, now)?;
                Ok((all(tx)?, computed, newest(tx, since, to)?, waiting(tx)?, first_year(tx)?))
            })
            .await?;
        let years = (first.unwrap_or(today.year()).min(today.year())..=today.year()).rev().collect();
        let reported = reported.into_iter().map(|value| ((value.indicator.clone(), value.agency.clone()), value));
        Ok(Self { province, indicators, waiting, period, years, since, computed, reported: reported.collect() })
    }

    /// The value of an agency, or of the province.
    pub(crate) fn value(&self, indicator: &Indicator, agency: Option<&AgencyCode>) -> Option<Valued> {
        match indicator.computation {
            Some(computation) => {
                let share = *self.computed.get(&(computation, agency.cloned()))?;
                let value = if computation.counts() {
                    Amount::whole(share.numerator)
                } else {
                    Amount::percent(share.numerator, share.denominator)?
                };
                Some(Valued { value, share: Some(share), href: self.records(computation, agency), reported: None })
            }
            None => {
                // What many agencies report has no value of the whole province.
                if agency.is_none() && indicator.reporters != Reporters::Responsible {
                    return None;
                }
                let of = agency.unwrap_or(&indicator.agency);
                let alone = has_value(indicator, &self.province.directory, of);
                let value = self.reported.get(&(indicator.code.clone(), of.clone())).filter(|_| alone)?;
                let href = format!("/indicators/{}/reports/{of}/{}", indicator.code, value.period);
                Some(Valued { value: value.value, share: None, href, reported: Some(value.period) })
            }
        }
    }

    /// The records behind a computed value.
    fn records(&self, computation: Computation, agency: Option<&AgencyCode>) -> String {
        let Period { from, to } = self.period;
        let of = |name: &str| agency.map_or_else(String::new, |agency| format!("&{name}={agency}"));
        let commune = |page: &str| {
            let commune = agency.and_then(|agency| self.province.directory.get(agency)?.commune.clone());
            let commune = commune.map_or_else(String::new, |commune| commune.to_string());
            format!("{page}/villages?commune={commune}&on={to}")
        };
        match (computation, records_key(computation)) {
            (Computation::VillagesWithoutBroadband, _) if agency.is_some() => commune("/coverage"),
            (
                Computation::Eids | Computation::ESignatures | Computation::Accounts | Computation::CashlessResidents,
                _,
            ) => commune("/digital-citizens"),
            (_, Some(key)) => format!("/index/{key}?side=numerator{}&from={from}&to={to}", of("agency")),
            (Computation::TasksDone, None) => format!("/tasks?side=all&ended=yes{}", of("lead")),
            // Payments are the agency's own business: their page shows whoever keeps its money.
            (_, None) => "/payments".to_owned(),
        }
    }

    /// How far a value is from the target of its year.
    pub(crate) fn achieved(&self, indicator: &Indicator, valued: Option<&Valued>) -> Achieved {
        let year = valued.and_then(|valued| valued.reported).map_or(self.period.to.year(), ReportPeriod::year);
        let target = indicator.target(year).map(|target| target.value);
        assess(valued.map(|valued| valued.value), target, indicator.direction)
    }

    /// Of when a value is that is not of the board's year; nothing else.
    pub(crate) fn earlier(&self, valued: &Valued) -> Option<ReportPeriod> {
        valued.reported.filter(|period| period.year() != self.period.to.year())
    }

    /// The years as tabs over a page of them.
    pub(crate) fn tabs(&self, path: &str) -> Vec<(String, String, bool)> {
        let tab = |year: &i16| (year.to_string(), format!("{path}year={year}"), *year == self.period.to.year());
        if self.years.len() > 1 { self.years.iter().map(tab).collect() } else { Vec::new() }
    }

    /// Whether an agency has a value of its own of an indicator.
    pub(crate) fn applies(&self, indicator: &Indicator, agency: &Agency) -> bool {
        match indicator.computation {
            Some(computation) => self.computed.contains_key(&(computation, Some(agency.code.clone()))),
            None => has_value(indicator, &self.province.directory, &agency.code),
        }
    }
}
