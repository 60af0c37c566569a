"""The environment, read once; a wrong or missing value stops the start and names the variable."""

import sys
from pathlib import Path
from typing import Any

from environs import Env, EnvError

ROOT = Path(__file__).resolve().parent.parent


class Environment:
    """A thin typed reading of environs that collects nothing and forgives nothing."""

    def __init__(self) -> None:
        self.env = Env()
        if "pytest" not in sys.modules:
            self.env.read_env(str(ROOT / ".env"), recurse=False)

    def read(self, kind: str, name: str, *default: Any, **options: Any) -> Any:
        """`read("int", "PORT", 8000)`; without a default the variable is required."""
        try:
            return getattr(self.env, kind)(name, *default, **options)
        except (EnvError, ValueError) as error:
            raise SystemExit(f"{name}: {reason(error, name)} See .env.example.") from None


def reason(error: Exception, name: str) -> str:
    text = str(error).replace(f'Environment variable "{name}"', "this variable")
    return text if text.endswith(".") else f"{text}."


environment = Environment()
read = environment.read
