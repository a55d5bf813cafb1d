//! What people type, and the procedure that they mean.

use super::shipped;
use rules::catalogue::Index;

const QUERIES: [(&str, &str); 88] = [
    // With and without diacritics, in any order.
    ("khai sinh", "1.001193"),
    ("Đăng ký khai sinh", "1.001193"),
    ("dang ky khai sinh", "1.001193"),
    ("sinh khai đăng ký", "1.001193"),
    ("thủ tục đăng ký khai tử", "1.000656"),
    ("đăng ký kết hôn", "1.000894"),
    ("đăng kí kết hôn", "1.000894"),
    ("ket hon voi nguoi nuoc ngoai", "2.000806"),
    ("tạm trú", "1.004194"),
    ("gia han tam tru", "1.002755"),
    ("xoa dang ky tam tru", "1.010028"),
    ("xóa đăng ký thường trú", "1.003197"),
    ("giám hộ", "1.004837"),
    ("chấm dứt giám hộ", "1.004845"),
    ("lý lịch tư pháp", "3.000333"),
    ("hộ chiếu", "1.001456"),
    ("chứng thực chữ ký", "2.000884"),
    ("chung thuc ban sao", "2.000815"),
    ("di chúc", "2.001019"),
    ("tách thửa", "1.012784"),
    ("trợ cấp thất nghiệp", "1.001978"),
    ("hộ kinh doanh", "1.001612"),
    ("trợ giúp pháp lý", "2.000829"),
    ("cấp lại giấy phép lái xe", "3.000348"),
    ("gia hạn giấy phép xây dựng", "1.013227"),
    // Glued.
    ("khaisinh", "1.001193"),
    ("dangkykethon", "1.000894"),
    ("tamtru", "1.004194"),
    ("hochieu", "1.001456"),
    ("hokinhdoanh", "1.001612"),
    // Abbreviated.
    ("dk ket hon", "1.000894"),
    ("đk khai sinh", "1.001193"),
    ("cccd", "1.014061"),
    ("làm cccd", "1.014061"),
    ("mất cccd", "1.014064"),
    ("cmnd 9 số", "1.012566"),
    ("gplx", "3.000347"),
    ("mất gplx", "3.000348"),
    ("gcn qsdđ", "1.013978"),
    ("chuyển nhượng qsdđ", "1.013831"),
    ("bhyt", "1.002759"),
    ("gpxd", "1.013225"),
    ("lltp", "3.000333"),
    ("hkd", "1.001612"),
    ("tctn", "1.001978"),
    ("rút bhxh 1 lần", "1.001613"),
    ("pccc", "3.000489"),
    ("tuyển sinh thpt", "3.000181"),
    // Mistyped.
    ("khai snih", "1.001193"),
    ("khai sing", "1.001193"),
    ("ket hno", "1.000894"),
    ("dang ky thuong tur", "1.004222"),
    ("ly lich tu php", "3.000333"),
    ("ho chieeu", "1.001456"),
    ("hộ kinh danh", "1.001612"),
    ("khuyet tatj", "1.001699"),
    ("that nghiepj", "1.001978"),
    // As people speak.
    ("sổ đỏ", "1.013978"),
    ("mất sổ đỏ", "1.012786"),
    ("sang tên sổ đỏ", "1.013831"),
    ("thế chấp sổ đỏ", "1.011441"),
    ("nhập hộ khẩu", "1.004222"),
    ("tách khẩu", "1.010038"),
    ("giấy độc thân", "1.004873"),
    ("xin giấy xác nhận độc thân", "1.004873"),
    ("con tôi mới đẻ cần làm giấy tờ gì", "1.001193"),
    ("tôi sắp lấy vợ", "1.000894"),
    ("cải chính hộ tịch", "1.004859"),
    ("đổi tên cho con", "1.004859"),
    ("làm lại khai sinh bị mất", "1.004884"),
    ("xin trích lục khai sinh", "2.000635"),
    ("bằng lái xe", "3.000347"),
    ("mất bằng lái", "3.000348"),
    ("biển số xe máy", "1.012575"),
    ("mua xe cũ sang tên", "1.013076"),
    ("xin phép xây nhà", "1.013225"),
    ("mở cửa hàng tạp hóa", "1.001612"),
    ("đóng cửa hàng", "1.001266"),
    ("tiền người già", "1.014027"),
    ("con vào lớp 6", "3.000182"),
    ("thi tốt nghiệp thpt", "1.005142"),
    ("công chứng giấy tờ", "2.000815"),
    ("cấp bản sao điện tử từ bản chính", "2.000815"),
    ("thờ cúng liệt sĩ", "1.010803"),
    ("hòa giải viên", "1.002211"),
    ("vneid", "3.000228"),
    // English, codes.
    ("birth registration", "1.001193"),
    ("1.001193", "1.001193"),
];

#[test]
fn what_people_type_finds_what_they_mean() {
    let procedures = shipped();
    let index = Index::new(&procedures);
    let mut wrong = Vec::new();
    for (typed, code) in QUERIES {
        let hits = index.search(typed);
        let found = hits.first().map(|hit| &procedures[hit.position]);
        if found.is_none_or(|found| found.code.as_str() != code) {
            let place = hits.iter().position(|hit| procedures[hit.position].code.as_str() == code);
            wrong.push(format!(
                "{typed}: {} instead of {code}, which is at {place:?}",
                found.map_or("nothing", |found| &found.name)
            ));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn nothing_fits_what_no_procedure_is_about() {
    let procedures = shipped();
    let index = Index::new(&procedures);
    for typed in ["xyzzy", "blockchain", "9.999999", "?!"] {
        assert!(index.search(typed).is_empty(), "{typed}");
    }
}

#[test]
fn marks_tell_words_apart_that_bare_letters_do_not() {
    let mut procedures = shipped();
    procedures.truncate(2);
    procedures[0].name = "Cấp lại má".into();
    procedures[1].name = "Cấp lại mã".into();
    procedures.iter_mut().for_each(|procedure| {
        procedure.keywords.clear();
        procedure.essential = None;
    });
    let index = Index::new(&procedures);
    assert_eq!(index.search("mã").first().map(|hit| hit.position), Some(1));
    assert_eq!(index.search("má").first().map(|hit| hit.position), Some(0));
    assert_eq!(index.search("ma").len(), 2);
}

#[test]
fn nothing_typed_shows_everything_the_essential_services_first() {
    let procedures = shipped();
    let hits = Index::new(&procedures).search("  ");
    assert_eq!(hits.len(), procedures.len());
    assert!(procedures[hits[0].position].essential.is_some());
}
