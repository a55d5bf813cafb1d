# The measurements, one function each. Sourced by bench/run.

# writes SCRIPT COUNT: a load that writes, on each engine.
writes() {
  echo "| engine | $2 | p50 ms | p99 ms | most ms | errors |"
  echo "|---|---|---|---|---|---|"
  local engine
  for engine in $ENGINES; do
    province "$engine" "$SMALL"
    places
    serve
    scan
    load "$1" "$CONNECTIONS"
    printf '| %s%s | %.0f | %s | %s | %s | %s |\n' "$engine" "${BENCH_KEYED:+, with Idempotency-Key}" "$RATE" "$P50" "$P99" "$MOST" "$FAILED"
    stop
  done
}

# places: a file with the citizen's token, then a line a commune: its code, its agency, tokens of its officers.
places() {
  export BENCH_PLACES="$DATA/places"
  [ -f "$BENCH_PLACES" ] && return
  local code agency
  token congdan1 >"$BENCH_PLACES.new"
  sed -n 's/.*"code": "\(H35\.[0-9]*\)".*"level": "commune", "kind": "authority".*"commune": "\([0-9]*\)".*/\2 \1/p' \
    crates/motcua/data/lai-chau/agencies.json | while read -r code agency; do
    echo "$code $agency $(token "tiepnhan.$code") $(token "thuly.$code") $(token "lanhdao.$code") $(token "vanthu.$code")"
  done >>"$BENCH_PLACES.new"
  mv "$BENCH_PLACES.new" "$BENCH_PLACES"
}

# scan: what the citizen hands in with every filing: uploaded once. Sets BENCH_FILE.
scan() {
  base64 -d >"$DATA/scan.png" <<<iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==
  BENCH_FILE=$(curl -sf -H "Authorization: Bearer $(head -n 1 "$BENCH_PLACES")" -F "file=@$DATA/scan.png" "$URL/api/v1/files" |
    sed -n 's/.*"id":"\([^"]*\)".*/\1/p')
  export BENCH_FILE
}

measure_filings() {
  echo "Filings: \`POST /api/v1/dossiers\`, $CONNECTIONS connections, each answered when it is on the disk"
  echo
  writes filings "filings/s"
  BENCH_KEYED=1
  export BENCH_KEYED
  writes filings "filings/s" | tail -n +3
  unset BENCH_KEYED
}

measure_lifecycles() {
  echo "Lifecycles: file, receive, assign, propose, approve, sign, issue, hand over; $CONNECTIONS connections (latency of a step)"
  echo
  export BENCH_COUNT=finished
  writes lifecycles "lifecycles/s"
  unset BENCH_COUNT
}

# reads WHO WHAT: the paths of BENCH_PATHS, few at a time and many.
reads() {
  local engine=$1 few
  load paths 4
  few="$P50 | $P99"
  local failed=$FAILED header
  load paths "$CONNECTIONS"
  header=${BENCH_TOKEN:+Authorization: Bearer $BENCH_TOKEN}${BENCH_COOKIE:+Cookie: $BENCH_COOKIE}
  printf '| %s | %s | %s | %.0f | %s | %s | %s | %s |\n' "$engine" "$2" "$few" "$RATE" "$P50" "$P99" "$(slowest "$header")" $((failed + FAILED))
}

reads_head() {
  echo "| engine | what | p50 ms, 4 clients | p99 ms, 4 clients | a second, $CONNECTIONS clients | p50 ms | p99 ms | slowest alone, ms | errors |"
  echo "|---|---|---|---|---|---|---|---|---|"
}

# as_token LOGIN / as_cookie LOGIN: who asks.
as_token() { unset BENCH_COOKIE; BENCH_TOKEN=$(token "$1"); export BENCH_TOKEN; }
as_cookie() { unset BENCH_TOKEN; BENCH_COOKIE=$(cookie "$1"); export BENCH_COOKIE; }

# examples: names and codes that the province holds, from its newest dossiers and from all over.
examples() {
  [ -s "$DATA/names" ] && return
  local token
  token=$(token chutich)
  { curl -s -H "Authorization: Bearer $token" "$URL/api/v1/dossiers.csv?agency=$1" || true; } | head -n 12001 | awk -F, '
    NR > 1 && NR % 240 == 0 { print $9 >names; print $1 >codes }' names="$DATA/names" codes="$DATA/codes"
}

# draft COOKIE PROCEDURE: begins a filing and tells its address.
draft() {
  local page token visitor
  page=$(curl -s -i -b "$1" "$URL/file/$2")
  token=$(sed -n 's/.*name="csrf" value="\([^"]*\)".*/\1/p' <<<"$page" | head -n 1)
  # What a form sends is known by the browser that it was shown to.
  visitor=$(sed -n 's/^set-cookie: \(visitor=[^;]*\).*/\1/p' <<<"$page" | head -n 1)
  curl -s -o /dev/null -w '%{redirect_url}' -b "$1; $visitor" --data-urlencode "csrf=$token" "$URL/file/$2" |
    sed 's|.*\(/drafts/[^/]*\)/.*|\1|'
}

measure_forms() {
  echo "Pages of electronic forms: declaring a birth, residence, a household business; the counter's page with the choice of a form"
  echo
  reads_head
  local engine procedure
  export BENCH_PATHS="$BENCH_DIR/paths"
  for engine in $ENGINES; do
    province "$engine" "$SMALL"
    serve
    as_cookie congdan1
    for procedure in 1.001193 1.004222 1.001612; do echo "$(draft "$BENCH_COOKIE" $procedure)/form"; done >"$BENCH_PATHS"
    reads "$engine" "form pages of a citizen"
    as_cookie tiepnhan.03549
    printf '/intake/%s\n' 1.001193 1.004222 1.001612 >"$BENCH_PATHS"
    reads "$engine" "form pages of a counter"
    stop
  done
}

measure_lists() {
  echo "Lists and search over $DOSSIERS dossiers"
  echo
  reads_head
  local engine agency=H35.38 commune=03478 filters
  export BENCH_PATHS="$BENCH_DIR/paths"
  for engine in $ENGINES; do
    province "$engine" "$DOSSIERS"
    serve
    commune=$(sed -n "s/.*\"code\": \"$agency\".*\"commune\": \"\([0-9]*\)\".*/\1/p" crates/motcua/data/lai-chau/agencies.json | head -n 1)
    examples "$agency"
    filters="limit=50 status=in_process status=awaiting_supplement status=filed due_before=2025-12-23 received_from=2025-12-01&received_to=2025-12-05
      received_from=2025-03-01&received_to=2025-03-05 procedure=1.001193 procedure=1.014159 officer=thuly.$commune officer=thuly.$commune&status=in_process
      status=returned&procedure=1.001193 received_to=2025-02-01"
    printf '/queue\n/queue?view=unit\n/queue?view=waiting\n/queue?due=overdue\n/queue?task=process\n' >"$BENCH_PATHS"
    for who in thuly.$commune tiepnhan.$commune thuly.nongnghiep tiepnhan.tinh; do
      as_cookie "$who"
      reads "$engine" "queue page of $who"
    done
    printf '/api/v1/dossiers?%s\n' $filters "agency=$agency" "agency=$agency&status=filed" >"$BENCH_PATHS"
    as_token chutich
    reads "$engine" "lists, province"
    printf '/api/v1/dossiers?%s\n' $filters >"$BENCH_PATHS"
    as_token "thuly.$commune"
    reads "$engine" "lists, officer of one commune"
    as_token "tiepnhan.tinh"
    reads "$engine" "lists, the province's counter"
    searches >"$BENCH_PATHS"
    as_token chutich
    reads "$engine" "search, province"
    as_token "thuly.$commune"
    reads "$engine" "search, officer of one commune"
    printf '/api/v1/dossiers?limit=50\n/api/v1/dossiers?status=returned\n' >"$BENCH_PATHS"
    as_token congdan1
    reads "$engine" "a citizen's own"
    stop
  done
}

# searches: whole names, beginnings of names, rare and common words, codes.
searches() {
  awk '{ print "/api/v1/dossiers?q=" $0 }' "$DATA/names"
  awk 'NR % 3 == 0 { print "/api/v1/dossiers?q=" $1 " " substr($2, 1, 1); print "/api/v1/dossiers?q=" $1 " " $2 " " substr($3, 1, 2) }' "$DATA/names"
  awk 'NR % 3 == 0 { print "/api/v1/dossiers?q=" $0 }' "$DATA/codes"
  printf '/api/v1/dossiers?q=%s\n' nguyen 'thi' 'van a' 'lo thi' 'giang a' 'khong ai' 0912 09123
}

measure_index() {
  echo "Index over $DOSSIERS dossiers, \`GET /api/v1/index\`"
  echo
  reads_head
  local engine
  export BENCH_PATHS="$BENCH_DIR/paths"
  unset BENCH_TOKEN BENCH_COOKIE
  for engine in $ENGINES; do
    province "$engine" "$DOSSIERS"
    serve
    printf '/api/v1/index\n/api/v1/index?from=2025-10-01\n' >"$BENCH_PATHS"
    reads "$engine" "province"
    printf '/api/v1/index?agency=%s\n' H35.38 H35.40 H35.06 >"$BENCH_PATHS"
    reads "$engine" "one agency, with its rank"
    printf '/api/v1/figures\n' >"$BENCH_PATHS"
    reads "$engine" "figures of the conference report"
    stop
  done
}

# A quarter of the whole nation's dossiers: those of a smaller province many times over (bench/multiply.py says what is copied), SQLite.
measure_nation() {
  local from=${NATION_FROM:-100000} times=127 count
  echo "Index over $((from * times)) dossiers"
  echo
  reads_head
  export BENCH_PATHS="$BENCH_DIR/paths"
  unset BENCH_TOKEN BENCH_COOKIE
  province sqlite "$from"
  local few="$DATA"
  database nation $((from * times))
  if [ ! -f "$DATA/made" ]; then
    rm -rf "$DATA"
    cp -r "$few" "$DATA"
    rm "$DATA/made"
    count=$(python3 bench/multiply.py "$DATA/motcua.db" "$times")
    echo "$count" >"$DATA/made"
  fi
  serve
  printf '/api/v1/index\n/api/v1/index?from=2025-10-01\n' >"$BENCH_PATHS"
  reads sqlite "province"
  printf '/api/v1/index?agency=%s\n' H35.38 H35.40 H35.06 >"$BENCH_PATHS"
  reads sqlite "one agency, with its rank"
  printf '/api/v1/index?as_of=%s\n' 2025-03-31 2025-06-15 2025-10-01 2025-12-22 >"$BENCH_PATHS"
  reads sqlite "the province as of a past day"
  printf '/api/v1/figures?as_of=%s\n' 2025-06-15 2025-10-01 >"$BENCH_PATHS"
  reads sqlite "figures of the conference report as of a past day"
  stop
}

measure_export() {
  echo "Export of $DOSSIERS dossiers, \`GET /api/v1/dossiers.csv\`, and of the journal"
  echo
  echo "| engine | what | rows | MB | s | peak memory MB |"
  echo "|---|---|---|---|---|---|"
  local engine begun file="$BENCH_DIR/export"
  for engine in $ENGINES; do
    province "$engine" "$DOSSIERS"
    serve
    forget_peak
    begun=$(now)
    curl -sf -H "Authorization: Bearer $(token chutich)" -o "$file" "$URL/api/v1/dossiers.csv"
    printf '| %s | dossiers as CSV | %d | %d | %.1f | %s |\n' "$engine" $(($(wc -l <"$file") - 1)) $(($(stat -c %s "$file") / 1000000)) "$(since "$begun")" "$(peak)"
    rm -f "$file"
    stop
  done
}

measure_demo() {
  echo "Demonstration: \`motcua demo --create-only\`"
  echo
  echo "| engine | dossiers | s | dossiers/s |"
  echo "|---|---|---|---|"
  local engine count
  for engine in $ENGINES; do
    for count in ${DEMOS:-20000 100000 $DOSSIERS}; do
      province "$engine" "$count"
      printf '| %s | %d | %.1f | %.0f |\n' "$engine" "$count" "$MADE_IN" "$(awk -v n="$count" -v s="$MADE_IN" 'BEGIN { print n / s }')"
    done
  done
}

measure_size() {
  echo "Size"
  echo
  echo "| what | |"
  echo "|---|---|"
  printf '| the program, one file | %.1f MB |\n' "$(stat -c %s "$MOTCUA_BIN" | awk '{ print $1 / 1e6 }')"
  local engine bytes
  for engine in $ENGINES; do
    province "$engine" "$DOSSIERS"
    if [ "$engine" = sqlite ]; then
      bytes=$(stat -c %s "$DATA"/motcua.db "$DATA"/motcua.db-wal 2>/dev/null | awk '{ sum += $1 } END { print sum }')
    else
      bytes=$(psql -qAt "$MOTCUA_TEST_POSTGRES" -c "SELECT SUM(pg_total_relation_size(c.oid)) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE relkind = 'r' AND nspname = 'bench_$DOSSIERS'")
    fi
    awk -v engine="$engine" -v bytes="$bytes" -v count="$DOSSIERS" 'BEGIN { printf "| %s, %d dossiers with their whole journal | %.2f GB, %d bytes a dossier |\n", engine, count, bytes / 1e9, bytes / count }'
  done
}

measure_memory() {
  echo "Memory of the server, MB"
  echo
  echo "| engine | dossiers | idle | after lists | after filings |"
  echo "|---|---|---|---|---|"
  local engine count idle lists runs=$RUNS
  export BENCH_PATHS="$BENCH_DIR/paths"
  RUNS=1
  for engine in $ENGINES; do
    for count in $SMALL $DOSSIERS; do
      province "$engine" "$count"
      places
      serve
      sleep 2
      idle=$(resident)
      printf '/api/v1/dossiers?limit=200\n/api/v1/dossiers?q=nguyen\n/api/v1/index\n' >"$BENCH_PATHS"
      as_token chutich
      load paths "$CONNECTIONS"
      lists=$(resident)
      # Filings would change the large province.
      if [ "$count" = "$SMALL" ]; then load filings "$CONNECTIONS"; fi
      printf '| %s | %d | %s | %s | %s |\n' "$engine" "$count" "$idle" "$lists" "$([ "$count" = "$SMALL" ] && resident)"
      stop
    done
  done
  RUNS=$runs
}

measure_start() {
  echo "Start, from the command to a ready \`/readyz\`, s"
  echo
  echo "| engine | dossiers | start |"
  echo "|---|---|---|"
  local engine count run all
  for engine in $ENGINES; do
    for count in $SMALL $DOSSIERS; do
      province "$engine" "$count"
      all=()
      for ((run = 0; run < RUNS + 2; run++)); do
        serve
        all+=("$STARTED_IN")
        stop
      done
      printf '| %s | %d | %.2f |\n' "$engine" "$count" "$(median "${all[@]}")"
    done
  done
}

measure_pages() {
  need_packages chromium >&2
  need_node >&2
  (cd e2e && [ -d node_modules/playwright-core ] || npm ci --silent --no-audit --no-fund)
  # Version 12 is the last for Node 20. Without it the table says so.
  local lighthouse="$BENCH_DIR/lighthouse"
  [ -d "$lighthouse/node_modules/lighthouse" ] || npm install --silent --no-audit --no-fund --prefix "$lighthouse" lighthouse@12 >&2 || lighthouse=
  province sqlite "$SMALL"
  serve
  node bench/pages.mjs "$URL" ${lighthouse:+"$lighthouse"}
  stop
}

# Who watches a conference: 57 bridge points, and 2,000 viewers, on one process.
measure_viewers() {
  need_node >&2
  echo "**viewers** of a conference on one process: memory, processor, latency of a new line of the minutes to all"
  ulimit -n 65536 2>/dev/null || ulimit -n "$(ulimit -Hn)"
  province sqlite "$SMALL"
  serve
  node bench/viewers.mjs "$URL" "$PID" 57
  echo
  node bench/viewers.mjs "$URL" "$PID" 2000
  stop
}

measure_tasks() {
  echo "The leader's page, the list, the agency's view and the calendar with ${TASKS:-100000} tasks over five years"
  echo
  reads_head
  local engine
  export BENCH_PATHS="$BENCH_DIR/paths"
  for engine in $ENGINES; do
    # So few dossiers have no other province of this name.
    MORE="--tasks ${TASKS:-100000}" province "$engine" 90
    serve
    as_cookie chutich
    local path
    for path in /tasks/overview /tasks "/tasks?side=all" /agenda /calendar; do
      echo "$path" >"$BENCH_PATHS"
      reads "$engine" "\`$path\`"
    done
    stop
  done
}
