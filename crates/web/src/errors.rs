//! How "no" and "something broke" look: a page for people, RFC 9457 problem JSON for programs.
//!
//! Handlers return `Result<_, Failure>` and use `?`; [`explain`] turns a failure into words in the visitor's language.
//! Must not know what was refused or why: that is in the [`Refusal`] and in the catalogues.

mod explain;
mod problem;

pub use explain::{after_panic, explain, for_program, method_not_allowed, not_found};
pub use problem::ProblemJson;

use crate::texts::Words;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use rules::{Problem, Refusal, RefusalKind};

/// Why a request did not get what it asked for.
#[derive(Debug, Clone)]
pub enum Failure {
    /// A rule says no.
    Refused(Refusal),
    /// The request can't be read: not the form, JSON or parameters that it should be.
    Malformed(Refusal),
    /// Nobody is signed in.
    SignInFirst,
    /// The form's token is missing or not ours.
    FormExpired,
    /// Too many tries; seconds to wait.
    TooMany(u64),
    /// Ours: it was logged under this number.
    Fault(String),
    /// What was sent is larger than is taken: what it is, and how many bytes there may be.
    TooLarge(Sent, usize),
    /// A plain status of the framework: wrong method, wrong type.
    Status(StatusCode),
}

/// What was too large.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// The JSON body of a call of the API.
    Json,
    /// One file.
    File,
    /// A form with all its files.
    Form,
    /// What was typed into a form.
    Typed,
}

impl Sent {
    fn key(self) -> &'static str {
        match self {
            Self::Json => "too-large-json",
            Self::File => "too-large-file",
            Self::Form => "too-large-form",
            Self::Typed => "too-large-typed",
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<store::Fault> for Failure {
    fn from(fault: store::Fault) -> Self {
        let number = fault.number().to_string();
        tracing::error!(number, error = &fault as &(dyn std::error::Error + 'static), "fault");
        Self::Fault(number)
    }
}

impl From<store::Failure> for Failure {
    fn from(failure: store::Failure) -> Self {
        match failure {
            store::Failure::Refused(refusal) => Self::Refused(refusal),
            store::Failure::Fault(fault) => fault.into(),
        }
    }
}

impl From<tower_sessions::session::Error> for Failure {
    fn from(error: tower_sessions::session::Error) -> Self {
        Self::fault(&error)
    }
}

impl From<askama::Error> for Failure {
    fn from(error: askama::Error) -> Self {
        Self::fault(&error)
    }
}

impl Failure {
    /// Logs something that broke under a new number.
    pub fn fault(error: &(dyn std::error::Error + 'static)) -> Self {
        let number = fault_number();
        tracing::error!(number, error, "fault");
        Self::Fault(number)
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Refused(refusal) => match refusal.kind {
                RefusalKind::Input | RefusalKind::Rule => StatusCode::UNPROCESSABLE_ENTITY,
                RefusalKind::Forbidden => StatusCode::FORBIDDEN,
                RefusalKind::Conflict => StatusCode::CONFLICT,
                RefusalKind::NotFound => StatusCode::NOT_FOUND,
            },
            Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::SignInFirst => StatusCode::UNAUTHORIZED,
            Self::FormExpired => StatusCode::FORBIDDEN,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::TooLarge(..) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Status(status) => *status,
        }
    }

    /// The stable code: the end of the problem's `type`.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            Self::Refused(refusal) | Self::Malformed(refusal) => refusal.code.to_owned(),
            Self::SignInFirst => "sign-in-first".to_owned(),
            Self::FormExpired => "form-expired".to_owned(),
            Self::TooMany(_) => "too-many".to_owned(),
            Self::Fault(_) => "fault".to_owned(),
            Self::TooLarge(..) => "http-413".to_owned(),
            Self::Status(status) => format!("http-{}", status.as_u16()),
        }
    }

    /// What is wrong and what to do next, in words.
    #[must_use]
    pub fn told(&self, words: Words) -> Told {
        match self {
            Self::Refused(refusal) | Self::Malformed(refusal) => refusal_text(words, refusal),
            Self::TooMany(seconds) => told(words, "too-many", &[("seconds", seconds.to_string())]),
            Self::Fault(number) => told(words, "fault", &[("number", number.clone())]),
            Self::TooLarge(what, most) => told(words, what.key(), &[("most", binary_size(*most))]),
            Self::SignInFirst | Self::FormExpired | Self::Status(_) => told(words, &self.code(), &[]),
        }
    }
}

/// The failure travels with the response to [`explain`], which knows the language and who asks.
impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// A refusal in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// What is wrong.
    pub text: String,
    /// What to do next; may be empty.
    pub next: String,
}

/// A refusal in words: `refusal-CODE` and `refusal-CODE.next` of the catalogues.
#[must_use]
pub fn refusal_text(words: Words, refusal: &Refusal) -> Told {
    told(words, refusal.code, &refusal.args)
}

/// A problem of a field in words: `problem-CODE-FIELD` of the catalogues, or `problem-CODE` where the field has no words of its own.
#[must_use]
pub fn problem_text(words: Words, problem: &Problem) -> String {
    let key = format!("problem-{}", problem.code);
    let field = problem.pointer.rsplit('/').next().unwrap_or_default();
    let own = words.maybe(&format!("{key}-{field}"), &problem.args);
    own.or_else(|| words.maybe(&key, &problem.args)).unwrap_or_else(|| words.t("problem-other"))
}

/// A limit as it was set: 20 MB, 64 KB.
fn binary_size(bytes: usize) -> String {
    let (kilo, mega) = (1024, 1024 * 1024);
    if bytes < mega { format!("{}\u{a0}KB", bytes / kilo) } else { format!("{}\u{a0}MB", bytes / mega) }
}

fn told(words: Words, code: &str, args: &[(&'static str, String)]) -> Told {
    let key = format!("refusal-{code}");
    let Some(text) = words.maybe(&key, args) else {
        tracing::error!(key, "text missing in the catalogues");
        return Told { text: words.t1("refusal-other", "code", code), next: words.t("refusal-other.next") };
    };
    Told { text, next: words.maybe(&format!("{key}.next"), args).unwrap_or_default() }
}

/// A number under which a fault is logged and told: short enough to read out on the telephone.
#[must_use]
pub fn fault_number() -> String {
    store::Fault::new("").number().to_string()
}
