# Texts of the JSON API: what programs are told when something can't be done.
api-token-first = The request carries no access token, or one that is no longer valid.
    .next = Send the header “Authorization: Bearer …” with a token from an administrator (motcua people token).

refusal-malformed-json = What was sent is not valid JSON (line { $line }, column { $column }).
    .next = Correct the JSON at the place named and send it again.
refusal-wrong-type = A field is of the wrong type.
    .next = See “errors”, and the description at /api/openapi.json, and send it again.
refusal-malformed-query = The query can’t be read: { $reason }
    .next = See the parameters at /api/openapi.json and send it again.
refusal-idempotency-key = The Idempotency-Key is not valid: it must have 1 to { $most } ASCII characters.
    .next = Make up a new key, such as a UUID, for each different request.
refusal-action-unknown = There is no action “{ $action }”.
    .next = These actions can be used: { $allowed }.
refusal-token-ended = The token was withdrawn, or its account is no longer valid.
    .next = Ask an administrator for a new token.
refusal-portal-only = The national portal’s channel is only for administrators and connected systems.
    .next = Use the channel “online” to file for yourself, or “counter” to take in at a counter.
refusal-agency-unknown = There is no agency with the code { $code }.
    .next = See the list at /api/v1/agencies.
refusal-file-not-found = There is no such file, or you may not see it.
    .next = If the file belongs to a dossier, add ?dossier=CODE to the address.
refusal-records-unknown = No records are kept for the indicator “{ $key }” in this scope.
    .next = Use the “records” address in the answer of /api/v1/index or /api/v1/figures.
refusal-http-503 = The system is not ready to serve.
    .next = Try again in a few minutes.

problem-day = This is not a date. Send it as in ISO 8601, such as 2025-12-23.
problem-instant = This is not an instant. Send it as in RFC 3339 with an offset, such as 2025-12-23T08:30:00+07:00, or only a day, such as 2025-12-23.
problem-login-unknown = No officer has the login “{ $login }”.
problem-wrong-type = The wrong type: { $reason }.
problem-value-unknown = “{ $value }” is not a value of this field. Allowed: { $allowed }.
problem-cursor = This is not a place in the list. Use the “next” of the page before as it is.
problem-limit = A page has 1 to { $most } items.
problem-version-missing = Send the dossier’s “version” that you saw, so that nobody’s work is overwritten.
problem-receive-at-counters = Only dossiers filed at a counter or by post can be received at once.
problem-officer-of-interest = { $name } has an interest in this dossier (as applicant, or authorised by them) and may not settle it. Choose somebody else.
problem-officer-unknown = No case officer of this agency has the login “{ $login }”.
problem-file-missing = The request has no file. Send it as the part “file”.
problem-file-unknown = This account has uploaded no such file. Upload it first (POST /api/v1/files) and use the identifier that you get.
problem-procedure-unknown = No procedure has this code. Find it with /api/v1/procedures?q=…
problem-period = The last day of the period must not be before its first.
problem-parameter-unknown = This call has no parameter { $value }. It takes: { $allowed }.

api-http-400 = The server could not read the request.
    .next = Check address, headers and body against the description at /api/openapi.json and send it again.
api-http-404 = The API has no such address.
    .next = See the addresses at /api/openapi.json.
api-http-405 = This address does not take the method { $method }.
    .next = Use one of these methods: { $allowed }.
api-http-415 = The Content-Type of the request is not taken.
    .next = Send it with the header “Content-Type: { $takes }”.
refusal-unknown-field = There is no field “{ $name }”; nothing was recorded.
    .next = Correct the field’s name by “errors” and the description at /api/openapi.json and send it again.
problem-unknown-field = There is no field “{ $name }”. These are taken: { $allowed }.
refusal-too-large-json = The JSON body is larger than { $most }.
    .next = Send less in one request; upload files on their own with POST /api/v1/files.
refusal-records-not-for-you = Your position does not see citizens’ dossiers, so the list behind this indicator does not open; how many there are is public.
    .next = Ask a leader or an officer of the agency that settles them to open /api/v1/index/{ $key }/records, or to give you a position or a delegation there.
refusal-petition-action-unknown = There is no action “{ $action }” on petitions.
    .next = The actions are supplement, rate, ask-supplement, forward, draft, send-back, issue, publish.
refusal-result-action-unknown = There is no action “{ $action }” on requests about results.
    .next = The actions are issue, send-back, refuse.
refusal-archive-action-unknown = There is no action “{ $action }” on lists for disposal.
    .next = The actions are approve, refuse.
