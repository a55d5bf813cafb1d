# Administration: the hub, agencies, villages, calendars.
nav-administration = Quản trị
administration-lead = Nơi thiết lập và duy trì những gì cả hệ thống dựa vào. Mỗi thay đổi được ghi vào sổ: ai, lúc nào, từ gì thành gì.
administration-none = Chưa có mục quản trị nào.
administration-rooms = Các mục quản trị
refusal-administrators-only = Trang này chỉ dành cho cán bộ quản trị hệ thống.
    .next = Nếu cần thay đổi thông tin cơ quan, lịch làm việc hoặc phân quyền, hãy đề nghị quản trị viên của tỉnh.
