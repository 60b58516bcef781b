"""Where an endpoint is: what is on this machine may be asked without more ado."""

from ipaddress import ip_address
from urllib.parse import urlsplit


def is_here(endpoint: str) -> bool:
    """Tell whether an endpoint is on this machine: a loopback address."""
    host = urlsplit(endpoint).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
