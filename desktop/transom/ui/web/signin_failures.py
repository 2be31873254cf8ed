"""Why a provider's page could not be loaded, in words for who sits on this network."""

# Chromium's numbers, net/base/net_error_list.h.
_NAME = "Its name is not known here: this computer is off the network, or a proxy is missing."
_PROXY_PASSWORD = "The proxy between here and the internet wants to be told who you are."
_WHY = {
    -7: "Nobody answered in time.",
    -118: "Nobody answered in time.",
    -102: "Nobody answers there.",
    -105: _NAME,
    -137: _NAME,
    -106: "This computer is not connected to a network.",
    -109: "The network does not lead there.",
    -111: "The proxy between here and the internet does not let it through.",
    -115: _PROXY_PASSWORD,
    -127: _PROXY_PASSWORD,
    -130: "The proxy that this computer's settings name does not answer.",
    -131: "The script that names this network's proxy could not be read.",
    -136: "The proxy shows a certificate that this computer does not trust.",
}


def why_not_loaded(code: int) -> str:
    """Return a sentence for one of Chromium's network errors; 0 is none in particular."""
    reason = _WHY.get(code, "Check the network, then try again.")
    return f"The sign-in page could not be loaded. {reason}"
