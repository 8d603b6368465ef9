"""Teach the packaged encoder this law: low-rank changes learned from questions that passages answer.

Each step pairs a question with its passage and with another question of the same subdivision (often in the
other language); everything else in the batch is a wrong answer, and half of the batches are drawn from one
article so that the wrong answers are siblings. Sections are split by hash: none is both trained and tested on.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index.encoder import MiniLMEncoder, find_model_dir
from index.inputs import format_passage_text
from index.settings import load_index_settings
from index.training.examples import Example, Part, build_batches, choose_questions, load_examples
from index.training.samples import misspell

GROUP = 32


@dataclass(frozen=True)
class Plan:
    """What decides the result; the seed fixes the rest."""

    rank: int = 16
    embedding_rank: int = 8
    epochs: int = 3
    batch: int = 64
    learning_rate: float = 6e-4
    temperature: float = 0.05
    passage_tokens: int = 64
    measured_tokens: int = 96
    question_tokens: int = 32
    focus_share: float = 0.6
    """How often a passage is read from the subdivision that answers, and not from its beginning."""
    misspelt_share: float = 0.2
    patience: int = 2
    threads: int = 2
    seed: int = 17


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
    """Embed texts with gradients: (n, 384), mean of the last layer, of length one.

    Texts of like length go together, so that little padding is computed.
    """
    import torch

    order = sorted(range(len(texts)), key=lambda n: len(texts[n]))
    rows = []
    for start in range(0, len(order), GROUP):
        group = [texts[n] for n in order[start : start + GROUP]]
        fed = tokenizer(group, padding=True, truncation=True, max_length=tokens, return_tensors="pt")
        with torch.autocast("cpu", dtype=torch.bfloat16):
            state = model(**fed).last_hidden_state.float()
        mask = fed["attention_mask"].unsqueeze(-1).to(state.dtype)
        rows.append(torch.nn.functional.normalize((state * mask).sum(1) / mask.sum(1), dim=-1))
    return torch.cat(rows)[torch.argsort(torch.tensor(order))]


def train(examples: Sequence[Example], plan: Plan) -> tuple[dict[str, Any], list[dict[str, float]]]:
    """Train until the dev sections stop improving; returns the best weights and the log of epochs."""
    import torch

    torch.set_num_threads(plan.threads)
    rng = random.Random(plan.seed)  # noqa: S311
    parts: dict[Part, list[Example]] = {"train": [], "dev": [], "test": []}
    for example in examples:
        parts[example.part].append(example)
    model, tokenizer = build_model(plan)
    steps = plan.epochs * len(build_batches(parts["train"], plan.batch, rng))
    optimiser = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=plan.learning_rate)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, plan.learning_rate, total_steps=steps + 9, pct_start=0.1
    )
    begun, best, weights, log, worse = time.monotonic(), -1.0, dict[str, Any](), list[dict[str, float]](), 0
    for epoch in range(plan.epochs + 1):
        losses = []
        if epoch:
            model.train()
            for batch in build_batches(parts["train"], plan.batch, rng):
                losses.append(_step(model, tokenizer, batch, plan, rng))
                optimiser.step()
                schedule.step()
                optimiser.zero_grad()
        score = measure_recall(model, tokenizer, examples, parts["dev"], plan)
        loss = float(np.mean(losses)) if losses else 0.0
        log.append({"epoch": epoch, "loss": loss, "seconds": round(time.monotonic() - begun), **score})
        print(json.dumps(log[-1]), file=sys.stderr, flush=True)
        value = score["mrr"] + score["mrr_spanish"]
        if value > best:
            best, worse = value, 0
            weights = {k: v.detach().clone() for k, v in model.named_parameters() if "lora_" in k}
        else:
            worse += 1
        if worse > plan.patience:
            break
    return export_adapter(weights), log


def _step(model: Any, tokenizer: Any, batch: Sequence[Example], plan: Plan, rng: random.Random) -> float:
    import torch

    pairs = [choose_questions(example, rng) for example in batch]
    words = [misspell(q, rng) if rng.random() < plan.misspelt_share else q for pair in pairs for q in pair]
    asked = embed(model, tokenizer, words, plan.question_tokens)
    first, second = asked[0::2], asked[1::2]
    shown = [e.focus if rng.random() < plan.focus_share else e.text for e in batch]
    passages = embed(model, tokenizer, shown, plan.passage_tokens)
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
        held = _embed_all(model, tokenizer, list(texts.values()), plan.measured_tokens)
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
    parser.add_argument("--epochs", type=int, default=Plan.epochs)
    parser.add_argument("--threads", type=int, default=Plan.threads, help="1 where the machine is shared")
    arguments = parser.parse_args()
    from safetensors.torch import save_file

    settings = load_index_settings()
    plan = Plan(epochs=arguments.epochs, threads=arguments.threads)
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
