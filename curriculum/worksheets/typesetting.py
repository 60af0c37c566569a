"""A worksheet on paper, set by Typst in a process of its own.

Words go in as data, so nothing that somebody typed is read as markup. The process ends after five seconds at the
latest, and with it whatever a strange text made of it.
"""

import json
import subprocess
import sys
import unicodedata
from dataclasses import asdict
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from curriculum.worksheets.exporting import Paper

SETTER = Path(__file__).with_name("set_paper.py")
SECONDS = 5
COVERED = ("LATIN", "GREEK", "CYRILLIC", "ARABIC")
"""Scripts that Typst's own fonts have; the letters of others depend on what the system has."""


class NotTypeset(Exception):
    """It took too long, or could not be done."""


def pdf_of(paper: Paper) -> bytes:
    said = {**asdict(paper), "language": (get_language() or "en")[:2], "empty": "–", "note": note_on(paper)}
    said["page"] = _("Page {0} of {1}")
    command = [sys.executable, "-I", str(SETTER)]
    try:
        done = subprocess.run(
            command, input=json.dumps(said).encode(), capture_output=True, timeout=SECONDS, check=True
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise NotTypeset from error
    return done.stdout


def note_on(paper: Paper) -> str:
    if not has_rare_letters(paper.words):
        return ""
    return _("Letters that no font here has are boxes on this page. The Markdown file has all of them.")


def has_rare_letters(words: str) -> bool:
    names = (
        unicodedata.name(sign, "") for sign in set(words) if ord(sign) > 0x24F and (sign.isalpha() or sign > "\uffff")
    )
    return any(not name.startswith(COVERED) for name in names)
