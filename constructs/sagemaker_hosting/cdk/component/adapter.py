"""An adapter: a fine-tuned layer over the model of a base component."""

from __future__ import annotations

from collections.abc import Mapping

from constructs import Construct

from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.cdk._l1 import declared_at
from sagemaker_hosting.cdk._surroundings import in_stack_of
from sagemaker_hosting.cdk.component.base import (
    SOURCE,
    InferenceComponentBase,
    OwnedComponent,
)
from sagemaker_hosting.cdk.component.specification import artifact_url
from sagemaker_hosting.cdk.model.artifact import check_artifact
from sagemaker_hosting.cdk.model.data import ModelData
from sagemaker_hosting.cdk.operations.expiry import ADAPTERS_BEFORE
from sagemaker_hosting.core.errors import InvalidProps


class AdapterComponent(OwnedComponent):
    """A LoRA adapter over the model of a base component, called by a name of its own.

    It is loaded into the copies of its base, whose memory has to hold it, and has neither copies,
    nor requirements, nor scaling of its own.

    The primary resource is an ``AWS::SageMaker::InferenceComponent`` with the id ``Resource``.

    Example::

        french = hosting.AdapterComponent(
            self, "French", base=llama, data=hosting.ModelData.from_s3(bucket, "fr/adapter.tar.gz")
        )
        french.grant_invoke(function)
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        base: InferenceComponentBase,
        data: ModelData,
        inference_component_name: str | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> None:
        """Declare an adapter.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            base: The component with the model that it adapts.
            data: The adapter, as one ``.tar.gz``.
            inference_component_name: 1 to 63 letters, digits and inner hyphens. Default: made from
                the construct path.
            tags: Tags of the component, beside those of ``Tags.of(...)``. Default: none.

        Raises:
            InvalidProps: When the base is an adapter itself, or when a rule of the catalogue
                refuses what is rendered.

        Source: developer guide pages 220 to 223;
        https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-adapt.html
        """
        with declared_at(scope, id):
            if not isinstance(base, InferenceComponentBase):
                raise InvalidProps(
                    f"the base of an adapter is {type(base).__name__}",
                    fix="pass base=InferenceComponent(...), the component with the model",
                    source=f"developer guide page 221; {SOURCE}",
                )
            super().__init__(scope, id)
            in_stack_of(self, scope)
            self._set(base.endpoint, inference_component_name)
            artifact = data.bind(self)
            if artifact.contents is not None:
                check_artifact(self, artifact.contents, Declaration())
            known = base.rendered if isinstance(base, OwnedComponent) else {}
            self._create(
                {
                    "Specification": {
                        "BaseInferenceComponentName": base.inference_component_name,
                        "Container": {"ArtifactUrl": artifact_url(artifact)},
                    }
                },
                artifact.statements,
                bases=[known] if known else [],
                tags=tags,
            )
            # It goes when its base does, whoever says when that is.
            goes = base.expiry if isinstance(base, OwnedComponent) else None
            self._expire(goes, before=ADAPTERS_BEFORE)
            # It is named, not referred to: say that the base comes first.
            self._resource.node.add_dependency(base)
