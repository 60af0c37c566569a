"""Steps that do not need each other, as many at once as there are cores, told in their order."""

import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from program.local import ROOT
from program.local.child import Child, stop
from program.local.progress import DIM, GREEN, RED, painted

TICK = 0.05  # seconds


@dataclass(frozen=True)
class Step:
    name: str
    command: Sequence[str | Path]
    slow: bool = False  # begins first, is told in its turn


@dataclass(frozen=True)
class Result:
    name: str
    passed: bool
    seconds: float
    said: str = ""

    def __str__(self) -> str:
        mark = painted("passed", GREEN) if self.passed else painted("FAILED", RED)
        seconds = painted(f"{self.seconds:6.1f} s", DIM)
        return f"  {self.name:<20}{seconds}  {mark}"


@dataclass
class Running:
    step: Step
    child: Child
    output: IO[bytes]
    began: float = field(default_factory=time.monotonic)

    def result(self) -> Result:
        self.output.seek(0)
        said = self.output.read().decode(errors="replace").strip()
        return Result(self.step.name, self.child.exit_code == 0, time.monotonic() - self.began, said)


def side_by_side(steps: Sequence[Step], at_once: int, env: Mapping[str, str]) -> list[Result]:
    waiting = sorted(steps, key=lambda step: not step.slow)
    running: list[Running] = []
    done: dict[str, Result] = {}
    told: list[Result] = []
    try:
        while len(told) < len(steps):
            while waiting and len(running) < at_once:
                running.append(begin(waiting.pop(0), env))
            time.sleep(TICK)
            for ended in [one for one in running if one.child.exit_code is not None]:
                running.remove(ended)
                done[ended.step.name] = ended.result()
            while len(told) < len(steps) and (result := done.get(steps[len(told)].name)):
                tell(result)
                told.append(result)
    finally:
        stop([one.child for one in running])
    return told


def begin(step: Step, env: Mapping[str, str]) -> Running:
    output = tempfile.TemporaryFile()  # noqa: SIM115 - read when the step has ended
    return Running(step, Child(step.name, step.command, output, env=env, cwd=ROOT), output)


def tell(result: Result) -> None:
    print(result, flush=True)
    if not result.passed:
        print("\n".join(f"    {line}" for line in result.said.splitlines()), flush=True)
