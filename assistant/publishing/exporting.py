"""Published answers as files of the repository: `corpus/standard_answers/<id>.toml`, and what they are bound to."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

from assistant.publishing.records import Published
from assistant.standard_answers import BoundSentence, StandardAnswer, Step, load_bindings
from ingest.store import write_atomically


def format_answer(answer: StandardAnswer) -> str:
    """Format one answer as its TOML file."""
    lines = [
        f"{name} = {_format(getattr(answer, name))}"
        for name in ("id", "title_en", "title_es", "topic", "place")
    ]
    lines += [f"{name} = {_format(getattr(answer, name))}" for name in ("services", "follow_ups")]
    if answer.letter:
        lines.append(f"letter = {_format(answer.letter)}")
    lines += [f"role = {_format(answer.role)}", f"reviewed_on = {answer.reviewed_on.isoformat()}"]
    lines.append(f"status = {_format(answer.status)}")
    if not answer.holds:
        lines.append("holds = false")
    for name in ("asks_en", "asks_es"):
        lines += [f"{name} = [", *(f"  {_format(ask)}," for ask in getattr(answer, name)), "]"]
    for table, parts in (("sentences", answer.sentences), ("steps", answer.steps)):
        for part in parts:
            lines += ["", f"[[{table}]]", *_format_part(part)]
    return "\n".join(lines) + "\n"


def _format_part(part: BoundSentence) -> list[str]:
    lines = [f"en = {_format(part.en)}", f"es = {_format(part.es)}"]
    if isinstance(part, Step) and part.service:
        lines.append(f"service = {_format(part.service)}")
    if part.first_day:
        lines.append(f"from = {part.first_day.isoformat()}")
    if part.last_day:
        lines.append(f"until = {part.last_day.isoformat()}")
    if part.quotes:
        quotes = (
            f"  {{ source = {_format(q.source)}, locator = {_format(q.locator)}, text = {_format(q.text)} }},"
            for q in part.quotes
        )
        lines += ["quotes = [", *quotes, "]"]
    return lines


def _format(value: object) -> str:
    """A string or a list of strings as TOML: a JSON string is a basic string, but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def list_files(published: Published) -> dict[str, str]:
    """List what belongs into the folder: file name → text."""
    return {f"{answer.id}.toml": format_answer(answer) for answer in published.answers}


def zip_files(published: Published) -> bytes:
    """Zip the files for a download, with a list of what was withdrawn."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in list_files(published).items():
            archive.writestr(name, text)
        archive.writestr("withdrawn.txt", "".join(f"{key}\n" for key in sorted(published.withdrawn)))
    return buffer.getvalue()


def write_files(published: Published, directory: Path) -> tuple[int, int]:
    """Write published answers and their bindings into a folder and take withdrawn ones out; returns how many of each."""
    for name, text in list_files(published).items():
        write_atomically(directory / name, text.encode("utf-8"))
    gone = [directory / f"{key}.toml" for key in sorted(published.withdrawn)]
    taken = sum(file.exists() for file in gone)
    for file in gone:
        file.unlink(missing_ok=True)
    kept = {key: bound for key, bound in load_bindings(directory).items() if key not in published.withdrawn}
    bindings = kept | published.bindings
    told = json.dumps(bindings, indent=1, sort_keys=True) + "\n"
    write_atomically(directory / "bindings.json", told.encode("utf-8"))
    return len(published.answers), taken
