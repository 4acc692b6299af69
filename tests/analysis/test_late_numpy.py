import subprocess
import sys

import pytest


@pytest.mark.parametrize("started", ["reuse_app.web", "reuse_app.cli"])
def test_the_server_and_the_commands_start_without_numpy(started: str) -> None:
    code = f"import sys, {started}; print('numpy' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "False\n"


def test_the_analysis_changes_nothing_in_the_process_that_imports_it() -> None:
    code = "import os; before = dict(os.environ); import reuse_app.analysis; print(dict(os.environ) == before)"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "True\n"


def test_numpy_is_there_when_a_figure_needs_it() -> None:
    code = "import sys; from reuse_app.analysis.late_numpy import np; print(np.zeros(1), 'numpy' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "[0.] True\n"
