# The catalogue of procedures.
procedures-lead = Search by name, by the words people use, or by the procedure’s code.
procedures-found = Results for “{ $q }”
procedures-q = Words
procedures-more = Narrow by field, level, online
procedures-field = Field
procedures-any-field = Any field
procedures-level = Settled by
procedures-any-level = Any level
procedures-online = Online
procedures-any-online = Any
procedures-none = No procedure fits
    .text = Try a shorter word, such as “birth”, or remove a filter.
procedure-code = Procedure { $code }
procedure-essential = Essential public service
procedure-limit = Time limit
procedure-cost = Fees
procedure-online = Online
procedure-result = Result
procedure-papers = Papers needed
procedure-no-papers = No papers are needed for this procedure.
procedure-due = If it were received now, the result would be due at { $due }.
procedure-free = There is no fee.
procedure-where = Where to file
procedure-how = How to do it
procedure-conditions = Conditions
procedure-steps = How the dossier is settled
procedure-laws = Legal basis
procedure-file = File a dossier
    .text = About 10 minutes. A draft is kept at every step.
procedure-file-now = File online
procedure-who = Who settles it, for whom
procedure-authority = Settled by
procedure-subjects = Who can ask
procedure-field = Field
paper-originals = { $count ->
        [one] 1 original
       *[other] { $count } originals
    }
paper-copies = { $count ->
        [one] 1 copy
       *[other] { $count } copies
    }
paper-if-any = if there is one
place-anywhere = File at any public administration service centre of the province, wherever you live.
place-own-commune = File at the public administration service centre of the competent commune or ward.
place-province = File at the provincial public administration service centre.
place-ministry = File at the competent central agency.
subject-citizen = Citizens
subject-business = Enterprises, cooperatives, household businesses
subject-organisation = Agencies and organisations
limit-none = No time limit
limit-same-day = Within one working day
limit-working-hours = { $count ->
        [one] 1 working hour
       *[other] { $count } working hours
    }
limit-half-days = { $count ->
        [one] half a working day
       *[other] { $count } half working days
    }
limit-working-days = { $count ->
        [one] 1 working day
       *[other] { $count } working days
    }
limit-days = { $count ->
        [one] 1 day
       *[other] { $count } days
    }
limit-months = { $count ->
        [one] 1 month
       *[other] { $count } months
    }
limit-starts-at-once = Counted from when the valid dossier is received; days off and holidays do not count.
limit-starts-15 = Received after 15:00, it counts from the next working day.
fee-free = Free
fee-depends = Depends on the case
fee-online = { $amount }; online { $online }
fee-per-page = { $amount } a page
fee-per-copy = { $amount } a copy
fee-several = { $count } items, see below
online-none = In person
online-partial = Partly online
online-full = Fully online
level-province = Province
level-commune = Commune
level-ministry = Central
