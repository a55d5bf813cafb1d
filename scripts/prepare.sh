# What ./run and ./test share: installing what is missing, and where builds go.
# Sourced, not run.

# One folder for all clones, so that a second clone builds only what differs.
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/motcua/target}"

say() { printf '\033[1m%s\033[0m\n' "$*"; }

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

# need_packages PACKAGE…: installs Debian packages that are not there.
need_packages() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  say "Installing ${missing[*]}"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# need_rust: a Rust toolchain new enough for this workspace (rust-version in Cargo.toml).
need_rust() {
  [ -f "$HOME/.cargo/env" ] && . "$HOME/.cargo/env"
  local wanted have
  wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
  have=$(rustc --version 2>/dev/null | awk '{print $2}')
  if [ -n "$have" ] && [ "$(printf '%s\n%s\n' "$wanted" "$have" | sort -V | head -n 1)" = "$wanted" ]; then return; fi
  say "Installing Rust (found ${have:-none}, need $wanted or newer)"
  need_packages curl ca-certificates
  curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y --profile minimal --component clippy --component rustfmt >/dev/null
  . "$HOME/.cargo/env"
}

# need_node: Node 18 or newer, with npm.
need_node() {
  local major
  major=$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/')
  if [ "${major:-0}" -ge 18 ] && command -v npm >/dev/null; then return; fi
  need_packages nodejs npm
}

# need_python_packages PACKAGE…: a Python of its own beside the builds, with these packages from PyPI; sets PYTHON.
need_python_packages() {
  local venv="$CARGO_TARGET_DIR/python"
  PYTHON="$venv/bin/python"
  if ! "$PYTHON" -m pip --version >/dev/null 2>&1; then
    need_packages python3 python3-venv
    python3 -m venv "$venv"
  fi
  "$PYTHON" -m pip install --quiet --disable-pip-version-check "$@"
}
