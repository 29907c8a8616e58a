"""A chart as it is sent to a browser: of its look only what it uses, its data as Arrow without unused columns.

A page of eight charts would be a third heavier otherwise: most of a small chart is what it shares with all others.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pandas as pd
import pyarrow as pa

SAID_ELSEWHERE = ("title", "description")  # above the chart, and as its text alternative
TIME = re.compile("temporal|time|utc|date|Format")  # where one of these stands, months and days may be written by Vega


def sent(spec: dict[str, Any]) -> dict[str, Any]:
    """The specification ready to be sent: without title and description, its data sets as bytes of Arrow."""
    body = {name: part for name, part in spec.items() if name not in (*SAID_ELSEWHERE, "config", "datasets")}
    text = json.dumps(body)
    datasets = {name: _as_arrow(rows, text) for name, rows in spec["datasets"].items()}
    return body | {"config": _used(spec["config"], text), "datasets": datasets}


def _used(config: dict[str, Any], text: str) -> dict[str, Any]:
    """The look without the styles that the picture does not name, and without the months that it does not write."""
    kept = {name: part for name, part in config.items() if name not in SAID_ELSEWHERE}
    kept["style"] = {name: style for name, style in config["style"].items() if f'"{name}"' in text}
    if not TIME.search(text):
        kept["locale"] = {"number": config["locale"]["number"]}
    return kept


def _as_arrow(rows: list[dict[str, Any]], text: str) -> bytes:
    """Rows as an Arrow stream of the columns that the picture names; words that repeat are sent once."""
    frame = pd.DataFrame(rows)
    frame = frame[[name for name in frame if f'"{name}"' in text or f"datum.{name}" in text]]
    texts = [name for name in frame if isinstance(frame[name].dtype, pd.StringDtype)]
    repeated = [name for name in texts if frame[name].nunique() * 4 <= len(frame)]
    table = pa.Table.from_pandas(frame.astype(dict.fromkeys(repeated, "category")), preserve_index=False)
    table = table.replace_schema_metadata(None)  # pandas' own notes are a kilobyte
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return bytes(sink.getvalue())
