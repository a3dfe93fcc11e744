"""One execution of a chapter, from the inside: what `begin` returns to the notebook.

It holds the three views, the shared draws and the results, and writes the run folder's files.
The folder is chosen by whoever executes; a plain papermill or a notebook editor gets a folder of
its own under `_build/live`, so that nothing published is ever touched.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lib.book.errors import ParameterError
from lib.book.keys import hash_of
from lib.book.parameters import COMMON, Setting, Spec, declared, settings_of

if TYPE_CHECKING:
    from lib.claims.finding import Finding
    from lib.evidence.view import View
    from lib.inference.draws import Draws
    from lib.report.figure import Figure
    from lib.report.results import Results

# Set by the runner in a warm kernel before the notebook starts.
OUT: Path | None = None
_open: list[Run] = []


class Run:
    """What a chapter works with: views, draws, results, and the way to publish."""

    def __init__(
        self, chapter: str, root: Path, out: Path, settings: list[Setting], given: dict[str, Any]
    ) -> None:
        self.chapter, self.root, self.out = chapter, root, out
        self.settings, self.given = settings, given
        self.scenario = str(self.value("scenario"))
        self._findings: dict[tuple[str, str], Finding] = {}
        self._histories: dict[str, tuple[Finding, ...]] = {}
        self._figures: list[str] = []

    @classmethod
    def open(
        cls, chapter: str, root: Path, known: Mapping[str, Spec], given: dict[str, Any]
    ) -> Run:
        """A run with its effective settings and an empty folder. Raises ParameterError."""
        notebook = root / "chapters" / f"{chapter}.ipynb"
        shown = [n for n in declared(notebook) if n in known] if notebook.is_file() else []
        settings = settings_of(known, root / "data", given, shown)
        out = OUT or root / "_build" / "live" / chapter / hash_of(given)[:12]
        out.mkdir(parents=True, exist_ok=True)
        run = cls(chapter, root, out, settings, given)
        _open[:] = [run]
        _save_after_cells()
        return run

    def value(self, name: str) -> Any:
        """The effective value of a setting."""
        return next(s.value for s in self.settings if s.name == name)

    @cached_property
    def views(self) -> dict[str, View]:
        """The views then, hindsight and today, with this run's values and readings."""
        from lib.evidence.standard import standard_views

        changed = [s for s in self.settings if s.origin in ("given", "scenario")]
        values = {s.name: s.value for s in changed if isinstance(s.value, float)}
        common = {"known_on", "scenario", "min_grade"}
        readings = {
            s.name: s.value for s in changed if isinstance(s.value, str) and s.name not in common
        }
        return standard_views(
            known_on=self.value("known_on"),
            min_grade=self.value("min_grade"),
            readings=readings,
            values=values,
        )

    @property
    def parameters(self) -> dict[str, Any]:
        """The effective settings by name; None where facts decide."""
        return {s.name: s.value for s in self.settings}

    @property
    def site_root(self) -> str:
        """The way from this chapter's page to the root of the site."""
        return "../"

    def view(self, name: str) -> View:
        """The view of that name: then, hindsight or today."""
        if name not in self.views:
            raise ParameterError(f"view {name!r} is unknown; allowed: {', '.join(self.views)}")
        return self.views[name]

    @cached_property
    def draws(self) -> Draws:
        """The table of draws that every claim of this run shares."""
        from lib.inference.draws import Draws

        return Draws(n=int(self.value("draws")), seed=int(self.value("seed")))

    @cached_property
    def results(self) -> Results:
        """The chapter's named numbers, phrases and premises."""
        from lib.report.results import Results

        return Results(self.chapter)

    def findings(self, ids: Sequence[str] | None = None) -> dict[tuple[str, str], Finding]:
        """The findings in each view, by (id, view); kept in claims.json.

        ids: propositions; all of this chapter when not given. Raises RegisterError.
        """
        from lib.claims.propositions import of_chapter
        from lib.claims.register import evaluate

        chosen = tuple(ids) if ids is not None else of_chapter(self.chapter)
        found = evaluate(chosen, self.views, self.draws)
        made = {(finding.proposition, finding.view): finding for finding in found}
        self._findings |= made
        self._keep_histories(chosen)
        return made

    def _keep_histories(self, ids: Iterable[str]) -> None:
        """How this chapter's findings moved with what was known.

        A variant asks only where things stand, and a finding of another chapter has its history
        there.
        """
        from lib.claims.history import history
        from lib.claims.propositions import of_chapter

        if any(value != COMMON.get(name) for name, value in self.given.items()):
            return
        own = of_chapter(self.chapter)
        for id in ids:
            if id in own and id not in self._histories:
                self._histories[id] = history(id, self.view("hindsight"), self.draws).findings

    def number(self, name: str, value: float, unit: str, **more: Any) -> None:
        """Name a number that the prose may print."""
        self.results.numbers.pop(name, None)
        self.results.add(name, value, unit, **more)

    def phrase(self, name: str, text: str) -> None:
        """Name a computed phrase."""
        self.results.phrases.pop(name, None)
        self.results.add_phrase(name, text)

    def premise(self, name: str, holds: bool, otherwise: str) -> None:
        """State whether the condition of an interpretive paragraph holds."""
        self.results.premises.pop(name, None)
        self.results.add_premise(name, holds, otherwise)

    def publish(self, figure: Figure) -> None:
        """Write a figure's files into the run and show its card."""
        from lib.report.figure import publish

        if figure.id not in self._figures:
            self._figures.append(figure.id)
        publish(figure, self)

    def verdicts(self) -> None:
        """Show the verdicts of this chapter; a proposition that is not computed says so."""
        from dataclasses import asdict

        from lib.claims.finding import to_json
        from lib.claims.propositions import get, of_chapter
        from lib.claims.register import has_answer
        from lib.claims.verdict import short
        from lib.report.pages import verdict_table

        ids = of_chapter(self.chapter)
        found = self.findings(tuple(id for id in ids if has_answer(id)))
        records = {key: to_json(finding) for key, finding in found.items()}
        rows = [asdict(get(id)) for id in ids]
        plain = [f"{id}, {view}: {short(finding)}" for (id, view), finding in found.items()]
        self.show(verdict_table(rows, records, root=self.site_root), "\n".join(plain))

    def show(self, html_text: str, plain: str = "") -> None:
        """Show a piece of HTML in the notebook and on the page."""
        _display(html_text, plain or "(see the page)")

    def show_settings(self) -> None:
        """Print the effective parameters as a small table."""
        rows = [(s.name, _shown(s.value), s.unit, s.origin) for s in self.settings]
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>"
            for row in rows
        )
        head = "".join(f"<th scope='col'>{t}</th>" for t in ("parameter", "value", "unit", "from"))
        _display(
            "<details class='cuc-settings'><summary>Parameters of this run</summary>"
            "<div class='bk-scroll' tabindex='0' role='region' aria-label='Parameters of this run'>"
            f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div></details>",
            "\n".join(f"{n:36} {v:>14} {u:12} {o}" for n, v, u, o in rows),
        )

    def save(self) -> None:
        """Write results.json, claims.json, history.json and log.json of the run."""
        from lib.claims.finding import to_json
        from lib.claims.history import record

        self.results.write(self.out)
        found = [to_json(f) for _, f in sorted(self._findings.items())] if self._findings else []
        _write(self.out / "claims.json", {"chapter": self.chapter, "findings": found})
        histories = {id: [record(f) for f in found] for id, found in self._histories.items()}
        _write(self.out / "history.json", histories)
        views = self.views if "views" in self.__dict__ else {}
        _write(self.out / "log.json", {"chapter": self.chapter, "views": _logs(views.values())})


def finish() -> None:
    """Write the files of the run that is open; the runner calls this after the last cell."""
    for run in _open:
        run.save()
    _open.clear()


def _logs(views: Iterable[View]) -> dict[str, Any]:
    parts = ("facts", "assumptions", "conflicts", "datasets", "events")
    return {
        view.name: {part: sorted(getattr(view.log, part)) for part in parts}
        | {"known_on": view.known_on, "about": view.about}
        for view in views
    }


def _write(path: Path, content: Any) -> None:
    text = json.dumps(_rounded(content), indent=1, sort_keys=True, ensure_ascii=False, default=str)
    path.write_text(text + "\n", "utf8")


def _rounded(value: Any) -> Any:
    """Floats to 9 significant figures: reductions are not stable in the last places."""
    if isinstance(value, float):
        return float(f"{value:.9g}")
    if isinstance(value, Mapping):
        return {str(k): _rounded(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(v) for v in value]
    if hasattr(value, "item"):
        return _rounded(value.item())
    return value


def _shown(value: Any) -> str:
    if value is None:
        return "from the facts"
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:g}" if isinstance(value, float) else str(value)


def _display(html_text: str, plain: str) -> None:
    try:
        from IPython import get_ipython
        from IPython.display import display
    except ImportError:
        print(plain)
        return
    if get_ipython() is None:
        print(plain)
        return
    display({"text/html": html_text, "text/plain": plain}, raw=True)


def _save_after_cells() -> None:
    """In a notebook, keep the run's files up to date after every cell."""
    try:
        from IPython import get_ipython
    except ImportError:
        return
    shell = get_ipython()
    if shell is None or OUT is not None:
        return
    if _save_open_runs not in shell.events.callbacks["post_run_cell"]:
        shell.events.register("post_run_cell", _save_open_runs)


def _save_open_runs(*_: object) -> None:
    for run in _open:
        run.save()
