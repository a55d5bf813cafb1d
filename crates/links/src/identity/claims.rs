//! From what a provider says to what we need: by the claim map of its settings. What can't be read is left out, never guessed.

use super::{Audience, ProviderSettings, Trouble};
use rules::codes::{PersonalId, Phone};
use rules::people::identities::{AccountKind, Particular, Particulars, Proven};
use serde_json::{Map, Value};

/// The longest value that is taken over.
const LONGEST: usize = 500;

/// What this provider vouches for.
///
/// # Errors
/// When it does not say the one thing that it is asked: a person's name, an officer's login.
pub(super) fn proven(settings: &ProviderSettings, subject: &str, said: &Map<String, Value>) -> Result<Proven, Trouble> {
    let map = &settings.claims;
    let whole = Value::Object(said.clone());
    let find = |names: &[String]| names.iter().find_map(|name| text(whole.pointer(&format!("/{name}"))?));
    let kind = match find(&map.kind) {
        Some(said) if map.organisation.iter().any(|word| word.eq_ignore_ascii_case(&said)) => AccountKind::Organisation,
        _ => AccountKind::Person,
    };
    let mut particulars: Particulars =
        map.particulars.iter().filter_map(|(what, names)| Some((*what, readable(*what, &find(names)?)?))).collect();
    if kind == AccountKind::Organisation {
        as_organisation(&mut particulars, find(&["TenDoanhNghiep".into(), "organization_name".into()]));
    }
    let officer = match settings.audience {
        Audience::Citizens => None,
        Audience::Officers => {
            // An address that nobody verified is whatever its owner typed.
            let unverified = said.get("email_verified").is_some_and(|said| *said != true && *said != "true");
            let names: Vec<_> = map.officer.iter().filter(|name| !unverified || *name != "email").cloned().collect();
            Some(find(&names).ok_or_else(|| Trouble::Nonsense("no officer is named".into()))?)
        }
    };
    if officer.is_none() && !particulars.contains_key(&Particular::Name) {
        return Err(Trouble::Nonsense("no name is given".into()));
    }
    let level = find(&map.level).and_then(|said| settings.levels.get(&said).copied());
    let (issuer, subject) = (settings.issuer.clone(), subject.to_owned());
    Ok(Proven { issuer, subject, level, kind, particulars, officer })
}

/// Whether a token's `amr` (RFC 8176) names two kinds of factors, or says that there were several.
pub(super) fn two_factors(said: &Map<String, Value>) -> bool {
    let methods = said.get("amr").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let used = |kind: &[&str]| methods.iter().filter_map(Value::as_str).any(|method| kind.contains(&method));
    let kinds: [&[&str]; 3] = [
        &["pwd", "pin", "kba"],
        &["otp", "hwk", "swk", "sc", "pop", "sms", "tel"],
        &["fpt", "face", "iris", "retina", "vbm"],
    ];
    used(&["mfa"]) || kinds.into_iter().filter(|kind| used(kind)).count() > 1
}

/// In an organisation's token the person is its representative.
fn as_organisation(particulars: &mut Particulars, name: Option<String>) {
    let moved =
        [(Particular::Name, Particular::RepresentativeName), (Particular::PersonalId, Particular::RepresentativeId)];
    for (from, to) in moved {
        if let Some(value) = particulars.remove(&from) {
            particulars.insert(to, value);
        }
    }
    particulars.remove(&Particular::BirthDate);
    if let Some(name) = name.or_else(|| particulars.get(&Particular::RepresentativeName).cloned()) {
        particulars.insert(Particular::Name, name);
    }
}

fn text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty() && text.chars().count() <= LONGEST).then_some(text)
}

/// A value in our own writing; nothing when it is none.
fn readable(what: Particular, said: &str) -> Option<String> {
    match what {
        Particular::PersonalId | Particular::RepresentativeId => {
            PersonalId::read(said, "").ok().map(|number| number.as_str().to_owned())
        }
        Particular::Phone => Phone::read(said, "").ok().map(|number| number.as_str().to_owned()),
        Particular::BirthDate => birth_date(said),
        _ => Some(said.to_owned()),
    }
}

/// `19850214`, `14/02/1985`, `1985-02-14` or a year, in ISO 8601.
fn birth_date(said: &str) -> Option<String> {
    let parts: Vec<&str> = said.split(['/', '-', '.']).collect();
    let (year, month, day) = match parts[..] {
        [whole] if whole.len() == 8 => (whole.get(..4)?, whole.get(4..6)?, whole.get(6..)?),
        [year] if year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()) => return Some(year.to_owned()),
        [year, month, day] if year.len() == 4 => (year, month, day),
        [day, month, year] => (year, month, day),
        _ => return None,
    };
    let (year, month, day) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    jiff::civil::Date::new(year, month, day).ok().map(|day| day.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rules::people::identities::Assurance;
    use serde_json::json;

    fn read(said: &Value) -> Proven {
        let settings = ProviderSettings::new("vneid", "VNeID", "https://dinhdanh.example", "motcua");
        proven(&settings, "s1", said.as_object().expect("an object")).expect("a person")
    }

    #[test]
    fn the_claims_of_the_national_portal_are_read() {
        let lan = read(&json!({
            "HoVaTen": "Lò Thị Lan", "SoDinhDanh": "012185001234", "SoDienThoai": "+84912345678", "loAs": 2,
            "NgayThangNamSinh": { "Nam": 1985, "NgayThangNam": "19850214" }, "TechID": "t-1",
            "ThuongTru": { "MaPhuongXa": "03478", "ChiTiet": "Bản Nậm Lúc" }, "GioiTinh": 2,
        }));
        assert_eq!((lan.kind, lan.level), (AccountKind::Person, Some(Assurance::Two)));
        let told = |what| lan.particulars.get(&what).map(String::as_str);
        assert_eq!(told(Particular::Name), Some("Lò Thị Lan"));
        assert_eq!(told(Particular::BirthDate), Some("1985-02-14"));
        assert_eq!(told(Particular::Phone), Some("0912345678"));
        assert_eq!(told(Particular::Address), Some("Bản Nậm Lúc"));
        assert_eq!(told(Particular::Commune), Some("03478"));
    }

    #[test]
    fn somebody_of_whom_only_the_year_is_known_has_a_year() {
        let old = read(&json!({ "HoVaTen": "Giàng A Sử", "NgayThangNamSinh": { "Nam": 1948 } }));
        assert_eq!(old.particulars[&Particular::BirthDate], "1948");
    }

    #[test]
    fn an_organisation_has_its_own_name_and_a_representative() {
        let firm = read(&json!({
            "LoaiTaiKhoan": "2", "HoVaTen": "Phạm Văn Hải", "SoDinhDanh": "001080000111",
            "TenDoanhNghiep": "Hợp tác xã Chè Tam Đường", "MaSoDoanhNghiep": "0100109106",
        }));
        assert_eq!(firm.kind, AccountKind::Organisation);
        assert_eq!(firm.particulars[&Particular::Name], "Hợp tác xã Chè Tam Đường");
        assert_eq!(firm.particulars[&Particular::RepresentativeId], "001080000111");
        assert!(!firm.particulars.contains_key(&Particular::PersonalId));
    }

    #[test]
    fn factors_are_counted_by_their_kinds() {
        let by = |methods: Value| two_factors(json!({ "amr": methods }).as_object().expect("claims"));
        for one in [json!(["pwd"]), json!(["pwd", "pin"]), json!(["otp", "hwk"]), json!([]), json!("mfa"), json!([1])] {
            assert!(!by(one.clone()), "{one}");
        }
        for two in [json!(["mfa"]), json!(["pwd", "otp"]), json!(["fpt", "hwk"])] {
            assert!(by(two.clone()), "{two}");
        }
        assert!(!two_factors(&Map::new()));
    }

    #[test]
    fn nonsense_is_left_out() {
        let said = json!({
            "name": "A", "SoDinhDanh": "12", "SoDienThoai": ["x"], "birthdate": "31/02/2000", "loAs": "very sure",
        });
        let odd = read(&said);
        assert_eq!(odd.particulars.into_keys().collect::<Vec<_>>(), [Particular::Name]);
        assert_eq!(odd.level, None);
    }
}
