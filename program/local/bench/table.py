"""The figures, side by side."""

from collections.abc import Iterator, Sequence

from program.local.bench.measure import Measured
from program.local.bench.targets import PAGE_IN, QUERY

HEAD = f"{'':<28}{'requests/s':>11}{'p50 ms':>9}{'p99 ms':>9}{'CPU ms':>9}{'queries':>9}{'rate beside':>13}"
AIMS = {
    QUERY: "signed out, at or above the view with one query",
    PAGE_IN: "signed in, at or above the plain page signed in",
}


def table(measured: Sequence[Measured]) -> Iterator[str]:
    by_name = {one.target.name: one for one in measured}
    yield HEAD
    group = ""
    for one in measured:
        if (own := group_of(one)) != group:
            group = own
            yield group
        yield f"  {one.target.name:<26}{figures(one, by_name.get(one.target.beside))}"
    yield ""
    for name, aim in AIMS.items():
        yield f"Aim: {aim}: {verdict([one for one in measured if one.target.beside == name], by_name[name])}"


def group_of(one: Measured) -> str:
    if one.target.site != "ours":
        return "Plain Django"
    beside = "the plain page" if one.target.is_signed_in else "the view with one query"
    return f"First Million, signed {'in' if one.target.is_signed_in else 'out'}; beside {beside}"


def figures(one: Measured, beside: Measured | None) -> str:
    asked = " / ".join(str(count) for count in one.target.queries)
    if one.error:
        return f"{'':>38}{asked:>9}  {one.error}"
    ratio = f"{one.of(beside):.2f}" if beside and not beside.error else ""
    return f"{one.rate:>11.0f}{one.p50:>9.1f}{one.p99:>9.1f}{one.cpu_ms:>9.2f}{asked:>9}{ratio:>13}"


def verdict(pages: Sequence[Measured], beside: Measured) -> str:
    if beside.error:
        return "unknown"
    reached = [one for one in pages if not one.error and one.of(beside) >= 1]
    return f"{len(reached)} of {len(pages)} pages."
