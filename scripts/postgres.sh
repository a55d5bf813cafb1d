# start_postgres [OPTION…]: a private PostgreSQL for the tests, with these options of its server too, gone when the script ends;
# its address in MOTCUA_TEST_POSTGRES.
# Sourced, not run. initdb and postgres refuse to run as root, so they run as the user that Debian's package made.

start_postgres() {
  local bin port
  bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])' 2>/dev/null || echo $((20000 + RANDOM % 20000)))
  MOTCUA_POSTGRES_DIR=$(mktemp -d)
  as_postgres() { if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
  [ "$(id -u)" -eq 0 ] && chown postgres "$MOTCUA_POSTGRES_DIR"
  (
    cd "$MOTCUA_POSTGRES_DIR"
    as_postgres "$bin/initdb" -D "$MOTCUA_POSTGRES_DIR/data" -U motcua --auth=trust --encoding=UTF8 --locale=C >/dev/null
    as_postgres "$bin/pg_ctl" -D "$MOTCUA_POSTGRES_DIR/data" -l "$MOTCUA_POSTGRES_DIR/log" -w \
      -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$MOTCUA_POSTGRES_DIR -c max_connections=300 $*" start >/dev/null
  )
  trap 'cd /; as_postgres "'"$bin"'/pg_ctl" -D "$MOTCUA_POSTGRES_DIR/data" -m immediate stop >/dev/null 2>&1; rm -rf "$MOTCUA_POSTGRES_DIR"' EXIT
  export MOTCUA_TEST_POSTGRES="postgres://motcua@127.0.0.1:$port/postgres"
}
