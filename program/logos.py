"""A program's logo: opened before it is trusted, named by its content."""

from hashlib import sha256
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

LARGEST_BYTES = 1_000_000
LARGEST_SIDE = 4_000
FORMATS = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}


def image_format(file: IO[bytes]) -> str:
    """The format Pillow finds inside the file; its name and declared type are not asked."""
    file.seek(0)
    try:
        with Image.open(file, formats=list(FORMATS)) as image:
            image.verify()
            if max(image.size) > LARGEST_SIDE:
                raise ValidationError(_("The picture is larger than 4,000 pixels on a side. Please make it smaller."))
            return str(image.format)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise ValidationError(_("This file is not a PNG, JPEG or WebP picture, whatever its name says.")) from None
    finally:
        file.seek(0)


def validate_logo(file: IO[bytes]) -> None:
    if getattr(file, "size", 0) > LARGEST_BYTES:
        raise ValidationError(_("The picture is larger than 1 MB. Please make it smaller."))
    image_format(file)


def logo_path(program: Any, name: str) -> str:
    """`programs/<id>/logo-<digest>.<type>`: a new picture is a new address, cached for ever."""
    file = program.logo.file
    digest = sha256(file.read()).hexdigest()[:16]
    return f"programs/{program.pk}/logo-{digest}.{FORMATS[image_format(file)]}"
