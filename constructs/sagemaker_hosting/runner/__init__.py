"""Runs models as SageMaker containers would, without Docker and without moto.

`ModelContainer` is one container, `MultiModelContainer` one with many models, `Pipeline` several in
a row; each is a `Servable`, and `Front` puts one on a port with the limits of an endpoint. The
local AWS and `sagemaker-hosting artifact serve` run the same.

`supervisor`, `server`, `multi_server`, `worker`, `handlers`, `frameworks` and `codec` run inside
the model's own processes and import the standard library, and `core` and `facts` at most: the
environment of a model needs none of this library's extras.
"""
