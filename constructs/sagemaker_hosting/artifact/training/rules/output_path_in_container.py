"""Rule SMH0770."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.artifact.training.project import Project
from sagemaker_hosting.artifact.training.rule import TrainingRule
from sagemaker_hosting.core.findings import Finding

_ESTIMATORS: Final = frozenset(
    {
        "Chainer",
        "HuggingFace",
        "MXNet",
        "PyTorch",
        "SKLearn",
        "TensorFlow",
        "XGBoost",
    }
)


class OutputPathInContainer(TrainingRule):
    """output_path is where in S3 the archive goes; the directory in the container is fixed."""

    id = "SMH0770"
    title = "a path of the container as output_path"
    facts = ("seed001-output-path-wrong",)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_OutputDataConfig.html"

    def check(self, project: Project) -> Iterator[Finding]:
        for module in project.modules:
            for call in module.calls:
                name = module.called(call).rpartition(".")[2]
                if name not in _ESTIMATORS and not name.endswith("Estimator"):
                    continue
                for keyword in call.keywords:
                    value = keyword.value
                    if (
                        keyword.arg == "output_path"
                        and isinstance(value, ast.Constant)
                        and str(value.value).startswith("/")
                    ):
                        yield self.finding(
                            module,
                            f"{name} has the output_path {value.value!r}, a path in the container",
                            "give output_path an S3 URI, s3://bucket/prefix, or leave it out; the "
                            "script saves to os.environ['SM_MODEL_DIR']",
                            line=value.lineno,
                            column=value.col_offset + 1,
                        )
