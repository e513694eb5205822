"""The rules over Dockerfiles, one module each."""
