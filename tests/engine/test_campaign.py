"""Bad weather, sudden death and a full disk, at random: in the end the store is the mailbox."""

import multiprocessing
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import apsw
import pytest
from tests.fakes.campaign import PRELOADED, live
from tests.fakes.engines import EngineRun, true_messages
from tests.fakes.tenant import Tenant

from transom.engine.changes import Phase

WEATHER = {
    "throttle-silent": 0.3,
    "error-500": 0.3,
    "error-503": 0.3,
    "reset": 0.3,
    "cut": 0.3,
    "broken-gzip": 0.2,
    "lost-delta": 0.5,
    "next-loop": 0.3,
    "next-missing": 0.3,
    "next-elsewhere": 0.3,
    "duplicates": 0.5,
    "expired": 0.2,
}
PATIENCE_S = 0.6
ANEW_EVERY = 10
MESSAGES = 40


class Campaign:
    """One tenant, one profile, and what happens to both."""

    def __init__(self, directory: Path, tenant: Tenant) -> None:
        self.directory = directory
        self.tenant = tenant
        self._fresh = directory / "fresh"
        self._processes = multiprocessing.get_context("forkserver")
        self._processes.set_forkserver_preload(PRELOADED)
        self._letters = 0
        with EngineRun(directory, tenant) as run:
            run.tenant.control("POST", "/weather", {"name": "error-503", "rate": 1})
            run.sign_in()
        tenant.control("DELETE", "/weather")
        shutil.copytree(directory / "profile", self._fresh)

    def begin_anew(self) -> None:
        """Go back to an account whose mail was never fetched."""
        shutil.rmtree(self.directory / "profile")
        shutil.copytree(self._fresh, self.directory / "profile")

    def live_on(self, random: Random) -> None:
        """Let the mailbox change a little."""
        messages = sorted(true_messages(self.tenant))
        folders = ["inbox", "archive", "deleteditems"]
        changes: list[dict[str, Any]] = []
        for remote_id, _, is_read, _ in random.sample(messages, min(6, len(messages))):
            changes.append(
                random.choice(
                    [
                        {"kind": "mail_moved", "id": remote_id, "folder": random.choice(folders)},
                        {"kind": "mail_read", "id": remote_id, "is_read": not is_read},
                        {"kind": "mail_deleted", "id": remote_id},
                    ]
                )
            )
        while len(messages) < MESSAGES + 6 and random.random() < 0.8:
            self._letters += 1
            subject = f"Letter {self._letters}"
            sender = {"name": "Ines", "address": "ines@contoso.example"}
            mail = {"kind": "mail_added", "from": sender, "subject": subject, "text": "words"}
            changes.append(mail)
        self.tenant.control("POST", "/changes", changes)

    def suffer(self, random: Random) -> None:
        """Sync for a moment in bad weather, and meet an end."""
        names = random.sample(sorted(WEATHER), random.randint(0, 2))
        wishes = [{"name": name, "rate": WEATHER[name]} for name in names]
        if wishes:
            self.tenant.control("POST", "/weather", wishes)
        end = random.choice(["kill", "kill", "disk", "none"])
        store = self.directory / "profile" / "store.db"
        room = store.stat().st_size + random.randint(0, 200_000) if end == "disk" else 0
        self._sync(room, random.randint(1, 40) if end == "kill" else None)
        self.tenant.control("DELETE", "/weather")

    def _sync(self, most_bytes: int, killed_at: int | None) -> None:
        ours, theirs = self._processes.Pipe(duplex=False)
        arguments = (self.directory, most_bytes, theirs, PATIENCE_S)
        process = self._processes.Process(target=live, args=arguments)
        process.start()
        theirs.close()
        told, until = 0, time.monotonic() + 30
        try:
            while time.monotonic() < until and (killed_at is None or told < killed_at):
                ours.recv_bytes()
                told += 1
        except EOFError:
            pass
        process.kill()
        process.join()
        ours.close()

    def check(self) -> None:
        """Sync in peace; the store must be the mailbox, text and all."""
        with EngineRun(self.directory, self.tenant) as run:
            run.wait_for(lambda: run.told(Phase.IDLE), 60)
            run.wait_until_synced()
            assert run.stored_messages() == true_messages(self.tenant)
            statistics = run.engine.statistics()
            assert statistics.bodies == statistics.messages
            cx: apsw.Connection = run.engine._hall.store.database.reader()
            indexed = "select count(*) from message_text"
            assert cx.execute(indexed).get == statistics.messages


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Campaign]:
    directory = tmp_path_factory.mktemp("campaign")
    with Tenant(directory / "tenant", messages=MESSAGES) as tenant:
        yield Campaign(directory, tenant)


def fight(campaign: Campaign, seeds: range) -> None:
    for seed in seeds:
        random = Random(seed)
        if seed % ANEW_EVERY == 0:
            campaign.begin_anew()
        campaign.live_on(random)
        campaign.suffer(random)
        try:
            campaign.check()
        except AssertionError as error:
            raise AssertionError(f"in the run with seed {seed}") from error


def test_fifty_disasters_leave_nothing_lost_and_nothing_doubled(campaign: Campaign) -> None:
    fight(campaign, range(50))


@pytest.mark.long
@pytest.mark.timeout(5400)
def test_a_thousand_disasters_leave_nothing_lost_and_nothing_doubled(campaign: Campaign) -> None:
    fight(campaign, range(1000, 2000))
