# Routes: consultations, transfers, sending back to a step, late steps.

desk-act-consult = Ask another agency for its opinion
    .hint = Several agencies can be asked at once. The time limit of the dossier goes on.
    .submit = Ask
desk-consult-agency = Agency to ask
desk-consult-question = What to give an opinion on
desk-consult-due-on = Answer by the end of
    .hint = Until 17:00 on this day, and no later than the day on which the result is due.
desk-consult-required = Must the dossier wait for it?
desk-consult-required-yes = It must: nothing is proposed without it, unless the deadline of the answer has passed and there is a reason
desk-consult-required-no = It need not: the opinion is taken into account if it comes
desk-act-answer-consultation = Give an opinion
    .hint = Your agency was asked for its opinion on this dossier.
    .submit = Send the opinion
desk-answer-consultation-content = Opinion of the agency
desk-answer-consultation-file = Document with it
desk-act-transfer = Transfer to the competent agency
    .hint = The applicant files nothing again. Papers go along; the time limit still counts from reception; the counter that received it hands over the result.
    .submit = Transfer
desk-transfer-agency = Agency that settles it
desk-transfer-reason = Reason
desk-send-back-step = Back to which step
desk-done-consult = The question about dossier { $value } was sent.
desk-done-answer-consultation = The opinion on dossier { $value } was sent.
desk-done-transfer = Dossier { $value } was transferred to the competent agency.

event-consulted = { $agency } asked for an opinion by { $due }
event-consultation-answered = { $agency } gave its opinion
event-consultation-file = Document with the opinion
event-transferred = Transferred to { $agency }

problem-consult-oneself = This agency is settling the dossier. Choose another one.
problem-consultation-over = This deadline is over. Choose a day from today on (before 17:00 if it is today).
problem-consultation-after-due = This is later than the result is due ({ $due }). Choose an earlier day, so that there is time to use the opinion.
problem-transfer-to-itself = This agency settles the dossier already. Choose another one.
refusal-consulted-already = { $agency } has been asked and has not answered yet.
    .next = Wait for the answer; it can be asked again once it has answered or the dossier went on without it.
refusal-consultation-none = Your agency has no open question about this dossier.
    .next = A colleague may have answered, or the dossier went on after the deadline.
refusal-consultation-open = The dossier can’t go on yet: the opinion of { $agency } is awaited until { $time } on { $due }.
    .next = Urge that agency. Once the opinion is there, or its deadline has passed (you then say why it goes on, and it is recorded as not answered), it can.

consultations-title = Consultations
consultations-lead = What agencies ask each other while dossiers are settled; what must be answered first stands on top.
consultations-asked = To answer ({ $count })
consultations-awaited = Awaited ({ $count })
consultations-none = No open questions
    .text = What was answered stands in the history of each dossier.
consultations-col-dossier = Dossier
consultations-col-question = Question
consultations-col-from = Asked by
consultations-col-to = Asked
consultations-col-due = Answer by
consultations-required = The dossier waits
consultations-optional = If it comes
consultations-answer = Answer
consultation-answered = Answered at { $at }
consultation-unanswered = Not answered; the dossier went on at { $at }
consultation-waiting = Answer by { $due }
consultation-by-route = The route asked for this by itself when the dossier came to the step.
consultation-nobody = Nobody to ask
    .text = The route needs this opinion, but no agency could be found to ask. If it is still needed, ask another agency.
desk-propose-without-opinions = Why it goes on without the opinions
desk-forward-without-opinions = Why it goes on without the opinions
desk-missed-opinions = Not answered in time: { $agencies }. Whoever goes on answers for it; the reason is kept on the dossier. Where the law of the field takes silence for consent, cite it.
consultation-over = Answer overdue since { $due }
passages-title = Transfers
passage = from { $from } to { $to }
queue-consultations = Asked for an opinion ({ $count })

bulk-title = Several dossiers at once
bulk-action = What to do with the chosen dossiers
    .hint = Choose dossiers in the list above. Each is judged by itself; where it can't be done, the reason is given.
bulk-officer = Officer (when assigning)
    .hint = Shared evenly: each goes to whoever has the fewest.
bulk-share = Share evenly by what each has in hand
bulk-send = Do it to the chosen dossiers
bulk-pick = Choose dossier { $code }
bulk-done = Done to { $count ->
    [one] one dossier
   *[other] { $count } dossiers
}
bulk-failed = Not done to { $count ->
    [one] one dossier
   *[other] { $count } dossiers
}
bulk-before = done by the earlier sending
bulk-assigned = assigned to { $officer }
bulk-col-dossier = Dossier
bulk-col-why = Why
bulk-col-next = What next
bulk-back = Back to my work
assign-load = { $name } ({ $count } in hand)
refusal-bulk-action = Nothing was chosen to be done to the dossiers.
    .next = Go back to the list, choose dossiers and what to do.
refusal-bulk-nothing = No dossier was chosen.
    .next = Go back to the list and tick the dossiers.
refusal-bulk-many = At most { $most } dossiers can be handled at once.
    .next = Send them in several goes.
refusal-nobody-to-assign = Nobody in agency { $agency } is a case officer.
    .next = The head of the agency does it until somebody is appointed; ask an administrator to do so.
refusal-officer-elsewhere = The officer who was chosen does not process dossiers in the agency that settles this one.
    .next = Choose somebody of that agency, or share evenly.
refusal-heads-only = This page is for leaders and administrators.
    .next = Ask the leader of your agency.

late-title = Late steps
late-lead = Steps that ended after their own due time in the period, and steps that are late now. A late step does not make a late dossier.
late-from = Ended from
late-to = Up to and with
late-views = Counted by
late-by-agency = Agency
late-by-officer = Officer
late-by-procedure = Procedure
late-all = Late steps
late-running = Late now
late-records = Each step
late-col-dossier = Dossier
late-col-step = Step
late-col-officer = Officer
late-col-due = Step due
late-none = No step was late in this period
    .text = Choose another period, or fewer filters.
queue-late = Late steps

gaps-title = Steps that nobody can do
    .text = Where dossiers wait for a position that nobody holds, nor acts in.
gaps-notice = The head of the agency does these until somebody is appointed. Who proposes does not decide, except where duties may be joined.
gaps-none = Every step has somebody
    .text = Wherever dossiers wait, somebody holds the position or acts in it.
gaps-col-agency = Agency
gaps-col-role = Vacant position
gaps-col-dossiers = Dossiers waiting
gaps-col-due = First due
gaps-col-head = Done by
gaps-no-head = no head either

elsewhere-title = Taken in here, settled elsewhere
elsewhere-lead = This counter sees them through to the hand-over; results to hand over stand on top.
elsewhere-none = There are none
    .text = Dossiers that are taken in here for other agencies appear here.
elsewhere-col-dossier = Dossier
elsewhere-col-competent = Settled by
elsewhere-col-legal = Due
elsewhere-col-status = Status
elsewhere-col-do = To do

routes-title = Routes
    .text = The steps inside of each procedure: who does them, where, and with what share of the time.
routes-search = Name or code of the procedure
routes-none = No procedure was found
    .text = Try other words.
route-steps = { $count ->
    [one] one step
   *[other] { $count } steps
}
route-title = Route of a procedure
route-lead = Change the steps and save them into the draft. A second person looks them over and publishes; what was filed goes its old way.
route-picture = The route
    .label = Picture of the route: the steps from top to bottom, on the right the opinions that are asked for side by side in that step. The table below says all of it.
    .legend = A solid frame is a step; a dashed one is an agency whose opinion is asked for, side by side, when the dossier comes to that step.
route-table = Table of the steps
route-col-step = Step
route-col-who = Who, where
route-col-share = Share of the time
route-col-opinions = Opinions asked for side by side
route-opinion = { $agency }, within { $within }: { $question }
route-within-working-hours = { $count ->
    [one] one working hour
   *[other] { $count } working hours
}
route-within-working-days = { $count ->
    [one] one working day
   *[other] { $count } working days
}
route-within-share = { $count } % of the step’s time
route-unit-working-hours = working hours
route-unit-working-days = working days
route-unit-share = % of the step’s time
route-ask = Opinion { $number }
route-ask-whom = Agency asked
route-ask-question = What is asked
route-ask-amount = Time for the answer
    .hint = From when the dossier comes to this step; never later than the result is due.
route-ask-unit = Counted in
route-add-ask = Ask for another opinion in this step
route-unask = Take this opinion out
route-whom-commune = The commune where the matter is
route-whom-superior = The agency above the one that settles it
route-step = Step { $number }
route-step-name = Name
route-step-task = What is done
route-step-role = In which position
route-step-place = Where
route-step-share = Share of the time (%)
route-place-competent = The agency that settles it
route-place-counter = The counter that hands over the result
route-add = Add a step after this
route-up = Move up
route-remove = Take this step out
route-effective = In effect from
    .hint = Needed for submitting; from today on.
route-note = Basis: the decision that announces the route
route-save = Save the draft
route-submit = Save and submit
route-publish = Publish what was submitted
route-in-review = The draft of { $name } waits for a second person to publish it.
route-gap = Step “{ $step }”: nobody holds this position in { $agencies }. The head of the agency must do it there.
route-saved = The route of “{ $value }” was saved into the draft.
route-submitted = The route of “{ $value }” was submitted.
route-published = The new route of “{ $value }” was published.
problem-opinion-time = The time is a whole number: 1 to 480 hours, 1 to 60 days, or 1 to 100 %.
problem-opinion-not-processing = Only a step that processes asks for opinions. Take this one out, or let the step process.
problem-opinion-twice = The step asks this agency already. Put both questions into one.
problem-opinion-too-many = A step asks for at most 10 opinions. Take some out.
problem-opinion-share-of-nothing = The step has no share of the time, so there is no percent of it. Choose working hours or days, or give the step a share.
problem-opinion-nobody = Nobody at this agency can answer. Choose another one, or appoint somebody first.
problem-opinions-missed = { $agencies } did not answer in time. Say why it goes on without the opinion.
problem-route-share = The share is a whole number from 0 to 100.
refusal-route-nobody-processes = No step of the route processes the dossier.
    .next = Add at least one step that processes.
refusal-route-order = Step { $step } comes at the wrong place or twice.
    .next = The order is assign, process (may be several), approve, sign, issue, return; only processing may be repeated.
refusal-route-incomplete = The route lacks a step that signs, issues or returns.
    .next = Add the last three steps.
refusal-route-shares = The shares add up to { $sum } %, not to 100 %.
    .next = Change the shares of the steps.
refusal-route-role-nobody = Nobody can do the step “{ $step }”: this position is held nowhere.
    .next = Choose another position or place, or appoint somebody first.
