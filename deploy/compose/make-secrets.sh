#!/bin/bash
# Makes the secrets that docker-compose.yml mounts, into a folder that only its owner may enter:
#   deploy/compose/make-secrets.sh /etc/homeroom/secrets [service…]     default: organization training resources evaluation
# What is there stays, so that it may be run again for a service that was added. Keep a copy of *_master_key apart from the
# databases' backups: without it nothing that was sealed can be opened. *_notary_key signs the logs' checkpoints.
# --demo makes the known ones of demo-secrets/, which services refuse outside HOMEROOM_STACK=local.
set -euo pipefail
umask 077

demo=
if [ "${1-}" = --demo ]; then demo=yes; shift; fi
[ $# -ge 1 ] || { sed -n '2,6s/^# //p' "$0"; exit 2; }
folder=$1
shift
services=("$@")
[ ${#services[@]} -gt 0 ] || services=(organization training resources evaluation)
mkdir -p "$folder"
[ "$demo" ] || chmod 700 "$folder"

# keep NAME COMMAND…: takes what the command prints as the secret, unless there is one
keep() {
  local file=$folder/$1
  shift
  [ ! -s "$file" ] || return 0
  "$@" >"$file.part"
  # The users inside the containers read it; on the host the folder keeps everybody else out.
  chmod 444 "$file.part"
  mv "$file.part" "$file"
  echo "made ${file##*/}"
}
random() { head -c "$1" /dev/urandom | base64 | tr -d '\n'; echo; }
# only characters that stand in a URL as they are
password() { if [ "$demo" ]; then echo homeroom-demo; else random 24 | tr '+/' '-_'; fi; }
key() { if [ "$demo" ]; then printf homeroom-demo-%s-key-32bytes "$1" | base64; else random 32; fi; }
url() { printf 'postgres://homeroom_%s:%s@postgres:5432/%s\n' "$1" "$(cat "$folder/$1_password")" "$2"; }

for who in postgres migrator app reader; do keep "${who}_password" password; done
keep issuer_secret password
for service in "${services[@]}"; do
  keep "${service}_database_url" url app "$service"
  keep "${service}_keys_database_url" url app "${service}_keys"
  keep "${service}_migrator_database_url" url migrator "$service"
  keep "${service}_keys_migrator_database_url" url migrator "${service}_keys"
  keep "${service}_master_key" key master
  keep "${service}_notary_key" key notary
done
