"""What can go wrong with a payload: two JSON texts taken for one, and a pickle that was read."""

import json
import pickle

# ANCHOR: json
# Two messages that came out of one read. Nothing says where the first one ends.
came = b'{"jugada": "papel"}{"jugada": "tijera"}'
try:
    print(json.loads(came))
except json.JSONDecodeError as error:
    print("json:", error)
# ANCHOR_END: json


# ANCHOR: pickle
class Surprise:
    def __reduce__(self):
        # "To build me again, call this function with this argument."
        return print, ("pickle: the sender's choice runs here",)


came = pickle.dumps(Surprise())
pickle.loads(came)
# ANCHOR_END: pickle
