"""Bytes and text: what happens when a letter is cut in two."""

# ANCHOR: text
word = "señal".encode()
print(len("señal"), "letters,", len(word), "bytes:", word)

first, second = word[:3], word[3:]
try:
    first.decode()
except UnicodeDecodeError as error:
    print("first piece:", error.reason)
print("both:", (first + second).decode())
# ANCHOR_END: text
