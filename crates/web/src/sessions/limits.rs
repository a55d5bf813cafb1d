//! How often somebody may try to sign in: against guessing passwords.

use crate::errors::Failure;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::net::IpAddr;
use std::num::NonZeroU32;

/// Tries a minute from one address: a counter's officers share one.
const FROM_ADDRESS: NonZeroU32 = NonZeroU32::new(30).expect("not zero");
/// Tries a minute for one name.
const FOR_LOGIN: NonZeroU32 = NonZeroU32::new(6).expect("not zero");

/// Counts the tries to sign in.
pub struct Limits {
    by_address: DefaultKeyedRateLimiter<IpAddr>,
    by_login: DefaultKeyedRateLimiter<String>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            by_address: RateLimiter::keyed(Quota::per_minute(FROM_ADDRESS)),
            by_login: RateLimiter::keyed(Quota::per_minute(FOR_LOGIN)),
        }
    }
}

impl Limits {
    /// Notes a try to sign in.
    ///
    /// # Errors
    /// [`Failure::TooMany`] with the seconds to wait, when there were too many from this address or for this name.
    pub fn try_sign_in(&self, address: Option<IpAddr>, login: &str) -> Result<(), Failure> {
        let wait = |until: governor::NotUntil<_>| {
            Failure::TooMany(until.wait_time_from(DefaultClock::default().now()).as_secs().max(1))
        };
        if let Some(address) = address {
            self.by_address.check_key(&address).map_err(wait)?;
        }
        self.by_login.check_key(&login.to_lowercase()).map_err(wait)
    }

    /// Forgets names and addresses that have not tried for a while.
    pub fn forget_old(&self) {
        self.by_address.retain_recent();
        self.by_login.retain_recent();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guessing_one_persons_password_is_stopped() {
        let limits = Limits::default();
        let tries = (0..20).filter(|_| limits.try_sign_in(None, "Lan").is_ok()).count();
        assert_eq!(tries, 6);
        assert!(limits.try_sign_in(None, "minh").is_ok());
    }
}
