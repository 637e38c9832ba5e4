"""One court, deployed many times: its rooms, its kinds and its own filing permissions."""
