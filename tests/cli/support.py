"""What the tests of the command line share."""

from __future__ import annotations

from collections.abc import Callable

from click.testing import Result

Run = Callable[..., Result]

NVME = """\
Resources:
  Config:
    Type: AWS::SageMaker::EndpointConfig
    Properties:
      ProductionVariants:
        - VariantName: AllTraffic
          ModelName: churn
          InitialInstanceCount: 2
          InstanceType: ml.g5.xlarge
          VolumeSizeInGB: 50
"""
"""A mistake, SMH0305, at line 10, column 11."""
