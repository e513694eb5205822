"""SMH0250."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.images import Owner
from sagemaker_hosting.facts.model_servers import prefix_of, prefixes, server_of
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._texts import image_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource, Value, View


class VariableOfAnotherServer(Rule):
    """A model server reads its own variables: MMS_ is nothing to TorchServe, nor TS_ to others.

    The PyTorch images run TorchServe since 1.6; Hugging Face, MXNet and older PyTorch images do
    not.
    """

    id = "SMH0250"
    title = "variable of another model server"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("async-env-pytorch18", "async-env-pytorch14", "async-env-huggingface")
    pages = (271,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-create-endpoint.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each variable that the server of the image ignores."""
        for container in containers(resource):
            image = image_of(container)
            if image is None or image.owner is not Owner.DEEP_LEARNING:
                continue
            server = server_of(image.repository, image.tag)
            own = prefixes().get(server, ()) if server is not None else ()
            for variable, prefix in _of_servers(container):
                if own and prefix not in own:
                    yield self.finding(
                        resource,
                        variable,
                        f"{variable.path.rpartition('/')[2]} is set, and {image.repository} does "
                        f"not read variables with {prefix}",
                        f"remove it, or set what the image does read ({' or '.join(own)} in front)",
                    )


def _of_servers(container: View) -> Iterator[tuple[Value, str]]:
    """Yield the variables of ``container`` that belong to a server, with their prefix."""
    for variable in container.values("Environment/*"):
        prefix = prefix_of(variable.path.rpartition("/")[2])
        if prefix is not None:
            yield variable, prefix
