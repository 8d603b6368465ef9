"""The register of sources, `corpus/sources.toml`, and the content files beside it that say how to read them."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ingest.errors import IngestError, RegisterError, SourceChangedError, SourceUnavailableError
from ingest.pages import Outline
from ingest.records import Place, Record, SourceDocument
from ingest.store import write_atomically

REGISTER = "sources.toml"


class PlaceRule(Record):
    """Sections that are about one place only; a pattern ending in "*" covers all that begin so."""

    place: Place
    sections: tuple[str, ...]


def load_sources(corpus_dir: Path) -> tuple[SourceDocument, ...]:
    """Load the register, in its order.

    Raises RegisterError where it is missing or wrong, with the entry and the field.
    """
    path = corpus_dir / REGISTER
    entries = read_toml(path).get("source", [])
    if not isinstance(entries, list):
        raise RegisterError(
            f'{path}: expected one [[source]] table per source, found "source" as something else'
        )
    documents = tuple(_build_document(path, n, entry) for n, entry in enumerate(entries, 1))
    ids = [d.id for d in documents]
    if repeated := next((x for x in ids if ids.count(x) > 1), None):
        raise RegisterError(f'{path}: the id "{repeated}" stands twice; give each source its own id')
    return documents


def _build_document(path: Path, position: int, entry: Any) -> SourceDocument:
    try:
        return SourceDocument.model_validate(entry)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(x) for x in first["loc"]) or "entry"
        name = entry.get("id", f"entry {position}") if isinstance(entry, Mapping) else f"entry {position}"
        raise RegisterError(f"{path}: source {name}: {field}: {first['msg']}") from error


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file of the corpus; raises RegisterError with the cure."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise RegisterError(f"{path} does not exist; give the folder that holds it with --corpus") from error
    except OSError as error:
        raise RegisterError(
            f"{path} cannot be read ({error.strerror}); check the path and its permissions"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RegisterError(f"{path} is not valid TOML ({error}); correct it") from error


def read_snapshot(corpus_dir: Path, document: SourceDocument) -> bytes:
    """Read a source's bytes and check that they are the registered ones."""
    path = corpus_dir / document.file
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceUnavailableError(
            f"{document.id}: {path} cannot be read ({error.strerror}); restore the file or correct `file` in {REGISTER}"
        ) from error
    if hash_bytes(data) != document.sha256:
        raise SourceChangedError(
            f"{document.id}: {path} is not the snapshot that was registered (sha256 {hash_bytes(data)[:12]}…, "
            f"registered {document.sha256[:12]}…). Review the change, then run: "
            f"python -m ingest --accept-changed {document.id}"
        )
    return data


def hash_bytes(data: bytes) -> str:
    """The sha256 of a snapshot, in hex."""
    return hashlib.sha256(data).hexdigest()


def load_outline(corpus_dir: Path, source_id: str) -> Outline | None:
    """Load the outline of a page, where it has one."""
    path = corpus_dir / "outlines" / f"{source_id}.toml"
    if not path.exists():
        return None
    try:
        return Outline.model_validate(read_toml(path))
    except ValidationError as error:
        raise RegisterError(f"{path}: {error.errors()[0]['msg']}") from error


def load_places(corpus_dir: Path) -> tuple[PlaceRule, ...]:
    """Load the sections that are about prisons or jails only; none where the file does not exist."""
    path = corpus_dir / "places.toml"
    if not path.exists():
        return ()
    try:
        return tuple(PlaceRule.model_validate(x) for x in read_toml(path).get("place", []))
    except ValidationError as error:
        raise RegisterError(f"{path}: {error.errors()[0]['msg']}") from error


def find_place(rules: Iterable[PlaceRule], number: str) -> Place | None:
    """The place a section is about, when it is about one only; a whole number goes before a pattern."""
    found: Place | None = None
    for rule in rules:
        if number in rule.sections:
            return rule.place
        if any(p.endswith("*") and number.startswith(p[:-1]) for p in rule.sections):
            found = found or rule.place
    return found


def format_source(document: SourceDocument) -> str:
    """One `[[source]]` table of the register."""
    lines = ["[[source]]"]
    for name, value in document.model_dump().items():
        shown = value.isoformat() if isinstance(value, date) else value
        lines.append(
            f"{name} = {shown}" if isinstance(value, date | int) else f"{name} = {_quote(str(value))}"
        )
    return "\n".join(lines) + "\n"


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    printable = "".join(
        c if c.isprintable() else f"\\u{ord(c):04x}" if ord(c) < 0x10000 else "" for c in escaped
    )
    return f'"{printable}"'


def write_register(corpus_dir: Path, document: SourceDocument) -> None:
    """Add a source to the register, or replace the entry with its id; comments elsewhere stay."""
    path = corpus_dir / REGISTER
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    blocks = text.split("[[source]]")
    kept = [b for b in blocks[1:] if tomllib.loads(b).get("id") != document.id]
    entry = format_source(document).removeprefix("[[source]]")
    is_new = len(kept) == len(blocks) - 1
    position = len(kept) if is_new else [tomllib.loads(b).get("id") for b in blocks[1:]].index(document.id)
    kept.insert(position, entry if position == len(kept) else entry + "\n")
    head = blocks[0] if blocks[0].strip() else ""
    body = "[[source]]".join([head, *(b if b.endswith("\n") else b + "\n" for b in kept)])
    if is_new and len(kept) > 1:
        body = body.replace("\n[[source]]" + entry, "\n\n[[source]]" + entry).replace("\n\n\n", "\n\n")
    _check_register(body, document)
    write_atomically(path, body.encode("utf-8"))


def _check_register(body: str, document: SourceDocument) -> None:
    """Read back what will be written: a register that does not say what was meant is never written."""
    entries = tomllib.loads(body).get("source", [])
    if not any(SourceDocument.model_validate(e) == document for e in entries):
        raise IngestError(f"{document.id}: the entry could not be written; this is a fault of the program")


def register_snapshot(corpus_dir: Path, document: SourceDocument, data: bytes) -> None:
    """Write snapshot and register; where the register cannot be written the snapshot is taken back."""
    path = corpus_dir / document.file
    before = path.read_bytes() if path.exists() else None
    write_atomically(path, data)
    try:
        write_register(corpus_dir, document)
    except IngestError:
        if before is None:
            path.unlink(missing_ok=True)
        else:
            write_atomically(path, before)
        raise
