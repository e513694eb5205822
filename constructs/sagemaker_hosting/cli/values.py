"""Values of options that several commands take."""

from __future__ import annotations

import click

from sagemaker_hosting.cli.templates.ignores import Ignore


class Variable(click.ParamType[tuple[str, str]]):
    """``NAME=VALUE``."""

    name = "NAME=VALUE"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Return name and value."""
        if isinstance(value, tuple):
            return value[0], value[1]
        name, equals, text = str(value).partition("=")
        if not name or not equals:
            self.fail(f"{value!r} is no NAME=VALUE", param)
        return name, text


class Reasoned(click.ParamType[Ignore]):
    """``RULE=REASON``."""

    name = "RULE=REASON"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Ignore:
        """Return a rule that does not count, and why."""
        if isinstance(value, Ignore):
            return value
        rule, _, reason = str(value).partition("=")
        if not reason.strip():
            self.fail(f"{value!r} gives no reason; write {rule}='why it is no mistake here'", param)
        return Ignore(rule=rule.strip(), reason=reason.strip(), place="--ignore")
