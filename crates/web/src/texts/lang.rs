//! The two languages of the interface.

use axum::http::HeaderMap;
use axum_extra::extract::cookie::CookieJar;
use fluent_templates::{LanguageIdentifier, langid};

static VI: LanguageIdentifier = langid!("vi");
static EN: LanguageIdentifier = langid!("en");

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Vietnamese, the language of the state: what everybody gets who has not chosen.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// The name of the cookie and of the query parameter.
    pub const NAME: &'static str = "lang";

    /// The code for `lang=` attributes.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// The other language, for the switch.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Vi => Self::En,
            Self::En => Self::Vi,
        }
    }

    /// The language of this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "vi" => Some(Self::Vi),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// What a request asks for: `?lang=` first, then the cookie. `Accept-Language` is not asked, because most
    /// phones in Vietnam say English though their owner reads Vietnamese.
    #[must_use]
    pub fn of_request(query: Option<&str>, headers: &HeaderMap) -> Self {
        Self::of_query(query)
            .or_else(|| Self::from_code(CookieJar::from_headers(headers).get(Self::NAME)?.value()))
            .unwrap_or_default()
    }

    /// The language that the query names.
    #[must_use]
    pub fn of_query(query: Option<&str>) -> Option<Self> {
        query?.split('&').find_map(|pair| Self::from_code(pair.strip_prefix("lang=")?))
    }

    pub(super) fn id(self) -> &'static LanguageIdentifier {
        match self {
            Self::Vi => &VI,
            Self::En => &EN,
        }
    }
}
