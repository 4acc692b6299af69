"""Numpy, loaded when the first array is made: the server and the command line need not wait 0.1 s for it to start."""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

__all__ = ["Flags", "Numbers", "Rows", "np"]

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Rows = NDArray[np.intp]
else:
    Numbers = Flags = Rows = object

    class Late(ModuleType):
        """A module that is imported when something in it is first asked for."""

        def __getattr__(self, name: str) -> Any:
            """Return it, and keep it so that it is asked for once."""
            found = getattr(import_module(self.__name__), name)
            setattr(self, name, found)
            return found

    np = Late("numpy")
