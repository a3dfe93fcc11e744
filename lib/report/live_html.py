"""The live component as HTML: a table at the book's values, and what ``live.js`` needs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Any

from lib.report import formats
from lib.report.live import Live, break_even, compiled, margin, probability
from lib.report.syntax import evaluate


def component(live: Live) -> str:
    """The HTML of the component: complete as a table without scripts, live with ``live.js``."""
    content = compiled(live)
    values = {i.name: i.default for i in live.inputs}
    data = json.dumps(content, separators=(",", ":"), ensure_ascii=False).replace("</", "<\\/")
    answer = escape(_answer(live, content, values))
    return "\n".join(
        [
            f'<section class="cuc-live" id="{escape(live.id)}" aria-label="{escape(live.title)}">',
            f'<p class="cuc-title">{escape(live.title)}</p>',
            f'<p class="cuc-answer" aria-live="polite">{answer}</p>',
            _rows(live, content, values),
            _sliders(live),
            f'<script type="application/json" class="cuc-live-data">{data}</script>',
            "</section>",
        ]
    )


def _answer(live: Live, content: Mapping[str, Any], values: Mapping[str, float]) -> str:
    """The same words that ``live.js`` puts together."""
    holds = margin(content, values) > 0
    parts = [f"{content['statement']}: {'yes' if holds else 'no'} at these values."]
    turn = break_even(content, values)
    decisive = next(i for i in live.inputs if i.name == live.decisive)
    if turn is None:
        parts.append(f"Nothing within its bounds turns it ({decisive.label}).")
    else:
        parts.append(f"It turns at {formats.number(turn, decisive.unit)} ({decisive.label}).")
    p = probability(content, {})
    if p is not None:
        parts.append(f"Probability over the inputs left alone: {formats.probability(p)}.")
    return " ".join(parts)


def _rows(live: Live, content: Mapping[str, Any], values: Mapping[str, float]) -> str:
    found = [float(evaluate(row["tree"], values)) for row in content["rows"]]
    longest = max(map(abs, found)) or 1.0
    body = "".join(
        f'<tr><th scope="row">{escape(label)}</th><td class="cuc-num">'
        f"{escape(formats.number(value, live.unit))}</td><td>"
        f'<svg class="cuc-share{" cuc-subject" if label == live.subject else ""}"'
        f' aria-hidden="true" viewBox="0 0 100 8" preserveAspectRatio="none"><rect height="8"'
        f' width="{max(100 * value / longest, 0):.1f}"/></svg></td></tr>'
        for (label, _), value in zip(live.rows, found, strict=True)
    )
    unit = formats.unit_label(live.unit)
    return (
        '<div class="cuc-scroll" tabindex="0" role="region"'
        f' aria-label="Comparison, {escape(unit)}: {escape(live.title)}">'
        '<table class="cuc-rows"><thead><tr><th scope="col">Compared</th><th scope="col">Value</th>'
        f'<th scope="col">As a bar</th></tr></thead><tbody>{body}</tbody></table></div>'
    )


def _sliders(live: Live) -> str:
    boxes = "".join(
        f"<label>{escape(i.label)} <output>{escape(formats.number(i.default, i.unit))}</output>"
        f'<input type="range" name="{escape(i.name)}" min="{i.low!r}" max="{i.high!r}" step="any"'
        f' value="{i.default!r}"></label>'
        for i in live.inputs
        if i.shown
    )
    reset = '<button type="reset" class="cuc-button">Back to the book\'s values</button>'
    return f'<form class="cuc-sliders cuc-scripted">{boxes}<p>{reset}</p></form>'
