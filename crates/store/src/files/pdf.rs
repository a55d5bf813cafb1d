//! What a PDF could do to whoever opens it.

use lopdf::{Dictionary, Document, LoadOptions, Object};

/// No stream of a PDF's own bookkeeping unpacks to more than this, in bytes.
const UNPACKED: usize = 64 * 1024 * 1024;
/// Objects within objects are followed no deeper.
const DEEPEST: usize = 64;

/// Actions that do more than turn pages.
const ACTIONS: [&[u8]; 7] =
    [b"JavaScript", b"Launch", b"ImportData", b"SubmitForm", b"Rendition", b"RichMediaExecute", b"GoToE"];

/// The code of what is wrong; nothing for a harmless PDF. One that can't be read as a whole is searched as it stands.
pub(super) fn danger(pdf: &[u8]) -> Option<&'static str> {
    let options = LoadOptions { max_decompressed_size: Some(UNPACKED), ..LoadOptions::default() };
    let document = match Document::load_mem_with_options(pdf, options) {
        Ok(document) => document,
        Err(lopdf::Error::Decryption(_) | lopdf::Error::InvalidPassword) => return Some("file-encrypted"),
        Err(lopdf::Error::Decompress(_)) => return Some("file-bomb"),
        Err(_) => return unread(pdf),
    };
    if document.is_encrypted() || document.trailer.has(b"Encrypt") {
        return Some("file-encrypted");
    }
    document.objects.values().find_map(|object| within(object, 0))
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

/// Whether a PDF that can't be read names something dangerous, with and without signs written as numbers.
fn unread(pdf: &[u8]) -> Option<&'static str> {
    let plain = unescaped(pdf);
    let names = |name: &[u8]| plain.windows(name.len()).any(|part| part == name);
    if [&b"/JavaScript"[..], b"/JS", b"/Launch", b"/XFA"].into_iter().any(names) {
        return Some("file-active");
    }
    if names(b"/EmbeddedFile") {
        return Some("file-embedded");
    }
    names(b"/Encrypt").then_some("file-encrypted")
}

/// `/J#61vaScript` is `/JavaScript`.
fn unescaped(pdf: &[u8]) -> Vec<u8> {
    let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let mut plain = Vec::with_capacity(pdf.len());
    let mut at = 0;
    while let Some(byte) = pdf.get(at) {
        match (byte, digit(pdf.get(at + 1)), digit(pdf.get(at + 2))) {
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
    fn what_can_not_be_read_is_searched_as_it_stands() {
        assert_eq!(danger(b"%PDF-1.7 only the beginning"), None);
        assert_eq!(danger(b"%PDF-1.7 1 0 obj <</S /J#61vaScript /JS (x)>>"), Some("file-active"));
        assert_eq!(danger(b"%PDF-1.7 1 0 obj <</Type/EmbeddedFile>>"), Some("file-embedded"));
    }
}
