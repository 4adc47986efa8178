# shellcheck shell=bash
# Set-up that ./quickstart and ./verify share: source it from a script that runs with `set -euo pipefail`.
# It finds or installs the tools, builds the plugin and the image, and starts the testbed. All talk goes to stderr.
#
#   step TITLE              starts a step (and ends the one before, with how long it took)
#   end_steps               ends the last one;  list_steps  prints all of them with their durations
#   say TEXT, die TEXT [FIX...]
#   watched LABEL COMMAND...  runs a long command: its output goes to a log, its last line is shown while it runs
#   need_tool COMMAND PACKAGE, apt_install PACKAGE..., find_jdk25, need_jdk25, need_maven, need_go, find_kubectl
#   build_plugin            sets PLUGIN (the program) and IMAGE_TAR
#   testbed_up NAME         sets TESTBED_KUBECONFIG;  load_image TAR NAME

ROOT=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
readonly ROOT
# Where the logs of long commands go; the last lines are shown when one fails.
LOGS=${CSDR_LOGS:-$ROOT/target/logs}
readonly TESTBED_CACHE=${CSDR_TESTBED_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/csdr-testbed}

TOLD_WHY=''
if [[ -t 2 && -z ${NO_COLOR:-} ]]; then
  BOLD=$'\e[1m' DIM=$'\e[2m' RED=$'\e[31m' GREEN=$'\e[32m' PLAIN=$'\e[0m'
else
  BOLD='' DIM='' RED='' GREEN='' PLAIN=''
fi
export GREEN TOLD_WHY # for the scripts that source this

STEP_TITLES=()
STEP_SECONDS=()
STEP_STARTED=''

say() { printf '   %s\n' "$*" >&2; }

# die WHAT [FIX...]: the reason in one line, then one line for each thing that the user can do about it.
die() {
  TOLD_WHY=yes
  printf '\n%sFAILED:%s %s\n' "$RED$BOLD" "$PLAIN" "$1" >&2
  shift
  local fix
  for fix in "$@"; do printf '        %s\n' "$fix" >&2; done
  exit 1
}

# Seconds with one decimal since the moment that was given as $EPOCHREALTIME.
seconds_since() {
  local now=${EPOCHREALTIME/[.,]/} then=${1/[.,]/}
  local tenths=$(((now - then) / 100000))
  printf '%d.%d' $((tenths / 10)) $((tenths % 10))
}

step() {
  end_steps
  STEP_TITLES+=("$1")
  STEP_STARTED=$EPOCHREALTIME
  printf '\n%s%d. %s%s\n' "$BOLD" "${#STEP_TITLES[@]}" "$1" "$PLAIN" >&2
}

end_steps() {
  [[ -n $STEP_STARTED ]] || return 0
  local took
  took=$(seconds_since "$STEP_STARTED")
  STEP_SECONDS+=("$took")
  STEP_STARTED=''
  printf '   %s(%s s)%s\n' "$DIM" "$took" "$PLAIN" >&2
}

list_steps() {
  local i
  for i in "${!STEP_SECONDS[@]}"; do
    printf '   %8s s  %s\n' "${STEP_SECONDS[$i]}" "${STEP_TITLES[$i]}" >&2
  done
}

# watched LABEL COMMAND...: the command's stdout and stderr go to LOGS/LABEL.log.
# On a terminal one line tells the time and what the command said last; elsewhere a line appears now and then.
watched() {
  local label=$1 log=$LOGS/$1.log started=$EPOCHREALTIME status=0 shown='' last ticks=0
  shift
  mkdir -p "$LOGS"
  "$@" >"$log" 2>&1 &
  local pid=$!
  # A command in the background does not see the user's Ctrl-C.
  trap 'kill "$pid" 2>/dev/null; exit 130' INT TERM
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.5
    ticks=$((ticks + 1))
    last=$(tail -c 2000 "$log" | tr -d '\0\r' | sed 's/\x1b\[[0-9;]*m//g; s/^\[INFO\] *//; /^[-= ]*$/d' | tail -n 1 | cut -c "1-$((${COLUMNS:-100} - 16))")
    if [[ -t 2 ]]; then
      printf '\r\e[K   %s%5.0f s  %s%s' "$DIM" "$(seconds_since "$started")" "$last" "$PLAIN" >&2
    elif ((ticks % 30 == 0)) && [[ $last != "$shown" ]]; then
      printf '   %5.0f s  %s\n' "$(seconds_since "$started")" "$last" >&2
      shown=$last
    fi
  done
  [[ ! -t 2 ]] || printf '\r\e[K' >&2
  wait "$pid" || status=$?
  trap - INT TERM
  if ((status != 0)); then
    tail -n 25 "$log" | sed 's/^/   | /' >&2
    die "$label: '$*' ended with exit code $status" "everything it said: $log"
  fi
}

is_root() { [[ $(id -u) == 0 ]]; }

# version_at_least HAVE WANT
version_at_least() { [[ $(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1) == "$2" ]]; }

# Brings the lists of packages up to date, once: a fresh machine may have none.
apt_update() {
  if [[ -z ${APT_UPDATED:-} ]] && is_root && command -v apt-get >/dev/null; then
    watched apt-update apt-get update
    APT_UPDATED=yes
  fi
}

apt_has() { apt-cache policy "$1" 2>/dev/null | grep -q '^ *Candidate: [^(]'; }

# apt_install PACKAGE...: installs, or says the command that would.
apt_install() {
  if ! command -v apt-get >/dev/null; then
    die "missing: $*" "this machine has no apt-get: install the equivalent of these Debian packages, then run $0 again"
  fi
  if ! is_root; then
    die "missing: $*" "run this, then $0 again:  sudo apt-get install -y $*"
  fi
  say "installing $*"
  apt_update
  watched apt-install env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

# need_tool COMMAND PACKAGE
need_tool() {
  command -v "$1" >/dev/null && return
  apt_install "$2"
  hash -r
  command -v "$1" >/dev/null || die "the package $2 brought no command $1"
}

is_jdk25() { [[ -x $1/bin/javac && -r $1/release ]] && grep -q '^JAVA_VERSION="25[."]' "$1/release"; }

# Prints the folder of a JDK 25; fails when there is none.
find_jdk25() {
  local home
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/*25* /usr/lib/jvm/* /opt/*jdk*25*; do
    if [[ -n $home ]] && is_jdk25 "$home"; then
      printf '%s\n' "$home"
      return 0
    fi
  done
  return 1
}

# Sets and exports JAVA_HOME.
need_jdk25() {
  local package
  if ! JAVA_HOME=$(find_jdk25); then
    apt_update
    for package in openjdk-25-jdk-headless temurin-25-jdk; do
      if apt_has "$package"; then
        apt_install "$package"
        break
      fi
    done
    JAVA_HOME=$(find_jdk25) || die "there is no JDK 25 (looked at JAVA_HOME and in /usr/lib/jvm)" \
      "Debian 13 and newer:  apt-get install openjdk-25-jdk-headless" \
      "elsewhere: unpack Eclipse Temurin 25 (adoptium.net) below /usr/lib/jvm, or point JAVA_HOME to it"
  fi
  export JAVA_HOME
}

need_maven() {
  need_tool mvn maven
  local version
  version=$(mvn -B --version 2>/dev/null | sed -n 's/\x1b\[[0-9;]*m//g; s/^Apache Maven \([0-9.]*\).*/\1/p')
  version_at_least "$version" 3.8.7 || die "Maven is $version, 3.8.7 or newer is needed" "install a newer one and put its bin folder into PATH"
}

# A Go command of at least 1.21 fetches the version that the testbed's go.mod names by itself, unless GOTOOLCHAIN forbids it.
need_go() {
  [[ -x /usr/local/go/bin/go ]] && PATH=$PATH:/usr/local/go/bin
  need_tool go golang-go
  local version
  version=$(cd "$ROOT/testbed" && go version 2>/dev/null | sed -n 's/^go version go\([0-9.]*\).*/\1/p') || true
  version_at_least "${version:-0}" 1.26 || die "Go 1.26 or newer is needed, here is $(go version)" \
    "unpack it from go.dev/dl to /usr/local/go (a Go of 1.21 or newer fetches 1.26 itself, unless GOTOOLCHAIN=local is set)"
}

# Prints the path of a kubectl: the user's, else the testbed's.
find_kubectl() { command -v kubectl || { [[ -x $TESTBED_CACHE/bin/kubectl ]] && printf '%s\n' "$TESTBED_CACHE/bin/kubectl"; }; }

# True when nothing that Maven reads is younger than the stamp of the last build.
built_already() {
  [[ -x $1 && -r $2 && -e $3 ]] || return 1
  # A folder's time tells of files that went away; the modules' own folders change when target/ is made.
  [[ -z $(find "$ROOT/pom.xml" "$ROOT/.mvn" "$ROOT/core" "$ROOT/plugin" -name target -prune \
    -o \( -type f -o -path '*/src/*' \) -newer "$3" -print -quit) ]]
}

# Builds plugin and image, without tests; a moment when nothing changed. Sets PLUGIN and IMAGE_TAR.
build_plugin() {
  local stamp=$ROOT/target/.built
  PLUGIN=$ROOT/plugin/target/kubectl-csdr/bin/kubectl-csdr
  IMAGE_TAR=$ROOT/core/mover/target/csdr-image.tar
  if built_already "$PLUGIN" "$IMAGE_TAR" "$stamp"; then
    say "nothing changed since the last build"
  else
    mkdir -p "$ROOT/target"
    touch "$stamp.new"
    watched build mvn -B -T1 --file "$ROOT/pom.xml" --projects plugin,core/mover --also-make -Dmaven.test.skip=true -Dquick package
    mv "$stamp.new" "$stamp"
  fi
  [[ -x $PLUGIN ]] || die "the build made no $PLUGIN"
  [[ -r $IMAGE_TAR ]] || die "the build made no $IMAGE_TAR"
}

# testbed_up NAME [COMMAND]: starts the cluster, or finds it running. Sets TESTBED_KUBECONFIG. COMMAND is what does
# the same on a cluster that the user has.
testbed_up() {
  is_root || die "the testbed needs root (it starts a container runtime and mounts file systems)" \
    "run it as root${2:+, or use a cluster that you have:  $2}"
  local answer=$LOGS/testbed.kubeconfig
  mkdir -p "$LOGS"
  # shellcheck disable=SC2016 # the inner shell expands them
  watched testbed sh -c '"$1" "$2" >"$3"' up "$ROOT/testbed/up" "$1" "$answer"
  TESTBED_KUBECONFIG=$(<"$answer")
  [[ -r $TESTBED_KUBECONFIG ]] || die "the testbed named no kubeconfig that can be read: '$TESTBED_KUBECONFIG'"
}

# load_image TAR NAME: puts an image archive into the testbed of that name.
load_image() { watched load-image "$ROOT/testbed/load" "$1" "$2"; }
