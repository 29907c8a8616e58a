"""Answers of forms as JSON and back, the same types again: what the browser keeps comes from outside, so no pickle."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from sheets.merging import Seen
from sheets.receipts import Clash
from sheets.records import Inexact, Period

TYPE = "~"
WHOLE = {kind.__name__: kind for kind in (Period, Inexact, Seen, Clash)}


def pack(answers: Mapping[str, Any]) -> str:
    """The answers as a text; raises TypeError for a value of a type that no form has."""
    return json.dumps(_plain(answers), ensure_ascii=False, separators=(",", ":"))


def unpack(text: str) -> dict[str, Any]:
    """The answers that `pack` made a text of; raises ValueError for any other text."""
    try:
        answers = _typed(json.loads(text))
    except (KeyError, TypeError, AttributeError, RecursionError) as trouble:
        raise ValueError(f"no answers of a form: {text[:80]!r}") from trouble
    if not isinstance(answers, dict):
        raise ValueError(f"no answers of a form: {text[:80]!r}")
    return answers


def _plain(value: Any) -> Any:
    name = type(value).__name__
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if name in WHOLE:
        return {TYPE: name, "of": {field.name: _plain(getattr(value, field.name)) for field in fields(value)}}
    if isinstance(value, dt.date):
        return {TYPE: name, "of": value.isoformat()}
    if isinstance(value, tuple | set | frozenset):
        return {TYPE: "tuple", "of": [_plain(one) for one in value]}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {TYPE: "dict", "of": [[str(key), _plain(one)] for key, one in value.items()]}
    raise TypeError(f"no answer of a form: {value!r}")


def _typed(value: Any) -> Any:
    if isinstance(value, list):
        return [_typed(one) for one in value]
    if not isinstance(value, dict):
        return value
    name, of = value[TYPE], value["of"]
    if name in WHOLE:
        return WHOLE[name](**{key: _typed(one) for key, one in of.items()})
    return READ[name](of)


READ: Mapping[str, Callable[[Any], Any]] = {
    "date": dt.date.fromisoformat,
    "datetime": dt.datetime.fromisoformat,
    "tuple": lambda of: tuple(_typed(one) for one in of),
    "dict": lambda of: {key: _typed(one) for key, one in of},
}
