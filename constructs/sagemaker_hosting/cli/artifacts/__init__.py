"""What the commands `artifact pack` and `artifact check` share."""
