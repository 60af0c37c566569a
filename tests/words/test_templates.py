"""No template says anything outside the translation tags."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES: Path = settings.LOCALE_PATHS[0].parent / "templates"
ALLOWED = {"UTC", "colM", "theme-", "Google Calendar", "Outlook"}
"""Names that are the same in every language, and classes that Django's admin takes from a block."""

SAID_BY_TAGS = re.compile(
    r"\{%\s*comment.*?endcomment\s*%\}|\{%\s*blocktranslate.*?endblocktranslate\s*%\}|\{%\s*translate.*?%\}"
    r"|\{#.*?#\}|<!--.*?-->|<(script|style|mj-style)\b.*?</\1>",
    re.DOTALL,
)
ARGUMENT = re.compile(r"""_\("[^"]*"\)|_\('[^']*'\)|"([^"]*)"|'([^']*)'""")
ATTRIBUTE = re.compile(r'\s(?:aria-label|aria-description|title|placeholder|alt|label|summary)="([^"]*)"')
TEMPLATE_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
HTML_TAG = re.compile(r"""<(?:"[^"]*"|'[^']*'|[^>"'])*>""")
WORDS = re.compile(r"[^\W\d_]{2}")
SENTENCE = re.compile(r"[^\W\d_]{2,} [^\W\d_]|^[A-Z][a-z]+$")


def unmarked(source: str) -> Iterator[str]:
    """Texts a person would read that are not marked: between tags, in attributes, and handed to other templates."""
    rest = SAID_BY_TAGS.sub(" ", source)
    for tag in TEMPLATE_TAG.findall(rest):
        yield from (text for pair in ARGUMENT.findall(tag) for text in pair if SENTENCE.search(text))
    rest = TEMPLATE_TAG.sub("", rest)
    yield from (text for text in ATTRIBUTE.findall(rest) if WORDS.search(text))
    for text in re.sub(r"&\w+;", " ", HTML_TAG.sub("\n", rest)).splitlines():
        if WORDS.search(text) and text.strip() not in ALLOWED:
            yield text.strip()


def test_templates_say_nothing_unmarked() -> None:
    readable = [path for path in sorted(TEMPLATES.rglob("*.*")) if path.suffix in {".html", ".mjml", ".txt"}]
    files = [path for path in readable if not path.stem.endswith("_class")]  # They are put into class="…".
    assert len(files) > 100
    assert [f"{path.relative_to(TEMPLATES)}: {text}" for path in files for text in unmarked(path.read_text())] == []


@pytest.mark.parametrize(
    "source",
    [
        "<p>Hello</p>",
        "<p>{{ count }} seats</p>",
        '<nav aria-label="Main">',
        '<a title="See {{ name }}" href="/">{{ name }}</a>',
        '{% include "x.html" with title="No seat left" %}',
        "{% if a %}Yes{% endif %}",
    ],
)
def test_unmarked_text_is_found(source: str) -> None:
    assert list(unmarked(source))


@pytest.mark.parametrize(
    "source",
    [
        "<p>{% translate 'Hello' %}</p>",
        '<p class="small muted" data-zone="there">{{ when }} UTC</p>',
        '{% include "components/empty.html" with title=_("No seat left") %}',
        "{% blocktranslate trimmed %}Two <b>words</b>{% endblocktranslate %}",
        "{% comment %}a note{% endcomment %}{# another #}",
        "<style>p { color: red }</style>",
    ],
)
def test_marked_text_is_let_through(source: str) -> None:
    assert list(unmarked(source)) == []
