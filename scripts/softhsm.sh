# A device in software with two keys, for tests. Sourced, not run.

# start_softhsm: a token "motcua" (number 1234) with an RSA and a P-256 key; sets SOFTHSM2_CONF and MOTCUA_TEST_SOFTHSM, the folder in
# which the certificates are.
start_softhsm() {
  local folder kind
  folder=$(mktemp -d "${TMPDIR:-/tmp}/motcua-softhsm-XXXXXX")
  mkdir "$folder/tokens"
  printf 'directories.tokendir = %s/tokens\nobjectstore.backend = file\nlog.level = ERROR\n' "$folder" >"$folder/softhsm2.conf"
  export SOFTHSM2_CONF="$folder/softhsm2.conf" MOTCUA_TEST_SOFTHSM="$folder"
  softhsm2-util --init-token --free --label motcua --so-pin 12345678 --pin 1234 >/dev/null
  for kind in rsa ec; do
    if [ "$kind" = rsa ]; then
      openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$folder/$kind.key" 2>/dev/null
    else
      openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$folder/$kind.key" 2>/dev/null
    fi
    openssl req -x509 -key "$folder/$kind.key" -days 3650 -subj "/CN=Thiet bi $kind" -out "$folder/$kind.pem"
    softhsm2-util --import "$folder/$kind.key" --token motcua --label "$kind" --id "$([ "$kind" = rsa ] && echo a1 || echo b2)" --pin 1234 >/dev/null
    rm "$folder/$kind.key"
  done
}
