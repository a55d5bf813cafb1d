//! Sample values: everyday ones, and the longest that a form must bear.

use documents::forms::*;
use jiff::Timestamp;

pub fn at(text: &str) -> Timestamp {
    format!("{text}:00+07:00").parse().expect("an instant")
}

pub fn letter(sign: &str) -> Letter {
    Letter {
        superior: Some("Ủy ban nhân dân xã Phong Thổ".into()),
        agency: "Trung tâm Phục vụ hành chính công".into(),
        number: format!("H35.27-251205-0001/{sign}"),
        place: "Phong Thổ".into(),
        issued_at: at("2025-12-05T08:30"),
        check: Check {
            url: "https://motcua.laichau.gov.vn/verify/H35.27-251205-0001.01.K7Q2-M9XA-4T7D-8ZJ3".into(),
            code: "H35.27-251205-0001.01.K7Q2-M9XA-4T7D-8ZJ3".into(),
        },
    }
}

/// The longest names that the country has.
pub fn long_letter(sign: &str) -> Letter {
    Letter {
        superior: Some("Ủy ban nhân dân tỉnh Lai Châu".into()),
        agency: "Ban Quản lý Khu kinh tế cửa khẩu Ma Lù Thàng và các khu công nghiệp tỉnh Lai Châu".into(),
        place: "Lai Châu".into(),
        ..letter(sign)
    }
}

pub fn applicant() -> Applicant {
    Applicant {
        name: "Lò Thị Lan".into(),
        id_number: "012185000123".into(),
        birth: "08/3/1985".into(),
        phone: "0912 345 678".into(),
        address: "Bản Vàng Bó, xã Phong Thổ, tỉnh Lai Châu".into(),
        ..Applicant::default()
    }
}

pub fn organisation() -> Applicant {
    Applicant {
        name: "Hợp tác xã Sản xuất, chế biến và tiêu thụ chè Shan tuyết cổ thụ, dược liệu dưới tán rừng các dân tộc \
               vùng cao biên giới Nghiêng Đường Thượng"
            .into(),
        organisation: true,
        id_number: "6200123456-001".into(),
        phone: "0213 3876 543".into(),
        email: "van-phong.hop-tac-xa-che-shan-tuyet-co-thu@nghiengduongthuong.example.vn".into(),
        address: "Số 127, tổ dân phố số 14, đường Trần Hưng Đạo kéo dài, phường Đoàn Kết, tỉnh Lai Châu".into(),
        agent: "Nguyễn Hoàng Phương Uyên (theo ủy quyền số 15/2025)".into(),
        ..Applicant::default()
    }
}

pub fn signer(title: &str, name: &str) -> Signer {
    Signer { titles: vec![title.into()], name: name.into() }
}

pub fn leader() -> Signer {
    let titles = ["TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"];
    Signer { titles: titles.map(String::from).to_vec(), name: "Vàng A Sùng".into() }
}

fn paper(name: &str, originals: u8, copies: u8, electronic: bool) -> Paper {
    Paper { name: name.into(), originals, copies, electronic }
}

pub fn acknowledgement() -> Acknowledgement {
    Acknowledgement {
        letter: letter("TNHS"),
        code: "H35.27-251205-0001".into(),
        counter: "Trung tâm Phục vụ hành chính công xã Phong Thổ".into(),
        applicant: applicant(),
        procedure: "Đăng ký khai sinh".into(),
        procedure_code: "1.001193".into(),
        competent: "Ủy ban nhân dân xã Phong Thổ".into(),
        channel: "Trực tiếp".into(),
        papers: vec![
            paper("Tờ khai đăng ký khai sinh theo mẫu", 1, 0, false),
            paper("Giấy chứng sinh", 1, 0, false),
            paper("Giấy chứng nhận kết hôn của cha, mẹ", 0, 0, true),
        ],
        time_limit: "Trong ngày làm việc".into(),
        received_at: at("2025-12-05T08:30"),
        due_at: Some(at("2025-12-05T17:00")),
        delivery: "tại Trung tâm Phục vụ hành chính công xã Phong Thổ".into(),
        officer: signer("Người tiếp nhận hồ sơ", "Nguyễn Thị Thu"),
    }
}

/// Fifty papers: four pages.
pub fn long_acknowledgement() -> Acknowledgement {
    let papers = (1..=50).map(|number| {
        let name = format!(
            "Văn bản số {number} của hộ gia đình, cá nhân về việc cam kết thực hiện phương án bồi thường, hỗ trợ, tái định cư"
        );
        paper(&name, number % 3, number % 2, number % 5 == 0)
    });
    Acknowledgement {
        letter: long_letter("TNHS"),
        counter: "Trung tâm Phục vụ hành chính công tỉnh".into(),
        applicant: organisation(),
        procedure: "Giao đất, cho thuê đất, chuyển mục đích sử dụng đất đối với trường hợp không đấu giá quyền sử dụng đất, \
                    không đấu thầu lựa chọn nhà đầu tư thực hiện dự án có sử dụng đất mà người xin giao đất là hợp tác xã"
            .into(),
        competent: "Sở Nông nghiệp và Môi trường".into(),
        papers: papers.collect(),
        time_limit: "20 ngày làm việc".into(),
        due_at: None,
        delivery: "qua dịch vụ bưu chính công ích, đến: Số 127, tổ dân phố số 14, phường Đoàn Kết, tỉnh Lai Châu".into(),
        ..acknowledgement()
    }
}

pub fn supplement_request() -> SupplementRequest {
    SupplementRequest {
        letter: letter("YCBS"),
        code: "H35.27-251205-0001".into(),
        applicant: applicant(),
        procedure: "Đăng ký khai sinh".into(),
        agency: "Ủy ban nhân dân xã Phong Thổ".into(),
        received_at: Some(at("2025-12-05T08:30")),
        content: "Giấy chứng sinh bị mờ, không đọc được ngày sinh của trẻ; đề nghị nộp bản chụp rõ nét.\n\
                  Tờ khai thiếu chữ ký của người đi khai sinh."
            .into(),
        papers: vec!["Giấy chứng sinh".into(), "Tờ khai đăng ký khai sinh theo mẫu".into()],
        place: "Trung tâm Phục vụ hành chính công xã Phong Thổ".into(),
        online: "https://motcua.laichau.gov.vn/dossiers/H35.27-251205-0001".into(),
        contact: Contact { name: "Lý Văn Thành".into(), phone: "0213 3896 111".into() },
        signer: signer("Công chức Tư pháp – Hộ tịch", "Lý Văn Thành"),
    }
}

pub fn refusal() -> Refusal {
    Refusal {
        letter: letter("TCTN"),
        code: "H35.27-251205-0001".into(),
        applicant: applicant(),
        procedure: "Đăng ký khai sinh".into(),
        agency: "Trung tâm Phục vụ hành chính công xã Phong Thổ".into(),
        filed_at: at("2025-12-05T08:30"),
        reason: "Trẻ đã được đăng ký khai sinh tại Ủy ban nhân dân xã Sin Suối Hồ ngày 12/11/2025 (số 87/2025).".into(),
        contact: Contact { name: "Nguyễn Thị Thu".into(), phone: String::new() },
        signer: signer("Người tiếp nhận hồ sơ", "Nguyễn Thị Thu"),
    }
}

/// A reason that fills pages.
pub fn long_refusal() -> Refusal {
    let reason = "Hồ sơ không thuộc phạm vi tiếp nhận vì thửa đất nằm trong quy hoạch rừng phòng hộ đầu nguồn đã được phê duyệt; \
                  diện tích đề nghị chuyển mục đích vượt hạn mức, ranh giới trên bản trích đo không khớp với hiện trạng sử dụng đất.";
    Refusal { letter: long_letter("TCTN"), applicant: organisation(), reason: [reason; 20].join("\n"), ..refusal() }
}

pub fn apology() -> Apology {
    Apology {
        letter: Letter { superior: None, agency: "Ủy ban nhân dân xã Phong Thổ".into(), ..letter("PXL") },
        code: "H35.27-251205-0001".into(),
        applicant: applicant(),
        procedure: "Đăng ký đất đai, cấp Giấy chứng nhận quyền sử dụng đất lần đầu".into(),
        agency: "Ủy ban nhân dân xã Phong Thổ".into(),
        counter: "Trung tâm Phục vụ hành chính công xã Phong Thổ".into(),
        received_at: at("2025-11-05T08:30"),
        due_at: at("2025-12-08T17:00"),
        reason: "Mưa lũ làm sạt lở đường vào bản, đoàn kiểm tra chưa đo đạc được thực địa theo kế hoạch.".into(),
        new_due_at: at("2026-01-05T17:00"),
        delivery: "tại Trung tâm Phục vụ hành chính công xã Phong Thổ".into(),
        signer: leader(),
    }
}

pub fn stop_notice() -> StopNotice {
    StopNotice {
        letter: Letter { superior: None, agency: "Ủy ban nhân dân xã Phong Thổ".into(), ..letter("TB") },
        code: "H35.27-251205-0001".into(),
        applicant: applicant(),
        procedure: "Đăng ký đất đai, cấp Giấy chứng nhận quyền sử dụng đất lần đầu".into(),
        agency: "Ủy ban nhân dân xã Phong Thổ".into(),
        counter: "Trung tâm Phục vụ hành chính công xã Phong Thổ".into(),
        received_at: Some(at("2025-11-05T08:30")),
        reason: "Gia đình đề nghị rút hồ sơ để thỏa thuận lại ranh giới với hộ liền kề.".into(),
        signer: leader(),
    }
}

pub fn control_slip(handovers: usize) -> ControlSlip {
    let steps = [
        (
            "Tiếp nhận",
            "Tiếp nhận hồ sơ, chuyển xử lý",
            "Nguyễn Thị Thu (Trung tâm PVHCC)",
            "Lãnh đạo, UBND xã Phong Thổ",
        ),
        ("Phân công", "Phân công xử lý", "Vàng A Sùng", "Lý Văn Thành"),
        ("Thẩm định", "Trình kết quả: đồng ý", "Lý Văn Thành", "Lãnh đạo, UBND xã Phong Thổ"),
        ("Ký duyệt", "Ký kết quả", "Vàng A Sùng", "Văn thư, UBND xã Phong Thổ"),
        ("Phát hành", "Cấp số, phát hành kết quả", "Giàng Thị Mỷ", "Trung tâm PVHCC xã Phong Thổ"),
    ];
    let made = steps.into_iter().cycle().take(handovers).zip(0..);
    ControlSlip {
        letter: letter("KSQT"),
        code: "H35.27-251205-0001".into(),
        applicant: "Lò Thị Lan".into(),
        procedure: "Đăng ký đất đai, cấp Giấy chứng nhận quyền sử dụng đất lần đầu".into(),
        counter: "Trung tâm Phục vụ hành chính công xã Phong Thổ".into(),
        competent: "Ủy ban nhân dân xã Phong Thổ".into(),
        received_at: Some(at("2025-11-05T08:30")),
        due_at: Some(at("2025-12-08T17:00")),
        handovers: made
            .map(|((step, what, from, to), number)| HandOver {
                step: step.into(),
                what: what.into(),
                from: from.into(),
                at: at(&format!("2025-11-{:02}T09:15", 5 + number % 25)),
                to: to.into(),
                due: (number % 3 != 0).then(|| at("2025-11-12T11:30")),
                result: ["", "Trước hạn", "Đúng hạn", "Quá hạn"][number % 4].into(),
                note: if number % 5 == 2 {
                    "Đã kiểm tra thực địa, ranh giới khớp với trích đo".into()
                } else {
                    String::new()
                },
            })
            .collect(),
    }
}

pub fn tracking_book(entries: usize) -> TrackingBook {
    let entries = (0..entries).map(|number| Entry {
        code: format!("H35.27-251205-{:04}", number + 1),
        procedure: [
            "Đăng ký khai sinh",
            "Chứng thực bản sao từ bản chính giấy tờ, văn bản do cơ quan có thẩm quyền cấp",
        ][number % 2]
            .into(),
        applicant: ["Lò Thị Lan", "Giàng A Páo", "Nguyễn Hoàng Phương Uyên"][number % 3].into(),
        contact: "Bản Vàng Bó, xã Phong Thổ; 0912 345 678".into(),
        competent: "Ủy ban nhân dân xã Phong Thổ".into(),
        received_at: Some(at("2025-12-05T08:30")),
        due_at: (number % 4 != 3).then(|| at("2025-12-08T17:00")),
        returned_at: (number % 3 == 0).then(|| at("2025-12-08T10:05")),
        delivery: ["Tại quầy", "Trực tuyến", "Bưu chính"][number % 3].into(),
        note: if number % 5 == 4 { "Chờ bổ sung".into() } else { String::new() },
    });
    TrackingBook {
        letter: letter("SO"),
        from: "01/12/2025".into(),
        to: "31/12/2025".into(),
        entries: entries.collect(),
        signer: signer("Người lập sổ", "Nguyễn Thị Thu"),
    }
}

pub fn report_table(lines: i64) -> ReportTable {
    let group = |heading: &str, columns: &[(&str, &str)]| ColumnGroup {
        heading: heading.into(),
        columns: columns.iter().map(|(name, formula)| ((*name).into(), (*formula).into())).collect(),
    };
    let cells = |by: i64| [30, 18, 7, 5, 24, 15, 8, 1, 6, 5, 1].map(|count| (count * by).to_string()).to_vec();
    let line = |number: i64| ReportRow {
        number: number.to_string(),
        name: ["Hộ tịch", "Đất đai", "Chứng thực", "Thành lập và hoạt động của doanh nghiệp"]
            [usize::try_from(number).unwrap_or(0) % 4]
            .into(),
        sum: false,
        cells: cells(1),
    };
    let mut rows =
        vec![ReportRow { number: String::new(), name: "Tổng số".into(), sum: true, cells: cells(lines) }];
    rows.extend((1..=lines).map(line));
    ReportTable {
        letter: Letter {
            superior: None,
            agency: "Ủy ban nhân dân xã Phong Thổ".into(),
            number: "II.06a/VPCP/KSTT".into(),
            ..letter("KSTT")
        },
        title: "Tình hình, kết quả giải quyết thủ tục hành chính".into(),
        period: "Kỳ báo cáo: Quý IV năm 2025".into(),
        days: "Từ ngày 01/10/2025 đến ngày 31/12/2025".into(),
        receiver: "Ủy ban nhân dân tỉnh Lai Châu".into(),
        unit: "Số hồ sơ TTHC".into(),
        subject: "Lĩnh vực, công việc giải quyết theo cấp".into(),
        groups: vec![
            group(
                "Số lượng hồ sơ tiếp nhận",
                &[
                    ("Tổng số", "(3)=(4)+(5)+(6)"),
                    ("Trực tuyến", "(4)"),
                    ("Trực tiếp, dịch vụ bưu chính", "(5)"),
                    ("Từ kỳ trước", "(6)"),
                ],
            ),
            group(
                "Số lượng hồ sơ đã giải quyết",
                &[("Tổng số", "(7)=(8)+(9)+(10)"), ("Trước hạn", "(8)"), ("Đúng hạn", "(9)"), ("Quá hạn", "(10)")],
            ),
            group(
                "Số lượng hồ sơ đang giải quyết",
                &[("Tổng số", "(11)=(12)+(13)"), ("Trong hạn", "(12)"), ("Quá hạn", "(13)")],
            ),
        ],
        rows,
        standing: "Báo cáo đã được duyệt và khóa.".into(),
        signers: vec![signer("Người lập báo cáo", "Nguyễn Thị Thu"), signer("Thủ trưởng đơn vị", "Vàng A Sùng")],
    }
}

pub fn result() -> PlainResult {
    PlainResult {
        letter: Letter {
            superior: None,
            agency: "Ủy ban nhân dân xã Phong Thổ".into(),
            number: "125/GXN-UBND".into(),
            ..letter("GXN")
        },
        code: "H35.27-251205-0001".into(),
        kind: "Giấy xác nhận".into(),
        subject: "Về việc xác nhận tình trạng hôn nhân".into(),
        layout: ResultLayout::Plain,
        authority: String::new(),
        grounds: vec!["Căn cứ Luật Hộ tịch số 60/2014/QH13".into(), "Xét đề nghị của bà Lò Thị Lan".into()],
        opening: "Ủy ban nhân dân xã Phong Thổ xác nhận:".into(),
        particulars: vec![
            ("Họ và tên".into(), "Lò Thị Lan".into()),
            ("Số định danh cá nhân".into(), "012185000123".into()),
            ("Nơi cư trú".into(), "Bản Vàng Bó, xã Phong Thổ, tỉnh Lai Châu".into()),
        ],
        text: "Hiện tại chưa đăng ký kết hôn với ai.\nGiấy này có giá trị trong 06 tháng kể từ ngày cấp./.".into(),
        recipients: vec!["Bà Lò Thị Lan;".into()],
        signer: leader(),
    }
}

pub fn decision() -> PlainResult {
    PlainResult {
        letter: Letter { number: "H35.27-251205-0002/QĐ-UBND".into(), ..result().letter },
        code: "H35.27-251205-0002".into(),
        kind: "Quyết định".into(),
        subject: "Về việc trợ cấp xã hội".into(),
        layout: ResultLayout::Decision,
        authority: "Chủ tịch Ủy ban nhân dân xã Phong Thổ".into(),
        grounds: vec![
            "Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15".into(),
            "Căn cứ Nghị định số 20/2021/NĐ-CP ngày 15 tháng 3 năm 2021 của Chính phủ quy định chính sách trợ giúp xã hội đối với đối tượng bảo trợ xã hội".into(),
            "Xét đề nghị của bà Lò Thị Lan tại hồ sơ số H35.27-251205-0002".into(),
        ],
        opening: "Trợ cấp xã hội hằng tháng đối với người có tên sau đây:".into(),
        particulars: vec![
            ("Họ và tên".into(), "Lò Thị Lan".into()),
            ("Nơi cư trú".into(), "Bản Vàng Bó, xã Phong Thổ, tỉnh Lai Châu".into()),
            ("Đối tượng".into(), "Người khuyết tật nặng".into()),
        ],
        text: "Mức và thời điểm hưởng theo quy định hiện hành về chuẩn trợ giúp xã hội.\nQuyết định này có hiệu lực kể từ ngày ký.\nCác cơ quan, đơn vị có liên quan và người có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./.".into(),
        recipients: vec!["Như Điều 4;".into()],
        signer: leader(),
    }
}

pub fn marriage() -> PlainResult {
    let both = |label: &str, value: &str| (label.to_owned(), value.to_owned());
    PlainResult {
        kind: "Giấy chứng nhận kết hôn".into(),
        subject: String::new(),
        layout: ResultLayout::Columns,
        grounds: vec!["Căn cứ Luật Hộ tịch số 60/2014/QH13".into()],
        opening: "Ủy ban nhân dân xã Phong Thổ chứng nhận hai người có tên dưới đây đã đăng ký kết hôn:".into(),
        particulars: vec![
            both("Vợ", ""),
            both("Họ, chữ đệm, tên", "Lò Thị Lan"),
            both("Ngày sinh", "12/3/2001"),
            both("Dân tộc", "Thái"),
            both("Nơi cư trú", "Bản Vàng Bó, xã Phong Thổ, tỉnh Lai Châu"),
            both("Chồng", ""),
            both("Họ, chữ đệm, tên", "Giàng A Páo"),
            both("Ngày sinh", "05/9/1999"),
            both("Dân tộc", "Mông"),
            both("Nơi cư trú", "Bản Huổi Luông, xã Huổi Luông, tỉnh Lai Châu"),
        ],
        text: "Giấy chứng nhận này có giá trị kể từ ngày ký.".into(),
        signer: Signer { titles: vec!["Người có thẩm quyền ký".into()], name: String::new() },
        ..result()
    }
}

pub fn receipt() -> Receipt {
    Receipt {
        letter: Letter {
            superior: None,
            agency: "Ủy ban nhân dân xã Phong Thổ".into(),
            number: "LP-2025-0000012".into(),
            ..letter("BL")
        },
        kind: "lệ phí".into(),
        series: "LP-2025".into(),
        running: "0000012".into(),
        payer: applicant(),
        code: "H35.27-251205-0001".into(),
        procedure: "Đăng ký thường trú".into(),
        items: vec![("Lệ phí đăng ký thường trú".into(), "20.000 đ".into())],
        amount: "20.000 đ".into(),
        words: "Hai mươi nghìn đồng".into(),
        how: "tiền mặt tại quầy".into(),
        reference: "MC7K3M9Q2W4X8Z1A".into(),
        paid_at: at("2025-12-05T08:40"),
        refunded: String::new(),
        officer: signer("Người thu tiền", "Nguyễn Thị Thu"),
    }
}

pub fn certificate() -> Certificate {
    Certificate {
        letter: Letter {
            superior: Some("Ủy ban nhân dân tỉnh Lai Châu".into()),
            agency: "Sở Khoa học và Công nghệ".into(),
            number: "0012-2025-CN-H35.15".into(),
            place: "Lai Châu".into(),
            check: Check {
                url: "https://motcua.laichau.gov.vn/verify/DT-2025-00012.K7Q2-M9XA-4T7D-8ZJ3".into(),
                code: "DT-2025-00012.K7Q2-M9XA-4T7D-8ZJ3".into(),
            },
            ..letter("CN")
        },
        issuer: "Sở Khoa học và Công nghệ".into(),
        name: "Lò Thị Lan".into(),
        agency: "Ủy ban nhân dân xã Phong Thổ".into(),
        course: "An toàn thông tin cho cán bộ xã, phường".into(),
        skill: "An toàn thông tin, bảo vệ dữ liệu cá nhân".into(),
        held: "từ ngày 22/9/2025 đến ngày 24/9/2025, 24 giờ, trực tuyến".into(),
        attended: "3/3".into(),
        score: "85".into(),
        valid_until: "26/9/2027".into(),
        signer: signer("Giám đốc", "Nguyễn Văn Hùng"),
    }
}

/// A notice of so many conclusions.
pub fn notice(count: usize) -> Notice {
    let item = |number: usize| Item {
        text: format!(
            "Ủy ban nhân dân các xã, phường rà soát lại Ban Chỉ đạo, ban hành quy chế hoạt động và phân công nhiệm vụ cụ thể \
             cho từng thành viên, lần thứ {number};"
        ),
        leads: if number.is_multiple_of(2) { String::new() } else { "Sở Khoa học và Công nghệ".into() },
        due: "31/01/2026".into(),
    };
    Notice::of(Conclusions {
        letter: Letter {
            superior: Some("Ủy ban nhân dân tỉnh Lai Châu".into()),
            agency: "Ban Chỉ đạo".into(),
            number: "12/TB-BCĐ".into(),
            place: "Lai Châu".into(),
            ..letter("TB")
        },
        conference: "Hội nghị tổng kết Ban Chỉ đạo năm 2025".into(),
        held_at: at("2025-12-23T14:00"),
        place: "Hội trường Ủy ban nhân dân tỉnh".into(),
        chair: "Chủ tịch Ủy ban nhân dân tỉnh".into(),
        invited: 58,
        attended: 57,
        delegates: 116,
        attendance: vec!["37 trên 38 xã, phường (vắng: Ủy ban nhân dân xã Mù Cả)".into()],
        items: (1..=count).map(item).collect(),
        votes: vec!["Hội nghị biểu quyết “Thông qua kết luận”: Tán thành 57; Không tán thành 0; Ý kiến khác 1.".into()],
        recipients: vec!["Các điểm cầu;".into(), "Lưu: VT.".into()],
        signer: Signer {
            titles: vec!["TM. Ban Chỉ đạo".into(), "Trưởng ban".into()], name: "Nguyễn Văn A".into()
        },
    })
}

/// A report of three chapters: prose with notes, a table, what is left to do.
pub fn summary() -> Summary {
    let said = |text: &str, note| Piece { text: text.into(), note };
    let plain = |text: &str| vec![said(text, None)];
    let note = |text: &str, key: &str| FigureNote {
        text: format!("{text} Cơ quan chịu trách nhiệm: Văn phòng Ủy ban nhân dân tỉnh. Tra cứu:"),
        url: format!("https://motcua.laichau.gov.vn/index/{key}?side=numerator&from=2025-01-01&to=2025-12-23"),
    };
    let row = |cells: [&str; 4]| cells.map(str::to_owned).to_vec();
    let service = "Dịch vụ công thiết yếu được tái cấu trúc và đưa lên Cổng Dịch vụ công quốc gia";
    Summary {
        letter: Letter {
            superior: None,
            agency: "Ủy ban nhân dân tỉnh Lai Châu".into(),
            number: "      /BC-UBND".into(),
            place: "Lai Châu".into(),
            ..letter("BC")
        },
        subject: "Kết quả thực hiện Nghị quyết số 57-NQ/TW, cải cách hành chính, chuyển đổi số và Đề án 06".into(),
        opening: vec!["Ủy ban nhân dân tỉnh báo cáo tình hình từ đầu năm 2025 đến hết ngày 23/12/2025.".into()],
        chapters: vec![
            Chapter {
                heading: "1. Thủ tục hành chính và dịch vụ công".into(),
                paragraphs: vec![vec![
                    said("Trong số hồ sơ kết thúc từ đầu năm, 99% hồ sơ được giải quyết đúng hạn", Some(0)),
                    said(", tăng 2 điểm phần trăm so với ngày 30/06/2025. ", None),
                    said("Đã có 55/75 dịch vụ công thiết yếu được tái cấu trúc", Some(1)),
                    said(".", None),
                ]],
                comparison: None,
            },
            Chapter {
                heading: "II. So với kỳ báo cáo trước".into(),
                paragraphs: Vec::new(),
                comparison: Some(Comparison {
                    head: row(["Số liệu", "Đến 23/12/2025", "Đến 30/06/2025", "Tăng, giảm"]),
                    rows: vec![
                        row(["Hồ sơ giải quyết trước hạn và đúng hạn", "99%", "97%", "+2"]),
                        row([service, "55", "–", "–"]),
                    ],
                }),
            },
            Chapter {
                heading: "III. Tồn tại, hạn chế".into(),
                paragraphs: vec![plain("Dịch vụ công thiết yếu: 55, chỉ tiêu 75 dịch vụ.")],
                comparison: None,
            },
        ],
        notes: vec![
            note("Hồ sơ kết thúc trong kỳ không muộn hơn ngày hẹn.", "dossiers_on_time"),
            note("Dịch vụ trong danh mục thiết yếu đã đạt bước tái cấu trúc và bước tích hợp.", "essential_services"),
        ],
        closing: vec!["Trên đây là báo cáo của Ủy ban nhân dân tỉnh, số liệu đến ngày 23/12/2025./.".into()],
        recipients: vec!["Ban Chỉ đạo tỉnh;".into(), "Lưu: VT.".into()],
        signer: Signer { titles: vec!["TM. Ủy ban nhân dân".into(), "Chủ tịch".into()], name: String::new() },
    }
}
