"""Every string is in the catalogue, is translated, and keeps what the code puts into it."""

import re
import shlex
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Message
from django.conf import settings
from django.contrib.admin import ModelAdmin, site
from django.db.models import Model
from django.utils import translation

from tests.words.catalogue import PLACEHOLDER, TAG, messages, read_catalogue, sources, translations

ROOT = settings.LOCALE_PATHS[0].parent
ROOMS = ("program", "members", "curriculum", "roundtables")
SAME_IN_BOTH = {"members.User.email", "curriculum.OwnBook.volume"}


def collected(copy: Path) -> Path:
    """What `make words` would make of a copy of the source."""
    for name in (*ROOMS, "templates", "locale"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo", "content"))
    shutil.copy(ROOT / "manage.py", copy)
    said = re.search(r"manage\.py (makemessages .*)", (ROOT / "Makefile").read_text())
    assert said
    done = subprocess.run(
        [sys.executable, "manage.py", *shlex.split(said[1])], check=False, cwd=copy, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return copy


@pytest.mark.skipif(not shutil.which("xgettext"), reason="needs the gettext tools: apt install gettext")
def test_words_are_all_in_the_catalogue_and_translated(tmp_path: Path) -> None:
    catalogue = read_catalogue(collected(tmp_path))
    lacking = [message.id for message in catalogue if message.id and (message.fuzzy or not all(translations(message)))]
    assert lacking == [], "run `make words` and translate these"
    gone = {message.id for message in messages()} - {message.id for message in catalogue}
    assert gone == set(), "run `make words`: nothing says these any more"


def test_catalogue_has_no_gap() -> None:
    assert [message.id for message in messages() if message.fuzzy or not all(translations(message))] == []


def test_translation_keeps_placeholders() -> None:
    assert [message.id for message in messages() if not keeps_placeholders(message)] == []


def keeps_placeholders(message: Message) -> bool:
    """The last form has all of them. The singular may leave its number out, as the English one may."""
    *singular, last = (set(PLACEHOLDER.findall(text)) for text in translations(message))
    one, *_ = wanted = [set(PLACEHOLDER.findall(text)) for text in sources(message)]
    return last == wanted[-1] and all(one <= form <= last for form in singular)


def test_translation_keeps_tags() -> None:
    def tags(text: str) -> Counter[str]:
        return Counter(TAG.findall(text))

    wrong = [m.id for m in messages() if any(tags(text) != tags(sources(m)[-1]) for text in translations(m))]
    assert wrong == []


def test_translation_ends_as_its_source() -> None:
    """A heading has no full stop, a label keeps its colon, a question stays one."""

    def end(text: str) -> str:
        return text[-1:] if text[-1:] in tuple(".?!:…,") else ""

    ends = [(m.id, text) for m in messages() for text in translations(m) if end(text) != end(sources(m)[-1])]
    assert set(ends) == {("No.", "Nº")}


def test_fields_that_staff_see_have_names_in_portuguese() -> None:
    fields = [field for model, shown in site._registry.items() for field in seen(model, shown)]
    unnamed = [str(field) for field in fields if said(field.verbose_name, "en") == said(field.verbose_name, "pt-br")]
    assert len(fields) > 60
    assert [name for name in unnamed if name not in SAME_IN_BOTH] == []


def seen(model: type[Model], shown: "ModelAdmin[Any]") -> Iterator[Any]:
    inlines: list[tuple[Any, Any]] = [(inline.model, inline) for inline in shown.inlines]
    for owner, admin in [(model, shown), *inlines]:
        groups = [group["fields"] for _title, group in admin.fieldsets or ()]
        names = {
            *getattr(admin, "list_display", ()),
            *(admin.fields or ()),
            *(name for group in groups for name in group),
        }
        yield from (field for field in owner._meta.fields if field.name in names)


def said(words: object, language: str) -> str:
    with translation.override(language):
        return str(words)
