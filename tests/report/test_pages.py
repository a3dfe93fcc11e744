"""The made pages: complete, linked, escaped, and readable without a script."""

import json
import re
from datetime import date

import pytest
from bs4 import BeautifulSoup

from lib.claims import propositions
from lib.evidence.store import evidence
from lib.models import capital, unit_cost
from lib.report import citation, pages
from lib.report.citation import Book, Cited
from lib.report.figure import publish
from lib.report.pages.blocks import verdict_words
from lib.report.provenance import ReadIds, provenance

BOOK = Book("0.1.0", date(2026, 11, 23))
CLAIM = "C1.2-demand"


def parsed(html):
    tree = BeautifulSoup(html, "html.parser")
    ids = [e["id"] for e in tree.find_all(id=True)]
    assert len(ids) == len(set(ids)), "an id is used twice"
    assert not re.search(r"\son[a-z]+=", html), "an inline handler"
    for table in tree.find_all("table"):
        assert all(th.get("scope") for th in table.find_all("th"))
        assert table.parent.get("tabindex") == "0"
    return tree


def proposition(name=CLAIM):
    row = propositions.get(name)
    return {f: getattr(row, f) for f in row.__dataclass_fields__}


def finding(**changes):
    base = {
        "proposition": CLAIM, "view": "then", "known_on": "2025-09-07", "about": "2025-09-07",
        "status": "estimated", "answer": None, "probability": 0.72, "probability_narrow": 0.8,
        "probability_wide": 0.64, "likelihood": "likely", "confidence": "medium",
        "confidence_why": "three origins", "reason": "",
        "sentence": "Likely (72%), medium confidence: relief is 40 days <here>.",
        "quantity": {"label": "Relief", "unit": "days", "p5": 10, "p50": 40, "p95": 90,
                     "value": 41},
        "threshold": 30, "weak": 0, "strong": 90, "direction": ">=",
        "breakeven": {
            "name": "x", "label": "Revenue", "unit": "USD/year", "value": 1.2e9, "default": 2e8,
            "within_bounds": True, "holds_above": True, "others": [],
        },
        "curve": [[0, 0.99], [30, 0.72], [90, 0.05]], "evidence_share": 0.21,
        "flips": [
            {"name": "x", "label": "Revenue", "unit": "USD/year", "default": 2e8, "value": 1.2e9,
             "low": 1e8, "high": 3e8, "others": []},
            {"name": "y", "label": "Load", "unit": "fraction", "default": 0.5, "value": None,
             "low": 0.3, "high": 0.7, "others": []},
        ],
        "settles": [["x", "Revenue", 0.4]], "reconstructed": True, "hindsight_priors": ["a_prior"],
    }  # fmt: skip
    return {**base, **changes}


def claim(findings, **more):
    reads = ReadIds(facts=("trn1_bf16_dense",))
    item = Cited("claim", CLAIM, "Relief", f"claims/{CLAIM}.html", BOOK)
    return pages.claim_page(
        proposition(), findings, provenance=provenance(reads), item=item, root="../",
        base=f"{CLAIM}/", **more,
    )  # fmt: skip


def test_a_claim_page_says_everything_about_the_claim():
    later = finding(view="today", known_on="2026-11-15", about="2026-11-15", likelihood="unlikely")
    history = [finding(known_on=f"2025-0{m}-01", probability=m / 10) for m in range(1, 8)]
    tree = parsed(claim([finding(), later], history=history, code={"label": "f", "text": "a < b"}))
    words = tree.get_text(" ")
    for part in (
        "Likely, 72%", "medium confidence", "relief is 40 days <here>".capitalize(),
        "Hindsight priors: a prior", "Reconstructed", "$1.2bn per year",
        "nowhere within its bounds", "40%", "Evidence share: 21%", "a < b", "At least 30 days",
    ):  # fmt: skip
        assert part in words, part
    assert tree.find("h1").text == proposition()["title"]
    hrefs = [a["href"] for a in tree.find_all("a")]
    fact = evidence().facts.row(evidence().index["trn1_bf16_dense"], named=True)
    assert f"../data/{fact['metric']}.html#trn1_bf16_dense" in hrefs
    assert f"{CLAIM}/citation.bib" in hrefs
    titles = [t.text for t in tree.find_all("title")]
    assert f"History of {CLAIM}" in titles
    assert citation.text(Cited("claim", CLAIM, "Relief", "", BOOK)) in words


def test_a_claim_without_a_finding_is_refused():
    with pytest.raises(ValueError, match="no finding"):
        claim([])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Likely, 72%"),
        ({"confidence": "low", "likelihood": "likely"}, "Likely, 64 to 80%"),
        ({"probability": None, "status": "resolved", "answer": False}, "False"),
        ({"probability": None, "status": "judgement", "answer": True}, "Holds, in our judgement"),
        ({"probability": None, "status": "not_testable"}, "Not testable"),
    ],
)
def test_verdicts_are_words(changes, words):
    assert verdict_words(finding(**changes)) == words


def test_the_verdict_table_links_every_claim_and_admits_gaps():
    rows = [proposition(CLAIM), proposition("C4.2")]
    tree = parsed(pages.verdict_table(rows, {(CLAIM, "then"): finding()}, root="../"))
    assert tree.find("a")["href"] == f"../claims/{CLAIM}.html"
    assert tree.get_text().count("not computed yet") == 5
    assert "cuc-yes" in str(tree.find(class_="cuc-chip"))


def test_a_figure_page_offers_all_files(figure, run):
    publish(figure, run)
    folder = run.out / "figures" / figure.id
    item = Cited("figure", figure.id, figure.title, f"figures/{figure.id}.html", BOOK)
    tree = parsed(
        pages.figure_page(
            folder, item=item, root="../", base=f"{figure.id}/", chapter_page="chapters/05.html",
            chapter_title="Cost",
        )
    )  # fmt: skip
    hrefs = {a["href"] for a in tree.find_all("a")}
    for name in ("figure.png", "light.svg", "figure.pdf", "data.csv", "data.parquet", "spec.json"):
        assert f"{figure.id}/{name}" in hrefs
    for name in pages.citation_files(item):
        assert name == "citation.txt" or f"{figure.id}/{name}" in hrefs
    assert f"../chapters/05.html#{figure.id}" in hrefs
    gallery = parsed(pages.gallery([folder], root="../"))
    assert gallery.find("a")["href"] == f"../figures/{figure.id}.html"


def test_every_fact_has_an_address_and_the_search_knows_it():
    store = evidence()
    metric = "rental_price"
    facts = [f for f in store.facts.rows(named=True) if f["metric"] == metric]
    meta = {"metric": metric, "label": "Rental price", "definition": "x", "count": len(facts)}
    tree = parsed(pages.data_page(meta, facts, root="../"))
    assert {tr["id"] for tr in tree.select("tbody tr")} == {f["fact_id"] for f in facts}
    script = pages.facts_index_js(facts, {metric: "Rental price"})
    rows = json.loads(script.removeprefix("window.cucFacts=").removesuffix(";\n"))
    assert {r[0] for r in rows} == {f["fact_id"] for f in facts}
    with pytest.raises(ValueError, match="not of metric"):
        pages.data_page({**meta, "metric": "revenue"}, facts, root="../")
    sources = parsed(pages.sources_page(store.sources.rows(named=True), root="../"))
    assert {f["source_id"] for f in facts} <= {tr["id"] for tr in sources.select("tbody tr")}


def test_numbers_can_be_cited():
    results = {
        "numbers": {
            "cost": {
                "name": "cost", "label": "Cost", "text": "$1.20", "interval": "",
                "anchor": "n-cost",
                "claim": None, "facts": ["trn1_bf16_dense"],
            }
        }
    }  # fmt: skip
    html = pages.numbers_page(
        results, title="Cost", chapter_page="chapters/05.html", root="../",
        cited=lambda n: Cited("number", n["name"], f"{n['label']}: {n['text']}", "x", BOOK),
        fact_href=lambda f: f"../data/bf16.html#{f}",
    )  # fmt: skip
    tree = parsed(html)
    assert tree.find("tr", id="n-cost")
    assert "[Number cost]" in tree.get_text()


def test_validation_counts_what_agrees():
    rows = [
        {"id": "a", "label": "A", "unit": "USD", "published": 10.0, "computed": 10.01,
         "tolerance": 0.01, "reproducible": True},
        {"id": "b", "label": "B", "unit": "USD", "published": 10.0, "computed": 12.0,
         "tolerance": 0.01, "reproducible": False},
        {"id": "c", "label": "C", "unit": "USD", "published": 10.0, "computed": 12.0,
         "tolerance": 0.01, "reproducible": True},
    ]  # fmt: skip
    words = parsed(pages.validation_table(rows)).get_text()
    assert "1 of 3" in words
    assert "the source contradicts itself" in words
    assert "differs, and should not" in words


def test_equations_come_from_the_formulas():
    made = [
        pages.equation_of(unit_cost.cost_usd_per_tb_s_hour),
        pages.equation_of(capital.annuity_usd_per_year),
    ]
    assert r"\frac" in made[0].latex
    assert "<math" in made[0].mathml
    assert all(s["words"] for e in made for s in e.symbols)
    tree = parsed(pages.methods_page([("cost", "Cost", made)]))
    assert tree.find(id="eq-annuity_usd_per_year")
    with pytest.raises(TypeError, match="not an expression"):
        pages.equation_of(lambda x: "text")


def test_parameters_and_history():
    store = evidence()
    name, row = next(iter(store.assumptions.items()))
    rows = [{f: getattr(row, f) for f in row.__dataclass_fields__}]
    tree = parsed(pages.parameters_table(rows, fact_href=lambda f: f"#{f}", example="05_cost"))
    assert tree.find("tr", id=name)
    by_day = {"2025-09-07": finding(), "2025-10-01": finding(probability=None, status="resolved",
              answer=True)}  # fmt: skip
    table = parsed(pages.history_table({CLAIM: by_day}, [*by_day, "2025-11-01"], root=""))
    assert [td.text for td in table.find_all("td")] == ["72%", "true", ""]
