//! The index and the figures: public numbers that open to their records, and what the public does not see of them.

use crate::site::{ADMIN, CASE, COUNTER, LAN, PATAN, Site};
use rules::dossiers::{Command, Receive};

fn received(site: &Site) -> String {
    let code = site.signed_in(LAN).file();
    site.act(COUNTER, &code, Command::Receive(Receive {}));
    code
}

#[test]
fn the_index_is_public_and_says_what_it_rests_on() {
    let site = Site::open();
    received(&site);
    let page = site.browser().get("/index").is(200);
    for words in ["2.1", "Chưa có dữ liệu", "quy về thang 100", "766/QĐ-TTg", "Xếp hạng xã, phường"] {
        assert!(page.text.contains(words), "{words:?} is missing");
    }
    site.browser().get("/index?agency=H35.38").is(200).says("Ủy ban nhân dân xã Sìn Hồ");
    site.browser().get("/index?agency=H35.99").is(404);
    site.browser().get("/index?from=2026-01-01&to=2025-01-01").is(200);
}

#[test]
fn who_had_no_dossier_is_not_called_weak() {
    let site = Site::open();
    received(&site);
    let idle = site.browser().get("/index?agency=H35.40").is(200);
    idle.hides("Yếu").hides("/100").says("Không có hồ sơ").says("Chưa có dữ liệu");
    site.browser().get("/index?agency=H35.38").is(200).says("/100");
}

#[test]
fn a_ratio_opens_its_dossiers_and_only_officers_who_may_see_them_read_codes_and_names() {
    let site = Site::open();
    let code = received(&site);
    let path = "/index/2.1?side=numerator&agency=H35.38";
    let public = site.browser().get(path).is(200).hides(&code).hides("Lò Thị Lan").says("H35.38-2512••-••••");
    assert!(public.text.contains("Đăng ký khai sinh"));
    site.signed_in(LAN).get(path).is(200).hides(&code);
    site.signed_in(PATAN).get(path).is(200).hides(&code).hides("Lò Thị Lan");
    site.signed_in(CASE).get(path).is(200).says(&code).says("Lò Thị Lan").says(&format!("href=\"/dossiers/{code}\""));
    site.browser().get("/index/2.1?side=rest&agency=H35.38").is(200).says("Không có trường hợp nào");
}

#[test]
fn procedures_behind_a_ratio_are_public() {
    let site = Site::open();
    site.browser().get("/index/3.1?side=numerator").is(200).says("/procedures/1.001193").says("Được tính (");
    site.browser().get("/index/9.9").is(404);
    site.browser().get("/index/1.4?side=numerator").is(404);
}

#[test]
fn figures_without_records_say_so() {
    let site = Site::open();
    let page = site.browser().get("/figures").is(200).says("Chưa có dữ liệu").says("Thôn, bản chưa có sóng băng rộng");
    page.says("Tính từ hồ sơ, không ai nhập tay");
    site.browser().get("/index/location_independent?side=numerator").is(200).says("/procedures/");
}

#[test]
fn a_month_counts_its_own_days_only() {
    let site = Site::open();
    received(&site);
    let december = site.browser().get("/index/2.1?agency=H35.38&from=2025-12-01&to=2025-12-31").is(200);
    december.says("Được tính (1)");
    let november = site.browser().get("/index/2.1?agency=H35.38&from=2025-11-01&to=2025-11-30").is(200);
    november.says("Được tính (0)");
}

#[test]
fn an_administrator_takes_in_the_scores_of_all_provinces_and_one_that_is_missing_is_named() {
    let site = Site::open();
    site.browser().get("/index/provinces").is(200).says("Chưa nhập bảng điểm nào").hides("Nhập bảng điểm</button>");
    let whole: String = rules::quality::provinces()
        .iter()
        .zip(0..)
        .map(|(province, at)| format!("{};{},5\n", province.name, 60 + at))
        .collect();
    let lacking = whole.replace("Lai Châu;64,5\n", "");
    let upload = |login: &str, table: &str| {
        let fields = [("on", "2025-12-15"), ("source", "Cổng Dịch vụ công quốc gia")];
        let table = format!("Tỉnh;Điểm\n{table}");
        site.signed_in(login).upload("/index/provinces", &fields, &[("scores", "diem.csv", table.as_bytes())])
    };
    upload(CASE, &whole).is(403);
    let refused = upload(ADMIN, &lacking).is(422).says("Bảng còn thiếu: Lai Châu");
    refused.says("value=\"Cổng Dịch vụ công quốc gia\"");
    site.browser().get("/index/provinces").is(200).says("Chưa nhập bảng điểm nào");
    upload(ADMIN, &whole).is(303);
    site.browser().get("/index/provinces").is(200).says("Lai Châu xếp thứ 30 trên 34").says("1. Cà Mau");
    site.browser().get("/index").is(200).says("trên 34 tỉnh, thành phố");
}

#[test]
fn two_days_are_compared_as_each_was_known_and_show_which_dossiers_moved() {
    let site = Site::open();
    let code = received(&site);
    let path = "/index/compare?indicator=2.1";
    let moved = site.browser().get(path).is(200).says("Chỉ tiêu 2.1: 1 hồ sơ làm thay đổi").hides(&code);
    moved.says("chưa có → được tính").says("H35.38-2512••-••••");
    site.signed_in(CASE).get(path).is(200).says(&code);
    let today = "/index/compare?indicator=2.1&agency=H35.40";
    site.browser().get(today).is(200).says("Chỉ tiêu 2.1: 0 hồ sơ làm thay đổi");
    site.browser().get("/index/compare?agency=H35.99").is(404);
}

#[test]
fn a_day_that_is_over_does_not_know_what_came_later() {
    let site = Site::open();
    received(&site);
    let yesterday = "/index?agency=H35.38&as_of=2025-12-01";
    site.browser().get(yesterday).is(200).says("những gì hệ thống đã biết vào cuối ngày").hides("Mở 1 được tính");
    site.browser().get("/index?agency=H35.38").is(200).says("Mở 1 được tính");
}
