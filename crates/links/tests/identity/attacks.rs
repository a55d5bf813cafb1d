//! Each test tries an attack on a sign-in. The honest way through the same doors is shown to work in `honest`.

use super::fake::{CLIENT, Fake, now, token_of};
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::SignedDuration;
use links::identity::{Answer, Audience, Provider, ProviderSettings, Trouble};
use links::jwt::SigningKey;
use serde_json::json;
use sha2::Sha256;

#[tokio::test]
async fn a_code_can_be_used_once() {
    let fake = Fake::open().await;
    let (pending, answer) = fake.begin().await.expect("begun");
    fake.provider.complete(pending.clone(), answer.clone(), now()).await.expect("an identity");
    let again = fake.provider.complete(pending, answer, now()).await;
    assert!(matches!(again, Err(Trouble::Refused(why)) if why == "invalid_grant"));
}

#[tokio::test]
async fn an_answer_without_our_state_or_with_another_is_not_ours() {
    let fake = Fake::open().await;
    for state in [None, Some(String::new()), Some("x".repeat(22))] {
        let (pending, answer) = fake.begin().await.expect("begun");
        let refused = fake.provider.complete(pending, Answer { state, ..answer }, now()).await;
        assert!(matches!(refused, Err(Trouble::NotAsked)));
    }
}

#[tokio::test]
async fn the_answer_to_somebody_elses_sign_in_is_not_ours() {
    let fake = Fake::open().await;
    let (mine, _) = fake.begin().await.expect("begun");
    let (_, theirs) = fake.begin().await.expect("begun");
    assert!(matches!(fake.provider.complete(mine, theirs, now()).await, Err(Trouble::NotAsked)));
}

#[tokio::test]
async fn a_stolen_code_is_worth_nothing_without_the_verifier() {
    let fake = Fake::open().await;
    let (mine, answer) = fake.begin().await.expect("begun");
    let (_, stolen) = fake.begin().await.expect("begun");
    let refused = fake.provider.complete(mine, Answer { code: stolen.code, ..answer }, now()).await;
    assert!(matches!(refused, Err(Trouble::Refused(_))));
}

#[tokio::test]
async fn an_answer_after_ten_minutes_comes_too_late() {
    let fake = Fake::open().await;
    let (pending, answer) = fake.begin().await.expect("begun");
    let late = now() + SignedDuration::from_secs(601);
    assert!(matches!(fake.provider.complete(pending, answer, late).await, Err(Trouble::NotAsked)));
}

#[tokio::test]
async fn an_answer_that_names_another_issuer_is_a_mix_up() {
    let fake = Fake::open().await;
    let (pending, answer) = fake.begin().await.expect("begun");
    let mixed = Answer { iss: Some("https://other.example".into()), ..answer };
    assert!(matches!(fake.provider.complete(pending, mixed, now()).await, Err(Trouble::Untrusted(_))));
}

#[tokio::test]
async fn a_sign_in_begun_at_one_provider_cannot_end_at_another() {
    let (fake, other) = (Fake::open().await, Fake::open().await);
    let settings = ProviderSettings::new("other", "Khác", &other.issuer, CLIENT);
    let other = Provider::new(settings).expect("a provider");
    let (pending, answer) = fake.begin().await.expect("begun");
    assert!(matches!(other.complete(pending, answer, now()).await, Err(Trouble::NotAsked)));
}

#[tokio::test]
async fn a_token_for_somebody_else_or_from_somebody_else_is_not_believed() {
    for (claim, value) in [
        ("iss", json!("https://other.example")),
        ("aud", json!("another-portal")),
        ("aud", json!([CLIENT, "another-portal"])),
        ("azp", json!("another-portal")),
        ("sub", json!("")),
        ("sub", json!(" ")),
        ("nonce", json!("another")),
        ("at_hash", json!("AAAAAAAAAAAAAAAAAAAAAA")),
    ] {
        let fake = Fake::saying(move |claims| claims[claim] = value.clone()).await;
        fake.is_not_believed().await;
    }
}

#[tokio::test]
async fn a_token_without_a_nonce_is_not_believed() {
    let fake = Fake::saying(|claims| drop(claims.as_object_mut().expect("claims").remove("nonce"))).await;
    fake.is_not_believed().await;
}

#[tokio::test]
async fn a_token_out_of_its_time_is_not_believed_and_a_little_skew_is() {
    let at = now().as_second();
    for (claim, second) in [("exp", at - 61), ("nbf", at + 120), ("iat", at + 120), ("iat", at - 3600)] {
        let fake = Fake::saying(move |claims| claims[claim] = second.into()).await;
        fake.is_not_believed().await;
    }
    for (claim, second) in [("exp", at - 30), ("nbf", at + 30), ("iat", at + 30)] {
        let fake = Fake::saying(move |claims| claims[claim] = second.into()).await;
        fake.sign_in().await.expect("an identity");
    }
}

#[tokio::test]
async fn a_token_that_nobody_signed_is_not_believed() {
    let fake = Fake::signing(|claims| token_of(&json!({ "alg": "none" }), claims, |_| Vec::new())).await;
    fake.is_not_believed().await;
}

#[tokio::test]
async fn a_token_signed_with_the_public_key_as_a_secret_is_not_believed() {
    for kid in [json!({ "alg": "HS256", "kid": "k1" }), json!({ "alg": "HS256" })] {
        let fake = Fake::open().await;
        let public = fake.script().key.public()["x"].as_str().expect("a coordinate").to_owned();
        fake.script().sign = Some(Box::new(move |claims| {
            token_of(&kid, claims, |signed| {
                let mut mac = Hmac::<Sha256>::new_from_slice(public.as_bytes()).expect("a key");
                mac.update(signed.as_bytes());
                mac.finalize().into_bytes().to_vec()
            })
        }));
        fake.is_not_believed().await;
    }
}

#[tokio::test]
async fn a_token_signed_with_a_key_of_the_same_name_is_not_believed() {
    let forger = SigningKey::generate("k1").expect("a key");
    let fake = Fake::signing(move |claims| forger.sign(claims)).await;
    fake.is_not_believed().await;
}

#[tokio::test]
async fn a_token_changed_after_it_was_signed_is_not_believed() {
    let fake = Fake::open().await;
    let key = fake.script().key.clone();
    fake.script().sign = Some(Box::new(move |claims| {
        let (real, mut forged) = (key.sign(claims), claims.clone());
        forged["sub"] = "somebody-else".into();
        let signature = real.rsplit('.').next().expect("a signature").to_owned();
        let forged = token_of(&json!({ "alg": "ES256", "kid": "k1" }), &forged, |_| Vec::new());
        format!("{forged}{signature}")
    }));
    fake.is_not_believed().await;
}

#[tokio::test]
async fn a_key_that_was_withdrawn_signs_nothing_any_more() {
    let fake = Fake::open().await;
    fake.sign_in().await.expect("an identity");
    fake.script().published = vec![SigningKey::generate("k2").expect("a key").public()];
    // The doors are read again after an hour, and with them the keys.
    let later = now() + SignedDuration::from_mins(61);
    let begun = fake.provider.begin(super::fake::BACK, later).await.expect("begun");
    drop(begun);
    assert_eq!(fake.script().keys_asked, 2);
    let (pending, answer) = fake.begin().await.expect("begun");
    let refused = fake.provider.complete(pending, answer, now()).await;
    assert!(matches!(refused, Err(Trouble::Untrusted(_))), "{refused:?}");
}

#[tokio::test]
async fn particulars_of_another_subject_are_not_taken() {
    let fake = Fake::saying(|claims| claims["sub"] = "b2".into()).await;
    fake.is_not_believed().await;
}

#[tokio::test]
async fn an_officer_is_not_named_by_an_address_that_nobody_verified() {
    let fake = Fake::saying(|claims| {
        claims["email"] = "chutich@laichau.gov.vn".into();
        claims["email_verified"] = false.into();
    })
    .await;
    let officers = ProviderSettings::new("fake", "Thử", &fake.issuer, CLIENT);
    let provider = Provider::new(ProviderSettings { audience: Audience::Officers, ..officers }).expect("a provider");
    let fake = Fake { provider, ..fake };
    assert!(matches!(fake.sign_in().await, Err(Trouble::Nonsense(_))));
}

#[tokio::test]
async fn a_session_that_the_provider_has_had_for_long_signs_nobody_in() {
    let at = now().as_second();
    for (ago, believed) in
        [(60, true), (12 * 3600, true), (12 * 3600 + 61, false), (86_400 * 30, false), (-30, true), (-3600, false)]
    {
        let fake = Fake::saying(move |claims| claims["auth_time"] = (at - ago).into()).await;
        if believed {
            fake.sign_in().await.expect("an identity");
        } else {
            fake.is_not_believed().await;
        }
    }
}

#[tokio::test]
async fn who_has_to_prove_anew_is_not_believed_on_an_old_session_nor_on_silence() {
    let at = now().as_second();
    for (proved, believed) in [(Some(at), true), (Some(at - 61), false), (Some(at + 3600), false), (None, false)] {
        let fake = Fake::saying(move |claims| {
            if let Some(second) = proved {
                claims["auth_time"] = second.into();
            }
        })
        .await;
        let (pending, answer) = fake.begin_anew().await.expect("begun");
        let came = fake.provider.complete(pending, answer, now()).await;
        assert_eq!(came.is_ok(), believed, "{proved:?}: {came:?}");
    }
}

#[tokio::test]
async fn only_the_token_says_how_many_factors_there_were() {
    let fake = Fake::open().await;
    fake.tells("amr", json!(["mfa"]));
    assert!(!fake.sign_in().await.expect("an identity").two_factors, "told beside the token, which nobody signed");
    let fake = Fake::saying(|claims| claims["amr"] = json!(["pwd", "otp"])).await;
    assert!(fake.sign_in().await.expect("an identity").two_factors);
}
