//! How often somebody may try to sign in, to track a dossier, or to look somebody up: against guessing.

use crate::app::App;
use crate::errors::Failure;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;

/// Tries a minute from one address: a counter's officers share one.
const FROM_ADDRESS: NonZeroU32 = NonZeroU32::new(30).expect("not zero");
/// Steps of signing in at a provider a minute from one address.
const IDENTITY: NonZeroU32 = NonZeroU32::new(60).expect("not zero");
/// Dossiers tracked a minute from one address.
const TRACKED: NonZeroU32 = NonZeroU32::new(30).expect("not zero");

/// People that a counter officer looks up a minute.
const LOOKED_UP_AT_COUNTERS: NonZeroU32 = NonZeroU32::new(20).expect("not zero");
/// Files with personal data that one person takes out an hour.
const EXPORTED: NonZeroU32 = NonZeroU32::new(20).expect("not zero");
/// How often a citizen looks themselves up a minute.
const LOOKED_UP_BY_CITIZENS: NonZeroU32 = NonZeroU32::new(4).expect("not zero");

/// Where a request comes from, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Address(pub Option<IpAddr>);

impl FromRequestParts<App> for Address {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let direct = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
        // The last entry was written by our own proxy; those before it by whoever asks.
        let forwarded = parts.headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
        let forwarded = forwarded.and_then(|all| all.rsplit(',').next()?.trim().parse().ok());
        Ok(Self(forwarded.filter(|_| app.settings.behind_proxy).or(direct)))
    }
}

/// The network that one subscriber has: the address itself, or the first 64 bits of IPv6.
#[must_use]
pub fn network(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => ip.segments()[..4].iter().map(|part| format!("{part:x}:")).collect(),
    }
}

/// Counts the tries to sign in, to track and to look up.
pub struct Limits {
    by_address: DefaultKeyedRateLimiter<String>,
    tracked: DefaultKeyedRateLimiter<String>,
    looked_up_at_counters: DefaultKeyedRateLimiter<String>,
    looked_up_by_citizens: DefaultKeyedRateLimiter<String>,
    identity: DefaultKeyedRateLimiter<String>,
    exported: DefaultKeyedRateLimiter<String>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            by_address: RateLimiter::keyed(Quota::per_minute(FROM_ADDRESS)),
            tracked: RateLimiter::keyed(Quota::per_minute(TRACKED)),
            looked_up_at_counters: RateLimiter::keyed(Quota::per_minute(LOOKED_UP_AT_COUNTERS)),
            looked_up_by_citizens: RateLimiter::keyed(Quota::per_minute(LOOKED_UP_BY_CITIZENS)),
            identity: RateLimiter::keyed(Quota::per_minute(IDENTITY)),
            exported: RateLimiter::keyed(Quota::per_hour(EXPORTED)),
        }
    }
}

impl Limits {
    /// Notes a try to sign in: a brake on floods, whoever is meant. Wrong tries for one account are counted in the database.
    ///
    /// # Errors
    /// [`Failure::TooMany`] with the seconds to wait, when there were too many from this address.
    pub fn try_sign_in(&self, address: Option<IpAddr>) -> Result<(), Failure> {
        address.map_or(Ok(()), |address| self.by_address.check_key(&network(address)).map_err(wait))
    }

    /// Notes that somebody asks for a dossier by its code and telephone.
    ///
    /// # Errors
    /// [`Failure::TooMany`] with the seconds to wait; all who come from nowhere known share one measure.
    pub fn try_track(&self, address: Option<IpAddr>) -> Result<(), Failure> {
        self.tracked.check_key(&network(address.unwrap_or(Ipv4Addr::UNSPECIFIED.into()))).map_err(wait)
    }

    /// Notes that this login looks somebody up in the population registry, at a counter or about themselves.
    ///
    /// # Errors
    /// [`Failure::TooMany`] with the seconds to wait.
    pub fn try_look_up(&self, login: &str, at_counter: bool) -> Result<(), Failure> {
        let limiter = if at_counter { &self.looked_up_at_counters } else { &self.looked_up_by_citizens };
        limiter.check_key(&login.to_owned()).map_err(wait)
    }

    /// Notes a step of signing in at an identity provider, which we may have to ask.
    ///
    /// # Errors
    /// [`Failure::TooMany`] with the seconds to wait.
    pub fn try_identity(&self, address: Option<IpAddr>) -> Result<(), Failure> {
        self.identity.check_key(&network(address.unwrap_or(Ipv4Addr::UNSPECIFIED.into()))).map_err(wait)
    }

    /// Notes that this login takes personal data out as a file: their own, or a list of people.
    ///
    /// # Errors
    /// [`Failure::TooMany`] with the seconds to wait.
    pub fn try_export(&self, login: &str) -> Result<(), Failure> {
        self.exported.check_key(&login.to_owned()).map_err(wait)
    }

    /// Forgets names and addresses that have not tried for a while.
    pub fn forget_old(&self) {
        self.by_address.retain_recent();
        self.tracked.retain_recent();
        self.looked_up_at_counters.retain_recent();
        self.looked_up_by_citizens.retain_recent();
        self.identity.retain_recent();
        self.exported.retain_recent();
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the limiter hands it over in its error")]
fn wait(until: governor::NotUntil<governor::clock::QuantaInstant>) -> Failure {
    Failure::TooMany(until.wait_time_from(DefaultClock::default().now()).as_secs().max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_from_one_address_is_stopped_and_others_are_not() {
        let limits = Limits::default();
        let [one, other] = ["192.0.2.1", "192.0.2.2"].map(|address| address.parse().ok());
        assert_eq!((0..60).filter(|_| limits.try_sign_in(one).is_ok()).count(), 30);
        assert!(limits.try_sign_in(other).is_ok());
    }

    #[test]
    fn who_changes_the_last_half_of_an_ipv6_address_is_still_the_same() {
        let limits = Limits::default();
        let of_one = |at: u32| format!("2001:db8:1:1::{at:x}").parse().ok();
        assert_eq!((1..=60).filter(|at| limits.try_sign_in(of_one(*at)).is_ok()).count(), 30);
        assert!(limits.try_sign_in("2001:db8:1:2::1".parse().ok()).is_ok());
    }
}
