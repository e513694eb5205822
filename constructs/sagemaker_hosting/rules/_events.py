"""The events that SageMaker sends to EventBridge about endpoints."""

from __future__ import annotations

from typing import Final

DEPLOYMENT_EVENT: Final = "SageMaker Endpoint Deployment State Change"
"""The ``detail-type`` of the progress of an update."""
