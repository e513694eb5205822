"""Pack, check, serve and test a model artifact before it is deployed."""

from __future__ import annotations

import sys
from typing import Any

import click

from sagemaker_hosting.cli.lazy import LazyCommands


class _ArtifactCommands(LazyCommands):
    def __init__(self, name: str, **more: Any) -> None:
        super().__init__(name, package=sys.modules[__name__], **more)


@click.group(cls=_ArtifactCommands)
def command() -> None:
    """Pack, check, serve and test a model artifact before it is deployed."""
