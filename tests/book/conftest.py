"""A tiny book made from nothing: two chapters with code, one page without, a table of inputs."""

from pathlib import Path
from typing import ClassVar

import pytest
from nbclient.util import run_sync

from lib.book.commands import pair_chapters
from lib.book.kernels import Kernel
from lib.book.project import Project

HEADER = "---\nkernelspec:\n  name: python3\n  display_name: Python 3\n  language: python\n---\n\n"

INDEX = "# Tiny\n\nThe first page leads to [a chapter](01_price.md).\n"

PRICE = """# Price

```{{code-cell}} ipython3
:tags: [parameters]

known_on = "latest"  # str
scenario = "base"  # str
min_grade = "D"  # str
draws = 256  # int
seed = 1  # int
electricity_usd_per_kwh = None  # float, USD/kWh
```

```{{code-cell}} ipython3
from pathlib import Path

from lib.book import begin

run = begin("01_price", globals(), root=Path({root!r}))
```

```{{code-cell}} ipython3
price = run.value("electricity_usd_per_kwh")
run.number("price", price, "USD/kWh", label="Price of electricity", low=0.03, high=0.1)
run.phrase("how_much", "little" if price < 0.1 else "much")
run.premise("cheap", price < 0.1, "Electricity is not cheap in this variant.")
print("the price is", price)
```

Electricity costs {{n}}`price`, which is {{n}}`how_much`.

```{{premise}} cheap
Electricity is cheap, and the rest follows.
```

An equation: {{math}}`a^2 + b^2 = c^2`.
"""

OTHER = """# Other

```{code-cell} ipython3
import os
print("hello from", "the second chapter")
```

The price of the other chapter is {n}`price`.
"""

ASSUMPTIONS = (
    "name,label,unit,default,low,high,distribution,bound_low,bound_high,group,basis,from_fact,"
    "basis_facts,set_on,reason\n"
    "electricity_usd_per_kwh,Price of electricity,USD/kWh,0.06,0.03,0.1,lognormal,0,0.5,,"
    "assumption,,,2025-09-07,a usual price\n"
    "pue,Power usage effectiveness,ratio,1.2,1.1,1.4,normal,1,3,,assumption,,,2025-09-07,usual\n"
)

TOC = """format: jb-book
root: chapters/index
chapters:
  - file: chapters/01_price
  - file: chapters/02_other
"""

CONFIG = """title: Tiny
author: Tester
copyright: "2026"
only_build_toc_files: true
execute: {execute_notebooks: "off"}
parse: {myst_enable_extensions: [colon_fence]}
"""


def write_book(root: Path) -> Project:
    (root / "chapters").mkdir(parents=True)
    (root / "data" / "scenarios").mkdir(parents=True)
    (root / "chapters" / "index.md").write_text(INDEX)
    (root / "chapters" / "01_price.md").write_text(HEADER + PRICE.format(root=str(root)))
    (root / "chapters" / "02_other.md").write_text(HEADER + OTHER)
    (root / "data" / "assumptions.csv").write_text(ASSUMPTIONS)
    (root / "data" / "scenarios" / "base.yml").write_text("title: Base\nvalues: {}\n")
    (root / "data" / "scenarios" / "dear.yml").write_text(
        "title: Dear\nvalues: {electricity_usd_per_kwh: 0.2}\n"
    )
    (root / "_toc.yml").write_text(TOC)
    (root / "_config.yml").write_text(CONFIG)
    (root / "pyproject.toml").write_text('[project]\nname = "tiny"\nversion = "1.0.0"\n')
    (root / "requirements.txt").write_text("nothing==1\n")
    project = Project(root)
    pair_chapters(project, ())
    return project


class Kept(Kernel):
    """A kernel that goes on to the next build: what it does there, it does in one build too."""

    idle: ClassVar[list[Kernel]] = []

    def __new__(cls, root):
        return cls.idle.pop() if cls.idle else super().__new__(cls)

    def __init__(self, root):
        if not hasattr(self, "manager"):
            super().__init__(root)

    def start(self):
        if self.client is None:
            super().start()
            return
        # A client belongs to the thread that made it.
        self.client = self.manager.client()
        self.client.start_channels()
        run_sync(self.client.wait_for_ready)(timeout=60)

    def stop(self):
        self.client.stop_channels()
        self.idle.append(self)

    def end(self):
        super().stop()


@pytest.fixture(scope="session")
def kept_kernels():
    yield Kept
    for kernel in Kept.idle:
        kernel.end()


@pytest.fixture
def book(tmp_path, kept_kernels, monkeypatch):
    """A tiny book of one's own; only the kernels are shared with other tests."""
    monkeypatch.setattr("lib.book.kernels.Kernel", kept_kernels)
    return write_book(tmp_path / "book")


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """A tiny book, built once for the tests that only look."""
    from lib.book.commands import build_book
    from lib.book.progress import Silent

    project = write_book(tmp_path_factory.mktemp("built") / "book")
    build_book(project, (), None, 2, False, Silent())
    return project
