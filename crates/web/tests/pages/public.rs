//! What everybody may see: the first page, the catalogue, tracking, the pages about the site.

use crate::site::{BIRTH, COUNTER, LAN, Site};
use rules::dossiers::{Command, Receive};

#[test]
fn the_first_page_leads_to_search_services_and_tracking() {
    let site = Site::open();
    let page =
        site.browser().get("/").is(200).says("name=\"q\"").says("/procedures/1.001193").says("action=\"/track\"");
    assert!(page.text.len() < 30_000, "{} bytes", page.text.len());
}

#[test]
fn procedures_are_found_without_diacritics_and_narrowed() {
    let site = Site::open();
    let browser = site.browser();
    browser.get("/procedures?q=khai+sinh").is(200).says("Đăng ký khai sinh");
    browser.get("/procedures?q=dk+ket+hon").is(200).says("Đăng ký kết hôn");
    browser.get("/procedures?q=zzzz").is(200).says("Không tìm thấy thủ tục phù hợp");
    browser.get("/procedures?online=none").is(200).says("khai sinh lưu động").hides(">Đăng ký kết hôn<");
    browser.get("/procedures?page=2").is(200);
}

#[test]
fn a_procedure_page_answers_what_people_ask() {
    let site = Site::open();
    let browser = site.browser();
    let page = browser.get(&format!("/procedures/{BIRTH}")).is(200);
    for words in ["Giấy tờ cần có", "Thời hạn", "Phí, lệ phí", "Nộp ở đâu", "Căn cứ pháp lý", "Nộp hồ sơ trực tuyến"]
    {
        assert!(page.text.contains(words), "{words:?} is missing");
    }
    browser.get("/procedures/1.003583").is(200).says("chưa cung cấp dịch vụ công trực tuyến").hides("href=\"/file/");
    browser.get("/procedures/9.999999").is(404).says("Không có thủ tục hành chính này");
    browser.get("/procedures/birth").is(404);
}

#[test]
fn a_dossier_is_tracked_by_code_and_telephone_without_names() {
    let site = Site::open();
    let code = site.signed_in(LAN).file();
    site.act(COUNTER, &code, Command::Receive(Receive {}));
    let somebody = site.browser();
    assert_eq!(somebody.get(&format!("/track?code={code}")).is(200).value("code"), code);
    let found = somebody.post("/track", &[("code", &code.to_lowercase()), ("phone", "+84 912 345 678")]).is(200);
    found.says("Hồ sơ đang ở đâu").says("xã Sìn Hồ").hides("Lò Thị Lan").hides("Vàng Thị Quầy").hides("012185001234");
}

#[test]
fn a_wrong_code_and_a_wrong_telephone_get_the_same_words_and_keep_what_was_typed() {
    let site = Site::open();
    let code = site.signed_in(LAN).file();
    let somebody = site.browser();
    somebody.get("/track").is(200);
    for (code, phone) in [(code.as_str(), "0912345679"), ("H35.38-251223-9999", "0912345678")] {
        let page = somebody.post("/track", &[("code", code), ("phone", phone)]).is(404);
        let page = page.says("Không có hồ sơ nào khớp với mã hồ sơ và số điện thoại vừa nhập");
        assert_eq!((page.value("code").as_str(), page.value("phone").as_str()), (code, phone));
    }
    somebody.post("/track", &[("code", &code), ("phone", "12")]).wrong_at("phone");
    somebody.post("/track", &[("code", ""), ("phone", "")]).wrong_at("code");
}

#[test]
fn guessing_codes_is_slowed_down() {
    let site = Site::open();
    let somebody = site.browser();
    somebody.get("/track").is(200);
    let tries = (0..60)
        .map(|_| somebody.post("/track", &[("code", "H35.38-251223-0001"), ("phone", "0912345678")]).status.as_u16());
    assert!(tries.collect::<Vec<_>>().contains(&429));
}

#[test]
fn the_pages_about_the_site_are_there_in_both_languages() {
    let site = Site::open();
    let browser = site.browser();
    for path in [
        "/",
        "/help",
        "/accessibility",
        "/privacy",
        "/open-data",
        "/procedures",
        "/track",
        "/sign-in",
        "/procedures/1.001193",
    ] {
        for lang in ["vi", "en"] {
            let page = browser.get(&format!("{path}?lang={lang}")).is(200);
            assert!(page.text.contains(&format!("<html lang=\"{lang}\"")), "{path}");
        }
    }
}

#[test]
fn open_data_is_for_everybody_says_what_it_means_and_names_nobody() {
    let site = Site::open();
    let browser = site.browser();
    let list = browser.get("/open-data").is(200).says("CC BY 4.0").says("Từ điển dữ liệu");
    let dictionary = browser.get("/open-data/dictionary.csv").is(200);
    for set in ["figures", "index", "dossiers", "procedures", "agencies", "villages", "essential-services"] {
        assert!(list.text.contains(&format!("/open-data/{set}.csv")), "{set}");
        let table = browser.get(&format!("/open-data/{set}.csv")).is(200);
        assert_eq!(table.header("access-control-allow-origin"), "*");
        assert!(table.text.starts_with('\u{feff}'), "{set}");
        let whole: serde_json::Value =
            serde_json::from_str(&browser.get(&format!("/open-data/{set}.json")).is(200).text).expect("JSON");
        let columns = whole["columns"].as_array().expect("columns");
        let names: Vec<_> = columns.iter().map(|column| column["name"].as_str().expect("a name")).collect();
        let heading = table.text.lines().next().expect("a heading").trim_start_matches('\u{feff}');
        assert_eq!(heading, names.join(","), "{set}");
        for (column, name) in columns.iter().zip(&names) {
            assert!(!column["meaning"].as_str().expect("a meaning").contains("open-column"), "{name}");
            assert!(dictionary.text.contains(&format!("{set},{name},")), "{set} {name}");
        }
        for item in whole["items"].as_array().expect("items") {
            assert_eq!(item.as_object().map(serde_json::Map::len), Some(names.len()), "{set}");
        }
    }
    browser.get("/open-data/people.csv").is(404);
    browser.get("/open-data/agencies.xml").is(404);
    let chart = browser.get("/open-data/charts/location_independent.svg?lang=en").is(200);
    assert!(chart.text.starts_with("<svg") && chart.text.contains("Simulated data"), "{}", chart.text);
    browser.get("/open-data/charts/people.svg").is(404);
}

#[test]
fn a_handful_of_dossiers_is_not_told_in_open_data() {
    let site = Site::open();
    let code = site.signed_in(LAN).file();
    site.act(COUNTER, &code, Command::Receive(Receive {}));
    let whole: serde_json::Value =
        serde_json::from_str(&site.browser().get("/open-data/dossiers.json").is(200).text).expect("JSON");
    for item in whole["items"].as_array().expect("items") {
        for count in ["received_online", "received_counter", "received_postal", "finished_late"] {
            assert!(item[count].is_null() || item[count].as_i64().is_some_and(|told| told == 0 || told >= 5), "{item}");
        }
    }
}
