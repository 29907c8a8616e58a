"""`python -m sheets …` as a test calls it: in this process as another one would do it, or really in another one."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sheets import saving
from sheets.__main__ import main

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Said:
    """What a command ended with."""

    code: int
    told: dict[str, Any]

    @property
    def status(self) -> str:
        """saved, conflict, refused, workbookerror or unconfirmed."""
        return str(self.told["status"])

    @property
    def why(self) -> str:
        """The code of a refusal."""
        return str(self.told.get("code", ""))


def run(*arguments: Any) -> Said:
    """The command, as a new process would do it."""
    saving.forget()
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = main(_texts(arguments))
    return Said(code, json.loads(out.getvalue()))


class Process:
    """The command in a process of its own, begun at once."""

    def __init__(self, environment: Mapping[str, str], *arguments: Any) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "sheets", *_texts(arguments)],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def end(self) -> Said:
        """What it said in the end."""
        out, err = self._process.communicate(timeout=60)
        assert out, err
        return Said(self._process.returncode, json.loads(out))


def records(source: str, tab: str) -> dict[int, dict[str, Any]]:
    """The records of a tab by row, as `inspect` gives them."""
    told = run("inspect", source).told
    tables = next(read["tables"] for read in told["tabs"] if read["title"] == tab)
    return {record["row"]: record["values"] for table in tables for record in table["records"]}


def _texts(arguments: tuple[Any, ...]) -> list[str]:
    return [one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in arguments]
