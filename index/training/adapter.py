"""Teach the packaged encoder this law: low-rank changes learned from questions that passages answer.

Each step pairs a question with its passage and with another question of the same subdivision (often in the
other language); everything else in the batch is a wrong answer, and half of the batches are drawn from one
article so that the wrong answers are siblings. Sections are split by hash: none is both trained and tested on.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from index.encoder import MiniLMEncoder, find_model_dir
from index.settings import IndexSettings, load_index_settings
from ingest.records import Passage
from ingest.store import load_passages

Part = Literal["train", "dev", "test"]


@dataclass(frozen=True)
class Example:
    """A subdivision's questions and the text of the passage that holds it."""

    locator: str
    section: str
    passage: str
    """The passage's id."""
    text: str
    english: tuple[str, ...]
    spanish: tuple[str, ...]

    @property
    def questions(self) -> tuple[str, ...]:
        """All questions, English first."""
        return self.english + self.spanish


@dataclass(frozen=True)
class Plan:
    """What decides the result; the seed fixes the rest."""

    rank: int = 16
    embedding_rank: int = 8
    epochs: int = 5
    batch: int = 64
    learning_rate: float = 6e-4
    temperature: float = 0.05
    passage_tokens: int = 88
    question_tokens: int = 40
    patience: int = 2
    minutes: float = 38.0
    seed: int = 17


def choose_part(section: str) -> Part:
    """Assign a section to a part by its hash: 80 % train, 10 % dev, 10 % test, the same on every machine."""
    number = int(hashlib.sha256(section.encode()).hexdigest()[:8], 16) % 10
    return "test" if number == 0 else "dev" if number == 1 else "train"


def load_examples(settings: IndexSettings, format_text: Callable[[Passage], str]) -> list[Example]:
    """Load the passage questions with the passages they belong to; unknown locators are left out."""
    holder: dict[tuple[str, str], Passage] = {}
    for passage in load_passages(settings.data_dir):
        if passage.part == "text":
            for locator in passage.locators:
                holder.setdefault((passage.source, locator), passage)
    examples = []
    for file in sorted((settings.corpus_dir / "passage_questions").glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found = holder.get((row["source"], row["locator"]))
            if found is not None:
                examples.append(
                    Example(
                        row["locator"],
                        found.section,
                        found.id,
                        format_text(found),
                        tuple(row.get("en", ())),
                        tuple(row.get("es", ())),
                    )
                )
    return examples


def build_batches(examples: Sequence[Example], plan: Plan, rng: random.Random) -> list[list[Example]]:
    """Deal the examples into batches, every other one of siblings; a passage stands once in a batch."""
    rows = list(examples)
    rng.shuffle(rows)
    half = len(rows) // 2
    near = sorted(rows[:half], key=lambda e: (e.section.rsplit("-", 1)[0], rng.random()))
    batches: list[list[Example]] = []
    for part in (near, rows[half:]):
        for start in range(0, len(part), plan.batch):
            seen: dict[str, Example] = {}
            for example in part[start : start + plan.batch]:
                seen.setdefault(example.passage, example)
            if len(seen) > 3:
                batches.append(list(seen.values()))
    rng.shuffle(batches)
    return batches


def choose_questions(example: Example, rng: random.Random) -> tuple[str, str]:
    """Choose a question and another of the same subdivision, in the other language where there is one."""
    first = rng.choice(example.spanish if example.spanish and rng.random() < 0.4 else example.questions)
    others = [q for q in example.questions if q != first]
    if first in example.english and example.spanish and rng.random() < 0.6:
        others = list(example.spanish)
    return first, rng.choice(others or [first])


def build_model(plan: Plan) -> tuple[Any, Any]:
    """Build the packaged model with fresh low-rank changes on every linear layer and on the word table."""
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModel, AutoTokenizer

    torch.manual_seed(plan.seed)
    folder = str(find_model_dir())
    config = LoraConfig(
        r=plan.rank,
        lora_alpha=plan.rank,
        lora_dropout=0.05,
        target_modules=["query", "key", "value", "dense", "word_embeddings"],
        rank_pattern={"word_embeddings": plan.embedding_rank},
        alpha_pattern={"word_embeddings": plan.embedding_rank},
    )
    model = get_peft_model(AutoModel.from_pretrained(folder, add_pooling_layer=False), config)
    return model, AutoTokenizer.from_pretrained(folder)


def embed(model: Any, tokenizer: Any, texts: Sequence[str], tokens: int) -> Any:
    """Embed texts with gradients: (n, 384), mean of the last layer, of length one."""
    import torch

    fed = tokenizer(list(texts), padding=True, truncation=True, max_length=tokens, return_tensors="pt")
    state = model(**fed).last_hidden_state
    mask = fed["attention_mask"].unsqueeze(-1).to(state.dtype)
    return torch.nn.functional.normalize((state * mask).sum(1) / mask.sum(1), dim=-1)


def train(examples: Sequence[Example], plan: Plan) -> tuple[dict[str, Any], list[dict[str, float]]]:
    """Train until the dev sections stop improving; returns the best weights and the log of epochs."""
    import torch

    torch.set_num_threads(2)
    rng = random.Random(plan.seed)  # noqa: S311
    parts: dict[Part, list[Example]] = defaultdict(list)
    for example in examples:
        if example.questions:
            parts[choose_part(example.section)].append(example)
    model, tokenizer = build_model(plan)
    steps = plan.epochs * len(build_batches(parts["train"], plan, rng))
    optimiser = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=plan.learning_rate)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, plan.learning_rate, total_steps=steps + 9, pct_start=0.1
    )
    begun, best, weights, log, worse = time.monotonic(), -1.0, dict[str, Any](), list[dict[str, float]](), 0
    for epoch in range(plan.epochs + 1):
        losses = []
        if epoch:
            model.train()
            for batch in build_batches(parts["train"], plan, rng):
                losses.append(_step(model, tokenizer, batch, plan, rng))
                optimiser.step()
                schedule.step()
                optimiser.zero_grad()
        score = measure_recall(model, tokenizer, examples, parts["dev"], plan)
        log.append({"epoch": epoch, "loss": float(np.mean(losses)) if losses else 0.0, **score})
        print(json.dumps(log[-1]), file=sys.stderr, flush=True)
        value = score["mrr"] + score["mrr_spanish"]
        if value > best:
            best, worse = value, 0
            weights = {k: v.detach().clone() for k, v in model.named_parameters() if "lora_" in k}
        else:
            worse += 1
        if worse > plan.patience or time.monotonic() - begun > plan.minutes * 60:
            break
    return export_adapter(weights), log


def _step(model: Any, tokenizer: Any, batch: Sequence[Example], plan: Plan, rng: random.Random) -> float:
    import torch

    pairs = [choose_questions(example, rng) for example in batch]
    asked = embed(model, tokenizer, [q for pair in pairs for q in pair], plan.question_tokens)
    first, second = asked[0::2], asked[1::2]
    passages = embed(model, tokenizer, [e.text for e in batch], plan.passage_tokens)
    right = torch.arange(len(batch))
    to_passage, to_question = first @ passages.T / plan.temperature, first @ second.T / plan.temperature
    entropy = torch.nn.functional.cross_entropy
    loss = entropy(to_passage, right) + 0.5 * entropy(to_passage.T, right) + 0.5 * entropy(to_question, right)
    loss.backward()
    return float(loss)


def measure_recall(
    model: Any, tokenizer: Any, examples: Sequence[Example], asked: Sequence[Example], plan: Plan
) -> dict[str, float]:
    """Measure, over all passages, how `asked`'s questions rank their own passage: recall@5 and MRR@10."""
    import torch

    model.eval()
    texts = {e.passage: e.text for e in examples}
    order = {passage: place for place, passage in enumerate(texts)}
    result: dict[str, float] = {}
    with torch.no_grad():
        held = _embed_all(model, tokenizer, list(texts.values()), plan.passage_tokens)
        for name, pick in (("", lambda e: e.english), ("_spanish", lambda e: e.spanish)):
            rows = [(q, order[e.passage]) for e in asked for q in pick(e)]
            if not rows:
                continue
            scores = _embed_all(model, tokenizer, [q for q, _ in rows], plan.question_tokens) @ held.T
            own = scores[torch.arange(len(rows)), torch.tensor([place for _, place in rows])].unsqueeze(1)
            ranks = (scores > own).sum(1).numpy() + 1
            result[f"recall@5{name}"] = float((ranks <= 5).mean())
            result[f"mrr{name}"] = float(np.where(ranks <= 10, 1 / ranks, 0).mean())
    return result


def _embed_all(model: Any, tokenizer: Any, texts: Sequence[str], tokens: int) -> Any:
    import torch

    return torch.cat([embed(model, tokenizer, texts[i : i + 64], tokens) for i in range(0, len(texts), 64)])


def export_adapter(weights: dict[str, Any]) -> dict[str, Any]:
    """Rename the low-rank pairs to `<weight>.lora_A` (rank, in) and `.lora_B` (out, rank), float16."""
    import torch

    adapter: dict[str, Any] = {}
    for key, value in weights.items():
        name = key.removeprefix("base_model.model.")
        stem, _, kind = name.partition(".lora_")
        side = "lora_A" if kind.startswith(("A", "embedding_A")) else "lora_B"
        # The word table is (words, width): its product is A.T @ B.T, so that its pair changes sides.
        if kind.startswith("embedding"):
            side, value = ("lora_B", value.T) if side == "lora_A" else ("lora_A", value.T)
        adapter[f"{stem}.weight.{side}"] = value.detach().to(torch.float16).contiguous()
    return adapter


def main() -> int:
    """Train and write the adapter with the log of its training beside it."""
    parser = argparse.ArgumentParser(prog="python -m index.training.adapter", description=__doc__)
    parser.add_argument(
        "--out", type=Path, default=None, help="where to write (default: the settings' adapter_file)"
    )
    parser.add_argument(
        "--minutes", type=float, default=Plan.minutes, help="stop after the epoch that passes this"
    )
    parser.add_argument("--epochs", type=int, default=Plan.epochs)
    arguments = parser.parse_args()
    from safetensors.torch import save_file

    from index.build import format_passage_text

    settings = load_index_settings()
    plan = Plan(minutes=arguments.minutes, epochs=arguments.epochs)
    examples = load_examples(settings, format_passage_text)
    adapter, log = train(examples, plan)
    out = arguments.out or settings.adapter_file
    if out is None:
        print("No adapter_file in the settings: name one with --out", file=sys.stderr)
        return 2
    out.parent.mkdir(parents=True, exist_ok=True)
    save_file(adapter, str(out))
    MiniLMEncoder(settings.model_copy(update={"adapter_file": out})).load_query_parts()  # it must merge
    out.with_suffix(".log.json").write_text(json.dumps(log, indent=1), encoding="utf-8")
    print(f"Wrote {out} ({out.stat().st_size / 1e6:.1f} MB)", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
