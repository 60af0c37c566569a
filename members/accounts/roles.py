"""What each role may do in the admin: Django permission names, with `*` for all of an app or model."""

from fnmatch import fnmatchcase

VIEW_PEOPLE = ("members.view_membership", "members.view_user", "members.view_venture")
ANSWER_QUESTIONS = ("curriculum.view_question", "curriculum.change_question")
OPEN_LESSONS = ("curriculum.view_opening", "curriculum.add_opening", "curriculum.change_opening")

PLANS = ("plan", "planversion", "taxrule", "billingsettings", "coupon", "sponsorship", "gift")
BOOKS = ("ledgerentry", "receipt", "refund", "order", "subscription", "event", "finding")
THE_MONEY = tuple(f"members.*_{model}" for model in (*PLANS, *BOOKS))

COURSE_MODELS = (
    *("module", "lesson", "lessonsetting", "ownlesson", "owntext", "revision", "picture", "ownbook"),
    *("lessonprogress", "quizattempt", "completion", "opening", "question"),
)
THE_COURSE = tuple(f"curriculum.*_{model}" for model in COURSE_MODELS)
"""All of the curriculum but what members wrote of their own: diagnostic and worksheets."""

ALLOWED: dict[str, tuple[str, ...]] = {
    "owner": ("*",),
    "editor": (*THE_COURSE, "roundtables.view_*", "members.*_voice"),
    "host": ("roundtables.*", *ANSWER_QUESTIONS, *VIEW_PEOPLE),
    "coach": ("roundtables.view_*", "curriculum.view_*", *ANSWER_QUESTIONS, *OPEN_LESSONS, "coaching.*", *VIEW_PEOPLE),
    "support": (
        *VIEW_PEOPLE,
        *OPEN_LESSONS,
        "members.change_membership",
        "members.*_grant",
        "members.change_finding",
        "members.view_*",
        "roundtables.view_*",
        "mail.view_*",
    ),
    "finance": (
        "members.view_membership",
        "members.view_user",
        "members.view_venture",
        "members.*_grant",
        "members.*_verifiedrevenue",
        *THE_MONEY,
    ),
    "ambassador_manager": ("members.*_invitelink", "members.view_attribution", *VIEW_PEOPLE),
}


def role_may(role: str, perm: str) -> bool:
    return any(fnmatchcase(perm, pattern) for pattern in ALLOWED.get(role, ()))


def role_may_enter(role: str, app_label: str) -> bool:
    return any(pattern == "*" or pattern.startswith(f"{app_label}.") for pattern in ALLOWED.get(role, ()))
