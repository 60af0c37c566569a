"""What a scenario found: figures, and whether the promise about each is kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import Any

from program.local.progress import GREEN, RED, painted


@dataclass(frozen=True)
class Figure:
    name: str
    found: str
    promise: str = ""
    is_kept: bool = True


@dataclass(frozen=True)
class Outcome:
    scenario: str
    seconds: float
    load: float
    """What else the machine had to do: its load average when the scenario ended."""
    figures: Sequence[Figure]

    @property
    def broken(self) -> list[Figure]:
        return [figure for figure in self.figures if not figure.is_kept]


def exactly(name: str, found: Any, wanted: Any) -> Figure:
    return Figure(name, f"{found}", f"{wanted}", found == wanted)


def at_most(name: str, found: float, limit: float, unit: str = "") -> Figure:
    return Figure(name, f"{found:.4g}{unit}", f"at most {limit:g}{unit}", found <= limit)


def told(name: str, found: Any) -> Figure:
    """Worth knowing; nothing is promised about it."""
    return Figure(name, f"{found}")


def percentile(values: Sequence[float], percent: int) -> float:
    """Of one value or more."""
    if len(values) < 2:
        return values[0]
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def table(outcomes: Sequence[Outcome]) -> Iterator[str]:
    for outcome in outcomes:
        yield f"\n{outcome.scenario}, {outcome.seconds:.0f} s; load average {outcome.load:.1f}"
        for figure in outcome.figures:
            yield f"  {figure.name:<58}{figure.found:>16}{figure.promise:>20}  {verdict(figure)}".rstrip()


def verdict(figure: Figure) -> str:
    if not figure.promise:
        return ""
    return painted("kept", GREEN) if figure.is_kept else painted("BROKEN", RED)
