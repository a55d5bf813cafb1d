# Chỉ đạo: nhắc việc hằng ngày.
notice-tasks-of-the-day = Nhiệm vụ: { $near } sắp đến hạn, { $late } trễ hạn
    .text = Ông/bà phụ trách { $near } nhiệm vụ đến hạn trong ba ngày tới, { $late } nhiệm vụ trễ hạn. Cơ quan ông/bà lãnh đạo trễ { $led } nhiệm vụ khác; { $given } nhiệm vụ đã giao trễ quá năm ngày.
