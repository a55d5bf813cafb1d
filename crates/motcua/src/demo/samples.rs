//! The few small files that simulated papers and results point to: each says that it is simulated.

use bytes::Bytes;
use flate2::{Compression, Crc, write::ZlibEncoder};
use jiff::Timestamp;
use std::io::Write as _;
use store::Store;
use store::files::{Files, LARGEST, Upload};

/// A file that comes with the demonstration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// Its identifier: fixed, so that the same seed makes the same events.
    pub id: &'static str,
    /// Its name.
    pub name: &'static str,
}

/// The result of a dossier.
pub const RESULT: Sample = Sample { id: "00000000-0000-7000-8000-000000000001", name: "ket-qua-mo-phong.pdf" };
/// A form.
pub const FORM: Sample = Sample { id: "00000000-0000-7000-8000-000000000002", name: "to-khai-mo-phong.pdf" };
/// A paper.
pub const PAPER: Sample = Sample { id: "00000000-0000-7000-8000-000000000003", name: "giay-to-mo-phong.pdf" };
/// A photographed paper.
pub const PHOTO: Sample = Sample { id: "00000000-0000-7000-8000-000000000004", name: "anh-chup-mo-phong.png" };
/// A written request of an applicant.
pub const REQUEST: Sample = Sample { id: "00000000-0000-7000-8000-000000000005", name: "don-de-nghi-mo-phong.pdf" };

/// Keeps the files.
///
/// # Errors
/// When they can't be kept.
pub fn keep(store: &Store, now: Timestamp) -> Result<(), store::Failure> {
    let files = Files::of(store)?;
    let contents = [
        (RESULT, pdf("KET QUA GIAI QUYET / RESULT")),
        (FORM, pdf("TO KHAI / FORM")),
        (PAPER, pdf("GIAY TO / PAPER")),
        (PHOTO, png()),
        (REQUEST, pdf("DON DE NGHI / REQUEST")),
    ];
    for (sample, contents) in contents {
        let upload = Upload {
            name: sample.name.into(),
            owner: "system".into(),
            contents: Bytes::from(contents),
            pointer: "/documents/0".into(),
            largest: LARGEST,
        };
        futures::executor::block_on(files.keep_as(store, sample.id, upload, now))?;
    }
    Ok(())
}

/// A PDF of one page with three lines, without marks because the built-in fonts have none of Vietnamese.
fn pdf(title: &str) -> Vec<u8> {
    let text = format!(
        "BT /F1 30 Tf 70 700 Td (MO PHONG / SIMULATED) Tj 0 -50 Td /F1 18 Tf ({title}) Tj \
         0 -40 Td /F1 12 Tf (Motcua - demonstration of the province of Lai Chau. Not a document.) Tj ET"
    );
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold >>".to_owned(),
    ];
    let mut file = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", number + 1));
    }
    let table = file.len();
    let rows: String = places.iter().map(|place| format!("{place:010} 00000 n \n")).collect();
    let count = objects.len() + 1;
    file.push_str(&format!(
        "xref\n0 {count}\n0000000000 65535 f \n{rows}trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"
    ));
    file.into_bytes()
}

const LETTERS: [(char, [u8; 7]); 8] = [
    ('S', [0x0f, 0x10, 0x10, 0x0e, 0x01, 0x01, 0x1e]),
    ('I', [0x0e, 0x04, 0x04, 0x04, 0x04, 0x04, 0x0e]),
    ('M', [0x11, 0x1b, 0x15, 0x15, 0x11, 0x11, 0x11]),
    ('U', [0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x0e]),
    ('L', [0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x1f]),
    ('A', [0x0e, 0x11, 0x11, 0x1f, 0x11, 0x11, 0x11]),
    ('T', [0x1f, 0x04, 0x04, 0x04, 0x04, 0x04, 0x04]),
    ('E', [0x1f, 0x10, 0x10, 0x1e, 0x10, 0x10, 0x1f]),
];

/// A grey picture that says SIMULATED in big dots.
fn png() -> Vec<u8> {
    const DOT: usize = 6;
    let word: Vec<[u8; 7]> = "SIMULATED"
        .chars()
        .map(|wanted| {
            LETTERS
                .iter()
                .find(|(letter, _)| *letter == wanted)
                .map_or([0x1e, 0x11, 0x11, 0x11, 0x11, 0x11, 0x1e], |(_, rows)| *rows)
        })
        .collect();
    let (width, height) = ((word.len() * 6 + 1) * DOT, 11 * DOT);
    let mut rows = Vec::with_capacity((width + 1) * height);
    for y in 0..height {
        rows.push(0);
        for x in 0..width {
            let (column, row) = ((x / DOT).wrapping_sub(1), (y / DOT).wrapping_sub(2));
            let dark = row < 7
                && word
                    .get(column / 6)
                    .is_some_and(|letter| column % 6 < 5 && letter[row] >> (4 - column % 6) & 1 == 1);
            rows.push(if dark { 0x20 } else { 0xe8 });
        }
    }
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    // Writing to memory does not fail.
    let packed = packed.write_all(&rows).and_then(|()| packed.finish()).unwrap_or_default();
    let mut header = Vec::new();
    for side in [width, height] {
        header.extend(u32::try_from(side).unwrap_or_default().to_be_bytes());
    }
    header.extend([8, 0, 0, 0, 0]);
    let mut file = vec![0x89, b'P', b'N', b'G', 13, 10, 26, 10];
    for (kind, data) in [(b"IHDR", &header), (b"IDAT", &packed), (b"IEND", &Vec::new())] {
        file.extend(u32::try_from(data.len()).unwrap_or_default().to_be_bytes());
        let mut crc = Crc::new();
        crc.update(kind);
        crc.update(data);
        file.extend(kind);
        file.extend(data);
        file.extend(crc.sum().to_be_bytes());
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_samples_are_what_their_names_say_and_small() {
        let (pdf, png) = (pdf("X"), png());
        assert!(pdf.starts_with(b"%PDF-") && pdf.ends_with(b"%%EOF\n") && pdf.len() < 2_000);
        assert!(png.starts_with(&[0x89, b'P', b'N', b'G']) && png.len() < 4_000, "{}", png.len());
        let table: usize = String::from_utf8(pdf.clone())
            .expect("text")
            .rsplit("startxref\n")
            .next()
            .and_then(|rest| rest.lines().next()?.parse().ok())
            .expect("a place");
        assert!(pdf[table..].starts_with(b"xref"));
    }
}
