"""Every table is behind the wall, or on the list of those that belong to nobody."""

import pytest
from django.db import connection

from tests.isolation import catalog

pytestmark = pytest.mark.django_db


def test_every_table_is_walled_or_listed() -> None:
    assert catalog.tables() - catalog.program_tables() == catalog.GLOBAL_TABLES & catalog.tables()
    assert catalog.tables() >= catalog.GLOBAL_TABLES
    assert len(catalog.program_tables()) >= 13


def test_program_tables_are_forced_behind_row_level_security() -> None:
    assert catalog.program_tables() <= catalog.walled_tables()


def test_program_tables_have_exactly_the_three_policies() -> None:
    found = catalog.policies()
    wrong = {table: found.get(table) for table in catalog.program_tables() if found.get(table) != catalog.POLICIES}
    assert wrong == {}


def test_own_policy_reads_and_writes_by_the_same_rule() -> None:
    rule = "(program_id = ( SELECT app_program() AS app_program))"
    assert {(qual, check) for _, qual, check in catalog.own_rules() if _ in catalog.program_tables()} == {(rule, rule)}


def test_keys_between_program_tables_carry_the_program() -> None:
    owned = catalog.program_tables()
    wrong = [k for k in catalog.foreign_keys() if k[1] in owned and k[2] in owned and k[3][0] != "program_id"]
    assert wrong == []


def test_unique_rules_of_program_tables_begin_with_the_program() -> None:
    owned = catalog.program_tables()
    wrong = [index for index in catalog.unique_indexes() if index[0] in owned and index[2][0] != "program_id"]
    assert wrong == []


def test_web_owns_nothing_and_is_not_above_the_wall() -> None:
    owned = catalog.rows("SELECT relname FROM pg_class WHERE pg_get_userbyid(relowner) IN ('app_web', 'app_platform')")
    assert owned == []
    roles = catalog.rows("SELECT rolname FROM pg_roles WHERE rolname LIKE 'app\\_%' AND (rolsuper OR rolbypassrls)")
    assert roles == [("app_backup",)]


def test_platform_role_must_be_taken_and_is_never_inherited() -> None:
    found = catalog.rows(
        "SELECT inherit_option, set_option FROM pg_auth_members"
        " WHERE roleid = 'app_platform'::regrole AND member = 'app_web'::regrole"
    )
    assert found == [(False, True)]


def test_views_obey_the_readers_rights() -> None:
    sql = "SELECT relname, reloptions FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'v'"
    assert [name for name, options in catalog.rows(sql) if "security_invoker=true" not in (options or [])] == []
    assert catalog.rows("SELECT relname FROM pg_class WHERE relkind = 'm'") == []


def test_functions_run_with_the_callers_rights() -> None:
    sql = "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef"
    assert catalog.rows(sql) == []


@pytest.mark.parametrize(
    ("statement", "check"),
    [
        ("ALTER TABLE members_grant DISABLE ROW LEVEL SECURITY", "walled"),
        ("ALTER TABLE members_grant NO FORCE ROW LEVEL SECURITY", "walled"),
        ("DROP POLICY owner ON members_grant", "policies"),
        ("CREATE POLICY everyone ON members_grant USING (true)", "policies"),
        ("CREATE TABLE forgotten (id int, program_id bigint)", "walled"),
    ],
)
def test_catalog_sees_a_broken_wall(statement: str, check: str) -> None:
    """The negative control: these tests can fail."""
    with catalog.broken_by(statement):
        table = "forgotten" if "forgotten" in statement else "members_grant"
        if check == "walled":
            assert table in catalog.program_tables() - catalog.walled_tables()
        else:
            assert catalog.policies()[table] != catalog.POLICIES


def test_web_cannot_write_what_is_shared() -> None:
    with connection.cursor() as cursor:
        for table in ("django_migrations", "curriculum_module", "curriculum_lessontext"):
            cursor.execute("SELECT has_table_privilege('app_web', %s, 'INSERT,UPDATE,DELETE')", [table])
            assert cursor.fetchone() == (False,), table
        cursor.execute("SELECT has_table_privilege('app_web', 'django_admin_log', 'SELECT')")
        assert cursor.fetchone() == (False,)
