"""The addresses by which a phone on the same network reaches this machine."""

import contextlib
import ipaddress
import socket

# Addresses of private networks. Nothing is sent there: connecting a datagram
# socket only asks the system which of its own addresses it would use.
PROBES = ("192.168.255.254", "10.255.255.254", "172.31.255.254", "169.254.255.254")

# Every IPv4 address of this machine.
EVERYWHERE = str(ipaddress.IPv4Address(0))


def local_addresses() -> list[str]:
    """Return this machine's IPv4 addresses on local networks, the likeliest first."""
    found: list[str] = []
    for probe in PROBES:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
            try:
                asked.connect((probe, 9))
            except OSError:
                continue
            found.append(asked.getsockname()[0])
    with contextlib.suppress(OSError):
        found += [str(entry[4][0]) for entry in socket.getaddrinfo(socket.gethostname(), None)]
    return [address for address in dict.fromkeys(found) if is_local(address)]


def is_local(address: str) -> bool:
    try:
        number = ipaddress.ip_address(address)
    except ValueError:
        return False
    return number.version == 4 and not number.is_global and not number.is_loopback


def local_name() -> str:
    """The name by which many networks know this machine (mDNS)."""
    return f"{socket.gethostname().split('.')[0].lower()}.local"
