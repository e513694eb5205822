"""A serverless variant: a model, its memory and its concurrency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import aws_cdk as cdk

from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.cdk._l1 import Properties, mebibytes
from sagemaker_hosting.cdk.model.base import ModelBase
from sagemaker_hosting.cdk.variant.base import Variant, check_model
from sagemaker_hosting.cdk.variant.sizing import refuse_size


@dataclass(frozen=True, kw_only=True)
class ServerlessVariant(Variant):
    """A model without instances: memory and concurrency are all there is to choose.

    Attributes:
        model: The model that it serves: one container with an archive, in no VPC and not isolated.
        memory_size: 1 to 6 GiB in whole GiB, no less than the model takes; processing power grows
            with it.
        max_concurrency: The most requests at a time, 1 to 200; those beyond are throttled.
        provisioned_concurrency: How many of them are kept warm, 1 to ``max_concurrency``, and paid
            for all the time. Default: none: after idle time a request waits for a cold start.
        variant_name: 1 to 63 letters, digits and inner hyphens. Keep it over updates. Default:
            ``AllTraffic``.

    Raises:
        InvalidProps: When a rule of the catalogue refuses the variant.

    Source: developer guide pages 223 to 247;
    https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantServerlessConfig.html
    """

    model: ModelBase
    memory_size: cdk.Size
    max_concurrency: int
    provisioned_concurrency: int | None = None

    def __post_init__(self) -> None:
        """Have the rules look at the variant where it is written."""
        check_model(self.model, f"variant {self.variant_name}")
        super().__post_init__()

    def render(self, default_count: int) -> Properties:
        """Return an element of ``ProductionVariants``; it has no instances to count."""
        return {**self._rendered, "ModelName": self.model.model_name}

    @property
    def models(self) -> Sequence[ModelBase]:
        """The model that it serves."""
        return (self.model,)

    @property
    def supports_guardrails(self) -> bool:
        """False: there is no fleet to shift traffic to (guide page 350)."""
        return False

    def _properties(self) -> Properties:
        refuse_size(self.model.artifact_bytes, Declaration(serverless=True))
        return {
            "VariantName": self.variant_name,
            # What the rules see before the model is asked for its name.
            "ModelName": "model",
            "ServerlessConfig": {
                "MemorySizeInMB": mebibytes(self.memory_size, "memory_size"),
                "MaxConcurrency": self.max_concurrency,
                "ProvisionedConcurrency": self.provisioned_concurrency,
            },
        }
