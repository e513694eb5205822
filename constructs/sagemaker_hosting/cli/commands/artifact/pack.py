"""Pack a model directory into the artifact that a container expects."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from sagemaker_hosting.artifact.contents import Form
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.pack import Progress
from sagemaker_hosting.artifact.plan import Plan
from sagemaker_hosting.cli.artifacts.options import declaration, declaration_options, ignore_option
from sagemaker_hosting.cli.report import Report
from sagemaker_hosting.cli.templates.ignores import Ignore
from sagemaker_hosting.core.findings import Severity


@click.command
@click.argument(
    "directory", type=click.Path(exists=True, file_okay=False, readable=True, path_type=Path)
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default="model.tar.gz",
    show_default=True,
    help="The archive to write; replaced when it exists. With --uncompressed, a new directory.",
)
@declaration_options
@click.option(
    "--symlinks",
    type=click.Choice(["refuse", "follow"]),
    default="refuse",
    show_default=True,
    help="Refuse links, or pack what they lead to.",
)
@click.option(
    "--uncompressed",
    is_flag=True,
    help="Prepare a directory to upload below an S3 prefix, as large models should be.",
)
@ignore_option
@click.option("--check/--no-check", "checking", default=True, help="Check it before it is packed.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print what was packed.",
)
def command(
    directory: Path,
    output: Path,
    symlinks: str,
    uncompressed: bool,
    checking: bool,
    ignored: tuple[Ignore, ...],
    form: str,
    **given: Any,
) -> None:
    """Pack DIRECTORY for a container.

    With --framework (or --image) files go where that container looks for them; each move is told.
    Litter and what .sagemakerignore names is left out. The digest that is printed depends on names,
    contents and executable bits alone: the same on every machine. What the checks call an error is
    not packed. The archive appears whole or not at all.

    Exit codes: 0 packed, 1 refused, 2 usage.
    """
    from sagemaker_hosting.artifact.layout import arranged
    from sagemaker_hosting.artifact.plan import plan_directory

    declared = declaration(given)
    if not uncompressed and not output.name.endswith(".tar.gz"):
        raise click.UsageError(f"--output {str(output)!r} does not end in .tar.gz")
    plan = plan_directory(
        directory, symlinks="follow" if symlinks == "follow" else "refuse", without=output
    )
    if declared.framework is not None:
        plan = arranged(plan, declared.framework)
    if checking:
        _check(plan, output, uncompressed, declared, ignored)
    try:
        told = _prepare(plan, output) if uncompressed else _pack(plan, output)
    except OSError as error:
        raise click.ClickException(f"nothing was packed: {error}") from error
    click.echo(json.dumps(told, indent=2) if form == "json" else _text(told, plan))


def _check(
    plan: Plan,
    output: Path,
    uncompressed: bool,
    declared: Declaration,
    ignored: tuple[Ignore, ...],
) -> None:
    """Print what is wrong on standard error; end when it is an error."""
    from sagemaker_hosting.artifact.inspect import inspect_plan
    from sagemaker_hosting.cli.artifacts.check import entries_of
    from sagemaker_hosting.cli.report.text import render

    form = Form.PREFIX if uncompressed else Form.ARCHIVE
    contents = inspect_plan(plan, str(output), form)
    report = Report(
        entries=entries_of(contents, declared, ignored), checked=[str(output)], noun="artifact"
    )
    if report.entries:
        click.echo(render(report), err=True)
    if report.exit_code(Severity.ERROR):
        click.echo("nothing was packed", err=True)
        raise click.exceptions.Exit(1)


def _pack(plan: Plan, output: Path) -> dict[str, Any]:
    from sagemaker_hosting.artifact.compressor import is_reference
    from sagemaker_hosting.artifact.pack import pack_plan

    with _progress(plan, "packing") as progress:
        packed = pack_plan(plan, output, progress=progress)
    return {
        "archive": str(packed.archive),
        "digest": packed.digest,
        "sha256": packed.sha256,
        "reference": is_reference(),
        "members": packed.members,
        "unpacked_bytes": packed.unpacked_bytes,
        "packed_bytes": packed.packed_bytes,
        "moved": dict(plan.moved),
    }


def _prepare(plan: Plan, output: Path) -> dict[str, Any]:
    from sagemaker_hosting.artifact.prefix import prepare_prefix

    with _progress(plan, "hashing") as progress:
        prepared = prepare_prefix(plan, output, progress=progress)
    return {
        "directory": str(prepared.directory),
        "digest": prepared.digest,
        "files": prepared.files,
        "total_bytes": prepared.total_bytes,
        "moved": dict(plan.moved),
    }


def _text(told: dict[str, Any], plan: Plan) -> str:
    lines = [f"moved {source} to {target}" for source, target in plan.moved]
    if "archive" in told:
        lines += [
            f"packed {told['archive']}: {told['members']} members, "
            f"{told['unpacked_bytes'] / 2**20:.1f} MiB in {told['packed_bytes'] / 2**20:.1f}",
            f"digest {told['digest']}",
            f"sha256 {told['sha256']}",
        ]
        if not told["reference"]:
            lines.append("note: this processor's sha256 differs from others'; the digest does not")
        return "\n".join(lines)
    short = told["digest"][:16]
    return "\n".join(
        [
            *lines,
            f"prepared {told['directory']}: {told['files']} files, "
            f"{told['total_bytes'] / 2**20:.1f} MiB",
            f"digest {told['digest']}",
            f"upload it: aws s3 sync {told['directory']} s3://BUCKET/NAME/{short}/",
            f"declare it: ModelDataSource, S3Uri s3://BUCKET/NAME/{short}/, S3DataType S3Prefix, "
            "CompressionType None",
        ]
    )


@contextmanager
def _progress(plan: Plan, doing: str) -> Iterator[Progress | None]:
    """Show how far it is on a terminal; say nothing where there is none."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (TextColumn(doing), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task(doing, total=plan.total_bytes)
        yield lambda done, total: bar.update(task, completed=done, total=total)
