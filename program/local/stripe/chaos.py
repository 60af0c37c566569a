"""Switches that make the sandbox as troublesome as a network can be. All of them are off at first."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

API = ("rate_limit", "server_error", "time_out", "lost_answer", "slow")
WEBHOOKS = ("duplicate", "reorder", "delay", "drop", "forge")


@dataclass
class Switch:
    """Works for the `next` so many chances, or for a `share` of them; `amount` is what it does: seconds, copies."""

    next: int = 0
    share: float = 0.0
    amount: float = 0.0
    path: str = ""

    def strikes(self, chance: random.Random, path: str) -> bool:
        if self.path and not path.startswith(self.path):
            return False
        if self.next > 0:
            self.next -= 1
            return True
        return self.share > 0 and chance.random() < self.share


DEFAULTS = {"time_out": 30.0, "slow": 1.0, "duplicate": 2, "reorder": 10, "delay": 1.0, "forge": 1}


class Chaos:
    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self.chance = random.Random()  # noqa: S311 - no secret
        self.switches = {name: Switch(amount=DEFAULTS.get(name, 0)) for name in (*API, *WEBHOOKS)}

    def seed(self, seed: int) -> None:
        self.chance.seed(seed)

    def set(self, name: str, *, next: int = 0, share: float = 0, amount: float | None = None, path: str = "") -> None:
        """`set("duplicate", share=1, amount=5)`: each event five times; without next and share it is off."""
        if name not in self.switches:
            raise ValueError(f"{name}: expected one of {', '.join(self.switches)}")
        amount = DEFAULTS.get(name, 0) if amount is None else amount
        self.switches[name] = Switch(int(next), float(share), float(amount), path)

    def take(self, wanted: Mapping[str, Any]) -> None:
        """As the control API says it: {"seed": 7, "drop": {"share": 0.2}, "rate_limit": {"next": 3}}."""
        if "seed" in wanted:
            self.seed(int(wanted["seed"]))
        for name, options in wanted.items():
            if name != "seed":
                self.set(name, **options)

    def strikes(self, name: str, path: str = "") -> float | None:
        """The amount of a switch that strikes now, or None."""
        switch = self.switches[name]
        return switch.amount if switch.strikes(self.chance, path) else None

    def shown(self) -> dict[str, Any]:
        return {name: vars(switch) for name, switch in self.switches.items()}
