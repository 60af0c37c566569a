#!/bin/sh
# Writes the one login the pool knows, then becomes PgBouncer.
set -eu

umask 077
printf '"app_web" "%s"\n' "${APP_WEB_PASSWORD:?set it in .env}" > /tmp/pgbouncer-users.txt
exec pgbouncer /etc/pgbouncer/pgbouncer.ini
