//! The platform's own words: the question as JSON, the record as XML, read into ours and (for the simulator) written.

use super::{Address, Head, Marital, Person, Query};
use crate::xml::{self, Element, Unreadable};
use rules::codes::CommuneCode;
use rules::registry::{Birth, Sex};
use rules::text::{fold, tidy};
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

/// The question as the platform takes it.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Asked {
    pub(super) ho_va_ten: String,
    pub(super) so_dinh_danh: String,
    pub(super) nam: String,
    pub(super) ma_tich_hop: String,
    #[serde(rename = "MaDVC")]
    pub(super) ma_dvc: String,
    pub(super) ma_can_bo: String,
    pub(super) ma_yeu_cau: String,
}

impl Asked {
    pub(super) fn of(query: &Query, integration_code: &str) -> Self {
        Self {
            ho_va_ten: query.name.as_deref().map(|name| fold(name).to_uppercase()).unwrap_or_default(),
            so_dinh_danh: query.personal_id.to_string(),
            nam: query.birth.map(|birth| birth.year().to_string()).unwrap_or_default(),
            ma_tich_hop: integration_code.to_owned(),
            ma_dvc: query.reference.clone(),
            ma_can_bo: query.asker.clone(),
            ma_yeu_cau: query.request.clone(),
        }
    }
}

/// Reads an answer: the one record in it, or none. Several records, or one that lacks what every record has, are nonsense.
pub(super) fn read(bytes: &[u8]) -> Result<Option<Person>, Unreadable> {
    let root = xml::read(bytes)?;
    if root.name != "CongdanCollection" {
        return Err(Unreadable::NotXml);
    }
    let mut records = root.children.iter().filter(|child| child.name == "CongDan");
    match (records.next(), records.next()) {
        (None, _) => Ok(None),
        (Some(record), None) => person(record).map(Some).ok_or(Unreadable::NotXml),
        (Some(_), Some(_)) => Err(Unreadable::NotXml),
    }
}

fn person(record: &Element) -> Option<Person> {
    let owned = |name: &str| record.text_of(name).map(tidy);
    Some(Person {
        personal_id: record.text_of("SoDinhDanh")?.parse().ok()?,
        old_id: owned("SoCMND"),
        name: name(record.child("HoVaTen")?)?,
        sex: record.text_of("GioiTinh").and_then(sex),
        birth: birth(record.child("NgayThangNamSinh")?)?,
        ethnicity: owned("DanToc"),
        nationality: owned("QuocTich"),
        marital: record.text_of("TinhTrangHonNhan").and_then(marital),
        permanent: record.child("ThuongTru").and_then(address),
        present: record.child("NoiOHienTai").and_then(address),
        head: record.child("ChuHo").and_then(head),
    })
}

/// A name in its three parts, or as one text.
fn name(element: &Element) -> Option<String> {
    let parts = ["Ho", "ChuDem", "Ten"].map(|part| element.text_of(part).unwrap_or_default());
    let whole = tidy(&parts.join(" "));
    Some(if whole.is_empty() { tidy(&element.text) } else { whole }).filter(|name| !name.is_empty())
}

fn birth(element: &Element) -> Option<Birth> {
    let day = element.text_of("NgayThangNam").and_then(Birth::read);
    day.or_else(|| element.text_of("Nam").and_then(Birth::read))
}

fn sex(text: &str) -> Option<Sex> {
    match fold(text).as_str() {
        "1" | "nam" => Some(Sex::Male),
        "2" | "nu" => Some(Sex::Female),
        _ => None,
    }
}

fn marital(text: &str) -> Option<Marital> {
    match fold(text).as_str() {
        "1" | "chua ket hon" => Some(Marital::Single),
        "2" | "dang co vo chong" | "da ket hon" => Some(Marital::Married),
        "3" | "da ly hon" => Some(Marital::Divorced),
        "4" | "goa" => Some(Marital::Widowed),
        _ => None,
    }
}

/// An address. `MaQuanHuyen` may be missing, empty or of before 1 July 2025; so may the district's name.
fn address(element: &Element) -> Option<Address> {
    let detail = element.text_of("ChiTiet").map(tidy);
    let places = ["TenPhuongXa", "TenQuanHuyen", "TenTinhThanh"].map(|place| element.text_of(place).map(tidy));
    let parts: Vec<String> = detail.iter().cloned().chain(places.into_iter().flatten()).collect();
    let commune = element.text_of("MaPhuongXa").and_then(|code| code.parse::<CommuneCode>().ok());
    (commune.is_some() || !parts.is_empty()).then(|| Address { commune, detail, whole: parts.join(", ") })
}

fn head(element: &Element) -> Option<Head> {
    Some(Head {
        relation: element.text_of("QuanHe").map(tidy),
        name: name(element.child("HoVaTen")?)?,
        personal_id: element.text_of("SoDinhDanh").and_then(|number| number.parse().ok()),
    })
}

/// Writes an answer as the platform does.
pub(super) fn write(person: Option<&Person>) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<CongdanCollection>");
    if let Some(person) = person {
        out.push_str("<CongDan>");
        let sex = person.sex.map_or("", |sex| if sex == Sex::Male { "1" } else { "2" });
        let marital = person.marital.map_or("", |marital| match marital {
            Marital::Single => "1",
            Marital::Married => "2",
            Marital::Divorced => "3",
            Marital::Widowed => "4",
        });
        element(&mut out, "SoDinhDanh", person.personal_id.as_str());
        element(&mut out, "SoCMND", person.old_id.as_deref().unwrap_or_default());
        write_name(&mut out, &person.name);
        element(&mut out, "GioiTinh", sex);
        element(&mut out, "DanToc", person.ethnicity.as_deref().unwrap_or_default());
        element(&mut out, "TinhTrangHonNhan", marital);
        let day = if let Birth::Day(day) = person.birth { day.strftime("%Y%m%d").to_string() } else { String::new() };
        let _ = write!(out, "<NgayThangNamSinh><Nam>{}</Nam>", person.birth.year());
        element(&mut out, "NgayThangNam", &day);
        out.push_str("</NgayThangNamSinh>");
        for (name, address) in [("ThuongTru", &person.permanent), ("NoiOHienTai", &person.present)] {
            if let Some(address) = address {
                write_address(&mut out, name, address);
            }
        }
        element(&mut out, "QuocTich", person.nationality.as_deref().unwrap_or_default());
        if let Some(head) = &person.head {
            out.push_str("<ChuHo>");
            element(&mut out, "QuanHe", head.relation.as_deref().unwrap_or_default());
            write_name(&mut out, &head.name);
            element(&mut out, "SoDinhDanh", head.personal_id.as_ref().map_or("", |number| number.as_str()));
            out.push_str("</ChuHo>");
        }
        out.push_str("</CongDan>");
    }
    out.push_str("</CongdanCollection>\n");
    out
}

fn write_name(out: &mut String, name: &str) {
    let words: Vec<&str> = name.split(' ').collect();
    let (first, rest) = words.split_first().map_or(("", &[][..]), |(first, rest)| (*first, rest));
    let (last, middle) = rest.split_last().map_or(("", &[][..]), |(last, middle)| (*last, middle));
    out.push_str("<HoVaTen>");
    element(out, "Ho", first);
    element(out, "ChuDem", &middle.join(" "));
    element(out, "Ten", last);
    out.push_str("</HoVaTen>");
}

fn write_address(out: &mut String, name: &str, address: &Address) {
    let mut places = address.whole.rsplit(", ");
    let (province, commune) = (places.next().unwrap_or_default(), places.next().unwrap_or_default());
    let _ = write!(out, "<{name}>");
    element(out, "MaQuanHuyen", "");
    element(out, "MaPhuongXa", address.commune.as_ref().map_or("", CommuneCode::as_str));
    element(out, "TenPhuongXa", commune);
    element(out, "TenTinhThanh", province);
    element(out, "ChiTiet", address.detail.as_deref().unwrap_or_default());
    element(out, "QuocGia", "Việt Nam");
    let _ = write!(out, "</{name}>");
}

fn element(out: &mut String, name: &str, text: &str) {
    let _ = write!(out, "<{name}>{}</{name}>", quick_xml::escape::escape(text));
}

#[cfg(test)]
mod tests;
