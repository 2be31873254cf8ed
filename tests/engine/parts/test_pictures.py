"""Remote pictures through the engine's door, from the tenant's own server of pictures."""

from collections.abc import Iterator

import pytest
from tests.fakes.engines import PATIENCE_S, EngineRun
from tests.fakes.tenant import Tenant

from transom.engine.entities.accounts import AccountId
from transom.engine.entities.pictures import RemotePicture
from transom.engine.errors import PictureError, StoppedError
from transom.engine.remote.looks import look_of

LOGO = "https://images.spandeck.example/logo.png"


@pytest.fixture(scope="module")
def shared(tenant: Tenant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineRun]:
    with EngineRun(tmp_path_factory.mktemp("pictures"), tenant) as run:
        run.sign_in()
        run.wait_until_synced()
        yield run


def fetch(run: EngineRun, url: str) -> bytes:
    account = run.engine.accounts.list()[0].id
    part = run.engine.pictures
    return part.fetch(RemotePicture(account, url), part.begin()).result(PATIENCE_S)


def test_a_newsletters_picture_comes_and_is_kept(shared: EngineRun) -> None:
    content = fetch(shared, LOGO)
    look = look_of(content)
    assert look is not None
    assert (look.width, look.height) == (80, 80)
    account = shared.engine.accounts.list()[0].id
    assert shared.engine._hall.store.pictures.read_picture(RemotePicture(account, LOGO)) == content


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/x.png",
        "http://images.spandeck.example/logo.png",
        "https://127.0.0.1/logo.png",
        "https://localhost/logo.png",
    ],
)
def test_what_is_not_handed_out_or_not_asked_for_is_said(shared: EngineRun, url: str) -> None:
    with pytest.raises(PictureError):
        fetch(shared, url)


def test_who_has_left_gets_nothing(shared: EngineRun) -> None:
    part = shared.engine.pictures
    errand = part.begin()
    errand.end()
    picture = RemotePicture(shared.engine.accounts.list()[0].id, f"{LOGO}?late")
    with pytest.raises(StoppedError):
        part.fetch(picture, errand).result(PATIENCE_S)
    nobodys = RemotePicture(AccountId(999), f"{LOGO}?nobody")
    with pytest.raises(StoppedError):
        part.fetch(nobodys, part.begin()).result(PATIENCE_S)
