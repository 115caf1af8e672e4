# Sourced by the scripts: messages for people. Colours are for terminals alone (and not with NO_COLOR).
# shellcheck shell=bash

if [[ -t 1 && -z ${NO_COLOR:-} && ${TERM:-dumb} != dumb ]]; then
  bold=$'\e[1m' red=$'\e[31m' green=$'\e[32m' dim=$'\e[2m' plain=$'\e[0m'
else
  bold='' red='' green='' dim='' plain=''
fi
export bold red green dim plain

# One line for each thing that may take a while.
step() { printf '%s==>%s %s%s\n' "$green" "$plain$bold" "$*" "$plain"; }

# die MESSAGE [STATUS]
die() {
  printf '%s%s:%s %s\n' "$red" "${0##*/}" "$plain" "$1" >&2
  exit "${2:-1}"
}
