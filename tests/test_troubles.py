"""Whatever stands in the way of the workbook is told in its own words, in both languages: what happened, what to do."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pages.parts.saving import where
from pages.parts.words import catalogue
from sheets.errors import Refused, WorkbookError

SHEETS = Path(__file__).resolve().parent.parent / "sheets"
NAMED = (WorkbookError.__doc__ or "").split("codes:")[1].replace("\n", " ").rstrip(". ").split(",")
REASONS = re.sub(r"\([^)]*\)", "", (Refused.__doc__ or "").split("Codes:")[1]).replace("\n", " ").strip(" .").split(",")


def raised(error: str = "WorkbookError") -> Iterator[str]:
    """The codes that this error is made with anywhere on the ground floor."""
    for path in SHEETS.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            made = isinstance(node, ast.Call) and getattr(node.func, "id", "") == error and node.args
            if made and isinstance(node.args[0], ast.Constant):
                yield str(node.args[0].value)


CODES = sorted({*raised(), *(name.strip() for name in NAMED)})


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("code", [*CODES, "declaration"])
def test_each_trouble_has_its_own_words_and_says_what_to_do(code: str, language: str) -> None:
    said = {key: catalogue(language).gettext(key) for key in (f"trouble.{code}", f"trouble.{code}.do")}
    assert [key for key, text in said.items() if text in ("", key)] == []


@pytest.mark.parametrize("language", ["uk", "en"])
def test_no_two_troubles_are_told_in_the_same_words(language: str) -> None:
    said = [catalogue(language).gettext(f"trouble.{code}") for code in CODES]
    assert len(set(said)) == len(CODES)


def test_the_errors_docstring_names_every_code() -> None:
    assert sorted(name.strip() for name in NAMED) == CODES
    assert sorted(name.strip() for name in REASONS) == sorted({*raised("Refused")})


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("code", sorted({*raised("Refused")}))
def test_each_refusal_has_its_own_words(code: str, language: str) -> None:
    assert catalogue(language).gettext(f"save.refused.{code}") not in ("", f"save.refused.{code}")


def test_protected_cells_are_named() -> None:
    ranges = [
        {"tab": 1, "title": "Заходи", "range": "A4:I6", "name": "Архів"},
        {"tab": 2, "title": "План", "range": None, "name": ""},
    ]
    assert where(Refused("protected", ranges=ranges)) == {"where": "«Заходи» A4:I6 (Архів), «План»"}
    assert where(Refused("row-gone")) == {}
