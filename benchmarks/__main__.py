"""All benchmarks in one run: `make bench`, or `python -m benchmarks reading warm_pages`. Writes docs/benchmarks.md from
what was measured, and fails when a ratio falls short of its target."""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import os
import platform
import sys
import traceback
from pathlib import Path

from benchmarks.timing import Result

PARTS = ("reading", "files", "figures", "warm_pages", "memory", "viewers", "first_paint")
TABLE = ("| what | size | ours | other | ratio | target |", "| - | - | -: | -: | -: | -: |")
PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"


def machine() -> str:
    """This machine in a line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GB, {platform.system()}, Python {platform.python_version()}"


def page(results: dict[str, list[Result]]) -> str:
    """The results as a page of documentation."""
    lines = [
        "# Benchmarks",
        "",
        f"Written by `make bench` on {dt.date.today():%d.%m.%Y}; {machine()}. Ways are timed in turns in one run; each",
        "figure is a median. Read the ratios: times belong to the machine. A line is bold when it misses its target.",
    ]
    for part, found in results.items():
        title = (importlib.import_module(f"benchmarks.{part}").__doc__ or "").strip()
        lines += ["", f"## {part}", "", title, "", *TABLE]
        for one in found:
            row = f"{one.what} | {one.size} | {one.ours} | {one.other} | {one.ratio:.2f} | {one.target}"
            lines.append(f"| {row} |" if one.met else f"| **{row.replace(' | ', '** | **')}** |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Runs the parts asked for (all without arguments), each to its end whatever becomes of the others; 1 when a target
    is missed or a part could not end, and says which."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="part")
    chosen = parser.parse_args().parts or PARTS
    results: dict[str, list[Result]] = {}
    broken = []
    for part in chosen:
        results[part] = []
        try:
            for one in importlib.import_module(f"benchmarks.{part}").run():
                results[part].append(one)
                print(_line(one), flush=True)
        except Exception:  # the other parts are worth their minutes
            traceback.print_exc()
            broken.append(part)
        if tuple(chosen) == PARTS:
            PAGE.write_text(page(results), encoding="utf-8")
    short = [one for found in results.values() for one in found if not one.met]
    print(
        f"\n{len(short)} of {sum(map(len, results.values()))} lines short of their target", *map(_line, short), sep="\n"
    )
    print(*(f"{part} could not end" for part in broken), sep="\n")
    return 1 if short or broken else 0


def _line(one: Result) -> str:
    figures = f"{one.ours:>10} {one.other:>10} {one.ratio:7.2f} {one.target:>7}"
    return f"{one.what:64} {one.size:22} {figures} {'' if one.met else 'SHORT'}"


if __name__ == "__main__":
    sys.exit(main())
