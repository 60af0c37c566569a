# One image for migrate, web, workers and beats; docker-compose.yml says which command each runs.
FROM python:3.13-slim AS build

WORKDIR /app
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH STATIC_ROOT=/srv/static

# First and alone, so that a change of code does not install everything again. pip compiles bytecode as it installs.
COPY requirements.txt ./
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.txt

COPY . ./
RUN python -m compileall -q program members curriculum roundtables \
    && pybabel -q compile -d locale -D django

# The settings refuse to start without these; collecting files uses none of them, and none stays in the image.
RUN SECRET_KEY=used-by-this-line-only \
    DATABASE_URL=postgres://nobody@localhost/nowhere \
    REDIS_URL=redis://localhost:6379/0 \
    MAIL_URL=smtp://localhost:25 \
    MAIL_FROM=nobody@localhost \
    python manage.py collectstatic --noinput


FROM python:3.13-slim

RUN groupadd --system --gid 10001 app \
    && useradd --system --uid 10001 --gid app --no-create-home --shell /usr/sbin/nologin app \
    && install -d -o app -g app /srv/media

# Code, packages and static files belong to root: the application can read them and change nothing.
COPY --from=build /opt/venv /opt/venv
COPY --from=build /srv/static /srv/static
COPY --from=build /app /app

WORKDIR /app
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PORT=8000 \
    WEB_WORKERS=2 \
    WEB_THREADS=8 \
    STATIC_ROOT=/srv/static \
    MEDIA_ROOT=/srv/media
USER 10001:10001
EXPOSE 8000

HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as web; web.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/livez', timeout=4)"]

# A shell only to read the variables; exec hands the container's signals to granian. Compose gives it 30 s to finish its answers.
CMD ["sh", "-c", "exec granian --interface wsgi --host 0.0.0.0 --port \"$PORT\" --workers \"$WEB_WORKERS\" --blocking-threads \"$WEB_THREADS\" --no-ws --respawn-failed-workers --workers-kill-timeout 25 program.wsgi:application"]
