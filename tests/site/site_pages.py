"""Which pages the tests of the site open, and at which widths."""

from lib.book.project import Project

SITE = Project.here().site
WIDTHS = {"phone": (390, 844), "tablet": (768, 1024), "desktop": (1440, 900)}


def pages(folder):
    """The pages of a folder of the built site, as paths from its root."""
    return sorted(p.relative_to(SITE).as_posix() for p in (SITE / folder).glob("*.html"))


def first_figure():
    found = pages("figures")
    return found[0] if found else "figures/none-was-published.html"


def fullest_claim():
    """The claim page that holds most: a page of an uncomputed claim shows little."""
    return max(pages("claims"), key=lambda p: (SITE / p).stat().st_size, default="claims/none.html")
