"""What is wrong with a file as a whole, or with one cell of it."""


class FileError(ValueError):
    """A file that cannot be read; the message says why, where and how to mend it."""


class CellError(ValueError):
    """A cell that holds something else than its column; the message says what and how to mend it."""
