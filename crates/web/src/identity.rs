//! The identity providers of this installation, and where they may send people back to.

use crate::clock::Clock;
use axum::Router;
use axum::http::HeaderMap;
use axum::http::header::HOST;
use jiff::Timestamp;
use links::identity::Url;
use links::identity::{Audience, Provider, Providers, SettingsError};

/// The providers, in the order in which the sign-in page offers them.
#[derive(Default)]
pub struct Identity {
    public_url: String,
    providers: Vec<Provider>,
    /// The demonstration's own provider, and under which path it is.
    beside: Option<(String, Router)>,
}

impl Identity {
    /// The providers of these settings.
    ///
    /// # Errors
    /// When one of them can't work.
    pub fn new(settings: Providers) -> Result<Self, SettingsError> {
        let providers = settings.providers.into_iter().map(Provider::new).collect::<Result<_, _>>()?;
        Ok(Self { public_url: settings.public_url, providers, beside: None })
    }

    /// With a provider of our own under this path, for demonstrations.
    #[must_use]
    pub fn beside(mut self, path: &str, doors: Router) -> Self {
        self.beside = Some((path.to_owned(), doors));
        self
    }

    /// The provider of this name.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Provider> {
        self.providers.iter().find(|provider| provider.settings().key == key)
    }

    /// The provider of this issuer.
    #[must_use]
    pub fn by_issuer(&self, issuer: &str) -> Option<&Provider> {
        self.providers.iter().find(|provider| provider.settings().issuer == issuer)
    }

    /// What the sign-in page offers: the key, the name, and for whom.
    pub fn offered(&self) -> impl Iterator<Item = (&str, &str, Audience)> {
        self.providers.iter().map(|provider| {
            let settings = provider.settings();
            (settings.key.as_str(), settings.name.as_str(), settings.audience)
        })
    }

    /// The demonstration's own provider and its path.
    #[must_use]
    pub fn doors(&self) -> Option<(&str, Router)> {
        self.beside.as_ref().map(|(path, doors)| (path.as_str(), doors.clone()))
    }

    /// The address by which people reach this site. A provider beside us is reached by the same host as we are, whatever that
    /// host is called; for any other the settings say the address, and no header can change it.
    #[must_use]
    pub fn site(&self, provider: &Provider, headers: &HeaderMap, https: bool) -> String {
        if !provider.settings().beside_us {
            return self.public_url.clone();
        }
        let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
        format!("{}://{host}", if https { "https" } else { "http" })
    }

    /// What time it is for a provider: a real one lives in the real world, whatever day a demonstration shows.
    #[must_use]
    pub fn now(provider: &Provider, clock: &Clock) -> Timestamp {
        if provider.settings().beside_us { clock.now() } else { Clock::system().now() }
    }

    /// Where a browser goes when a provider says so: without the host, when it is beside us.
    #[must_use]
    pub fn for_browsers(provider: &Provider, url: &Url) -> String {
        if !provider.settings().beside_us {
            return url.to_string();
        }
        url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()))
    }

    /// The providers' origins, to which a form may lead: signing out ends at the provider.
    #[must_use]
    pub fn origins(&self) -> String {
        let others = self.providers.iter().map(Provider::settings).filter(|settings| !settings.beside_us);
        let origins = others.filter_map(|settings| Url::parse(&settings.issuer).ok());
        origins.map(|url| format!(" {}", url.origin().ascii_serialization())).collect()
    }
}
