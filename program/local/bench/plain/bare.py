"""The same without any middleware."""

from program.local.bench.plain.settings import *  # noqa: F403

MIDDLEWARE = []
