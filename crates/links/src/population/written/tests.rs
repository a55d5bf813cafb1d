use super::*;

fn mai() -> Person {
    Person {
        personal_id: "012185001234".parse().expect("a number"),
        old_id: Some("045012345".into()),
        name: "Lò Thị Mai".into(),
        sex: Some(Sex::Female),
        birth: Birth::Day(jiff::civil::date(1985, 2, 14)),
        ethnicity: Some("Thái".into()),
        nationality: Some("Việt Nam".into()),
        marital: Some(Marital::Married),
        permanent: Some(Address {
            commune: Some("03478".parse().expect("a code")),
            detail: Some("Bản Nậm Lúc".into()),
            whole: "Bản Nậm Lúc, Xã Sìn Hồ, Tỉnh Lai Châu".into(),
        }),
        present: None,
        head: Some(Head {
            relation: Some("Vợ".into()),
            name: "Lò Văn <Páo> & con".into(),
            personal_id: Some("012080001234".parse().expect("a number")),
        }),
    }
}

#[test]
fn what_is_written_is_read_again() {
    for person in [mai(), Person { birth: Birth::Year(1956), sex: None, marital: None, head: None, ..mai() }] {
        assert_eq!(read(write(Some(&person)).as_bytes()), Ok(Some(person)));
    }
    assert_eq!(read(write(None).as_bytes()), Ok(None));
}

#[test]
fn a_question_is_upper_case_without_marks() {
    let query = Query {
        personal_id: "012185001234".parse().expect("a number"),
        name: Some("Đèo Thị Ước".into()),
        birth: Birth::read("14/2/1985"),
        reference: "H35.38-251223-0001".into(),
        asker: "quay".into(),
        request: "1".into(),
    };
    let json = serde_json::to_value(Asked::of(&query, "MOTCUA")).expect("JSON");
    let expected = serde_json::json!({
        "HoVaTen": "DEO THI UOC", "SoDinhDanh": "012185001234", "Nam": "1985", "MaTichHop": "MOTCUA",
        "MaDVC": "H35.38-251223-0001", "MaCanBo": "quay", "MaYeuCau": "1",
    });
    assert_eq!(json, expected);
}

#[test]
fn districts_may_be_missing_empty_or_old() {
    let record = |district: &str| {
        format!(
            "<CongdanCollection><CongDan><SoDinhDanh>012185001234</SoDinhDanh><HoVaTen><Ho>Lò</Ho><ChuDem/><Ten>Mai</Ten>\
             </HoVaTen><NgayThangNamSinh><Nam>1985</Nam></NgayThangNamSinh><ThuongTru><MaTinhThanh>12</MaTinhThanh>{district}\
             <MaPhuongXa>03478</MaPhuongXa><TenPhuongXa>Xã Sìn Hồ</TenPhuongXa></ThuongTru></CongDan></CongdanCollection>"
        )
    };
    let whole = |district: &str| {
        let person = read(record(district).as_bytes()).expect("an answer").expect("a person");
        assert_eq!(person.name, "Lò Mai");
        assert_eq!(person.birth, Birth::Year(1985));
        let address = person.permanent.expect("an address");
        assert_eq!(address.commune.expect("a commune").as_str(), "03478");
        address.whole
    };
    assert_eq!(whole(""), "Xã Sìn Hồ");
    assert_eq!(whole("<MaQuanHuyen></MaQuanHuyen>"), "Xã Sìn Hồ");
    assert_eq!(
        whole("<MaQuanHuyen>108</MaQuanHuyen><TenQuanHuyen>Huyện Sìn Hồ</TenQuanHuyen>"),
        "Xã Sìn Hồ, Huyện Sìn Hồ"
    );
}

#[test]
fn an_answer_without_what_every_record_has_is_nonsense() {
    let whole = write(Some(&mai()));
    assert!(read(whole.as_bytes()).is_ok());
    for lacking in ["SoDinhDanh", "HoVaTen", "NgayThangNamSinh"] {
        let renamed = whole.replacen(&format!("<{lacking}>"), "<X>", 1).replacen(&format!("</{lacking}>"), "</X>", 1);
        assert!(read(renamed.as_bytes()).is_err(), "{lacking}");
    }
    let number = whole.replace("012185001234", "123");
    assert!(read(number.as_bytes()).is_err());
    let twice = whole.replace("</CongDan>", "</CongDan><CongDan></CongDan>");
    assert!(read(twice.as_bytes()).is_err());
    assert!(read(b"<html><body>502</body></html>").is_err());
}
