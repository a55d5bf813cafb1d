//! What columns and keys are called, in Vietnamese and English, and what they mean here.

/// Our name of a column, and the names that others give it, folded: without marks, lower case, single spaces.
const COLUMNS: &[(&str, &[&str])] = &[
    (
        "code",
        &[
            "code",
            "ma thu tuc",
            "ma tthc",
            "ma",
            "ma so",
            "ma so tthc",
            "ma thu tuc hanh chinh",
            "procedure code",
            "agency code",
            "ma co quan",
            "ma dinh danh",
        ],
    ),
    (
        "name",
        &[
            "name",
            "ten thu tuc",
            "ten tthc",
            "ten",
            "ten thu tuc hanh chinh",
            "procedure name",
            "procedure",
            "ten co quan",
            "agency name",
            "ten ngay nghi",
            "ten dich vu",
            "noi dung chi",
        ],
    ),
    ("name_en", &["name en", "english name", "ten tieng anh"]),
    ("field", &["field", "linh vuc", "domain", "sector"]),
    ("level", &["level", "cap thuc hien", "cap", "cap giai quyet"]),
    ("subjects", &["subjects", "doi tuong thuc hien", "doi tuong", "applicants"]),
    ("agency", &["agency", "don vi", "co quan giai quyet", "ma co quan giai quyet", "department"]),
    ("authority", &["authority", "co quan co tham quyen", "co quan co tham quyen quyet dinh", "competent authority"]),
    ("performer", &["co quan thuc hien", "co quan truc tiep thuc hien", "performing agency"]),
    ("sequence", &["sequence", "trinh tu thuc hien", "trinh tu", "steps"]),
    ("forms", &["cach thuc thuc hien", "cach thuc", "hinh thuc nop", "submission"]),
    ("documents", &["documents", "thanh phan ho so", "ho so", "giay to", "required documents"]),
    ("time_limit", &["time limit", "thoi han giai quyet", "thoi han", "thoi gian giai quyet", "thoi gian"]),
    ("fees", &["fees", "fee", "phi le phi", "phi", "le phi", "muc phi"]),
    (
        "online",
        &[
            "online",
            "muc do",
            "muc do dvc",
            "muc do dich vu cong",
            "dich vu cong truc tuyen",
            "online level",
            "muc do cung cap",
        ],
    ),
    ("result", &["result", "ket qua xu ly", "ket qua", "ket qua thuc hien", "ket qua giai quyet"]),
    ("result_code", &["result code", "ma ket qua"]),
    ("legal_basis", &["legal basis", "can cu phap ly", "can cu"]),
    ("conditions", &["conditions", "yeu cau dieu kien", "yeu cau dieu kien thuc hien", "dieu kien"]),
    ("keywords", &["keywords", "tu khoa"]),
    (
        "location_independent",
        &[
            "location independent",
            "phi dia gioi",
            "phi dia gioi hanh chinh",
            "khong phu thuoc dia gioi",
            "khong phu thuoc dia gioi hanh chinh",
        ],
    ),
    ("essential", &["essential", "dich vu cong thiet yeu", "thiet yeu"]),
    ("ministry", &["ministry", "bo", "bo nganh", "co quan cong bo"]),
    ("kind", &["kind", "loai", "loai ngay"]),
    ("parent", &["parent", "truc thuoc", "co quan cap tren", "ma co quan cap tren"]),
    ("commune", &["commune", "ma xa", "ma xa phuong", "ma don vi hanh chinh", "commune code"]),
    ("address", &["address", "dia chi"]),
    ("phone", &["phone", "dien thoai", "so dien thoai"]),
    ("eid", &["eid", "e id", "ma dinh danh dien tu", "ma dinh danh co quan", "identification code"]),
    ("bloc", &["bloc", "khoi"]),
    ("founded_on", &["founded on", "founded", "ngay thanh lap"]),
    ("founded_by", &["founded by", "quyet dinh thanh lap"]),
    ("ended_on", &["ended on", "ngay ket thuc", "ngay sap nhap", "ngay giai the"]),
    ("merged_into", &["merged into", "sap nhap vao", "co quan ke thua"]),
    ("decision", &["decision", "quyet dinh", "quyet dinh ban hanh", "van ban can cu"]),
    ("village", &["village", "ten thon", "ten ban", "ten thon ban", "ten thon ban to dan pho", "thon ban"]),
    ("village_code", &["village code", "ma thon", "ma ban", "ma thon ban", "ma thon ban to dan pho"]),
    ("login", &["login", "sign in name", "ten dang nhap", "tai khoan"]),
    ("full_name", &["full name", "ho ten", "ho va ten"]),
    ("personal_id", &["personal id", "so dinh danh ca nhan", "so can cuoc", "so cccd", "cccd"]),
    ("role", &["role", "vai tro", "vai"]),
    ("title", &["title", "chuc danh", "chuc vu"]),
    ("from", &["from", "tu ngay"]),
    ("to", &["to", "until", "den ngay", "den het ngay"]),
    ("saturday_morning", &["saturday morning", "sang thu bay", "lam sang thu bay"]),
    ("service_code", &["service code", "ma dich vu", "ma dich vu cong thiet yeu"]),
    ("service_agency", &["service agency", "ma co quan phu trach"]),
    ("procedures", &["procedures", "ma thu tuc kem theo", "cac thu tuc"]),
    ("reviewed", &["reviewed", "ngay ra soat"]),
    ("restructured", &["restructured", "ngay tai cau truc"]),
    ("electronic", &["electronic", "ngay co quy trinh dien tu"]),
    ("integrated", &["integrated", "ngay tich hop"]),
    ("measured", &["measured", "ngay do luong"]),
    ("document", &["document", "van ban chung minh", "chung tu"]),
    ("budget_year", &["budget year", "nam ngan sach"]),
    ("budget_agency", &["spending agency", "ma don vi su dung"]),
    ("budget_source", &["budget source", "nguon von"]),
    ("budget_kind", &["entry", "loai nghiep vu"]),
    ("budget_plan", &["quarterly plan", "ke hoach quy"]),
    ("amount", &["amount", "so tien"]),
    ("date", &["date", "ngay", "day"]),
    ("source", &["source", "can cu phap ly", "van ban", "nguon"]),
];

/// Our name of the column that a heading or key names.
pub(super) fn column(heading: &str) -> Option<&'static str> {
    let folded = rules::text::fold(heading);
    let own = |(_, names): &&(&str, &[&str])| names.contains(&folded.as_str());
    COLUMNS.iter().find(own).map(|(column, _)| *column)
}

/// Whether this row looks like the headings of a table.
pub(super) fn is_heading<'a>(cells: impl Iterator<Item = &'a str>) -> bool {
    let mut known: Vec<_> = cells.filter_map(column).collect();
    known.sort_unstable();
    known.dedup();
    known.len() >= 2
}
