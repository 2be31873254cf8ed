"""Where messages came from: their heads and their whole MIME form, fetched when a person asks."""

from io import BytesIO

from transom.engine.entities.mail import Headers, MessageId
from transom.engine.errors import NotFoundError
from transom.engine.graph.mail import MailApi
from transom.engine.store.headers import HeaderStore
from transom.engine.store.mail import MailReader

MOST_SOURCE_BYTES = 64 << 20


class SourceSync:
    """Fetches one account's heads and sources; every call blocks and is for a fetcher."""

    def __init__(self, front_api: MailApi, mail: MailReader, store: HeaderStore) -> None:
        self._api = front_api
        self._mail = mail
        self._store = store

    def fetch_headers(self, message: MessageId) -> Headers:
        """Return a message's head, stored or fetched and then stored."""
        headers = self._store.read_headers(message)
        if headers is None:
            known = self._mail.read_message(message)
            if known is None:
                raise NotFoundError("This message is no longer there.")
            headers = self._api.fetch_headers(known.remote_id)
            self._store.save_headers(message, headers)
        return headers

    def fetch_source(self, message: MessageId) -> bytes:
        """Return the whole message as MIME, as the server writes it; not kept."""
        known = self._mail.read_message(message)
        if known is None:
            raise NotFoundError("This message is no longer there.")
        sink = BytesIO()
        self._api.fetch_source(known.remote_id, sink, MOST_SOURCE_BYTES)
        return sink.getvalue()
