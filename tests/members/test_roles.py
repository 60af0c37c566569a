"""What each role may do with each kind of object in the admin: v(iew), a(dd), c(hange), d(elete)."""

import pytest
from django.contrib import admin
from django.test import Client, RequestFactory

from members.accounts.models import STAFF
from members.models import Membership, User
from program.models import Program
from tests.cast import Cast

ROLES = ("owner", "editor", "host", "coach", "support", "finance", "ambassador_manager")

MAY: dict[str, tuple[str, ...]] = {
    #                              owner   editor  host    coach support finance ambassador manager
    "program.program":            ("vc",   "",     "",     "",   "",     "",     ""),
    "members.membership":         ("vc",   "",     "v",    "v",  "vc",   "v",    "v"),
    "members.grant":              ("va",   "",     "",     "",   "va",   "va",   ""),
    "members.invitelink":         ("vac",  "",     "",     "",   "v",    "",     "vac"),
    "members.attribution":        ("v",    "",     "",     "",   "v",    "",     "v"),
    "members.venture":            ("v",    "",     "v",    "v",  "v",    "v",    "v"),
    "members.verifiedrevenue":    ("vacd", "",     "",     "",   "v",    "vacd", ""),
    "members.plan":               ("vac",  "",     "",     "",   "v",    "vac",  ""),
    "members.planversion":        ("vac",  "",     "",     "",   "v",    "vac",  ""),
    "members.taxrule":            ("vac",  "",     "",     "",   "v",    "vac",  ""),
    "members.voice":              ("vacd", "vacd", "",     "",   "v",    "",     ""),
    "members.coupon":             ("vac",  "",     "",     "",   "v",    "vac",  ""),
    "members.gift":               ("v",    "",     "",     "",   "v",    "v",    ""),
    "members.sponsorship":        ("vac",  "",     "",     "",   "v",    "vac",  ""),
    "members.billingsettings":    ("vac",  "",     "",     "",   "v",    "vac",  ""),
    "members.stripeaccount":      ("vac",  "",     "",     "",   "",     "",     ""),
    "members.ledgerentry":        ("v",    "",     "",     "",   "v",    "v",    ""),
    "members.receipt":            ("v",    "",     "",     "",   "v",    "v",    ""),
    "members.refund":             ("v",    "",     "",     "",   "v",    "v",    ""),
    "members.order":              ("v",    "",     "",     "",   "v",    "v",    ""),
    "members.subscription":       ("v",    "",     "",     "",   "v",    "v",    ""),
    "members.event":              ("v",    "",     "",     "",   "v",    "v",    ""),
    "members.finding":            ("v",    "",     "",     "",   "v",    "v",    ""),
    "curriculum.module":          ("v",    "v",    "",     "v",  "",     "",     ""),
    "curriculum.lesson":          ("v",    "v",    "",     "v",  "",     "",     ""),
    "curriculum.ownlesson":       ("vacd", "vacd", "",     "v",  "",     "",     ""),
    "curriculum.lessonprogress":  ("v",    "v",    "",     "v",  "",     "",     ""),
    "curriculum.intake":          ("v",    "",     "",     "v",  "",     "",     ""),
    "curriculum.ownbook":         ("vacd", "vacd", "",     "v",  "",     "",     ""),
    "curriculum.question":        ("vc",   "vc",   "vc",   "vc", "",     "",     ""),
    "curriculum.quizattempt":     ("v",    "v",    "",     "v",  "",     "",     ""),
    "curriculum.completion":      ("v",    "v",    "",     "v",  "",     "",     ""),
    "curriculum.opening":         ("va",   "va",   "",     "va", "va",   "",     ""),
    "curriculum.worksheet":       ("vc",   "",     "",     "vc", "",     "",     ""),
    "roundtables.format":         ("vacd", "v",    "vacd", "v",  "v",    "",     ""),
    "roundtables.series":         ("vacd", "v",    "vacd", "v",  "v",    "",     ""),
    "roundtables.roundtable":     ("vac",  "v",    "vac",  "v",  "v",    "",     ""),
    "roundtables.registration":   ("v",    "v",    "v",    "v",  "v",    "",     ""),
    "roundtables.roomservice":    ("vacd", "",     "",     "",   "",     "",     ""),
    "roundtables.note":           ("v",    "v",    "v",    "v",  "v",    "",     ""),
    "mail.message":               ("v",    "",     "",     "",   "v",    "",     ""),
    "mail.optout":                ("v",    "",     "",     "",   "v",    "",     ""),
    "mail.suspension":            ("v",    "",     "",     "",   "v",    "",     ""),
    "audit.entry":                ("v",    "",     "",     "",   "",     "",     ""),
}  # fmt: skip

ACTIONS = {"v": "view", "a": "add", "c": "change", "d": "delete"}


def registered() -> dict[str, admin.ModelAdmin]:
    return {model._meta.label_lower: found for model, found in admin.site._registry.items()}


def allowed(role: str, model_admin: admin.ModelAdmin) -> str:
    request = RequestFactory().get("/admin/")
    membership = Membership(role=role, state=Membership.State.ACTIVE, user=User(email="x@example.org"))
    membership.user.membership = membership
    request.user, request.membership = membership.user, membership  # type: ignore[attr-defined]
    return "".join(
        letter for letter, action in ACTIONS.items() if getattr(model_admin, f"has_{action}_permission")(request)
    )


def test_every_registered_model_is_in_the_table() -> None:
    assert set(registered()) == set(MAY)


def test_every_staff_role_is_in_the_table() -> None:
    assert set(STAFF) == set(ROLES)


@pytest.mark.parametrize("model", MAY)
def test_role_may_do_what_the_table_says(model: str) -> None:
    found = {role: allowed(role, registered()[model]) for role in ROLES}
    assert found == dict(zip(ROLES, MAY[model], strict=True))


@pytest.mark.parametrize("role", ["member", "ambassador"])
def test_members_may_nothing(role: str) -> None:
    assert {allowed(role, model_admin) for model_admin in registered().values()} == {""}


@pytest.mark.parametrize("state", ["pending", "left"])
def test_staff_whose_membership_is_not_active_may_nothing(state: str) -> None:
    membership = Membership(role="owner", state=state, user=User(email="x@example.org"))
    membership.user.membership = membership
    assert not membership.user.is_staff
    assert not membership.user.has_perm("members.view_membership")


@pytest.mark.parametrize("role", ROLES)
def test_pages_answer_as_the_table_says(cast: Cast, role: str) -> None:
    from program.tenancy.scope import program_scope

    with program_scope(cast.a.pk):
        Membership.objects.filter(pk=cast.dana.pk).update(role=role)
    browser = Client(headers={"host": "a.localhost"})
    browser.force_login(cast.dana.user)
    assert browser.get("/admin/").status_code == 200
    for model, rights in MAY.items():
        path = f"/admin/{model.replace('.', '/')}/"
        expected = 200 if "v" in rights[ROLES.index(role)] else 403
        assert browser.get(path, follow=True).status_code == expected, path


def test_history_is_for_those_who_may_see_the_object(cast: Cast) -> None:
    """What was changed stands there, with the words before and after."""
    browser = Client(headers={"host": "a.localhost"})
    browser.force_login(cast.dana.user)
    assert browser.get(f"/admin/program/program/{cast.a.pk}/history/", secure=True).status_code == 403
    assert browser.get(f"/admin/members/membership/{cast.alice.pk}/history/", secure=True).status_code == 200


def test_program_field_of_the_fixture_needs_no_second_factor(program_a: Program) -> None:
    assert not program_a.staff_need_second_factor
