//! Whether a picture can be read to its end: one that breaks off is refused while whoever sends it still has it before them.

use std::io::Cursor;

/// A row of a picture is no longer than this, unpacked, in bytes.
const ROW: usize = 64 * 1024 * 1024;

/// Whether a picture of this type is whole.
pub(super) fn is_whole(media_type: &str, contents: &[u8]) -> bool {
    match media_type {
        "image/png" => png_is_whole(contents).is_ok(),
        "image/jpeg" => jpeg_is_whole(contents).is_some(),
        "image/webp" => contents.get(4..8).is_some_and(|length| {
            let length = length.iter().rev().fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte));
            length <= contents.len() - 8
        }),
        _ => true,
    }
}

/// Reads a PNG row by row, keeping none of it.
fn png_is_whole(contents: &[u8]) -> Result<(), png::DecodingError> {
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(contents), png::Limits { bytes: ROW });
    decoder.set_ignore_text_chunk(true);
    let mut reader = decoder.read_info()?;
    while reader.next_row()?.is_some() {}
    reader.finish()
}

/// Goes through the segments of a JPEG from its beginning to the mark of its end (ITU-T T.81, annex B).
fn jpeg_is_whole(contents: &[u8]) -> Option<()> {
    let (mut at, mut drawn) = (2, false);
    loop {
        if *contents.get(at)? != 0xff {
            return None;
        }
        let mark = *contents.get(at + 1)?;
        match mark {
            // Filling, and marks that stand alone.
            0xff => at += 1,
            0x01 | 0xd0..=0xd7 => at += 2,
            0xd9 => return drawn.then_some(()),
            _ => {
                let length = usize::from(*contents.get(at + 2)?) << 8 | usize::from(*contents.get(at + 3)?);
                at += 2 + length.max(2);
                if mark == 0xda {
                    drawn = true;
                    // The picture itself, up to a mark that is neither a byte of it nor a place to start anew.
                    at += contents
                        .get(at..)?
                        .windows(2)
                        .position(|two| two[0] == 0xff && !matches!(two[1], 0 | 0xd0..=0xd7))?;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_whole;

    /// A grey picture with noise in it, so that it has a length.
    fn picture() -> Vec<u8> {
        let dots: Vec<u8> = (0..64 * 64_u32).map(|dot| dot.wrapping_mul(2_654_435_761).to_be_bytes()[0]).collect();
        let mut written = Vec::new();
        let mut encoder = png::Encoder::new(&mut written, 64, 64);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.write_header().and_then(|mut writer| writer.write_image_data(&dots)).expect("a picture");
        written
    }

    #[test]
    fn a_picture_that_breaks_off_is_not_whole() {
        let png = picture();
        assert!(is_whole("image/png", &png));
        for length in [33, 80, png.len() / 2, png.len() - 14] {
            assert!(!is_whole("image/png", &png[..length]), "{length}");
        }
        let mut changed = png.clone();
        changed[png.len() / 2] ^= 1;
        assert!(!is_whole("image/png", &changed));
    }

    #[test]
    fn a_jpeg_is_followed_to_its_end() {
        let jpeg = [
            &[0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xda, 0, 3, 1][..],
            &[7, 8, 0xff, 0, 9, 0xff, 0xd0, 1, 0xff, 0xd9],
        ]
        .concat();
        assert!(is_whole("image/jpeg", &jpeg));
        assert!(is_whole("image/jpeg", &[&jpeg[..], b"what a telephone adds"].concat()));
        for length in 2..jpeg.len() {
            assert!(!is_whole("image/jpeg", &jpeg[..length]), "{length}");
        }
    }
}
