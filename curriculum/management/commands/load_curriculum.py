from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError

import curriculum
from curriculum.loading.folder import ContentError, read_content
from curriculum.loading.rows import load

CONTENT = Path(curriculum.__file__).parent / "content"


class Command(BaseCommand):
    help = "Loads the lessons into the curriculum that all programs share. Safe to repeat; run it as the owner."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--content", type=Path, default=CONTENT, metavar="FOLDER", help="another folder of lessons"
        )

    def handle(self, *, content: Path, **options: Any) -> None:
        try:
            report = load(read_content(content))
        except ContentError as reason:
            raise CommandError(f"Nothing was loaded.\n{reason}") from reason
        except ProgrammingError as reason:
            role = settings.DATABASES["default"]["USER"]
            raise CommandError(f"{role} may not write the curriculum: set DATABASE_URL to the owner.") from reason
        self.stdout.write(str(report))
