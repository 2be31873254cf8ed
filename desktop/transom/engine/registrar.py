"""Which app registration signs in: the organisation's word, then the user's, then the build's."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from transom.engine.entities.accounts import Cloud, Registration
from transom.engine.entities.readers import Reader
from transom.engine.entities.setup import Settled, SetUp, Source
from transom.engine.errors import NotConfiguredError
from transom.engine.organisation import Organisation
from transom.engine.settings import BUILT_IN_CLOUDS, USUAL_CLOUD, USUAL_TENANT, Settings

_USUAL = {"tenant": USUAL_TENANT, "cloud": USUAL_CLOUD}
_HIDDEN = "Your organisation settled which app registration signs in; it cannot be changed here."


class Registrar:
    """Adds up what three sources say, each part from the first that says something."""

    def __init__(
        self,
        organisation: Organisation,
        build: Organisation,
        read_settings: Callable[[], Settings],
        save_settings: Callable[[Settings], None],
    ) -> None:
        self._organisation, self._build = organisation, build
        self._read_settings, self._save_settings = read_settings, save_settings

    @property
    def hidden(self) -> frozenset[str]:
        """Which choices the organisation shows to nobody."""
        return self._organisation.hidden

    def clouds(self) -> tuple[Cloud, ...]:
        """Return the clouds one can sign in to: the built-in ones, then those of the sources."""
        named = dict(BUILT_IN_CLOUDS)
        for own in (
            self._build.own_cloud,
            *self._read_settings().clouds,
            self._organisation.own_cloud,
        ):
            if own is not None:
                named[own.name] = own
        return tuple(named.values())

    def registration(self) -> Registration:
        """Return what a sign-in uses; NotConfiguredError where that is not settled."""
        settings = self._read_settings()
        # A marked cloud, such as the demo, is no real one: no rule is meant for it.
        if settings.client_id and settings.cloud and settings.find_cloud(settings.cloud).mark:
            return settings.registration()
        if self._organisation.fault:
            raise NotConfiguredError(self._organisation.fault)
        set_up = self.set_up()
        if not set_up.client_id.text:
            raise NotConfiguredError("Enter the client id of an app registration first.")
        if set_up.chosen_cloud is None:
            settings.find_cloud(set_up.cloud.text)  # raises, and says which
        cloud = self._cloud(set_up)
        return Registration(set_up.client_id.text, set_up.tenant.text, cloud)

    def set_up(self) -> SetUp:
        """Return every part with whose word it is, also where something is still missing."""
        cloud = self._settled("cloud")
        chosen = (one for one in self.clouds() if one.name == cloud.text)
        return SetUp(
            client_id=self._settled("client_id"),
            tenant=self._settled("tenant"),
            cloud=cloud,
            redirect_uri=self._settled("redirect_uri"),
            chosen_cloud=next(chosen, None),
            is_hidden="registration" in self.hidden,
        )

    def save(self, registration: Registration) -> None:
        """Keep what the user chose; what the organisation settled stays its own."""
        if "registration" in self.hidden:
            raise NotConfiguredError(_HIDDEN)
        cloud, settings = registration.cloud, self._read_settings()
        known = next((one for one in self.clouds() if one.name == cloud.name), None)
        redirect_uri = ""
        if known is None or replace(cloud, redirect_uri=known.redirect_uri) != known:
            settings = settings.with_cloud(cloud)
        elif cloud.redirect_uri != known.redirect_uri:
            redirect_uri = cloud.redirect_uri
        settings = replace(
            settings,
            client_id=self._free("client_id", registration.client_id, settings),
            tenant=self._free("tenant", registration.tenant, settings),
            cloud=self._free("cloud", cloud.name, settings),
            redirect_uri=self._free("redirect_uri", redirect_uri, settings),
        )
        self._save_settings(settings)

    def cloud(self) -> Cloud:
        """Return the cloud to sign in to, whichever app asks; NotConfiguredError if unknown."""
        set_up, settings = self.set_up(), self._read_settings()
        if set_up.chosen_cloud is None:
            return settings.find_cloud(set_up.cloud.text)  # raises, and says which
        return self._cloud(set_up)

    def reader(self) -> Reader:
        """Return the app that reads mailboxes by itself: the organisation's, or the user's."""
        settings = self._read_settings()
        own = Reader(
            client_id=settings.reader_client_id,
            tenant=settings.reader_tenant,
            certificate=settings.reader_certificate,
            passphrase_file=settings.reader_passphrase_file,
            mailboxes=settings.reader_mailboxes,
        )
        prescribed = self._organisation.reader
        if not prescribed.is_set_up:
            return own
        return replace(prescribed, mailboxes=(*prescribed.mailboxes, *own.mailboxes))

    def save_reader(self, reader: Reader) -> None:
        """Keep an app that worked, for the next mailbox; what the organisation names stays."""
        if self._organisation.reader.is_set_up:
            return
        self._save_settings(
            replace(
                self._read_settings(),
                reader_client_id=reader.client_id.strip(),
                reader_tenant=reader.tenant.strip(),
                reader_certificate=reader.certificate,
            )
        )

    def _free(self, part: str, wished: str, settings: Settings) -> str:
        """Return what to keep of the user's: nothing new where the organisation has the word."""
        kept: str = getattr(settings, part)
        return kept if getattr(self._organisation, part) else wished

    def _cloud(self, set_up: SetUp) -> Cloud:
        assert set_up.chosen_cloud is not None
        redirect_uri = set_up.redirect_uri.text or set_up.chosen_cloud.redirect_uri
        return replace(set_up.chosen_cloud, redirect_uri=redirect_uri)

    def _settled(self, part: str) -> Settled:
        for source, text in self._said(part):
            if text:
                return Settled(text, source)
        return Settled(_USUAL.get(part, ""), Source.USUAL)

    def _said(self, part: str) -> Iterator[tuple[Source, str]]:
        yield Source.ORGANISATION, getattr(self._organisation, part)
        yield Source.USER, getattr(self._read_settings(), part)
        yield Source.BUILD, getattr(self._build, part)
