"""First Million on one machine: everything it needs, started by one command and gone with it."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
