"""Run by itself: JSON comes in, a PDF goes out. It imports nothing of ours, so that it starts at once."""

import sys
from pathlib import Path

import typst

TEMPLATE = Path(__file__).with_name("paper.typ")

if __name__ == "__main__":
    pdf = typst.compile(str(TEMPLATE), format="pdf", sys_inputs={"paper": sys.stdin.read()})
    sys.stdout.buffer.write(pdf)
