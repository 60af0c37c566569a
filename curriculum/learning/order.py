"""The order of the modules for one learner: those that plug a gap the diagnostic saw come first."""

from curriculum.entries import Catalogue, ModuleEntry
from curriculum.gates import is_complete
from curriculum.learning.learner import Learner
from curriculum.shared.references import reference


def in_order(everything: Catalogue, learner: Learner) -> list[ModuleEntry]:
    """Both those and the rest in the order of the path: of two gaps the one that comes first is plugged first."""
    wanted = wanted_first(learner)
    return sorted(everything.modules, key=lambda module: module.slug not in wanted or is_complete(module, learner))


def wanted_first(learner: Learner) -> frozenset[str]:
    """Short names of the modules that plug a gap."""
    found = (reference("pattern", slug) for slug in learner.patterns)
    return frozenset(str(pattern["module"]) for pattern in found if pattern)
