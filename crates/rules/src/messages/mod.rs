//! Messages to people: what is told of which event, over which channels, and at which hours.
//!
//! In the application everything is told. Outside it, notices that the law bids go by mail and SMS; over Zalo, a company's network,
//! and with SMS that the law does not bid, only who agreed is told ([`crate::personal::Consent`]). Nobody is woken: between
//! 21:00 and 7:00 nothing leaves but what is urgent.

mod bundle;
mod delivery;
mod notice;
mod quiet;

pub use bundle::{Bundle, Reminder, Side, Subject};
pub use delivery::{Fate, Outcome, after};
pub use notice::Notice;
pub use quiet::{MORNING, NIGHT, leaves_at};

use crate::personal::Consent;
use serde::{Deserialize, Serialize};

/// A way to somebody outside the application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Electronic mail.
    Mail,
    /// A short message to a telephone.
    Sms,
    /// Zalo, or a network like it.
    Zalo,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 3] = [Self::Mail, Self::Sms, Self::Zalo];

    /// Its name in texts and in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Sms => "sms",
            Self::Zalo => "zalo",
        }
    }

    /// The channel of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.key() == key)
    }

    /// Whether what stands behind it knows a message again that is sent a second time: then one that was perhaps sent is sent
    /// again (at least once to the gateway, once to the person); else not (at most once). A mail server keeps no such key.
    #[must_use]
    pub fn knows_again(self) -> bool {
        self != Self::Mail
    }
}

/// Where somebody can be reached, and to what they agreed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contact {
    /// The mail address.
    pub email: Option<String>,
    /// The telephone.
    pub phone: Option<String>,
    /// The extra uses that they agreed to.
    pub consents: Vec<Consent>,
}

/// The channels by which somebody is told, each with the address.
#[must_use]
pub fn channels(notice: Notice, contact: &Contact) -> Vec<(Channel, String)> {
    let agrees = |consent| contact.consents.contains(&consent);
    let open = |channel| match channel {
        Channel::Mail => true,
        Channel::Sms => notice.is_bidden() || agrees(Consent::Sms),
        Channel::Zalo => agrees(Consent::Zalo),
    };
    let address = |channel| match channel {
        Channel::Mail => contact.email.clone(),
        Channel::Sms | Channel::Zalo => contact.phone.clone(),
    };
    let open = Channel::ALL.into_iter().filter(|channel| open(*channel));
    open.filter_map(|channel| Some((channel, address(channel).filter(|address| !address.is_empty())?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(notice: Notice, consents: &[Consent]) -> Vec<Channel> {
        let contact = Contact {
            email: Some("lan@example.vn".into()),
            phone: Some("0912345678".into()),
            consents: consents.to_vec(),
        };
        channels(notice, &contact).into_iter().map(|(channel, _)| channel).collect()
    }

    #[test]
    fn what_the_law_bids_goes_by_sms_without_asking_and_zalo_never_does() {
        assert_eq!(told(Notice::SupplementAsked, &[]), [Channel::Mail, Channel::Sms]);
        assert_eq!(told(Notice::Filed, &[]), [Channel::Mail]);
        assert_eq!(told(Notice::Filed, &[Consent::Sms, Consent::Zalo]), Channel::ALL);
    }

    #[test]
    fn who_left_no_address_is_told_in_the_application_alone() {
        assert!(channels(Notice::ResultReady, &Contact::default()).is_empty());
    }
}
