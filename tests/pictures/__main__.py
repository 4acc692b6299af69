"""Takes the picture in README: the map of the Tesla Bot example. Run it with `python -m tests.pictures`."""

import os
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import running_server
from tests.programs import path_of

PICTURE = Path(__file__).parent / "map.png"


def main() -> None:
    """Start a server with an empty database, open the example, and photograph its map."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running_server(Path(folder) / "reuse.db") as url,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=path_of("chromium"), chromium_sandbox=os.geteuid() != 0)
        page = browser.new_page(viewport={"width": 1440, "height": 900}, device_scale_factor=1.5)
        page.goto(url)
        page.get_by_role("button", name="Open Tesla Bot").click()
        page.goto(page.url.rsplit("/", 1)[0] + "/map")
        page.screenshot(path=PICTURE)
        browser.close()


main()
