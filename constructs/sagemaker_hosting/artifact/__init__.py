"""The model artifact: packing and checking ``model.tar.gz``. Pure: no AWS library."""
