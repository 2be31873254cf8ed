"""A profile, an engine on it, and the way an engine signs in to a tenant without a window."""

import threading
import time
from dataclasses import replace
from pathlib import Path

from tests.fakes.tenant import Tenant

from transom.demo.launch import TenantFacts, facts_from_json
from transom.demo.walkthrough import WalkthroughError, walk_through
from transom.demo_cloud import with_demo
from transom.engine.changes import Activity, Change, Kind, News, Phase, Problem
from transom.engine.engine import Engine, EngineState
from transom.engine.errors import SignInError
from transom.engine.profile import Profile
from transom.engine.settings import Settings, SettingsFile

OPEN_S = 30.0


def facts_of(tenant: Tenant) -> TenantFacts:
    """Return what a client must know of a running tenant."""
    return facts_from_json(tenant.info)


def settings_for(facts: TenantFacts) -> Settings:
    """Return settings in which a sign-in goes to the tenant."""
    return with_demo(Settings(), facts)


def new_profile(directory: Path, facts: TenantFacts) -> Profile:
    """Make a profile that knows the tenant and nobody yet."""
    profile = Profile(directory)
    SettingsFile(profile.settings_path).save(settings_for(facts))
    return profile


def sign_in(engine: Engine, facts: TenantFacts) -> None:
    """Sign in on the tenant's own pages; blocks until the account is stored."""
    request = engine.accounts.begin_sign_in().result()
    try:
        redirect = walk_through(
            request.url_text, request.redirect_uri, facts.ca_file, facts.accounts[0]
        )
    except (WalkthroughError, OSError) as error:
        raise SignInError(f"The tenant's sign-in pages did not work: {error}") from error
    engine.accounts.finish_sign_in(request, redirect).result()


class SyncWatch:
    """Listens to an engine: when its first sync began, when the last body came, when it rests."""

    def __init__(self, engine: Engine) -> None:
        self.bodies = 0
        self.begun_at = self.last_body_at = 0.0
        self.problem: Problem | None = None
        self._is_open, self._rests = threading.Event(), threading.Event()
        self._engine = engine
        engine.newsroom.listen(self._on_news)

    @property
    def seconds(self) -> float:
        """From the first sign of sync to the last body in the store."""
        return self.last_body_at - self.begun_at

    def wait_until_open(self) -> None:
        """Wait until the profile can be used; raise if it cannot."""
        if not self._is_open.wait(OPEN_S) or self._engine.state is not EngineState.READY:
            raise RuntimeError(f"the profile did not open: {self._engine.state}")

    def wait_until_synced(self, timeout_s: float) -> None:
        """Wait until everything is stored; raise if the time is up."""
        if not self._rests.wait(timeout_s) or self.problem is not None:
            raise RuntimeError(f"the sync did not end: {self.problem or 'time is up'}")

    @property
    def is_resting(self) -> bool:
        """Whether everything is stored."""
        return self._rests.is_set()

    def _on_news(self, piece: News) -> None:
        now = time.monotonic()
        if isinstance(piece, Change) and piece.kind is Kind.BODIES:
            self.bodies += len(piece.ids)
            self.last_body_at = now
        elif isinstance(piece, Change) and piece.kind is Kind.STATE:
            if self._engine.state not in (EngineState.OPENING, EngineState.STOPPED):
                self._is_open.set()
        elif isinstance(piece, Activity):
            self.begun_at = self.begun_at or now
            if piece.phase is Phase.IDLE and piece.checked_at is not None:
                self._rests.set()
        elif isinstance(piece, Problem):
            self.problem = piece
            self._rests.set()


def forget_window(profile: Profile) -> None:
    """Let the next window open at the design's size."""
    file = SettingsFile(profile.settings_path)
    file.save(replace(file.load(), window_geometry=""))
