# The board of leaders.
nav-dashboard = Dashboard
dashboard-title = Dashboard
dashboard-lead = The province's figures as of { $day }, from the records in the system. Each number opens its list and every record behind it. Better, worse and same are by the day before.
dashboard-at = Updated at { $at }
dashboard-line-lost = The live connection is lost; the page reconnects by itself.
dashboard-line-back = Connected again.
dashboard-other-day = See the figures of another day
dashboard-as-of = As of
dashboard-figures-title = The figures
dashboard-worse-title = Worse than the day before, and why
dashboard-nothing-worse = No figure got worse
dashboard-risen = Better than the day before: { $names }.
dashboard-reached = Target reached
dashboard-short = Short of the target
dashboard-better = Better { $change }
dashboard-worse = Worse { $change }
dashboard-same = Same
dashboard-span = On { $day }: { $value }
dashboard-no-course = Too few values to draw a course
dashboard-day = As of
dashboard-value = Value
dashboard-from-to = { $before } → { $now }
dashboard-why-dossiers = Dossiers of the day that do not count:
dashboard-why-named = { $count ->
    [one] One case went over to the side that falls short:
   *[other] { $count } cases went over to the side that falls short:
}
dashboard-why-indicators = Indicators that lost points:
dashboard-why-lines = Budget lines that changed:
dashboard-why-provinces = Provinces that overtook:
dashboard-why-time = No record of this figure got worse; what it is divided by grew, or time went by.
dashboard-all-of-them = See all of these dossiers
dashboard-their-list = Open the list
dashboard-compare = Compare the two days
dashboard-moved = { $count ->
    [one] one dossier more does not count
   *[other] { $count } dossiers more do not count
}
dashboard-line-allocated = allocated: { $told }
dashboard-line-disbursed = disbursed: { $told }
course-table = Table of values
