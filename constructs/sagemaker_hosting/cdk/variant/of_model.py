"""What variants share that serve a model on instances, in production or as a shadow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.cdk._l1 import Properties
from sagemaker_hosting.cdk.model.base import ModelBase
from sagemaker_hosting.cdk.variant.base import check_model
from sagemaker_hosting.cdk.variant.on_instances import VariantOnInstances
from sagemaker_hosting.cdk.variant.sizing import refuse_size, sized
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.facts import instances


@dataclass(frozen=True, kw_only=True)
class VariantOfModel(VariantOnInstances):
    """What variants share that serve a model; the two kinds of it document each attribute."""

    model: ModelBase

    def __post_init__(self) -> None:
        """Have the rules look at the variant where it is written."""
        check_model(self.model, f"variant {self.variant_name}")
        super().__post_init__()

    def render(self, default_count: int) -> Properties:
        """Return an element of ``ProductionVariants`` or of ``ShadowProductionVariants``.

        Args:
            default_count: The initial instance count where the variant states none.
        """
        return {**super().render(default_count), "ModelName": self.model.model_name}

    @property
    def models(self) -> Sequence[ModelBase]:
        """The models that it serves: its own, and those of its pools."""
        others = [pool.model for pool in self.instance_pools if pool.model is not None]
        return (self.model, *others)

    @property
    def placements(self) -> Sequence[tuple[ModelBase, str]]:
        """Each model with each instance type that it may run on."""
        if self.instance_type is not None:
            return ((self.model, self.instance_type),)
        return tuple((pool.model or self.model, pool.instance_type) for pool in self.instance_pools)

    def _properties(self) -> Properties:
        properties = {
            **super()._properties(),
            # What the rules see before the model is asked for its name.
            "ModelName": "model",
        }
        sized(properties, self.model.artifact_bytes, list(self.instance_types))
        volume = properties["VolumeSizeInGB"]
        for model, name in self.placements if is_known(volume) else ():
            kind = instances.instance_type(name) if is_known(name) else None
            nvme = None if kind is None else kind.local_nvme
            refuse_size(model.artifact_bytes, Declaration(volume_gb=volume, local_nvme=nvme))
        return properties
