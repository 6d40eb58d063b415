"""The module `ipaddress` of the standard library: networks, and `in`."""

import ipaddress
import sys

SCOPES = [
    ("unspecified", ["0.0.0.0/32", "::/128"]),
    ("loopback", ["127.0.0.0/8", "::1/128"]),
    ("private", ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"]),
    ("link-local", ["169.254.0.0/16", "fe80::/10"]),
    ("documentation", ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20"]),
    ("multicast", ["224.0.0.0/4", "ff00::/8"]),
    ("broadcast", ["255.255.255.255/32"]),
]


def scope(address):
    inside = getattr(address, "ipv4_mapped", None) or address
    for name, networks in SCOPES:
        # An address of one version is in no network of the other.
        if any(inside in ipaddress.ip_network(network) for network in networks):
            return name
    return "global"


def main():
    code = 0
    for argument in sys.argv[1:]:
        try:
            address = ipaddress.ip_address(argument)
        except ValueError as error:
            print(error, file=sys.stderr)
            code = 1
            continue
        inside = getattr(address, "ipv4_mapped", None)
        # Older versions of Python write a mapped address in hexadecimal.
        text = f"::ffff:{inside}" if inside else str(address)
        bits = address.max_prefixlen
        print(f"IPv{address.version}", bits, text, f"0x{int(address):0{bits // 4}x}", scope(address), sep="\t")
    return code


if __name__ == "__main__":
    sys.exit(main())
