"""Check CloudFormation templates for what SageMaker hosting would refuse or get wrong."""

from __future__ import annotations

from pathlib import Path

import click

from sagemaker_hosting.cli.report.options import finish, report_options
from sagemaker_hosting.cli.templates.ignores import Ignore
from sagemaker_hosting.cli.values import Reasoned


@click.command
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--against",
    metavar="OLD_TEMPLATE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Check the update from OLD_TEMPLATE to the one template in PATHS.",
)
@click.option(
    "--cfn-lint/--no-cfn-lint",
    "with_cfn_lint",
    default=True,
    show_default=True,
    help="Run cfn-lint beside our rules.",
)
@click.option(
    "--ignore",
    "ignored",
    type=Reasoned(),
    multiple=True,
    help="A rule that does not count, and why; can be given several times.",
)
@click.option(
    "--region", metavar="REGION", help="Where they are deployed to. Default: as a cdk.out says."
)
@click.option("--skip-others", is_flag=True, help="Pass over named files that are no templates.")
@click.option("--explain", metavar="RULE", help="Say what a rule is about, and stop.")
@report_options
def command(
    paths: tuple[Path, ...],
    against: Path | None,
    with_cfn_lint: bool,
    ignored: tuple[Ignore, ...],
    region: str | None,
    skip_others: bool,
    explain: str | None,
    output: str,
    fail_on: str,
) -> None:
    """Check templates: files in JSON or YAML, directories, or a cdk.out.

    Whoever wrote a template: what SageMaker, Application Auto Scaling, CloudWatch or CloudFormation
    would refuse, ignore without a word, or accept and then fail on is named with its place, its fix
    and the page that says so. cfn-lint runs beside our rules.

    Exit codes: 0 clean, 1 findings, 2 usage.
    """
    if explain is not None:
        click.echo(_explanation(explain))
        return
    if not paths:
        raise click.UsageError("name a template, a directory or a cdk.out")
    from sagemaker_hosting.cli.check import check_against, check_paths

    if against is None:
        report = check_paths(
            paths,
            with_cfn_lint=with_cfn_lint,
            skip_others=skip_others,
            ignored=ignored,
            region=region,
        )
    elif len(paths) != 1 or paths[0].is_dir():
        raise click.UsageError("--against compares OLD_TEMPLATE with exactly one template")
    else:
        report = check_against(against, paths[0], ignored=ignored)
    finish(report, output=output, fail_on=fail_on)


def _explanation(identity: str) -> str:
    from sagemaker_hosting.cli.explain import explain

    text = explain(identity)
    if text is None:
        raise click.UsageError(
            f"there is no rule {identity!r}; list them with: sagemaker-hosting rules"
        )
    return text
