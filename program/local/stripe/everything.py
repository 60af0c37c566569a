"""Brings in every module that adds calls, looks and due dates."""

import importlib
import pkgutil

import program.local.stripe as root

SKIPPED = ("__main__", "everything", "running")


def load() -> None:
    for found in pkgutil.walk_packages(root.__path__, f"{root.__name__}."):
        if found.name.rpartition(".")[2] not in SKIPPED:
            importlib.import_module(found.name)
