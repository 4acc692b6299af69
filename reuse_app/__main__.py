"""`python -m reuse_app` is `reuse-app`."""

from reuse_app.cli import main

main()
