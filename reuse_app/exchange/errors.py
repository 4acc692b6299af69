"""What is wrong with a file as a whole."""


class FileError(ValueError):
    """A file that cannot be read; the message says why, where and how to mend it."""
