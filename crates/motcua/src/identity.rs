//! The demonstration's own identity provider: the province's sample citizens, two organisations, and somebody new.

use anyhow::Context as _;
use axum::Router;
use links::identity::ProviderSettings;
use links::simulators::identity::{Sample, Setup, router};
use rules::people::identities::Assurance;
use serde_json::{Map, Value, json};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use store::Store;
use store::tables::people;
use web::{Clock, Lang, Words};

/// The path of the provider in a demonstration.
pub const PATH: &str = "/simulated-identity";
/// Its key in addresses.
pub const KEY: &str = "simulated";
/// How it knows us.
pub const CLIENT: &str = "motcua";
/// How many citizens of the province can be chosen.
const CITIZENS: u32 = 6;

/// The provider beside a demonstration that listens at this address: how to talk to it, and its doors.
///
/// # Errors
/// When the database fails or the system gives no randomness.
pub fn simulated(
    store: &Store,
    listening: SocketAddr,
    clock: &Clock,
) -> Result<(ProviderSettings, Router), anyhow::Error> {
    let host = if listening.ip().is_unspecified() { IpAddr::V4(Ipv4Addr::LOCALHOST) } else { listening.ip() };
    let issuer = format!("http://{}{PATH}", SocketAddr::new(host, listening.port()));
    // Nobody but this process ever needs it.
    let secret = format!("{:032x}", u128::from_le_bytes(random()?));
    let samples = samples(store)?;
    let doors = doors(&issuer, &secret, Vec::new(), samples, clock)?;
    let words = Words::new(Lang::Vi);
    let settings = ProviderSettings {
        client_secret: Some(secret),
        beside_us: true,
        ..ProviderSettings::new(KEY, &words.t("simulated-identity-name"), &issuer, CLIENT)
    };
    Ok((settings, doors))
}

/// The doors of a simulated provider.
///
/// # Errors
/// When the system gives no randomness.
pub fn doors(
    issuer: &str,
    secret: &str,
    back: Vec<String>,
    samples: Vec<Sample>,
    clock: &Clock,
) -> Result<Router, anyhow::Error> {
    let clock = clock.clone();
    let setup = Setup {
        issuer: issuer.to_owned(),
        client: (CLIENT.to_owned(), secret.to_owned()),
        back,
        samples,
        page: web::simulated_identity_page(clock.clone()),
        now: Arc::new(move || clock.now()),
    };
    router(setup).context("no randomness")
}

fn random() -> Result<[u8; 16], anyhow::Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).context("no randomness")?;
    Ok(bytes)
}

/// The province's sample citizens, then those of [`strangers`]. The second citizen represents an organisation.
fn samples(store: &Store) -> Result<Vec<Sample>, store::Fault> {
    let citizens = store.read_blocking(|tx| {
        let citizens = people::citizens(tx, CITIZENS)?;
        let persons =
            citizens.into_iter().map(|(login, _)| people::person(tx, &login)).collect::<Result<Vec<_>, _>>()?;
        Ok::<_, store::Fault>(persons.into_iter().flatten().collect::<Vec<_>>())
    })?;
    let representative = citizens.get(1).cloned().unwrap_or_default();
    let citizens = citizens.into_iter().map(|person| {
        citizen(
            &format!("cd-{}", person.login),
            &person.name,
            person.personal_id.as_deref().unwrap_or_default(),
            Assurance::Two,
            json!({
                "SoDienThoai": person.phone,
                "ThuongTru": { "ChiTiet": person.address, "MaPhuongXa": person.commune },
            }),
        )
    });
    let cooperative = organisation(
        "tc-hop-tac-xa",
        "Hợp tác xã Chè sạch Bản Bo",
        "6200012349",
        &representative.name,
        representative.personal_id.as_deref().unwrap_or_default(),
    );
    Ok(citizens.chain(strangers()).chain([cooperative]).collect())
}

/// People and an organisation who are in no demonstration province.
#[must_use]
pub fn strangers() -> Vec<Sample> {
    let lives = |village: &str, commune: &str, phone: &str, born: &str| {
        json!({
            "SoDienThoai": phone, "NgayThangNamSinh": { "NgayThangNam": born },
            "ThuongTru": { "ChiTiet": village, "MaPhuongXa": commune },
        })
    };
    vec![
        citizen(
            "moi-1",
            "Giàng Thị Mỷ",
            "012300004321",
            Assurance::Two,
            lives("Bản Hua Cuổi", "03478", "0982000111", "20000318"),
        ),
        citizen(
            "moi-2",
            "Lý A Páo",
            "012098005678",
            Assurance::Two,
            lives("Bản Nậm Lúc", "03478", "0982000222", "19981105"),
        ),
        citizen(
            "moi-3",
            "Vàng Văn Sơn",
            "012075009012",
            Assurance::One,
            lives("Bản Giang", "03388", "0982000333", "19750602"),
        ),
        organisation("tc-cong-ty", "Công ty TNHH Vận tải Tây Bắc Xanh", "6200054324", "Lý A Páo", "012098005678"),
    ]
}

fn citizen(subject: &str, name: &str, number: &str, level: Assurance, more: Value) -> Sample {
    let mut claims = object(more);
    claims.insert("LoaiTaiKhoan".into(), "1".into());
    claims.insert("HoVaTen".into(), name.into());
    claims.insert("SoDinhDanh".into(), number.into());
    claims.insert("loAs".into(), level.number().into());
    claims.insert("TechID".into(), format!("mp-{subject}").into());
    let note = Words::new(Lang::Vi).t1("simulated-level", "level", level.number().to_string());
    Sample { subject: subject.to_owned(), name: name.to_owned(), note, claims }
}

fn organisation(subject: &str, name: &str, code: &str, representative: &str, number: &str) -> Sample {
    let claims = object(json!({
        "LoaiTaiKhoan": "2", "TenDoanhNghiep": name, "MaSoDoanhNghiep": code, "HoVaTen": representative,
        "SoDinhDanh": number, "loAs": 2, "TechID": format!("mp-{subject}"), "SoDienThoai": "02133876543",
    }));
    let note = Words::new(Lang::Vi).t1("simulated-organisation", "name", representative.to_owned());
    Sample { subject: subject.to_owned(), name: name.to_owned(), note, claims }
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members.into_iter().filter(|(_, value)| !value.is_null()).collect(),
        _ => Map::new(),
    }
}
