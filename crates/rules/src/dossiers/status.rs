//! The statuses of a dossier, as the national portal numbers them.

use serde::{Deserialize, Serialize};

/// Where a dossier stands (*TrangThaiHoSo* of the national portal).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Filed, nobody has looked at it yet (*mới đăng ký*).
    Filed,
    /// Received: the clock runs (*được tiếp nhận*).
    Received,
    /// Refused at reception (*không được tiếp nhận*).
    Refused,
    /// Being settled (*đang xử lý*).
    InProcess,
    /// The applicant was asked to supplement; the clock stands (*yêu cầu bổ sung giấy tờ*).
    AwaitingSupplement,
    /// The applicant was asked to pay; the clock stands (*yêu cầu thực hiện nghĩa vụ tài chính*).
    AwaitingPayment,
    /// Withdrawn by the applicant (*công dân yêu cầu rút*).
    Withdrawn,
    /// Stopped (*dừng xử lý*).
    Stopped,
    /// Settled; the result waits (*đã xử lý xong*).
    Processed,
    /// The result was handed over (*đã trả kết quả*).
    Returned,
}

impl Status {
    /// Every status, in the portal's order.
    pub const ALL: [Self; 10] = [
        Self::Filed,
        Self::Received,
        Self::Refused,
        Self::InProcess,
        Self::AwaitingSupplement,
        Self::AwaitingPayment,
        Self::Withdrawn,
        Self::Stopped,
        Self::Processed,
        Self::Returned,
    ];

    /// The portal's number, 1 to 10.
    #[must_use]
    pub fn number(self) -> u8 {
        self as u8 + 1
    }

    /// The status of this number.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number).checked_sub(1)?).copied()
    }

    /// The status's name in the API.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Filed => "filed",
            Self::Received => "received",
            Self::Refused => "refused",
            Self::InProcess => "in_process",
            Self::AwaitingSupplement => "awaiting_supplement",
            Self::AwaitingPayment => "awaiting_payment",
            Self::Withdrawn => "withdrawn",
            Self::Stopped => "stopped",
            Self::Processed => "processed",
            Self::Returned => "returned",
        }
    }

    /// The status of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.key() == key)
    }

    /// Whether officers work on it or it waits for the applicant: received and not finished.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Received | Self::InProcess | Self::AwaitingSupplement | Self::AwaitingPayment)
    }

    /// Whether nothing more happens to it, but a hand-over or a rating.
    #[must_use]
    pub fn is_finished(self) -> bool {
        matches!(self, Self::Refused | Self::Withdrawn | Self::Stopped | Self::Processed | Self::Returned)
    }
}
