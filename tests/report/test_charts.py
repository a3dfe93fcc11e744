"""Every chart builder draws at both widths, in palette colours, with its intervals and labels."""

import math
import re
from datetime import date
from itertools import combinations

import polars as pl
import pytest

from lib.report import charts, theme
from lib.report.axes import tick_expression
from lib.report.render import render, spec_at

MONTHS = [date(2025, m, 1) for m in range(1, 7)]


def drawings():
    yield "tornado", charts.tornado(
        pl.DataFrame(
            {"input": ["price", "power"], "low": [0.3, 0.38], "high": [0.6, 0.44]},
        ),
        name="input", low="low", high="high", base=0.41, unit="USD/chip-hour", title="Cost",
    )  # fmt: skip
    yield "lines", charts.lines(
        pl.DataFrame(
            {
                "day": MONTHS * 2,
                "who": ["AWS"] * 6 + ["Azure"] * 6,
                "growth": [0.17, 0.175, 0.18, 0.19, 0.2, 0.21, 0.3, 0.31, 0.33, 0.35, 0.36, 0.4],
                "low": [0.16] * 6 + [0.29] * 6,
                "high": [0.23] * 6 + [0.42] * 6,
            }
        ),
        date="day", value="growth", low="low", high="high", series="who", unit="fraction",
        title="Growth",
        events=pl.DataFrame({"date": [date(2025, 3, 3)], "label": ["Rainier announced"]}),
    )  # fmt: skip
    yield "steps", charts.lines(
        pl.DataFrame({"day": MONTHS, "p": [0.2, 0.2, 0.5, 0.5, 0.7, 0.7]}),
        date="day", value="p", unit="fraction", title="Probability", shape="step-after",
        domain=(0, 1),
    )  # fmt: skip
    yield "curve", charts.curve(
        pl.DataFrame(
            {
                "t": [0.5 + 0.1 * i for i in range(11)],
                "p": [1 / (1 + math.exp(8 * (0.1 * i - 0.5))) for i in range(11)],
            }
        ),
        threshold="t", probability="p", unit="ratio", title="Cost against H100",
        marks=[(0.7, "strong"), (1.0, "chosen"), (1.2, "weak")],
    )  # fmt: skip
    yield "stacked", charts.stacked(
        pl.DataFrame(
            {"chip": ["A", "A", "B", "B"], "of": ["a", "e"] * 2, "c": [1.0, 0.2, 2.0, 0.3]}
        ),
        name="chip", part="of", value="c", unit="USD/chip-hour", title="Cost",
    )  # fmt: skip
    yield "heat", charts.heat(
        pl.DataFrame(
            {
                "claim": ["C1"] * 3 + ["C2"] * 3,
                "month": ["Jan", "Feb", "Mar"] * 2,
                "p": [0.05, 0.5, 0.95, 0.2, None, 0.8],
            }
        ),
        row="claim", column="month", probability="p", title="Probability", empty="open",
    )  # fmt: skip


@pytest.mark.parametrize(("name", "drawing"), list(drawings()))
def test_each_builder_draws_at_both_widths(name, drawing):
    drawn = render(drawing, f"fig-{name}")
    assert 'width="680"' in drawn.svg_wide
    assert 'width="340"' in drawn.svg_narrow
    assert set(drawing.columns) == set(drawing.data.columns)
    assert not re.search(r'font-size="(?:[0-9]|1[01])px"', drawn.svg_narrow)


def texts(svg):
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_labels_stand_in_the_picture():
    drawn = {name: render(d, f"fig-{name}").svg_wide for name, d in drawings()}
    assert {"AWS", "Azure", "Rainier announced"} <= set(texts(drawn["lines"]))
    assert {"strong: 95%", "chosen: 50%"} & set(texts(drawn["curve"])) or "weak: 12%" in texts(
        drawn["curve"]
    )
    assert "$2.30" in texts(drawn["stacked"])
    assert {"5%", "95%", "open"} <= set(texts(drawn["heat"]))


def test_empty_and_wrong_tables_are_refused():
    with pytest.raises(ValueError, match="lacks"):
        charts.stacked(
            pl.DataFrame({"a": [1]}), name="chip", part="of", value="c", unit="", title="x"
        )
    with pytest.raises(ValueError, match="negative"):
        charts.stacked(
            pl.DataFrame({"a": ["x"], "b": ["y"], "c": [-1.0]}),
            name="a", part="b", value="c", unit="", title="x",
        )  # fmt: skip


def test_specs_do_not_depend_on_what_was_drawn_before():
    first = [spec_at(d, 680) for _, d in drawings()]
    assert [spec_at(d, 680) for _, d in drawings()] == first


def test_ticks_never_use_si_letters_for_small_money():
    assert "'m'" not in tick_expression("USD/chip-hour", 0.9)
    assert "'bn'" in tick_expression("USD", 3e9)


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2], linear


def contrast(a, b):
    light, dark = sorted((luminance(a)[0], luminance(b)[0]), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", [0, 1])
@pytest.mark.parametrize("name", ["ink", "soft", *theme.CATEGORIES])
def test_text_in_any_mark_colour_is_legible(mode, name):
    assert contrast(theme.PALETTE[name][mode], theme.PALETTE["paper"][mode]) >= 4.5


@pytest.mark.parametrize("mode", [0, 1])
@pytest.mark.parametrize(
    ("step", "ink"), [*((s, "paper") for s in (0, 1, 5, 6)), *((s, "ink") for s in (2, 3, 4))]
)
def test_numbers_in_a_heat_map_are_legible(mode, step, ink):
    assert contrast(theme.PALETTE[f"step{step}"][mode], theme.PALETTE[ink][mode]) >= 4.5


# Machado, Oliveira and Fernandes (2009), full severity.
BLIND = {
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def lab(linear):
    matrix = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = [sum(m * c for m, c in zip(row, linear, strict=True)) for row in matrix]
    x, y, z = (
        (v / w) ** (1 / 3) if v / w > 0.008856 else 7.787 * v / w + 16 / 116
        for v, w in zip(xyz, (0.9505, 1, 1.089), strict=True)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("mode", [0, 1])
@pytest.mark.parametrize("kind", BLIND)
def test_the_first_three_series_stay_apart_for_the_colour_blind(mode, kind):
    seen = []
    for name in theme.CATEGORIES[:3]:
        linear = luminance(theme.PALETTE[name][mode])[1]
        mixed = [sum(m * c for m, c in zip(row, linear, strict=True)) for row in BLIND[kind]]
        seen.append(lab([min(max(c, 0), 1) for c in mixed]))
    assert min(math.dist(a, b) for a, b in combinations(seen, 2)) > 12
