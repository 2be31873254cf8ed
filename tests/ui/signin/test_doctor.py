"""What the doctor proposes: the next door first, and never the one that just failed."""

import pytest

from transom.engine.entities.signin import Door, Explanation, Fixer, Offer
from transom.engine.errors import SignInRefusedError
from transom.ui.signin.doctor import remedies

ERROR = SignInRefusedError("no")


def offers(offer: Offer, door: Door) -> list[Offer]:
    explanation = Explanation("k", "What.", "Still.", Fixer.YOU, "Next.", offer)
    return [way.offer for way in remedies(ERROR, explanation, door)]


@pytest.mark.parametrize("door", list(Door))
@pytest.mark.parametrize("offer", list(Offer))
def test_there_is_always_a_way_on_and_no_button_twice(offer: Offer, door: Door) -> None:
    explanation = Explanation("k", "What.", "Still.", Fixer.YOU, "Next.", offer)
    labels = [way.label for way in remedies(ERROR, explanation, door)]
    assert labels and len(set(labels)) == len(labels)


def test_a_page_here_that_cannot_prove_the_device_gives_way_to_the_browser() -> None:
    assert offers(Offer.BROWSER, Door.VIEW)[0] is Offer.BROWSER


def test_a_browser_that_failed_gives_way_to_a_code_and_a_code_to_the_browser() -> None:
    assert offers(Offer.BROWSER, Door.BROWSER)[0] is Offer.CODE
    assert offers(Offer.CODE, Door.CODE)[0] is Offer.BROWSER


def test_who_pressed_cancel_may_simply_try_again_or_take_another_door() -> None:
    assert offers(Offer.AGAIN, Door.VIEW) == [Offer.AGAIN, Offer.BROWSER, Offer.CODE]


def test_what_the_organisation_hides_is_no_way_on() -> None:
    explanation = Explanation("k", "What.", "Still.", Fixer.YOU, "Next.", Offer.REGISTRATION)
    hidden = frozenset({"registration", "code", "browser"})
    assert [way.offer for way in remedies(ERROR, explanation, Door.VIEW, hidden)] == [Offer.AGAIN]
