"""Ask the model registry."""

from __future__ import annotations

import sys
from typing import Any

import click

from sagemaker_hosting.cli.lazy import LazyCommands


class _RegistryCommands(LazyCommands):
    def __init__(self, name: str, **more: Any) -> None:
        super().__init__(name, package=sys.modules[__name__], **more)


@click.group(cls=_RegistryCommands)
def command() -> None:
    """Ask the model registry."""
