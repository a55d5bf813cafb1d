# Texts of the JSON API: what programs are told when something can't be done.
api-token-first = Yêu cầu chưa kèm mã truy cập, hoặc mã truy cập không còn hiệu lực.
    .next = Hãy gửi tiêu đề “Authorization: Bearer …” với mã do quản trị hệ thống cấp (motcua people token).

refusal-malformed-json = Nội dung gửi lên không phải JSON hợp lệ (dòng { $line }, cột { $column }).
    .next = Hãy sửa lỗi cú pháp JSON ở vị trí đã nêu rồi gửi lại.
refusal-wrong-type = Một trường có kiểu dữ liệu không đúng.
    .next = Hãy xem mục “errors” và mô tả tại /api/openapi.json rồi gửi lại.
refusal-malformed-query = Tham số truy vấn không đọc được: { $reason }
    .next = Hãy xem các tham số tại /api/openapi.json rồi gửi lại.
refusal-idempotency-key = Tiêu đề Idempotency-Key không hợp lệ: phải có từ 1 đến { $most } ký tự ASCII.
    .next = Hãy dùng một mã mới, ví dụ một UUID, cho mỗi yêu cầu khác nhau.
refusal-action-unknown = Không có thao tác “{ $action }”.
    .next = Các thao tác có thể dùng: { $allowed }.
refusal-token-ended = Mã truy cập đã bị thu hồi hoặc tài khoản không còn hiệu lực.
    .next = Hãy đề nghị quản trị hệ thống cấp mã mới.
refusal-portal-only = Kênh Cổng Dịch vụ công quốc gia chỉ dành cho tài khoản quản trị, kết nối hệ thống.
    .next = Hãy dùng kênh “online” khi nộp cho chính mình, hoặc “counter” khi tiếp nhận tại quầy.
refusal-agency-unknown = Không có cơ quan mang mã { $code }.
    .next = Hãy xem danh sách tại /api/v1/agencies.
refusal-file-not-found = Không có tệp này, hoặc ông/bà không được xem.
    .next = Nếu tệp nằm trong một hồ sơ, hãy thêm ?dossier=MÃ_HỒ_SƠ vào địa chỉ.
refusal-records-unknown = Không có danh sách nào cho chỉ tiêu “{ $key }” trong phạm vi này.
    .next = Hãy dùng địa chỉ “records” trong câu trả lời của /api/v1/index hoặc /api/v1/figures.
refusal-http-503 = Hệ thống chưa sẵn sàng phục vụ.
    .next = Hãy thử lại sau ít phút.

problem-day = Ngày chưa đúng. Hãy gửi theo ISO 8601, ví dụ 2025-12-23.
problem-instant = Thời điểm chưa đúng. Hãy gửi theo RFC 3339 kèm múi giờ, ví dụ 2025-12-23T08:30:00+07:00, hoặc chỉ ngày, ví dụ 2025-12-23.
problem-login-unknown = Không có cán bộ nào mang tên đăng nhập “{ $login }”.
problem-wrong-type = Kiểu dữ liệu không đúng: { $reason }.
problem-value-unknown = Giá trị “{ $value }” không hợp lệ. Các giá trị cho phép: { $allowed }.
problem-cursor = Vị trí trang không đúng. Hãy dùng nguyên giá trị “next” của trang trước.
problem-limit = Số mục mỗi trang phải từ 1 đến { $most }.
problem-version-missing = Hãy gửi “version” của hồ sơ như đã xem, để không ghi đè việc của người khác.
problem-receive-at-counters = Chỉ tiếp nhận ngay được hồ sơ nộp tại quầy hoặc qua bưu chính.
problem-officer-of-interest = { $name } có liên quan đến hồ sơ này (là người nộp, hoặc được người nộp ủy quyền), nên không được thụ lý. Hãy chọn người khác.
problem-officer-unknown = Không có cán bộ thụ lý nào với tên đăng nhập “{ $login }” ở cơ quan này.
problem-file-missing = Yêu cầu không có tệp nào. Hãy gửi tệp trong phần “file”.
problem-file-unknown = Không có tệp này trong số tệp đã tải lên bằng tài khoản này. Hãy tải tệp lên trước (POST /api/v1/files) rồi dùng mã nhận được.
problem-procedure-unknown = Không có thủ tục nào mang mã này. Hãy tìm mã tại /api/v1/procedures?q=…
problem-period = Ngày cuối kỳ phải không sớm hơn ngày đầu kỳ.
problem-parameter-unknown = Cuộc gọi này không có tham số { $value }. Các tham số có thể dùng: { $allowed }.

api-http-400 = Máy chủ không đọc được yêu cầu.
    .next = Hãy kiểm tra địa chỉ, các tiêu đề và nội dung theo mô tả tại /api/openapi.json rồi gửi lại.
api-http-404 = Không có địa chỉ này trong API.
    .next = Hãy xem các địa chỉ tại /api/openapi.json.
api-http-405 = Địa chỉ này không nhận phương thức { $method }.
    .next = Hãy dùng một trong các phương thức: { $allowed }.
api-http-415 = Kiểu nội dung (Content-Type) của yêu cầu không được nhận.
    .next = Hãy gửi với tiêu đề “Content-Type: { $takes }”.
refusal-unknown-field = Không có trường “{ $name }”; chưa có gì được ghi nhận.
    .next = Hãy sửa tên trường theo mục “errors” và mô tả tại /api/openapi.json rồi gửi lại.
problem-unknown-field = Không có trường “{ $name }”. Các trường được nhận: { $allowed }.
refusal-too-large-json = Nội dung JSON lớn hơn { $most }.
    .next = Hãy gửi ít dữ liệu hơn trong một yêu cầu; tệp thì tải lên riêng bằng POST /api/v1/files.
refusal-records-not-for-you = Vị trí của ông/bà không được xem hồ sơ của người dân, nên không mở được danh sách hồ sơ của chỉ tiêu này; số lượng thì công khai.
    .next = Hãy đề nghị lãnh đạo hoặc cán bộ của cơ quan giải quyết mở /api/v1/index/{ $key }/records, hoặc được cơ quan đó giao vị trí, ủy quyền.
refusal-petition-action-unknown = Không có thao tác “{ $action }” với phản ánh, kiến nghị.
    .next = Các thao tác: supplement, rate, ask-supplement, forward, draft, send-back, issue, publish.
refusal-result-action-unknown = Không có thao tác “{ $action }” với yêu cầu về kết quả.
    .next = Các thao tác: issue, send-back, refuse.
refusal-archive-action-unknown = Không có thao tác “{ $action }” với danh mục tiêu hủy.
    .next = Các thao tác: approve, refuse.
