# What keeps accounts and personal data safe, beside credentials.ftl.
account-waits = Tạm dừng đăng nhập
account-waits-until = Có nhiều lần thử sai từ thiết bị lạ: thiết bị lạ được thử lại từ { $until }. Thiết bị mà chủ tài khoản đã từng đăng nhập không phải chờ.
confirm-provider = Xác nhận lại: { $name }
confirm-none = Tài khoản này chưa có mật khẩu hay khóa truy cập để xác nhận. Hãy đăng xuất rồi đăng nhập lại, sau đó thực hiện thay đổi trong 10 phút.
sessions-elsewhere = Ngoài nơi này, tài khoản còn đang đăng nhập ở { $count } nơi khác.
sessions-elsewhere-see = Xem từng nơi
refusal-second-unreadable = Máy chủ không đọc được khóa của ứng dụng xác thực đã đăng ký, vì vậy không kiểm tra được mã này. Mã dự phòng cũ cũng không còn dùng được.
    .next = Hãy đăng nhập bằng khóa truy cập (passkey) nếu có. Nếu không, hãy liên hệ quản trị hệ thống của cơ quan để được cấp mã khôi phục và đăng ký lại ứng dụng xác thực.
failure-title-level = Cần đăng nhập ở mức độ 2
account-level-simulated = Bản trình diễn coi như mức độ 2
account-rooms = Các mục của tài khoản
account-room-data-title = Hệ thống đang giữ gì về ông/bà, ai đã xem, đề nghị chỉnh sửa, lấy về.
account-room-security-title = Mật khẩu, khóa truy cập, nơi đang đăng nhập.
account-room-nav-my-documents = Giấy tờ, kết quả dùng lại được khi nộp hồ sơ.
account-room-nav-my-dossiers = Hồ sơ đã nộp và đang viết dở.
account-room-authorisations = Cho người khác nộp, theo dõi, nhận kết quả thay.
account-room-staff-form-delegate = Giao người khác làm thay vị trí của mình trong một thời gian.
account-room-look-ups-title = Ai trong phạm vi quản lý đã tra cứu dữ liệu dân cư, để làm gì.
account-room-glass-title = Xem ngay một hồ sơ ngoài phạm vi, có nêu lý do.
account-room-admin-glass = Ai đã mở hồ sơ do cơ quan mình giải quyết.

refusal-registering-is-the-provinces = Tài khoản mới do quản trị hệ thống của tỉnh lập.
    .next = Hãy đề nghị quản trị hệ thống của tỉnh lập tài khoản và giao vị trí đầu tiên; sau đó cơ quan tự quản lý.
