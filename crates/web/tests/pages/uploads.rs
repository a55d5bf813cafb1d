//! Large files in pieces: what has come stays when the line breaks, and sending goes on from there.

use crate::site::{BIRTH, LAN, MINH, PAPERS, Site};

const PIECE: &str = "application/offset+octet-stream";

#[test]
fn a_file_whose_line_breaks_near_the_end_goes_on_from_there() {
    let site = Site::open();
    let lan = site.signed_in(LAN);
    let file = harness::papers::large(900_000);
    let size = file.len().to_string();
    let named =
        [("tus-resumable", "1.0.0"), ("upload-length", size.as_str()), ("upload-metadata", "filename cXVldC5wZGY=")];
    let begun = lan.speak("POST", "/uploads", &named, b"").is(201);
    let at = begun.to;
    let send = |from: usize, to: usize| {
        let from_text = from.to_string();
        let headers = [("tus-resumable", "1.0.0"), ("content-type", PIECE), ("upload-offset", from_text.as_str())];
        lan.speak("PATCH", &at, &headers, &file[from..to])
    };
    let most = file.len() * 9 / 10;
    assert_eq!(send(0, most).is(204).header("upload-offset"), most.to_string());
    // A new connection asks how far it came; a piece that begins elsewhere is not taken.
    let known = lan.speak("HEAD", &at, &[("tus-resumable", "1.0.0")], b"").is(200);
    assert_eq!(known.header("upload-offset"), most.to_string());
    assert_eq!(known.header("upload-length"), size);
    send(most - 1, file.len()).is(409);
    let whole = send(most, file.len()).is(204);
    assert_eq!(whole.header("upload-offset"), size);
    assert!(!whole.header("upload-file").is_empty(), "the file is kept");
    lan.speak("HEAD", &at, &[("tus-resumable", "1.0.0")], b"").is(404);
}

#[test]
fn a_piece_may_be_larger_than_a_form() {
    let site = Site::with(web::Settings { simulated: true, body_limit: 64 * 1024, ..web::Settings::default() });
    let lan = site.signed_in(LAN);
    let file = harness::papers::large(300_000);
    let size = file.len().to_string();
    let begun =
        lan.speak("POST", "/uploads", &[("tus-resumable", "1.0.0"), ("upload-length", size.as_str())], b"").is(201);
    let piece = |offset| {
        [
            ("tus-resumable", "1.0.0"),
            ("content-type", PIECE),
            ("upload-offset", offset),
            ("content-length", size.as_str()),
        ]
    };
    let whole = lan.speak("PATCH", &begun.to, &piece("0"), &file).is(204);
    assert!(!whole.header("upload-file").is_empty(), "the file is kept");
    // What is no piece keeps its limit.
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("content-length", size.as_str())];
    lan.speak("POST", "/account/contact", &headers, &file).is(413);
}

#[test]
fn a_paper_that_came_in_pieces_is_taken_as_one_that_came_in_the_form() {
    let site = Site::open();
    let lan = site.signed_in(LAN);
    let draft = lan.begin(BIRTH);
    let page = lan.get(&format!("{draft}/documents")).is(200).says("tối đa 200 MB");
    assert!(page.text.contains("data-resumable"));
    let id = lan.send_in_pieces("to-khai.pdf", &harness::papers::large(500_000));
    let fields = [("go", "on"), ("documents-0-sent", id.as_str())];
    // The other paper comes in the form itself.
    lan.upload(&format!("{draft}/documents"), &fields, &PAPERS[1..]).leads_to(&draft);
    lan.get(&format!("{draft}/documents")).is(200).says("to-khai.pdf").says("chung-sinh.pdf");
    let theirs = site.signed_in(MINH).send_in_pieces("cua-minh.pdf", harness::paper!("theirs"));
    let other = lan.begin(BIRTH);
    let fields = [("go", "on"), ("documents-0-sent", theirs.as_str())];
    lan.upload(&format!("{other}/documents"), &fields, &PAPERS[1..]).wrong_at("documents-0").hides("cua-minh.pdf");
}

#[test]
fn what_is_announced_wrongly_or_belongs_to_others_is_refused() {
    let site = Site::open();
    let lan = site.signed_in(LAN);
    let begin = |headers: &[(&str, &str)]| lan.speak("POST", "/uploads", headers, b"");
    begin(&[("upload-length", "5")]).is(412);
    begin(&[("tus-resumable", "1.0.0")]).is(400);
    begin(&[("tus-resumable", "1.0.0"), ("upload-length", "999999999999")]).is(413).says("200 MB");
    let at = begin(&[("tus-resumable", "1.0.0"), ("upload-length", "4")]).is(201).to;
    let piece = [("tus-resumable", "1.0.0"), ("content-type", PIECE), ("upload-offset", "0")];
    site.signed_in(MINH).speak("PATCH", &at, &piece, b"MZ!!").is(404);
    lan.speak("PATCH", &at, &piece[..1], b"MZ!!").is(415);
    lan.speak("PATCH", &at, &piece, b"MZ!!!").is(422);
    // More than was announced left nothing behind; what comes whole is judged as every file is, and forgotten.
    lan.speak("PATCH", &at, &piece, b"MZ!!").is(422).says("Loại tệp này không được nhận");
    lan.speak("HEAD", &at, &piece[..1], b"").is(404);
    for _ in 0..10 {
        begin(&[("tus-resumable", "1.0.0"), ("upload-length", "4")]).is(201);
    }
    begin(&[("tus-resumable", "1.0.0"), ("upload-length", "4")]).is(422);
    assert_eq!(lan.speak("OPTIONS", "/uploads", &[], b"").is(204).header("tus-extension"), "creation,termination");
}
