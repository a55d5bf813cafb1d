//! How people prove who they are: what is used once is used once, on both engines, also by two at the same moment.

use crate::on_both_engines;
use crate::samples::{at, code};
use crate::stores::TestStore;
use rules::accounts::{Event, Factor, FactorAdded, Purpose, Scope};
use rules::people::{Capacity, Event as People, PersonRegistered};
use std::ops::ControlFlow;
use std::thread;
use store::desk::accounts::{Issue, create_token, history, issue_code, record, revoke_token, token_holder, use_code};
use store::tables::accounts::attempts::{self, Subject};
use store::tables::accounts::tokens::{self, Token};
use store::tables::accounts::{self, codes, passkeys, sign_ins, totp};
use store::tables::sessions::{self, Held, Session};
use store::{Failure, Fault, Store, Tx, desk, journal, tables};

fn write<T: Send + 'static>(store: &Store, closure: impl FnMut(&mut Tx) -> Result<T, Failure> + Send + 'static) -> T {
    store.write_blocking(closure).unwrap()
}

fn lan(store: &Store) {
    let person = PersonRegistered {
        login: "lan".into(),
        name: "Lò Thị Lan".into(),
        personal_id: None,
        phone: None,
        address: None,
        commune: None,
    };
    write(store, move |tx| desk::people::record(tx, People::PersonRegistered(person.clone()), &by(), at(0)));
}

fn by() -> Capacity {
    Capacity::system("test")
}

/// How many of several that try the same thing at once are told that they did it.
fn winners(store: &Store, each: impl Fn(&mut Tx) -> Result<bool, Fault> + Send + Sync + Copy + 'static) -> usize {
    thread::scope(|scope| {
        let tries: Vec<_> =
            (0..8).map(|_| scope.spawn(move || store.write_blocking(move |tx| each(tx)).unwrap())).collect();
        tries.into_iter().map(|one| one.join().unwrap()).filter(|won| *won).count()
    })
}

on_both_engines! {
    fn what_is_used_once_is_used_once_by_many_at_the_same_moment(given: TestStore) {
        let store = &given.store;
        write(store, |tx| {
            totp::keep(tx, "lan", b"sealed", 100, at(0))?;
            codes::replace(tx, "lan", &["a".into(), "b".into()])?;
            codes::keep_one_time(tx, "lan", "once", at(60))?;
            accounts::keep_ceremony(tx, "c", "{}", at(60))?;
            let key = passkeys::Passkey {
                id: "k".into(), login: "lan".into(), handle: "h".into(), name: "n".into(), body: "{}".into(),
                added_at: at(0), used_at: None,
            };
            assert!(passkeys::add(tx, &key)? && !passkeys::add(tx, &key)?);
            Ok(())
        });
        assert_eq!(winners(store, |tx| totp::use_step(tx, "lan", 101, at(1))), 1);
        assert_eq!(winners(store, |tx| totp::use_step(tx, "lan", 100, at(1))), 0, "an older code");
        assert_eq!(winners(store, |tx| codes::use_up(tx, "lan", "a")), 1);
        assert_eq!(winners(store, |tx| codes::use_up(tx, "minh", "b")), 0);
        assert_eq!(winners(store, |tx| codes::use_up_one_time(tx, "lan", "once", at(61))), 0, "over");
        assert_eq!(winners(store, |tx| codes::use_up_one_time(tx, "lan", "once", at(1))), 1);
        assert_eq!(winners(store, |tx| Ok(accounts::take_ceremony(tx, "c", at(1))?.is_some())), 1);
        assert_eq!(winners(store, |tx| passkeys::use_key(tx, "k", "{}", 5, at(1))), 1);
        assert_eq!(winners(store, |tx| passkeys::use_key(tx, "k", "{}", 4, at(1))), 0, "a copy");
    }

    fn many_wrong_tries_at_once_are_counted_one_by_one(given: TestStore) {
        let let_through = winners(&given.store, |tx| {
            let subject = Subject { key: "first/x".into(), free: 3 };
            Ok(attempts::begin(tx, &[subject], at(0))?.is_none())
        });
        assert_eq!(let_through, 3);
        let other = given.another();
        let waits = other.read_blocking(|tx| attempts::waits(tx, &Subject { key: "first/x".into(), free: 3 }, at(1)));
        assert_eq!(waits.unwrap(), Some(at(60)), "another process knows");
    }

    fn an_ended_session_is_not_brought_back_by_a_request_under_way(given: TestStore) {
        let held = Held {
            login: "lan".into(), since: at(0), seen: at(0), method: "password".into(), address: String::new(),
            device: "Firefox, Linux".into(),
        };
        let session = |key: &str| Session {
            key: key.into(), body: "{}".into(), expires_at: at(600), held: Some(held.clone()),
        };
        let (one, two, again) = (session("one"), session("two"), session("one"));
        write(&given.store, move |tx| {
            sessions::create(tx, &one)?;
            Ok(sessions::create(tx, &two)?)
        });
        assert_eq!(write(&given.store, |tx| Ok(sessions::end_others(tx, "lan", "two")?)), 1);
        write(&given.store, move |tx| Ok(sessions::save(tx, &again)?));
        let left = given.store.read_blocking(|tx| sessions::list(tx, Some("lan"), at(1), 10)).unwrap();
        assert_eq!(left.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), ["two"]);
        assert!(given.store.read_blocking(|tx| sessions::load(tx, "one", at(1))).unwrap().is_none());
        assert!(!write(&given.store, |tx| Ok(sessions::end(tx, "minh", "two")?)), "not somebody else's");
    }

    fn of_many_sessions_of_one_account_those_used_last_stay(given: TestStore) {
        write(&given.store, |tx| {
            for (at_second, login) in [(1, "lan"), (2, "lan"), (3, "lan"), (1, "minh")] {
                let held = Held {
                    login: login.into(), since: at(0), seen: at(at_second), method: "password".into(),
                    address: String::new(), device: String::new(),
                };
                let key = format!("{login}-{at_second}");
                sessions::create(tx, &Session { key, body: "{}".into(), expires_at: at(600), held: Some(held) })?;
            }
            assert_eq!(sessions::count_others(tx, "lan", "lan-3", at(9))?, 2);
            assert_eq!(sessions::end_oldest(tx, "lan", 2)?, 1);
            let left: Vec<_> = sessions::list(tx, None, at(9), 9)?.into_iter().map(|(key, _)| key).collect();
            assert_eq!(left, ["lan-3", "lan-2", "minh-1"]);
            Ok(())
        });
    }

    fn a_code_sets_a_password_once_and_all_is_in_the_journal_but_the_secrets(given: TestStore) {
        lan(&given.store);
        let issue = Issue {
            login: "lan".into(), hash: "code-hash".into(), purpose: Purpose::Recovery, reason: "quên".into(),
            remove_factors: true,
        };
        write(&given.store, |tx| {
            totp::keep(tx, "lan", b"sealed", 1, at(0))?;
            let added = FactorAdded { login: "lan".into(), factor: Factor::Totp, name: String::new() };
            record(tx, Event::FactorAdded(added), &by(), at(0))
        });
        let token = Token {
            id: String::new(), login: "lan".into(), name: "chương trình".into(), scope: rules::accounts::Scope::Read,
            created_at: at(0), used_at: None, expires_at: at(9_999_999), assurance: None, of_officer: true,
        };
        write(&given.store, move |tx| Ok(tokens::keep(tx, "token-hash", &token)?));
        write(&given.store, move |tx| issue_code(tx, &issue, &by(), at(1)));
        let old = given.store.read_blocking(|tx| desk::people::password_hash(tx, "lan")).unwrap();
        assert_eq!(old, None, "an old password opens nothing, and adds no factor");
        let holder = given.store.read_blocking(|tx| store::desk::accounts::token_holder(tx, "token-hash", at(1))).unwrap();
        assert!(holder.is_none(), "whoever made a token while they had the account is out");
        let used = || given.store.write_blocking(|tx| {
            let actor = tables::people::actor(tx, "lan", at(2))?.expect("Lan");
            use_code(tx, &actor, "code-hash", "password-hash", at(2))
        });
        used().unwrap();
        assert_eq!(used().map_err(|failure| code(&failure)), Err("code-wrong"));
        let kinds = given.store.read_blocking(|tx| history(tx, "lan")).unwrap();
        let kinds: Vec<_> = kinds.iter().map(|entry| entry.kind.as_str()).collect();
        let expected =
            ["accounts.recovery_used", "accounts.recovery_issued", "accounts.token_revoked", "accounts.factor_added"];
        assert_eq!(kinds, expected);
        let whole = given.store.read_blocking(|tx| {
            let mut whole = String::new();
            journal::export(tx, |line| {
                whole.push_str(line);
                Ok::<_, Fault>(ControlFlow::Continue(()))
            })?;
            Ok::<_, Fault>(whole)
        });
        let whole = whole.unwrap();
        assert!(whole.contains("quên") && !whole.contains("code-hash") && !whole.contains("password-hash"));
        let factors = given.store.read_blocking(|tx| accounts::factors(tx, "lan")).unwrap();
        assert!(!factors.second() && factors.password_set_at == Some(at(2)));
        assert_eq!(journal::rebuild(&given.store, |_| ()).unwrap(), 5, "a rebuild reads them and keeps what is beside");
        assert_eq!(given.store.read_blocking(|tx| accounts::factors(tx, "lan")).unwrap(), factors);
    }

    fn a_token_holds_until_it_is_revoked_or_over(given: TestStore) {
        lan(&given.store);
        let token = Token {
            id: String::new(), login: "lan".into(), name: "Báo cáo".into(), scope: Scope::Read, created_at: at(0),
            used_at: None, expires_at: at(600), assurance: None, of_officer: true,
        };
        write(&given.store, move |tx| create_token(tx, "0123456789abcdef", &token, &by()));
        let holder = |now| given.store.read_blocking(move |tx| token_holder(tx, "0123456789abcdef", at(now))).unwrap();
        assert_eq!(holder(1).map(|holder| (holder.actor.login, holder.token.scope)), Some(("lan".into(), Scope::Read)));
        assert!(holder(600).is_none());
        let position = |store: &Store| store.read_blocking(|tx| Ok::<_, Fault>(
            store::province::ProvinceCache::default().get(tx)?.position)).unwrap();
        let before = position(&given.store);
        let revoked = given.store.write_blocking(|tx| revoke_token(tx, "minh", "0123456789ab", &by(), at(2)));
        assert_eq!(revoked.map_err(|failure| code(&failure)), Err("token-unknown"));
        write(&given.store, |tx| revoke_token(tx, "lan", "0123456789ab", &by(), at(2)));
        assert!(holder(3).is_none());
        assert!(position(&given.store) > before, "what other processes keep of tokens is read anew");
        assert!(given.store.read_blocking(|tx| tokens::list(tx, None, 9)).unwrap().is_empty());
    }

    fn what_strangers_type_for_a_name_is_written_down_nowhere(given: TestStore) {
        lan(&given.store);
        let tried = |login: &str, outcome: &str, second| sign_ins::SignIn {
            login: login.into(), at: at(second), outcome: outcome.into(), method: "password".into(),
            address: "192.0.2.7".into(), device: String::new(),
        };
        let all = [
            tried("lan", "signed-in", 1), tried("lan", "failed", 2), tried("mật khẩu của tôi", "failed", 2),
            tried("lan", "second-failed", 3),
        ];
        write(&given.store, move |tx| Ok(all.iter().try_for_each(|one| sign_ins::note(tx, one))?));
        assert_eq!(crate::samples::number(&given.store, "SELECT COUNT(*) FROM sign_ins"), 3);
        assert_eq!(given.store.read_blocking(|tx| sign_ins::failed_since_last(tx, "lan")).unwrap(), 2);
    }

    fn an_administrator_finds_the_accounts_of_their_agencies(given: TestStore) {
        for (login, name, agency) in [("quay", "Vàng Thị Quầy", "H35.38.01"), ("lang", "Vàng A Láng", "H35.380")] {
            lan(&given.store);
            let person = PersonRegistered {
                login: login.into(), name: name.into(), personal_id: None, phone: None, address: None, commune: None,
            };
            let agency = agency.parse().unwrap();
            let role = rules::people::Role::Clerk;
            let granted = rules::people::PositionGranted::at_once(login, agency, role, "");
            write(&given.store, move |tx| {
                desk::people::record(tx, People::PersonRegistered(person.clone()), &by(), at(0))?;
                desk::people::record(tx, People::PositionGranted(granted.clone()), &by(), at(0))
            });
        }
        let found = |typed: &'static str, agency: Option<&'static str>, after: &'static str| {
            let agencies = agency.map(|agency| vec![agency.parse().unwrap()]);
            let list = given.store.read_blocking(move |tx| accounts::list(tx, typed, agencies.as_deref(), after, 9));
            list.unwrap().into_iter().map(|account| account.login).collect::<Vec<_>>()
        };
        assert_eq!(found("", None, ""), ["lan", "lang", "quay"]);
        assert_eq!(found("vang", None, "lang"), ["quay"]);
        assert_eq!(found("", Some("H35.38"), ""), ["quay"]);
        assert_eq!(found("QUAY", None, ""), ["quay"]);
        assert!(found("%", Some("H35.99"), "").is_empty());
    }
}
