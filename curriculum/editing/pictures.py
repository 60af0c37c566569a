"""Pictures in a program's own words: opened before they are trusted, drawn anew, named by their content."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from io import BytesIO
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from curriculum.editing.subject import Subject
from curriculum.models import Picture, Revision
from members.models import Membership
from program.audit.log import record
from program.tenancy.scope import require_program_id

LARGEST_BYTES = 5_000_000
LARGEST_PIXELS = 50_000_000
WIDEST = 1_600
FORMATS = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}
ADDRESS = re.compile(r"picture:(?P<id>[1-9][0-9]{0,17})")


@dataclass(frozen=True, slots=True)
class Redrawn:
    data: bytes
    extension: str
    width: int
    height: int


def redrawn(file: IO[bytes]) -> Redrawn:
    """The picture alone, without what a camera wrote beside it, and not larger than a page can show."""
    if getattr(file, "size", 0) > LARGEST_BYTES:
        raise ValidationError(_("The picture is larger than 5 MB. Please make it smaller."))
    try:
        file.seek(0)
        with Image.open(file, formats=list(FORMATS)) as opened:
            kind = str(opened.format)
            if opened.width * opened.height > LARGEST_PIXELS:
                raise ValidationError(_("The picture has more than 50 million pixels. Please make it smaller."))
            image = upright(opened)
            image.thumbnail((WIDEST, WIDEST))
            return Redrawn(drawn(image, kind), FORMATS[kind], *image.size)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise ValidationError(_("This file is not a PNG, JPEG or WebP picture, whatever its name says.")) from None


def upright(opened: Image.Image) -> Image.Image:
    """Turned as its camera says. The rest of what a camera wrote is put aside: some of it cannot be written again."""
    opened.load()
    opened.getexif()
    for name in ("exif", "Raw profile type exif"):
        opened.info.pop(name, None)
    return ImageOps.exif_transpose(opened)


def drawn(image: Image.Image, kind: str) -> bytes:
    seen_through = kind != "JPEG" and image.has_transparency_data
    plain = image.convert("RGBA" if seen_through else "RGB")
    clean = Image.frombytes(plain.mode, plain.size, plain.tobytes())
    target = BytesIO()
    clean.save(target, kind, quality=85)
    return target.getvalue()


@transaction.atomic
def add_picture(subject: Subject, found: Redrawn, words: str, *, by: Membership) -> Picture:
    name = f"programs/{require_program_id()}/lessons/{sha256(found.data).hexdigest()[:24]}.{found.extension}"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(found.data))
    made = Picture.objects.create(
        **subject.keys, file=name, words=words, width=found.width, height=found.height, uploaded_by=by
    )
    record("added", made, by=by.user)
    return made


def is_used(picture: Picture) -> bool:
    """In any revision, also an old one: each of them can be restored."""
    return Revision.objects.filter(text__ref=picture.ref, body_html__contains=address_of(picture)).exists()


@transaction.atomic
def remove_picture(picture: Picture, *, by: Membership) -> bool:
    """Not while it is used."""
    if is_used(picture):
        return False
    record("deleted", picture, by=by.user)
    picture.delete()
    forget_files([str(picture.file.name)])
    return True


def forget_files(names: Iterable[str]) -> None:
    """Of pictures that are deleted, once that is certain; the same picture of another lesson is the same file."""
    wanted = set(names)
    kept = Picture.objects.filter(file__in=wanted).values_list("file", flat=True)
    for name in wanted.difference(kept):
        transaction.on_commit(partial(default_storage.delete, name))


def address_of(picture: Picture) -> str:
    return reverse("lesson_picture", args=[picture.pk, str(picture.file.name).rpartition("/")[2]])


def line_of(picture: Picture) -> str:
    """How a text shows it."""
    words = picture.words.replace("[", "(").replace("]", ")")
    return f"![{words}](picture:{picture.pk})"


class LessonPictures:
    """What `picture:12` stands for in one lesson's words. Remembers what it did not find."""

    def __init__(self, ref: int) -> None:
        self.known = {picture.pk: picture for picture in Picture.objects.filter(ref=ref)}
        self.unknown: list[str] = []

    def __call__(self, address: str) -> dict[str, str | int] | None:
        named = ADDRESS.fullmatch(address)
        picture = self.known.get(int(named["id"])) if named else None
        if picture is None:
            self.unknown.append(address)
            return None
        return {"src": address_of(picture), "alt": picture.words, "width": picture.width, "height": picture.height}

    def complaints(self) -> list[str]:
        return [
            _("There is no picture “%s” in this lesson. Add it below, then take over its line.") % address
            for address in dict.fromkeys(self.unknown)
        ]
