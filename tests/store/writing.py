"""A program that writes until it is killed: `python -m tests.store.writing URL`.

It says the address of its workshop, then the key of each capability after the store has acknowledged it.
"""

import sys
from itertools import count

from reuse_app.store import entries, open_database
from reuse_app.store.edit import SentForm, Writer
from reuse_app.store.workshops import start
from reuse_app.worksheet import Capability
from tests.conftest import small_worksheet

if __name__ == "__main__":
    database = open_database(sys.argv[1])
    writer = Writer(database, start(database, small_worksheet()).address)
    print(writer.address, flush=True)
    for number in count():
        entries.add(
            writer, [Capability(key=f"c{number}", name="C", nature="x" * (number % 900))], once=SentForm(str(number))
        )
        print(f"c{number}", flush=True)
