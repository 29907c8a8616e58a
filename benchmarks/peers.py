"""How others read the same spreadsheet: each function takes a base address and gives a frame per tab.

The limits are no readers: one request and the bare DataFrame constructor, with nothing typed and nothing checked.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import gspread
import orjson
import pandas as pd
import requests
from google.auth.credentials import AnonymousCredentials
from gspread.http_client import HTTPClient
from gspread_dataframe import get_as_dataframe

TITLES = ("Партнери", "Заходи", "Оцінювання")
DATES = ("Дата укладання", "Дата проведення", "Дата оцінювання")
NUMBERS = ("К-сть учасників", "з них діти з ООП", "Волонтери", "Залучено коштів, грн", "Кількість респондентів")

Frames = dict[str, pd.DataFrame]


def limit_by_columns(base: str) -> Frames:
    """The floor: one batchGet by columns, orjson, the bare constructor."""
    return {title: pd.DataFrame(dict(enumerate(_even(columns)))) for title, columns in _values(base).items()}


def _values(base: str) -> dict[str, list[list[Any]]]:
    ranges = "&".join(f"ranges={quote(repr(title))}" for title in TITLES)
    ask = "majorDimension=COLUMNS&valueRenderOption=UNFORMATTED_VALUE&prettyPrint=false"
    answer = requests.get(f"{base}/v4/spreadsheets/bench/values:batchGet?{ranges}&{ask}", timeout=60)
    found = orjson.loads(answer.content)["valueRanges"]
    return {title: values["values"] for title, values in zip(TITLES, found, strict=True)}


def _even(columns: list[list[Any]]) -> list[list[Any]]:
    height = max(map(len, columns))
    return [column + [""] * (height - len(column)) for column in columns]


def get_all_records(base: str) -> Frames:
    """The way of the tutorials: get_all_records for each tab, then to_datetime and to_numeric."""
    return {title: converted(pd.DataFrame(_tab(base, title).get_all_records())) for title in TITLES}


def get_all_values(base: str) -> Frames:
    """One request a tab, all as text, then the same conversions."""
    found = {}
    for title in TITLES:
        header, *rows = _tab(base, title).get_all_values()
        found[title] = converted(pd.DataFrame(rows, columns=header))
    return found


def connector(base: str) -> Frames:
    """As the stock Streamlit connector reads: gspread-dataframe, formulas evaluated, then the same conversions."""
    return {title: converted(get_as_dataframe(_tab(base, title), evaluate_formulas=True)) for title in TITLES}


def converted(frame: pd.DataFrame) -> pd.DataFrame:
    """The usual conversions: what can't be converted becomes nothing, without a word."""
    for column in DATES:
        if column in frame:
            frame[column] = pd.to_datetime(frame[column], errors="coerce", dayfirst=True, format="mixed")
    for column in NUMBERS:
        if column in frame:
            frame[column] = pd.to_numeric(frame[column], errors="coerce")
    return frame


def _tab(base: str, title: str) -> gspread.Worksheet:
    return _spreadsheet(base).worksheet(title)


_opened: dict[str, gspread.Spreadsheet] = {}


def _spreadsheet(base: str) -> gspread.Spreadsheet:
    if base not in _opened:
        client = gspread.authorize(AnonymousCredentials(), http_client=_client(base))
        _opened[base] = client.open_by_key("bench")
    return _opened[base]


def _client(base: str) -> type[HTTPClient]:
    class Client(HTTPClient):
        def request(self, method: str, endpoint: str, *args: Any, **kwargs: Any) -> Any:
            return super().request(method, endpoint.replace("https://sheets.googleapis.com", base), *args, **kwargs)

    return Client
