# What keeps accounts and personal data safe, beside credentials.ftl.
account-waits = Tạm dừng đăng nhập
account-waits-until = Có nhiều lần thử sai từ thiết bị lạ: thiết bị lạ được thử lại từ { $until }. Thiết bị mà chủ tài khoản đã từng đăng nhập không phải chờ.
confirm-provider = Xác nhận lại tại { $name }
confirm-none = Tài khoản này chưa có mật khẩu hay khóa truy cập để xác nhận. Hãy đăng xuất rồi đăng nhập lại, sau đó thực hiện thay đổi trong 10 phút.
sessions-elsewhere = Ngoài nơi này, tài khoản còn đang đăng nhập ở { $count } nơi khác.
sessions-elsewhere-see = Xem từng nơi
refusal-second-unreadable = Máy chủ không đọc được khóa của ứng dụng xác thực đã đăng ký, vì vậy không kiểm tra được mã này. Mã dự phòng cũ cũng không còn dùng được.
    .next = Hãy đăng nhập bằng khóa truy cập (passkey) nếu có. Nếu không, hãy liên hệ quản trị hệ thống của cơ quan để được cấp mã khôi phục và đăng ký lại ứng dụng xác thực.
