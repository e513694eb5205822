"""Check a model artifact, or the script that makes it, before it is deployed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from sagemaker_hosting.cli.artifacts.options import declaration, declaration_options, ignore_option
from sagemaker_hosting.cli.report.options import finish, report_options
from sagemaker_hosting.cli.templates.ignores import Ignore


@click.command
@click.argument("targets", metavar="PATH...", nargs=-1)
@declaration_options
@click.option(
    "--training",
    is_flag=True,
    help="PATHs are training scripts: will what they save be in the archive?",
)
@ignore_option
@report_options
def command(
    targets: tuple[str, ...],
    training: bool,
    ignored: tuple[Ignore, ...],
    output: str,
    fail_on: str,
    **given: Any,
) -> None:
    """Check archives, model directories and artifacts in S3.

    A PATH is a .tar.gz, a directory, s3://BUCKET/KEY.tar.gz or s3://BUCKET/PREFIX/. An archive is
    read once, forward, and nothing of it is unpacked to disk or run; one in S3 is not downloaded.
    More is checked when it is known what the artifact is for: --framework or --image at the least.

    Exit codes: 0 clean, 1 findings, 2 usage.
    """
    declared = declaration(given)
    if not targets:
        raise click.UsageError("name an archive, a directory or an s3:// address")
    if training:
        _check_training(targets, ignored, output, fail_on)
    from sagemaker_hosting.cli.artifacts.check import check_artifacts

    report = check_artifacts(targets, declared, ignored)
    if declared.framework is None and output == "text":
        click.echo(
            "note: pass --framework or --image to check what that container expects", err=True
        )
    finish(report, output=output, fail_on=fail_on)


def _check_training(
    targets: tuple[str, ...], ignored: tuple[Ignore, ...], output: str, fail_on: str
) -> None:
    from sagemaker_hosting.artifact.training import read_project
    from sagemaker_hosting.cli.artifacts.check import with_reasons
    from sagemaker_hosting.cli.training import check_scripts, destinations

    if len(targets) != 1:
        raise click.UsageError("--training takes one script, or one directory of scripts")
    project = read_project(Path(targets[0]))
    if output == "text":
        for line in destinations(project):
            click.echo(line)
    report = check_scripts(project)
    entries = with_reasons(report.entries, ignored)
    finish(replace(report, entries=entries), output=output, fail_on=fail_on)
