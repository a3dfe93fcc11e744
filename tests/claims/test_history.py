"""A history is the answer that each day would have given, on the days that matter."""

import json
from datetime import date

from lib.claims.history import FIRST_MONTH, RECORDED, history, month_ends, record, thin
from lib.claims.register import answer_to
from lib.evidence import THEN, View, standard_views
from lib.inference.draws import Draws
from lib.report.pages.blocks import verdict_words

DRAWS = Draws(1024)


def test_month_ends_include_both_ends() -> None:
    assert month_ends(date(2025, 1, 31), date(2025, 3, 31)) == (
        date(2025, 1, 31), date(2025, 2, 28), date(2025, 3, 31),
    )  # fmt: skip
    assert month_ends(date(2023, 12, 30), date(2024, 2, 28)) == (
        date(2023, 12, 31), date(2024, 1, 31),
    )  # fmt: skip


def test_thinning_keeps_order_number_and_the_last_day() -> None:
    days = tuple(date(2025, 1, n) for n in range(1, 31))
    kept = thin(days, 7)
    assert len(kept) == 7 and kept[-1] == days[-1] and list(kept) == sorted(set(kept))
    assert thin(days[:7], 7) == days[:7]


def test_a_point_of_a_history_is_that_days_answer() -> None:
    view = standard_views()["hindsight"]
    made = history("C4.2", view, DRAWS)
    days = [finding.known_on for finding in made.findings]
    assert days == sorted(set(days))
    assert {FIRST_MONTH, THEN, view.known_on} <= set(days)
    assert made.thinned or set(made.changes) <= set(days)
    on_the_day = next(f for f in made.findings if f.known_on == THEN)
    alone = answer_to("C4.2")(View(THEN, THEN, name="history"), DRAWS.for_history())
    assert on_the_day == alone
    assert on_the_day.status == "forecast" and made.findings[-1].status == "resolved"


def test_a_history_never_looks_ahead() -> None:
    made = history("C4.3-runrate", standard_views()["hindsight"], DRAWS)
    for finding in made.findings:
        known = View(finding.known_on)
        assert all(known.knows(fact_id) for fact_id in finding.facts)


def test_a_view_before_the_first_month_has_one_point() -> None:
    early = View("2024-06-30", THEN)
    assert [f.known_on for f in history("C2.2-money", early, DRAWS).findings] == [date(2024, 6, 30)]


def test_a_record_says_all_that_a_verdict_in_words_needs() -> None:
    for finding in history("C4.2", standard_views()["hindsight"], DRAWS).findings:
        kept = json.loads(json.dumps(record(finding)))
        assert set(kept) == {*RECORDED, "median"}
        assert verdict_words(kept)
        assert (kept["median"] is None) == (finding.quantity is None)
