"""A figure as Plotly's library in the browser reads it: plain lists and texts, ready to be sent.

Plotly's own classes check every property of every mark each time a figure is made, which took most
of a drawing; here the tests hand each kind of figure to those classes once.
"""

import json
import math
import zlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd

Properties = dict[str, Any]


class Figure:
    """Traces in the order of drawing, and the layout around them."""

    def __init__(self) -> None:
        self.data: list[Properties] = []
        self.layout: Properties = {}

    def add_scatter(self, **trace: Any) -> None:
        """Add points, a line, or words."""
        self.data.append({"type": "scatter", **plain(trace)})

    def add_bar(self, **trace: Any) -> None:
        """Add bars."""
        self.data.append({"type": "bar", **plain(trace)})

    def add_shape(self, **shape: Any) -> None:
        """Add a shape of the layout."""
        self.layout.setdefault("shapes", []).append(plain(shape))

    def add_annotation(self, **note: Any) -> None:
        """Add words of the layout."""
        self.layout.setdefault("annotations", []).append(plain(note))

    def update_layout(self, **changes: Any) -> None:
        """Set properties of the layout; what a dictionary does not name stays as it is."""
        _merge(self.layout, plain(changes))

    def to_dict(self) -> Properties:
        """Return the figure as Plotly reads it.

        Its data bear a checksum: Streamlit hands a new chart to Plotly twice, the second time as a
        copy, and Plotly draws all of it again unless it is told that the data are the same.
        """
        checksum = f"{zlib.crc32(_json(self.data).encode()):08x}"
        return {"data": self.data, "layout": {**self.layout, "datarevision": checksum}}

    def to_json(self) -> str:
        """Return the figure as JSON."""
        return _json(self.to_dict())


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), allow_nan=False)


def _merge(into: Properties, changes: Mapping[str, Any]) -> None:
    for name, value in changes.items():
        if isinstance(value, dict) and isinstance(into.get(name), dict):
            _merge(into[name], value)
        else:
            into[name] = value


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it: days as ISO texts, arrays as lists, NaN as None."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return None if math.isnan(value) else float(value)
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, pd.Series | pd.Index):
        value = value.to_numpy()
    if isinstance(value, np.ndarray) and value.dtype.kind == "M":
        return np.datetime_as_string(value, unit="s").tolist()
    if isinstance(value, np.ndarray | np.generic):
        return plain(value.tolist())
    if isinstance(value, list) and {type(each) for each in value} <= {str, int}:
        return list(value)  # thousands of words, ids, hues: nothing in them is to be changed
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return [plain(each) for each in value]
