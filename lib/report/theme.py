"""One look for every chart: colours, sizes, type.

A chart is drawn once, in the light colours below. Dark mode is a stylesheet: each light colour is
a key (``[fill="#0b5fa5"]``) that ``palette_css`` maps to its dark twin, so the same SVG serves
both, and the live view too. That only works while charts use no colour outside ``PALETTE``;
``lib.report.svg`` refuses others.

Not here: the page's own style (``lib/book/static/book.css``).
"""

from __future__ import annotations

from typing import Any, Final

import altair as alt

# name: (light, dark). Every mark colour has a contrast of at least 4.5 to its paper, so a label
# may take the colour of its mark; every pair stays apart for the three kinds of colour blindness.
PALETTE: Final[dict[str, tuple[str, str]]] = {
    "paper": ("#ffffff", "#14181e"),
    "ink": ("#1f2933", "#e8ebef"),
    "soft": ("#52606d", "#b6c0cb"),
    "rule": ("#8a96a3", "#6b7786"),
    "grid": ("#e4e8ec", "#2c343f"),
    "subject": ("#0b5fa5", "#6db6f7"),
    "second": ("#b84a00", "#ff9d66"),
    "third": ("#0b7a4b", "#45cfa8"),
    "fourth": ("#8f2f7f", "#e79bd7"),
    "fifth": ("#806000", "#dcb94a"),
    "other": ("#66717d", "#a3aebb"),
    # From 'surely not' to 'surely so', seven steps, with a pale middle.
    "step0": ("#8a3200", "#f08a4b"),
    "step1": ("#b65e16", "#c2723a"),
    "step2": ("#f3c498", "#6f4a2e"),
    "step3": ("#f1f2f4", "#333b46"),
    "step4": ("#b5d1ea", "#2d4f6e"),
    "step5": ("#2a74b0", "#4a8ec6"),
    "step6": ("#083f73", "#7cc0fb"),
}
CATEGORIES: Final = ("subject", "second", "third", "fourth", "fifth", "other")
STEPS: Final = tuple(f"step{i}" for i in range(7))

WIDE_PX: Final = 680
NARROW_PX: Final = 340
_FONT_PX: Final = 13


def colour(name: str) -> str:
    """The light colour of a palette name. Raises KeyError naming the allowed ones."""
    if name not in PALETTE:
        raise KeyError(f"colour {name!r} is not in the palette: {', '.join(PALETTE)}")
    return PALETTE[name][0]


def categories() -> list[str]:
    """The colours of up to six series, in order; the first is the subject of the chart."""
    return [colour(name) for name in CATEGORIES]


def steps() -> list[str]:
    """The seven colours from 'surely not' to 'surely so'."""
    return [colour(name) for name in STEPS]


def config() -> dict[str, Any]:
    """The Vega-Lite configuration of the house."""
    ink, soft, rule, grid = (colour(n) for n in ("ink", "soft", "rule", "grid"))
    text = {"fontSize": _FONT_PX, "fill": ink, "color": ink}
    return {
        "aria": False,  # the SVG as a whole is one described image
        "background": colour("paper"),
        "padding": 6,
        "view": {"stroke": None},
        "axis": {
            "labelFontSize": _FONT_PX,
            "labelColor": soft,
            "titleFontSize": _FONT_PX,
            "titleFontWeight": "normal",
            "titleColor": soft,
            "titlePadding": 8,
            "domainColor": rule,
            "tickColor": rule,
            "gridColor": grid,
            "labelLimit": 260,
            "labelPadding": 5,
            "titleLimit": WIDE_PX,
        },
        "axisY": {"domain": False, "ticks": False},
        "axisYBand": {"labelColor": ink},
        "header": {"labelFontSize": _FONT_PX, "labelColor": ink, "title": None},
        "legend": {
            "labelFontSize": _FONT_PX,
            "labelColor": ink,
            "titleFontSize": _FONT_PX,
            "titleFontWeight": "normal",
            "titleColor": soft,
            "orient": "top",
            "direction": "horizontal",
            "labelLimit": 300,
            "symbolStrokeWidth": 2,
        },
        "range": {"category": categories(), "ramp": steps(), "diverging": steps()},
        "mark": {"color": colour("subject")},
        "rule": {"color": rule, "strokeWidth": 1},
        "line": {"strokeWidth": 2.5, "strokeCap": "round"},
        "point": {"filled": True, "size": 70, "opacity": 1},
        "circle": {"size": 70, "opacity": 1},
        "bar": {"color": colour("subject")},
        "area": {"opacity": 0.18, "line": False},
        "text": {**text},
    }


@alt.theme.register("house", enable=True)
def _house() -> alt.theme.ThemeConfig:
    return {"config": config()}  # type: ignore[typeddict-item]


def palette_css() -> str:
    """``static/palette.css``: custom properties, and the dark twins of chart colours."""
    light = "".join(f"--cuc-{name}:{pair[0]};" for name, pair in PALETTE.items())
    dark = "".join(f"--cuc-{name}:{pair[1]};" for name, pair in PALETTE.items())
    rules = "\n".join(
        f'html[data-theme="dark"] .cuc-chart [{part}="{pair[0]}"]{{{part}:{pair[1]}}}'
        for pair in PALETTE.values()
        for part in ("fill", "stroke")
    )
    return (
        "/* Written from lib/report/theme.py; edit the palette there. */\n"
        f":root{{{light}}}\n"
        f'html[data-theme="dark"]{{{dark}}}\n'
        f"@media screen{{\n{rules}\n}}\n"
    )
