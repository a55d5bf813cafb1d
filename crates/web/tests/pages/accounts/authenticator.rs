//! An authenticator made of software, which an attacker could have too: it answers whatever challenge it is shown, for
//! whatever origin it is told, and its counter can be put back.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

pub struct Authenticator {
    key: SigningKey,
    id: Vec<u8>,
    handle: String,
    pub counter: u32,
    pub origin: &'static str,
    pub rp: &'static str,
}

const PRESENT_AND_VERIFIED: u8 = 0x05;
const WITH_KEY: u8 = 0x40;

impl Authenticator {
    pub fn new(seed: u8) -> Self {
        Self {
            key: SigningKey::from_slice(&[seed; 32]).expect("a key"),
            id: vec![seed; 16],
            handle: String::new(),
            counter: 1,
            origin: "http://localhost:8080",
            rp: "localhost",
        }
    }

    /// Makes a key for this challenge.
    pub fn create(&mut self, asked: &str) -> String {
        let asked: Value = serde_json::from_str(asked).expect("a challenge");
        assert_eq!(asked["publicKey"]["authenticatorSelection"]["residentKey"], "required");
        self.handle = asked["publicKey"]["user"]["id"].as_str().expect("a handle").to_owned();
        let client = self.client("webauthn.create", &asked);
        let mut data = self.data(PRESENT_AND_VERIFIED | WITH_KEY);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.id.len()).expect("short").to_be_bytes());
        data.extend(&self.id);
        let point = self.key.verifying_key().to_sec1_point(false);
        data.extend([0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        data.extend(point.x().expect("x"));
        data.extend([0x22, 0x58, 0x20]);
        data.extend(point.y().expect("y"));
        let mut attestation = b"\xA3\x63fmt\x64none\x67attStmt\xA0\x68authData\x58".to_vec();
        attestation.push(u8::try_from(data.len()).expect("short"));
        attestation.extend(data);
        self.answer(&json!({ "attestationObject": text(&attestation), "clientDataJSON": text(&client) }))
    }

    /// Signs this challenge.
    pub fn get(&mut self, asked: &str) -> String {
        let asked: Value = serde_json::from_str(asked).expect("a challenge");
        self.counter += 1;
        let client = self.client("webauthn.get", &asked);
        let data = self.data(PRESENT_AND_VERIFIED);
        let signed: Vec<u8> = data.iter().copied().chain(Sha256::digest(&client)).collect();
        let signature: Signature = self.key.sign(&signed);
        self.answer(&json!({
            "authenticatorData": text(&data),
            "clientDataJSON": text(&client),
            "signature": text(signature.to_der().as_bytes()),
            "userHandle": self.handle,
        }))
    }

    fn answer(&self, response: &Value) -> String {
        let id = text(&self.id);
        json!({ "id": id, "rawId": id, "type": "public-key", "extensions": {}, "response": response }).to_string()
    }

    fn client(&self, kind: &str, asked: &Value) -> Vec<u8> {
        let challenge = &asked["publicKey"]["challenge"];
        let client = json!({ "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false });
        client.to_string().into_bytes()
    }

    fn data(&self, flags: u8) -> Vec<u8> {
        let mut data = Sha256::digest(self.rp.as_bytes()).to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        data
    }
}

fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
