# Titles of the pages that say no.
failure-title-not-found = Not found
failure-title-forbidden = Not permitted
failure-title-signed-out = Sign in first
failure-title-conflict = Somebody else has just changed this dossier
failure-title-fault = Something went wrong on our side
failure-title-refused = This could not be done

# What the rules and the server refuse: text, and what to do next.
refusal-other = The request could not be carried out (code { $code }).
    .next = Check the information. If it still fails, contact the one-stop counter and tell them the code.
refusal-input = Some information is wrong or missing.
    .next = Correct the fields named and send again. What you typed is kept.
    .program = Correct what errors names and send it again.
refusal-fault = The system could not carry out the request. Error number: { $number }.
    .next = Try again in a few minutes. If it happens again, tell the help desk the error number.
refusal-sign-in-first = You are not signed in, or your session has ended.
    .next = Sign in in another tab of the browser, then return to the previous page and send again. What you typed is still there.
refusal-form-expired = The form is no longer valid or was sent from another site.
    .next = Go back, reload the page and send again. If your browser blocks cookies, allow those of this site.
refusal-too-many = Too many attempts.
    .next = Wait { $seconds } seconds and try again.
refusal-officers-only = This is for officers whose position is charged with it.
    .next = If it is your work, sign in with your official account, or ask your agency’s administrator for the right role.
refusal-http-400 = The server could not read the request.
    .next = Go back, check the information and send again.
refusal-http-404 = This page does not exist, or it has moved.
    .next = Check the address, or search from the home page.
refusal-http-405 = This address does not accept what was sent.
    .next = Go back and use the button on the page.
refusal-http-408 = The connection was too slow to send the request completely.
    .next = Check your connection and send again.
refusal-too-large-form = The form with its files is larger than { $most }.
    .next = Choose smaller files, scan again at a lower resolution, or send them in several goes.
refusal-too-large-file = The file is larger than { $most }.
    .next = Choose a smaller file, or scan again at a lower resolution.
refusal-too-large-typed = What was typed into the form is longer than { $most }.
    .next = Shorten it; send longer texts as a file.
refusal-http-415 = The server does not accept this kind of data.
    .next = Send it with the form on the page.
refusal-procedure-unknown = There is no such procedure in the catalogue.
    .next = Check the procedure’s code, or search by its name.
refusal-procedure-withdrawn = The procedure “{ $name }” has been abolished.
    .next = Look for the procedure that replaces it, or ask the one-stop counter.

# What is wrong with one field.
problem-other = This is not correct. Please check it.
problem-missing = Fill this in.
problem-id-missing = Enter the personal identification number.
problem-id-not-digits = A personal identification number has only digits, no letters or signs.
problem-id-length = A personal identification number has exactly 12 digits; { $count } were entered.
problem-id-province = This is not a personal identification number: no province has the code { $province }.
problem-tax-code = A tax code has 10 digits, or 10 digits and 3 for a branch, such as 6200012349-001.
problem-phone-missing = Enter a telephone number, so that we can tell you about the dossier.
problem-phone = This is not a telephone number. Enter 10 digits that begin with 0, such as 0912 345 678.
problem-too-long = This is longer than { $max } characters. Please shorten it.

# A form that comes back to be sent again.
resend-title = The form was not taken
resend-kept = The browser lost this site’s cookies, or the session ended. Everything that was typed is kept on this page.
resend-look = Look through it and press “Send again”. If you did not just fill in this form here, don’t send it.
resend-sign-in-first = You must sign in before you send it again; then come back to this page.
resend-sign-in = Sign in, in a new tab
resend-typed = What was typed
resend-file = The file “{ $name }” could not be kept. Choose it again
resend-file-none = An attached file, if any
resend-send = Send again
resend-leave = Don’t send
