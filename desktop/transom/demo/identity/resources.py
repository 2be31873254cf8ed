"""Which resource a v1 request may name: Graph, by address or by id."""

from transom.demo.identity.errors import IdentityError
from transom.demo.identity.scopes import GRAPH_RESOURCE
from transom.demo.identity.tokens import GRAPH_APP_ID


def check_resource(resource: str) -> None:
    """Raise where it is not Graph."""
    if resource != GRAPH_APP_ID and not GRAPH_RESOURCE.fullmatch(resource.rstrip("/")):
        raise IdentityError(500011, resource=resource)
