# Signing in, accounts.
sign-in-lead = Dùng tên đăng nhập và mật khẩu đã được cấp.
sign-in-login = Tên đăng nhập
sign-in-password = Mật khẩu
signed-out = Đã đăng xuất.
samples-title = Đăng nhập mẫu
samples-lead = Bản trình diễn cho phép vào thử bằng một lần bấm, với vai người dân hoặc cán bộ. Mọi người ở đây đều là nhân vật mô phỏng.
samples-commune = Cán bộ của xã, phường
samples-choose = Xem
samples-citizens = Người dân
samples-province = Cấp tỉnh: lãnh đạo, quản trị, sở, ngành
account-lead = Thông tin hệ thống đang có về ông/bà; được dùng để điền sẵn khi nộp hồ sơ.
account-positions = Vị trí công tác
refusal-sign-in-wrong = Tên đăng nhập hoặc mật khẩu chưa đúng.
    .next = Hãy kiểm tra phím Caps Lock và bộ gõ tiếng Việt rồi nhập lại. Nếu quên mật khẩu, hãy liên hệ Trung tâm Phục vụ hành chính công.
problem-login-missing = Hãy nhập tên đăng nhập.
problem-password-missing = Hãy nhập mật khẩu.
