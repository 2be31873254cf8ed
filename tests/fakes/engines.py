"""An engine on a profile of the test's own, signed in to a tenant without a web view."""

import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Self

from tests.fakes.tenant import Tenant

from transom.engine.changes import Activity, Change, News, Phase, Problem
from transom.engine.clock import Clock
from transom.engine.engine import Engine, EngineState
from transom.engine.entities.accounts import Account, Cloud
from transom.engine.profile import Profile
from transom.engine.settings import Settings, SettingsFile

PATIENCE_S = 20.0


def cloud_of(tenant: Tenant) -> Cloud:
    return Cloud(
        name="demo",
        authority_url=tenant.origin,
        graph_url=tenant.graph,
        redirect_uri=f"{tenant.origin}/common/oauth2/nativeclient",
        ca_file=tenant.info["ca_file"],
        certificate_sha256=tenant.info["certificate_sha256"],
        has_instance_discovery=False,
        mark="demo",
        pictures_url=tenant.info["pictures"],
    )


def save_settings(profile: Profile, tenant: Tenant) -> None:
    settings = Settings(client_id=tenant.info["client_id"], cloud="demo")
    SettingsFile(profile.settings_path).save(settings.with_cloud(cloud_of(tenant)))


class EngineRun:
    """A running engine whose news are kept, and ways to wait for them."""

    def __init__(self, directory: Path, tenant: Tenant, clock: Clock | None = None) -> None:
        self.tenant = tenant
        self.news: list[News] = []
        self._arrived = threading.Condition()
        profile = Profile(directory / "profile")
        save_settings(profile, tenant)
        self.engine = Engine(profile, key_file=directory / "key", clock=clock)
        self.engine.newsroom.listen(self._on_news)

    def __enter__(self) -> Self:
        self.engine.start()
        self.wait_for(lambda: self.engine.state is EngineState.READY)
        return self

    def __exit__(self, *_: object) -> None:
        self.engine.stop()

    def _on_news(self, piece: News) -> None:
        with self._arrived:
            self.news.append(piece)
            self._arrived.notify_all()

    def wait_for(self, is_so: Callable[[], bool], timeout_s: float = PATIENCE_S) -> None:
        """Wait until something is so, looking again with every piece of news."""
        until = time.monotonic() + timeout_s
        while not is_so():
            assert time.monotonic() < until, f"it never came true; last news: {self.news[-5:]}"
            with self._arrived:
                self._arrived.wait(0.05)

    def sign_in(self, kind: str = "work", *extra_scopes: str) -> Account:
        begun = self.engine.accounts.begin_sign_in(extra_scopes=extra_scopes)
        request = begun.result(PATIENCE_S)
        redirect = self.tenant.sign_in_by_http(kind, url=request.url_text)
        return self.engine.accounts.finish_sign_in(request, redirect).result(PATIENCE_S)

    def wait_until_synced(self, timeout_s: float = PATIENCE_S) -> None:
        """Wait until every account rests with all news and all bodies stored."""
        self.wait_for(self._is_at_rest, timeout_s)

    def _is_at_rest(self) -> bool:
        activities = self.engine.activities()
        return bool(activities) and all(
            one.phase is Phase.IDLE and one.checked_at is not None for one in activities
        )

    def refresh(self) -> None:
        """Ask for news and wait until they are stored."""
        before = {one.account: one.checked_at for one in self.engine.activities()}
        self.engine.refresh()
        self.wait_for(
            lambda: (
                self._is_at_rest()
                and all(one.checked_at != before[one.account] for one in self.engine.activities())
            )
        )

    def phases(self) -> list[Phase]:
        return [one.phase for one in self.engine.activities()]

    def problems(self) -> list[Problem]:
        return [piece for piece in self.news if isinstance(piece, Problem)]

    def changes(self) -> list[Change]:
        return [piece for piece in self.news if isinstance(piece, Change)]

    def told(self, phase: Phase) -> bool:
        return any(isinstance(one, Activity) and one.phase is phase for one in self.news)

    def stored_messages(self) -> set[tuple[str, str, bool, str]]:
        """Return every stored message as the tenant's truth spells it."""
        reader = self.engine.mail.reader
        found = set()
        for folder in reader.read_folders():
            for line in reader.read_lines(folder.id, limit=100_000):
                message = reader.read_message(line.id)
                assert message is not None
                found.add((message.remote_id, folder.remote_id, message.is_read, message.subject))
        return found


def true_messages(
    tenant: Tenant, kinds: Iterable[str] = ("work",)
) -> set[tuple[str, str, bool, str]]:
    """Return what the mailboxes truly hold."""
    names = [tenant.account(kind)["username"] for kind in kinds]
    return {
        (one["id"], one["folder"], one["read"], one["subject"])
        for user in tenant.control("GET", "/truth")["users"]
        if user["username"] in names
        for one in user["messages"]
    }
