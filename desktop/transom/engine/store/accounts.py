"""Accounts in the store; removing one removes every row it ever brought."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from transom.engine.changes import Change, Kind
from transom.engine.entities.accounts import (
    Account,
    AccountId,
    AccountState,
    Cloud,
    Registration,
)
from transom.engine.store.columns import (
    json_from_text,
    seconds_from_time,
    text_from_json,
    time_from_seconds,
    words_from_text,
)
from transom.engine.store.database import Database
from transom.engine.store.message_index import MessageIndex, forget_words
from transom.engine.store.transaction import Transaction

_COLUMNS = (
    "id, oid, tid, username, name, registration, granted_scopes, state, checked_at, wished_scopes,"
    " mailbox, via, color"
)
COLORS = 8
"""How many colours tell accounts apart."""


class AccountReader:
    """Reads accounts on the calling thread."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def read_accounts(self) -> list[Account]:
        """Return all accounts in the order they were added."""
        with self._db.reading() as cx:
            rows = cx.execute(f"select {_COLUMNS} from account order by id")  # noqa: S608
            return [_account_from_row(row) for row in rows]

    def read_account(self, account: AccountId) -> Account | None:
        """Return one account."""
        return next((one for one in self.read_accounts() if one.id == account), None)

    def read_photo(self, account: AccountId) -> bytes | None:
        """Return the account's own picture."""
        with self._db.reading() as cx:
            row = cx.execute("select photo from account where id = ?", (account,)).get
        return row if isinstance(row, bytes) else None

    def read_mailbox_settings(self, account: AccountId) -> dict[str, str]:
        """Return what the server said about the mailbox, such as its time zone."""
        with self._db.reading() as cx:
            text = cx.execute("select mailbox_settings from account where id = ?", (account,)).get
        return json_from_text(text) or {} if isinstance(text, str) else {}


class AccountStore(AccountReader):
    """Writes accounts."""

    def __init__(self, database: Database, index: MessageIndex) -> None:
        super().__init__(database)
        self._index = index

    def save_account(self, account: Account) -> Account:
        """Add an account, or renew the one with the same tenant and object id; return its id."""

        def job(tx: Transaction) -> Account:
            tx.run(
                "insert into account (oid, tid, username, name, registration, granted_scopes,"
                " state, wished_scopes, mailbox, via, color)"
                " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                " on conflict (tid, oid) do update set"
                " username = excluded.username, name = excluded.name,"
                " registration = excluded.registration,"
                " granted_scopes = excluded.granted_scopes, state = excluded.state,"
                " wished_scopes = excluded.wished_scopes, via = excluded.via",
                (
                    account.oid,
                    account.tid,
                    account.username,
                    account.name,
                    text_from_json(asdict(account.registration)),
                    text_from_json(sorted(account.granted_scopes)),
                    account.state.value,
                    text_from_json(sorted(account.wished_scopes)),
                    account.mailbox,
                    account.via,
                    _free_color(tx),
                ),
            )
            key = (account.tid, account.oid)
            sql = f"select {_COLUMNS} from account where tid = ? and oid = ?"  # noqa: S608
            row = tx.run(sql, key).fetchone()
            assert row is not None
            tx.tell(Change(Kind.ACCOUNTS, AccountId(row[0])))
            return _account_from_row(row)

        return self._db.write(job)

    def set_wished(self, account: AccountId, scopes: frozenset[str]) -> None:
        """Keep which further permissions the person turned on."""
        self._set(account, "wished_scopes", text_from_json(sorted(scopes)))

    def set_color(self, account: AccountId, color: int) -> None:
        """Keep the colour that a person chose for the account."""
        self._set(account, "color", color % COLORS)

    def _set(self, account: AccountId, column: str, value: str | int) -> None:
        def job(tx: Transaction) -> None:
            tx.run(f"update account set {column} = ? where id = ?", (value, account))  # noqa: S608
            tx.tell(Change(Kind.ACCOUNTS, account))

        self._db.write(job)

    def set_state(self, account: AccountId, state: AccountState) -> None:
        """Say whether an account can reach its mailbox."""

        def job(tx: Transaction) -> None:
            tx.run(
                "update account set state = ? where id = ? and state <> ?",
                (state.value, account, state.value),
            )
            if tx.cx.changes():
                tx.tell(Change(Kind.ACCOUNTS, account))

        self._db.write(job)

    def set_checked_at(self, account: AccountId, at: datetime) -> None:
        """Keep when an account was last seen to be up to date; no news, its Activity tells."""

        def job(tx: Transaction) -> None:
            tx.run(
                "update account set checked_at = ? where id = ?", (seconds_from_time(at), account)
            )

        self._db.write(job)

    def remove_account(self, account: AccountId) -> None:
        """Remove an account with all its rows, in one transaction."""

        def job(tx: Transaction) -> None:
            forget_words(tx, "folder in (select id from folder where account = ?)", account)
            tx.run("delete from account where id = ?", (account,))
            tx.run("delete from journal where account = ?", (account,))
            tx.after_commit(self._index.forget_terms)
            for kind in (Kind.ACCOUNTS, Kind.FOLDERS, Kind.CALENDARS, Kind.CONTACT_FOLDERS):
                tx.tell(Change(kind, account))

        self._db.write(job)

    def save_photo(self, account: AccountId, content: bytes | None) -> None:
        """Keep the account's own picture, or that there is none."""

        def job(tx: Transaction) -> None:
            tx.run("update account set photo = ? where id = ?", (content, account))
            tx.tell(Change(Kind.PHOTOS, account))

        self._db.write(job)

    def save_mailbox_settings(self, account: AccountId, settings: Mapping[str, str]) -> None:
        """Keep what the server said about the mailbox."""

        def job(tx: Transaction) -> None:
            tx.run(
                "update account set mailbox_settings = ? where id = ?",
                (text_from_json(dict(settings)), account),
            )
            tx.tell(Change(Kind.ACCOUNTS, account))

        self._db.write(job)


def _account_from_row(row: tuple[Any, ...]) -> Account:
    registration = json_from_text(row[5])
    return Account(
        id=AccountId(row[0]),
        oid=row[1],
        tid=row[2],
        username=row[3],
        name=row[4],
        registration=Registration(
            registration["client_id"],
            registration["tenant"],
            Cloud(**registration["cloud"]),
            registration.get("certificate", ""),
        ),
        granted_scopes=frozenset(words_from_text(row[6])),
        state=AccountState(row[7]),
        checked_at=None if row[8] is None else time_from_seconds(row[8]),
        wished_scopes=frozenset(words_from_text(row[9])),
        mailbox=row[10],
        via=None if row[11] is None else AccountId(row[11]),
        color=row[12],
    )


def _free_color(tx: Transaction) -> int:
    """Choose the colour that the fewest accounts have, the first of them."""
    counts = dict.fromkeys(range(COLORS), 0)
    for (color,) in tx.run("select color from account"):
        counts[int(color) % COLORS] += 1
    return min(counts, key=lambda color: (counts[color], color))
