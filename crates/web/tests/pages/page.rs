//! What a browser was shown, and what must be said of it.

use axum::http::{HeaderMap, StatusCode};

/// What a browser was shown.
#[derive(Debug)]
pub struct Page {
    pub status: StatusCode,
    /// Where it is sent on to; empty for a page.
    pub to: String,
    pub text: String,
    pub bytes: Vec<u8>,
    pub(crate) headers: HeaderMap,
    pub(crate) cookies: Vec<String>,
}

impl Page {
    /// What a header says; empty where it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "to {:?}: {}", self.to, self.main());
        self
    }

    /// Sent on to an address that begins so.
    #[track_caller]
    pub fn leads_to(self, to: &str) -> Self {
        assert!(
            self.status.is_redirection() && self.to.starts_with(to),
            "{} to {:?}: {}",
            self.status,
            self.to,
            self.main()
        );
        self
    }

    #[track_caller]
    pub fn says(self, words: &str) -> Self {
        assert!(self.text.contains(words), "nothing of {words:?} in {}", self.main());
        self
    }

    #[track_caller]
    pub fn hides(self, words: &str) -> Self {
        assert!(!self.text.contains(words), "{words:?} in {}", self.main());
        self
    }

    /// A form that came back with something wrong at this field: the summary links to it.
    #[track_caller]
    pub fn wrong_at(self, field: &str) -> Self {
        assert_eq!(self.status.as_u16(), 422, "{}", self.main());
        let summary = self.text.split("govuk-error-summary__list").nth(1).expect("an error summary");
        assert!(summary.contains(&format!("href=\"#{field}\"")), "no link to {field} in {}", self.main());
        assert!(self.text.contains(&format!("id=\"{field}\"")), "no element {field}");
        self
    }

    /// The fields of the page's form that nobody sees, but the token.
    pub fn hidden(&self) -> Vec<(String, String)> {
        let plain = |text: &str| {
            text.replace("&#39;", "'")
                .replace("&#34;", "\"")
                .replace("&#60;", "<")
                .replace("&#62;", ">")
                .replace("&#38;", "&")
        };
        let main = self.main();
        let tags = main.split("<input type=\"hidden\" name=\"").skip(1);
        tags.filter_map(|tag| {
            let (name, rest) = tag.split_once("\" value=\"")?;
            Some((name.to_owned(), plain(rest.split("\">").next()?)))
        })
        .filter(|(name, _)| name != "csrf")
        .collect()
    }

    /// The value of a field of the page's form, also of one that goes along unseen.
    pub fn value(&self, field: &str) -> String {
        let Some((_, rest)) = self.text.split_once(&format!("id=\"{field}\" name=\"{field}\"")) else {
            let unseen = self.hidden().into_iter().find(|(name, _)| name == field);
            return unseen.map_or_else(String::new, |(_, value)| value);
        };
        let tag = rest.split('>').next().unwrap_or_default();
        let found = tag.split_once("value=\"").and_then(|(_, value)| value.split('"').next());
        let text = rest.split_once('>').and_then(|(_, text)| text.split("</textarea>").next());
        found.or(text).unwrap_or_default().replace("&#39;", "'").replace("&#34;", "\"")
    }

    pub fn main(&self) -> &str {
        self.text.split("<main").nth(1).unwrap_or(&self.text)
    }
}
