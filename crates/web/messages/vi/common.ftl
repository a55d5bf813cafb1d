# The frame of every page: names, header, footer, navigation.
app-name = Một Cửa
app-line = Hệ thống thông tin giải quyết thủ tục hành chính
skip-to-main = Đến nội dung chính
simulated-title = Dữ liệu mô phỏng.
simulated-text = Bản trình diễn, không phải hồ sơ thật. Thời điểm trong hệ thống: { $now }.
language-other = English
navigation = Điều hướng chính
nav-group-dossiers = Hồ sơ, thủ tục
nav-group-steering = Điều hành
nav-group-results = Số liệu
nav-here = đang ở đây
nav-queue = Việc của tôi
nav-counter = Tiếp nhận tại quầy
nav-dossiers = Hồ sơ
nav-procedures = Thủ tục hành chính
nav-my-dossiers = Hồ sơ của tôi
nav-track = Tra cứu hồ sơ
nav-index = Chỉ số phục vụ
account-of = Tài khoản của
account = Tài khoản
sign-in = Đăng nhập
sign-out = Đăng xuất
footer-owner = Cơ quan chủ quản: Ủy ban nhân dân tỉnh
footer-help = Trợ giúp
footer-accessibility = Khả năng tiếp cận
footer-privacy = Bảo vệ dữ liệu cá nhân
footer-api = Dữ liệu và API
footer-note = Thông tin trên trang được lập từ hồ sơ gốc trong sổ điện tử; mỗi con số đều mở được danh sách hồ sơ đứng sau nó.

# How time and numbers are told.
span-days = { $count } ngày
span-hours = { $count } giờ
span-minutes = { $count } phút
time-left = còn { $span } làm việc
time-over = quá hạn { $span } làm việc

# Statuses of a dossier, as the national portal words them.
status-filed = Mới đăng ký
status-received = Được tiếp nhận
status-refused = Không được tiếp nhận
status-in-process = Đang xử lý
status-awaiting-supplement = Yêu cầu bổ sung giấy tờ
status-awaiting-payment = Yêu cầu thực hiện nghĩa vụ tài chính
status-withdrawn = Công dân yêu cầu rút hồ sơ
status-stopped = Dừng xử lý
status-processed = Đã xử lý xong
status-returned = Đã trả kết quả

# Roles.
role-citizen = Công dân
role-counter-officer = Cán bộ Bộ phận Một cửa
role-case-officer = Cán bộ thụ lý
role-approver = Lãnh đạo phê duyệt
role-clerk = Văn thư
role-administrator = Quản trị hệ thống
