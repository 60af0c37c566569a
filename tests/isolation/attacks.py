"""Ways to reach another program's rows, each tried inside the attacker's own program (B)."""

from collections.abc import Callable
from typing import Any

from django.db import connection

from members.models import Grant, InviteLink, Membership, Venture
from program.models import Program, ProgramHost
from roundtables.models import Registration, Roundtable
from tests.isolation.canaries import Canaries

type Attack = Callable[[Canaries], Any]
"""Returns what it got hold of (falsy when nothing), or raises when it is refused."""


def sql(statement: str) -> Attack:
    def attack(target: Canaries) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(statement.format(**target.ids))
            return cursor.fetchall() if cursor.description else cursor.rowcount

    return attack


OWNED = (
    "members_membership",
    "members_grant",
    "members_venture",
    "members_founder",
    "members_invitelink",
    "members_attribution",
    "members_billingsettings",
    "members_coupon",
    "members_customer",
    "members_event",
    "members_finding",
    "members_gift",
    "members_ledgerentry",
    "members_order",
    "members_plan",
    "members_planversion",
    "members_price",
    "members_receipt",
    "members_receiptcounter",
    "members_refund",
    "members_sponsoredseat",
    "members_sponsorship",
    "members_stripeaccount",
    "members_subscription",
    "members_taxrule",
    "members_voice",
    "roundtables_format",
    "roundtables_guest",
    "roundtables_series",
    "roundtables_roundtable",
    "roundtables_agendaitem",
    "roundtables_presenter",
    "roundtables_registration",
    "roundtables_interest",
    "roundtables_calendarfeed",
    "roundtables_roomservice",
    "roundtables_meeting",
    "roundtables_note",
    "curriculum_completion",
    "curriculum_intake",
    "curriculum_lessonprogress",
    "curriculum_lessonsetting",
    "curriculum_opening",
    "curriculum_ownbook",
    "curriculum_ownlesson",
    "curriculum_owntext",
    "curriculum_picture",
    "curriculum_question",
    "curriculum_quizattempt",
    "curriculum_revision",
    "curriculum_worksheet",
    "curriculum_worksheetcomment",
    "curriculum_worksheetversion",
    "mail_message",
    "mail_optout",
    "audit_entry",
)

RAW: dict[str, Attack] = {
    **{f"read {table}": sql(f"SELECT * FROM {table} WHERE program_id = {{program}}") for table in OWNED},
    **{f"delete {table}": sql(f"DELETE FROM {table} WHERE program_id = {{program}}") for table in OWNED},
    **{f"truncate {table}": sql(f"TRUNCATE {table} CASCADE") for table in ("members_grant", "mail_message")},
    "update with a subquery": sql("UPDATE members_grant SET reason = 'x' WHERE id IN (SELECT id FROM members_grant WHERE program_id = {program})"),
    "move a row to us": sql("UPDATE members_venture SET program_id = app_program() WHERE id = {venture}"),
    "move our row to them": sql("UPDATE members_membership SET program_id = {program}"),
    "insert for them": sql("INSERT INTO members_venture (program_id, name, one_liner, created_at) VALUES ({program}, 'x', '', now())"),
    "insert and return": sql("INSERT INTO mail_optout (program_id, address, category, created_at) VALUES ({program}, 'a@b.c', 'news', now()) RETURNING *"),
    "upsert over theirs": sql("INSERT INTO members_venture (id, program_id, name, one_liner, created_at) VALUES ({venture}, app_program(), 'x', '', now()) ON CONFLICT (id) DO UPDATE SET name = 'stolen' RETURNING *"),
    "merge over theirs": sql("MERGE INTO members_venture v USING (SELECT {venture} AS id) s ON v.id = s.id WHEN MATCHED THEN UPDATE SET name = 'stolen' WHEN NOT MATCHED THEN DO NOTHING"),
    "switch the wall off": sql("SET row_security = off; SELECT * FROM members_grant"),
    "disable the wall": sql("ALTER TABLE members_grant DISABLE ROW LEVEL SECURITY"),
    "drop a policy": sql("DROP POLICY own_program ON members_grant"),
    "add a policy": sql("CREATE POLICY mine ON members_grant USING (true)"),
    "become the owner": sql("SET ROLE app_owner"),
    "become the backup": sql("SET ROLE app_backup"),
    "become the superuser": sql("SET SESSION AUTHORIZATION postgres"),
    "grant oneself": sql("GRANT app_owner TO app_web"),
    "no program at all": sql("SET LOCAL app.program_id = ''; SELECT * FROM members_grant"),
    "a program that is none": sql("SET LOCAL app.program_id = 'x'; SELECT * FROM members_grant"),
    "join through a global table": sql("SELECT u.email FROM members_user u JOIN members_membership m ON m.user_id = u.id WHERE m.program_id = {program}"),
    "union": sql("SELECT name FROM members_venture WHERE false UNION ALL SELECT name FROM members_venture WHERE program_id = {program}"),
    "count": sql("SELECT 1 FROM members_venture WHERE program_id = {program} HAVING count(*) > 0"),
    "lock theirs": sql("SELECT id FROM roundtables_roundtable WHERE id = {roundtable} FOR UPDATE"),
    "copy out": sql("COPY members_venture TO '/tmp/stolen'"),
    "copy through a program": sql("COPY (SELECT * FROM members_venture) TO PROGRAM 'cat'"),
    "read a file": sql("SELECT pg_read_file('/etc/passwd')"),
    "make a definer function": sql("CREATE FUNCTION leak() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM members_grant'"),
    "replace the guard": sql("CREATE OR REPLACE FUNCTION app_program() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'"),
    "make a view": sql("CREATE VIEW leak AS SELECT * FROM members_grant"),
    "read the statistics": sql("SELECT most_common_vals FROM pg_stats WHERE tablename = 'members_venture' AND most_common_vals IS NOT NULL"),
    "change the other program": sql("UPDATE program_program SET name = 'stolen' WHERE id = {program}"),
    "delete the other program": sql("DELETE FROM program_program WHERE id = {program}"),
    "take the other's host": sql("UPDATE program_programhost SET program_id = app_program() WHERE program_id = {program}"),
    "forget the migrations": sql("DELETE FROM django_migrations"),
    "rewrite the books": sql("UPDATE members_ledgerentry SET amount = 1"),
    "empty the books": sql("DELETE FROM members_ledgerentry"),
    "number a receipt anew": sql("UPDATE members_receipt SET number = 7"),
    "rewrite a lesson for all": sql("UPDATE curriculum_lessontext SET body_html = 'x'"),
    "read the staff's words": sql("SELECT * FROM django_admin_log"),
}  # fmt: skip

ORM: dict[str, Attack] = {
    "get by id": lambda t: Venture.objects.filter(pk=t.ids["venture"]).first(),
    "base manager": lambda t: list(Venture._base_manager.filter(pk=t.ids["venture"])),
    "filter by program": lambda t: list(Membership.objects.filter(program_id=t.ids["program"])),
    "follow a user": lambda t: list(t.person.memberships.all()),
    "raw": lambda t: list(Venture.objects.raw("SELECT * FROM members_venture WHERE id = %s", [t.ids["venture"]])),
    "create for them": lambda t: Venture.objects.create(program_id=t.ids["program"], name="x"),
    "bulk create for them": lambda t: Venture.objects.bulk_create([Venture(program_id=t.ids["program"], name="x")]),
    "update theirs": lambda t: Venture.objects.filter(pk=t.ids["venture"]).update(name="stolen"),
    "delete theirs": lambda t: Venture.objects.filter(pk=t.ids["venture"]).delete()[0],
    "save a forged row": lambda t: Venture(pk=t.ids["venture"], program_id=t.ids["program"], name="stolen").save(),
    "delete a forged row": lambda t: Venture(pk=t.ids["venture"], program_id=t.ids["program"]).delete(),
    "grant to their member": lambda t: Grant.objects.create(
        membership_id=t.ids["membership"], tier="premium", reason="x"
    ),
    "a link of their ambassador": lambda t: InviteLink.objects.create(code="x", ambassador_id=t.ids["membership"]),
    "a seat for their member": lambda t: Registration.objects.create(
        roundtable_id=t.ids["roundtable"], membership_id=t.ids["membership"], state="seat"
    ),
    "a seat for their guest": lambda t: Registration.objects.create(
        roundtable_id=t.ids["roundtable"], guest_id=t.ids["guest"], state="seat"
    ),
    "their seat by its token": lambda t: Registration.objects.filter(token=t.tokens["roundtables/"]).first(),
    "their roundtable by number": lambda t: Roundtable.objects.filter(title__contains=t.word).first(),
    "rename their program": lambda t: Program.objects.filter(pk=t.ids["program"]).update(name="stolen"),
    "delete their host": lambda t: ProgramHost.objects.filter(program_id=t.ids["program"]).delete()[0],
}

ATTACKS = RAW | ORM
