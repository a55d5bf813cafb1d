//! The simulated identity provider beside the site, and one that is down.

use links::identity::{Audience, ProviderSettings, Providers};
use links::simulators::identity::{Sample, Setup, router};
use serde_json::{Value, json};
use std::sync::Arc;
use web::Clock;
use web::identity::Identity;

const PATH: &str = "/simulated-identity";

/// A citizen of level 2.
pub const MY: &str = "my";
/// Her relative, of level 2, who represents the cooperative.
pub const PAO: &str = "pao";
/// A citizen of level 1.
pub const SON: &str = "son";
/// A citizen of level 2 whom the provider knows from the early morning: it asks them nothing.
pub const EARLY: &str = "som";
/// The case officer, whom the provider knows by a password from the early morning.
pub const CASE_EARLY: &str = "thuly.som";
/// The cooperative.
pub const COOPERATIVE: &str = "htx";
/// The case officer, for whom the provider vouches by a password.
pub const CASE_BY_PASSWORD: &str = "thuly";
/// The leader, for whom it vouches by two factors.
pub const LEADER_BY_TWO: &str = "chutich";
/// The number of Páo.
pub const PAOS_NUMBER: &str = "012098005678";

fn sample(subject: &str, claims: Value) -> Sample {
    let Value::Object(claims) = claims else { unreachable!("claims are an object") };
    Sample { subject: subject.into(), name: subject.into(), note: String::new(), claims }
}

/// The providers `simulated`, `officers` and `down`.
pub async fn open(clock: &Clock) -> Identity {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let issuer = format!("http://{}{PATH}", listener.local_addr().expect("an address"));
    let clock = clock.clone();
    let early = clock.now().as_second() - 6 * 60 * 60;
    let doors = router(Setup {
        issuer: issuer.clone(),
        client: ("motcua".into(), "s".into()),
        back: Vec::new(),
        samples: vec![
            sample(
                MY,
                json!({
                    "HoVaTen": "Giàng Thị Mỷ", "SoDinhDanh": "012300004321", "SoDienThoai": "0982000111", "loAs": 2,
                    "ThuongTru": { "ChiTiet": "Bản Hua Cuổi", "MaPhuongXa": "03478" }, "NgayThangNamSinh": "20000318",
                }),
            ),
            sample(PAO, json!({ "HoVaTen": "Lý A Páo", "SoDinhDanh": PAOS_NUMBER, "loAs": 2 })),
            sample(SON, json!({ "HoVaTen": "Vàng Văn Sơn", "SoDinhDanh": "012075009012", "loAs": 1 })),
            sample(
                EARLY,
                json!({ "HoVaTen": "Vàng Thị Sớm", "SoDinhDanh": "012185007777", "loAs": 2, "auth_time": early }),
            ),
            sample(CASE_BY_PASSWORD, json!({ "preferred_username": "thuly", "amr": ["pwd"] })),
            sample(CASE_EARLY, json!({ "preferred_username": "thuly", "amr": ["pwd"], "auth_time": early })),
            sample(LEADER_BY_TWO, json!({ "preferred_username": "chutich", "amr": ["pwd", "otp"] })),
            sample(
                COOPERATIVE,
                json!({
                    "LoaiTaiKhoan": "2", "TenDoanhNghiep": "Hợp tác xã Chè", "MaSoDoanhNghiep": "6200012349",
                    "HoVaTen": "Lý A Páo", "SoDinhDanh": PAOS_NUMBER, "loAs": 2,
                }),
            ),
        ],
        page: web::simulated_identity_page(web::Clock::system()),
        now: Arc::new(move || clock.now()),
    })
    .expect("a provider");
    let house = axum::Router::new().nest(PATH, doors.clone());
    tokio::spawn(async move { axum::serve(listener, house).await });
    let simulated = ProviderSettings {
        client_secret: Some("s".into()),
        beside_us: true,
        ..ProviderSettings::new("simulated", "Định danh mô phỏng", &issuer, "motcua")
    };
    let officers = ProviderSettings {
        client_secret: Some("s".into()),
        beside_us: true,
        audience: Audience::Officers,
        ..ProviderSettings::new("officers", "Cán bộ: đăng nhập một lần", &issuer, "motcua")
    };
    // Port 9 throws away what it gets, where anything listens on it at all.
    let down = ProviderSettings {
        timeout_ms: 300,
        ..ProviderSettings::new("down", "Định danh đang nghỉ", "http://127.0.0.1:9", "motcua")
    };
    let providers = Providers { public_url: "http://mot-cua.test".into(), providers: vec![simulated, officers, down] };
    Identity::new(providers).expect("providers").beside(PATH, doors)
}
