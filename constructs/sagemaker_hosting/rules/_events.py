"""The events that SageMaker sends to EventBridge."""

from __future__ import annotations

from typing import Final

DEPLOYMENT_EVENT: Final = "SageMaker Endpoint Deployment State Change"
"""The ``detail-type`` of the progress of an update."""
PACKAGE_EVENT: Final = "SageMaker Model Package State Change"
"""The ``detail-type`` of changes of a model package: its status, its approval."""
