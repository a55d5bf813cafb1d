//! The messages of the national online-payment platform (version 1.0.6): JSON with Vietnamese names, sealed by SHA-256 over the values
//! with `|` between them and the shared secret at the end. Where the browser comes back to and where we are notified stand in the
//! order; a platform that keeps these with the partner's settings leaves them aside.

use super::{Notice, Order, Paid, Status, Unbelieved};
use jiff::Timestamp;
use jiff::civil::DateTime;
use rules::calendar::{instant, local};
use rules::catalogue::FeeKind;
use rules::money::Dong;
use rules::payments::AttemptCode;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// The version of the messages.
const VERSION: &str = "1.0.6";
/// What went well.
pub(super) const DONE: &str = "00";
/// What is not known yet.
pub(super) const PENDING: &str = "01";
/// What failed.
pub(super) const FAILED: &str = "02";

/// The shared secret.
#[derive(Clone)]
pub struct Seal {
    partner: String,
    secret: String,
}

/// Never shows the secret.
impl std::fmt::Debug for Seal {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Seal").field("partner", &self.partner).finish_non_exhaustive()
    }
}

impl Seal {
    /// The partner's code (*MaDoiTac*) and the secret that both sides share.
    #[must_use]
    pub fn new(partner: impl Into<String>, secret: impl Into<String>) -> Self {
        Self { partner: partner.into(), secret: secret.into() }
    }

    /// The partner's code.
    #[must_use]
    pub fn partner(&self) -> &str {
        &self.partner
    }

    /// The seal over these values (*MaXacThuc*).
    #[must_use]
    pub fn over(&self, values: &[&str]) -> String {
        let mut text = values.join("|");
        text.push('|');
        text.push_str(&self.secret);
        hex::encode(Sha256::digest(text))
    }

    /// Whether this is the seal over these values.
    #[must_use]
    pub fn fits(&self, seal: &str, values: &[&str]) -> bool {
        let own = self.over(values);
        own.as_bytes().ct_eq(seal.to_lowercase().as_bytes()).into()
    }
}

/// A moment as the platform writes it: `20251223091530`, in Vietnam.
pub(super) fn moment(at: Timestamp) -> String {
    local(at).strftime("%Y%m%d%H%M%S").to_string()
}

/// The moment that the platform wrote.
pub(super) fn read_moment(text: &str) -> Option<Timestamp> {
    DateTime::strptime("%Y%m%d%H%M%S", text).ok().map(instant)
}

/// The order that begins a payment.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Init {
    loai_ban_tin: String,
    phien_ban: String,
    pub(super) ma_doi_tac: String,
    pub(super) ma_tham_chieu: String,
    pub(super) so_tien: String,
    loai_hinh_thanh_toan: String,
    ma_kenh_thanh_toan: String,
    ma_thiet_bi: String,
    ngon_ngu: String,
    ma_tien_te: String,
    ma_ngan_hang: String,
    pub(super) thong_tin_giao_dich: String,
    #[serde(rename = "ThoiGianGD")]
    pub(super) thoi_gian_gd: String,
    ip: String,
    pub(super) url_tra_ve: String,
    pub(super) url_thong_bao: String,
    pub(super) thong_tin_bien_lai: Receipt,
    ma_xac_thuc: String,
}

/// What the receipt is about.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Receipt {
    ma_dich_vu: String,
    #[serde(rename = "MaDVC")]
    ma_dvc: String,
    #[serde(rename = "MaTTHC")]
    ma_tthc: String,
    ma_don_vi: String,
    ma_ho_so: String,
    #[serde(rename = "TKThuHuong")]
    pub(super) tk_thu_huong: String,
    #[serde(rename = "MaNHThuHuong")]
    pub(super) ma_nh_thu_huong: String,
    noi_dung_thanh_toan: String,
    phi_le_phi: Vec<Money>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Money {
    /// 1 a charge, 2 a fee.
    loai_phi_le_phi: String,
    ten_phi_le_phi: String,
    so_tien: String,
}

impl Init {
    pub(super) fn of(order: &Order, seal: &Seal) -> Self {
        let text = str::to_owned;
        let items = order.items.iter().map(|item| Money {
            loai_phi_le_phi: text(if item.kind == FeeKind::Fee { "2" } else { "1" }),
            ten_phi_le_phi: item.name.clone(),
            so_tien: item.amount.0.to_string(),
        });
        let mut init = Self {
            loai_ban_tin: text("INIT"),
            phien_ban: text(VERSION),
            ma_doi_tac: text(seal.partner()),
            ma_tham_chieu: order.attempt.to_string(),
            so_tien: order.amount.0.to_string(),
            loai_hinh_thanh_toan: text("PAY"),
            ma_kenh_thanh_toan: text("1"),
            ma_thiet_bi: text("1"),
            ngon_ngu: text("vi-VN"),
            ma_tien_te: text("VND"),
            ma_ngan_hang: text("PAYMENT"),
            thong_tin_giao_dich: order.about.clone(),
            thoi_gian_gd: moment(order.begun_at),
            ip: order.address.clone(),
            url_tra_ve: order.back.clone(),
            url_thong_bao: order.notify.clone(),
            thong_tin_bien_lai: Receipt {
                ma_dich_vu: text("2"),
                ma_dvc: format!("{}.01", order.procedure),
                ma_tthc: order.procedure.clone(),
                ma_don_vi: order.agency.clone(),
                ma_ho_so: order.dossier.clone(),
                tk_thu_huong: order.to.number.clone(),
                ma_nh_thu_huong: order.to.bin.clone(),
                noi_dung_thanh_toan: order.about.clone(),
                phi_le_phi: items.collect(),
            },
            ma_xac_thuc: String::new(),
        };
        init.ma_xac_thuc = seal.over(&init.sealed());
        init
    }

    fn sealed(&self) -> Vec<&str> {
        [
            &self.loai_ban_tin,
            &self.phien_ban,
            &self.ma_doi_tac,
            &self.ma_tham_chieu,
            &self.so_tien,
            &self.loai_hinh_thanh_toan,
            &self.ma_kenh_thanh_toan,
            &self.ma_thiet_bi,
            &self.ngon_ngu,
            &self.ma_tien_te,
            &self.ma_ngan_hang,
            &self.thong_tin_giao_dich,
            &self.thoi_gian_gd,
            &self.ip,
            &self.url_tra_ve,
            &self.url_thong_bao,
        ]
        .map(String::as_str)
        .to_vec()
    }

    pub(super) fn is_sealed(&self, seal: &Seal) -> bool {
        self.ma_doi_tac == seal.partner() && seal.fits(&self.ma_xac_thuc, &self.sealed())
    }
}

/// The question what became of a try.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Question {
    loai_ban_tin: String,
    ma_doi_tac: String,
    pub(super) ma_tham_chieu: String,
    #[serde(rename = "ThoiGianGD")]
    thoi_gian_gd: String,
    ma_xac_thuc: String,
}

impl Question {
    pub(super) fn of(attempt: &AttemptCode, begun_at: Timestamp, seal: &Seal) -> Self {
        let mut question = Self {
            loai_ban_tin: "QUERY".to_owned(),
            ma_doi_tac: seal.partner().to_owned(),
            ma_tham_chieu: attempt.to_string(),
            thoi_gian_gd: moment(begun_at),
            ma_xac_thuc: String::new(),
        };
        question.ma_xac_thuc = seal.over(&question.sealed());
        question
    }

    fn sealed(&self) -> [&str; 4] {
        [&self.loai_ban_tin, &self.ma_doi_tac, &self.ma_tham_chieu, &self.thoi_gian_gd]
    }

    pub(super) fn is_sealed(&self, seal: &Seal) -> bool {
        self.ma_doi_tac == seal.partner() && seal.fits(&self.ma_xac_thuc, &self.sealed())
    }
}

/// Every answer of the platform; `message` is JSON in a text.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Answer {
    pub(super) error_code: String,
    #[serde(default)]
    pub(super) message: String,
}

/// Where the browser is to be sent.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Begun {
    pub(super) url_thanh_toan: String,
}

/// What became of a try.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Known {
    pub(super) ma_tham_chieu: String,
    pub(super) trang_thai: String,
    pub(super) giao_dich: Vec<Transaction>,
    ma_xac_thuc: String,
}

/// Money that was taken.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Transaction {
    pub(super) ma_giao_dich: String,
    pub(super) so_tien: String,
    pub(super) thoi_gian_thanh_toan: String,
}

impl Transaction {
    pub(super) fn of(paid: &Paid) -> Self {
        Self {
            ma_giao_dich: paid.transaction.clone(),
            so_tien: paid.amount.0.to_string(),
            thoi_gian_thanh_toan: moment(paid.at),
        }
    }

    fn paid(&self) -> Option<Paid> {
        let amount: i64 = self.so_tien.parse().ok().filter(|amount| *amount > 0)?;
        let named = !self.ma_giao_dich.is_empty() && self.ma_giao_dich.len() <= 100;
        let at = read_moment(&self.thoi_gian_thanh_toan).filter(|_| named)?;
        Some(Paid { transaction: self.ma_giao_dich.clone(), amount: Dong(amount), at })
    }
}

impl Known {
    pub(super) fn new(attempt: &str, state: &str, paid: &[Paid], seal: &Seal) -> Self {
        let mut known = Self {
            ma_tham_chieu: attempt.to_owned(),
            trang_thai: state.to_owned(),
            giao_dich: paid.iter().map(Transaction::of).collect(),
            ma_xac_thuc: String::new(),
        };
        known.ma_xac_thuc = seal.over(&known.sealed());
        known
    }

    fn sealed(&self) -> Vec<&str> {
        let mut values = vec![self.ma_tham_chieu.as_str(), self.trang_thai.as_str()];
        for money in &self.giao_dich {
            values.extend([money.ma_giao_dich.as_str(), &money.so_tien, &money.thoi_gian_thanh_toan]);
        }
        values
    }

    /// What it says of this try; nothing when it can't be believed.
    pub(super) fn status(&self, attempt: &AttemptCode, seal: &Seal) -> Option<Status> {
        if self.ma_tham_chieu != attempt.as_str() || !seal.fits(&self.ma_xac_thuc, &self.sealed()) {
            return None;
        }
        match self.trang_thai.as_str() {
            DONE => {
                let paid: Option<Vec<Paid>> = self.giao_dich.iter().map(Transaction::paid).collect();
                paid.filter(|paid| !paid.is_empty()).map(Status::Paid)
            }
            PENDING => Some(Status::Pending),
            FAILED => Some(Status::Failed),
            _ => None,
        }
    }
}

/// A notification.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Notification {
    loai_ban_tin: String,
    ma_doi_tac: String,
    ma_tham_chieu: String,
    ma_loi: String,
    #[serde(flatten)]
    giao_dich: Transaction,
    ma_xac_thuc: String,
}

impl Notification {
    /// A notification of money, or that none came.
    pub(super) fn new(attempt: &str, paid: Option<&Paid>, at: Timestamp, seal: &Seal) -> Self {
        let nothing =
            Transaction { ma_giao_dich: String::new(), so_tien: "0".to_owned(), thoi_gian_thanh_toan: moment(at) };
        let mut notification = Self {
            loai_ban_tin: "NOTIFY".to_owned(),
            ma_doi_tac: seal.partner().to_owned(),
            ma_tham_chieu: attempt.to_owned(),
            ma_loi: if paid.is_some() { DONE } else { FAILED }.to_owned(),
            giao_dich: paid.map_or(nothing, Transaction::of),
            ma_xac_thuc: String::new(),
        };
        notification.ma_xac_thuc = seal.over(&notification.sealed());
        notification
    }

    fn sealed(&self) -> [&str; 7] {
        let money = &self.giao_dich;
        [
            &self.loai_ban_tin,
            &self.ma_doi_tac,
            &self.ma_tham_chieu,
            &self.ma_loi,
            &money.ma_giao_dich,
            &money.so_tien,
            &money.thoi_gian_thanh_toan,
        ]
    }

    pub(super) fn notice(&self, seal: &Seal) -> Result<Notice, Unbelieved> {
        if self.ma_doi_tac != seal.partner() || !seal.fits(&self.ma_xac_thuc, &self.sealed()) {
            return Err(Unbelieved::Signature);
        }
        let attempt = self.ma_tham_chieu.parse().map_err(|_| Unbelieved::Nonsense)?;
        let paid = match self.ma_loi.as_str() {
            DONE => Some(self.giao_dich.paid().ok_or(Unbelieved::Nonsense)?),
            _ => None,
        };
        Ok(Notice { attempt, paid })
    }
}

/// The query with which a browser comes back.
pub(super) fn return_query(attempt: &str, code: &str, seal: &Seal) -> [(&'static str, String); 3] {
    [("MaThamChieu", attempt.to_owned()), ("MaLoi", code.to_owned()), ("MaXacThuc", seal.over(&[attempt, code]))]
}

/// Of which try a browser comes back.
pub(super) fn read_return(query: &[(String, String)], seal: &Seal) -> Result<AttemptCode, Unbelieved> {
    let get = |name: &str| query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let (Some(attempt), Some(code), Some(own)) = (get("MaThamChieu"), get("MaLoi"), get("MaXacThuc")) else {
        return Err(Unbelieved::Nonsense);
    };
    if !seal.fits(own, &[attempt, code]) {
        return Err(Unbelieved::Signature);
    }
    attempt.parse().map_err(|_| Unbelieved::Nonsense)
}
