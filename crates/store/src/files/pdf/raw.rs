//! A PDF's bytes as they stand, before anything that reads them by the rules: what nests too deep for a reader that calls itself, and
//! dangerous names in objects that one reader leaves out and another runs. One pass over the bytes, without recursion.

use std::ops::Range;

/// Arrays and dictionaries stand in each other no deeper than this; in an honest file it is fewer than ten.
const DEEPEST: usize = 64;
/// In what is drawn, a string is no longer than this, in bytes (ISO 32000-1, Annex C, allows half of it).
const STRING: usize = 64 * 1024;

/// Names that only what runs, opens other files or hides files has.
const ACTIVE: [&[u8]; 11] = [
    b"JavaScript",
    b"JS",
    b"Launch",
    b"XFA",
    b"ImportData",
    b"SubmitForm",
    b"Rendition",
    b"RichMedia",
    b"RichMediaExecute",
    b"GoToE",
    b"GoToR",
];
const EMBEDDED: [&[u8]; 3] = [b"EmbeddedFile", b"EmbeddedFiles", b"EF"];

/// Looks through the objects of a file, wherever they begin, also where no table of contents names them. Answers where the streams
/// begin that hold further objects.
///
/// # Errors
/// The code of what is wrong.
pub(super) fn objects(pdf: &[u8]) -> Result<Vec<usize>, &'static str> {
    let mut holders = Vec::new();
    // What lies in strings and comments is another reader's object, if that begins to read there.
    let mut ranges: Vec<_> = std::iter::once(0..pdf.len()).collect();
    let mut work = allowed(pdf);
    while let Some(range) = ranges.pop() {
        let mut at = range.start;
        while let Some((start, certain)) = beginning(pdf, at..range.end) {
            let mut run =
                Run { bytes: pdf, at: start, depth: 0, certain, opaque: &mut ranges, work: &mut work, holder: false };
            let is_stream = run.read()?;
            let (end, holder) = (run.at, run.holder);
            if is_stream && holder {
                let from = end + usize::from(pdf.get(end) == Some(&b'\r'));
                holders.push(from + usize::from(pdf.get(from) == Some(&b'\n')));
            }
            at = end.max(start + 1);
            spend(&mut work, at - start + 16)?;
        }
    }
    Ok(holders)
}

/// Looks through the objects that a stream holds, unpacked.
///
/// # Errors
/// The code of what is wrong.
pub(super) fn held(objects: &[u8]) -> Result<(), &'static str> {
    let (mut opaque, mut work) = (Vec::new(), allowed(objects));
    let mut run =
        Run { bytes: objects, at: 0, depth: 0, certain: true, opaque: &mut opaque, work: &mut work, holder: false };
    while run.at < objects.len() {
        run.read()?;
        run.at += 1;
    }
    Ok(())
}

/// Looks through what is drawn (or calculated, between braces), unpacked: only for what nests too deep.
///
/// # Errors
/// The code of what is wrong.
pub(super) fn drawn(bytes: &[u8], braces: bool) -> Result<(), &'static str> {
    let (mut at, mut depth, mut work) = (0, 0_usize, allowed(bytes));
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'(' => match string_end(bytes, at, STRING) {
                Some(end) => at = end,
                None => {
                    spend(&mut work, STRING)?;
                    at += 1;
                }
            },
            b'%' => at = line_end(bytes, at),
            b'{' | b'}' if braces => {
                depth = if byte == b'{' { depth + 1 } else { depth.saturating_sub(1) };
                at += 1;
            }
            b'[' => (depth, at) = (depth + 1, at + 1),
            b'<' if bytes.get(at + 1) == Some(&b'<') => (depth, at) = (depth + 1, at + 2),
            b']' => (depth, at) = (depth.saturating_sub(1), at + 1),
            b'>' if bytes.get(at + 1) == Some(&b'>') => (depth, at) = (depth.saturating_sub(1), at + 2),
            b'/' => at = word_end(bytes, at + 1),
            _ if is_regular(byte) => {
                let end = word_end(bytes, at);
                // An operator, or bytes that are none, ends whatever was open.
                if !braces && !is_value(&bytes[at..end]) {
                    depth = 0;
                }
                at = end;
            }
            _ => at += 1,
        }
        if depth > DEEPEST {
            return Err("file-nested");
        }
    }
    Ok(())
}

/// Where the next object or dictionary may begin, and whether it certainly is an object and not a chance in packed bytes.
fn beginning(pdf: &[u8], within: Range<usize>) -> Option<(usize, bool)> {
    let mut at = within.start;
    while at < within.end {
        match pdf[at] {
            b'<' if pdf.get(at + 1) == Some(&b'<') => return Some((at, false)),
            b'o' if pdf[at..].starts_with(b"obj") && !pdf[..at].ends_with(b"end") => {
                // `1 0 obj`, also with a comment between.
                let before = at.checked_sub(1).and_then(|before| pdf.get(before));
                return Some((at + 3, before.is_some_and(|byte| byte.is_ascii_digit() || is_space(*byte))));
            }
            _ => at += 1,
        }
    }
    None
}

/// One object, read from its beginning.
struct Run<'a> {
    bytes: &'a [u8],
    at: usize,
    depth: usize,
    /// An object, in which the rest is looked at even after what can't be read.
    certain: bool,
    /// Strings and comments on the way.
    opaque: &'a mut Vec<Range<usize>>,
    /// How many bytes may still be looked at again.
    work: &'a mut usize,
    /// Whether it says that it holds further objects.
    holder: bool,
}

impl Run<'_> {
    /// Reads on to the object's end; whether a stream follows.
    fn read(&mut self) -> Result<bool, &'static str> {
        let mut begun = false;
        while let Some(&byte) = self.bytes.get(self.at) {
            let two = self.bytes.get(self.at + 1) == Some(&byte);
            match byte {
                b'%' => self.skip(line_end(self.bytes, self.at)),
                b'(' => match string_end(self.bytes, self.at, self.bytes.len()) {
                    Some(end) => self.skip(end),
                    None => {
                        spend(self.work, self.bytes.len() - self.at)?;
                        self.at += 1;
                    }
                },
                b'[' => self.open(1)?,
                b'<' if two => self.open(2)?,
                b']' => self.close(1),
                b'>' if two => self.close(2),
                b'/' => self.name()?,
                b'<' | b'>' => self.at += 1,
                _ if is_space(byte) => {
                    self.at += 1;
                    continue;
                }
                _ if is_regular(byte) => {
                    let end = word_end(self.bytes, self.at);
                    let word = &self.bytes[self.at..end];
                    if self.depth == 0 && !is_value(word) {
                        self.at = if word == b"stream" { end } else { self.at };
                        return Ok(word == b"stream");
                    }
                    if !self.certain && !is_value(word) {
                        return Ok(false);
                    }
                    self.at = end;
                }
                _ if !self.certain => return Ok(false),
                _ => self.at += 1,
            }
            begun = begun || self.depth > 0;
            // A dictionary that stands by itself ends where it is closed.
            if begun && self.depth == 0 && !self.certain {
                return Ok(false);
            }
        }
        Ok(false)
    }

    fn open(&mut self, signs: usize) -> Result<(), &'static str> {
        (self.at, self.depth) = (self.at + signs, self.depth + 1);
        if self.depth > DEEPEST { Err("file-nested") } else { Ok(()) }
    }

    fn close(&mut self, signs: usize) {
        (self.at, self.depth) = (self.at + signs, self.depth.saturating_sub(1));
    }

    fn skip(&mut self, end: usize) {
        if end - self.at > 4 {
            self.opaque.push(self.at + 1..end);
        }
        self.at = end;
    }

    fn name(&mut self) -> Result<(), &'static str> {
        let end = word_end(self.bytes, self.at + 1);
        let name = unescaped(&self.bytes[self.at + 1..end]);
        self.at = end;
        if ACTIVE.contains(&name.as_slice()) {
            return Err("file-active");
        }
        if EMBEDDED.contains(&name.as_slice()) {
            return Err("file-embedded");
        }
        self.holder |= name == b"ObjStm";
        Ok(())
    }
}

/// How many bytes may be looked at again. An honest file is read about once; one made so that each object lies in the string of
/// another, or no string ends, would be read for ever.
fn allowed(bytes: &[u8]) -> usize {
    bytes.len().saturating_mul(16).saturating_add(16 * 1024 * 1024)
}

fn spend(work: &mut usize, bytes: usize) -> Result<(), &'static str> {
    *work = work.checked_sub(bytes).ok_or("file-damaged")?;
    Ok(())
}

/// Where a string ends that begins here; nothing when it doesn't end within so many bytes.
fn string_end(bytes: &[u8], at: usize, most: usize) -> Option<usize> {
    let bytes = &bytes[..bytes.len().min(at.saturating_add(most))];
    let (mut end, mut depth) = (at, 0_usize);
    loop {
        match bytes.get(end)? {
            b'\\' => end += 1,
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        end += 1;
        if depth == 0 {
            return Some(end);
        }
    }
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|byte| matches!(byte, b'\r' | b'\n')).map_or(bytes.len(), |length| at + length)
}

fn word_end(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|byte| !is_regular(*byte)).map_or(bytes.len(), |length| at + length)
}

fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 12 | b'\r' | b' ')
}

fn is_regular(byte: u8) -> bool {
    !is_space(byte) && !b"()<>[]{}/%".contains(&byte)
}

/// A number, the number of another object, or one of the three words that are values.
fn is_value(word: &[u8]) -> bool {
    matches!(word, b"true" | b"false" | b"null" | b"R")
        || word.iter().all(|byte| byte.is_ascii_digit() || b"+-.".contains(byte))
}

/// `J#61vaScript` is `JavaScript`.
fn unescaped(name: &[u8]) -> Vec<u8> {
    let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let mut plain = Vec::with_capacity(name.len());
    let mut at = 0;
    while let Some(byte) = name.get(at) {
        match (byte, digit(name.get(at + 1)), digit(name.get(at + 2))) {
            (b'#', Some(high), Some(low)) => {
                plain.push(u8::try_from(high * 16 + low).unwrap_or_default());
                at += 3;
            }
            _ => {
                plain.push(*byte);
                at += 1;
            }
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nested(opening: &str, closing: &str, times: usize) -> String {
        opening.repeat(times) + &closing.repeat(times)
    }

    #[test]
    fn what_nests_too_deep_is_found_wherever_a_reader_may_begin() {
        let deep = nested("[", "]", 30_000);
        let hidden = [
            format!("1 0 obj<</X{deep}>>endobj"),
            format!("1 0 obj{}endobj", nested("<</X", ">>", 30_000)),
            // In a string, in a comment, behind what can't be read, and in nothing that is an object.
            format!("1 0 obj(2 0 obj {deep} endobj)endobj"),
            format!("1 0 obj %2 0 obj {deep} endobj\nendobj"),
            format!("1 0 obj<</X foo /Y{deep}>>endobj"),
            format!("trailer<</X{deep}>>"),
            format!("1 0 %\nobj{deep}"),
        ];
        for pdf in hidden {
            assert_eq!(objects(pdf.as_bytes()), Err("file-nested"), "{pdf:.40}");
        }
        assert_eq!(objects(format!("1 0 obj{}endobj", nested("[", "]", 60)).as_bytes()), Ok(vec![]));
        assert_eq!(objects(&vec![b'<'; 1_000_000]), Err("file-nested"));
    }

    #[test]
    fn objects_in_the_strings_of_objects_are_not_read_for_ever() {
        assert_eq!(objects("obj(".repeat(100_000).as_bytes()), Err("file-damaged"));
        assert_eq!(drawn(&vec![b'('; 100_000], false), Err("file-damaged"));
    }

    #[test]
    fn packed_bytes_are_no_objects() {
        let mut state = 7_u32;
        let noise: Vec<u8> = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        })
        .take(4_000_000)
        .collect();
        let pdf = [&b"1 0 obj<</Length 4000000>>stream\n"[..], &noise, b"\nendstream endobj"].concat();
        assert_eq!(objects(&pdf), Ok(vec![]));
        assert_eq!(drawn(&noise, false), Ok(()));
    }

    #[test]
    fn what_is_drawn_may_not_nest_either() {
        assert_eq!(drawn(nested("[", "]", 30_000).as_bytes(), false), Err("file-nested"));
        assert_eq!(drawn(format!("q ( {}", nested("[", "]", 30_000)).as_bytes(), false), Err("file-nested"));
        assert_eq!(drawn(nested("{ pop ", "}", 30_000).as_bytes(), true), Err("file-nested"));
        assert_eq!(drawn("BT [(a[[[[)-3 <00>]TJ ET\n".repeat(10_000).as_bytes(), false), Ok(()));
    }

    #[test]
    fn streams_of_objects_are_told() {
        let pdf = b"1 0 obj<</Type/Obj#53tm/N 1/First 4>>stream\r\n3 0 <</A 1>>\nendstream endobj";
        assert_eq!(objects(pdf), Ok(vec![45]));
        assert_eq!(held(b"3 0 4 9 <</A 1>> <</S/JavaScript>>"), Err("file-active"));
        assert_eq!(held(b"3 0 4 9 <</A 1>> foo <</S/J#61vaScript>>"), Err("file-active"));
    }
}
