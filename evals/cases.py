"""Cases are read from JSON lines; a bad line is an error with its number, never a silent gap."""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from pydantic import ValidationError

from evals.records import Case, EvalsError, Split

DATASETS_DIR = Path(__file__).resolve().parent / "datasets"
QUICK_EVERY = 7
"""The quick subset takes a seventh of every kind, at least one case of it, by the hash of their ids."""
ABLATION_EVERY = 3


def find_datasets(names: Sequence[str], directory: Path = DATASETS_DIR) -> tuple[Path, ...]:
    """Resolve names ("retrieval") and paths to files; no names: every dataset of the project."""
    if not names:
        return tuple(sorted(directory.glob("*.jsonl")))
    files = []
    for name in names:
        file = next((p for p in (Path(name), directory / f"{name}.jsonl") if p.is_file()), None)
        if file is None:
            known = ", ".join(sorted(p.stem for p in directory.glob("*.jsonl")))
            raise EvalsError(
                f"There is no dataset {name!r}. Known: {known}, or give a path to a .jsonl file."
            )
        files.append(file)
    return tuple(files)


def load_cases(file: Path) -> tuple[Case, ...]:
    """Load one dataset; raises EvalsError with file and line for what is no case, or for an id used twice."""
    cases: list[Case] = []
    seen: set[str] = set()
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            case = Case.model_validate_json(line).model_copy(update={"dataset": file.stem})
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(p) for p in first["loc"])
            raise EvalsError(f"{file.name}, line {number}: {place}: {first['msg']}") from error
        if case.id in seen:
            raise EvalsError(f"{file.name}, line {number}: the id {case.id} is used twice")
        if any(n >= len(case.gold) for n in case.all_needed):
            raise EvalsError(f"{file.name}, line {number}: all_needed names gold that is not there")
        seen.add(case.id)
        cases.append(case)
    return tuple(cases)


def select_cases(
    cases: Iterable[Case], splits: Sequence[Split], *, is_quick: bool = False
) -> tuple[Case, ...]:
    """Keep the cases of the given splits; quick keeps every urgent case and a fixed share of every other kind."""
    kept = tuple(case for case in cases if case.split in splits)
    quick = choose_quick(kept) if is_quick else frozenset()
    return tuple(case for case in kept if not is_quick or case.id in quick)


def load_given_cases(files: Iterable[Path]) -> tuple[Case, ...]:
    """Load questions from outside the project, to be measured beside its own: split "given", ids under the file's name."""
    found: list[Case] = []
    for file in files:
        if not file.is_file():
            raise EvalsError(f"{file.name} is no file of questions.")
        changes = {"split": "given"}
        found += [
            case.model_copy(update={**changes, "id": f"{file.stem}/{case.id}"}) for case in load_cases(file)
        ]
    return tuple(found)


def limit_cases(cases: Sequence[Case], count: int | None) -> tuple[Case, ...]:
    """A fixed choice of `count` cases by the hash of their ids, in their order; all for None."""
    if count is None:
        return tuple(cases)
    kept = {case.id for case in sorted(cases, key=_hash_id)[:count]}
    return tuple(case for case in cases if case.id in kept)


def sample_cases(cases: Iterable[Case]) -> tuple[Case, ...]:
    """What ablations are measured on: the test half and what was given; of the development half a fixed third."""
    return tuple(c for c in cases if c.split != "dev" or _hash_id(c) % ABLATION_EVERY == 0)


def hash_file(file: Path) -> str:
    """sha256 of a file, as stored with a run."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def choose_quick(cases: Iterable[Case]) -> frozenset[str]:
    """Ids of the quick subset: every urgent case, and of each other kind (of each dataset) a seventh, rounded up."""
    kinds: dict[tuple[str, str], list[Case]] = defaultdict(list)
    chosen = set()
    for case in cases:
        if case.right_outcomes == ("urgent",):
            chosen.add(case.id)
        else:
            kinds[case.dataset, case.kind].append(case)
    for members in kinds.values():
        count = math.ceil(len(members) / QUICK_EVERY)
        chosen |= {case.id for case in sorted(members, key=_hash_id)[:count]}
    return frozenset(chosen)


def _hash_id(case: Case) -> int:
    return int(hashlib.sha256(case.id.encode()).hexdigest(), 16)
