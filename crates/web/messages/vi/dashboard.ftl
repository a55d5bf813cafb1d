# The board of leaders.
nav-dashboard = Bảng điều hành
dashboard-title = Bảng điều hành
dashboard-lead = Số liệu của tỉnh tính đến { $day }, lấy từ hồ sơ gốc trong hệ thống. Mỗi con số mở được danh sách và từng bản ghi đứng sau nó. Nhãn Tốt lên, Kém đi, Không đổi là so với hôm trước.
dashboard-at = Cập nhật lúc { $at }
dashboard-line-lost = Mất kết nối trực tiếp; trang tự nối lại.
dashboard-line-back = Đã nối lại.
dashboard-other-day = Xem số liệu của một ngày khác
dashboard-as-of = Tính đến ngày
dashboard-figures-title = Các số liệu điều hành
dashboard-worse-title = Kém đi so với hôm trước, vì sao
dashboard-nothing-worse = Không có số liệu nào kém đi
dashboard-risen = Tốt lên so với hôm trước: { $names }.
dashboard-reached = Đạt chỉ tiêu
dashboard-short = Chưa đạt chỉ tiêu
dashboard-better = Tốt lên { $change }
dashboard-worse = Kém đi { $change }
dashboard-same = Không đổi
dashboard-span = Ngày { $day }: { $value }
dashboard-no-course = Chưa đủ số liệu để vẽ diễn biến
dashboard-day = Tính đến ngày
dashboard-value = Số liệu
dashboard-from-to = { $before } → { $now }
dashboard-why-dossiers = Hồ sơ trong ngày không được tính vào số liệu này:
dashboard-why-named = { $count ->
   *[other] { $count } trường hợp chuyển sang phía chưa đạt:
}
dashboard-why-indicators = Chỉ số thành phần giảm điểm:
dashboard-why-lines = Dòng kinh phí có thay đổi:
dashboard-why-provinces = Tỉnh, thành phố đã vượt lên:
dashboard-why-time = Không bản ghi nào của số liệu này xấu đi; mẫu số tăng hoặc thời gian trôi qua làm tỷ lệ thấp xuống.
dashboard-all-of-them = Xem tất cả các hồ sơ này
dashboard-their-list = Mở danh sách
dashboard-compare = So sánh hai ngày
dashboard-moved = thêm { $count } hồ sơ ở phía không được tính
dashboard-line-allocated = bố trí: { $told }
dashboard-line-disbursed = giải ngân: { $told }
course-table = Bảng số liệu
