"""The command line: `reuse-app`, one file for each family of commands."""

import os

import click

from reuse_app.cli import backups, inventories, serving, worksheets, workshops
from reuse_app.cli.terminal import Commands


@click.group(
    "reuse-app", cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(package_name="reuse-app")
@click.pass_context
def main(context: click.Context) -> None:
    """Find out what else a team could make from what it already has.

    Without a command: serve the app on http://127.0.0.1:8000. FILE may be - for standard input or output.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy’s threads only wait for each other in small matrices
    if context.invoked_subcommand is None:
        with serving.serve.make_context("serve", [], parent=context) as serving_context:
            serving.serve.invoke(serving_context)


for command in (
    serving.serve,
    worksheets.example,
    worksheets.check,
    worksheets.analyse,
    worksheets.report,
    worksheets.handout,
    worksheets.schema,
    inventories.inventory,
    worksheets.atlas,
    workshops.import_,
    workshops.export,
    workshops.workshops,
    workshops.link,
    workshops.delete,
    workshops.forget,
    backups.backup,
    backups.restore,
    backups.move,
):
    main.add_command(command)
