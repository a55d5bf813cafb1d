# Steering: the daily reminder.
notice-tasks-of-the-day = Tasks: { $near } due soon, { $late } late
    .text = You answer for { $near } tasks due within three days and { $late } late ones. The agency that you lead is late with { $led } others; { $given } that it gave are late by more than five days.
