"""What a shadow test compares: two models, each on instances of its own."""

from __future__ import annotations

from dataclasses import dataclass

from sagemaker_hosting.cdk._l1 import Properties
from sagemaker_hosting.cdk.model.base import ModelBase
from sagemaker_hosting.cdk.variant.base import check_model


@dataclass(frozen=True, kw_only=True)
class ShadowTestVariant:
    """One of the two sides of a shadow test: a model and what it runs on.

    Attributes:
        model: The model.
        instance_type: Such as ``ml.m5.xlarge``. Both sides should have the same one, unless it is
            what is tried; Inf1 is refused.
        instance_count: How many instances, 1 or more. Default: 1 in production, as many beside it.
        variant_name: 1 to 63 letters, digits and inner hyphens. The model of a shadow cannot be
            exchanged under one name. Default: ``AllTraffic`` in production, ``Shadow`` beside it.

    Raises:
        InvalidProps: When the model is none.

    Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ModelVariantConfig.html
    """

    model: ModelBase
    instance_type: str
    instance_count: int | None = None
    variant_name: str | None = None

    def __post_init__(self) -> None:
        """Refuse a model that is none."""
        check_model(self.model, "a shadow test")

    def render(self, variant_name: str, default_count: int) -> Properties:
        """Return an element of ``ModelVariants``.

        Args:
            variant_name: Its name where it states none.
            default_count: How many instances there are where it states none.
        """
        count = default_count if self.instance_count is None else self.instance_count
        return {
            "VariantName": variant_name if self.variant_name is None else self.variant_name,
            "ModelName": self.model.model_name,
            "InfrastructureConfig": {
                "InfrastructureType": "RealTimeInference",
                "RealTimeInferenceConfig": {
                    "InstanceType": self.instance_type,
                    "InstanceCount": count,
                },
            },
        }
