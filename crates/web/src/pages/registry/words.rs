//! What is said beside a form: what came of a look-up, where a value comes from, what makes one look twice.

use crate::components::Tone;
use crate::frame::Frame;
use crate::population::Asked;
use jiff::Timestamp;
use links::population::Answer;
use rules::dossiers::Origin;
use rules::registry::{Doubt, Mismatch, Sex, Unavailable, doubts};
use serde::{Deserialize, Serialize};

/// What came of a look-up, as it is said; kept with a draft until the next one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Notice {
    /// Filled in.
    Found {
        /// When.
        at: Timestamp,
        /// The sex that the number says, where the record says another.
        doubt: Option<Sex>,
    },
    /// Nobody has this number.
    NotFound,
    /// Somebody has it, but this does not fit.
    Mismatch {
        /// What does not fit.
        fields: Vec<Mismatch>,
    },
    /// No answer.
    Unavailable {
        /// Why.
        reason: Unavailable,
    },
    /// Too many questions.
    TooOften {
        /// Seconds to wait.
        seconds: u64,
    },
    /// The number alone opens nothing: a name or a birth is needed too.
    NeedsMore,
}

impl Notice {
    /// What a look-up has to say.
    pub(crate) fn of(asked: &Asked) -> Self {
        match &asked.answer {
            Err(seconds) => Self::TooOften { seconds: *seconds },
            Ok(Answer::Found(person)) => {
                let of_sex = doubts(&person.personal_id, None, person.sex).into_iter().next();
                let doubt = if let Some(Doubt::Sex { said }) = of_sex { Some(said) } else { None };
                Self::Found { at: asked.at, doubt }
            }
            Ok(Answer::NotFound) => Self::NotFound,
            Ok(Answer::Mismatch(fields)) => Self::Mismatch { fields: fields.clone() },
            Ok(Answer::Unavailable(reason)) => Self::Unavailable { reason: *reason },
        }
    }

    /// How it feels.
    pub(crate) fn tone(&self) -> Tone {
        match self {
            Self::Found { doubt: None, .. } => Tone::Good,
            Self::NeedsMore => Tone::Neutral,
            _ => Tone::Warning,
        }
    }

    /// Whether asking again may help.
    pub(crate) fn may_ask_again(&self) -> bool {
        matches!(self, Self::Unavailable { .. } | Self::TooOften { .. })
    }

    /// In words.
    pub(crate) fn said(&self, f: &Frame) -> String {
        match self {
            Self::Found { at, doubt: None } => f.t1("registry-found", "at", f.moment(at)),
            Self::Found { at, doubt: Some(said) } => {
                let sex = f.t(&format!("registry-sex-{}", said.key()));
                format!("{} {}", f.t1("registry-found", "at", f.moment(at)), f.t1("registry-doubt-sex", "sex", sex))
            }
            Self::NotFound => f.t("registry-not-found"),
            Self::Mismatch { fields } => {
                let named = fields.iter().map(|field| match field {
                    Mismatch::Name => f.t("registry-field-name"),
                    Mismatch::Birth => f.t("registry-field-birth"),
                });
                f.t1("registry-mismatch", "fields", named.collect::<Vec<_>>().join(", "))
            }
            Self::Unavailable { reason } => {
                f.t1("registry-unavailable", "why", f.t(&format!("registry-why-{}", reason.key().replace('_', "-"))))
            }
            Self::TooOften { seconds } => f.t1("registry-too-often", "seconds", *seconds),
            Self::NeedsMore => f.t("registry-needs-more"),
        }
    }
}

/// Where a value comes from, and whether it was changed: "Theo hồ sơ trước …, 23/12/2025 08:30 – đã sửa".
pub(crate) fn origin_said(f: &Frame, origin: &Origin, at: &Timestamp, corrected: bool) -> String {
    let at = f.moment(at);
    let said = match origin {
        Origin::Registry(_) => f.t1("source-registry", "at", at),
        Origin::Account => f.t1("source-account", "at", at),
        Origin::Dossier(code) => f.t2("source-dossier", "code", code.as_str(), "at", at),
    };
    if corrected { f.t1("source-corrected", "source", said) } else { said }
}

/// What in a typed number does not fit the typed birth; empty when all fits. Never a reason to refuse.
pub(crate) fn doubts_said(f: &Frame, number: &str, birth: &str) -> String {
    let of_year = rules::registry::doubts_of_typed(number, birth).into_iter().find_map(|doubt| match doubt {
        Doubt::BirthYear { said } => Some(said),
        Doubt::Sex { .. } => None,
    });
    of_year.map_or_else(String::new, |year| f.t1("registry-doubt-year", "year", year.to_string()))
}
