"""Three sources of a registration: each part from the first that says something, and said so."""

from dataclasses import replace

import pytest

from transom.engine.entities.accounts import Cloud, Registration
from transom.engine.entities.setup import Source
from transom.engine.errors import NotConfiguredError
from transom.engine.organisation import Organisation
from transom.engine.registrar import Registrar
from transom.engine.settings import BUILT_IN_CLOUDS, Settings

OWN = Cloud("ours", "https://login.example.com", "https://graph.example.com", "https://x/back")
BUILD = Organisation(client_id="build-app", tenant="organizations", cloud="us-gov")
NOTHING = Organisation()


class Shelf:
    """Settings in memory, and a registrar that reads and keeps them."""

    def __init__(
        self,
        settings: Settings | None = None,
        organisation: Organisation = NOTHING,
        build: Organisation = NOTHING,
    ) -> None:
        self.settings = settings or Settings()
        self.registrar = Registrar(organisation, build, lambda: self.settings, self._save)

    def _save(self, settings: Settings) -> None:
        self.settings = settings


def test_a_build_that_brings_a_registration_needs_no_setting_up() -> None:
    registration = Shelf(build=BUILD).registrar.registration()
    assert registration == Registration("build-app", "organizations", BUILT_IN_CLOUDS["us-gov"])


def test_each_part_comes_from_the_first_that_says_something() -> None:
    user = Settings(client_id="user-app", tenant="contoso.com")
    organisation = Organisation(tenant="fabrikam.com", redirect_uri="https://org/back")
    shelf = Shelf(user, organisation, BUILD)
    registration = shelf.registrar.registration()
    assert (registration.client_id, registration.tenant) == ("user-app", "fabrikam.com")
    assert registration.cloud.name == "us-gov"
    assert registration.cloud.redirect_uri == "https://org/back"
    set_up = shelf.registrar.set_up()
    assert [set_up.client_id.source, set_up.tenant.source, set_up.cloud.source] == [
        Source.USER,
        Source.ORGANISATION,
        Source.BUILD,
    ]
    assert set_up.tenant.is_pinned and set_up.is_pinned and not set_up.is_hidden


def test_where_nobody_says_anything_the_usual_holds_and_a_client_id_is_missing() -> None:
    shelf = Shelf()
    set_up = shelf.registrar.set_up()
    assert (set_up.tenant.text, set_up.cloud.text) == ("common", "worldwide")
    assert set_up.cloud.source is Source.USUAL and not set_up.is_pinned
    with pytest.raises(NotConfiguredError):
        shelf.registrar.registration()


def test_a_cloud_nobody_describes_is_named() -> None:
    shelf = Shelf(Settings(client_id="a", cloud="moon"))
    assert shelf.registrar.set_up().chosen_cloud is None
    with pytest.raises(NotConfiguredError, match="moon"):
        shelf.registrar.registration()


@pytest.mark.parametrize(
    "cloud",
    [
        BUILT_IN_CLOUDS["china"],
        replace(BUILT_IN_CLOUDS["china"], redirect_uri="https://elsewhere/back"),
        OWN,
        replace(BUILT_IN_CLOUDS["china"], graph_url="https://graph.example.com"),
    ],
)
def test_what_is_kept_is_what_is_read(cloud: Cloud) -> None:
    shelf = Shelf(build=BUILD)
    wanted = Registration("my-app", "contoso.com", cloud)
    shelf.registrar.save(wanted)
    assert shelf.registrar.registration() == wanted
    assert cloud.name in {one.name for one in shelf.registrar.clouds()}
    shelf.registrar.save(wanted)
    assert shelf.registrar.registration() == wanted


def test_another_cloud_takes_the_redirect_of_its_own() -> None:
    shelf = Shelf()
    elsewhere = replace(BUILT_IN_CLOUDS["china"], redirect_uri="https://elsewhere/back")
    shelf.registrar.save(Registration("my-app", "common", elsewhere))
    shelf.registrar.save(Registration("my-app", "common", BUILT_IN_CLOUDS["worldwide"]))
    assert shelf.registrar.registration().cloud == BUILT_IN_CLOUDS["worldwide"]


def test_what_the_organisation_settled_is_never_copied_into_the_users_settings() -> None:
    shelf = Shelf(organisation=Organisation(tenant="fabrikam.com", own_cloud=OWN, cloud="ours"))
    shelf.registrar.save(Registration("my-app", "common", BUILT_IN_CLOUDS["china"]))
    assert (shelf.settings.tenant, shelf.settings.cloud) == ("", "")
    registration = shelf.registrar.registration()
    assert (registration.tenant, registration.cloud) == ("fabrikam.com", OWN)


def test_what_is_hidden_is_not_changed_by_any_way() -> None:
    shelf = Shelf(organisation=Organisation(hidden=frozenset({"registration"})))
    with pytest.raises(NotConfiguredError, match="organisation"):
        shelf.registrar.save(Registration("my-app", "common", OWN))
    assert shelf.settings == Settings() and shelf.registrar.set_up().is_hidden
