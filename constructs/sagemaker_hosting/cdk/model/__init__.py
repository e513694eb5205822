"""What an endpoint serves: the image, the artifact, and the model that joins them."""
