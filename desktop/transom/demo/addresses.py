"""The tenant's two hosts, known once the port is bound."""


class Addresses:
    """Says where the identity provider and Graph are reached; ``port`` is set on listening."""

    IDENTITY_HOST = "localhost"
    GRAPH_HOST = "127.0.0.1"

    def __init__(self) -> None:
        self.port = 0

    @property
    def identity(self) -> str:
        return f"https://{self.IDENTITY_HOST}:{self.port}"

    @property
    def graph(self) -> str:
        return f"https://{self.GRAPH_HOST}:{self.port}"
