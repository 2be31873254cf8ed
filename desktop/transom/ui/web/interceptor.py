"""What a mail view may load: its own document and pictures, nothing else."""

from dataclasses import dataclass

from PySide6.QtWebEngineCore import QWebEngineUrlRequestInfo, QWebEngineUrlRequestInterceptor
from typing_extensions import override

from transom.ui.web.frame import SCHEME

_Resource = QWebEngineUrlRequestInfo.ResourceType


@dataclass(frozen=True, slots=True)
class LoadRequest:
    """One request of a page, as far as the decision needs it."""

    scheme: str
    method: str
    is_document: bool
    is_picture: bool


def may_load(request: LoadRequest) -> bool:
    """Say yes to documents and pictures of our own scheme, and to pictures inside the mail."""
    if request.method != "GET":
        return False
    if request.scheme == SCHEME:
        return request.is_document or request.is_picture
    return request.scheme == "data" and request.is_picture


class MailInterceptor(QWebEngineUrlRequestInterceptor):
    """Refuses every request of a mail page that ``may_load`` does not know."""

    def __init__(self) -> None:
        super().__init__()
        self.refused_count = 0

    @override
    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        info.block(True)  # first, so that a failure below lets nothing through
        kind = info.resourceType()
        request = LoadRequest(
            scheme=info.requestUrl().scheme().lower(),
            method=info.requestMethod().toStdString(),
            is_document=kind in (_Resource.ResourceTypeMainFrame, _Resource.ResourceTypeSubFrame),
            is_picture=kind is _Resource.ResourceTypeImage,
        )
        if may_load(request):
            info.block(False)
        else:
            self.refused_count += 1
