//! What every handler can reach: the clock, the settings, the limits. The state of the router.

use crate::clock::Clock;
use crate::sessions::{Limits, SessionBox};
use std::sync::Arc;
use std::time::Duration;

/// The state of the web server; cheap to clone.
#[derive(Clone)]
pub struct App {
    /// What time it is.
    pub clock: Clock,
    /// How this server is set up.
    pub settings: Arc<Settings>,
    /// How often somebody may try to sign in.
    pub limits: Arc<Limits>,
    /// Where sessions are kept.
    pub sessions: SessionBox,
}

/// How the web server is set up.
#[derive(Debug, Clone)]
pub struct Settings {
    /// A demonstration: every page says so, and `/design` is open.
    pub simulated: bool,
    /// Whether people reach it by https: cookies are marked `Secure`.
    pub https: bool,
    /// Whether a proxy in front sets `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// The key that signs form tokens; the same for all processes of one installation, kept over restarts.
    pub secret: [u8; 32],
    /// After how long without a request an officer is signed out.
    pub officer_idle: Duration,
    /// After how long without a request a citizen is signed out.
    pub citizen_idle: Duration,
    /// After how long everybody signs in again, whatever they do.
    pub session_longest: Duration,
    /// The largest body of a request, in bytes.
    pub body_limit: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            simulated: false,
            https: false,
            behind_proxy: false,
            secret: [0; 32],
            officer_idle: Duration::from_mins(30),
            citizen_idle: Duration::from_hours(2),
            session_longest: Duration::from_hours(12),
            body_limit: 110 * 1024 * 1024,
        }
    }
}

impl App {
    /// An application without a database behind its sessions: for the gallery and for tests of the frame.
    #[must_use]
    pub fn in_memory(clock: Clock, settings: Settings) -> Self {
        Self {
            clock,
            settings: Arc::new(settings),
            limits: Arc::new(Limits::default()),
            sessions: SessionBox::in_memory(),
        }
    }
}
