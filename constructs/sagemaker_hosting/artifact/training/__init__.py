"""Whether what a training script saves will be in the model archive. It is read, never run.

SageMaker archives ``/opt/ml/model`` of the training container into ``model.tar.gz``, and nothing
else. `read_project` parses the scripts, `check_training` applies the rules.
"""

from __future__ import annotations

from sagemaker_hosting.artifact.training.check import check_training
from sagemaker_hosting.artifact.training.project import Project, read_project

__all__ = ["Project", "check_training", "read_project"]
