"""What the first page names: five answers, each with the findings that it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lib.claims import verdict
from lib.report.formats import number, probability

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lib.claims.finding import Finding
    from lib.report.run import Naming

HEADLINES = (
    "C1.1a-points",
    "C1.1b-points",
    "C1.1a-months", "C1.1b-months", "C1.2-demand", "C1.2-buildout", "C2.1b", "C2.2-delivered",
    "C4.2", "C4.3-runrate", "C4.3-booked", "C5.1b-tbs-owner", "C5.1b-tbs-tenant", "C5.2", "C6.2",
)  # fmt: skip
UNLIKELY, LIKELY = 0.33, 0.66


def name_numbers(run: Naming) -> None:
    """Name the five answers of the first page in a run."""
    found = run.findings(HEADLINES)
    for (id, view), finding in found.items():
        if view == "hindsight":
            run.phrase(f"verdict_{_slug(id)}", verdict.short(finding))
    _exclusion(run, found)
    _relief(run, found)
    _bet(run, found)
    _growth(run, found)
    _costs(run, found)


def _exclusion(run: Naming, found: Mapping[tuple[str, str], Finding]) -> None:
    offshore, mainland = (found[(id, "hindsight")] for id in ("C1.1a-months", "C1.1b-months"))
    near, far = (found[(id, "hindsight")] for id in ("C1.1a-points", "C1.1b-points"))
    for name, finding in (
        ("lag_offshore", offshore),
        ("lag_mainland", mainland),
        ("points_offshore", near),
        ("points_mainland", far),
    ):
        middle = finding.quantity
        if middle is None:
            run.phrase(name, "an amount that is not known")
        else:
            run.number(
                name, middle.p50, middle.unit, low=middle.p5, high=middle.p95, fmt="2s",
                label=middle.label, claim=finding.proposition,
            )  # fmt: skip
    p, q, r, s = ((f.probability or 0.0) for f in (offshore, mainland, near, far))
    run.premise(
        "exclusion_is_short",
        p < LIKELY and q < LIKELY and r < UNLIKELY < LIKELY < s,
        "**Shut out of leading models?** A lag of half a year for firms newly excluded: "
        f"{verdict.short(offshore)}; in mainland China: {verdict.short(mainland)}. A gap of five "
        f"points: {verdict.short(near)}, and {verdict.short(far)}.",
    )


def _relief(run: Naming, found: Mapping[tuple[str, str], Finding]) -> None:
    demand, building = (found[(id, "hindsight")] for id in ("C1.2-demand", "C1.2-buildout"))
    for name, finding in (("relief_demand", demand), ("relief_building", building)):
        middle = finding.quantity
        if middle is None:
            run.phrase(name, "an unknown number of days")
        else:
            run.number(
                name, middle.p50, middle.unit, low=middle.p5, high=middle.p95, fmt="2s",
                label=middle.label, claim=finding.proposition,
            )  # fmt: skip
    run.premise(
        "relief_is_small",
        all((f.probability or 0.0) < UNLIKELY for f in (demand, building)),
        "**Did leaving a market free capacity?** That it covers a planning month is, measured by "
        f"growing demand, {verdict.short(demand)}; by building, {verdict.short(building)}.",
    )


def _bet(run: Naming, found: Mapping[tuple[str, str], Finding]) -> None:
    bypass, delivered = found[("C2.1b", "hindsight")], found[("C2.2-delivered", "hindsight")]
    run.premise(
        "bet_without_bypass",
        bypass.probability is not None
        and bypass.probability < UNLIKELY
        and delivered.answer is True,
        "**A bet on Trainium that bypasses Nvidia?** The million chips by the end of the year: "
        f"{verdict.short(delivered)}. Nvidia as a remainder: {verdict.short(bypass)}.",
    )


def _growth(run: Naming, found: Mapping[tuple[str, str], Finding]) -> None:
    then, after = found[("C4.2", "then")], found[("C4.2", "hindsight")]
    booked = found[("C4.3-booked", "hindsight")]
    p = then.probability
    run.phrase("growth_then", "not computed" if p is None else probability(p))
    for name, finding in (("growth_after", after), ("booked_revenue", booked)):
        middle = finding.quantity
        run.phrase(name, number(middle.value, middle.unit) if middle else "not known")
    run.premise(
        "growth_came_back",
        after.answer is True and booked.answer is False,
        f"**Did AWS and Anthropic grow as said?** AWS above the mark at the end of 2025: "
        f"{verdict.short(after)}. Anthropic's booked revenue of the year at five billion: "
        f"{verdict.short(booked)}.",
    )


def _costs(run: Naming, found: Mapping[tuple[str, str], Finding]) -> None:
    owner, tenant = found[("C5.1b-tbs-owner", "then")], found[("C5.1b-tbs-tenant", "then")]
    for name, finding in (("cost_owner", owner), ("cost_tenant", tenant)):
        p = finding.probability
        run.phrase(name, "not computed" if p is None else probability(p))
    run.premise(
        "cost_is_open",
        UNLIKELY <= (owner.probability or 0.0) <= LIKELY and (tenant.probability or 0.0) < 0.5,
        "**Is Trainium cheaper to own?** Per unit of memory bandwidth against every chip on sale, "
        f"for an owner: {verdict.short(owner)}; for a tenant: {verdict.short(tenant)}.",
    )


def _slug(id: str) -> str:
    return id.lower().replace(".", "").replace("-", "_")
