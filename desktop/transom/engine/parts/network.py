"""The door's network: what a proxy asks a person, and whom this computer trusts."""

from concurrent.futures import Future

from transom.engine.auth.proxies import Login, Proxies, ProxyFinder, proxies_of_environment
from transom.engine.changes import Change, Kind, Newsroom
from transom.engine.entities.network import ProxyQuestion
from transom.engine.parts.hall import Hall
from transom.engine.workers import Lane


class NetworkPart:
    """Answers proxies on a person's behalf; a Change of kind NETWORK tells that one asks."""

    def __init__(
        self, hall: Hall, lane: Lane, newsroom: Newsroom, find_proxies: ProxyFinder | None
    ) -> None:
        self._hall = hall
        self._lane = lane
        self.proxies = Proxies(
            find_proxies or proxies_of_environment,
            lambda: newsroom.publish(Change(Kind.NETWORK)),
        )

    @property
    def question(self) -> ProxyQuestion | None:
        """What a proxy asks and nobody has answered."""
        return self.proxies.question

    def login_for(self, place: str) -> tuple[str, str] | None:
        """Return name and password that a proxy, by host and port, is told."""
        login = self.proxies.login(place)
        return (login.username, login.password) if login else None

    def answer(self, place: str, username: str, password: str, *, keeps: bool) -> Future[None]:
        """Tell a proxy this from now on; ``keeps`` is for later starts too, encrypted."""
        login = Login(username, password)
        self.proxies.learn(place, login)
        return self._lane.submit(self._keep, place, login if keeps else None)

    def is_trusted(self, host: str, port: int, certificate_sha256: str) -> Future[bool]:
        """Find out whether this computer's own roots vouch for that very certificate."""
        return self._lane.submit(self._is_trusted, host, port, certificate_sha256)

    def _keep(self, place: str, login: Login | None) -> None:
        if self._hall.is_open:
            self._hall.opened.servers.keep_proxy_login(place, login)

    def _is_trusted(self, host: str, port: int, certificate_sha256: str) -> bool:
        from transom.engine.auth.peer import is_trusted_by_system

        return is_trusted_by_system(host, port, certificate_sha256, self.proxies)
