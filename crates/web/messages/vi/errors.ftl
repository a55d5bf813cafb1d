# Titles of the pages that say no.
failure-title-not-found = Không tìm thấy
failure-title-forbidden = Không có quyền thực hiện
failure-title-signed-out = Cần đăng nhập
failure-title-conflict = Hồ sơ vừa được người khác cập nhật
failure-title-fault = Hệ thống gặp lỗi
failure-title-refused = Chưa thực hiện được

# What the rules and the server refuse: text, and what to do next.
refusal-other = Yêu cầu chưa thực hiện được (mã { $code }).
    .next = Hãy kiểm tra lại thông tin. Nếu vẫn chưa được, hãy liên hệ Bộ phận Một cửa và nêu mã trên.
refusal-input = Một số thông tin chưa đúng hoặc còn thiếu.
    .next = Hãy sửa những mục được nêu rồi gửi lại. Thông tin đã nhập vẫn được giữ.
    .program = Hãy sửa những mục nêu trong errors rồi gửi lại.
refusal-fault = Hệ thống chưa thực hiện được yêu cầu. Mã lỗi: { $number }.
    .next = Hãy thử lại sau ít phút. Nếu lỗi còn lặp lại, hãy báo mã lỗi cho bộ phận hỗ trợ.
refusal-sign-in-first = Ông/bà chưa đăng nhập hoặc phiên làm việc đã hết hạn.
    .next = Hãy đăng nhập ở một thẻ khác của trình duyệt, rồi quay lại trang trước và gửi lại. Thông tin đã nhập vẫn còn trên trang đó.
refusal-form-expired = Biểu mẫu đã hết hiệu lực hoặc được gửi từ một trang khác.
    .next = Hãy quay lại trang trước, tải lại trang rồi gửi lại. Nếu trình duyệt đang chặn cookie, hãy cho phép cookie của trang này.
refusal-too-many = Đã thử quá nhiều lần.
    .next = Hãy chờ { $seconds } giây rồi thử lại.
refusal-officers-only = Việc này dành cho cán bộ, công chức giữ vị trí được giao làm việc này.
    .next = Nếu là cán bộ được giao, hãy đăng nhập bằng tài khoản công vụ, hoặc đề nghị quản trị hệ thống của cơ quan giao đúng vai trò.
refusal-http-400 = Máy chủ không đọc được yêu cầu.
    .next = Hãy quay lại trang trước, kiểm tra thông tin và gửi lại.
refusal-http-404 = Không có trang này, hoặc trang đã được chuyển đi.
    .next = Hãy kiểm tra lại địa chỉ, hoặc tìm từ trang chủ.
refusal-http-405 = Địa chỉ này không nhận thao tác vừa gửi.
    .next = Hãy quay lại trang trước và thực hiện bằng nút trên trang.
refusal-http-408 = Đường truyền quá chậm nên yêu cầu chưa được gửi hết.
    .next = Hãy kiểm tra kết nối mạng rồi gửi lại.
refusal-too-large-form = Biểu mẫu cùng các tệp gửi kèm lớn hơn { $most }.
    .next = Hãy chọn tệp nhỏ hơn, hoặc quét lại ở độ phân giải thấp hơn, hoặc gửi làm nhiều lần.
refusal-too-large-file = Tệp lớn hơn { $most }.
    .next = Hãy chọn tệp nhỏ hơn, hoặc quét lại ở độ phân giải thấp hơn.
refusal-too-large-typed = Nội dung nhập vào biểu mẫu dài hơn { $most }.
    .next = Hãy rút gọn nội dung; phần dài hãy gửi bằng tệp đính kèm.
refusal-http-415 = Máy chủ không nhận loại dữ liệu vừa gửi.
    .next = Hãy gửi bằng biểu mẫu trên trang.
refusal-procedure-unknown = Không có thủ tục hành chính này trong danh mục.
    .next = Hãy kiểm tra lại mã thủ tục, hoặc tìm theo tên thủ tục.
refusal-procedure-withdrawn = Thủ tục “{ $name }” đã bị bãi bỏ.
    .next = Hãy tìm thủ tục thay thế, hoặc hỏi Bộ phận Một cửa.

# What is wrong with one field.
problem-other = Thông tin này chưa đúng. Hãy kiểm tra lại.
problem-missing = Hãy nhập mục này.
problem-id-missing = Hãy nhập số định danh cá nhân.
problem-id-not-digits = Số định danh cá nhân chỉ gồm chữ số, không có chữ cái hay dấu.
problem-id-length = Số định danh cá nhân gồm đúng 12 chữ số; số vừa nhập có { $count } chữ số.
problem-id-province = Số định danh cá nhân không đúng: không có tỉnh, thành phố nào mang mã { $province }.
problem-tax-code = Mã số thuế gồm 10 chữ số, hoặc 10 chữ số và 3 chữ số của đơn vị phụ thuộc, ví dụ 6200012349-001.
problem-phone-missing = Hãy nhập số điện thoại để nhận thông báo về hồ sơ.
problem-phone = Số điện thoại chưa đúng. Hãy nhập số gồm 10 chữ số bắt đầu bằng 0, ví dụ 0912 345 678.
problem-too-long = Nội dung dài quá { $max } ký tự. Hãy viết ngắn lại.

# Biểu mẫu trở lại để gửi lần nữa.
resend-title = Biểu mẫu chưa được nhận
resend-kept = Trình duyệt không còn giữ cookie của trang, hoặc phiên làm việc đã hết hạn. Mọi nội dung đã nhập vẫn được giữ nguyên ở trang này.
resend-look = Hãy xem lại rồi bấm “Gửi lại”. Nếu ông/bà không vừa nhập biểu mẫu này tại đây, đừng gửi.
resend-sign-in-first = Cần đăng nhập trước khi gửi lại; xong thì quay về trang này.
resend-sign-in = Đăng nhập ở thẻ mới
resend-typed = Nội dung đã nhập
resend-file = Tệp “{ $name }” không giữ lại được. Hãy chọn lại tệp này
resend-file-none = Tệp đính kèm, nếu có
resend-send = Gửi lại
resend-leave = Không gửi
