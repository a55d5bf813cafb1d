//! Paying through a gateway: a browser is sent to it and comes back, the gateway notifies us, and we ask it where nothing came.
//!
//! [`Gateway`] is what the pages know of it: one trait for every gateway of this kind. [`Client`] speaks the messages of the national
//! online-payment platform; [`Simulator`] and [`Bank`] stand in for the gateway and for the bank behind it, and misbehave as they
//! are told. What a browser brings back is never believed alone.

mod bank;
mod client;
mod simulator;
mod wire;

pub use bank::{Bank, Transfer};
pub use client::{Client, Settings, SetupError};
pub use simulator::{Checkout, Misbehaviour, Page, Setup, Simulator};
pub use wire::Seal;

use async_trait::async_trait;
use jiff::Timestamp;
use rules::money::Dong;
use rules::payments::vietqr::Account;
use rules::payments::{AttemptCode, Item};

/// What is to be paid.
#[derive(Debug, Clone)]
pub struct Order {
    /// The try: used once.
    pub attempt: AttemptCode,
    /// How much.
    pub amount: Dong,
    /// When the try began.
    pub begun_at: Timestamp,
    /// What the payer reads there, in plain letters.
    pub about: String,
    /// The dossier's code.
    pub dossier: String,
    /// The procedure's code.
    pub procedure: String,
    /// The agency's code.
    pub agency: String,
    /// Where the money is to go.
    pub to: Account,
    /// What for.
    pub items: Vec<Item>,
    /// Where the browser comes back to.
    pub back: String,
    /// Where the gateway notifies us.
    pub notify: String,
    /// The browser's address.
    pub address: String,
}

/// Money that the gateway took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paid {
    /// The gateway's number of it.
    pub transaction: String,
    /// How much.
    pub amount: Dong,
    /// When.
    pub at: Timestamp,
}

/// What the gateway says of a try when it is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// It was paid; a gateway that erred took it more than once.
    Paid(Vec<Paid>),
    /// It is not known yet.
    Pending,
    /// It ended without money, or never began there.
    Failed,
}

/// A notification whose signature is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Of which try.
    pub attempt: AttemptCode,
    /// The money; nothing when it failed.
    pub paid: Option<Paid>,
}

/// Why a message from outside is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unbelieved {
    /// It is no message of the gateway.
    #[error("not a message of the gateway")]
    Nonsense,
    /// Its signature is wrong.
    #[error("the signature is wrong")]
    Signature,
}

/// Why a gateway did not answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// It can't be reached.
    #[error("it can't be reached")]
    Unreachable,
    /// It did not answer in time.
    #[error("it did not answer in time")]
    TooSlow,
    /// It said that something broke.
    #[error("it said that something broke")]
    Broken,
    /// It answered what nobody understands.
    #[error("it answered what nobody understands")]
    Nonsense,
    /// It refused the order.
    #[error("it refused the order")]
    Refused,
    /// It failed again and again and is left alone for a while.
    #[error("it is left alone for a while")]
    Resting,
}

/// A gateway that a browser is sent to.
#[async_trait]
pub trait Gateway: Send + Sync {
    /// Begins a payment; answers the address to which the browser is sent.
    ///
    /// # Errors
    /// When the gateway does not take the order; the try may then be used by nobody.
    async fn begin(&self, order: &Order) -> Result<String, Trouble>;

    /// Asks what became of a try.
    ///
    /// # Errors
    /// When no answer came that can be believed.
    async fn ask(&self, attempt: &AttemptCode, begun_at: Timestamp) -> Result<Status, Trouble>;

    /// Reads a notification.
    ///
    /// # Errors
    /// When it is not the gateway's.
    fn notified(&self, body: &[u8]) -> Result<Notice, Unbelieved>;

    /// Reads with what a browser came back: only of which try; whether it was paid is asked.
    ///
    /// # Errors
    /// When it is not the gateway's.
    fn returned(&self, query: &[(String, String)]) -> Result<AttemptCode, Unbelieved>;

    /// What a notification is answered, when it was taken or not.
    fn answer(&self, taken: bool) -> String;

    /// The origin to which a form of ours may lead.
    fn origin(&self) -> String;
}
