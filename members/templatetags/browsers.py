"""How a browser is called by people."""

import user_agents  # type: ignore[import-untyped]
from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def browser_name(user_agent: str) -> str:
    """Firefox on Linux; and a word of its own for what does not say."""
    found = user_agents.parse(user_agent)
    if found.browser.family == "Other":
        return _("A browser that does not say its name")
    return _("%(browser)s on %(system)s") % {"browser": found.browser.family, "system": found.os.family}
