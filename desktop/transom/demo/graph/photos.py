"""Portraits of people in the sizes Graph keeps them."""

from transom.demo.graph.call import Call, Json, Reply, json_reply
from transom.demo.graph.errors import GraphError
from transom.demo.graph.paging import page
from transom.demo.mailbox.pictures import portrait

SIZES = (48, 64, 96, 120, 240, 360, 432, 504, 648)
BEST = 648


def photo_json(number: int, side: int) -> Json:
    return {
        "@odata.mediaContentType": "image/png",
        "@odata.mediaEtag": f'"{number}-{side}"',
        "id": f"{side}x{side}",
        "height": side,
        "width": side,
    }


def get_photo(call: Call, size: str = "") -> Reply:
    item = photo_json(portrait_number(call), photo_side(size))
    return json_reply({"@odata.context": call.context("photo/$entity"), **item})


def get_photo_value(call: Call, size: str = "") -> Reply:
    return Reply(200, portrait(portrait_number(call), photo_side(size)), "image/png")


def list_photos(call: Call) -> Reply:
    number = portrait_number(call)
    return page(call, SIZES, lambda side: photo_json(number, side), "photos")


def portrait_number(call: Call) -> int:
    if call.whom.photo is None:
        raise no_photo()
    return call.whom.photo


def photo_side(size: str) -> int:
    if not size:
        return BEST
    for side in SIZES:
        if size.lower() == f"{side}x{side}":
            return side
    raise no_photo()


def no_photo() -> GraphError:
    return GraphError(404, "ImageNotFound", "The photo wasn't found.")
