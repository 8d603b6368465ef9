"""`python -m assistant users | audit | store`: what an administrator does at the server itself."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.desk.records import ROLES, AccountError, StoreError, load_desk_settings
from ingest.settings import read_settings_table

if TYPE_CHECKING:
    from assistant.desk.accounts import PasswordFile
    from assistant.desk.audit import AuditLog


def add_desk_commands(commands: Any) -> None:
    """Add the commands to the parser's sub-parsers."""
    users = commands.add_parser("users", help="the staff desk's password file").add_subparsers(
        required=True, metavar="ACTION"
    )
    _add(users, "list", list_users, "who may sign in")
    for name, run, told in (
        ("add", add_user, "make an account; the password is asked for, or read from the standard input"),
        ("password", change_password, "give an account another password; its sessions end"),
        ("role", change_role, "give an account another role"),
        ("disable", disable_user, "let an account sign in no more; its sessions end"),
        ("enable", enable_user, "let an account sign in again"),
    ):
        action = _add(users, name, run, told)
        action.add_argument("name")
        if name in ("add", "role"):
            action.add_argument("role", choices=ROLES)
        if name in ("add", "password"):
            action.add_argument("--password-stdin", action="store_true")
    audit = commands.add_parser("audit", help="what was done at the desk; checks that the log is whole")
    audit.add_argument("--limit", type=int, default=50)
    audit.set_defaults(run=show_audit)
    store = commands.add_parser("store", help="the store of conversations and the desk").add_subparsers(
        required=True, metavar="ACTION"
    )
    _add(store, "upgrade", upgrade, "bring the store's tables up to date")
    _add(store, "expire", expire_kept, "delete what is older than retention_days allows; for a nightly job")
    export = _add(store, "export", export_kept, "every kept question with its answer and feedback, as CSV")
    export.add_argument("file", type=Path, metavar="OUT.csv")


def list_users(_: argparse.Namespace) -> int:
    """Print the accounts."""
    for name, account in sorted(_load_passwords().load_accounts().items()):
        print(f"{name:30} {account.role:7} {'disabled' if account.is_disabled else ''}".rstrip())
    return 0


def add_user(options: argparse.Namespace) -> int:
    """Make an account."""
    password = _read_password(options)
    return _change(
        "users.add",
        options.name,
        options.role,
        lambda file: file.add_account(options.name, options.role, password),
    )


def change_password(options: argparse.Namespace) -> int:
    """Give an account another password."""
    password = _read_password(options)
    return _change(
        "users.password", options.name, "", lambda file: file.change_account(options.name, password=password)
    )


def change_role(options: argparse.Namespace) -> int:
    """Give an account another role."""
    return _change(
        "users.role",
        options.name,
        options.role,
        lambda file: file.change_account(options.name, role=options.role),
    )


def disable_user(options: argparse.Namespace) -> int:
    """Let an account sign in no more."""
    return _change(
        "users.disable", options.name, "", lambda file: file.change_account(options.name, is_disabled=True)
    )


def enable_user(options: argparse.Namespace) -> int:
    """Let an account sign in again."""
    return _change(
        "users.enable", options.name, "", lambda file: file.change_account(options.name, is_disabled=False)
    )


def show_audit(options: argparse.Namespace) -> int:
    """Print the latest of the audit log; exit code 1 where it is not whole."""
    audit = _open_audit()
    for entry in reversed(audit.list_entries(options.limit)):
        print(
            f"{entry.done_at}  {entry.person:24} {entry.action:20} {entry.subject}  {entry.detail}".rstrip()
        )
    broken, cut = audit.find_break(), audit.find_cut()
    if broken is not None:
        print(f"the log was changed or lacks a row at position {broken}", file=sys.stderr)
    if cut is not None:
        print(f"rows at the end are missing: the log once held row {cut.position}", file=sys.stderr)
    return 0 if broken is None and cut is None else 1


def upgrade(_: argparse.Namespace) -> int:
    """Bring the store's tables up to date."""
    from assistant.desk.tables import open_store
    from assistant.migrations import HEAD

    engine = open_store()
    print(f"{engine.url.render_as_string(hide_password=True)} has revision {HEAD}")
    return 0


def expire_kept(_: argparse.Namespace) -> int:
    """Delete what has expired, whether or not anybody has asked since: conversations, feedback, answers of batches."""
    from assistant.batch_csv import delete_old_batches
    from assistant.conversations import ConversationLogError, LogSettings, load_conversation_log
    from assistant.settings import load_assistant_settings

    days = LogSettings(**read_settings_table("log")).retention_days
    delete_old_batches(load_assistant_settings().data_dir / "desk" / "batches", days)
    try:
        load_conversation_log()
    except ConversationLogError as error:
        raise StoreError(str(error)) from error
    print(f"nothing older than {days} days is kept")
    return 0


def export_kept(options: argparse.Namespace) -> int:
    """Write everything kept as CSV, and record that it was taken out."""
    from assistant.conversations import ConversationLogError, load_conversation_log
    from assistant.conversations_export import export_turns

    try:
        log = load_conversation_log()
        if log is None:
            print("nothing is kept: [log] is_kept is false", file=sys.stderr)
            return 1
        _open_audit().record(None, "store.export", options.file.name)
        print(f"{export_turns(log, options.file)} turns written to {options.file.name}", file=sys.stderr)
    except ConversationLogError as error:
        raise StoreError(str(error)) from error
    return 0


def _add(parsers: Any, name: str, run: Any, told: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = parsers.add_parser(name, help=told)
    parser.set_defaults(run=run)
    return parser


def _load_passwords() -> PasswordFile:
    from assistant.desk.accounts import PasswordFile

    settings = load_desk_settings()
    return PasswordFile(settings.users_file, settings.min_password_length)


def _open_audit() -> AuditLog:
    from assistant.desk.desk import build_desk
    from assistant.desk.tables import open_store

    return build_desk(load_desk_settings(), open_store()).audit


def _change(action: str, name: str, detail: str, change: Callable[[PasswordFile], None]) -> int:
    """Make a change, and record it first: an unrecorded one is not made."""
    settings = load_desk_settings()
    if settings.is_on:
        _open_audit().record(None, action, name, detail)
    change(_load_passwords())
    print(f"{name}: {action.split('.')[1]} {detail}".rstrip())
    if settings.sign_in != "password":
        print('the desk does not use this file: set sign_in = "password" in [desk]', file=sys.stderr)
    return 0


def _read_password(options: argparse.Namespace) -> str:
    if options.password_stdin:
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != first:
        raise AccountError("The two passwords differ.")
    return first
