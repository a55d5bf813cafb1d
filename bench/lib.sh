# What the measurements share: the program, provinces on either engine, servers, tokens, medians. Sourced by bench/run.

# in_tenths N…: the median of numbers, as it is.
median() { printf '%s\n' "$@" | sort -g | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'; }

# The program: built for release, or given as MOTCUA_BIN.
build() {
  [ -n "${MOTCUA_BIN:-}" ] && return
  need_packages build-essential
  need_rust
  say "Building" >&2
  cargo build --release --locked --package motcua --quiet
  MOTCUA_BIN="$CARGO_TARGET_DIR/release/motcua"
}

# database ENGINE COUNT: where the province of so many dossiers is. Sets DATA and the options AT that lead there.
database() {
  DATA="$BENCH_DIR/$1-$2"
  AT=(--data "$DATA")
  if [ "$1" = postgres ]; then
    [ -n "${MOTCUA_TEST_POSTGRES:-}" ] || TMPDIR="$BENCH_DIR" start_postgres
    AT+=(--database "$MOTCUA_TEST_POSTGRES?schema=bench_$2")
  fi
}

# province ENGINE COUNT: with the options in MORE, if any, a simulated province of so many dossiers, made where there is none. As database; sets MADE_IN, the
# seconds that it took.
province() {
  local begun
  database "$@"
  [ -f "$DATA/made" ] && [ "$1" = sqlite ] && { MADE_IN=$(cat "$DATA/made"); return; }
  [ -f "$DATA/made" ] && [ "$(cat "$DATA/server" 2>/dev/null)" = "${MOTCUA_POSTGRES_DIR:-}" ] && { MADE_IN=$(cat "$DATA/made"); return; }
  rm -rf "$DATA"
  mkdir -p "$DATA"
  begun=$(now)
  "$MOTCUA_BIN" demo --dossiers "$2" ${MORE:-} --create-only "${AT[@]}" >/dev/null 2>"$DATA/log"
  MADE_IN=$(since "$begun")
  echo "$MADE_IN" >"$DATA/made"
  echo "${MOTCUA_POSTGRES_DIR:-}" >"$DATA/server"
}

now() { date +%s.%N; }
since() { awk -v from="$1" -v to="$(now)" 'BEGIN { printf "%.3f", to - from }'; }

# serve: serves the province at AT on a free port. Sets URL, PID and STARTED_IN, the seconds until it was ready.
serve() {
  local port begun
  port=$((20000 + RANDOM % 20000))
  URL="http://127.0.0.1:$port"
  begun=$(now)
  "$MOTCUA_BIN" demo "${AT[@]}" --listen "127.0.0.1:$port" >"$DATA/out" 2>>"$DATA/log" &
  PID=$!
  until curl -sf -o /dev/null "$URL/readyz"; do
    kill -0 "$PID" 2>/dev/null || { cat "$DATA/log" >&2; exit 1; }
    sleep 0.005
  done
  STARTED_IN=$(since "$begun")
}

stop() {
  [ -z "${PID:-}" ] && return
  kill "$PID" 2>/dev/null || true
  wait "$PID" 2>/dev/null || true
  PID=
}

token() { "$MOTCUA_BIN" people token --login "$1" --days 365 "${AT[@]}"; }

# cookie LOGIN: the session's cookie of somebody who signed in at the page.
cookie() {
  local jar form
  jar=$(mktemp -p "$BENCH_DIR")
  form=$(curl -s -c "$jar" -b "$jar" "$URL/sign-in" | grep -o 'name="csrf" value="[^"]*"' | head -n 1 | sed 's/.*value="//; s/"$//')
  curl -s -o /dev/null -c "$jar" -b "$jar" --data-urlencode "csrf=$form" --data-urlencode "login=$1" \
    --data-urlencode 'password=motcua-demo' "$URL/sign-in"
  awk '$6 == "session" { print "session=" $7 }' "$jar"
  rm -f "$jar"
}

# load SCRIPT CONNECTIONS: runs wrk RUNS times. Sets RATE, P50, P99, MOST to the medians and FAILED to the sum of errors.
load() {
  local line run rates=() p50s=() p99s=() mosts=()
  FAILED=0
  for ((run = 0; run < RUNS; run++)); do
    line=$(BENCH_LUA="$HERE/lua" wrk -t1 -c"$2" -d"${SECONDS_EACH}s" --timeout 10s -s "$HERE/lua/$1.lua" "$URL" | grep '^result')
    read -r _ rate p50 p99 most failed <<<"$line"
    rates+=("$rate") p50s+=("$p50") p99s+=("$p99") mosts+=("$most")
    FAILED=$((FAILED + failed))
  done
  RATE=$(median "${rates[@]}") P50=$(median "${p50s[@]}") P99=$(median "${p99s[@]}") MOST=$(median "${mosts[@]}")
}

# resident: megabytes of memory that the server holds. peak: the most since forget_peak.
resident() { awk '/^VmRSS/ { printf "%.0f", $2 / 1024 }' "/proc/$PID/status"; }
peak() { awk '/^VmHWM/ { printf "%.0f", $2 / 1024 }' "/proc/$PID/status"; }
forget_peak() { echo 5 >"/proc/$PID/clear_refs"; }

# slowest HEADER: the milliseconds of the slowest path of BENCH_PATHS, asked alone (the median of five), and that path.
slowest() {
  local path
  while read -r path; do
    for _ in 1 2 3 4 5; do
      curl -s -o /dev/null -H "$1" -w '%{time_total}\n' "$URL$(sed 's/ /%20/g' <<<"$path")"
    done | sort -g | awk -v path="$path" 'NR == 3 { printf "%.1f %s\n", $1 * 1000, path }'
  done <"$BENCH_PATHS" | sort -g | tail -n 1
}
