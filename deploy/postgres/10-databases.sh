#!/bin/bash
# The three roles, and per service the databases <service> and <service>_keys, as deploy/local/src/databases.ts makes them:
# the migrator owns, the app works, the reader reads the log and the views of a service and never its keys. What inside a
# database may be touched is granted by the service's migrations.
#
# PostgreSQL's image runs it once, on an empty volume. It is safe to repeat; that is how another service gets its databases
# and how changed passwords are taken over:  docker compose exec postgres /docker-entrypoint-initdb.d/10-databases.sh
set -euo pipefail

: "${HOMEROOM_SERVICES:?names the services, separated by spaces}"
secrets=${SECRETS:-/run/secrets}

in_database() { psql -v ON_ERROR_STOP=1 --no-psqlrc --quiet --username "${POSTGRES_USER:-postgres}" --dbname postgres "$@"; }

for role in migrator app reader; do
  # psql reads the password itself, so that it stands in no argument list
  in_database --set role="homeroom_$role" --set file="$secrets/${role}_password" <<'SQL'
select format('create role %I login nosuperuser nobypassrls nocreatedb nocreaterole noreplication', :'role')
 where not exists (select from pg_roles where rolname = :'role') \gexec
\set password `cat :'file'`
alter role :"role" password :'password';
SQL
done

create_database() {
  in_database --set name="$1" --set visitors="$2" <<'SQL'
select format('create database %I owner homeroom_migrator', :'name')
 where not exists (select from pg_database where datname = :'name') \gexec
revoke all on database :"name" from public;
grant connect on database :"name" to :visitors;
SQL
}

for service in $HOMEROOM_SERVICES; do
  create_database "$service" 'homeroom_app, homeroom_reader'
  create_database "${service}_keys" homeroom_app
done
