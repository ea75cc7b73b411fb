"""Prints a hash of everything stored in an SQLite file, or why it cannot be read.

Usage: dump.py FILE TABLE...

A reader of its own, which knows nothing of Parallax: what it reads differently before
and after damage was changed by it.
"""

import hashlib
import sqlite3
import sys


def dump(path, tables):
    connection = sqlite3.connect(f"file:{path}?immutable=1", uri=True)
    connection.text_factory = bytes
    whole = hashlib.sha256()
    version = connection.execute("PRAGMA user_version").fetchall()
    whole.update(repr(version).encode())
    schema = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master")
    for row in sorted(schema.fetchall(), key=repr):
        whole.update(repr(row).encode())
    for table in tables:
        # In an order that has nothing to do with where rows lie.
        rows = sorted(repr(row) for row in connection.execute(f"SELECT * FROM {table} NOT INDEXED"))
        whole.update(f"{table} {len(rows)}\n".encode())
        for row in rows:
            whole.update(row.encode())
    return whole.hexdigest()


try:
    print(dump(sys.argv[1], sys.argv[2:]))
except Exception as error:  # whatever keeps it from being read
    print(f"unreadable: {type(error).__name__}")
