"""Short rounds, every target in each: whatever else the machine does hits all of them alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from program.local.bench.load import Sample, UnexpectedError, load
from program.local.bench.sites import Served, on_core
from program.local.bench.targets import Target

WARM_UP = 0.5  # seconds


@dataclass
class Measured:
    target: Target
    samples: list[Sample] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    """Milliseconds of the site's processes for each answer."""
    error: str = ""

    @property
    def rate(self) -> float:
        return median(sample.rate for sample in self.samples)

    @property
    def p50(self) -> float:
        return median(sample.p50 for sample in self.samples)

    @property
    def p99(self) -> float:
        return median(sample.p99 for sample in self.samples)

    @property
    def cpu_ms(self) -> float:
        return median(self.cpu)

    def of(self, other: "Measured") -> float:
        """The median, over the rounds, of this rate by the other's in the same round."""
        pairs = zip(self.samples, other.samples, strict=True)
        return median(own.rate / others.rate for own, others in pairs)


@dataclass(frozen=True)
class Effort:
    seconds: float
    rounds: int
    connections: int


def measure(
    targets: Sequence[Target], sites: Mapping[str, Served], effort: Effort, *, tell: Callable[[int], None]
) -> list[Measured]:
    measured = [Measured(target) for target in targets]
    with on_core(1):
        for number in range(effort.rounds + 1):  # The first warms up.
            tell(number)
            seconds = effort.seconds if number else min(effort.seconds, WARM_UP)
            for one in measured:
                if not one.error:
                    take(one, sites[one.target.site], seconds, effort.connections)
    for one in measured:
        del one.samples[:1], one.cpu[:1]
    return measured


def take(one: Measured, site: Served, seconds: float, connections: int) -> None:
    target = one.target
    used = site.cpu_seconds()
    try:
        sample = load(site.port, target.request, target.marks, seconds=seconds, connections=connections)
    except (UnexpectedError, OSError) as reason:
        one.error = str(reason)
    else:
        one.samples.append(sample)
        one.cpu.append((site.cpu_seconds() - used) / sample.answers * 1000)
