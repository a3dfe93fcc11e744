"""From one chart to its files: Vega-Lite, Vega, SVG in two widths, PNG, PDF.

A drawing is a function of the width in pixels, so that a phone gets a chart laid out for a
phone and not a small picture of a large one. A plain Altair chart is accepted too; then only
its width changes.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import altair as alt
import vl_convert

from lib.report import svg, theme
from lib.report.pdf import to_pdf

Drawing = Callable[[int], Any]
"""A function of the width in pixels that returns an Altair chart."""

PNG_SCALE: Final = 2
_FIT: Final = {"type": "fit-x", "contains": "padding"}


@dataclass(frozen=True)
class Rendered:
    """Everything drawn from one chart."""

    spec: dict[str, Any]
    vega_wide: dict[str, Any]
    vega_narrow: dict[str, Any]
    svg_wide: str
    svg_narrow: str
    png: bytes
    pdf: bytes


def render(chart: Drawing | alt.TopLevelMixin, figure_id: str) -> Rendered:
    """Draw a chart at both widths and in every format.

    Raises: svg.ColourError for a colour outside the palette.
    """
    wide, narrow = (spec_at(chart, width) for width in (theme.WIDE_PX, theme.NARROW_PX))
    raw = vl_convert.vegalite_to_svg(wide)
    svg_wide = svg.tidy(raw, f"{figure_id}-w")
    svg_narrow = svg.tidy(vl_convert.vegalite_to_svg(narrow), f"{figure_id}-n")
    return Rendered(
        spec=wide,
        vega_wide=_vega(wide),
        vega_narrow=_vega(narrow),
        svg_wide=svg_wide,
        svg_narrow=svg_narrow,
        png=vl_convert.svg_to_png(raw, scale=PNG_SCALE),
        pdf=to_pdf(raw),
    )


def spec_at(chart: Drawing | alt.TopLevelMixin, width_px: int) -> dict[str, Any]:
    """The Vega-Lite spec of a chart for one width, with ids that depend on content alone."""
    built = chart(width_px) if not isinstance(chart, alt.TopLevelMixin) else chart
    spec: dict[str, Any] = built.to_dict()
    if not {"hconcat", "vconcat", "concat", "facet", "repeat"} & spec.keys():
        spec["width"] = width_px
        spec["autosize"] = _FIT
    spec.pop("description", None)
    return _stable_names(spec)


def _vega(spec: dict[str, Any]) -> dict[str, Any]:
    compiled: dict[str, Any] = vl_convert.vegalite_to_vega(spec)
    compiled.pop("$schema", None)
    return compiled


def _stable_names(spec: dict[str, Any]) -> dict[str, Any]:
    """Altair names parameters and views by counters of the process; number them anew."""
    text = json.dumps(spec, sort_keys=True)
    names: list[str] = []
    for part in spec.get("params", []) + [
        p for layer in spec.get("layer", []) for p in layer.get("params", [])
    ]:
        names.append(part["name"])
        names.extend(part.get("views", []))
    for layer in [spec, *spec.get("layer", [])]:
        if "name" in layer:
            names.append(layer["name"])
    for order, name in enumerate(dict.fromkeys(names), start=1):
        if name.startswith(("param_", "view_")):
            text = text.replace(json.dumps(name), json.dumps(f"{name.split('_')[0]}-{order}"))
    result: dict[str, Any] = json.loads(text)
    return result
