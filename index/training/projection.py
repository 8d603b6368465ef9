"""Learn the projection: contrastive, over the packaged encoder's vectors as they are, so that it takes a minute.

A written question has to lie nearer to another asking of the same rule than to the rest of its batch, and nearer to the
passages that answer it than to every other passage of the corpus. Questions held back by their hash are never seen;
ranker and assistant are fitted on those, and the report is on those.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoder import MiniLMEncoder
from index.inputs import format_passage_text, load_inputs, load_known_vectors
from index.projection import Projection, write_projection
from index.records import SurfaceQuestion
from index.settings import load_index_settings
from index.training.held_back import is_held_back
from index.vectors import embed_missing, stack_vectors

SEED = 17
EPOCHS = 8
BATCH = 1024
STEP = 1e-3
TEMPERATURE = 0.07
"""Of both losses; on the development half 0.07 and 0.1 are best, 0.03, 0.12 and 0.15 worse."""


@dataclass(frozen=True)
class Askings:
    """Every written question with its vector, the rule or missing document it asks for, and the passages that answer it."""

    vectors: NDArray[np.float32]
    """(n, 384), rows of length one."""
    rules: NDArray[np.int64]
    answers: tuple[tuple[int, ...], ...]
    """Rows of passages; none where the document is not held."""
    languages: tuple[str, ...]
    is_held_back: NDArray[np.bool_]
    passages: NDArray[np.float32]
    """(p, 384): the passages' vectors."""


def load_askings() -> tuple[Askings, str]:
    """Load the corpus's questions with their vectors, embedding what is not kept, and the encoder's fingerprint."""
    settings = load_index_settings()
    encoder = MiniLMEncoder(settings)
    inputs = load_inputs(settings)
    known = load_known_vectors(settings, encoder.fingerprint)
    texts = [format_passage_text(passage) for passage in inputs.passages]
    missing = load_missing_documents(settings.corpus_dir / "not_held.toml")
    asked = [question.text for question in inputs.questions] + [text for text, _, _ in missing]
    known = embed_missing(texts, known, encoder, what="passages") | embed_missing(
        asked, known, encoder, what="questions"
    )
    rows = {passage.id: row for row, passage in enumerate(inputs.passages)}
    names = [name_rule(question) for question in inputs.questions] + [name for _, _, name in missing]
    rules: dict[str, int] = {}
    return Askings(
        vectors=stack_vectors(asked, known),
        rules=np.asarray([rules.setdefault(name, len(rules)) for name in names]),
        answers=tuple(tuple(rows[i] for i in q.passage_ids) for q in inputs.questions) + ((),) * len(missing),
        languages=(*(q.language for q in inputs.questions), *(language for _, language, _ in missing)),
        is_held_back=np.asarray([is_held_back(text) for text in asked]),
        passages=stack_vectors(texts, known),
    ), encoder.fingerprint


def name_rule(question: SurfaceQuestion) -> str:
    """What a question asks for: a standard answer, or a pinpoint of the law."""
    is_written_for_text = question.origin == "passage_question"
    return f"{question.source} {question.locator}" if is_written_for_text else question.origin


def load_missing_documents(file: Path) -> list[tuple[str, str, str]]:
    """What people ask that only a document outside the sources answers: (text, language, id of the document)."""
    needs = tomllib.loads(file.read_text(encoding="utf-8"))["needs"]
    return [
        (text, language, need["id"])
        for need in needs
        for language in ("en", "es")
        for text in need.get(f"asks_{language}", [])
    ]


def train_projection(askings: Askings, *, epochs: int = EPOCHS, seed: int = SEED) -> Projection:
    """Train both maps from the identity with AdamW; progress on stderr."""
    import torch
    from tqdm import tqdm

    torch.manual_seed(seed)
    draw = np.random.default_rng(seed)
    vectors, passages = torch.from_numpy(askings.vectors), torch.from_numpy(askings.passages)
    maps = [torch.eye(vectors.shape[1], requires_grad=True) for _ in range(2)]
    trained = np.flatnonzero(~askings.is_held_back)
    others = _group_by_rule(askings.rules, trained)
    steps = epochs * -(-len(trained) // BATCH)
    optimizer = torch.optim.AdamW(maps, lr=STEP, weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=STEP, total_steps=steps, pct_start=0.1)
    with tqdm(total=steps, desc="Training the projection", unit="step", file=sys.stderr) as bar:
        for _ in range(epochs):
            order = draw.permutation(trained)
            for start in range(0, len(order), BATCH):
                rows = order[start : start + BATCH]
                partners = np.asarray([draw.choice(others[int(askings.rules[row])]) for row in rows])
                loss = _measure_loss(askings, rows, vectors[rows], vectors[partners], passages, maps)
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                schedule.step()
                bar.update()
    first, second = (np.asarray(m.detach().numpy(), dtype=np.float16).astype(np.float32) for m in maps)
    return Projection(first, second)


def _group_by_rule(rules: NDArray[np.int64], rows: NDArray[np.int64]) -> dict[int, NDArray[np.int64]]:
    grouped: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        grouped[int(rules[row])].append(int(row))
    return {rule: np.asarray(members) for rule, members in grouped.items()}


def _measure_loss(
    askings: Askings, rows: NDArray[np.int64], asked: Any, partners: Any, passages: Any, maps: list[Any]
) -> Any:
    """InfoNCE against the batch's other askings, and a softmax over all passages."""
    import torch
    from torch.nn.functional import cross_entropy, normalize

    asked, partners = (normalize(part @ maps[0].T, dim=1) for part in (asked, partners))
    rules = torch.from_numpy(askings.rules[rows])
    is_other = rules[:, None] == rules[None, :]
    is_other.fill_diagonal_(False)
    near = (asked @ partners.T / TEMPERATURE).masked_fill(is_other, -1e4)
    answers = torch.zeros(len(rows), len(passages), dtype=torch.bool)
    for number, row in enumerate(rows):
        answers[number, list(askings.answers[row])] = True
    found = asked @ normalize(passages @ maps[1].T, dim=1).T / TEMPERATURE
    right = torch.logsumexp(found.masked_fill(~answers, -1e4), 1)
    lost = (torch.logsumexp(found, 1) - right)[answers.any(dim=1)]
    return cross_entropy(near, torch.arange(len(rows))) + lost.mean()


def measure_projection(askings: Askings, projection: Projection) -> dict[str, dict[str, float]]:
    """How questions held back find their passages: by passages' vectors, and by the nearest written question."""
    asked = projection.project_questions(askings.vectors)
    passages = projection.project_passages(askings.passages)
    report: dict[str, dict[str, float]] = {}
    for language in ("en", "es"):
        held = [
            n
            for n in np.flatnonzero(askings.is_held_back)
            if askings.languages[n] == language and askings.answers[n]
        ]
        if not held:
            continue
        known = np.flatnonzero(~askings.is_held_back)
        by_passage = asked[held] @ passages.T
        by_question = np.full_like(by_passage, -1.0)
        near = asked[held] @ asked[known].T
        for column, row in enumerate(known):
            for answer in askings.answers[row]:
                np.maximum(by_question[:, answer], near[:, column], out=by_question[:, answer])
        wanted = [askings.answers[n] for n in held]
        report[f"passages {language}"] = measure_ranks(by_passage, wanted)
        report[f"questions {language}"] = measure_ranks(by_question, wanted)
    return report


def measure_ranks(scores: NDArray[np.float32], wanted: Sequence[Sequence[int]]) -> dict[str, float]:
    """Recall at 1 and 5, and the mean reciprocal rank at 10, of the first passage that answers."""
    best = np.argsort(-scores, axis=1)[:, :10]
    ranks = np.asarray(
        [
            next((place for place, row in enumerate(rows, start=1) if row in rights), 99)
            for rows, rights in zip(best.tolist(), wanted, strict=True)
        ]
    )
    return {
        "questions": len(ranks),
        "recall@1": round(float(np.mean(ranks == 1)), 4),
        "recall@5": round(float(np.mean(ranks <= 5)), 4),
        "mrr@10": round(float(np.mean(np.where(ranks <= 10, 1 / ranks, 0.0))), 4),
    }


def main() -> int:
    """Train, write the maps and the log beside them, and say what changed on the questions held back."""
    parser = argparse.ArgumentParser(prog="python -m index.training.projection", description=__doc__)
    parser.add_argument("--out", type=Path, default=load_index_settings().projection_file)
    options = parser.parse_args()
    askings, fingerprint = load_askings()
    projection = train_projection(askings)
    log = {
        "seed": SEED,
        "encoder": fingerprint,
        "questions": len(askings.vectors),
        "held_back": int(askings.is_held_back.sum()),
        "rules": int(askings.rules.max()) + 1,
        "before": measure_projection(askings, Projection()),
        "after": measure_projection(askings, projection),
    }
    write_projection(options.out, projection, fingerprint)
    options.out.with_suffix(".log.json").write_text(json.dumps(log, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(log, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
