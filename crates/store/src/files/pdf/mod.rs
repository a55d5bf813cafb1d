//! What a PDF could do to whoever opens it. What is not understood is not taken.

mod heights;
mod raw;

use lopdf::xref::XrefEntry;
use lopdf::{Dictionary, Document, Error, LoadOptions, Object, Stream};

/// No stream of a PDF unpacks to more than this, in bytes.
const UNPACKED: usize = 64 * 1024 * 1024;
/// Nor all of them together to so many times the file, once they are more than [`SMALL`].
const TIMES: usize = 200;
/// Below this nothing is a bomb, in bytes.
const SMALL: usize = 256 * 1024 * 1024;
/// Objects within objects are followed no deeper.
const DEEPEST: usize = 64;

/// Actions that do more than turn pages.
const ACTIONS: [&[u8]; 8] = [
    b"JavaScript",
    b"Launch",
    b"ImportData",
    b"SubmitForm",
    b"Rendition",
    b"RichMediaExecute",
    b"GoToE",
    // Opens another file: on another's computer that asks for who is signed in.
    b"GoToR",
];

/// The code of what is wrong; nothing for a harmless PDF.
pub(super) fn danger(pdf: &[u8]) -> Option<&'static str> {
    look(pdf).err()
}

fn look(pdf: &[u8]) -> Result<(), &'static str> {
    // First without recursion: nothing that calls itself sees a file that nests too deep.
    let holders = raw::objects(pdf)?;
    let options = LoadOptions { max_decompressed_size: Some(UNPACKED), ..LoadOptions::default() };
    let document = Document::load_mem_with_options(pdf, options).map_err(|error| match error {
        Error::Decryption(_) | Error::InvalidPassword => "file-encrypted",
        Error::Decompress(_) => "file-bomb",
        _ => "file-damaged",
    })?;
    if document.is_encrypted() || document.trailer.has(b"Encrypt") {
        return Err("file-encrypted");
    }
    if is_lost(&document, pdf) {
        return Err("file-damaged");
    }
    document.objects.values().find_map(|object| within(object, 0)).map_or(Ok(()), Err)?;
    if heights::too_high(&document) {
        return Err("file-nested");
    }
    let mut known = Vec::new();
    let mut unpacked = 0;
    for stream in document.objects.values().filter_map(|object| object.as_stream().ok()) {
        if stream.dict.has_type(b"ObjStm") && !stream.content.is_empty() {
            known.push(stream.content.as_slice());
        }
        unpacked += streamed(stream)?;
        if unpacked > SMALL && unpacked / TIMES > pdf.len() {
            return Err("file-bomb");
        }
    }
    // Objects in a stream that was not read here could be read elsewhere.
    let read = |from: &usize| known.iter().any(|stream| pdf[*from.min(&pdf.len())..].starts_with(stream));
    if !holders.iter().all(read) || document.get_pages().is_empty() {
        return Err("file-damaged");
    }
    Ok(())
}

/// Whether there is an object that can't be read: another reader might read it, and do what it says.
fn is_lost(document: &Document, pdf: &[u8]) -> bool {
    let is_there = |id: u32| document.objects.range((id, 0)..=(id, u16::MAX)).next().is_some();
    document.reference_table.entries.iter().any(|(id, entry)| match entry {
        XrefEntry::Normal { offset, .. } if !is_there(*id) => {
            // A table may name what is not there at all.
            let at = usize::try_from(*offset).unwrap_or(usize::MAX);
            pdf.get(at..).is_some_and(|rest| rest.trim_ascii_start().first().is_some_and(u8::is_ascii_digit))
        }
        XrefEntry::Compressed { .. } => !is_there(*id),
        _ => false,
    })
}

/// Looks into a stream that is drawn, calculated or holds objects; answers what it unpacks to, in bytes.
fn streamed(stream: &Stream) -> Result<usize, &'static str> {
    let name = |key: &[u8]| stream.dict.get(key).and_then(Object::as_name).ok();
    let is_font = stream.dict.has(b"Length1") || stream.dict.has(b"Length2");
    if name(b"Subtype") == Some(b"Image") || name(b"Type") == Some(b"XRef") || is_font {
        return Ok(0);
    }
    let holds = stream.dict.has_type(b"ObjStm");
    match stream.get_plain_content_with_limit(UNPACKED) {
        Ok(content) => {
            if holds {
                raw::held(&content)?;
            } else {
                let calculates = stream.dict.get(b"FunctionType").and_then(Object::as_i64).is_ok_and(|kind| kind == 4);
                raw::drawn(&content, calculates)?;
            }
            Ok(content.len())
        }
        Err(Error::Decompress(_)) if holds => Err("file-bomb"),
        Err(_) if holds => Err("file-damaged"),
        // What can't be unpacked is not drawn.
        Err(_) => Ok(0),
    }
}

fn within(object: &Object, depth: usize) -> Option<&'static str> {
    if depth > DEEPEST {
        return Some("file-active");
    }
    match object {
        Object::Dictionary(dictionary) => of(dictionary, depth),
        Object::Stream(stream) => of(&stream.dict, depth),
        Object::Array(list) => list.iter().find_map(|one| within(one, depth + 1)),
        _ => None,
    }
}

fn of(dictionary: &Dictionary, depth: usize) -> Option<&'static str> {
    let name = |key: &[u8]| dictionary.get(key).and_then(Object::as_name).ok();
    if name(b"S").is_some_and(|action| ACTIONS.contains(&action)) || dictionary.has(b"JS") || dictionary.has(b"XFA") {
        return Some("file-active");
    }
    if dictionary.has(b"EmbeddedFiles") || dictionary.has(b"EF") || name(b"Type") == Some(b"EmbeddedFile") {
        return Some("file-embedded");
    }
    dictionary.iter().find_map(|(_, value)| within(value, depth + 1))
}

#[cfg(test)]
mod tests {
    use super::danger;

    /// A PDF of one page whose catalogue has this, with further objects from number 4 on.
    fn pdf(catalogue: &str, more: &[&str]) -> Vec<u8> {
        let mut objects = vec![
            format!("<</Type/Catalog/Pages 2 0 R{catalogue}>>"),
            "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>".to_owned(),
        ];
        objects.extend(more.iter().map(|object| (*object).to_owned()));
        let mut file = "%PDF-1.7\n".to_owned();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
        for (number, object) in objects.iter().enumerate() {
            table += &format!("{:010} 00000 n \n", file.len());
            file += &format!("{} 0 obj\n{object}\nendobj\n", number + 1);
        }
        let (start, count) = (file.len(), objects.len() + 1);
        let end = format!("trailer\n<</Size {count}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
        (file + &table + &end).into_bytes()
    }

    #[test]
    fn a_paper_that_does_nothing_is_taken() {
        assert_eq!(danger(&pdf("", &[])), None);
        let links = "/OpenAction[3 0 R/Fit]/PageMode/UseOutlines";
        assert_eq!(danger(&pdf(links, &["<</Type/Annot/Subtype/Link/A<</S/URI/URI(https://example.vn)>>>>"])), None);
    }

    #[test]
    fn a_paper_that_runs_something_is_not_taken() {
        let script = "/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>";
        assert_eq!(danger(&pdf(script, &[])), Some("file-active"));
        assert_eq!(danger(&pdf("/OpenAction<</S/J#61vaScript/J#53(x)>>", &[])), Some("file-active"));
        assert_eq!(danger(&pdf("/OpenAction 4 0 R", &["<</S/Launch/F(cmd.exe)>>"])), Some("file-active"));
        assert_eq!(danger(&pdf("/AcroForm<</Fields[]/XFA(x)>>", &[])), Some("file-active"));
        let next = "<</S/GoTo/D[3 0 R/Fit]/Next<</S/SubmitForm/F(https://example.com)>>>>";
        assert_eq!(danger(&pdf("/OpenAction 4 0 R", &[next])), Some("file-active"));
    }

    #[test]
    fn a_paper_that_hides_files_is_not_taken() {
        let names = "/Names<</EmbeddedFiles<</Names[(a.exe)4 0 R]>>>>";
        assert_eq!(danger(&pdf(names, &["<</Type/Filespec/F(a.exe)>>"])), Some("file-embedded"));
        let attached = "<</Type/Annot/Subtype/FileAttachment/FS<</F(a.exe)/EF<</F 5 0 R>>>>>>";
        assert_eq!(danger(&pdf("", &[attached])), Some("file-embedded"));
    }

    #[test]
    fn a_locked_paper_is_not_taken() {
        let plain = String::from_utf8(pdf("", &[])).expect("text");
        let locked = plain.replace("/Root 1 0 R", "/Root 1 0 R/Encrypt<</Filter/Standard/V 1/R 2/O(a)/U(b)/P -4>>");
        assert_eq!(danger(locked.as_bytes()), Some("file-encrypted"));
    }

    #[test]
    fn what_can_not_be_read_is_not_taken() {
        assert_eq!(danger(b"%PDF-1.7 only the beginning"), Some("file-damaged"));
        assert_eq!(danger(b"%PDF-1.7 1 0 obj <</S /J#61vaScript /JS (x)>>"), Some("file-active"));
        assert_eq!(danger(b"%PDF-1.7 1 0 obj <</Type/EmbeddedFile>>"), Some("file-embedded"));
        let whole = pdf("", &[]);
        assert_eq!(danger(&whole[..120]), Some("file-damaged"));
        // Other readers take what stands beside it.
        for odd in ["foo", "}", "--5", "<zz>"] {
            assert_eq!(danger(&pdf(&format!("/X {odd}"), &[])), Some("file-damaged"), "{odd}");
        }
    }

    #[test]
    fn a_script_beside_what_can_not_be_read_is_seen() {
        let script = "/OpenAction<</S/J#61vaScript/J#53(app.alert\\(1\\))>>";
        let deep = "[".repeat(60) + &"]".repeat(60);
        for odd in ["foo", "}", "--5", "<zz>", "", deep.as_str()] {
            assert_eq!(danger(&pdf(&format!("{script}/X {odd}"), &[])), Some("file-active"), "{odd}");
            assert_eq!(danger(&pdf(&format!("/X {odd}{script}"), &[])), Some("file-active"), "{odd}");
        }
    }

    #[test]
    fn a_paper_that_opens_a_file_elsewhere_is_not_taken() {
        let share = r"/OpenAction<</S/GoToR/F(\\\\evil\\x.pdf)/D[0/Fit]>>";
        assert_eq!(danger(&pdf(share, &[])), Some("file-active"));
    }

    #[test]
    fn a_paper_that_nests_too_deep_is_not_taken() {
        for times in [101, 130, 30_000] {
            let deep = "[".repeat(times) + &"]".repeat(times);
            assert_eq!(danger(&pdf(&format!("/X{deep}"), &[])), Some("file-nested"), "{times}");
        }
        let drawn = "[".repeat(30_000);
        let stream = format!("<</Length 30000>>stream\n{drawn}\nendstream");
        assert_eq!(danger(&pdf("", &[&stream])), Some("file-nested"));
        // Branches of pages in branches of pages.
        let branches: Vec<String> =
            (0..1_000).map(|number| format!("<</Type/Pages/Kids[{} 0 R]/Count 1>>", number + 5)).collect();
        let mut branches: Vec<&str> = branches.iter().map(String::as_str).collect();
        branches.push("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>");
        let tree = String::from_utf8(pdf("", &branches)).expect("text").replacen("Kids[3 0 R]", "Kids[4 0 R]", 1);
        assert_eq!(danger(tree.as_bytes()), Some("file-nested"));
    }
}
