# The service index.
quality-title = Service index for citizens and businesses
quality-province = Whole province
quality-days = { $from } to { $to }
quality-periods = Period
quality-period-month = This month
quality-period-quarter = This quarter
quality-period-year = This year
quality-period-year-before = Last year
quality-agency = Agency
quality-from = From
quality-to = To
quality-score = Score
quality-rank = Rank { $position } of { $of }
quality-rank-nation = National rank: no data yet
quality-arithmetic = { $points } points out of { $max } for which there are records, scaled to 100.
quality-honest = Computed here from our own records, not the score that the national portal publishes. Indicators without data say so; they earn nothing and do not count in the maximum.
quality-groups = Groups of indicators
quality-indicators = { $count ->
    [one] { $count } indicator
   *[other] { $count } indicators
}
quality-points-of = { $points } / { $max } points
quality-max = up to { $max } points
quality-part-measured = { $measured } of { $max } points have records
quality-of = { $numerator } of { $denominator }
quality-average-of = Average of { $count } dossiers
quality-average-days = { $days } days
quality-for-information = for information
quality-open-all = Open { $count } dossiers
quality-open-numerator = Open the { $count } that count
quality-open-rest = Open the other { $count }
quality-state-no-cases = No case in this period
quality-state-no-data-yet = No data yet
quality-state-not-applicable = Does not apply at this level
quality-passport = Formula and source
quality-passport-definition = Counted / out of
quality-passport-formula = Points
quality-passport-empty = Where there is no case
quality-passport-note = Mind
quality-passport-code = National code
quality-passport-numbers = Numbers
quality-passport-source = Source
quality-passport-period = Period
quality-passport-owner = Answered for by
quality-passport-computed = Computed
quality-passport-typed = How it came about
quality-passport-version = Version of the definition
quality-formula-ratio = { $max } points × ratio
quality-formula-capped = { $max } points from { $full }% on, in proportion below
quality-formula-average = No points: an average for information
quality-formula-information = No points
quality-empty-left-out = Left out of points and maximum
quality-empty-zero = 0 points
quality-empty-full = Full points
quality-ranking-departments = Departments by score. { $days }
quality-ranking-communes = Communes by score. { $days }
quality-no-dossiers = No dossiers
quality-about = About this computation

# The records behind a ratio.
quality-records-over = { $agency } · { $days }
quality-sides = The two sides of the ratio
quality-side-numerator = Counted
quality-side-rest = The rest
quality-side-empty = Nothing is on this side
quality-masked = Codes and names are shown only to officers who may see the dossier. How many there are and how they ended is public.
quality-month = { $month }/{ $year }
quality-col-dossier = Dossier
quality-col-agency = Settled by
quality-col-received = Received
quality-col-finished = Finished
quality-col-timeliness = Timeliness
quality-col-code = Code
quality-col-name = Name

# The figures of the conference report.
figures-title = Figures of the report
figures-lead = As of { $day }, from the records of this system. Each number opens the list behind it.
figures-target = Target { $target } { $unit }
figures-passports = Where each number comes from
figures-missing = No data yet
    .text = These figures need records that are not kept here yet. Nothing is filled in for them.
figures-open-index = Open the index
figures-typed = Typed by hand
figures-not-typed = Computed from records, typed by nobody
nav-figures = Figures
