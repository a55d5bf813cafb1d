//! The catalogues hold every text that is asked for, in both languages, and no others; templates hold no words.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Keys with how their text begins, for one language.
fn catalogue(lang: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for (_, text) in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("messages").join(lang), "ftl") {
        let mut message = String::new();
        for line in text.lines() {
            let Some((name, _)) = line.split_once('=') else { continue };
            let name = name.trim_end();
            if let Some(attribute) = line.starts_with(' ').then(|| name.trim_start().strip_prefix('.')).flatten() {
                keys.insert(format!("{message}.{attribute}"));
            } else if name.starts_with(|letter: char| letter.is_ascii_lowercase()) {
                message = name.to_owned();
                assert!(keys.insert(message.clone()), "{lang}: {message} stands twice");
            }
        }
    }
    keys
}

/// Every file below a folder with this ending: its path and text.
fn files(folder: &Path, ending: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the repository") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == ending) {
                let text = fs::read_to_string(&path).expect("text");
                found.push((path, text));
            }
        }
    }
    found
}

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Product code without comments and without its tests, which may make up codes of their own.
fn product(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text);
    code.lines().filter(|line| !line.trim_start().starts_with("//")).flat_map(|line| [line, "\n"]).collect()
}

/// The templates, and the Rust sources of the crates that speak to people.
fn sources() -> Vec<(PathBuf, String)> {
    let mut all = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("templates"), "html");
    for name in ["rules", "store", "links", "web", "motcua"] {
        let rust = files(&crates().join(name).join("src"), "rs");
        all.extend(rust.into_iter().filter(|(path, _)| {
            !path.ends_with("catalogue_tests.rs") && !path.components().any(|part| part.as_os_str() == "tests")
        }));
    }
    all
}

/// The string literals of a text that could be keys, codes or the beginnings of keys.
fn literals(text: &str) -> impl Iterator<Item = &str> {
    let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "-_.{}".contains(letter);
    text.split('"').filter(move |part| !part.is_empty() && part.chars().all(plain))
}

/// The first literal after each of these beginnings of calls.
fn first_literals<'a>(text: &'a str, calls: &'a [&'a str]) -> impl Iterator<Item = &'a str> {
    calls.iter().flat_map(move |call| {
        text.match_indices(call)
            .filter_map(move |(at, _)| text[at + call.len()..].trim_start().strip_prefix('"')?.split('"').next())
    })
}

/// The codes of the problems that a source makes: the last literal of `Problem::new(…)`.
fn problems(text: &str) -> Vec<&str> {
    let calls = text.match_indices("Problem::new(");
    calls
        .filter_map(|(at, call)| {
            let rest = &text[at + call.len()..];
            let mut depth = 1;
            let end = rest.find(|letter| {
                depth += i32::from(letter == '(') - i32::from(letter == ')');
                depth == 0
            })?;
            rest[..end].trim_end().trim_end_matches(',').strip_suffix('"')?.rsplit('"').next()
        })
        .collect()
}

#[test]
fn both_languages_have_the_same_keys() {
    let (vi, en) = (catalogue("vi"), catalogue("en"));
    let only_vi: Vec<_> = vi.difference(&en).collect();
    let only_en: Vec<_> = en.difference(&vi).collect();
    assert!(only_vi.is_empty() && only_en.is_empty(), "only vi: {only_vi:?}; only en: {only_en:?}");
}

#[test]
fn every_text_that_is_asked_for_exists() {
    let keys = catalogue("vi");
    let mut missing: BTreeMap<String, PathBuf> = BTreeMap::new();
    for (path, text) in sources() {
        let text = product(&text);
        let text = text.as_str();
        let direct = first_literals(text, &[".t(", ".t1(", ".t2("]).map(str::to_owned);
        let refusals = first_literals(
            text,
            &["Refusal::rule(", "Refusal::forbidden(", "Refusal::conflict(", "Refusal::not_found("],
        );
        let refusals = refusals.flat_map(|code| [format!("refusal-{code}"), format!("refusal-{code}.next")]);
        let problems = problems(text).into_iter().map(|code| format!("problem-{code}"));
        for key in direct.chain(refusals).chain(problems) {
            if !keys.contains(&key) {
                missing.insert(key, path.clone());
            }
        }
    }
    assert!(missing.is_empty(), "missing in messages/: {missing:#?}");
}

#[test]
fn no_text_is_kept_that_nobody_asks_for() {
    let (mut asked, mut beginnings) = (BTreeSet::new(), BTreeSet::new());
    for (_, text) in sources() {
        for literal in literals(&text) {
            match literal.split_once('{') {
                Some((beginning, _)) if beginning.len() > 2 => drop(beginnings.insert(beginning.to_owned())),
                _ => drop(asked.insert(literal.to_owned())),
            }
        }
    }
    let is_asked = |key: &String| {
        let message = key.split('.').next().unwrap_or(key);
        let code = message.strip_prefix("refusal-").or_else(|| message.strip_prefix("problem-"));
        match code {
            Some(code) => {
                let of_a_field = code.rsplit_once('-').is_some_and(|(code, field)| {
                    asked.contains(code) && (asked.contains(field) || asked.contains(&format!("/{field}")))
                });
                asked.contains(code)
                    || asked.contains(message)
                    || of_a_field
                    || code.starts_with("http-")
                    || code == "other"
            }
            None => {
                asked.contains(key)
                    || asked.contains(message)
                    || beginnings.iter().any(|beginning| message.starts_with(beginning.as_str()))
            }
        }
    };
    let unused: Vec<_> = catalogue("vi").into_iter().filter(|key| !is_asked(key)).collect();
    assert!(unused.is_empty(), "nobody asks for {unused:#?}");
}

#[test]
fn templates_hold_no_words_of_vietnamese() {
    let marked = |letter: char| "ăâđêôơưĂÂĐÊÔƠƯ".contains(letter) || ('\u{1ea0}'..='\u{1ef9}').contains(&letter);
    for (path, text) in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("templates"), "html") {
        let line = text.lines().position(|line| line.chars().any(marked));
        assert!(line.is_none(), "{}:{} has words that belong into messages/", path.display(), line.unwrap_or(0) + 1);
    }
}
