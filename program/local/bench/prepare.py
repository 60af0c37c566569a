"""Databases and data of the two sites, and the environment each is served in."""

import os
import sys
from collections.abc import Mapping
from urllib.parse import urlsplit

import psycopg2
from psycopg2 import sql

from program.local import progress
from program.local.bench.sites import Site
from program.local.bench.targets import Target

DATABASE = "plain"
PACKAGE = "program.local.bench"
MANAGE = [sys.executable, "manage.py"]


def prepare(owner_url: str) -> tuple[list[Site], list[Target]]:
    plain = plain_environment(owner_url)
    bare = {**plain, "DJANGO_SETTINGS_MODULE": f"{PACKAGE}.plain.bare"}
    ours = our_environment(owner_url)
    sites = [
        Site("bare", f"{PACKAGE}.plain.wsgi:application", bare),
        Site("plain", f"{PACKAGE}.plain.wsgi:application", plain),
        Site("ours", "program.wsgi:application", ours),
    ]
    their_pages = printed("plain Django", f"{PACKAGE}.plain.pages", plain)
    return sites, [*their_pages, *printed("First Million", f"{PACKAGE}.our_pages", ours)]


def plain_environment(owner_url: str) -> dict[str, str]:
    """With a database of its own, made anew on the same server."""
    address = make_database(owner_url)
    return {**os.environ, "PLAIN_DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": f"{PACKAGE}.plain.settings"}


def make_database(owner_url: str) -> str:
    connection = psycopg2.connect(owner_url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        for statement in ("DROP DATABASE IF EXISTS {}", "CREATE DATABASE {}"):
            cursor.execute(sql.SQL(statement).format(sql.Identifier(DATABASE)))
    connection.close()
    return urlsplit(owner_url)._replace(path=f"/{DATABASE}").geturl()


def our_environment(owner_url: str) -> dict[str, str]:
    """The demonstration is filled in over plain HTTP, as it demands, and served as behind a proxy with HTTPS."""
    shared = {**os.environ, "DJANGO_SETTINGS_MODULE": "program.settings"}
    owner = {**shared, "DATABASE_URL": owner_url}
    migrate(shared, owner_url)
    progress.run("curriculum", [*MANAGE, "load_curriculum"], owner)
    progress.run("demo", [*MANAGE, "demo"], {**shared, "LINK_SCHEME": "http"})
    progress.run("static files", [*MANAGE, "collectstatic", "--noinput"], shared)
    return {**shared, "DEBUG": "false", "LINK_SCHEME": "https", "TRUSTED_PROXY_COUNT": "1", "LOG_LEVEL": "WARNING"}


def migrate(env: Mapping[str, str], owner_url: str) -> None:
    progress.run("migrations", [*MANAGE, "migrate", "--noinput", "-v0"], {**env, "DATABASE_URL": owner_url})


def printed(name: str, module: str, env: Mapping[str, str]) -> list[Target]:
    said = progress.run(name, [sys.executable, "-m", module], env)
    return Target.read_all(said.splitlines()[-1])  # What comes before are warnings.
