"""Ends a Python process, or a process that it starts, when it reaches for the network.

Python imports this at start where it is on the path. What Python itself does raises an audit event;
what a library does in machine code meets a filter of the kernel, on Linux. Either way the process
is gone at once, so that nothing can catch it and carry on.
"""

import contextlib
import ctypes
import os
import socket
import struct
import sys

CAUGHT = 86
_EVENTS = {"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"}
_NAMES = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}


def watch(event: str, arguments: tuple[object, ...]) -> None:
    """End the process upon a name that is looked up, or a socket that leads out of it."""
    local = event in _EVENTS and getattr(arguments[0], "family", None) == socket.AF_UNIX
    if event in _NAMES or (event in _EVENTS and not local):
        os.write(2, f"network: {event} {arguments[1:]!r}\n".encode())
        os._exit(CAUGHT)


def forbid_sockets() -> None:
    """Have the kernel end the process, and all it starts, upon a socket of the internet.

    A filter in the kernel's own language (seccomp, BPF): is it the call `socket`, and is its family
    AF_INET or AF_INET6? Then kill; else allow.
    """
    number = {"x86_64": 41, "aarch64": 198}.get(os.uname().machine)
    if number is None:
        return
    load, equal, give = 0x20, 0x15, 0x06
    program = [
        (load, 0, 0, 0),  # the call's number
        (equal, 0, 4, number),
        (load, 0, 0, 16),  # its first argument
        (equal, 1, 0, socket.AF_INET),
        (equal, 0, 1, socket.AF_INET6),
        (give, 0, 0, 0x80000000),  # kill the process
        (give, 0, 0, 0x7FFF0000),  # allow
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *one) for one in program))
    head = struct.pack("HL", len(program), ctypes.addressof(code))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(38, 1, 0, 0, 0)  # no new privileges, which is the price
    libc.prctl(22, 2, head, 0, 0)  # filter


if __name__ == "sitecustomize":  # and not where a test imports it
    sys.addaudithook(watch)
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            forbid_sockets()
