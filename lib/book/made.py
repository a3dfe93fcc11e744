"""Pages and files that are made from all runs together: figures, claims, numbers, data.

What stands on a page is the business of lib.report.pages; which pages there are, where they go and
which files lie beside them is decided here.
"""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from lib.book.data_parts import data_parts
from lib.book.edition import edition
from lib.book.keys import hash_of, tree_hash
from lib.book.notebooks import digest, write_whole
from lib.book.pages import MadePage
from lib.book.project import Project
from lib.book.run import Job
from lib.claims.propositions import Proposition, load_register
from lib.claims.register import has_answer
from lib.evidence.export import source_table, write_exports
from lib.evidence.locators import locator_basis
from lib.evidence.scenarios import load_scenario
from lib.evidence.store import evidence
from lib.report import page_head, pages
from lib.report.citation import Cited
from lib.report.pages.evidence import fact_href
from lib.report.provenance import ReadIds, provenance

Record = dict[str, Any]
UP = "../"
VIEWS = ("then", "hindsight", "today")
DOWNLOADS = {
    "data/facts.csv": "facts (CSV)",
    "data/facts.parquet": "facts (Parquet)",
    "data/sources.csv": "sources",
    "data/events.csv": "events",
    "data/corrections.csv": "corrections",
    "data/sample.csv": "sample read again",
    "data/gaps.csv": "gaps",
    "data/metrics.csv": "metrics",
    "data/dictionary.csv": "dictionary",
    "data/datapackage.json": "data package",
    "data/references.bib": "references (BibTeX)",
    "figures.json": "figures (JSON)",
    "claims.json": "claims (JSON)",
    "results.parquet": "numbers (Parquet)",
}


class Made:
    """Everything that the runs of a book give rise to."""

    def __init__(self, project: Project, jobs: Sequence[Job]) -> None:
        self.project, self.jobs = project, jobs
        self.book = edition(project, project.frozen)
        self.page_of = {Path(page).name: page for page in project.pages}

    @cached_property
    def figures(self) -> dict[str, Path]:
        """The folder of each figure, by id."""
        found = [p.parent for job in self.jobs for p in job.folder.glob("figures/*/figure.json")]
        return {folder.name: folder for folder in sorted(found, key=lambda f: f.name)}

    @cached_property
    def findings(self) -> dict[tuple[str, str], Record]:
        """The findings of all chapters by proposition and view."""
        read = [_json(job.folder / "claims.json", {"findings": []}) for job in self.jobs]
        records = [record for content in read for record in content["findings"]]
        return {(r["proposition"], r["view"]): r for r in records}

    @cached_property
    def histories(self) -> dict[str, list[Record]]:
        """The findings of a proposition along the day known, where a chapter computed them."""
        read = [_json(job.folder / "history.json", {}) for job in self.jobs]
        return {id: found for content in read for id, found in sorted(content.items())}

    @cached_property
    def results(self) -> dict[str, Record]:
        """results.json of each chapter that named something."""
        read = {job.chapter: _json(job.folder / "results.json", {}) for job in self.jobs}
        return {chapter: found for chapter, found in read.items() if found.get("numbers")}

    @cached_property
    def metric_of(self) -> dict[str, str]:
        """The metric of each fact: it is part of the fact's address."""
        return dict(evidence().facts.select("fact_id", "metric").rows())

    def parts(self) -> dict[str, str]:
        """The parts of written pages that the directive {made} names."""
        return {
            "verdicts": self.verdict_table(),
            "reading": pages.reading_table(_register_rows(), root=UP),
            "untestable": pages.untestable_list(_register_rows(), self.findings, root=UP),
            "history": self._history(),
            "conflicts": self._conflicts(),
            "gallery": pages.gallery(list(self.figures.values()), root=UP),
            "data": self._data_index(),
            **data_parts(self.findings.values(), root=UP),
            "parameters": self._parameters(),
            "validation": self._validation(),
            "methods": self._methods(),
            "cite": str(pages.blocks.cite_block(self.cited_book(), f"{UP}cite/")),
        }

    def pages(self) -> Iterator[MadePage]:
        """Every page without a source."""
        for id, folder in self.figures.items():
            yield self._figure_page(id, folder)
        for proposition in load_register().values():
            yield self._claim_page(proposition)
        for chapter, results in sorted(self.results.items()):
            yield self._numbers_page(chapter, results)
        yield from self._data_pages()

    def write_files(self, site: Path) -> None:
        """Write the files that lie beside the pages."""
        for id, folder in self.figures.items():
            shutil.copytree(folder, site / "figures" / id, dirs_exist_ok=True)
            _write_all(site / "figures" / id, pages.citation_files(self._cited_figure(id)))
        for id in sorted({id for id, _ in self.findings}):
            self._claim_files(site / "claims" / id, load_register()[id])
        _write_all(site / "cite", pages.citation_files(self.cited_book()))
        write_exports(site / "data", evidence())
        (site / "data" / "facts-index.js").write_text(self._facts_index(), "utf8")
        records = [_json(folder / "figure.json", {}) for folder in self.figures.values()]
        _dump(site / "figures.json", records)
        _dump(site / "claims.json", [found for _, found in sorted(self.findings.items())])
        self._numbers_table(site / "results.parquet")

    def cited_book(self) -> Cited:
        """The book as a thing to cite."""
        from lib.report.citation import whole_book

        return whole_book(self.book)

    def verdict_table(self) -> str:
        """All propositions in their views."""
        return pages.verdict_table(_register_rows(), self.findings, root=UP)

    def _conflicts(self) -> str:
        """The conflicts with the readings of this build, and the propositions that read each."""
        rows = [dataclasses.asdict(c) for c in evidence().conflicts.values()]
        readers: dict[str, set[str]] = {}
        for (proposition, _), found in self.findings.items():
            for conflict in found["conflicts"]:
                readers.setdefault(conflict, set()).add(proposition)
        for row in rows:
            row["claims"] = [id for id in load_register() if id in readers.get(row["id"], ())]
        return pages.conflict_list(rows, self._readings(), root=UP)

    def _readings(self) -> dict[str, str]:
        """The readings in force in this build by conflict id: given ones, then the scenario's."""
        given = self.jobs[0].given if self.jobs else {}
        scenario = load_scenario(str(given.get("scenario", "base")), self.project.root / "data")
        chosen = {k: str(v) for k, v in given.items() if k in evidence().conflicts}
        return {**scenario.readings, **chosen}

    def _history(self) -> str:
        """One row a proposition, one column a month end, in the order of the register."""
        ids = [id for id in load_register() if id in self.histories]
        by_day = {id: {f["known_on"]: f for f in self.histories[id]} for id in ids}
        seen = {date.fromisoformat(day) for found in by_day.values() for day in found}
        ends = sorted(day for day in seen if (day + timedelta(days=1)).day == 1)
        if not ends:
            return "<p>The history is computed for the book as it stands, not for a variant.</p>"
        return pages.history_table(by_day, [day.isoformat() for day in ends], root=UP)

    # figures

    def _cited_figure(self, id: str) -> Cited:
        record = _json(self.figures[id] / "figure.json", {})
        finding, title = record["finding"], record["title"]
        return Cited("figure", id, title, f"figures/{id}.html", self.book, finding)

    def _figure_page(self, id: str, folder: Path) -> MadePage:
        record = _json(folder / "figure.json", {})
        chapter, item = record["chapter"], self._cited_figure(id)
        body = pages.figure_page(
            folder, item=item, root=UP, base=f"{id}/",
            chapter_page=f"{self.page_of[chapter]}.html", chapter_title=self.title_of(chapter),
            code=self._code(chapter),
        )  # fmt: skip
        files = {name: f"{id}/{name}" for name in record["files"]}
        return MadePage(f"figures/{id}", record["title"], body, page_head.head_tags(item, files))

    # claims

    def _cited_claim(self, p: Proposition) -> Cited:
        return Cited("claim", p.id, p.title, f"claims/{p.id}.html", self.book, p.statement)

    def _claim_page(self, p: Proposition) -> MadePage:
        found = [self.findings[p.id, view] for view in VIEWS if (p.id, view) in self.findings]
        if not found:
            return MadePage(f"claims/{p.id}", p.title, _uncomputed(p))
        item = self._cited_claim(p)
        kinds = ("facts", "assumptions", "conflicts", "datasets")
        reads = ReadIds(*(tuple(sorted({i for f in found for i in f[k]})) for k in kinds))
        body = pages.claim_page(
            dataclasses.asdict(p), found, provenance=provenance(reads), item=item, root=UP,
            base=f"{p.id}/", history=self.histories.get(p.id, []), code=_source_of(p),
        )  # fmt: skip
        return MadePage(f"claims/{p.id}", p.title, body, page_head.head_tags(item))

    def _claim_files(self, folder: Path, p: Proposition) -> None:
        import polars as pl

        from lib.report.pages.claim import curve_rows

        found = [self.findings[p.id, view] for view in VIEWS if (p.id, view) in self.findings]
        _write_all(folder, pages.citation_files(self._cited_claim(p)))
        _dump(folder / "claim.json", {"proposition": dataclasses.asdict(p), "findings": found})
        schema = {"view": pl.String, "threshold": pl.Float64, "probability": pl.Float64}
        pl.DataFrame(curve_rows(found), schema=schema).write_csv(folder / "curve.csv")

    # numbers

    def _numbers_page(self, chapter: str, results: Record) -> MadePage:
        def cited(number: Mapping[str, Any]) -> Cited:
            path = f"numbers/{chapter}.html#{number['anchor']}"
            title = f"{number['label']}: {number['text']}"
            return Cited("number", f"{chapter}/{number['name']}", title, path, self.book)

        title = self.title_of(chapter)
        body = pages.numbers_page(
            results, title=title, chapter_page=f"{self.page_of[chapter]}.html", cited=cited,
            fact_href=self._fact_href, root=UP,
        )  # fmt: skip
        return MadePage(f"numbers/{chapter}", f"Numbers of {title}", body)

    def _numbers_table(self, path: Path) -> None:
        import polars as pl

        rows = [
            {"chapter": chapter, **{k: n[k] for k in ("name", "value", "low", "high", "unit")},
             "text": n["text"], "label": n["label"], "claim": n["claim"],
             "facts": ";".join(n["facts"])}
            for chapter, found in sorted(self.results.items())
            for n in found["numbers"].values()
        ]  # fmt: skip
        table = pl.DataFrame(rows, infer_schema_length=None)
        table.write_parquet(path, compression="zstd", statistics=False)

    # data

    def _fact_href(self, fact_id: str) -> str:
        return fact_href(self.metric_of[fact_id], fact_id, UP)

    def _metrics(self) -> list[Record]:
        counts = dict(evidence().facts.group_by("metric").len().rows())
        metrics = evidence().vocabulary.metrics.values()
        rows = [{**dataclasses.asdict(m), "count": counts.get(m.metric, 0)} for m in metrics]
        return sorted((r for r in rows if r["count"]), key=lambda r: str(r["metric"]))

    def _data_index(self) -> str:
        store = evidence()
        return pages.data_index(
            self._metrics(), store.facts.height, store.sources.height, DOWNLOADS, root=UP
        )

    def _data_pages(self) -> Iterator[MadePage]:
        located = evidence().facts.with_columns(locator_basis(evidence().vocabulary))
        by_metric = located.sort("fact_id").partition_by("metric", as_dict=True)
        for metric in self._metrics():
            facts = by_metric[(metric["metric"],)].rows(named=True)
            body = pages.data_page(metric, facts, root=UP)
            yield MadePage(f"data/{metric['metric']}", str(metric["label"]), body)
        sources = source_table(evidence()).rows(named=True)
        yield MadePage("data/sources", "Sources", pages.sources_page(sources, root=UP))

    def _facts_index(self) -> str:
        labels = {m.metric: m.label for m in evidence().vocabulary.metrics.values()}
        return pages.facts_index_js(evidence().facts.rows(named=True), labels)

    def _parameters(self) -> str:
        rows = [dataclasses.asdict(a) for a in evidence().assumptions.values()]
        return pages.parameters_table(
            rows, fact_href=self._fact_href, example="05_cost_of_ownership"
        )

    def _validation(self) -> str:
        from lib.evidence.expected import evaluate, load_expected, names_in

        values = dict(evidence().facts.select("fact_id", "value").rows())
        rows = [
            {
                "id": e.id, "label": e.note or e.id, "unit": e.unit, "published": e.published,
                "computed": evaluate(e.expression, values), "tolerance": e.tolerance,
                "reproducible": True,
            }
            for e in load_expected(self.project.data)
            if e.expression and set(names_in(e.expression)) <= set(values)
        ]  # fmt: skip
        return pages.validation_table(rows)

    def _methods(self) -> str:
        """The equations; kept by what they are made from, because setting them is slow."""
        from lib.book import equations

        lib = Path(equations.__file__).parents[1]
        folders = [tree_hash(lib / "models"), tree_hash(lib / "report" / "pages")]
        key = hash_of([*folders, digest(Path(equations.__file__).read_bytes())])
        kept = self.project.build / "parts" / f"methods-{key[:20]}.html"
        if not kept.is_file():
            kept.parent.mkdir(parents=True, exist_ok=True)
            write_whole(kept, pages.methods_page(equations.groups()))
        return kept.read_text("utf8")

    # the written pages

    def title_of(self, chapter: str) -> str:
        """The first heading of a chapter."""
        lines = self.project.text_of(chapter).read_text("utf8").splitlines()
        return next(line[2:].strip() for line in lines if line.startswith("# "))

    def _code(self, chapter: str) -> dict[str, str]:
        return {
            "href": f"{UP}{self.page_of[chapter]}.ipynb",
            "label": f"the executed notebook of chapter {self.title_of(chapter)}",
        }


def _uncomputed(p: Proposition) -> str:
    from html import escape

    return (
        f"<h1>{escape(p.title)}</h1><p>{escape(p.statement)}</p>"
        f"<p>Proposition {escape(p.id)} is not computed yet.</p>"
        f"<blockquote><p>{escape(p.text)}</p></blockquote>"
    )


def _source_of(p: Proposition) -> dict[str, str] | None:
    import inspect

    from lib.claims.register import answer_to

    if not has_answer(p.id):
        return None
    answer = inspect.unwrap(answer_to(p.id))
    return {"label": f"{answer.__module__}.{answer.__name__}", "text": inspect.getsource(answer)}


def _json(path: Path, otherwise: Any) -> Any:
    return json.loads(path.read_text("utf8")) if path.is_file() else otherwise


def _dump(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False, default=str) + "\n", "utf8")


def _write_all(folder: Path, texts: Mapping[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, "utf8")


def _register_rows() -> list[Record]:
    return [dataclasses.asdict(p) for p in load_register().values()]
