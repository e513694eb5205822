from __future__ import annotations

import aws_cdk as cdk
import pytest

from tests.cdk.support import new_stack


@pytest.fixture
def stack() -> cdk.Stack:
    """A stack of an app that fails on any finding when it is synthesized."""
    return new_stack()
