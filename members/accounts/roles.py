"""What each role may do in the admin: Django permission names, with `*` for all of an app or model."""

from fnmatch import fnmatchcase

VIEW_PEOPLE = ("members.view_membership", "members.view_user", "members.view_venture")

ALLOWED: dict[str, tuple[str, ...]] = {
    "owner": ("*",),
    "editor": ("curriculum.*", "roundtables.view_*"),
    "host": ("roundtables.*", *VIEW_PEOPLE),
    "coach": ("roundtables.view_*", "curriculum.view_*", "coaching.*", *VIEW_PEOPLE),
    "support": (
        *VIEW_PEOPLE,
        "members.change_membership",
        "members.*_grant",
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
    ),
    "ambassador_manager": ("members.*_invitelink", "members.view_attribution", *VIEW_PEOPLE),
}


def role_may(role: str, perm: str) -> bool:
    return any(fnmatchcase(perm, pattern) for pattern in ALLOWED.get(role, ()))


def role_may_enter(role: str, app_label: str) -> bool:
    return any(pattern == "*" or pattern.startswith(f"{app_label}.") for pattern in ALLOWED.get(role, ()))
