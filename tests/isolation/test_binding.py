"""The database connection follows the scope, statement by statement."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from members.models import Membership
from program.tenancy.scope import NoProgram, platform_scope, program_scope
from tests.cast import Cast


def bound() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.program_id', true), current_user")
        return "/".join(str(v) for v in cursor.fetchone())


def test_scope_binds_and_restores_the_outer_one(cast: Cast) -> None:
    with program_scope(cast.a.pk):
        assert bound() == f"{cast.a.pk}/app_web"
        with program_scope(cast.b.pk):
            assert bound() == f"{cast.b.pk}/app_web"
            with platform_scope():
                assert bound() == "/app_platform"
            assert bound() == f"{cast.b.pk}/app_web"
        assert bound() == f"{cast.a.pk}/app_web"
    assert bound() == "/app_web"


def test_binding_survives_a_rolled_back_savepoint(cast: Cast) -> None:
    with program_scope(cast.a.pk):
        with pytest.raises(ZeroDivisionError), program_scope(cast.b.pk):
            assert bound() == f"{cast.b.pk}/app_web"
            raise ZeroDivisionError
        assert bound() == f"{cast.a.pk}/app_web"


def test_binding_survives_a_statement_that_never_left(cast: Cast) -> None:
    """The driver refuses wrong parameters itself: the server was told nothing then."""
    with program_scope(cast.a.pk):
        bound()
        with program_scope(cast.b.pk):
            with pytest.raises(Exception), transaction.atomic(), connection.cursor() as cursor:  # noqa: B017, PT011
                cursor.execute("SELECT %s, %s", [1])
            assert bound() == f"{cast.b.pk}/app_web"


def test_table_refuses_raw_sql_without_a_program(cast: Cast) -> None:
    with (
        pytest.raises(DatabaseError, match="no program is chosen"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT * FROM members_membership")


def test_raw_sql_sees_one_program_only(cast: Cast) -> None:
    with program_scope(cast.b.pk), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM members_membership")
        assert cursor.fetchone() == (1,)


def test_foreign_key_to_another_programs_row_is_refused(cast: Cast) -> None:
    from members.models import Grant

    with pytest.raises(IntegrityError), program_scope(cast.b.pk):
        Grant.objects.create(membership_id=cast.alice.pk, tier="premium", reason="stolen")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_manager_refuses_without_a_program(cast: Cast) -> None:
    with pytest.raises(NoProgram):
        Membership.objects.exists()
    with pytest.raises(NoProgram):
        Membership.objects.create(user=cast.alice.user)


@pytest.mark.django_db(transaction=True)
def test_scope_without_a_statement_sends_nothing() -> None:
    from django.db import connections

    connections["default"].ensure_connection()
    with program_scope(1):
        assert connection.connection.get_transaction_status() == 0
