//! Signing results: whoever decides signs with their own certificate, and the agency's seals what is issued; where there is none,
//! the paper is signed by hand as before.

use crate::app::App;
use crate::errors::Failure;
use crate::official::{self, Version};
use crate::pages::said;
use crate::scans;
use crate::texts::{Lang, Words};
use bytes::Bytes;
use jiff::Timestamp;
use links::signing::Holder;
use rules::Refusal;
use rules::calendar::day_of;
use rules::dossiers::{Command, Digitise, ResultPaper, SignedFile};
use rules::people::{Actor, Capacity};
use rules::results::{Command as Answer, Kind, copy_number};
use seals::pades::{Unreadable, Unsigned, Wish, sign};
use std::sync::Arc;
use store::desk::dossiers::{Loaded, load, rehearse};
use store::desk::results::rehearse as rehearse_answer;
use store::files::{self, File, LARGEST, LARGEST_IN_PIECES, Upload};
use store::province::Province;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// So many large files are signed at once: each is held in memory several times over meanwhile.
static LARGE: Semaphore = Semaphore::const_new(1);

/// A file that was signed.
#[derive(Debug)]
pub struct Signed {
    /// The file, kept.
    pub file: File,
    /// Whose certificate signed it, with the certificate's number.
    pub certificate: String,
}

/// What is to be signed, by whom.
struct Plan {
    file: File,
    holders: Vec<Holder>,
    reason: String,
    location: String,
    /// The result that was written here, and in which capacity it is signed.
    paper: Option<Written>,
}

/// A result that was written here, with what it is laid out from.
type Written = (Arc<Province>, Loaded, ResultPaper, Capacity);

/// Signs the result before a command that decides or issues it is entered, and the scan of a paper as a certified copy before it is
/// kept; does nothing for other commands, where nothing can be
/// signed, where nobody has a certificate, and where the command will be refused anyway.
///
/// # Errors
/// When the file can't be signed, or the key does not sign.
pub async fn seal(
    app: &App,
    actor: &Actor,
    code: &str,
    seen: u64,
    command: &mut Command,
    now: Timestamp,
) -> Result<(), Failure> {
    match command {
        Command::Sign(_) | Command::Complete(_) => {}
        Command::Digitise(digitise) => scans::look_into(app, actor, code, digitise).await?,
        _ => return Ok(()),
    }
    let Some(plan) = plan(app, actor, code, seen, command.clone(), now).await? else { return Ok(()) };
    let signed = match &plan.paper {
        // What was written here is laid out anew, with the day and the name of whoever signs it.
        Some((province, loaded, paper, by)) => {
            let version = Version { number: 1, signer: Some(by), at: now };
            let pdf = official::result(app, province, loaded, paper, version).await?;
            sealed(app, (&plan.file.name, pdf.into()), plan.holders, &plan.reason, &plan.location, &actor.login).await?
        }
        None => certified(app, &plan.file, plan.holders, &plan.reason, &plan.location, &actor.login).await?,
    };
    let Some(signed) = signed else { return Ok(()) };
    let file = SignedFile { file: signed.file.id, sha256: signed.file.sha256, certificate: signed.certificate };
    match command {
        Command::Sign(sign) => sign.signed = Some(file),
        Command::Complete(complete) => complete.signed = Some(file),
        Command::Digitise(digitise) => digitise.signed = Some(file),
        _ => {}
    }
    Ok(())
}

async fn plan(
    app: &App,
    actor: &Actor,
    code: &str,
    seen: u64,
    command: Command,
    now: Timestamp,
) -> Result<Option<Plan>, Failure> {
    let (cache, actor, code) = (app.province.clone(), actor.clone(), code.to_owned());
    app.read(move |tx| {
        let province = cache.get(tx)?;
        let (dossier, by) = match rehearse(tx, &province, &actor, &code, seen, &command, now) {
            Ok(allowed) => allowed,
            // It will be refused in the same words when it is entered.
            Err(store::Failure::Refused(_)) => return Ok(None),
            Err(fault) => return Err(fault),
        };
        let drafted = dossier.proposal.as_ref().and_then(|proposal| proposal.file.clone());
        let (id, own) = match &command {
            Command::Complete(complete) if complete.file.is_some() => (complete.file.clone(), true),
            Command::Digitise(digitise) => (digitise.file.clone(), true),
            _ => (drafted, false),
        };
        let Some(mut file) = id.map(|id| files::find(tx, &id)).transpose()?.flatten() else { return Ok(None) };
        // Nobody has another's file signed by naming it.
        if file.media_type != "application/pdf" || own && file.owner != actor.login {
            return Ok(None);
        }
        let words = Words::new(Lang::Vi);
        // Whoever issues a result seals it; whoever scans a paper, the copy.
        let issuer = match &command {
            Command::Digitise(_) => by.agency.as_ref().unwrap_or(&dossier.filed.counter),
            _ => &dossier.filed.competent_agency,
        };
        let agency = said::agency_named(Lang::Vi, &province.directory, issuer);
        let seal = Holder::Agency { code: issuer.to_string(), name: agency.clone() };
        let (holders, reason) = match &command {
            Command::Sign(_) => (vec![officer(&actor, &by, &agency), seal], "signature-reason-result"),
            Command::Digitise(Digitise { scan, .. }) => {
                if let Some(scan) = scan {
                    file.name.clone_from(&scan.name);
                }
                (vec![officer(&actor, &by, &agency), seal], "signature-reason-copy")
            }
            _ => (vec![seal], "signature-reason-issue"),
        };
        let written = dossier.proposal.as_ref().and_then(|proposal| proposal.paper.clone());
        let paper = match (&command, written, load(tx, &code)?) {
            (Command::Sign(_), Some(paper), Some(loaded)) => Some((province.clone(), loaded, paper, by)),
            _ => None,
        };
        Ok(Some(Plan { file, holders, reason: words.t1(reason, "code", &code), location: agency, paper }))
    })
    .await
}

fn officer(actor: &Actor, by: &Capacity, agency: &str) -> Holder {
    Holder::Officer { login: by.login.clone(), name: actor.name.clone(), agency: agency.to_owned() }
}

/// Signs a PDF with the key of the first of these holders who has one, and keeps it; nothing when none has. Where the timestamp
/// authority does not answer, the signature stands without a timestamp, and says so to whoever checks it.
///
/// # Errors
/// When the file can't be signed, or the key does not sign.
pub async fn certified(
    app: &App,
    file: &File,
    holders: Vec<Holder>,
    reason: &str,
    location: &str,
    owner: &str,
) -> Result<Option<Signed>, Failure> {
    let large = file.size > LARGEST as u64;
    let _turn = if large { LARGE.acquire().await.ok() } else { None };
    let contents = app.files.contents(file).await.map_err(store::Failure::from)?;
    sealed(app, (&file.name, contents), holders, reason, location, owner).await
}

/// The same for a PDF of this name that is not kept yet.
async fn sealed(
    app: &App,
    (name, contents): (&str, Bytes),
    holders: Vec<Holder>,
    reason: &str,
    location: &str,
    owner: &str,
) -> Result<Option<Signed>, Failure> {
    let (tools, at) = (app.seals.tools.clone(), app.clock.now());
    let (reason, location) = (reason.to_owned(), location.to_owned());
    let made = spawn_blocking(move || -> Result<_, Unsigned> {
        for holder in holders {
            let Some(key) = tools.keys.key(&holder)? else { continue };
            let name = key.certificate().name();
            let wish = Wish { name: &name, reason: &reason, location: &location, at };
            let stamped = sign(&contents, &wish, key.as_ref(), tools.stamp.as_deref().map(|stamp| stamp as _));
            let pdf = match stamped {
                Err(Unsigned::Unstamped(why)) => {
                    tracing::warn!(%why, "signed without a timestamp");
                    sign(&contents, &wish, key.as_ref(), None)?
                }
                other => other?,
            };
            return Ok(Some((pdf, format!("{name} ({})", key.certificate().serial()))));
        }
        Ok(None)
    });
    let made = made.await.map_err(|error| Failure::fault(&error))?;
    let Some((pdf, certificate)) = made.map_err(|unsigned| refused(&unsigned))? else { return Ok(None) };
    let upload = Upload {
        name: signed_name(name),
        owner: owner.to_owned(),
        contents: Bytes::from(pdf),
        pointer: "/file".to_owned(),
        // Room for the signature.
        largest: usize::try_from(LARGEST_IN_PIECES).unwrap_or(usize::MAX).saturating_add(1024 * 1024),
    };
    Ok(Some(Signed { file: app.files.keep(&app.store, upload, at).await?, certificate }))
}

/// Signs what answers a request about a result before it is entered: a copy with the agency's seal, a corrected version with the
/// certificate of whoever decides it. Does nothing for other commands, where nobody has a certificate, and where the command will
/// be refused anyway.
///
/// # Errors
/// When the file can't be signed, or the key does not sign.
pub async fn seal_answer(
    app: &App,
    actor: &Actor,
    (id, seen): (&str, u64),
    command: &mut Answer,
    now: Timestamp,
) -> Result<(), Failure> {
    let Answer::Issue { file, signed } = command else { return Ok(()) };
    let (cache, asker, wanted) = (app.province.clone(), actor.clone(), id.to_owned());
    let trial = Answer::Issue { file: None, signed: None };
    let found = app
        .read(move |tx| {
            let province = cache.get(tx)?;
            match rehearse_answer(tx, &asker, &wanted, seen, &trial, now) {
                Ok((request, loaded, by)) => {
                    let standing = loaded.dossier.result_file.as_ref();
                    let standing = standing.map(|file| files::find(tx, file)).transpose()?.flatten();
                    Ok(Some((province, request, loaded, by, standing)))
                }
                Err(store::Failure::Refused(_)) => Ok(None),
                Err(fault) => Err(fault),
            }
        })
        .await?;
    let Some((province, request, loaded, by, standing)) = found else { return Ok(()) };
    let issuer = &request.asked.agency;
    let agency = said::agency_named(Lang::Vi, &province.directory, issuer);
    let seal = Holder::Agency { code: issuer.to_string(), name: agency.clone() };
    let words = Words::new(Lang::Vi);
    let made = match (request.asked.kind, request.draft.as_ref(), standing) {
        (Kind::Copy, _, Some(standing)) => {
            let copy = marked_copy(app, &standing, &loaded, (id, &agency), &actor.login, now).await?;
            let pdf = copy.is_some() || standing.media_type == "application/pdf";
            let copy = copy.unwrap_or(standing);
            *file = Some(copy.id.clone());
            if !pdf {
                return Ok(());
            }
            let reason = words.t1("signature-reason-result-copy", "code", id);
            certified(app, &copy, vec![seal], &reason, &agency, &actor.login).await?
        }
        (Kind::Correction, Some(draft), _) => {
            let number = loaded.dossier.results.len() + 1;
            let version = Version { number, signer: Some(&by), at: now };
            let pdf: Bytes = official::result(app, &province, &loaded, &draft.paper, version).await?.into();
            let name = format!("{}.pdf", draft.paper.number(&loaded.dossier.filed.code, number).replace('/', "-"));
            let code = loaded.dossier.filed.code.as_str();
            let decides = words.t1("signature-reason-result", "code", code);
            let issues = words.t1("signature-reason-issue", "code", code);
            let (who, seal) = (vec![officer(actor, &by, &agency)], vec![seal]);
            // As the first version: whoever decides signs, and the agency seals what is issued.
            match sealed(app, (&name, pdf.clone()), who, &decides, &agency, &actor.login).await? {
                None => sealed(app, (&name, pdf), seal, &issues, &agency, &actor.login).await?,
                Some(by_hand) => match certified(app, &by_hand.file, seal, &issues, &agency, &actor.login).await? {
                    Some(both) => {
                        let certificate = format!("{}; {}", by_hand.certificate, both.certificate);
                        Some(Signed { certificate, ..both })
                    }
                    None => Some(by_hand),
                },
            }
        }
        _ => None,
    };
    *signed =
        made.map(|made| SignedFile { file: made.file.id, sha256: made.file.sha256, certificate: made.certificate });
    Ok(())
}

/// The copy of a result, each page marked as one with its number and of what it is a copy; nothing where the original has no pages.
async fn marked_copy(
    app: &App,
    original: &File,
    loaded: &Loaded,
    (request, agency): (&str, &str),
    owner: &str,
    now: Timestamp,
) -> Result<Option<File>, Failure> {
    let contents = app.files.contents(original).await.map_err(store::Failure::from)?;
    if documents::scans::pages(&contents).is_none() {
        return Ok(None);
    }
    let words = Words::new(Lang::Vi);
    let number = copy_number(&loaded.dossier, request);
    let of = loaded.dossier.results.last().map(|result| {
        let day = crate::format::day(Lang::Vi, day_of(result.at));
        words.t2("copy-of", "number", &result.number, "day", day)
    });
    let day = crate::format::day(Lang::Vi, day_of(now));
    let lines =
        [Some(words.t1("copy-number", "number", &number)), of, Some(words.t2("copy-by", "agency", agency, "day", day))];
    let lines: Vec<String> = lines.into_iter().flatten().collect();
    let title = words.t1("copy-title", "number", &number);
    let copy = official::press(move || Ok(documents::copies::copy(&contents, &title, &lines, now)?)).await?;
    let upload = Upload {
        name: format!("Ban-sao-{}.pdf", number.replace('/', "-")),
        owner: owner.to_owned(),
        contents: Bytes::from(copy),
        pointer: "/file".to_owned(),
        // Room for the marks.
        largest: LARGEST + 1024 * 1024,
    };
    Ok(Some(app.files.keep(&app.store, upload, now).await?))
}

fn refused(unsigned: &Unsigned) -> Refusal {
    match unsigned {
        Unsigned::Unreadable(Unreadable::Encrypted) => Refusal::rule("sign-encrypted"),
        Unsigned::Unreadable(_) => Refusal::rule("sign-damaged"),
        Unsigned::Failed(_) | Unsigned::Unstamped(_) => {
            tracing::error!(%unsigned, "a key did not sign");
            Refusal::rule("sign-key-failed")
        }
    }
}

/// "ket-qua.pdf" becomes "ket-qua.signed.pdf", once.
fn signed_name(name: &str) -> String {
    let stem = name.strip_suffix(".pdf").unwrap_or(name);
    format!("{}.signed.pdf", stem.strip_suffix(".signed").unwrap_or(stem))
}

#[cfg(test)]
mod tests {
    use super::signed_name;

    #[test]
    fn the_name_says_once_that_it_is_signed() {
        assert_eq!(signed_name("Kết quả.pdf"), "Kết quả.signed.pdf");
        assert_eq!(signed_name("Kết quả.signed.pdf"), "Kết quả.signed.pdf");
        assert_eq!(signed_name("Kết quả"), "Kết quả.signed.pdf");
    }
}
