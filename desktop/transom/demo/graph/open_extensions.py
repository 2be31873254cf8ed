"""Open extensions: what other programs leave on things, of which there is nothing here."""

from transom.demo.graph.call import Call, Reply
from transom.demo.graph.errors import not_found
from transom.demo.graph.paging import page


def list_extensions(call: Call, *_ids: str) -> Reply:
    nothing: list[object] = []
    return page(call, nothing, lambda one: one, "extensions")


def get_extension(_call: Call, *_ids: str) -> Reply:
    raise not_found()
