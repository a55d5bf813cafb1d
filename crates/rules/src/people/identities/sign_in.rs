//! Signing in with an electronic identity: which account it opens, and what the journal learns from it.

use super::{AccountKind, AccountOpened, Assurance, IdentityLinked, ParticularChange, Particulars, ParticularsChanged};
use crate::Refusal;
use crate::people::Event;

/// What an issuer vouches for, after everything about its word was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proven {
    /// The issuer's address.
    pub issuer: String,
    /// How the issuer calls them; the same for ever.
    pub subject: String,
    /// How sure it is; nothing when it does not say.
    pub level: Option<Assurance>,
    /// Whose identity it is.
    pub kind: AccountKind,
    /// What it says about them.
    pub particulars: Particulars,
    /// For officers' issuers: the login by which the directory knows them.
    pub officer: Option<String>,
}

/// What is known here about whoever signs in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Known {
    /// The account to which this identity is linked already, with what it knows about its owner.
    pub linked: Option<(String, Particulars)>,
    /// How surely the issuer knew them when that was entered last.
    pub level: Option<Assurance>,
    /// The one account without a position whose owner an issuer surely knew by the same personal identification number.
    pub same_person: Option<String>,
    /// The officer whom the issuer means, when the directory has that officer.
    pub officer: Option<String>,
}

/// Which account it is, and what happened to it.
#[derive(Debug, Clone, PartialEq)]
pub struct SignedIn {
    /// The account's name.
    pub login: String,
    /// What is to be recorded; nothing for somebody known of whom nothing changed.
    pub events: Vec<Event>,
}

/// Finds or opens the account; `fresh` is the opaque name that a new one gets.
///
/// An identity of level 1 is never linked to an account that holds the same number: it was declared, not verified.
///
/// # Errors
/// When an officers' issuer vouches for somebody whom the directory does not know: it makes nobody an officer.
pub fn sign_in(proven: &Proven, known: Known, fresh: &str) -> Result<SignedIn, Refusal> {
    if let Some((login, particulars)) = known.linked {
        let surer = (proven.level > known.level).then(|| linked(&login, proven));
        let changes = changed(&login, proven, &particulars).map(Event::ParticularsChanged);
        let events = surer.into_iter().chain(changes).collect();
        return Ok(SignedIn { login, events });
    }
    if proven.officer.is_some() {
        let login = known.officer.ok_or_else(|| Refusal::forbidden("officer-not-in-directory"))?;
        return Ok(SignedIn { events: vec![linked(&login, proven)], login });
    }
    if let Some(login) = known.same_person.filter(|_| proven.level == Some(Assurance::Two)) {
        let changes = changed(&login, proven, &Particulars::new()).map(Event::ParticularsChanged);
        let events = std::iter::once(linked(&login, proven)).chain(changes).collect();
        return Ok(SignedIn { login, events });
    }
    let opened = AccountOpened {
        login: fresh.to_owned(),
        kind: proven.kind,
        issuer: proven.issuer.clone(),
        subject: proven.subject.clone(),
        level: proven.level,
        particulars: proven.particulars.clone(),
    };
    Ok(SignedIn { login: fresh.to_owned(), events: vec![Event::AccountOpened(opened)] })
}

fn linked(login: &str, proven: &Proven) -> Event {
    Event::IdentityLinked(IdentityLinked {
        login: login.to_owned(),
        issuer: proven.issuer.clone(),
        subject: proven.subject.clone(),
        level: proven.level,
    })
}

/// What the issuer says otherwise than the account has it. What it is silent about stays.
fn changed(login: &str, proven: &Proven, before: &Particulars) -> Option<ParticularsChanged> {
    let changes: Vec<_> = proven
        .particulars
        .iter()
        .filter(|(what, after)| before.get(what) != Some(after))
        .map(|(what, after)| ParticularChange { what: *what, before: before.get(what).cloned(), after: after.clone() })
        .collect();
    (proven.officer.is_none() && !changes.is_empty()).then(|| ParticularsChanged {
        login: login.to_owned(),
        issuer: proven.issuer.clone(),
        changes,
    })
}

#[cfg(test)]
mod tests {
    use super::super::Particular;
    use super::*;

    fn lan(level: Assurance) -> Proven {
        Proven {
            issuer: "https://dinhdanh.example".into(),
            subject: "a1".into(),
            level: Some(level),
            kind: AccountKind::Person,
            particulars: [(Particular::Name, "Lò Thị Lan".into()), (Particular::Address, "Bản Nậm Lúc".into())].into(),
            officer: None,
        }
    }

    #[test]
    fn the_first_sign_in_opens_an_account_under_an_opaque_name() {
        let signed_in = sign_in(&lan(Assurance::One), Known::default(), "c-x1").expect("an account");
        assert_eq!(signed_in.login, "c-x1");
        assert!(matches!(&signed_in.events[..], [Event::AccountOpened(opened)] if opened.subject == "a1"));
    }

    #[test]
    fn a_later_sign_in_records_only_what_is_different() {
        let known = |address: &str| Known {
            linked: Some((
                "c-x1".into(),
                [(Particular::Name, "Lò Thị Lan".into()), (Particular::Address, address.into())].into(),
            )),
            level: Some(Assurance::Two),
            ..Known::default()
        };
        assert_eq!(sign_in(&lan(Assurance::Two), known("Bản Nậm Lúc"), "-").expect("an account").events, []);
        let moved = sign_in(&lan(Assurance::Two), known("Bản Hua Cuổi"), "-").expect("an account");
        let Event::ParticularsChanged(changed) = &moved.events[0] else { panic!("{:?}", moved.events) };
        assert_eq!(changed.changes.len(), 1);
        assert_eq!(changed.changes[0].before.as_deref(), Some("Bản Hua Cuổi"));
    }

    #[test]
    fn a_surer_identity_is_entered_and_a_less_sure_one_takes_nothing_away() {
        let known = |level| Known {
            linked: Some(("c-x1".into(), lan(level).particulars)),
            level: Some(level),
            ..Known::default()
        };
        let surer = sign_in(&lan(Assurance::Two), known(Assurance::One), "-").expect("an account");
        assert!(matches!(&surer.events[..], [Event::IdentityLinked(linked)] if linked.level == Some(Assurance::Two)));
        assert_eq!(sign_in(&lan(Assurance::One), known(Assurance::Two), "-").expect("an account").events, []);
    }

    #[test]
    fn an_account_with_the_same_number_is_taken_over_at_level_two_only() {
        let known = || Known { same_person: Some("lan".into()), ..Known::default() };
        assert_eq!(sign_in(&lan(Assurance::One), known(), "c-x1").expect("an account").login, "c-x1");
        assert_eq!(sign_in(&lan(Assurance::Two), known(), "c-x1").expect("an account").login, "lan");
    }

    #[test]
    fn an_officers_issuer_makes_nobody_an_officer() {
        let officer = Proven { officer: Some("nobody".into()), ..lan(Assurance::Two) };
        let refused = sign_in(&officer, Known { same_person: Some("lan".into()), ..Known::default() }, "c-x1");
        assert_eq!(refused.expect_err("a refusal").code, "officer-not-in-directory");
        let known = Known { officer: Some("thuly".into()), ..Known::default() };
        assert_eq!(sign_in(&officer, known, "c-x1").expect("the officer").login, "thuly");
    }
}
