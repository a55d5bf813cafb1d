//! A provider that tells the truth is believed.

use super::fake::{BACK, Fake, now};
use jiff::SignedDuration;
use links::identity::{Answer, Audience, Provider, ProviderSettings, Trouble};
use links::jwt::SigningKey;
use rules::people::identities::{Assurance, Particular};

#[tokio::test]
async fn somebody_signs_in_with_their_name_number_and_level() {
    let signed_in = Fake::open().await.sign_in().await.expect("an identity").proven;
    assert_eq!(signed_in.subject, "a1");
    assert_eq!(signed_in.level, Some(Assurance::Two));
    assert_eq!(signed_in.particulars[&Particular::Name], "Lò Thị Lan");
    assert_eq!(signed_in.particulars[&Particular::PersonalId], "012185001234");
}

#[tokio::test]
async fn a_new_key_is_fetched_once_and_used() {
    let fake = Fake::open().await;
    fake.sign_in().await.expect("an identity");
    {
        let mut script = fake.script();
        script.key = SigningKey::generate("k2").expect("a key");
        script.published = vec![script.key.public()];
    }
    let later = now() + SignedDuration::from_secs(40);
    let (pending, answer) = fake.begin().await.expect("begun");
    fake.provider.complete(pending, answer, later).await.expect("an identity");
    assert_eq!(fake.script().keys_asked, 2);
}

#[tokio::test]
async fn unknown_keys_make_us_ask_no_more_than_once_in_a_while() {
    let fake = Fake::open().await;
    fake.sign_in().await.expect("an identity");
    fake.script().key = SigningKey::generate("unknown").expect("a key");
    let later = now() + SignedDuration::from_secs(40);
    for _ in 0..5 {
        let (pending, answer) = fake.begin().await.expect("begun");
        let refused = fake.provider.complete(pending, answer, later).await;
        assert!(matches!(refused, Err(Trouble::Untrusted(_))));
    }
    assert_eq!(fake.script().keys_asked, 2);
}

#[tokio::test]
async fn who_declines_is_not_signed_in_and_nothing_is_wrong() {
    let fake = Fake::open().await;
    let (pending, answer) = fake.begin().await.expect("begun");
    let declined = Answer { code: None, error: Some("access_denied".into()), ..answer };
    assert!(matches!(fake.provider.complete(pending, declined, now()).await, Err(Trouble::Declined)));
}

#[tokio::test]
async fn an_officer_is_named_by_the_claim_of_the_settings() {
    let fake = Fake::saying(|claims| claims["email"] = "thuly@laichau.gov.vn".into()).await;
    let settings = ProviderSettings {
        audience: Audience::Officers,
        ..ProviderSettings::new("fake", "Thử", &fake.issuer, super::fake::CLIENT)
    };
    let fake = Fake { provider: Provider::new(settings).expect("a provider"), ..fake };
    let officer = fake.sign_in().await.expect("an identity").proven;
    assert_eq!(officer.officer.as_deref(), Some("thuly@laichau.gov.vn"));
}

#[tokio::test]
async fn what_is_kept_with_the_browser_survives_being_written_down() {
    let fake = Fake::open().await;
    let (pending, answer) = fake.begin().await.expect("begun");
    let kept = serde_json::to_string(&pending).expect("JSON");
    assert!(kept.contains(BACK));
    let read = serde_json::from_str(&kept).expect("a pending sign-in");
    fake.provider.complete(read, answer, now()).await.expect("an identity");
}
