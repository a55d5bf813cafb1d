# The frame of every page: names, header, footer, navigation.
app-name = Một Cửa
app-line = Administrative procedures information system
skip-to-main = Skip to main content
simulated-title = Simulated data.
simulated-text = This is a demonstration; no dossier is real. Time in the system: { $now }.
language-other = Tiếng Việt
navigation = Main navigation
nav-group-dossiers = Dossiers
nav-group-steering = Steering
nav-group-results = Figures
nav-here = you are here
nav-queue = My work
nav-counter = Counter intake
nav-dossiers = Dossiers
nav-procedures = Procedures
nav-my-dossiers = My dossiers
nav-track = Track a dossier
nav-index = Service index
account-of = Account of
account = Account
sign-in = Sign in
sign-out = Sign out
footer-owner = Responsible authority: Provincial People’s Committee
footer-help = Help
footer-accessibility = Accessibility
footer-privacy = Personal data protection
footer-api = Data and API
footer-note = Everything shown here is computed from the original dossiers in the electronic ledger; every figure opens the list of dossiers behind it.

# How time and numbers are told.
span-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
span-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
span-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
time-left = { $span } left (working time)
time-over = { $span } overdue (working time)

# Statuses of a dossier, as the national portal words them.
status-filed = Newly filed
status-received = Received
status-refused = Not received
status-in-process = In process
status-awaiting-supplement = Supplement requested
status-awaiting-payment = Payment requested
status-withdrawn = Withdrawn by the applicant
status-stopped = Processing stopped
status-processed = Processed
status-returned = Result returned

# Roles.
role-citizen = Citizen
role-counter-officer = Counter officer
role-case-officer = Case officer
role-approver = Approving leader
role-clerk = Clerk
role-administrator = Administrator
