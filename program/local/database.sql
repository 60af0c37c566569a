-- The database itself, safe to repeat.
SELECT 'CREATE DATABASE first_million OWNER app_owner'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'first_million')
\gexec
-- Tests make their own databases; on a server in production nobody needs to.
ALTER ROLE app_owner CREATEDB;
