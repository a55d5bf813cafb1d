//! Visits of the simulated province: inspections and guidance of communes by the province, whose findings became tasks, and two study visits.

use super::Scene;
use jiff::civil::{Date, date};
use jiff::{Span, Timestamp};
use rules::calendar::instant;
use rules::codes::AgencyCode;
use rules::inspections::{Command, Plan, VisitKind};
use rules::people::{AgencyLevel, Role};
use store::province::ProvinceCache;
use store::{Failure, Store, desk};

/// First day, kind, the place of the commune, what is looked at, what was found.
const VISITS: [(Date, VisitKind, usize, &str, &[&str]); 5] = [
    (date(2025, 8, 19), VisitKind::Guidance, 3, "Hướng dẫn vận hành Bộ phận Một cửa sau sắp xếp", &[]),
    (
        date(2025, 9, 16),
        VisitKind::Inspection,
        8,
        "Kiểm tra việc số hóa hồ sơ và dùng lại giấy tờ",
        &["Chưa niêm yết mã QR tra cứu thủ tục", "Máy quét hỏng chưa thay"],
    ),
    (
        date(2025, 10, 14),
        VisitKind::Inspection,
        17,
        "Kiểm tra kích hoạt tài khoản định danh điện tử",
        &["Danh sách người chưa kích hoạt chưa rà soát theo bản"],
    ),
    (
        date(2025, 11, 11),
        VisitKind::Guidance,
        25,
        "Hướng dẫn thanh toán không dùng tiền mặt",
        &["Chưa dán mã VietQR tại quầy"],
    ),
    (
        date(2025, 12, 9),
        VisitKind::Inspection,
        30,
        "Kiểm tra thực hiện nhiệm vụ Nghị quyết 57",
        &["Báo cáo tháng gửi chậm", "Chưa phân công người đứng đầu phụ trách"],
    ),
];

pub(super) fn enter(store: &Store, scene: &Scene<'_>) -> Result<(), Failure> {
    let Ok(province) = "H35".parse::<AgencyCode>() else { return Ok(()) };
    let Some(chairman) = scene.staff.holder(&province, Role::Approver, 0).cloned() else { return Ok(()) };
    let communes = scene.agencies(AgencyLevel::Commune);
    let team =
        scene.staff.holder(&province, Role::Clerk, 0).map_or_else(|| chairman.name.clone(), |clerk| clerk.name.clone());
    let plan = |number: usize, kind, host: Option<AgencyCode>, place: &str, from: Date, what: &str| Plan {
        kind: Some(kind),
        host,
        place: place.to_owned(),
        from: Some(from),
        to: None,
        authority: format!("Quyết định {}/QĐ-BCĐ (mô phỏng)", 501 + number),
        plan: what.to_owned(),
        team: format!("{team}\nĐại diện Công an tỉnh (mô phỏng)\nĐại diện Sở Khoa học và Công nghệ (mô phỏng)"),
    };
    for (number, (day, kind, at, what, findings)) in VISITS.into_iter().enumerate() {
        let Some(host) = communes.get(at % communes.len().max(1)).cloned() else { continue };
        if !scene.has(day.saturating_add(Span::new().days(2))) {
            continue;
        }
        let (typed, chairman, province) =
            (plan(number, kind, Some(host), "", day, what), chairman.clone(), province.clone());
        store.write_blocking(move |tx| {
            let known = ProvinceCache::default().get(tx)?;
            let planned = hour(day.saturating_sub(Span::new().days(7)), 8);
            let code = desk::inspections::plan(tx, &known, &chairman, &province, &typed, planned)?;
            let mut version = 1;
            for finding in findings {
                let found =
                    Command::Find { what: format!("{finding} (mô phỏng)"), remedy: String::new(), due_on: None };
                desk::inspections::act(tx, &chairman, &code, version, found, hour(day, 15))?;
                version += 1;
            }
            let report = Command::Report {
                summary: "Đoàn đã làm việc theo kế hoạch (mô phỏng)".into(),
                files: Vec::new(),
            };
            desk::inspections::act(tx, &chairman, &code, version, report, hour(day, 17))?;
            // The last visit's findings still wait for somebody to make them tasks.
            let made = if day < date(2025, 12, 1) { findings.len() } else { 0 };
            for number in (1..).take(made) {
                let next = hour(day.saturating_add(Span::new().days(1)), 8);
                desk::inspections::make_task(
                    tx,
                    &known,
                    &chairman,
                    (&code, number),
                    "Báo cáo kết quả khắc phục",
                    next,
                )?;
            }
            Ok::<_, Failure>(())
        })?;
    }
    for (number, (day, place)) in
        [(date(2025, 7, 22), "Quảng Ninh"), (date(2025, 10, 28), "Huế")].into_iter().enumerate()
    {
        if !scene.has(day.saturating_add(Span::new().days(5))) {
            continue;
        }
        let typed = plan(
            20 + number,
            VisitKind::Study,
            None,
            place,
            day,
            "Mô hình Trung tâm Phục vụ hành chính công hai cấp (mô phỏng)",
        );
        let (chairman, province) = (chairman.clone(), province.clone());
        store.write_blocking(move |tx| {
            let known = ProvinceCache::default().get(tx)?;
            let planned = hour(day.saturating_sub(Span::new().days(10)), 8);
            let code = desk::inspections::plan(tx, &known, &chairman, &province, &typed, planned)?;
            let report = Command::Report {
                summary: "Kiến nghị áp dụng ba cách làm (mô phỏng)".into(),
                files: Vec::new(),
            };
            desk::inspections::act(tx, &chairman, &code, 1, report, hour(day.saturating_add(Span::new().days(4)), 9))
        })?;
    }
    Ok(())
}

fn hour(day: Date, hour: i8) -> Timestamp {
    instant(day.at(hour, 0, 0, 0))
}
