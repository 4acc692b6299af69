"""Writes every example here in every format, and prints what is found: in one process, as starting takes longest."""

from reuse_app.cli import main
from reuse_app.examples import EXAMPLES

for example in EXAMPLES:
    file = f"{example.name}.json"
    reports = [
        f"{example.name}-report.{kind}" for kind in ("md", "html", "pdf", "docx", "pptx", "xlsx", "csv", "zip", "json")
    ]
    for command, *arguments in (
        ["example", example.name, "-o", file],
        ["check", file],
        ["analyse", file],
        ["analyse", "--json", file],
        *(["report", file, "-o", report] for report in reports),
    ):
        main.commands[command].main(arguments, standalone_mode=False)
