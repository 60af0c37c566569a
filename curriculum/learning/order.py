"""The order of the modules for one learner: what plugs the gaps that the diagnostic saw comes first."""

from curriculum.catalogue import Catalogue, ModuleEntry
from curriculum.learning.learner import Learner
from curriculum.shared.references import reference


def in_order(everything: Catalogue, learner: Learner) -> list[ModuleEntry]:
    first = [everything.by_slug[slug] for slug in wanted_first(learner) if slug in everything.by_slug]
    return [*first, *(module for module in everything.modules if module not in first)]


def wanted_first(learner: Learner) -> list[str]:
    """Short names of modules, the one that plugs the weightiest gap first."""
    found = (reference("pattern", slug) for slug in learner.patterns)
    return list(dict.fromkeys(pattern["module"] for pattern in found if pattern))
