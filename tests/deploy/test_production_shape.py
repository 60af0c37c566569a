"""Dockerfile, docker-compose.yml and Caddyfile: each is accepted by its own checker, and a broken copy is not."""

import configparser
from pathlib import Path
from typing import Any

import pytest
from django.core.management import get_commands

from tests.deploy.shipped import (
    DOCKERFILES,
    IMAGE_ONLY,
    INTERPOLATED,
    ROOT,
    check_caddyfile,
    check_compose,
    compose,
    lint_dockerfile,
    listed_variables,
    services,
    settings_variables,
    text_of,
)

OURS = ("migrate", "web", "worker", "beat", "beat2")
ALL_SERVICES = {"postgres", "valkey", "pgbouncer", "caddy", *OURS}


def broken(tmp_path: Path, name: str, old: str, new: str) -> Path:
    text = text_of(name)
    assert old in text
    copy = tmp_path / Path(name).name
    copy.write_text(text.replace(old, new))
    return copy


@pytest.mark.parametrize("name", DOCKERFILES)
def test_dockerfile_is_accepted(name: str) -> None:
    assert lint_dockerfile(ROOT / name) == (True, "")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("Dockerfile", "FROM python:3.13-slim", "FROM python"),
        ("deploy/pgbouncer.Dockerfile", "FROM debian:13-slim", "FROM debian"),
    ],
)
def test_dockerfile_without_a_version_is_refused(tmp_path: Path, name: str, old: str, new: str) -> None:
    accepted, words = lint_dockerfile(broken(tmp_path, name, old, new))
    assert (accepted, "DL3006" in words) == (False, True)


def test_compose_file_is_accepted() -> None:
    accepted, words = check_compose(ROOT / "docker-compose.yml")
    assert accepted, words


def test_compose_file_with_a_misspelt_word_is_refused(tmp_path: Path) -> None:
    accepted, words = check_compose(broken(tmp_path, "docker-compose.yml", "restart: ", "restarts: "))
    assert (accepted, "restarts" in words) == (False, True)


def test_caddyfile_is_accepted() -> None:
    accepted, words = check_caddyfile(ROOT / "Caddyfile", ACME_EMAIL="staff@program-a.example")
    assert accepted, words


def test_caddyfile_with_a_misspelt_word_is_refused(tmp_path: Path) -> None:
    accepted, words = check_caddyfile(
        broken(tmp_path, "Caddyfile", "reverse_proxy", "reverse_prxy"), ACME_EMAIL="a@b.example"
    )
    assert (accepted, "reverse_prxy" in words) == (False, True)


def test_caddyfile_without_its_variable_is_refused_by_name(tmp_path: Path) -> None:
    accepted, words = check_caddyfile(ROOT / "Caddyfile")
    assert (accepted, "email" in words) == (False, True)


def test_every_part_is_there_and_the_pool_is_optional() -> None:
    assert set(services()) == ALL_SERVICES
    assert [name for name, service in services().items() if "profiles" in service] == ["pgbouncer"]


def test_images_are_the_decided_ones() -> None:
    images = {name: services()[name]["image"] for name in ("postgres", "valkey", "caddy")}
    assert images == {"postgres": "postgres:18", "valkey": "valkey/valkey:9", "caddy": "caddy:2"}
    assert "postgres:/var/lib/postgresql" in services()["postgres"]["volumes"]


def test_two_beats_are_the_same_clock_twice() -> None:
    assert services()["beat"]["command"][:4] == ["celery", "-A", "program", "beat"]
    assert services()["beat"] == services()["beat2"]


def test_only_the_front_door_is_open_to_the_world() -> None:
    assert {name for name, service in services().items() if "ports" in service} == {"caddy"}
    assert compose()["networks"]["data"] == {"internal": True}
    assert {name for name, service in services().items() if service["networks"] == ["data"]} == {
        "postgres",
        "valkey",
        "pgbouncer",
    }


@pytest.mark.parametrize("name", sorted(ALL_SERVICES))
def test_service_is_locked_down_watched_and_started_again(name: str) -> None:
    service = services()[name]
    assert service["read_only"] is True
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["logging"] == {"driver": "local"}
    assert service["restart"] == ("no" if name == "migrate" else "unless-stopped")
    if name != "migrate":
        assert "stop_grace_period" in service
        assert "healthcheck" in service or (name == "web" and "HEALTHCHECK" in text_of("Dockerfile"))


@pytest.mark.parametrize("name", ["web", "worker", "beat", "beat2"])
def test_process_waits_for_the_migration_and_for_valkey(name: str) -> None:
    assert services()[name]["depends_on"] == {
        "migrate": {"condition": "service_completed_successfully"},
        "valkey": {"condition": "service_healthy"},
        "pgbouncer": {"condition": "service_healthy", "required": False},
    }


def test_only_the_migration_acts_as_the_owner_and_never_through_the_pool() -> None:
    owners = {name for name in OURS if "app_owner" in str(services()[name]["environment"])}
    assert owners == {"migrate"}
    environment = services()["migrate"]["environment"]
    assert "@postgres:5432/" in environment["DATABASE_URL"]
    assert environment["DATABASE_POOLED"] == "false"


def test_commands_of_the_migration_exist() -> None:
    assert "manage.py migrate --noinput && python manage.py load_curriculum" in services()["migrate"]["command"][-1]
    assert {"migrate", "load_curriculum"} <= set(get_commands())


def test_pool_stands_in_for_the_server_in_transaction_mode() -> None:
    pool = configparser.ConfigParser()
    pool.read(ROOT / "deploy/pgbouncer.ini")
    assert pool["databases"]["first_million"] == "host=postgres port=5432"
    assert (pool["pgbouncer"]["pool_mode"], pool["pgbouncer"]["listen_port"]) == ("transaction", "5432")
    assert "DATABASE_POOLED" in settings_variables()


@pytest.mark.parametrize("name", OURS)
def test_variable_given_to_a_process_is_read_and_listed(name: str) -> None:
    given = set(services()[name]["environment"])
    assert given <= settings_variables() | {"WEB_WORKERS", "WEB_THREADS"}
    assert given <= listed_variables(".env.example")


def test_setting_is_given_by_compose_by_the_image_or_on_purpose_not_at_all() -> None:
    not_in_production = {"DEBUG", "DEV_MAILBOX", "DATABASE_OWNER_URL", "LINK_PORT", "ZOOM_API_URL", "ZOOM_OAUTH_URL"}
    not_in_production |= {"STRIPE_API_URL", "BROKER_URL", "MAIL_LEASE_SECONDS", "MAIL_SWEEP_SECONDS"}
    given = set(services()["web"]["environment"]) | IMAGE_ONLY
    assert settings_variables() - given <= not_in_production


def test_variable_asked_of_the_operator_is_in_the_example() -> None:
    asked = {found["name"] for found in INTERPOLATED.finditer(text_of("docker-compose.yml"))}
    assert asked | {"COMPOSE_PROFILES"} == listed_variables("deploy/env.example")


def test_required_value_stops_the_start_and_is_named() -> None:
    required = {f["name"] for f in INTERPOLATED.finditer(text_of("docker-compose.yml")) if f["kind"] == "?"}
    assert required == {
        "SECRET_KEY",
        "POSTGRES_PASSWORD",
        "APP_OWNER_PASSWORD",
        "APP_WEB_PASSWORD",
        "APP_BACKUP_PASSWORD",
        "MAIL_URL",
        "MAIL_FROM",
        "ACME_EMAIL",
    }


def secrets_of(environment: dict[str, Any]) -> dict[str, str]:
    ends = ("_PASSWORD", "_SECRET", "_KEY", "MAIL_URL")
    return {name: str(value) for name, value in environment.items() if name.endswith(ends)}


@pytest.mark.parametrize("name", sorted(ALL_SERVICES))
def test_secret_comes_from_the_environment_and_has_no_default(name: str) -> None:
    for secret, value in secrets_of(services()[name].get("environment", {})).items():
        found = INTERPOLATED.fullmatch(value)
        assert found, f"{secret} is written in docker-compose.yml"
        assert found["kind"] == "?" or found["rest"] == "", f"{secret} has a default"


def test_example_holds_no_secret() -> None:
    lines = dict(line.split("=", 1) for line in text_of("deploy/env.example").splitlines() if line[:1].isalpha())
    assert set(lines.values()) == {""}
