"""Greets one client and ends. With --reuse it can start again at once on the same port."""

import socket
import sys

with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
    # ANCHOR: reuse
    if "--reuse" in sys.argv:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # ANCHOR_END: reuse
    try:
        listener.bind(("127.0.0.1", int(sys.argv[1])))
    except OSError as error:
        sys.exit(f"server_once: {error.strerror}")
    listener.listen()
    print("listening", flush=True)
    conn, client = listener.accept()
    with conn:
        conn.sendall(b"Gracias por conectarte\n")
