//! What is wrong with a command line, in one line and in the language of the other messages.

use super::Texts;
use clap::error::{ContextKind, Error, ErrorKind};
use std::error::Error as _;

/// What is wrong and what to do.
#[must_use]
pub fn line(error: &Error, texts: Texts) -> String {
    let told = |kind: ContextKind| error.get(kind).map(|value| plain(&value.to_string())).unwrap_or_default();
    let (argument, value) = (told(ContextKind::InvalidArg), told(ContextKind::InvalidValue));
    let what = match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => texts.t1("cli-usage-no-value", "argument", argument),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let allowed = told(ContextKind::ValidValue);
            match reason(error, &allowed, texts) {
                Some(reason) => {
                    let args = [("value", value), ("argument", argument), ("reason", reason)];
                    texts.maybe("cli-usage-value", &args).unwrap_or_default()
                }
                None => texts.t2("cli-usage-value-bare", "value", value, "argument", argument),
            }
        }
        ErrorKind::MissingRequiredArgument => texts.t1("cli-usage-missing", "argument", argument),
        ErrorKind::UnknownArgument => texts.t1("cli-usage-unknown", "argument", argument),
        ErrorKind::ArgumentConflict => {
            texts.t2("cli-usage-conflict", "argument", argument, "other", told(ContextKind::PriorArg))
        }
        ErrorKind::InvalidSubcommand => texts.t1("cli-usage-command", "argument", told(ContextKind::InvalidSubcommand)),
        _ => texts.t("cli-usage-other"),
    };
    let suggested = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let suggested = suggested.into_iter().map(told).find(|text| !text.is_empty());
    let suggested = suggested.map(|suggested| texts.t1("cli-usage-suggested", "suggested", suggested));
    let help = texts.t1("cli-usage-help", "command", command(&told(ContextKind::Usage)));
    std::iter::once(what).chain(suggested).chain([help]).collect::<Vec<_>>().join(" ")
}

/// Why a value can't be read, where that can be said.
fn reason(error: &Error, allowed: &str, texts: Texts) -> Option<String> {
    if !allowed.is_empty() {
        return Some(texts.t1("cli-value-allowed", "allowed", allowed));
    }
    let source = error.source()?.to_string();
    let key = match source.as_str() {
        "moment" | "span" => source.as_str(),
        other if other.contains("date") => "date",
        other if other.contains("digit") || other.contains("is not in") => "number",
        _ => return None,
    };
    Some(texts.t(&format!("cli-value-{key}")))
}

/// Alternatives without the brackets around them.
fn plain(text: &str) -> String {
    let alternatives = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    alternatives
        .filter(|inner| inner.contains("|--"))
        .map_or_else(|| text.to_owned(), |inner| inner.replace("|--", " | --"))
}

/// The command that a usage begins with: "motcua due".
fn command(usage: &str) -> String {
    let words = usage.split_whitespace().skip_while(|word| *word != "motcua");
    let words: Vec<&str> = words.take_while(|word| word.bytes().all(|byte| byte.is_ascii_lowercase())).collect();
    if words.is_empty() { "motcua".to_owned() } else { words.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::line;
    use crate::commands::{Texts, due::Due};
    use clap::Parser;
    use web::Lang;

    #[derive(Debug, Parser)]
    #[command(name = "motcua")]
    enum Program {
        Due(Due),
    }

    fn told(typed: &str, lang: Lang) -> String {
        let error = Program::try_parse_from(typed.split(' ')).expect_err("refused");
        line(&error, Texts::new(lang))
    }

    #[test]
    fn what_is_wrong_with_a_line_is_told_in_one_line_with_what_to_do() {
        for (typed, parts) in [
            ("motcua due --received yesterday --working-days 1", ["yesterday", "--received", "2025-04-29T16:30"]),
            ("motcua due --received 2025-04-29 --working-days many", ["many", "--working-days", "số nguyên"]),
            ("motcua due --received 2025-04-29 --working-days -5", ["-5", "--working-days", "số nguyên"]),
            ("motcua due --received 2025-04-29 --days 1 --pause soon", ["soon", "--pause", "gạch chéo"]),
            ("motcua due --working-days 1", ["Thiếu", "--received", "motcua due --help"]),
            ("motcua due --received 2025-04-29", ["Thiếu", "--working-days", "motcua due --help"]),
            ("motcua due --received 2025-04-29 --working-days", ["Thiếu giá trị", "--working-days", "--help"]),
            (
                "motcua due --received 2025-04-29 --days 1 --working-days 1",
                ["không dùng cùng", "--days", "--working-days"],
            ),
            (
                "motcua due --received 2025-04-29 --working-day 1",
                ["Không có tham số", "--working-day", "“--working-days”"],
            ),
            ("motcua dues", ["Không có lệnh", "dues", "“due”"]),
        ] {
            let text = told(typed, Lang::Vi);
            assert!(parts.iter().all(|part| text.contains(part)), "{typed}: {text}");
            assert!(!text.contains('\n') && !text.contains("error"), "{text}");
        }
        let text = told("motcua due --received yesterday --working-days 1", Lang::En);
        assert!(text.starts_with("“yesterday” is not a value of --received"), "{text}");
    }
}
