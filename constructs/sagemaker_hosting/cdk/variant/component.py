"""A variant without a model of its own, for inference components."""

from __future__ import annotations

from dataclasses import dataclass

from sagemaker_hosting.cdk._l1 import Properties
from sagemaker_hosting.cdk.variant.capacity import ManagedInstanceScaling
from sagemaker_hosting.cdk.variant.on_instances import VariantOnInstances
from sagemaker_hosting.core.tokens import is_known


@dataclass(frozen=True, kw_only=True)
class ComponentVariant(VariantOnInstances):
    """Instances for inference components, which bring the models.

    Attributes:
        instance_type: Such as ``ml.g5.12xlarge``. Default: ``instance_pools`` is used; one of the
            two is required.
        instance_pools: 1 to 5 instance types in the order of priority, for when the first one has
            no capacity. Default: none.
        provision_timeout: How long SageMaker looks for instances, over all pools, 300 to 3,600
            seconds. Default: chosen by SageMaker.
        managed_scaling: Lets the number of instances follow the copies of the components. Default:
            it stays as it was created.
        variant_name: 1 to 63 letters, digits and inner hyphens; unique in the configuration. Keep
            it over updates. Default: ``AllTraffic``.
        initial_instance_count: Instances at creation, 1 or more. Default: 1, or the minimum of
            ``managed_scaling`` where that is more.
        volume_size: The storage volume of each instance, 1 to 512 GiB. Instances with local NVMe
            storage take none. Default: chosen by SageMaker.
        model_data_download_timeout: How long fetching an artifact may take, 60 to 3,600 seconds; a
            component may say otherwise. Default: chosen by SageMaker.
        container_startup_health_check_timeout: How long a container may take until ``/ping``
            answers, 60 to 3,600 seconds; a component may say otherwise. Default: chosen by
            SageMaker.
        routing: How requests spread over the copies. Default: at random.
        capacity_reservation: Reserved capacity to run on. Default: none.
        inference_ami_version: The machine image, which decides the driver: such as
            ``al2-ami-sagemaker-inference-gpu-3-1``. Default: SageMaker's.
        ssm_access: Whether a shell in the containers can be opened through Systems Manager. For
            debugging only (guide pages 367 and 368). Default: False.
        core_dump: Where core dumps of crashed containers go. Default: nowhere.

    Raises:
        InvalidProps: Unless exactly one of ``instance_type`` and ``instance_pools`` is given, or
            when a rule of the catalogue refuses the variant.

    Source: developer guide pages 39 and 40;
    https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html
    """

    managed_scaling: ManagedInstanceScaling | None = None

    def render(self, default_count: int) -> Properties:
        """Return an element of ``ProductionVariants``.

        Args:
            default_count: The initial instance count where the variant states none, unless the
                minimum of its managed scaling is more.
        """
        return super().render(self._at_least(default_count))

    def _at_least(self, default_count: int) -> int:
        least = self.managed_scaling.min_instances if self.managed_scaling is not None else 0
        return (
            least if is_known([least, default_count]) and least > default_count else default_count
        )

    def _properties(self) -> Properties:
        scaling = self.managed_scaling
        properties = super()._properties()
        if self.initial_instance_count is None:
            properties["InitialInstanceCount"] = self._at_least(1)
        return {
            **properties,
            "ManagedInstanceScaling": scaling.render() if scaling else None,
        }
