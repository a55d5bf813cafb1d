//! Papers to upload: small, whole and harmless.

/// A PDF of one empty page in which a comment says this.
#[macro_export]
macro_rules! paper {
    ($words:literal) => {
        concat!(
            "%PDF-1.7\n",
            "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
            "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n",
            "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>endobj\n",
            "xref\n0 4\n0000000000 65535 f \n",
            "0000000009 00000 n \n",
            "0000000052 00000 n \n",
            "0000000101 00000 n \n",
            "trailer<</Size 4/Root 1 0 R>>\n%",
            $words,
            "\nstartxref\n178\n%%EOF\n"
        )
        .as_bytes()
    };
}

/// A PDF of one empty page with so many bytes that say nothing.
#[must_use]
pub fn large(bytes: usize) -> Vec<u8> {
    let paper = paper!("large");
    let words = paper.windows(5).rposition(|word| word == b"large").unwrap_or(paper.len());
    let (first, rest) = paper.split_at(words);
    [first, &vec![b'x'; bytes], rest].concat()
}

/// A PNG of one dot.
pub const DOT: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00,
    0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00, 0x00, 0x3a, 0x7e, 0x9b, 0x55, 0x00, 0x00, 0x00, 0x0a, 0x49,
    0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0xf8, 0x0f, 0x00, 0x01, 0x01, 0x01, 0x00, 0xb1, 0x38, 0xf6, 0x14, 0x00, 0x00,
    0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];
