"""The house keeps its floors: who may import whom, and the manners of every file."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = {"sheets": set(), "charts": {"sheets"}, "pages": {"charts", "sheets"}}
ONLY_IN = {
    "streamlit": {"app.py", "asgi.py", "pages/"},
    "gspread": {"sheets/google.py"},
    "openpyxl": {"sheets/xlsx"},
    "altair": {"charts/"},
}
SOURCES = sorted(path for floor in ("sheets", "charts", "pages") for path in (ROOT / floor).rglob("*.py")) + [
    ROOT / "app.py",
    ROOT / "asgi.py",
]
NAMES = [path.relative_to(ROOT).as_posix() for path in SOURCES]


def imported(path: Path) -> set[str]:
    """The modules that a file imports, dotted."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_floor_imports_only_the_floors_below(name: str) -> None:
    floor = name.split("/")[0]
    ours = {module.split(".")[0] for module in imported(ROOT / name)} & {
        "sheets",
        "charts",
        "pages",
        "app",
        "tests",
        "demo",
    }
    assert ours - {floor} <= FLOORS.get(floor, {"sheets", "charts", "pages"})


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("pages/") and "/parts/" not in name])
def test_a_page_imports_no_page(name: str) -> None:
    assert not {module for module in imported(ROOT / name) if module.startswith("pages.") and "parts" not in module}


@pytest.mark.parametrize("name", NAMES)
def test_a_library_stays_in_its_home(name: str) -> None:
    libraries = {module.split(".")[0] for module in imported(ROOT / name)}
    strays = {lib for lib, homes in ONLY_IN.items() if lib in libraries and not any(name.startswith(h) for h in homes)}
    assert not strays


@pytest.mark.parametrize("name", [n for n in NAMES if not n.endswith("__init__.py")])
def test_a_file_opens_with_a_docstring_and_its_public_functions_have_one(name: str) -> None:
    tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
    bare = [] if ast.get_docstring(tree) else ["the file itself"]
    for node in tree.body:
        public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        if public and not ast.get_docstring(node):
            bare.append(node.name)
    assert not bare


@pytest.mark.parametrize("name", NAMES)
def test_a_file_stays_small(name: str) -> None:
    assert len((ROOT / name).read_text(encoding="utf-8").splitlines()) <= 300


def test_each_file_stands_in_the_map_of_the_house_once() -> None:
    house = (ROOT / "docs" / "house.md").read_text(encoding="utf-8")
    for floor, part in zip(("sheets", "charts", "pages/parts"), re.split(r"^## ", house, flags=re.M)[1:], strict=True):
        files = {path.stem for path in (ROOT / floor).glob("*.py")} - {"__init__"}
        told = re.findall(r"`(\w+)`", part)
        assert (sorted(files - set(told)), sorted(set(told) - files)) == ([], [])
        assert [name for name in set(told) if told.count(name) > 1] == []
