"""A command of Django's on the data of `make run`, whether that is running just now or not."""

import contextlib
import sys

from program.local import payments
from program.local.run import MANAGE, VAR, embedded
from program.local.sandbox import run


def main() -> int:
    env, services = embedded()
    if stripe := payments.started(env, VAR):
        env |= stripe.env
    with contextlib.nullcontext() if services.place.is_held() else services:
        return run([*MANAGE, *sys.argv[1:]], env)


if __name__ == "__main__":
    sys.exit(main())
