//! Every value that somebody sees, computed or reported, each with the way to what is behind it.

use crate::app::App;
use crate::errors::Failure;
use jiff::Timestamp;
use rules::calendar::day_of;
use rules::codes::{AgencyCode, IndicatorCode};
use rules::indicators::{Achieved, Amount, Computation, Indicator, Reporters, assess, has_value};
use rules::people::Agency;
use rules::quality::{Period, Share};
use std::collections::HashMap;
use std::sync::Arc;
use store::province::Province;
use store::tables::indicators::computed::{Computed, computed, records_key};
use store::tables::indicators::{Value, all, newest, waiting};

/// Indicators and their values as of now.
pub(crate) struct Board {
    pub(crate) province: Arc<Province>,
    pub(crate) indicators: Vec<Indicator>,
    /// What waits for approval.
    pub(crate) waiting: Vec<Value>,
    pub(crate) period: Period,
    computed: Computed,
    reported: HashMap<(IndicatorCode, AgencyCode), Value>,
}

/// A value, and what is behind it.
pub(crate) struct Valued {
    pub(crate) value: Amount,
    pub(crate) share: Option<Share>,
    pub(crate) href: String,
}

impl Board {
    pub(crate) async fn read(app: &App, now: Timestamp) -> Result<Self, Failure> {
        let today = day_of(now);
        let period = Period { from: today.first_of_year(), to: today };
        let (province, rankings) = (app.province().await?, app.rankings.clone());
        let known = Arc::clone(&province);
        let (indicators, computed, reported, waiting) = app
            .read(move |tx| {
                let computed = computed(tx, &known, &rankings, period, now)?;
                Ok((all(tx)?, computed, newest(tx, today)?, waiting(tx)?))
            })
            .await?;
        let reported = reported.into_iter().map(|value| ((value.indicator.clone(), value.agency.clone()), value));
        Ok(Self { province, indicators, waiting, period, computed, reported: reported.collect() })
    }

    /// The value of an agency, or of the province.
    pub(crate) fn value(&self, indicator: &Indicator, agency: Option<&AgencyCode>) -> Option<Valued> {
        match indicator.computation {
            Some(computation) => {
                let share = *self.computed.get(&(computation, agency.cloned()))?;
                let value = Amount::percent(share.numerator, share.denominator)?;
                Some(Valued { value, share: Some(share), href: self.records(computation, agency) })
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
                Some(Valued { value: value.value, share: None, href })
            }
        }
    }

    /// The records behind a computed value.
    fn records(&self, computation: Computation, agency: Option<&AgencyCode>) -> String {
        let Period { from, to } = self.period;
        let of = |name: &str| agency.map_or_else(String::new, |agency| format!("&{name}={agency}"));
        match records_key(computation) {
            Some(key) => format!("/index/{key}?side=numerator{}&from={from}&to={to}", of("agency")),
            None if computation == Computation::TasksDone => format!("/tasks?side=all&ended=yes{}", of("lead")),
            // Payments are the agency's own business: their page shows whoever keeps its money.
            None => "/payments".to_owned(),
        }
    }

    /// How far a value is from the target of this year.
    pub(crate) fn achieved(&self, indicator: &Indicator, value: Option<Amount>) -> Achieved {
        let target = indicator.target(self.period.to.year()).map(|target| target.value);
        assess(value, target, indicator.direction)
    }

    /// Whether an agency has a value of its own of an indicator.
    pub(crate) fn applies(&self, indicator: &Indicator, agency: &Agency) -> bool {
        match indicator.computation {
            Some(computation) => self.computed.contains_key(&(computation, Some(agency.code.clone()))),
            None => has_value(indicator, &self.province.directory, &agency.code),
        }
    }
}
