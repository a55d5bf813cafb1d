//! The built files of `assets/dist`: styles, scripts, fonts, icons, with the hash of their content in their names.
//!
//! They are compressed when they are built, so serving them costs nothing; browsers keep them for a year.

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::Embed;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

#[derive(Embed)]
#[folder = "assets/dist"]
struct Dist;

/// Addresses by the name without hash: `main.css` is `/assets/main.1f2e3d4c.css`.
static HREFS: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    Dist::iter()
        .filter(|file| !file.ends_with(".br") && !file.ends_with(".gz"))
        .filter_map(|file| {
            let (stem, extension) = file.rsplit_once('.')?;
            let (name, _hash) = stem.rsplit_once('.')?;
            Some((format!("{name}.{extension}"), format!("/assets/{file}")))
        })
        .collect()
});

/// The address of a built file by its name without hash; a name that does not exist is a bug that a test finds.
#[must_use]
pub fn href(name: &str) -> &'static str {
    HREFS.get(name).map_or("/assets/missing", String::as_str)
}

/// Serves one built file, compressed as the browser likes it.
pub async fn serve(Path(file): Path<String>, headers: HeaderMap) -> Response {
    if file.ends_with(".br") || file.ends_with(".gz") {
        return StatusCode::NOT_FOUND.into_response();
    }
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let accepts = |coding: &str| {
        accepted.split(',').any(|offer| {
            let mut parts = offer.split(';').map(str::trim);
            parts.next() == Some(coding) && !parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
        })
    };
    let compressed = [("br", ".br"), ("gzip", ".gz")]
        .into_iter()
        .filter(|(coding, _)| accepts(coding))
        .find_map(|(coding, suffix)| Some((Some(coding), Dist::get(&format!("{file}{suffix}"))?)));
    let Some((coding, found)) = compressed.or_else(|| Some((None, Dist::get(&file)?))) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = match found.data {
        Cow::Borrowed(bytes) => bytes.into_response(),
        Cow::Owned(bytes) => bytes.into_response(),
    };
    let kind = mime_guess::from_path(&file).first_or_octet_stream();
    let out = response.headers_mut();
    if let Ok(kind) = if kind.type_() == "text" { format!("{kind}; charset=utf-8") } else { kind.to_string() }.parse() {
        out.insert(header::CONTENT_TYPE, kind);
    }
    out.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("public, max-age=31536000, immutable"));
    out.insert(header::VARY, header::HeaderValue::from_static("accept-encoding"));
    if let Some(coding) = coding {
        out.insert(header::CONTENT_ENCODING, header::HeaderValue::from_static(coding));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_built_file_is_served_compressed_and_for_ever() {
        let file = href("main.css").trim_start_matches("/assets/").to_owned();
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, header::HeaderValue::from_static("gzip, br;q=1.0"));
        let response = serve(Path(file), headers).await;
        assert_eq!(response.headers()[header::CONTENT_ENCODING], "br");
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/css; charset=utf-8");
        assert!(response.headers()[header::CACHE_CONTROL].to_str().is_ok_and(|value| value.contains("immutable")));
    }

    #[tokio::test]
    async fn a_coding_that_the_browser_declines_is_not_used() {
        let file = href("main.css").trim_start_matches("/assets/").to_owned();
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, header::HeaderValue::from_static("br;q=0, gzip;q=0"));
        assert!(!serve(Path(file), headers).await.headers().contains_key(header::CONTENT_ENCODING));
    }

    #[test]
    fn every_file_that_the_layout_asks_for_was_built() {
        let layout = include_str!("../templates/layout/page.html");
        let mut rest = layout;
        while let Some(at) = rest.find("f.asset(\"") {
            rest = &rest[at + 9..];
            let name = rest.split('"').next().unwrap_or_default();
            assert_ne!(href(name), "/assets/missing", "{name}");
        }
    }
}
