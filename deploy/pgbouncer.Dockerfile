# PgBouncer as Debian packages it, with our configuration.
FROM debian:13-slim

# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends pgbouncer \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --system --gid 10002 pool \
    && useradd --system --uid 10002 --gid pool --no-create-home --shell /usr/sbin/nologin pool

COPY pgbouncer.ini /etc/pgbouncer/pgbouncer.ini
COPY --chmod=755 pgbouncer.sh /usr/local/bin/start-pgbouncer

USER 10002:10002
EXPOSE 5432
CMD ["start-pgbouncer"]
