-- The roles of a cluster, once; safe to repeat. Run by a superuser, in any database:
-- by program.local on its own PostgreSQL, by the database container when it is first made,
-- and by hand (psql -f program/local/roles.sql) on a server of yours.
-- Passwords, where the server asks for them, are set apart from this file: ALTER ROLE app_web PASSWORD '…'.

SELECT format('CREATE ROLE %I', name)
FROM unnest(ARRAY['app_owner', 'app_web', 'app_platform', 'app_backup']) AS wanted(name)
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name)
\gexec

-- Owns the tables and migrates them.
ALTER ROLE app_owner LOGIN NOSUPERUSER NOBYPASSRLS;
-- Web, workers and beat: owns nothing, sees the rows of one program at a time.
ALTER ROLE app_web LOGIN NOSUPERUSER NOBYPASSRLS;
-- Across programs: what app_web becomes, by SET ROLE and never by inheritance, to sweep or to sum up.
ALTER ROLE app_platform NOLOGIN NOSUPERUSER NOBYPASSRLS;
GRANT app_platform TO app_web WITH INHERIT FALSE, SET TRUE;
-- Reads everything, for pg_dump.
ALTER ROLE app_backup LOGIN NOSUPERUSER BYPASSRLS;
GRANT pg_read_all_data TO app_backup;
