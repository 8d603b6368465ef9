"""A full disk, a folder that cannot be written, and two that write at once: the old state goes on answering."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path

from assistant.__main__ import main as run_assistant
from assistant.conversations import ConversationLogError, LogSettings, load_conversation_log
from assistant.records import Answer
from evals.reliability.copies import QUESTION, Copies, is_answer
from evals.reliability.damage import replace
from evals.reliability.forked import NOBODY, Conditions, Done, give_to_nobody, run_forked
from evals.reliability.records import Observed
from index.__main__ import main as run_index
from ingest.__main__ import main as run_ingest

SMALL_DISK = 200_000


def change_corpus(folder: Path) -> None:
    """Take one page out of a copy's register, so that there is something to ingest and to index."""
    register = folder / "corpus" / "sources.toml"
    blocks = register.read_text(encoding="utf-8").split("[[source]]")
    register.write_text("[[source]]".join(b for b in blocks if '"cdoc-contact"' not in b), encoding="utf-8")


def try_full_disk(copies: Copies) -> list[Observed]:
    """Ingest and index while no file may grow beyond 200 kB."""
    return [
        _try(copies, "disk full during ingest", _ingest, Conditions(file_limit_bytes=SMALL_DISK)),
        _try(
            copies,
            "disk full during index",
            _index,
            Conditions(file_limit_bytes=SMALL_DISK),
            ingest_first=True,
        ),
    ]


def try_read_only(copies: Copies) -> list[Observed]:
    """Ingest, index and ask as somebody who may read only."""
    seen = []
    for name, work in (("ingest", _ingest), ("index", _index)):
        seen.append(
            _try(
                copies,
                f"read-only folder during {name}",
                work,
                Conditions(is_nobody=True),
                ingest_first=name == "index",
                mode=0o555,
            )
        )
    asked = _ask_without_rights(copies)
    seen.append(
        Observed(
            fault="read-only folder while answering",
            expected="an answer",
            holds=is_answer(asked),
            seen="answered" if is_answer(asked) else asked.last_line[:200],
            seconds=round(asked.seconds, 1),
        )
    )
    return seen


def _ask_without_rights(copies: Copies) -> Done:
    """Ask once so that everything is loaded, then give up every right but reading the trial, and ask again."""
    copies.renew()
    give_to_nobody(copies.trial, mode=0o555)

    def ask_twice() -> int:
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
            run_assistant(["ask", "--json", QUESTION])
        if os.geteuid() == 0:
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        return run_assistant(["ask", "--json", QUESTION])

    return copies.run(ask_twice)


def _try(
    copies: Copies,
    fault: str,
    work: Callable[[], int],
    conditions: Conditions,
    *,
    ingest_first: bool = False,
    mode: int | None = None,
) -> Observed:
    copies.renew()
    change_corpus(copies.trial)
    if ingest_first:
        copies.run(_ingest)
    if mode is not None:
        give_to_nobody(copies.trial, mode=mode)
    done = copies.run(work, conditions)
    if mode is not None:
        give_to_nobody(copies.trial, mode=0o777)
    before = copies.ask()
    rests = [p.name for p in (copies.trial / "data" / "ingest").glob(".*.jsonl.*")]
    after = copies.run(work)
    return Observed(
        fault=fault,
        expected="one plain line; the old state answers; it works once there is room",
        holds=done.code == 1
        and not done.has_traceback
        and is_answer(before)
        and not rests
        and after.code == 0,
        seen=f"exit {done.code}, “{done.last_line[:170]}”; then {'answered' if is_answer(before) else before.last_line[:80]}; "
        f"again: exit {after.code}",
        seconds=round(done.seconds, 1),
    )


def try_two_at_once(copies: Copies) -> list[Observed]:
    """Two processes ingest, then two index, at the same moment."""
    return [
        _try_two(copies, "ingests", _ingest, codes=(0, 0)),
        _try_two(copies, "index builds", _index, codes=(0, 1)),
    ]


def _try_two(copies: Copies, what: str, work: Callable[[], int], codes: tuple[int, int]) -> Observed:
    copies.renew()
    change_corpus(copies.trial)
    if work is _index:
        copies.run(_ingest)
    ended: list[Done] = []
    threads = [threading.Thread(target=lambda: ended.append(copies.run(work))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    got = tuple(sorted(done.code if done.code is not None else -1 for done in ended))
    said = next((done.last_line for done in ended if done.code), "")
    return Observed(
        fault=f"two {what} at once",
        expected="one writes; the other waits, or is told in one line",
        holds=got in {codes, (0, 0)} and not any(d.has_traceback for d in ended) and is_answer(copies.ask()),
        seen=f"exit codes {got} {said[:120]}".strip(),
    )


def _ingest() -> int:
    return run_ingest([])


def _index() -> int:
    return run_index([])


def try_log_faults(folder: Path, answer: Answer) -> list[Observed]:
    """The conversation log cannot be written or read: its own error, and nothing else."""
    folder.mkdir(parents=True, exist_ok=True)
    return [
        _observe_log("the log is garbage", folder, answer, lambda file: replace(file, b"garbage" * 5000)),
        _observe_log(
            "the log's disk is full", folder, answer, lambda _: None, Conditions(file_limit_bytes=120_000)
        ),
        _observe_log(
            "the log's folder is gone while the app runs", folder, answer, lambda _: None, loses_folder=True
        ),
        _observe_address("PostgreSQL is not there", "postgresql://nobody@127.0.0.1:9/log"),
    ]


def _observe_log(
    fault: str,
    folder: Path,
    answer: Answer,
    spoil: Callable[[Path], None],
    conditions: Conditions | None = None,
    *,
    loses_folder: bool = False,
) -> Observed:
    home = folder / "log"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    spoil(home / "log.sqlite")

    def write() -> int:
        try:
            log = load_conversation_log(LogSettings(database_url=f"sqlite:///{home / 'log.sqlite'}"))
            assert log is not None
            if loses_folder:
                log.engine.dispose()
                shutil.rmtree(home)
            for _ in range(40):
                log.write_turn("c" * 24, answer)
        except ConversationLogError as error:
            print(error)
            return 1
        return 0

    done = run_forked(write, conditions or Conditions())
    return Observed(
        fault=fault,
        expected="ConversationLogError, which the chat logs before it goes on answering",
        holds=done.code == 1 and not done.has_traceback,
        seen=done.out.strip()[:160] or done.last_line[:160],
        seconds=round(done.seconds, 1),
    )


def _observe_address(fault: str, address: str) -> Observed:
    def open_log() -> int:
        os.environ.pop("PGPASSWORD", None)
        try:
            load_conversation_log(LogSettings(database_url=address))
        except ConversationLogError as error:
            print(error)
            return 1
        return 0

    done = run_forked(open_log, Conditions(timeout_s=30))
    return Observed(
        fault=fault,
        expected="ConversationLogError within 10 s; the chat answers without keeping",
        holds=done.code == 1 and not done.has_traceback and done.seconds < 10,
        seen=done.out.strip()[:160] or done.last_line[:160],
        seconds=round(done.seconds, 1),
    )
