"""The documentation is true: what may be said in panel.toml is in its guide, and every file it links to is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sheets.schema import Field, Kind

ROOT = Path(__file__).resolve().parent.parent
GUIDE = (ROOT / "docs" / "uk" / "panel-toml.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
SET_BY_THE_LABELS = {"kind", "uk", "en", "headings", "key"}


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_is_explained_to_a_methodist(kind: Kind) -> None:
    assert f"| `{kind}` |" in GUIDE


@pytest.mark.parametrize("setting", sorted(set(Field.model_fields) - SET_BY_THE_LABELS))
def test_every_setting_of_a_field_is_explained_to_a_methodist(setting: str) -> None:
    assert re.search(rf"`{setting}\b", GUIDE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_file_that_a_page_links_to_is_there(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
