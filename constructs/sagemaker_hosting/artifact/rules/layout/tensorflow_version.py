"""SMH0723."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.frameworks import Framework
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding


class TensorflowVersion(ArtifactRule):
    """TensorFlow Serving looks for ``VERSION/saved_model.pb`` where the version is a number,
    and waits for ever where there is none.
    """

    id = "SMH0723"
    title = "a SavedModel in a numeric version directory"
    facts = ("artifact-layout-tf", "seed001-tf-layout-wrong", "seed001-file-naming")
    pages = (614,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html"
    frameworks = frozenset({Framework.TENSORFLOW})
    needs_whole = True

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        found = sorted(path for path in contents.paths if path.split("/")[-1] == "saved_model.pb")
        if any(path.split("/")[-2:-1] and path.split("/")[-2].isdecimal() for path in found):
            return
        if found:
            folder = found[0].rpartition("/")[0]
            yield self.finding(
                found[0],
                f"the SavedModel is in {folder!r}" if folder else "the SavedModel is at the root",
                "put saved_model.pb and variables/ into a directory called 1 "
                "(artifact pack --framework tensorflow does)",
            )
        else:
            others = sorted(
                path
                for path in contents.paths
                if path.endswith((".h5", ".hdf5", ".keras", ".tflite"))
            )
            yield self.finding(
                others[0] if others else "",
                "there is no saved_model.pb, which TensorFlow Serving needs"
                + (f"; {others[0]!r} is another format" if others else ""),
                "write the model with model.export('1') or tf.saved_model.save(model, '1')",
            )
