#!/usr/bin/env bash
# Roles and their passwords. The database container runs this when it is first made; run again, it sets the passwords anew:
#   docker compose exec postgres bash /docker-entrypoint-initdb.d/roles.sh
set -euo pipefail

for name in APP_OWNER_PASSWORD APP_WEB_PASSWORD APP_BACKUP_PASSWORD; do
    # They stand in URLs as they are, so anything a URL would read differently is refused here and not at a first login.
    [[ ${!name:-} =~ ^[A-Za-z0-9._~-]{16,}$ ]] || {
        echo "$name: at least 16 letters, digits and . _ ~ - only, please (openssl rand -hex 24)" >&2
        exit 1
    }
done

as_superuser() {
    psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname first_million "$@"
}

as_superuser --file "${ROLES_SQL:-/etc/first-million/roles.sql}"
# \getenv keeps the passwords out of the list of processes.
as_superuser <<'SQL'
\getenv owner APP_OWNER_PASSWORD
\getenv web APP_WEB_PASSWORD
\getenv backup APP_BACKUP_PASSWORD
ALTER ROLE app_owner PASSWORD :'owner';
ALTER ROLE app_web PASSWORD :'web';
ALTER ROLE app_backup PASSWORD :'backup';
ALTER DATABASE first_million OWNER TO app_owner;
SQL
