# Sourced by ./run, ./test and bench/run after terminal.sh: one way to configure and build. Expects $root, the checkout.
# shellcheck shell=bash
: "${root:?}"

# `sudo ./run`: what follows needs no root, and must leave no files that the checkout's owner can't change.
step_down_to_owner() {
  local owner home
  owner=$(stat -c %u "$root")
  if ((EUID != 0 || owner == 0)) || [[ ${SUDO_UID:-} != "$owner" ]]; then return; fi
  home=$(getent passwd "$owner" | cut -d: -f6)
  exec setpriv --reuid="$owner" --regid="$SUDO_GID" --init-groups env HOME="${home:-/}" "$root/${0##*/}" "$@"
}

# As many compilers at once as there are processors, but one per GiB of free memory.
build_jobs() {
  awk -v cores="$(nproc)" '/^MemAvailable:/ { jobs = int($2 / 1048576) }
    END { if (jobs < 1) jobs = 1; print (jobs < cores ? jobs : cores) }' /proc/meminfo
}

# Ninja's progress where it goes to a log: a line now and then, and everything else.
thin_out() {
  local line next=0
  while IFS= read -r line; do
    if [[ $line =~ ^\[[0-9]+/[0-9]+ ]]; then
      ((SECONDS < next)) && continue
      next=$((SECONDS + 20))
    fi
    printf '%s\n' "$line"
  done
}

# configure PRESET: where there is no build folder yet. Ninja itself configures again when a CMake file or a set of sources changes.
configure() {
  local folder=$root/build/$1 home=''
  if [[ -f $folder/CMakeCache.txt ]]; then
    home=$(sed -n 's/^CMAKE_HOME_DIRECTORY:INTERNAL=//p' "$folder/CMakeCache.txt")
    # A build folder that was copied or moved with its checkout is of no use in the new place.
    [[ $home == "$root" ]] || rm -rf "$folder"
  fi
  [[ -f $folder/build.ninja ]] && return
  step "Configuring build/$1"
  (cd "$root" && cmake --preset "$1") || die "CMake could not configure build/$1; its message is above."
}

# build PRESET NINJA-ARGUMENTS...: one build of a folder at a time.
build() {
  local folder=$root/build/$1
  mkdir -p "$root/build" 2>/dev/null || true
  [[ -w $root/build ]] || die "$root/build belongs to somebody else: remove it, or run this as $(stat -c %U "$root/build")."
  configure "$1"
  shift
  if [[ -t 1 ]]; then
    NINJA_STATUS='[%f/%t, %es] ' flock -o "$folder/.lock" ninja -C "$folder" -j "$(build_jobs)" "$@"
  else
    NINJA_STATUS='[%f/%t, %es] ' flock -o "$folder/.lock" ninja -C "$folder" -j "$(build_jobs)" "$@" | thin_out
  fi
}
