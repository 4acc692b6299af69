"""Between server processes on one PostgreSQL: what one of them saves or sees, the others hear.

On SQLite there is one process, and nothing of this. A connection of its own listens, in a thread of its own. When it is
lost it is opened again, and every stream looks at the change log for what was announced meanwhile.
"""

import logging
import secrets
import threading
import time
from collections.abc import Callable

from reuse_app.live.channels import Channels
from reuse_app.live.presence import Presence
from reuse_app.store import Database, shared
from reuse_app.store.errors import DatabaseError
from reuse_app.store.shared import Ear, listening

BETWEEN_NEWS = 1.0
"""Seconds after which processes tell each other who is where."""
BETWEEN_TIDYING = 60.0
AFTER_A_BREAK = 0.5
"""Seconds after which a connection that was lost is tried again."""

logger = logging.getLogger(__name__)


class Between:
    """The ear and the mouth of one process; begins and ends with it."""

    def __init__(
        self, database: Database, channels: Channels, presence: Presence, *, look_again: Callable[[], None]
    ) -> None:
        self._database = database
        self._channels = channels
        self._presence = presence
        self._look_again = look_again
        self._me = secrets.token_hex(shared.PROCESS_LENGTH // 2)
        self._stopped = threading.Event()

    def begin(self) -> None:
        """Listen from now on; on SQLite nobody else would say anything."""
        if not self._database.is_sqlite:
            threading.Thread(target=self._run, daemon=True).start()

    def end(self) -> None:
        """Listen no more, within a second."""
        self._stopped.set()

    def _run(self) -> None:
        was_heard = True
        while not self._stopped.is_set():
            try:
                with listening(self._database) as ear:
                    was_heard = True
                    self._follow(ear)
            except DatabaseError as error:
                if was_heard:
                    logger.warning("Other processes are not heard; tried again and again", exc_info=error)
                was_heard = False
                self._stopped.wait(AFTER_A_BREAK)

    def _follow(self, ear: Ear) -> None:
        """Hear and tell until this is stopped; what was missed before is in the change log."""
        self._presence.tell_all_again()
        self._look_again()
        heard_at, tidied_at = time.monotonic() - shared.KEPT_SECONDS, time.monotonic()
        while not self._stopped.is_set():
            now = time.monotonic()
            self._presence.hear(shared.hear(ear.connection, self._me, within=now - heard_at))
            shared.tell(ear.connection, self._me, self._presence.news())
            heard_at = now
            if now > tidied_at + BETWEEN_TIDYING:
                shared.tidy(ear.connection)
                tidied_at = now
            self._listen(ear)

    def _listen(self, ear: Ear) -> None:
        """Pass on what is announced until it is time for other news."""
        for address, revision, concerned in ear.heard(within=BETWEEN_NEWS):
            if concerned is None:
                self._look_again()
            else:
                self._channels.announce(address, revision, concerned)
