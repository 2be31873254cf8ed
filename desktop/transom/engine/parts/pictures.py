"""The door's remote pictures: what is allowed, and what was allowed fetched while one looks."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from weakref import WeakSet

from transom.engine.auth.proxies import Proxies
from transom.engine.changes import Change, Kind, Newsroom
from transom.engine.entities.accounts import AccountId, Cloud, Registration
from transom.engine.entities.mail import Message, MessageId
from transom.engine.entities.pictures import (
    Allowance,
    AllowanceKind,
    PictureConsent,
    RemotePicture,
)
from transom.engine.errors import StoppedError
from transom.engine.parts.hall import Hall
from transom.engine.remote.reach import Reach
from transom.engine.trust.authentication import authentication_of
from transom.engine.workers import Workers

if TYPE_CHECKING:  # heavy rooms: loaded on the worker that first needs them
    from transom.engine.remote.fetching import Errand, PictureFetch

_AT_ONCE = 4
_JUNK = "junkemail"


class PictureErrand:
    """A message somebody looks at; ``end`` gives up what of its pictures is still on the way."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._errand: Errand | None = None
        self._futures: WeakSet[Future[bytes]] = WeakSet()
        self._is_over = False

    def end(self) -> None:
        """Cut every connection, and ask for nothing any more; returns at once."""
        with self._lock:
            self._is_over = True
            errand = self._errand
        for future in list(self._futures):
            future.cancel()
        if errand is not None:
            errand.end()

    def note(self, future: Future[bytes]) -> None:
        """Know what to give up."""
        self._futures.add(future)

    def opened(self) -> "Errand":
        """Return what carries it out; for a worker. StoppedError once it is over."""
        from transom.engine.remote.fetching import Errand

        with self._lock:
            if self._is_over:
                raise StoppedError("Nobody looks at this picture any more.")
            if self._errand is None:
                self._errand = Errand()
            return self._errand


class PicturesPart:
    """Consent and pictures; a Change of kind PICTURES tells that something else is allowed."""

    def __init__(
        self,
        hall: Hall,
        workers: Workers,
        newsroom: Newsroom,
        proxies: Proxies,
        reach: Reach,
        locate: Callable[[Registration], Registration],
    ) -> None:
        self._hall, self._newsroom = hall, newsroom
        self._proxies, self._reach, self._locate = proxies, reach, locate
        self._stopping = workers.stopping
        self._lane = workers.lane("pictures", threads=_AT_ONCE)
        self._clock_lane = workers.lane("pictures-clock")
        self._lock = threading.Lock()
        self._fetch: PictureFetch | None = None
        self._errands: WeakSet[PictureErrand] = WeakSet()
        self._once: set[MessageId] = set()

    def consent_for(self, message: Message) -> PictureConsent:
        """Return what may be loaded for a message; reads the store on the calling thread.

        A sender counts only where the receiving service verified it, and nothing for good in junk.
        """
        if message.id in self._once:
            return PictureConsent(message.account, is_whole=True)
        if self._is_junk(message):
            return PictureConsent(message.account)
        return self._hall.store.pictures.read_consent(message.account, self._verified(message))

    def load_once(self, message: MessageId) -> None:
        """Load this message's pictures until Transom is closed."""
        self._once.add(message)
        self._newsroom.publish(Change(Kind.PICTURES))

    def look_again(self) -> None:
        """Tell everybody that what is allowed may be something else now."""
        self._newsroom.publish(Change(Kind.PICTURES))

    def allow(self, account: AccountId, kind: AllowanceKind, name: str) -> "Future[None]":
        """Load pictures of a sender or from a host from now on; it comes as PICTURES."""
        allowance = Allowance(account, kind, name, datetime.now(UTC))
        return self._lane.submit(self._hall.store.pictures.save_allowance, allowance)

    def revoke(self, allowance: Allowance) -> "Future[None]":
        """Take back what was allowed; it comes as PICTURES."""
        self._once.clear()
        return self._lane.submit(self._hall.store.pictures.remove_allowance, allowance)

    def read_allowances(self) -> list[Allowance]:
        """Return what is allowed for good."""
        return self._hall.store.pictures.read_allowances() if self._hall.is_open else []

    def count_kept(self) -> "Future[int]":
        """Deliver how many bytes of pictures are kept."""
        return self._lane.submit(self._count_kept)

    def forget(self) -> "Future[None]":
        """Keep no picture that was loaded so far."""
        return self._lane.submit(self._forget)

    def begin(self) -> PictureErrand:
        """Begin to look at a message."""
        errand = PictureErrand()
        self._errands.add(errand)
        return errand

    def fetch(self, picture: RemotePicture, errand: PictureErrand) -> Future[bytes]:
        """Deliver a picture's bytes, kept or fetched and then kept; PictureError says why not."""
        future = self._lane.submit(self._bytes_of, picture, errand)
        errand.note(future)
        return future

    def halt(self) -> None:
        """Give up everything: the program ends."""
        for errand in list(self._errands):
            errand.end()

    def _count_kept(self) -> int:
        return self._hall.store.pictures.held_bytes()

    def _forget(self) -> None:
        self._hall.store.pictures.remove_pictures()

    def _verified(self, message: Message) -> str:
        """Return the sender's address where the receiving service says that it is the sender's."""
        address = message.sender.address
        headers = self._hall.store.headers.read_headers(message.id)
        if not address or not headers:
            return ""
        return address if authentication_of(headers, address).is_authenticated else ""

    def _is_junk(self, message: Message) -> bool:
        folders = self._hall.store.mail.read_folders()
        return any(one.id == message.folder and one.well_known == _JUNK for one in folders)

    def _bytes_of(self, picture: RemotePicture, errand: PictureErrand) -> bytes:
        store = self._hall.store
        kept = store.pictures.read_picture(picture)
        if kept is not None:
            return kept
        cloud = self._cloud_of(picture.account)
        content = self._fetcher().fetch(picture.url_text, cloud, errand.opened())
        store.pictures.save_picture(picture, content)
        return content

    def _cloud_of(self, account: AccountId) -> Cloud:
        known = self._hall.store.accounts.read_account(account)
        if known is None:
            raise StoppedError("This account is no longer here.")
        return self._locate(known.registration).cloud

    def _fetcher(self) -> "PictureFetch":
        with self._lock:
            if self._fetch is None:
                from transom.engine.remote.fetching import PictureFetch
                from transom.engine.remote.line import Deadlines

                deadlines = Deadlines(self._clock_lane, self._stopping)
                self._fetch = PictureFetch(self._reach, self._proxies, deadlines)
            return self._fetch
