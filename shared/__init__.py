"""What the identity provider and the courts both stand on; imports neither of them."""
