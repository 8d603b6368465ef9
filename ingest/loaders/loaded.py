"""What a loader gives back, and the small tools all loaders share to build it."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from ingest.records import Link


@dataclass(frozen=True)
class LoadedText:
    """The text of a document, one paragraph a line, and its links by line."""

    text: str
    links: tuple[Link, ...] = ()
    has_marks: bool = False
    """True where the document itself tells its headings: no other line is one."""


@dataclass
class TextBuilder:
    """Collects lines and the links that stand on them."""

    base_url: str = ""
    has_marks: bool = False
    lines: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def add(self, text: str, mark: str = "", links: tuple[tuple[str, str], ...] = ()) -> None:
        """Add a paragraph with its mark ("## ", "- ") and its (text, target) links; empty ones are left out."""
        # A PDF's own tables may name halves of surrogate pairs, which no file can hold.
        folded = " ".join(text.encode("utf-8", "replace").decode("utf-8").split())
        if not folded:
            return
        self.lines.append(f"{mark}{folded}")
        for shown, target in links:
            if url := complete_link(target, self.base_url):
                self.links.append(Link(text=" ".join(shown.split()) or url, url=url, line=len(self.lines)))

    def build(self) -> LoadedText:
        """The text so far."""
        return LoadedText("\n".join(self.lines), tuple(self.links), self.has_marks)


def complete_link(target: str, base_url: str) -> str | None:
    """A whole address of a link, or None for what leads nowhere outside: anchors, scripts, unresolvable paths."""
    try:
        url = urljoin(base_url, target.strip())
        scheme = urlsplit(url).scheme
    except ValueError:
        return None
    return (
        url if scheme in ("http", "https", "mailto", "tel") and not target.strip().startswith("#") else None
    )
